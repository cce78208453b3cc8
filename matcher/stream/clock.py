"""Programme days: what is so on a day because of the day alone.

The state's as-of day is the clock's day. Waiting times, periods and deadlines are read from it by
rules and criteria; mentors who pause for a while are paused and resumed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from matcher.domain.people import Mentor
from matcher.domain.problem import Problem
from matcher.domain.values import MentorStatus


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Pause:
    """A mentor takes no new duos from ``begins`` up to and including ``until`` (None: open)."""

    mentor: str
    begins: date
    until: date | None = None

    def over(self, day: date) -> bool:
        """Return whether the pause has passed by that day."""
        return self.until is not None and self.until < day


def on_day(
    problem: Problem, pauses: tuple[Pause, ...], day: date
) -> tuple[Problem, tuple[Pause, ...]]:
    """Return the problem as of a later day, and the pauses that are not over by then."""
    wanted: dict[str, MentorStatus] = {}
    for pause in pauses:
        if pause.over(day):
            wanted[pause.mentor] = MentorStatus.ACTIVE
        elif pause.begins <= day:
            wanted[pause.mentor] = MentorStatus.PAUSED
    left = tuple(pause for pause in pauses if not pause.over(day))
    mentors = problem.mentors
    if wanted:
        mentors = tuple(_with_status(one, wanted.get(one.id)) for one in mentors)
    return replace(problem, as_of=day, mentors=mentors), left


def _with_status(mentor: Mentor, status: MentorStatus | None) -> Mentor:
    if status is None or mentor.status is status or mentor.status is MentorStatus.LEFT:
        return mentor
    return replace(mentor, status=status)
