"""The mentee lives in Flanders (PROGRAMME §2); Brussels does not count unless the rule set says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import Option, Outcome
from matcher.constraints.target_group.base import BaseCondition, ConditionEvidence
from matcher.constraints.target_group.finding import Finding
from matcher.constraints.target_group.residence import FlandersSettings, in_flanders
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.vocabulary.municipalities import residence_name


class LivesInFlanders(BaseCondition[FlandersSettings]):
    """Reads the municipality of residence."""

    key = "lives_in_flanders"
    section = "PROGRAMME §2"
    title = Sentence("Woont in Vlaanderen", "Lives in Flanders")
    settings_type = FlandersSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Uw woonplaats is {place}. Dat past bij dit project.",
            "You live in {place}. That fits this project.",
        ),
        Outcome.BROKEN: Sentence(
            "Uw woonplaats is {place}. Dit project is er voor mensen die in Vlaanderen wonen.",
            "You live in {place}. This project is for people who live in Flanders.",
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

    def words(
        self, evidence: ConditionEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the municipality."""
        del option
        refnis = dict(evidence.facts)["residence"]
        return {"place": residence_name(refnis) if refnis else ""}
