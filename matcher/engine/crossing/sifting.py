"""The linear relaxation over a woven component, by a few of its middles at a time.

Middles are by far the most parts, and few of them matter. The linear programme is solved over the
likely ones; those that its duals would rather have are taken in, until there are none (column
generation). Whatever the floats do, the duals are rounded to integers and what they prove is
worked out exactly over all parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.crossing.pricing import Floats, Prices, Proof, parts_of, prove
from matcher.engine.crossing.relaxation import COEFFICIENT, Face, fraction_bits, stack
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.running.clock import Clock, OutOfTimeError

SIFT_FROM = 10_000
"""From so many middles on the linear programme starts with a few of them."""

FIRST = 3
"""Middles per mentee and per node that it starts with."""

WIDER = 4
"""How many times more it takes where those hold no point of the face."""

MORE = 6
"""Middles taken in per mentee and per node and round."""

FEW = 0.5
"""Share of all parts below which it pays to start with the likely ones: as programmes started anew
cost more than their columns, two of more than half are no less than one of all."""

TOLERANCE = 1e-6
"""By how much a middle must outweigh its duals to be taken in, in units of the scaled weights."""


@dataclass(frozen=True, slots=True)
class Duals:
    """What the linear programme said: duals per row, per fixed total, and each part's share."""

    solved: bool
    rows: Floats
    totals: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class Likely:
    """Which parts to start with: ``rank`` (n,) orders them, ``support`` hold a point of the face."""

    rank: IntArray
    support: IntArray


def relax(woven: Woven, face: Face, weights: IntArray, start: Likely, clock: Clock) -> Proof:
    """Solve the relaxation over a face for int64 ``weights`` (n,) and return what it proves.

    Single choices are left out, which only raises the bound.

    Raises
    ------
    OutOfTimeError
        When the solver reaches the clock's deadline.
    """
    largest = int(np.abs(weights[face.columns]).max(initial=1))
    shrink = min(1.0, COEFFICIENT / largest)
    scaled = np.asarray(weights * shrink, dtype=np.float64)
    _, middles, _ = parts_of(woven, face.columns)
    used = np.ones(woven.size, dtype=np.bool_)
    count = FIRST
    some = likely(woven, face.columns, start.rank, start.support, count)
    sift = len(middles) > SIFT_FROM and len(some) < FEW * len(face.columns)
    if sift:
        used[woven.lefts : woven.first_right] = False  # lefts and rights come with their middles
        used[some] = True
    duals = None
    while True:
        columns = face.columns[used[face.columns]]
        columns = np.flatnonzero(woven.kept(columns))
        try:
            duals = _linear(woven, face, columns, scaled, clock)
        except OutOfTimeError:
            if duals is None or not clock.partial:
                raise
            break  # what the round before said proves less, but it does prove it
        if sift and not duals.solved and len(columns) < len(face.columns):
            count *= WIDER  # so few may not fill what is to be full, or not reach a total
            used[likely(woven, face.columns, start.rank, start.support, count)] = True
            continue
        if not (sift and duals.solved):
            break
        gain = gains(woven, face, middles, scaled, duals)
        gain[used[woven.lefts + middles]] = 0
        better = np.flatnonzero(gain > TOLERANCE)
        if not better.size:
            break
        order = np.empty(len(better), dtype=np.int64)
        order[np.lexsort((better, -gain[better]))] = np.arange(len(better))
        used[woven.lefts + top(woven, middles[better], order, MORE)] = True
    scale = 1 << fraction_bits(woven.problem, largest * (woven.middles + 1))
    prices = np.array(
        [round(dual * scale) for dual in (duals.rows / shrink).tolist()], dtype=np.object_
    )
    prices[~face.full] = np.maximum(prices[~face.full], 0)
    multipliers = tuple(min(0, round(d * scale)) for d in (duals.totals / shrink).tolist())
    return prove(face, Prices(prices, multipliers, scale, duals.share), weights, woven)


def likely(
    woven: Woven, columns: IntArray, rank: IntArray, support: IntArray, count: int
) -> IntArray:
    """Return some parts: the first ``count`` middles of each mentee and node, and the support."""
    lefts, middles, rights = parts_of(woven, columns)
    some = woven.lefts + top(woven, middles, rank[woven.lefts + middles], count)
    chosen = np.zeros(woven.size, dtype=np.bool_)
    chosen[lefts] = chosen[some] = chosen[woven.first_right + rights] = True
    chosen[np.intersect1d(support, columns)] = True
    return np.flatnonzero(woven.kept(np.flatnonzero(chosen)))


def top(woven: Woven, middles: IntArray, rank: IntArray, count: int) -> IntArray:
    """Return the first ``count`` middles of each mentee and of each node by ``rank``."""
    chosen: BoolArray = np.zeros(len(middles), dtype=np.bool_)
    for owner in (woven.mentee[middles], woven.ends.node[middles]):
        order = np.lexsort((rank, owner))
        ordered = owner[order]
        first = np.flatnonzero(np.diff(ordered, prepend=-1))
        place = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
        chosen[order[place < count]] = True
    return middles[chosen]


def _linear(woven: Woven, face: Face, columns: IntArray, weights: Floats, clock: Clock) -> Duals:
    """Solve the linear programme over some parts of the face."""
    from scipy.optimize import linprog  # noqa: PLC0415 - solvers load when solving
    from scipy.sparse import csr_array  # noqa: PLC0415 - likewise

    capacity = woven.problem.capacity
    matrix, used = woven.rows_over(columns)
    full = face.full[used]
    balance = woven.balance_over(columns)
    totals = [csr_array(-values[columns][None, :].astype(float)) for values, _ in face.totals]
    free = np.flatnonzero(~full)
    solved = linprog(
        -weights[columns],
        A_ub=stack([matrix[free], *totals]),
        b_ub=np.concatenate([capacity[used[free]], [-total for _, total in face.totals]]),
        A_eq=stack([matrix[np.flatnonzero(full)], balance]),
        b_eq=np.concatenate([capacity[used[full]], np.zeros(balance.shape[0])]),
        bounds=(0, None),
        method="highs" if int(woven.usage.max(initial=1)) == 1 else "highs-ipm",
        options={"time_limit": clock.seconds},
    )
    if solved.status == 1:
        raise OutOfTimeError
    duals = Duals(
        solved.status == 0,
        np.zeros(len(capacity)),
        np.zeros(len(face.totals)),
        np.zeros(woven.size),
    )
    if duals.solved:
        duals.share[columns] = solved.x
        duals.rows[used[free]] = -solved.ineqlin.marginals[: len(free)]
        duals.rows[used[full]] = -solved.eqlin.marginals[: int(full.sum())]
        duals.totals[:] = solved.ineqlin.marginals[len(free) :]
    return duals


def gains(woven: Woven, face: Face, middles: IntArray, weights: Floats, duals: Duals) -> Floats:
    """Return by how much the best path through each middle outweighs the duals along it."""
    left = weights.copy()
    for (values, _), dual in zip(face.totals, duals.totals.tolist(), strict=True):
        left -= values * dual
    np.subtract.at(left, woven.column, duals.rows[woven.row] * woven.usage)
    ends = woven.ends
    lefts, _, rights = parts_of(woven, face.columns)
    best_left = np.full(len(ends.owner), -np.inf)
    np.maximum.at(best_left, ends.left_block[lefts], left[lefts])
    best_right = np.full(ends.nodes, -np.inf)
    np.maximum.at(best_right, ends.right_node[rights], left[woven.first_right + rights])
    path: Floats = left[woven.lefts + middles]
    path += best_left[ends.block[middles]]
    path += best_right[ends.node[middles]]
    return path
