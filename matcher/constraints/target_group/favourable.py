"""What a fact that nobody gave would have to be, for a condition to hold (PROGRAMME §2).

The mentee is asked to tell the facts; that the answer helps is assumed, and said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product
from typing import Any

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import HardRule, Option, Outcome, Verdict
from matcher.constraints.target_group.missing import MISSING
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Answer, Level
from matcher.vocabulary import municipalities

_TELL = Sentence("als u ons dit laat weten: {fact}", "if you tell us this: {fact}")
_YOUNG = 18
_RECENT = timedelta(days=365)
"""A referral or registration whose day is not given is taken to be this recent."""


def told(
    rule: HardRule[Any, Any], option: Option, verdict: Verdict, problem: Problem
) -> tuple[Change, ...]:
    """Return the change that the mentee tells the fewest facts after which the rule would hold.

    Only for a verdict that a fact is missing; none where no answer would help.
    """
    if verdict.outcome is not Outcome.UNKNOWN:
        return ()
    for size in range(1, len(verdict.missing) + 1):
        for columns in combinations(verdict.missing, size):
            for answers in _answers(columns, option, problem):
                known = replace(option, mentee=replace(option.mentee, **answers))
                if rule.judge(known, problem).allowed:
                    return (_change(rule.key, option.mentee, answers),)
    return ()


def _change(rule: str, mentee: Mentee, answers: dict[str, Any]) -> Change:
    asked = [name for name in answers if name != "working_on" or "working" not in answers]
    first, *others = (_TELL.fill(fact=MISSING[name]) for name in asked)
    return Change(
        rule=rule,
        who=Who.MENTEE,
        condition=first,
        besides=tuple(others),
        edits=tuple(
            Edit(table="mentees", id=mentee.id, field=name, value=value)
            for name, value in answers.items()
        ),
        assumed=True,
    )


def _answers(
    columns: tuple[str, ...], option: Option, problem: Problem
) -> Iterator[dict[str, Any]]:
    """Yield answers to these columns, those that may help first."""
    for values in product(*(_values(name, option, problem) for name in columns)):
        yield dict(zip(columns, values, strict=True))


def _values(column: str, option: Option, problem: Problem) -> tuple[Any, ...]:
    if column in {"birth_date", "referred_on", "registered_on"}:
        return _dates(column, option.mentee, problem)
    return {
        "residence": _residences(option, problem),
        "education": (2, 4, 5),
        "diploma_recognised": (Answer.YES, Answer.NO),
        "dutch_needed": (Level.C2,),
        "working_on": (problem.as_of,),
        "migration_background": (Answer.YES,),
        "vdab_guidance": (Answer.YES,),
    }.get(column, (Answer.NO,))


def _residences(option: Option, problem: Problem) -> tuple[str, ...]:
    """Return the mentor's municipality first: nobody would have to travel from there."""
    near = [option.mentor.residence] if option.mentor.residence else []
    provinces = problem.lot_of(option.project).provinces if option.project else ()
    return (*near, *_first_within(provinces))


@cache
def _first_within(provinces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first municipality of Flanders by code that lies in one of these provinces."""
    every = sorted(place.refnis for place in municipalities.municipalities("flanders"))
    if not provinces:
        return (every[0],)
    places = ((refnis, municipalities.municipality(refnis)) for refnis in every)
    return tuple(refnis for refnis, place in places if place and place.province in provinces)[:1]


def _dates(column: str, mentee: Mentee, problem: Problem) -> tuple[date, ...]:
    """Return a day on which the mentee would be young, if one is likely."""
    if column == "birth_date":
        return (date(problem.as_of.year - _YOUNG, 1, 1),)
    if mentee.birth_date is None:
        return (problem.as_of,)
    settings = problem.rules.rules["subgroup"]
    assert isinstance(settings, SubgroupSettings)  # noqa: S101 -- validated on load; tells mypy
    last = date(mentee.birth_date.year + settings.age_limit, mentee.birth_date.month, 1)
    day = min(problem.as_of, last - timedelta(days=1))
    return (day,) if problem.as_of - day <= _RECENT else ()
