"""The education level that counts, on the VKS scale of 1 to 8."""

from __future__ import annotations

from matcher.constraints.target_group.finding import Finding
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.domain.people import Mentee
from matcher.domain.values import Answer


def education_level(mentee: Mentee, settings: SubgroupSettings) -> int | None:
    """Return the level that counts; 0 for no diploma or none that counts, None for unknown."""
    level = mentee.education
    if not settings.unrecognised_counts:
        level = {Answer.YES: level, Answer.NO: 0, Answer.UNKNOWN: None}[mentee.diploma_recognised]
    if level is None:
        return 0 if settings.education_not_given == "no" else None
    return level


def at_least(mentee: Mentee, level: int, settings: SubgroupSettings) -> Finding:
    """Return whether the mentee's education is at this level or above."""
    found = education_level(mentee, settings)
    if found is None:
        return Finding(Answer.UNKNOWN, _missing(mentee, settings))
    return Finding(Answer.of(found >= level))


def at_most(mentee: Mentee, level: int, settings: SubgroupSettings) -> Finding:
    """Return whether the mentee's education is at this level or below."""
    found = education_level(mentee, settings)
    if found is None:
        return Finding(Answer.UNKNOWN, _missing(mentee, settings))
    return Finding(Answer.of(found <= level))


def _missing(mentee: Mentee, settings: SubgroupSettings) -> tuple[str, ...]:
    recognition = not settings.unrecognised_counts and mentee.diploma_recognised is Answer.UNKNOWN
    return ("education",) * (mentee.education is None) + ("diploma_recognised",) * recognition
