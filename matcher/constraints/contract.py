"""What a hard rule is: its meaning for people, its encoding for a machine, its words.

A rule is a class in a file of `catalogue/`; being there is registration. It says the same thing
twice: `HardRule.judge` on one option, in plain Python, and `HardRule.encoding` as declarations.
A contract test holds the two equal.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from matcher.constraints.change import Change
from matcher.constraints.encoding import Condition, Role
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.domain.sentence import Sentence


class Outcome(StrEnum):
    """What a rule finds: it held, it was broken, or a fact that it needs is not given."""

    HELD = "held"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Settings(BaseModel):
    """Settings of a rule or criterion in the rule set; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible match: these four together. Without any coach or project in reach: None."""

    mentee: Mentee
    mentor: Mentor
    coach: Coach | None
    project: Project | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The facts on which a rule or criterion spoke. Each has its own fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a rule found for one option.

    ``allowed`` says whether the option may be made. An unknown fact forbids where the rule says
    so (eligibility, a stated wish) and restricts nothing elsewhere. ``missing`` names the
    columns of the intake that would settle it.
    """

    outcome: Outcome
    allowed: bool
    evidence: Evidence
    missing: tuple[str, ...] = ()


S = TypeVar("S", bound=Settings)
E = TypeVar("E", bound=Evidence)


class HardRule(ABC, Generic[S, E]):
    """A rule that every match must respect.

    Attributes
    ----------
    key
        Name in the rule set and in audits.
    section
        Where the programme states it.
    kind
        ``eligibility`` for who may take part, ``pair`` for what makes a match allowed.
    roles
        Whom it reads.
    title
        A short name for people.
    texts
        The sentence for each outcome that the rule can have, addressed to the mentee, with
        placeholders that `words` fills.
    settings_type
        The record of its settings, defaults included.
    """

    key: ClassVar[str]
    section: ClassVar[str]
    kind: ClassVar[Literal["eligibility", "pair"]] = "pair"
    roles: ClassVar[tuple[Role, ...]]
    title: ClassVar[Sentence]
    texts: ClassVar[Mapping[Outcome, Sentence]]
    settings_type: ClassVar[type[Settings]] = Settings

    @abstractmethod
    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return what the rule finds for one option, with the facts."""

    @abstractmethod
    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Return declarations that all hold exactly where `judge` allows."""

    @abstractmethod
    def words(self, evidence: E, option: Option) -> Mapping[str, Sentence | str | int]:
        """Return what fills the placeholders of the sentences."""

    def sentence(self, verdict: Verdict, option: Option) -> Sentence:
        """Return the verdict as a sentence in both languages."""
        return self.texts[verdict.outcome].fill(**self.words(verdict.evidence, option))  # type: ignore[arg-type]  # a rule's verdicts carry its own evidence

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Return the changes after which this rule would hold for an option that it bars.

        Each is an alternative. None: what bars it cannot change, or nobody may ask for it.
        """
        del option, verdict, problem
        return ()

    def settings(self, problem: Problem) -> S:
        """Return this rule's settings in the rule set in force."""
        return problem.rules.rules[self.key]  # type: ignore[return-value]  # validated on load against settings_type
