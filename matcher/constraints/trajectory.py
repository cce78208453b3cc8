"""When a trajectory would run (PROGRAMME §3.7): from the latest start, for a number of months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import Evidence, Option, Outcome, Verdict
from matcher.constraints.encoding import AtMost, Condition, Number, Role
from matcher.constraints.words import date_words
from matcher.domain.months import last_day_of
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

FAR_PAST = date(1, 1, 1)
NO_END = date.max.toordinal()

_START_EARLIER = Sentence("als u al op {day} kunt starten", "if you can start on {day} already")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEvidence(Evidence):
    """First and last day of the trajectory, and the last day that is allowed (None: no limit)."""

    first_day: date
    last_day: date
    until: date | None


def judge_period(option: Option, until: date | None, problem: Problem) -> Verdict:
    """Return whether a trajectory of these people ends on or before ``until``.

    It runs from the latest of the as-of date and the starts of mentee, mentor and project.
    """
    project_start = option.project.start if option.project else None
    first = max(
        problem.as_of,
        option.mentee.start_from or FAR_PAST,
        option.mentor.available_from or FAR_PAST,
        project_start or FAR_PAST,
    )
    last = last_day_of(first, problem.rules.trajectory_months)
    evidence = PeriodEvidence(first_day=first, last_day=last, until=until)
    if until is None:
        return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
    outcome = Outcome.HELD if last <= until else Outcome.BROKEN
    return Verdict(outcome=outcome, allowed=last <= until, evidence=evidence)


def ends_in_time(
    until_role: Role, until: Callable[[Any], date | None], problem: Problem
) -> tuple[Condition, ...]:
    """Return the same as declarations: the latest start ends last, so each must end in time."""
    months = problem.rules.trajectory_months

    def end(start: date | None) -> int:
        return last_day_of(max(start or FAR_PAST, problem.as_of), months).toordinal()

    def deadline(one: Any) -> int:
        day = until(one)
        return day.toordinal() if day else NO_END

    limit = Number(until_role, deadline)
    return (
        AtMost(Number("mentee", lambda mentee: end(mentee.start_from)), limit),
        AtMost(Number("mentor", lambda mentor: end(mentor.available_from)), limit),
        AtMost(Number("project", lambda project: end(project.start)), limit),
    )


def period_words(evidence: PeriodEvidence) -> Mapping[str, Sentence | str | int]:
    """Return the dates of a trajectory in words."""
    return {
        "first": date_words(evidence.first_day),
        "last": date_words(evidence.last_day),
        "until": date_words(evidence.until) if evidence.until else Sentence("", ""),
    }


def earlier_start(
    rule: str, option: Option, evidence: PeriodEvidence, problem: Problem
) -> tuple[Change, ...]:
    """Return the change that the mentee starts just early enough, where others allow that."""
    start, until = option.mentee.start_from, evidence.until
    if start is None or until is None:
        return ()
    others = (
        problem.as_of,
        option.mentor.available_from or FAR_PAST,
        (option.project.start if option.project else None) or FAR_PAST,
    )
    months = problem.rules.trajectory_months
    too_early, day = max(others).toordinal() - 1, start.toordinal()
    while day - too_early > 1:
        middle = (day + too_early) // 2
        if last_day_of(date.fromordinal(middle), months) <= until:
            too_early = middle
        else:
            day = middle
    found = date.fromordinal(day) - timedelta(days=1)
    if found < max(others) or start <= max(others):
        return ()
    edit = Edit(table="mentees", id=option.mentee.id, field="start_from", value=found)
    condition = _START_EARLIER.fill(day=date_words(found))
    return (Change(rule=rule, who=Who.MENTEE, condition=condition, edits=(edit,)),)
