"""VDAB guides the mentee (PROGRAMME §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import Outcome, Settings
from matcher.constraints.target_group.base import BaseCondition
from matcher.constraints.target_group.finding import Finding, fact
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


class VdabGuidance(BaseCondition[Settings]):
    """Reads the fact as recorded."""

    key = "vdab_guidance"
    section = "PROGRAMME §2"
    title = Sentence("Begeleiding door VDAB", "In guidance with VDAB")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("VDAB begeleidt u.", "VDAB guides you."),
        Outcome.BROKEN: Sentence(
            "VDAB begeleidt u nu niet. Dit project is er voor mensen die VDAB begeleidt.",
            "VDAB does not guide you now. This project is for people whom VDAB guides.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet of VDAB u begeleidt.", "We do not know whether VDAB guides you."
        ),
    }

    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return the fact."""
        del problem
        return fact(mentee.vdab_guidance, "vdab_guidance")

    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the fact."""
        del problem
        return {"vdab_guidance": mentee.vdab_guidance.value}
