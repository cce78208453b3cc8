"""VDAB has not refused the mentee (PROGRAMME §3.1). A proposal may be made while it decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Condition, Holds, Role
from matcher.constraints.words import date_words
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEvidence(Evidence):
    """VDAB's decision as of the day, and when it was taken."""

    decision: Decision
    decided_on: date | None


class VdabDecision(HardRule[Settings, DecisionEvidence]):
    """The decision must be in favour before the duo starts; a refusal removes the mentee."""

    key = "vdab_decision"
    section = "PROGRAMME §3.1"
    kind: ClassVar[Literal["eligibility", "pair"]] = "eligibility"
    roles: ClassVar[tuple[Role, ...]] = ("mentee",)
    title = Sentence("Beslissing van VDAB", "VDAB's decision")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "VDAB keurde uw deelname goed{when}.", "VDAB approved your participation{when}."
        ),
        Outcome.BROKEN: Sentence(
            "VDAB besliste{when} dat u niet kunt deelnemen.",
            "VDAB decided{when} that you cannot take part.",
        ),
        Outcome.UNKNOWN: Sentence(
            "VDAB moet nog beslissen of u mag deelnemen. Dat gebeurt voor uw traject start.",
            "VDAB still has to decide whether you take part. It does so before you start.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether VDAB refused; a pending decision bars nothing yet."""
        del problem
        decision = option.mentee.vdab_decision
        outcome = {
            Decision.APPROVED: Outcome.HELD,
            Decision.REFUSED: Outcome.BROKEN,
            Decision.PENDING: Outcome.UNKNOWN,
        }[decision]
        return Verdict(
            outcome=outcome,
            allowed=decision is not Decision.REFUSED,
            evidence=DecisionEvidence(decision=decision, decided_on=option.mentee.vdab_decided_on),
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Bar a refusal."""
        del problem
        return (Holds("mentee", lambda mentee: mentee.vdab_decision != Decision.REFUSED),)

    def words(
        self, evidence: DecisionEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the day of the decision, where given."""
        del option
        if evidence.decided_on is None:
            return {"when": ""}
        return {
            "when": Sentence(" op {day}", " on {day}").fill(day=date_words(evidence.decided_on))
        }
