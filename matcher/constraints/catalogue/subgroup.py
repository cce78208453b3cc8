"""The mentee belongs to a subgroup that the lot admits (PROGRAMME §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.constraints.target_group.base import OUTCOMES
from matcher.constraints.target_group.finding import Finding
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.constraints.target_group.subgroups import belongs, reading_of
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing
from matcher.domain.values import Answer, Subgroup

_NAMES = {
    Subgroup.HOA: Sentence(
        "mensen met een diploma hoger onderwijs", "people with a higher education diploma"
    ),
    Subgroup.LOA: Sentence(
        "mensen met hoogstens een diploma secundair onderwijs",
        "people with at most a secondary school diploma",
    ),
    Subgroup.YOUNG: Sentence(
        "jongeren met hoogstens een diploma lager secundair onderwijs",
        "young people with at most a lower secondary diploma",
    ),
}
_EVERY_GROUP = Sentence(
    "Dit project staat open voor elke groep.", "This project is open to every group."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgroupEvidence(Evidence):
    """What the lot admits, every subgroup the mentee is in, and the one that admitted them."""

    admitted: tuple[Subgroup, ...]
    member_of: tuple[Subgroup, ...]
    admitted_under: Subgroup | None


class SubgroupRule(HardRule[SubgroupSettings, SubgroupEvidence]):
    """A lot that lists subgroups admits who belongs to at least one of them."""

    key = "subgroup"
    section = "PROGRAMME §2"
    kind: ClassVar[Literal["eligibility", "pair"]] = "eligibility"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "project")
    title = Sentence("Doelgroep van het perceel", "The lot's target group")
    settings_type = SubgroupSettings
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U hoort bij de doelgroep van dit project: {under}.",
            "You belong to the target group of this project: {under}.",
        ),
        Outcome.BROKEN: Sentence(
            "Dit project is er alleen voor {groups}. U hoort daar niet bij.",
            "This project is only for {groups}. You are not among them.",
        ),
        Outcome.UNKNOWN: Sentence(
            "Dit project is er alleen voor {groups}. Wij weten niet of u daarbij hoort.",
            "This project is only for {groups}. We do not know whether you are among them.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether some subgroup that the lot lists admits the mentee."""
        assert option.project is not None  # noqa: S101 -- the caller judges roles that are there
        reading = reading_of(problem)
        found = {group: belongs(option.mentee, group, reading) for group in Subgroup}
        listed = problem.lot_of(option.project).subgroups
        under = next((g for g in listed if found[g].answer is Answer.YES), None)
        overall = Finding(Answer.NO) if listed else Finding(Answer.YES)
        for group in listed:
            overall |= found[group]
        return Verdict(
            outcome=OUTCOMES[overall.answer],
            allowed=overall.answer is Answer.YES,
            evidence=SubgroupEvidence(
                admitted=listed,
                member_of=tuple(g for g in Subgroup if found[g].answer is Answer.YES),
                admitted_under=under,
            ),
            missing=overall.missing,
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare the set of subgroups that the mentee is in with those that the lot lists."""
        reading = reading_of(problem)
        return (
            InTable(
                Code(
                    "mentee",
                    lambda mentee: frozenset(
                        g for g in Subgroup if belongs(mentee, g, reading).answer is Answer.YES
                    ),
                ),
                Code("project", lambda project: frozenset(problem.lot_of(project).subgroups)),
                lambda mine, listed: not listed or bool(mine & listed),
            ),
        )

    def words(
        self, evidence: SubgroupEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the groups."""
        del option
        under = evidence.admitted_under
        return {
            "groups": listing([_NAMES[g] for g in evidence.admitted]),
            "under": _NAMES[under] if under else Sentence("", ""),
        }

    def sentence(self, verdict: Verdict, option: Option) -> Sentence:
        """Say which group, or that the lot is open to every group."""
        evidence = verdict.evidence
        assert isinstance(evidence, SubgroupEvidence)  # noqa: S101 -- its own; tells mypy
        return super().sentence(verdict, option) if evidence.admitted else _EVERY_GROUP
