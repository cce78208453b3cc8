"""Two people who must not be matched: conflict of interest, or blocked by hand (PROGRAMME §3.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Condition, NotIn, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionEvidence(Evidence):
    """Whether the pair is on the list. The reason stays with the promotor: it may tell of others."""

    excluded: bool


def _excluded(problem: Problem) -> dict[str, set[str]]:
    """Return by mentee the mentors on the list."""
    found: dict[str, set[str]] = {}
    for row in problem.exclusions:
        found.setdefault(row.mentee, set()).add(row.mentor)
    return found


class ExclusionRule(HardRule[Settings, ExclusionEvidence]):
    """The list of exclusions counts, whatever the reason."""

    key = "exclusion"
    section = "PROGRAMME §3.10"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Geen uitsluiting", "No exclusion")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U en deze mentor staan niet op de lijst van uitgesloten duo's.",
            "You and this mentor are not on the list of excluded pairs.",
        ),
        Outcome.BROKEN: Sentence(
            "U en deze mentor staan op de lijst van uitgesloten duo's. Vraag uw organisatie of VDAB om uitleg.",
            "You and this mentor are on the list of excluded pairs. Ask your organisation or VDAB to explain.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the pair is on the list."""
        excluded = option.mentor.id in problem.once(_excluded).get(option.mentee.id, ())
        return Verdict(
            outcome=Outcome.BROKEN if excluded else Outcome.HELD,
            allowed=not excluded,
            evidence=ExclusionEvidence(excluded=excluded),
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Bar the listed pairs."""
        return (
            NotIn("mentee", "mentor", frozenset((e.mentee, e.mentor) for e in problem.exclusions)),
        )

    def words(
        self, evidence: ExclusionEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in nothing."""
        del evidence, option
        return {}
