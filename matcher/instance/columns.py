"""All that a scan needs of a problem, compiled once: rules as bitsets, points as tables.

A pair is allowed when no rule on mentee and mentor bars it and some coach and project make it an
option; a pair's points are the sum over criteria. Both are written here as arrays that a compiled
kernel reads, a few numbers a person and none a pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.constraints.encoding import (
    ROLES,
    Best,
    Cell,
    Condition,
    Number,
    Role,
    Score,
    roles_of,
)
from matcher.constraints.registry import hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.collector import collector_paused
from matcher.domain.problem import Problem
from matcher.instance.barred import AXES, HOME, Barred, enabled
from matcher.instance.bits import Bits, BitsBuilder, packed, unpacked
from matcher.instance.kernel import admit, join
from matcher.network.columns import ReachColumns

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
People = Mapping[Role, Sequence[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """A `Best`: clause k of ``bits`` is the condition of step k; ``points`` fall and are above 0."""

    bits: Bits
    points: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Points by a code of the mentee and a code of the mentor."""

    mentee: Integers
    mentor: Integers
    cells: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A problem for `matcher.instance.scan`.

    ``order`` says which of ``problem.mentors`` stands at each position: those who serve the same
    projects stand together, so that a mentee's mentors are a few runs of words. ``pairs`` says
    who is allowed with whom, but for the floor of points; ``dense`` holds points by pair where a
    criterion has no other form, shape (mentees, positions).
    """

    order: Integers
    pairs: Bits
    mentee_points: Integers
    mentor_points: Integers
    tables: tuple[Table, ...]
    steps: tuple[Steps, ...]
    reaches: tuple[ReachColumns, ...]
    dense: Integers | None
    floor: int


class ScoreBuilder:
    """Adds up scores over waiting mentees and mentors, the latter in a given order."""

    def __init__(self, people: People, order: Integers) -> None:
        self._people = people
        self._order = order
        self._numbers = BitsBuilder("mentee", "mentor", people)
        self._by_role: dict[Role, Integers] = {
            role: np.zeros(len(people[role]), dtype=np.int64) for role in ("mentee", "mentor")
        }
        self._tables: list[Table] = []
        self._steps: list[Steps] = []
        self._reaches: list[ReachColumns] = []
        self._dense: Integers | None = None

    def add(self, score: Score | npt.NDArray[Any] | ReachColumns) -> None:
        """Add the points of one criterion."""
        match score:
            case Number():
                self._by_role[score.role] += self._numbers.numbers(score)
            case Cell():
                self._tables.append(Table(*self._numbers.cell(score)))
            case Best(steps=steps):
                self._add_best(steps)
            case ReachColumns():
                self._reaches.append(score.of_mentors(self._order))
            case _:
                shape = len(self._people["mentee"]), len(self._people["mentor"])
                grid = np.broadcast_to(score, shape)[:, self._order].astype(np.int64)
                self._dense = grid if self._dense is None else self._dense + grid

    def build(self, pairs: Bits, floor: int) -> Columns:
        """Return the columns of a problem whose allowed pairs are ``pairs``."""
        return Columns(
            order=self._order,
            pairs=pairs,
            mentee_points=self._by_role["mentee"],
            mentor_points=self._by_role["mentor"],
            tables=tuple(self._tables),
            steps=tuple(self._steps),
            reaches=tuple(self._reaches),
            dense=self._dense,
            floor=floor,
        )

    def _add_best(self, steps: Iterable[tuple[Condition, int]]) -> None:
        falling = sorted((step for step in steps if step[1] > 0), key=lambda step: -step[1])
        builder = BitsBuilder("mentee", "mentor", self._people)
        for condition, _ in falling:
            builder.add_choice(condition)
        points = np.array([points for _, points in falling], dtype=np.int64)
        self._steps.append(Steps(builder.build(), points))


def compile_columns(problem: Problem, bars: Barred | None = None) -> Columns:
    """Compile the enabled rules and criteria of a problem.

    Parameters
    ----------
    problem
        Whose waiting mentees and mentors are columns.
    bars
        The tables of broken rules but for mentee and mentor, where they are made already.
    """
    with collector_paused():
        return _compile(problem, bars)


def _compile(problem: Problem, bars: Barred | None) -> Columns:
    clauses = clauses_by_home(problem)
    people: dict[Role, Sequence[Any]] = {role: problem.of_role(role) for role in ROLES}
    if bars is None:
        serves = projects_of_mentors(problem, clauses)
        admitted = everyone(bits_of("mentee", "project", clauses["ep"], people))
    else:
        serves, admitted = packed(bars.served()), packed(bars.ep == 0)
    order = np.lexsort(serves.T[::-1]).astype(np.int64)
    people["mentor"] = [problem.mentors[i] for i in order]
    pairs = BitsBuilder("mentee", "mentor", people)
    add_projects(pairs, admitted, serves[order], len(problem.projects))
    for clause in clauses["em"]:
        pairs.add(clause)
    scores = ScoreBuilder(people, order)
    for criterion in criteria():
        if criterion.settings(problem).enabled:
            scores.add(criterion.columns(problem))
    return scores.build(pairs.build(), problem.rules.min_points)


def clauses_by_home(problem: Problem) -> dict[str, list[Condition]]:
    """Return the clauses of the enabled rules by the table of `Barred` that they bar in."""
    found: dict[str, list[Condition]] = {name: [] for name in AXES}
    for rule in enabled(hard_rules(), problem):
        for clause in rule.encoding(problem):
            found[HOME[roles_of(clause)]].append(clause)
    return found


def bits_of(left: Role, right: Role, clauses: Iterable[Condition], people: People) -> Bits:
    """Return the conjunction of clauses over two roles."""
    builder = BitsBuilder(left, right, people)
    for clause in clauses:
        builder.add(clause)
    return builder.build()


def everyone(bits: Bits) -> Words:
    """Return who holds with each left position, shape (left, words)."""
    out = np.empty((bits.starts.shape[1] - 1, bits.words), dtype=np.uint64)
    admit(bits, 0, out)
    return out


def projects_of_mentors(problem: Problem, clauses: Mapping[str, Sequence[Condition]]) -> Words:
    """Return in which projects each mentor has some coach, as bits, shape (mentors, words)."""
    people: People = {role: problem.of_role(role) for role in ROLES}
    coaches = everyone(bits_of("mentor", "coach", clauses["mc"], people))
    projects = everyone(bits_of("coach", "project", clauses["cp"], people))
    own = everyone(bits_of("mentor", "project", clauses["mp"], people))
    serves = np.zeros_like(own)
    join(coaches, projects, own, serves)
    return serves


def add_projects(pairs: BitsBuilder, admitted: Words, serves: Words, projects: int) -> None:
    """Add that mentee and mentor have a project in common."""
    served = unpacked(serves, projects)
    rows = np.array([pairs.row(served[:, p]) for p in range(projects)], dtype=np.int64)
    mentee, project = np.nonzero(unpacked(admitted, projects))
    pairs.add_entries((mentee.astype(np.int64), rows[project]))
