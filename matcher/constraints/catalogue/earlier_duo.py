"""The two were not in a duo that was broken off before (PROGRAMME §3.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Condition, NotIn, Role
from matcher.constraints.words import date_words
from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import MatchStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierEvidence(Evidence):
    """The broken duo, if any, and when it ended (None: not given)."""

    match: str | None
    ended_on: date | None


def _broken_off(problem: Problem) -> dict[tuple[str, str], Match]:
    """Return by mentee and mentor the first of their duos that was stopped."""
    stopped = (m for m in reversed(problem.matches) if m.status is MatchStatus.STOPPED)
    return {(m.mentee, m.mentor): m for m in stopped}


class EarlierDuo(HardRule[Settings, EarlierEvidence]):
    """A duo that was completed is no bar, one that was stopped is."""

    key = "earlier_duo"
    section = "PROGRAMME §3.10"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Geen eerder gestopt duo", "No earlier duo that was broken off")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U en deze mentor hadden nog geen duo dat te vroeg stopte.",
            "You and this mentor have had no pair that ended early.",
        ),
        Outcome.BROKEN: Sentence(
            "U en deze mentor vormden al eens een duo. Dat stopte voor het einde{when}.",
            "You and this mentor have been a pair before. It ended early{when}.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether a stopped duo of the two exists."""
        broken = problem.once(_broken_off).get((option.mentee.id, option.mentor.id))
        return Verdict(
            outcome=Outcome.BROKEN if broken else Outcome.HELD,
            allowed=broken is None,
            evidence=EarlierEvidence(
                match=broken.id if broken else None, ended_on=broken.ended_on if broken else None
            ),
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Bar the pairs of stopped duos."""
        stopped = (m for m in problem.matches if m.status == MatchStatus.STOPPED)
        return (NotIn("mentee", "mentor", frozenset((m.mentee, m.mentor) for m in stopped)),)

    def words(
        self, evidence: EarlierEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the day on which it ended, where given."""
        del option
        if evidence.ended_on is None:
            return {"when": ""}
        return {
            "when": Sentence(", op {day}", ", on {day}").fill(day=date_words(evidence.ended_on))
        }
