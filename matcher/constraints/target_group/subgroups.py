"""The three subgroups: higher education (HOA), at most secondary (LOA), young without diploma."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.constraints.target_group import education
from matcher.constraints.target_group.dutch import (
    DutchSettings,
    insufficient_for_target,
    limited_dutch,
    low_dutch,
    uncertified,
)
from matcher.constraints.target_group.finding import MET, Finding, fact, known, opposite
from matcher.constraints.target_group.residence import FlandersSettings, in_flanders
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, Subgroup

HIGHER_EDUCATION = 5
SECONDARY = 4
LOWER_SECONDARY = 2

Condition = Literal[
    "higher_education",
    "diploma_not_in_dutch",
    "dutch_short_of_target",
    "in_flanders",
    "vdab_guidance",
    "at_most_secondary",
    "under_age",
    "at_most_lower_secondary",
    "low_dutch",
    "uncertified",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """The settings under which subgroups are judged, and the as-of date."""

    subgroup: SubgroupSettings
    dutch: DutchSettings
    flanders: FlandersSettings
    switched_off: frozenset[str]
    as_of: date


def reading_of(problem: Problem) -> Reading:
    """Return the reading that the rule set in force prescribes."""
    rules = problem.rules.rules
    return Reading(
        rules["subgroup"],  # type: ignore[arg-type]  # validated on load against the rule's settings
        rules["limited_dutch"],  # type: ignore[arg-type]
        rules["lives_in_flanders"],  # type: ignore[arg-type]
        problem.rules.switched_off,
        problem.as_of,
    )


def belongs(mentee: Mentee, subgroup: Subgroup, reading: Reading) -> Finding:
    """Return whether the mentee meets a subgroup's conditions, its rule on Dutch included."""
    return together(conditions(mentee, subgroup, reading))


def together(asked: Mapping[Condition, Finding]) -> Finding:
    """Return whether all conditions are met."""
    found = MET
    for condition in asked.values():
        found &= condition
    return found


def conditions(mentee: Mentee, subgroup: Subgroup, reading: Reading) -> dict[Condition, Finding]:
    """Return what a subgroup asks, each condition with its answer; all together are `belongs`."""
    if subgroup is Subgroup.HOA:
        return _hoa(mentee, reading)
    own = _loa(mentee, reading) if subgroup is Subgroup.LOA else _young(mentee, reading)
    if reading.subgroup.inherit_base:
        own["low_dutch"] = low_dutch(mentee, reading.dutch)
        own["uncertified"] = uncertified(mentee, reading.dutch)
    return own


def _hoa(mentee: Mentee, reading: Reading) -> dict[Condition, Finding]:
    limited = limited_dutch(mentee, reading.dutch)
    found: dict[Condition, Finding] = {
        "higher_education": education.at_least(mentee, HIGHER_EDUCATION, reading.subgroup),
        "diploma_not_in_dutch": opposite(mentee.diploma_in_dutch, "diploma_in_dutch"),
        "dutch_short_of_target": limited | insufficient_for_target(mentee, reading.dutch),
    }
    if reading.subgroup.inherit_base:
        return found
    if "lives_in_flanders" not in reading.switched_off:
        found["in_flanders"] = in_flanders(mentee, reading.flanders)
    if "vdab_guidance" not in reading.switched_off:
        found["vdab_guidance"] = fact(mentee.vdab_guidance, "vdab_guidance")
    return found


def _loa(mentee: Mentee, reading: Reading) -> dict[Condition, Finding]:
    return {"at_most_secondary": education.at_most(mentee, SECONDARY, reading.subgroup)}


def _young(mentee: Mentee, reading: Reading) -> dict[Condition, Finding]:
    return {
        "under_age": under_age(mentee, reading),
        "at_most_lower_secondary": education.at_most(mentee, LOWER_SECONDARY, reading.subgroup),
    }


def under_age(mentee: Mentee, reading: Reading) -> Finding:
    """Return whether the mentee was under the age limit on the reference day."""
    day = {
        "referral_else_registration": mentee.referred_on or mentee.registered_on,
        "referral": mentee.referred_on,
        "registration": mentee.registered_on,
        "as_of": reading.as_of,
    }[reading.subgroup.age_on]
    missing = []
    if mentee.birth_date is None:
        missing.append("birth_date")
    if day is None:
        missing.append(
            "registered_on" if reading.subgroup.age_on == "registration" else "referred_on"
        )
    if mentee.birth_date is None or day is None:
        return Finding(Answer.UNKNOWN, tuple(missing))
    return known(met=age_on(mentee.birth_date, day) < reading.subgroup.age_limit)


def age_on(birth_date: date, day: date) -> int:
    """Return the age in completed years on a day."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday
