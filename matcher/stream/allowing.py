"""Whether an option can be proposed or agreed on now: rules that bar it, limits that are full."""

from __future__ import annotations

from matcher.constraints.contract import Option
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

_TOO_FEW = Sentence("Genoeg punten", "Enough points")


def option_of(problem: Problem, match: Match) -> Option:
    """Return the records that a match names."""
    return Option(
        mentee=problem.mentee_by_id[match.mentee],
        mentor=problem.mentor_by_id[match.mentor],
        coach=None if match.coach is None else problem.coach_by_id[match.coach],
        project=None if match.project is None else problem.project_by_id[match.project],
    )


def barring(problem: Problem, option: Option) -> tuple[Sentence, ...]:
    """Return the titles of the rules in force that bar an option; rules on who is not named are left out."""
    found = [
        rule.title
        for rule in hard_rules()
        if rule.settings(problem).enabled
        and all(getattr(option, role) is not None for role in rule.roles)
        and not rule.judge(option, problem).allowed
    ]
    if problem.rules.min_points > 0:
        points = sum(
            one.points(option.mentee, option.mentor, problem).points
            for one in criteria()
            if one.settings(problem).enabled
        )
        if points < problem.rules.min_points:
            found.append(_TOO_FEW)
    return tuple(found)


def full(problem: Problem, option: Option) -> tuple[Sentence, ...]:
    """Return the titles of the limits, with whose they are, that leave no room for an option."""
    found = []
    for rule in capacity_rules():
        one = getattr(option, rule.role)
        if one is None or not rule.settings(problem).enabled:
            continue
        label = rule.label(one)
        free = rule.free(label, problem)
        if free is not None and rule.usage(one) > free:
            found.append(Sentence(f"{rule.title.nl} ({label})", f"{rule.title.en} ({label})"))
    return tuple(found)
