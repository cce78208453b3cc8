"""Mentor, mentor-coach and project belong to one promotor (PROGRAMME §3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

_COACH = Sentence(
    "De mentorcoach hoort bij organisatie {promotor}.",
    "The mentor coach belongs to organisation {promotor}.",
)
_PROJECT = Sentence(
    "Het project hoort bij organisatie {promotor}.",
    "The project belongs to organisation {promotor}.",
)
_NOBODY = Sentence(
    "Een mentorcoach of een project is er nog niet.",
    "A mentor coach or a project is still missing.",
)
_TOGETHER = Sentence(
    "Zij moeten bij dezelfde organisatie horen.", "They must belong to the same organisation."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotorEvidence(Evidence):
    """The promotor of each; None where there is no coach or project at all."""

    mentor: str
    coach: str | None
    project: str | None


class SamePromotor(HardRule[Settings, PromotorEvidence]):
    """All three are the same promotor's."""

    key = "same_promotor"
    section = "PROGRAMME §3.8"
    roles: ClassVar[tuple[Role, ...]] = ("mentor", "coach", "project")
    title = Sentence("Zelfde organisatie", "Same organisation")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "De mentor, de mentorcoach en het project horen bij dezelfde organisatie: {promotor}.",
            "The mentor, the mentor coach and the project belong to one organisation: {promotor}.",
        ),
        Outcome.BROKEN: Sentence(
            "De mentor hoort bij organisatie {promotor}. {others}",
            "The mentor belongs to organisation {promotor}. {others}",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the three promotors are one."""
        del problem
        coach = option.coach.promotor if option.coach else None
        project = option.project.promotor if option.project else None
        one = option.mentor.promotor == coach == project
        return Verdict(
            outcome=Outcome.HELD if one else Outcome.BROKEN,
            allowed=one,
            evidence=PromotorEvidence(mentor=option.mentor.promotor, coach=coach, project=project),
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare the promotors two by two."""
        del problem
        mentor = Code("mentor", lambda mentor: mentor.promotor)
        coach = Code("coach", lambda coach: coach.promotor)
        project = Code("project", lambda project: project.promotor)
        return (
            InTable(mentor, coach, lambda a, b: a == b),
            InTable(mentor, project, lambda a, b: a == b),
            InTable(coach, project, lambda a, b: a == b),
        )

    def words(
        self, evidence: PromotorEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the mentor's promotor, and what does not belong to it."""
        del option
        others = [
            told.fill(promotor=promotor)
            for promotor, told in ((evidence.coach, _COACH), (evidence.project, _PROJECT))
            if promotor not in {None, evidence.mentor}
        ]
        others.append(_TOGETHER if others else _NOBODY)
        joined = Sentence(" ".join(o.nl for o in others), " ".join(o.en for o in others))
        return {"promotor": evidence.mentor, "others": joined}
