"""The mentee lives in Flanders (PROGRAMME §2); Brussels does not count unless the rule set says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import Outcome
from matcher.constraints.target_group.base import BaseCondition
from matcher.constraints.target_group.finding import Finding
from matcher.constraints.target_group.residence import FlandersSettings, in_flanders
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


class LivesInFlanders(BaseCondition[FlandersSettings]):
    """Reads the municipality of residence."""

    key = "lives_in_flanders"
    section = "PROGRAMME §2"
    title = Sentence("Woont in Vlaanderen", "Lives in Flanders")
    settings_type = FlandersSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("U woont in Vlaanderen.", "You live in Flanders."),
        Outcome.BROKEN: Sentence(
            "U woont niet in Vlaanderen. Het project vraagt dat wel.",
            "You do not live in Flanders. The project asks for that.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet in welke gemeente u woont.",
            "We do not know in which municipality you live.",
        ),
    }

    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return whether the residence lies in Flanders."""
        return in_flanders(mentee, self.settings(problem))

    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the residence."""
        del problem
        return {"residence": mentee.residence or ""}
