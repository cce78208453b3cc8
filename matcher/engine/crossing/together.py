"""Relaxes the first levels of a woven component in one linear programme.

One after the other, each level starts from nothing and costs as much as all of them. Folded with
bases that are a few times what duals of the level below can reach, they are one objective whose
duals are numbers in these bases: their digits, balanced around 0, are the duals of each level. What
a level's digits prove is worked out exactly over the face that the levels above leave, and where
that is not what the relaxation reaches, the level and those after it are left to be relaxed alone:
no choice of bases can make a bound wrong.

Of the many duals that degenerate vertices have, those are asked for that make places dear and
mentees cheap, by capacities a trifle smaller and mentees a trifle larger. Options that the programme
did not see are of mentees who mostly pay nothing: dear places price them out, where duals of another
vertex would take them in for nothing, round after round. (Perturbed right-hand sides against
degeneracy: Charnes, 1952.)
"""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from matcher.engine.crossing.facing import Search, whole
from matcher.engine.crossing.pricing import Floats, Prices, prove
from matcher.engine.crossing.relaxation import COEFFICIENT
from matcher.engine.crossing.sifting import (
    FEW,
    FIRST,
    MORE,
    SIFT_FROM,
    TOLERANCE,
    Duals,
    Likely,
    gains,
    likely,
    top,
)
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray
from matcher.engine.running.clock import Clock, OutOfTimeError

ROOM = 4
"""Bases are at least this times one more than the largest value below: a dual is a sum of a few."""

LARGEST = 2**30
"""Weights up to this leave a unit of the lowest level far above the solver's tolerance (1e-7, of
weights scaled to at most 1e6)."""

TRIFLE = 1e-4
"""How much a capacity is changed; a path of a hundred of them moves a share by less than `WHOLE`."""

WHOLE = 0.02
"""Shares this near to a whole number are one, but for the trifles."""

HALF = 0.5
"""What a level's duals say of its total and what the shares add up to differ by less, both floats."""

GOLDEN = 0.6180339887498949
"""Multiples of the golden ratio's fraction are spread evenly, no two alike (Weyl)."""


def relax_together(woven: Woven, start: Likely, clock: Clock) -> list[Search]:
    """Return the first levels relaxed, each over the face that reaches the bounds before it.

    None where capacities weigh unequally, as duals then are no whole numbers, or where there is no
    more than one level to fold.

    Raises
    ------
    OutOfTimeError
        When the solver reaches the clock's deadline.
    """
    bases = _bases(woven)
    if len(bases) <= 1 or int(woven.usage.max(initial=1)) > 1:
        return []
    weights = woven.values[: len(bases)].T @ bases
    duals = _sifted(woven, weights, start, clock)
    if duals is None:
        return []
    near = np.round(duals.share)
    share = np.where(np.abs(duals.share - near) < WHOLE, near, duals.share)
    found: list[Search] = []
    face = whole(woven)
    limits = _limits(woven)
    rest = duals.rows * max(1.0, int(np.abs(weights).max(initial=1)) / COEFFICIENT)
    for level, (base, values) in enumerate(zip(bases.tolist(), woven.values, strict=False)):
        digits = np.round(rest / base)
        rest = rest - digits * base
        prices = digits.astype(np.int64)
        prices[~face.full] = np.maximum(prices[~face.full], 0)
        proof = prove(face, Prices(prices, (), 1, share), values, woven)
        told = float(digits @ limits) - float(values @ duals.share)
        if proof.bound != int(digits @ woven.problem.capacity) or abs(told) >= HALF:
            break
        found.append(Search(woven, face, level, proof, clock))
        face = found[-1].at_bound()
    return found


def _bases(woven: Woven) -> IntArray:
    """Return what one of each of the first levels counts in the folded objective."""
    sizes = np.abs(woven.values).max(axis=1, initial=0).tolist()
    rooms = [1 << (ROOM * (size + 1) - 1).bit_length() for size in sizes]
    count = max(
        (n for n in range(len(sizes) + 1) if n == 0 or _product(rooms[1:n]) * sizes[0] <= LARGEST),
        default=0,
    )
    return np.array([_product(rooms[n + 1 : count]) for n in range(count)], dtype=np.int64)


def _product(numbers: list[int]) -> int:
    return [*accumulate(numbers, lambda a, b: a * b, initial=1)][-1]


def _sifted(woven: Woven, weights: IntArray, start: Likely, clock: Clock) -> Duals | None:
    """Return what the linear programme over all parts says, None where it fails.

    As in `sifting`, it is solved over likely middles, and those that its duals would rather have.
    """
    face = whole(woven)
    shrink = min(1.0, COEFFICIENT / int(np.abs(weights).max(initial=1)))
    scaled: Floats = np.asarray(weights * shrink, dtype=np.float64)
    middles = np.arange(woven.middles)
    used = np.ones(woven.size, dtype=np.bool_)
    some = likely(woven, face.columns, start.rank, start.support, FIRST)
    sift = woven.middles > SIFT_FROM and len(some) < FEW * woven.size
    if sift:
        used[woven.lefts : woven.first_right] = False
        used[some] = True
    while True:
        duals = _linear(woven, np.flatnonzero(woven.kept(np.flatnonzero(used))), scaled, clock)
        if not (sift and duals.solved):
            return duals if duals.solved else None
        gain = gains(woven, face, middles, scaled, duals)
        gain[used[woven.lefts : woven.first_right]] = 0
        better = np.flatnonzero(gain > TOLERANCE)
        if not better.size:
            return duals
        order = np.empty(len(better), dtype=np.int64)
        order[np.lexsort((better, -gain[better]))] = np.arange(len(better))
        used[woven.lefts + top(woven, better, order, MORE)] = True


def _limits(woven: Woven) -> Floats:
    """Return the capacities, mentees a trifle larger and all others a trifle smaller."""
    limits = woven.problem.capacity.astype(np.float64)
    row = np.arange(len(limits))
    trifle = TRIFLE * (1 + row * GOLDEN % 1) / 2
    limits += np.where(row < woven.problem.mentees, trifle, -trifle * (limits >= 1))
    return limits


def _linear(woven: Woven, columns: IntArray, weights: Floats, clock: Clock) -> Duals:
    """Solve the linear programme over some parts, capacities a trifle changed."""
    from scipy.optimize import linprog  # noqa: PLC0415 - solvers load when solving

    matrix, used = woven.rows_over(columns)
    balance = woven.balance_over(columns)
    solved = linprog(
        -weights[columns],
        A_ub=matrix,
        b_ub=_limits(woven)[used],
        A_eq=balance,
        b_eq=np.zeros(balance.shape[0]),
        bounds=(0, None),
        method="highs",
        options={"time_limit": clock.seconds},
    )
    if solved.status == 1:
        raise OutOfTimeError
    rows, share = np.zeros(len(woven.problem.capacity)), np.zeros(woven.size)
    if solved.status == 0:
        rows[used] = -solved.ineqlin.marginals
        share[columns] = solved.x
    return Duals(solved.status == 0, rows, np.zeros(0), share)
