"""Small synthetic programmes for the tests of criteria, made by hand or generated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from matcher.constraints.evaluate import Evaluator
from matcher.criteria.contract import Criterion
from matcher.criteria.registry import criteria
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Acquaintance, Employer, EmployerContact
from matcher.domain.ruleset import RuleSet
from matcher.domain.values import Gender, Level, MeetingMode

AS_OF = date(2026, 3, 1)
GENT, ANTWERPEN, AALST, OOSTENDE = "44021", "11002", "41002", "35013"
TOWNS = (GENT, ANTWERPEN, AALST, OOSTENDE)
OCCUPATIONS = ("5", "52", "522", "5223", "5221", "5120", "7231", "7233", "72")
SECTORS = ("G", "47", "46", "C", "10", "I", "56")
LANGUAGES = ("ara", "arb", "fra", "nld", "tur")
TIES: tuple[str | Decimal, ...] = ("works_there", "worked_there", "knows_someone", Decimal("0.35"))


def criterion(key: str) -> Criterion[Any, Any]:
    """Return a criterion by its key."""
    return next(one for one in criteria() if one.key == key)


def rules(
    settings: Mapping[str, Mapping[str, object]] | None = None,
    same_language: Iterable[tuple[str, str]] = (("ara", "arb"),),
) -> RuleSet:
    """Return a rule set of all criteria by default, with some settings given."""
    given = settings or {}
    return RuleSet(
        name="test",
        version="1",
        objective="participation",
        min_points=0,
        stability_points=0,
        lottery_seed="seed",
        lottery_bits=8,
        same_language=frozenset(same_language),
        rules={},
        criteria={one.key: one.settings_type(**given.get(one.key, {})) for one in criteria()},
        document={},
        digest="",
    )


def problem(
    mentees: Iterable[Mentee] = (),
    mentors: Iterable[Mentor] = (),
    *,
    settings: Mapping[str, Mapping[str, object]] | None = None,
    **tables: Any,
) -> Problem:
    """Return a problem of these people, with the rule set of `rules`."""
    return Problem(
        as_of=AS_OF,
        rules=tables.pop("rules", None) or rules(settings),
        mentees=tuple(mentees),
        mentors=tuple(mentors),
        coaches=(),
        projects=(),
        **tables,
    )


def mentee(**facts: Any) -> Mentee:
    """Return a mentee of whom only these facts are given."""
    return Mentee(**{"id": "E1", "languages": {}, **facts})


def mentor(**facts: Any) -> Mentor:
    """Return a mentor of whom only these facts are given."""
    return Mentor(**{"id": "M1", "promotor": "P1", "languages": {}, **facts})


def table_of(one: Criterion[Any, Any], world: Problem) -> npt.NDArray[np.int64]:
    """Return a criterion's table form over all pairs, shape (waiting mentees, mentors)."""
    table = one.table(world)
    if not isinstance(table, np.ndarray):
        evaluator = Evaluator({"mentee": world.waiting, "mentor": world.mentors})
        table = evaluator.score(table, ("mentee", "mentor"))
    shape = len(world.waiting), len(world.mentors)
    return np.broadcast_to(table, shape).astype(np.int64)


def subsets(pool: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return a strategy of up to three different codes."""
    return st.lists(st.sampled_from(pool), max_size=3, unique=True).map(tuple)


_speech = st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(list(Level)), max_size=3)
_home = st.none() | st.sampled_from(TOWNS)
_mode = st.none() | st.sampled_from(list(MeetingMode))
_day = st.none() | st.integers(-5, 400).map(lambda days: AS_OF - timedelta(days=days))

mentees = st.builds(
    Mentee,
    id=st.just("?"),
    languages=_speech,
    registered_on=_day,
    referred_on=_day,
    residence=_home,
    target_occupations=subsets(OCCUPATIONS),
    target_sectors=subsets(SECTORS),
    meeting_mode=_mode,
    birth_date=st.none() | st.dates(date(1960, 1, 1), date(2008, 1, 1)),
    gender=st.none() | st.sampled_from(list(Gender)),
)
mentors = st.builds(
    Mentor,
    id=st.just("?"),
    promotor=st.just("P1"),
    languages=_speech,
    residence=_home,
    occupations=subsets(OCCUPATIONS),
    sectors=subsets(SECTORS),
    meeting_mode=_mode,
)
employers = st.builds(
    Employer,
    id=st.just("?"),
    sector=st.none() | st.sampled_from(SECTORS),
    residence=_home,
    occupations=subsets(OCCUPATIONS),
)


@st.composite
def worlds(draw: st.DrawFn) -> Problem:
    """Return problems of a few people and employers who know each other at random."""

    def people(strategy: st.SearchStrategy[Any], letter: str) -> list[Any]:
        drawn = draw(st.lists(strategy, min_size=1, max_size=4))
        return [_with_id(one, f"{letter}{i}") for i, one in enumerate(drawn)]

    some_mentors, some_employers = people(mentors, "M"), people(employers, "W")
    mentor_ids = st.sampled_from([m.id for m in some_mentors])
    employer_ids = st.sampled_from([e.id for e in some_employers])
    strength = st.integers(0, 100).map(lambda hundredths: Decimal(hundredths) / 100)
    contact = st.builds(
        EmployerContact,
        mentor=mentor_ids,
        employer=employer_ids,
        tie=st.sampled_from(TIES) | strength,
    )
    acquaintance = st.builds(Acquaintance, mentor=mentor_ids, other_mentor=mentor_ids, tie=strength)
    return problem(
        people(mentees, "E"),
        some_mentors,
        settings=draw(settings_given),
        employers=tuple(some_employers),
        contacts=tuple(draw(st.lists(contact, max_size=8))),
        acquaintances=tuple(draw(st.lists(acquaintance, max_size=5))),
    )


settings_given = st.sampled_from(
    [
        {},
        {"waiting_time": {"counted_from": "referred_on", "full_after_days": 31, "weight": 7}},
        {"distance": {"near_km": 0, "far_km": 33, "weight": 333}},
        {"sector_fit": {"one_digit": 0, "same_section": 0, "weight": 999}},
        {"network_fit": {"weight": 1000, "second_step": 900, "far_km": 25}},
        {"network_fit": {"weight": 0}, "language_quality": {"weight": 1, "c1": 1000}},
    ]
)


def _with_id(person: Any, key: str) -> Any:
    fields = {name: getattr(person, name) for name in person.__dataclass_fields__}
    return type(person)(**{**fields, "id": key})
