"""The education level that counts, on the VKS scale of 1 to 8; 0 for no diploma."""

from __future__ import annotations

from collections.abc import Callable

from matcher.constraints.target_group.finding import Finding, known
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.domain.people import Mentee
from matcher.domain.values import Answer

HIGHEST = 8


def possible_levels(mentee: Mentee, settings: SubgroupSettings) -> tuple[int, ...]:
    """Return the levels that may count: one where it is known, else all that the facts leave open."""
    recognised = Answer.YES if settings.unrecognised_counts else mentee.diploma_recognised
    if recognised is Answer.NO:
        return (0,)
    if mentee.education is None:
        return (0,) if settings.education_not_given == "no" else tuple(range(HIGHEST + 1))
    return (mentee.education,) if recognised is Answer.YES else (0, mentee.education)


def at_least(mentee: Mentee, level: int, settings: SubgroupSettings) -> Finding:
    """Return whether the mentee's education is at this level or above."""
    return _find(mentee, settings, lambda found: found >= level)


def at_most(mentee: Mentee, level: int, settings: SubgroupSettings) -> Finding:
    """Return whether the mentee's education is at this level or below."""
    return _find(mentee, settings, lambda found: found <= level)


def _find(mentee: Mentee, settings: SubgroupSettings, meets: Callable[[int], bool]) -> Finding:
    answers = {meets(level) for level in possible_levels(mentee, settings)}
    if len(answers) == 1:
        return known(met=answers.pop())
    unsettled = not settings.unrecognised_counts and mentee.diploma_recognised is Answer.UNKNOWN
    missing = ("education",) * (mentee.education is None) + ("diploma_recognised",) * unsettled
    return Finding(Answer.UNKNOWN, missing)
