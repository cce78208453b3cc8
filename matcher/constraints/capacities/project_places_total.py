"""A project's duos over its whole life (PROGRAMME §3.6)."""

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
from matcher.domain.values import MatchStatus


def duos_ever(problem: Problem) -> Counter[str]:
    """Return by project the duos that run, were accepted, were completed or stopped."""
    return Counter(
        m.project
        for m in problem.matches
        if m.project is not None and m.status is not MatchStatus.PROPOSED
    )


class ProjectPlacesTotal(CapacityRule):
    """Completed and stopped duos count too."""

    key = "project_places_total"
    section = "PROGRAMME §3.6"
    role: ClassVar[Role] = "project"
    title = Sentence("Plaatsen over de hele looptijd", "Places over the project's life")
    source = Source(
        table="projects",
        field="places_total",
        who=Who.PROMOTOR,
        condition=Sentence(
            "als project {label} in totaal plaats krijgt voor {units} meer",
            "if project {label} takes {units} more in all",
        ),
    )
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Project {label} heeft in totaal plaats voor {limit}. Tot nu toe: {used}.",
            "Project {label} has room for {limit} in all. So far: {used}.",
        ),
        Outcome.BROKEN: Sentence(
            "Project {label} heeft in totaal plaats voor {limit}. Er is geen plaats meer over.",
            "Project {label} has room for {limit} in all. No place is left.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Project {label} gaf niet op hoeveel duo's er in totaal kunnen zijn.",
            "Project {label} did not say how many pairs there can be in all.",
        ),
    }

    def label(self, one: Any) -> str:
        """Label by project."""
        return str(one.id)

    def limit(self, label: str, problem: Problem) -> int | None:
        """Return the places over the project's life."""
        return problem.project_by_id[label].places_total

    def used(self, problem: Problem) -> Mapping[str, int]:
        """Count all duos that were ever made."""
        return duos_ever(problem)
