"""The mentee has no or limited Dutch (PROGRAMME §2).

A lot with subgroups judges Dutch within each subgroup, since HOA has a rule of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import Option, Outcome
from matcher.constraints.target_group.base import BaseCondition, ConditionEvidence
from matcher.constraints.target_group.dutch import DutchSettings, dutch_level, limited_dutch
from matcher.constraints.target_group.finding import Finding
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.programme import Lot
from matcher.domain.sentence import Sentence
from matcher.domain.values import Level, Subgroup

_LEVEL = Sentence("Uw Nederlands telt als niveau {level}.", "Your Dutch counts as level {level}.")
_NO_DUTCH = Sentence(
    "Volgens uw dossier spreekt u nog geen Nederlands.",
    "According to your file you do not speak Dutch yet.",
)
_TOO_HIGH = Sentence(
    "Dit project is er voor mensen met hoogstens niveau {limit}.",
    "This project is for people with at most level {limit}.",
)
_CERTIFIED = Sentence(
    "U hebt een attest Nederlands. Dit project is er voor mensen zonder zo'n attest.",
    "You have a certificate of Dutch. This project is for people without one.",
)


class LimitedDutch(BaseCondition[DutchSettings]):
    """Default reading: at most A2, and no certificate of it."""

    key = "limited_dutch"
    section = "PROGRAMME §2"
    title = Sentence("Geen of weinig Nederlands", "No or limited Dutch")
    settings_type = DutchSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "{level} Dat past bij dit project.", "{level} That fits this project."
        ),
        Outcome.BROKEN: Sentence("{level} {reason}", "{level} {reason}"),
        Outcome.UNKNOWN: Sentence(
            "{level} Wij weten niet of u een attest Nederlands hebt.",
            "{level} We do not know whether you have a certificate of Dutch.",
        ),
    }

    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return whether Dutch is limited."""
        return limited_dutch(mentee, self.settings(problem))

    def asks(self, lot: Lot, problem: Problem) -> bool:
        """Ask where no subgroup judges Dutch: nobody may be barred who would be in a subgroup.

        With the subgroups switched off that leaves lots without HOA, if the others inherit.
        """
        subgroup = problem.rules.rules["subgroup"]
        assert isinstance(subgroup, SubgroupSettings)  # noqa: S101 -- validated on load; tells mypy
        if not lot.subgroups:
            return True
        return not subgroup.enabled and subgroup.inherit_base and Subgroup.HOA not in lot.subgroups

    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the level that counts, the highest that is allowed, and the certificate."""
        settings = self.settings(problem)
        level = dutch_level(mentee, settings)
        return {
            "dutch": Level(level).name if level else "",
            "dutch_at_most": settings.max_level,
            "dutch_certificate": mentee.dutch_certificate.value,
        }

    def words(
        self, evidence: ConditionEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the level, and whether it is the level or the certificate that stands in the way."""
        del option
        facts = dict(evidence.facts)
        name, limit = facts["dutch"], facts["dutch_at_most"]
        too_high = bool(name) and Level[name] > Level[limit]
        return {
            "level": _LEVEL.fill(level=name) if name else _NO_DUTCH,
            "reason": _TOO_HIGH.fill(limit=limit) if too_high else _CERTIFIED,
        }
