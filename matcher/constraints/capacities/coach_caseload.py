"""A mentor-coach's duos at the same time (PROGRAMME §3.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from matcher.constraints.capacity import CapacityRule, Source
from matcher.constraints.catalogue.own_coach import followed_by
from matcher.constraints.change import Who
from matcher.constraints.contract import Outcome
from matcher.constraints.encoding import Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


class CoachCaseload(CapacityRule):
    """A committed duo without a coach of its own counts with the mentor's coach."""

    key = "coach_caseload"
    section = "PROGRAMME §3.5"
    role: ClassVar[Role] = "coach"
    title = Sentence("Plaatsen bij de mentorcoach", "The mentor coach's places")
    source = Source(
        table="coaches",
        field="caseload",
        who=Who.PROMOTOR,
        condition=Sentence(
            "als mentorcoach {label} plaats krijgt voor {units} meer",
            "if mentor coach {label} takes {units} more",
        ),
    )
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Mentorcoach {label} volgt hoogstens {limit} tegelijk op. Al bezig of afgesproken: {used}.",
            "Mentor coach {label} follows at most {limit} at a time. Running or agreed: {used}.",
        ),
        Outcome.BROKEN: Sentence(
            "Mentorcoach {label} volgt hoogstens {limit} tegelijk op. Uw duo kan er nu niet bij.",
            "Mentor coach {label} follows at most {limit} at a time. There is no place for yours now.",
        ),
    }

    def label(self, one: Any) -> str:
        """Label by coach."""
        return str(one.id)

    def limit(self, label: str, problem: Problem) -> int:
        """Return the caseload."""
        return problem.coach_by_id[label].caseload

    def used(self, problem: Problem) -> Mapping[str, int]:
        """Count committed duos."""
        own = followed_by(problem)
        coaches = (m.coach or own.get(m.mentor) for m in problem.committed)
        return Counter(coach for coach in coaches if coach is not None)
