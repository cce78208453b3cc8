"""Solves a crossing component level by level: duals first, then as little search as they leave.

Each group of levels is solved in three steps. The linear relaxation gives prices; rounded to
integers they give an exact bound and for every option an exact slack, by which the bound drops
when the option is chosen. Options whose slack passes the distance to a set already found are out.
Only when bound and set still differ, a search (HiGHS, or CP-SAT for numbers too large for floating
point) closes what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.relaxation import Dual, Face, relax
from matcher.engine.crossing.search import Found, respects, search
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.running.clock import Clock, OutOfTimeError

GROUP_LIMIT = 2**36
"""Levels are folded for floating point while their total stays below this."""

FEW = 8
"""Options per mentee served in the first search, those of least slack."""


@dataclass(frozen=True, slots=True)
class Solved:
    """``chosen`` rows, folded ``prices`` per row of the programme, whether the search closed.

    ``bounds`` says of each level, as far as they were looked at, what no set can pass that is as
    good in all levels before.
    """

    chosen: IntArray
    prices: PriceArray
    closed: bool
    bounds: tuple[int, ...] = ()


@dataclass(slots=True)
class _Prices:
    """The lowest certificate so far, in folded weight."""

    problem: Crossing
    weights: PriceArray
    best: PriceArray
    bound: int | None = None

    def offer(self, rows: list[int]) -> None:
        """Take prices of all rows but the mentees', if they give a lower bound."""
        problem = self.problem
        prices = np.array(rows, dtype=np.object_)
        prices[: problem.mentees] = 0
        prices = np.maximum(prices, 0)
        left = self.weights.copy()
        np.subtract.at(left, problem.column, prices[problem.row] * problem.usage)
        mine = np.zeros(problem.mentees, dtype=np.object_)
        np.maximum.at(mine, problem.mentee, left)
        prices[: problem.mentees] = mine
        bound = int((prices * problem.capacity).sum())
        if self.bound is None or bound < self.bound:
            self.best, self.bound = prices, bound


def solve(problem: Crossing, incumbent: IntArray, clock: Clock) -> Solved:
    """Return the best set of one component, as far as it is proven, and its prices.

    ``incumbent`` is a feasible set (positions in the problem), such as the greedy one. With a
    ``clock`` that takes part of an answer, the best set at its deadline is returned.

    Raises
    ------
    OutOfTimeError
        When the deadline passes before there are prices, or the clock wants all or nothing.
    """
    face = Face.whole(problem)
    found = np.sort(incumbent)
    closed = True
    weights = np.zeros(len(problem.rows), dtype=np.object_)
    for values, multiplier in zip(problem.values, problem.folds, strict=True):
        weights = weights + values.astype(np.object_) * multiplier
    prices = _Prices(problem, weights, np.zeros(len(problem.capacity), dtype=np.object_))
    total = [0] * len(problem.capacity)
    tight, priced = True, False
    try:
        for group in _groups(problem):
            level = _folded(problem, group)
            dual = relax(problem, face, level, clock)
            if tight:
                unit = problem.folds[group.stop - 1]
                for row, price in enumerate(dual.prices.tolist()):
                    total[row] -= -price * unit // dual.scale
                prices.offer(total)
            priced = True
            state = _State(problem, face, level, dual)
            found, proven = _improve(state, found, clock)
            closed &= proven
            tight &= dual.bound == _total(level, found) * dual.scale
            face = _narrow(state, group, found)
    except OutOfTimeError as late:
        if not (clock.partial and priced):
            raise
        if late.chosen is not None and weights[late.chosen].sum() > weights[found].sum():
            found = late.chosen
        closed = False
    return Solved(problem.rows[found], prices.best, closed)


def _groups(problem: Crossing) -> list[slice]:
    """Return runs of levels that are folded together for floating point."""
    groups: list[slice] = []
    start = 0
    for end in range(1, len(problem.folds) + 1):
        last = end == len(problem.folds)
        if last or _spread(problem, slice(start, end + 1)) >= GROUP_LIMIT:
            groups.append(slice(start, end))
            start = end
    return groups


def _spread(problem: Crossing, group: slice) -> int:
    unit = problem.folds[group.stop - 1]
    pairs = zip(problem.folds[group], problem.spreads[group], strict=True)
    return sum(fold // unit * spread for fold, spread in pairs)


def _folded(problem: Crossing, group: slice) -> IntArray:
    """Return the weights of a group of levels, folded with the last one's multiplier as 1."""
    unit = problem.folds[group.stop - 1]
    weights = np.zeros(len(problem.rows), dtype=np.int64)
    for values, multiplier in zip(problem.values[group], problem.folds[group], strict=True):
        weights += values * (multiplier // unit)
    return weights


def _improve(state: _State, found: IntArray, clock: Clock) -> tuple[IntArray, bool]:
    """Return the best set in the face by these weights, and whether it is proven."""
    problem, face, weights, dual = state.problem, state.face, state.weights, state.dual
    rounded = face.columns[dual.share > 0.5]  # noqa: PLR2004 - halfway
    if _total(weights, rounded) > _total(weights, found) and respects(problem, face, rounded):
        found = rounded
    if _total(weights, found) == dual.bound // dual.scale:
        return found, True
    return _close(state, found, partial(search, problem, weights=weights, clock=clock))


def _narrow(state: _State, group: slice, found: IntArray) -> Face:
    """Return the face of all sets as good as the one found.

    When prices prove it, complementary slackness describes that face: columns without slack, rows
    with a price full. Else each level's total becomes a constraint.
    """
    problem, face, dual = state.problem, state.face, state.dual
    value = _total(state.weights, found)
    kept = face.columns[_within(dual, value)]
    if dual.bound == value * dual.scale:
        return Face(kept, face.full | (dual.prices > 0), face.totals)
    fixed = tuple((values, _total(values, found)) for values in problem.values[group])
    return Face(kept, face.full, face.totals + fixed)


@dataclass(frozen=True, slots=True)
class _State:
    """A group of levels to be solved: its ``weights`` (n,), over which face, and its relaxation."""

    problem: Crossing
    face: Face
    weights: IntArray
    dual: Dual


def _close(
    state: _State, found: IntArray, searcher: Callable[[Face, IntArray], Found]
) -> tuple[IntArray, bool]:
    """Search the options of least slack first; all that can matter only when those leave a gap.

    A search over some options proves its set best over all when every option outside has a slack
    above the distance between set and bound.
    """
    face, weights, dual = state.face, state.weights, state.dual
    few = FEW * max(1, len(found))
    for size in (few, 4 * few, len(face.columns)):
        columns = _within(dual, _total(weights, found))
        tried = columns[np.argsort(dual.slack[columns], kind="stable")][:size]
        part = replace(face, columns=np.union1d(face.columns[tried], found))
        searched = searcher(part, found)
        if _total(weights, searched.chosen) > _total(weights, found):
            found = searched.chosen
        if not searched.closed:
            break
        if np.isin(_within(dual, _total(weights, found)), tried).all():
            return found, True
    return found, _total(weights, found) == dual.bound // dual.scale


def _within(dual: Dual, value: int) -> IntArray:
    """Return the columns of the face that a set of at least this value can use."""
    return np.flatnonzero(dual.slack <= dual.bound - value * dual.scale)


def _total(values: IntArray, chosen: IntArray) -> int:
    return int(values[chosen].sum())
