"""The shape that the conditions of the base target group share (PROGRAMME §2)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

from matcher.constraints.change import Change
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.constraints.target_group.favourable import told
from matcher.constraints.target_group.finding import Finding
from matcher.constraints.target_group.settings import SubgroupSettings
from matcher.constraints.words import lowered
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.programme import Lot
from matcher.domain.sentence import Sentence
from matcher.domain.values import Answer

OUTCOMES = {
    Answer.YES: Outcome.HELD,
    Answer.NO: Outcome.BROKEN,
    Answer.UNKNOWN: Outcome.UNKNOWN,
}
_NOT_ASKED = Sentence(
    "Dit project is er voor een bepaalde doelgroep. Dit punt telt hier niet apart: {title}.",
    "This project is for a target group of its own. This point does not count apart: {title}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionEvidence(Evidence):
    """A condition's answer, the facts that it read, and whether the lot asks it."""

    answer: Answer
    facts: tuple[tuple[str, str], ...]
    asked: bool = True


S = TypeVar("S", bound=Settings)


class BaseCondition(HardRule[S, ConditionEvidence]):
    """A condition of the base target group: unknown never matches, it goes to the to-do list.

    A lot with subgroups asks it too, unless the rule set says that subgroups do not inherit; that
    holds also where the subgroups themselves are switched off, which must bar nobody.
    """

    kind: ClassVar[Literal["eligibility", "pair"]] = "eligibility"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "project")

    @abstractmethod
    def find(self, mentee: Mentee, problem: Problem) -> Finding:
        """Return whether the mentee meets the condition."""

    @abstractmethod
    def facts(self, mentee: Mentee, problem: Problem) -> Mapping[str, str]:
        """Return the facts that the condition read, by column."""

    def asks(self, lot: Lot, problem: Problem) -> bool:
        """Return whether a lot asks this condition."""
        settings = problem.rules.rules["subgroup"]
        assert isinstance(settings, SubgroupSettings)  # noqa: S101 -- validated on load; tells mypy
        return not lot.subgroups or settings.inherit_base

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return the answer on this condition for the option's lot."""
        assert option.project is not None  # noqa: S101 -- the caller judges roles that are there
        finding = self.find(option.mentee, problem)
        asked = self.asks(problem.lot_of(option.project), problem)
        evidence = ConditionEvidence(
            answer=finding.answer,
            facts=tuple(sorted(self.facts(option.mentee, problem).items())),
            asked=asked,
        )
        if not asked:
            return Verdict(outcome=Outcome.HELD, allowed=True, evidence=evidence)
        return Verdict(
            outcome=OUTCOMES[finding.answer],
            allowed=finding.answer is Answer.YES,
            evidence=evidence,
            missing=finding.missing,
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare the mentee's answer with what the lot asks."""
        return (
            InTable(
                Code("mentee", lambda mentee: self.find(mentee, problem).answer is Answer.YES),
                Code("project", lambda project: self.asks(problem.lot_of(project), problem)),
                lambda met, asked: met or not asked,
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Ask for what is not given. An answer that bars someone is not ours to change."""
        return told(self, option, verdict, problem)

    def words(
        self, evidence: ConditionEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in nothing: the plain conditions have no placeholder."""
        del evidence, option
        return {}

    def sentence(self, verdict: Verdict, option: Option) -> Sentence:
        """Say the answer, or that this lot does not ask."""
        evidence = verdict.evidence
        assert isinstance(evidence, ConditionEvidence)  # noqa: S101 -- its own; tells mypy
        if not evidence.asked:
            return _NOT_ASKED.fill(title=lowered(self.title))
        return super().sentence(verdict, option)
