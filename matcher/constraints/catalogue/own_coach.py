"""A mentor who is followed already keeps that mentor-coach (PROGRAMME §3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

_ANOTHER = Sentence(
    "als organisatie {promotor} de mentor een andere mentorcoach geeft",
    "if organisation {promotor} gives the mentor another mentor coach",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachEvidence(Evidence):
    """The coach of the option, and the one who follows the mentor already, if any."""

    coach: str
    follows_already: str | None


def followed_by(problem: Problem) -> dict[str, str]:
    """Return for each mentor who has one the coach that follows them.

    The coach given with the mentor counts first, else the coach of a committed duo (by match id).
    """
    found = {m.mentor: m.coach for m in reversed(problem.committed) if m.coach is not None}
    found |= {m.id: m.coach for m in problem.mentors if m.coach is not None}
    return found


class OwnCoach(HardRule[Settings, CoachEvidence]):
    """One mentor-coach follows a mentor."""

    key = "own_coach"
    section = "PROGRAMME §3.5"
    roles: ClassVar[tuple[Role, ...]] = ("mentor", "coach")
    title = Sentence("Vaste mentorcoach", "The mentor's own coach")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Mentorcoach {coach} volgt deze mentor al op.",
            "Mentor coach {coach} follows this mentor already.",
        ),
        Outcome.BROKEN: Sentence(
            "Deze mentor heeft een vaste mentorcoach: {own}. Mentorcoach {coach} kan uw duo dus niet opvolgen.",
            "This mentor has a mentor coach already: {own}. So mentor coach {coach} cannot follow your pair.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Deze mentor heeft nog geen vaste mentorcoach. De keuze is dus nog vrij.",
            "This mentor has no mentor coach yet. So the choice is still free.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the coach is the mentor's own, or the mentor has none."""
        assert option.coach is not None  # noqa: S101 -- the caller judges roles that are there
        own = problem.once(followed_by).get(option.mentor.id)
        evidence = CoachEvidence(coach=option.coach.id, follows_already=own)
        if own is None:
            return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
        outcome = Outcome.HELD if own == option.coach.id else Outcome.BROKEN
        return Verdict(outcome=outcome, allowed=own == option.coach.id, evidence=evidence)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare the own coach's id."""
        own = followed_by(problem)
        return (
            InTable(
                Code("mentor", lambda mentor: own.get(mentor.id)),
                Code("coach", lambda coach: coach.id),
                lambda fixed, coach: fixed is None or fixed == coach,
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Have this coach follow the mentor from now on."""
        del verdict, problem
        assert option.coach is not None  # noqa: S101 -- a verdict on a coach was given
        mentor, coach = option.mentor, option.coach
        edit = Edit(table="mentors", id=mentor.id, field="coach", value=coach.id)
        condition = _ANOTHER.fill(promotor=mentor.promotor)
        return (Change(rule=self.key, who=Who.PROMOTOR, condition=condition, edits=(edit,)),)

    def words(self, evidence: CoachEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in ids."""
        del option
        return {"coach": evidence.coach, "own": evidence.follows_already or ""}
