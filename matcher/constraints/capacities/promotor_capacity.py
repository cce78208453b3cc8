"""A promotor's duos at the same time over all its projects (PROGRAMME §3.6)."""

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


class PromotorCapacity(CapacityRule):
    """A committed duo counts with its project's promotor, else with its mentor's."""

    key = "promotor_capacity"
    section = "PROGRAMME §3.6"
    role: ClassVar[Role] = "project"
    title = Sentence("Plaatsen bij de organisatie", "Places at the organisation")
    source = Source(
        table="promotors",
        field="capacity",
        who=Who.PROMOTOR,
        condition=Sentence(
            "als organisatie {label} plaats krijgt voor {units} meer",
            "if organisation {label} takes {units} more",
        ),
    )
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Organisatie {label} heeft plaats voor {limit} tegelijk. Al bezig of afgesproken: {used}.",
            "Organisation {label} has room for {limit} at a time. Running or agreed: {used}.",
        ),
        Outcome.BROKEN: Sentence(
            "Organisatie {label} heeft plaats voor {limit} tegelijk. Er is nu geen plaats vrij.",
            "Organisation {label} has room for {limit} at a time. No place is free now.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Organisatie {label} gaf niet op hoeveel duo's er tegelijk kunnen zijn.",
            "Organisation {label} did not say how many pairs there can be at a time.",
        ),
    }

    def label(self, one: Any) -> str:
        """Label by promotor."""
        return str(one.promotor)

    def limit(self, label: str, problem: Problem) -> int | None:
        """Return the promotor's capacity."""
        promotor = problem.promotor_by_id.get(label)
        return promotor.capacity if promotor else None

    def used(self, problem: Problem) -> Mapping[str, int]:
        """Count committed duos."""

        def promotor(match: Any) -> str:
            project = problem.project_by_id.get(match.project)
            return project.promotor if project else problem.mentor_by_id[match.mentor].promotor

        return Counter(promotor(m) for m in problem.committed)
