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
from matcher.constraints.words import level_words
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.programme import Lot
from matcher.domain.sentence import Sentence
from matcher.domain.values import Level


class LimitedDutch(BaseCondition[DutchSettings]):
    """Default reading: at most A2, and no certificate of it."""

    key = "limited_dutch"
    section = "PROGRAMME §2"
    title = Sentence("Geen of weinig Nederlands", "No or limited Dutch")
    settings_type = DutchSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U spreekt nog geen of weinig Nederlands. Uw niveau: {level}.",
            "You speak no or little Dutch as yet. Your level: {level}.",
        ),
        Outcome.BROKEN: Sentence(
            "Uw Nederlands is te goed voor dit project, of u hebt er al een attest van. Uw niveau: {level}.",
            "Your Dutch is too good for this project, or you have a certificate of it. Your level: {level}.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet of u een attest van uw Nederlands hebt. Uw niveau: {level}.",
            "We do not know whether your Dutch is certified. Your level: {level}.",
        ),
    }

    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return whether Dutch is limited."""
        return limited_dutch(mentee, self.settings(problem))

    def asks(self, lot: Lot, problem: Problem) -> bool:
        """Ask only lots that no subgroup restricts."""
        subgroup = problem.rules.rules["subgroup"]
        assert isinstance(subgroup, SubgroupSettings)  # noqa: S101 -- validated on load; tells mypy
        return not lot.subgroups or not subgroup.enabled

    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the level that counts and the certificate."""
        level = dutch_level(mentee, self.settings(problem))
        return {
            "dutch": Level(level).name if level else "",
            "dutch_certificate": mentee.dutch_certificate.value,
        }

    def words(
        self, evidence: ConditionEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the level."""
        del option
        name = dict(evidence.facts)["dutch"]
        return {"level": level_words(Level[name] if name else 0)}
