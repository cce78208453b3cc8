"""What a criterion is: points for two people with evidence, the same as declarations, its words.

Criteria look at the mentee and the mentor alone, never at coach or project, so that a pair has
one number of points. Weights are integers and add up to at most 1000 over a rule set.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import numpy.typing as npt
from pydantic import Field

from matcher.constraints.contract import Evidence, Outcome, Settings
from matcher.constraints.encoding import Score
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.network.columns import ReachColumns


class CriterionSettings(Settings):
    """Settings that every criterion has: ``weight`` is the most points it can give."""

    weight: int = Field(ge=0, le=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points of one criterion for one pair: 0 … weight, with the facts behind them.

    ``outcome`` is HELD where points were given, BROKEN where the facts give none, UNKNOWN where
    a fact that the criterion needs is not given (then 0 points, and no bar).
    """

    points: int
    outcome: Outcome
    evidence: Evidence
    missing: tuple[str, ...] = ()


S = TypeVar("S", bound=CriterionSettings)
E = TypeVar("E", bound=Evidence)


class Criterion(ABC, Generic[S, E]):
    """A soft criterion; attributes as with `matcher.constraints.contract.HardRule`."""

    key: ClassVar[str]
    section: ClassVar[str]
    title: ClassVar[Sentence]
    texts: ClassVar[Mapping[Outcome, Sentence]]
    settings_type: ClassVar[type[CriterionSettings]]

    @abstractmethod
    def points(self, mentee: Mentee, mentor: Mentor, problem: Problem) -> Points:
        """Return the points of one pair with evidence."""

    @abstractmethod
    def table(self, problem: Problem) -> Score | npt.NDArray[Any]:
        """Return the same points for all pairs.

        Either a declaration for the evaluator, or an int64 array of shape (waiting mentees,
        mentors) in the order of ``problem.waiting`` and ``problem.mentors``.
        """

    def columns(self, problem: Problem) -> Score | npt.NDArray[Any] | ReachColumns:
        """Return the same points in the form that takes least memory; as `table` does, unless said."""
        return self.table(problem)

    @abstractmethod
    def words(
        self, points: Points, mentee: Mentee, mentor: Mentor
    ) -> Mapping[str, Sentence | str | int]:
        """Return what fills the placeholders of the sentences."""

    def sentence(self, points: Points, mentee: Mentee, mentor: Mentor) -> Sentence:
        """Return the points as a sentence in both languages."""
        return self.texts[points.outcome].fill(**self.words(points, mentee, mentor))

    def settings(self, problem: Problem) -> S:
        """Return this criterion's settings in the rule set in force."""
        return problem.rules.criteria[self.key]  # type: ignore[return-value]  # validated on load against settings_type
