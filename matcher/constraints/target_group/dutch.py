"""Limited Dutch: "A2 van ERK bereikt, niet geattesteerd" (PROGRAMME §2), and its other readings."""

from __future__ import annotations

from typing import Literal

from matcher.constraints.contract import Settings
from matcher.constraints.target_group.finding import MET, UNMET, Finding, known, opposite
from matcher.domain.people import Mentee
from matcher.domain.values import Answer, Level

DUTCH = "nld"


class DutchSettings(Settings):
    """How "no or limited Dutch" is read.

    ``max_level`` is the highest level that still counts as limited. ``certificate``
    ``must_be_absent`` asks that it is not certified; ``ignored`` looks at the level alone.
    ``skills`` says which level counts where Dutch is given by skill: the lowest, the highest or
    speaking.
    """

    max_level: Literal["A1", "A2", "B1", "B2"] = "A2"
    certificate: Literal["must_be_absent", "ignored"] = "must_be_absent"
    skills: Literal["min", "max", "speaking"] = "min"


def dutch_level(mentee: Mentee, settings: DutchSettings) -> int:
    """Return the mentee's level of Dutch, 0 for none."""
    overall = int(mentee.languages.get(DUTCH, 0))
    by_skill = [int(level) for level in mentee.dutch_skills.values()]
    if not by_skill:
        return overall
    if settings.skills == "speaking":
        return int(mentee.dutch_skills.get("speaking", overall))
    return min(by_skill) if settings.skills == "min" else max(by_skill)


def limited_dutch(mentee: Mentee, settings: DutchSettings) -> Finding:
    """Return whether the mentee has no or limited Dutch."""
    return low_dutch(mentee, settings) & uncertified(mentee, settings)


def low_dutch(mentee: Mentee, settings: DutchSettings) -> Finding:
    """Return whether the mentee's level of Dutch is low enough."""
    if not settings.enabled:
        return MET
    return known(met=dutch_level(mentee, settings) <= Level[settings.max_level])


def uncertified(mentee: Mentee, settings: DutchSettings) -> Finding:
    """Return whether the mentee's Dutch is not certified, where that counts."""
    if not settings.enabled or settings.certificate == "ignored":
        return MET
    return opposite(mentee.dutch_certificate, "dutch_certificate")


def insufficient_for_target(mentee: Mentee, settings: DutchSettings) -> Finding:
    """Return whether the mentee's Dutch falls short of what the job target asks."""
    if dutch_level(mentee, settings) == Level.C2:  # no job asks for more: nothing to find out
        return UNMET
    if mentee.dutch_needed is None:
        return Finding(Answer.UNKNOWN, ("dutch_needed",))
    return known(met=dutch_level(mentee, settings) < mentee.dutch_needed)
