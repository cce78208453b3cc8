"""A project's duos at the same time (PROGRAMME §3.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from matcher.constraints.capacity import CapacityRule, Source
from matcher.constraints.change import Who
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
    source = Source(
        table="projects",
        field="places",
        who=Who.PROMOTOR,
        condition=Sentence(
            "als project {label} tegelijk plaats krijgt voor {units} meer",
            "if project {label} takes {units} more at a time",
        ),
    )
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Project {label} heeft plaats voor {limit} tegelijk. Al bezig of afgesproken: {used}.",
            "Project {label} has room for {limit} at a time. Running or agreed: {used}.",
        ),
        Outcome.BROKEN: Sentence(
            "Project {label} heeft plaats voor {limit} tegelijk. Er is nu geen plaats vrij.",
            "Project {label} has room for {limit} at a time. No place is free now.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Project {label} gaf niet op hoeveel duo's er tegelijk kunnen zijn.",
            "Project {label} did not say how many pairs there can be at a time.",
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
