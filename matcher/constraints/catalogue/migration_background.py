"""The mentee has a migration background (PROGRAMME §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from matcher.constraints.contract import Outcome, Settings
from matcher.constraints.target_group.base import BaseCondition
from matcher.constraints.target_group.finding import Finding, fact
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


class MigrationBackground(BaseCondition[Settings]):
    """Reads the fact as recorded, never a nationality."""

    key = "migration_background"
    section = "PROGRAMME §2"
    title = Sentence("Migratieachtergrond", "Migration background")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Volgens uw dossier hebt u een migratieachtergrond.",
            "According to your file you have a migration background.",
        ),
        Outcome.BROKEN: Sentence(
            "Volgens uw dossier hebt u geen migratieachtergrond. Voor dit project is die wel nodig.",
            "According to your file you have no migration background. This project asks for one.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Wij weten niet of u een migratieachtergrond hebt.",
            "We do not know whether you have a migration background.",
        ),
    }

    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return the fact."""
        del problem
        return fact(mentee.migration_background, "migration_background")

    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the fact."""
        del problem
        return {"migration_background": mentee.migration_background.value}
