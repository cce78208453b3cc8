"""What a change would give everybody together: people, points, and how sure that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matcher.domain.problem import Problem
from matcher.engine.answers.settled import Settled
from matcher.engine.answers.worth import Worth
from matcher.engine.problem.levels import POINTS, SERVED

Rank = tuple[int, ...]
"""Amounts of the levels above the lottery, in the order of the objective: more is better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What everybody together would win.

    ``levels`` is by level what the best set has more than the present proposals: ``served`` or,
    where priorities differ, ``served:K`` people, and ``points``, in the order of the objective.
    Where ``exact`` is False it is at least that, and at most ``at_most`` (None: no bound is
    known). ``served`` are the mentees who would get a proposal and have none now, ``lost`` those
    of whom the reverse holds, ``moved`` all whose option changes; each sorted.
    """

    levels: Mapping[str, int]
    exact: bool
    at_most: Mapping[str, int] | None
    served: tuple[str, ...]
    lost: tuple[str, ...]
    moved: tuple[str, ...]

    @property
    def rank(self) -> Rank:
        """What of it counts in an order."""
        return tuple(self.levels.values())

    @property
    def people(self) -> int:
        """How many people more have a proposal."""
        return people_of(self.levels)

    @property
    def points(self) -> int:
        """How many points more all together; below 0 where people cost points."""
        return self.levels[POINTS]

    @property
    def helps(self) -> bool:
        """Whether anything is won above the lottery."""
        return any(self.rank)


def people_of(levels: Mapping[str, int]) -> int:
    """Return how many people more have a proposal."""
    return sum(n for name, n in levels.items() if name.startswith(SERVED))


def told_levels(
    levels: Mapping[str, int], problem: Problem, present: Collection[int]
) -> dict[str, int]:
    """Return the levels above the lottery, the same ones whatever options a solve saw.

    Parameters
    ----------
    levels
        Amounts by level, as the engine names levels.
    problem
        Whose waiting mentees have priorities.
    present
        The priorities of the mentees whose options the engine saw; of one alone it names no class.
    """
    classes = sorted({person.priority for person in problem.waiting}, reverse=True)
    several = len(classes) > 1
    served = {}
    for priority in classes:
        own = SERVED if set(present) == {priority} else f"{SERVED}:{priority}"
        served[f"{SERVED}:{priority}" if several else SERVED] = levels.get(own, 0)
    points = {POINTS: levels.get(POINTS, 0)}
    return {**points, **served} if problem.rules.objective == "fit" else {**served, **points}


def gain_of(
    settled: Settled, worth: Worth, problem: Problem, at_most: Mapping[str, int] | None
) -> Gain:
    """Return the engine's answer with people named.

    Parameters
    ----------
    settled
        What was asked.
    worth
        The answer.
    problem
        Whose waiting mentees the options are about.
    at_most
        What it is at most by level, as `told_levels`; None where nothing is known.
    """
    mentee_of = dict(zip(settled.order.tolist(), settled.options.mentee.tolist(), strict=True))
    who = [
        (problem.waiting[mentee_of[old if new is None else new]].id, old, new)
        for old, new in worth.moves
    ]
    seen = {problem.waiting[mentee].priority for mentee in set(mentee_of.values())}
    levels = told_levels(worth.levels, problem, seen)
    return Gain(
        levels=levels,
        exact=worth.exact,
        at_most=levels if worth.exact else at_most,
        served=tuple(sorted(person for person, old, _ in who if old is None)),
        lost=tuple(sorted(person for person, _, new in who if new is None)),
        moved=tuple(sorted(person for person, _, _ in who)),
    )
