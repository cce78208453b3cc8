"""A mentor's duos at the same time (PROGRAMME §3.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from matcher.constraints.capacity import CapacityEvidence, CapacityRule, Source
from matcher.constraints.change import Change, Who
from matcher.constraints.contract import Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Role
from matcher.constraints.words import counted
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


class MentorCapacitySettings(Settings):
    """``max_duos_per_mentor`` caps what a mentor may offer."""

    max_duos_per_mentor: int = Field(default=2, ge=1, le=100)


_CAPPED = Sentence(
    "De mentor wil er meer: {offered}. De regels laten dat niet toe.",
    "The mentor wants more: {offered}. The rules do not allow that.",
)


class MentorCapacity(CapacityRule):
    """The mentor's own number, capped by the rule set."""

    key = "mentor_capacity"
    section = "PROGRAMME §3.4"
    role: ClassVar[Role] = "mentor"
    title = Sentence("Plaatsen bij de mentor", "The mentor's places")
    settings_type = MentorCapacitySettings
    unit: ClassVar[tuple[Sentence, Sentence]] = (
        Sentence("persoon", "person"),
        Sentence("personen", "people"),
    )
    source = Source(
        table="mentors",
        field="capacity",
        who=Who.MENTOR,
        condition=Sentence(
            "als mentor {label} plaats maakt voor {units} meer",
            "if mentor {label} takes {units} more",
        ),
    )
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "De mentor begeleidt hoogstens {limit} tegelijk. Er is nog plaats voor {free}.",
            "The mentor supports at most {limit} at a time. There is still a place for {free}.",
        ),
        Outcome.BROKEN: Sentence(
            "De mentor begeleidt hoogstens {limit} tegelijk. U kunt er nu niet bij.",
            "The mentor supports at most {limit} at a time. There is no place for you now.",
        ),
    }

    def sentence(self, verdict: Verdict, option: Option) -> Sentence:
        """Say besides where the rule set allows fewer than the mentor offers."""
        said = super().sentence(verdict, option)
        limit = verdict.evidence.limit if isinstance(verdict.evidence, CapacityEvidence) else None
        offered = option.mentor.capacity
        if limit is None or offered <= limit:
            return said
        return said + _CAPPED.fill(offered=counted(offered, *self.unit))

    def label(self, one: Any) -> str:
        """Label by mentor."""
        return str(one.id)

    def limit(self, label: str, problem: Problem) -> int:
        """Return the smaller of the mentor's capacity and the cap."""
        settings = self.settings(problem)
        return int(min(problem.mentor_by_id[label].capacity, settings.max_duos_per_mentor))

    def more(self, label: str, units: int, problem: Problem) -> Change | None:
        """Ask the mentor, as far as the rule set's cap allows."""
        wanted = problem.mentor_by_id[label].capacity + units
        if wanted > self.settings(problem).max_duos_per_mentor:
            return None
        return super().more(label, units, problem)

    def used(self, problem: Problem) -> Mapping[str, int]:
        """Count committed duos."""
        return Counter(m.mentor for m in problem.committed)
