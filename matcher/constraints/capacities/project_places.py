"""A project's duos at the same time (PROGRAMME §3.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from matcher.constraints.capacity import CapacityRule
from matcher.constraints.contract import Outcome
from matcher.constraints.encoding import Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


class ProjectPlaces(CapacityRule):
    """Running and accepted duos count."""

    key = "project_places"
    section = "PROGRAMME §3.6"
    role: ClassVar[Role] = "project"
    title = Sentence("Plaatsen in het project", "Places in the project")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Project {label} heeft {limit} plaatsen tegelijk. Nu zijn er {used} bezet.",
            "Project {label} has {limit} places at the same time. Now {used} are taken.",
        ),
        Outcome.BROKEN: Sentence(
            "Project {label} heeft {limit} plaatsen tegelijk. Ze zijn nu allemaal bezet.",
            "Project {label} has {limit} places at the same time. All are taken now.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Project {label} gaf niet op hoeveel plaatsen het tegelijk heeft.",
            "Project {label} gave no limit of places at the same time.",
        ),
    }

    def label(self, one: Any) -> str:
        """Label by project."""
        return str(one.id)

    def limit(self, label: str, problem: Problem) -> int | None:
        """Return the places at the same time."""
        return problem.project_by_id[label].places

    def used(self, problem: Problem) -> Mapping[str, int]:
        """Count committed duos of a known project."""
        return Counter(m.project for m in problem.committed if m.project is not None)
