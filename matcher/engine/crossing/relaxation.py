"""The linear relaxation of a crossing component, its duals made exact integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.engine.crossing.component import Crossing
from matcher.engine.problem.arrays import INT64_SAFE, BoolArray, IntArray, PriceArray
from matcher.engine.running.clock import Clock, OutOfTimeError

FRACTION_BITS = 16
"""Duals are rounded to multiples of 1 / 2^16 of an option, or coarser where numbers are large."""

COEFFICIENT = 1e6
"""Objectives are scaled so that no coefficient given to floating point is larger."""


@dataclass(frozen=True, slots=True)
class Face:
    """What the levels so far leave: ``columns`` that some optimum may use; rows that are full.

    ``full`` (rows,) tells which rows are full in every optimum; ``totals`` holds levels (n,) whose
    total is fixed.
    """

    columns: IntArray
    full: BoolArray
    totals: tuple[tuple[IntArray, int], ...]

    @classmethod
    def whole(cls, problem: Crossing) -> Face:
        """Return the face of all feasible sets."""
        return cls(
            np.arange(len(problem.rows)), np.zeros(len(problem.capacity), dtype=np.bool_), ()
        )

    def same(self, other: Face) -> bool:
        """Return whether both say the same."""
        mine, others = self.totals, other.totals
        return (
            np.array_equal(self.columns, other.columns)
            and np.array_equal(self.full, other.full)
            and [total for _, total in mine] == [total for _, total in others]
            and all(np.array_equal(a, b) for (a, _), (b, _) in zip(mine, others, strict=True))
        )


@dataclass(frozen=True, slots=True)
class Dual:
    """Integer prices per row, in units of 1 / ``scale``, and what they prove.

    No set in the face weighs more than ``bound`` / ``scale``; one that uses a column, at most
    ``slack`` / ``scale`` less. ``share`` is the relaxation's own solution. Both per column of the
    face.
    """

    scale: int
    prices: PriceArray
    bound: int
    slack: PriceArray
    share: npt.NDArray[np.float64]


def relax(problem: Crossing, face: Face, weights: IntArray, clock: Clock) -> Dual:
    """Solve the relaxation over a face for int64 ``weights`` (n,) and return exact duals.

    Single choices are left out, which only raises the bound. The prices that the solver gives are
    rounded; a mentee's is then set to what the mentee's options need, so that the bound holds
    whatever the rounding did.

    Raises
    ------
    OutOfTimeError
        When the solver reaches the clock's deadline.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - solvers load when solving

    largest = int(np.abs(weights[face.columns]).max(initial=1))
    shrink = min(1.0, COEFFICIENT / largest)
    matrix, used = rows_of(problem, face.columns)
    full = face.full[used]
    totals = totals_of(face)
    equal = stack([matrix[np.flatnonzero(full)], *totals])
    solved = linprog(
        -weights[face.columns] * shrink,
        A_ub=matrix[np.flatnonzero(~full)],
        b_ub=problem.capacity[used[~full]],
        A_eq=equal,
        b_eq=np.concatenate([problem.capacity[used[full]], [t for _, t in face.totals]]),
        bounds=(0, None),
        method="highs",
        options={"time_limit": clock.seconds},
    )
    if solved.status == 1:
        raise OutOfTimeError
    bits = fraction_bits(problem, largest * (len(face.columns) + 1))
    floats = _Floats(
        np.zeros(len(problem.capacity)),
        np.zeros(len(face.totals)),
        np.zeros(len(face.columns)),
    )
    if solved.status == 0:
        floats.share[:] = solved.x
        floats.rows[used[~full]] = -solved.ineqlin.marginals / shrink
        equals = -solved.eqlin.marginals / shrink
        floats.rows[used[full]] = equals[: int(full.sum())]
        floats.totals[:] = equals[int(full.sum()) :]
    return _exact(problem, face, weights, 1 << bits, floats)


def fraction_bits(problem: Crossing, largest: int) -> int:
    """Return how many binary places prices are rounded to, sums being up to ``largest``.

    A price is for one unit of a row, so that the more an option takes of it, the finer it must be.
    """
    finest = FRACTION_BITS + int(problem.usage.max(initial=1)).bit_length()
    return max(0, min(finest, 58 - largest.bit_length()))


@dataclass(frozen=True, slots=True)
class _Floats:
    """The solver's duals, per row and per fixed total, and its share of each column."""

    rows: npt.NDArray[np.float64]
    totals: npt.NDArray[np.float64]
    share: npt.NDArray[np.float64]


def _exact(problem: Crossing, face: Face, weights: IntArray, scale: int, floats: _Floats) -> Dual:
    """Return integer prices near the duals, with the exact bound and slacks they give."""
    prices = np.array([round(dual * scale) for dual in floats.rows.tolist()], dtype=np.object_)
    prices[: problem.mentees] = 0
    prices[~face.full] = np.maximum(prices[~face.full], 0)
    multipliers = [round(value * scale) for value in floats.totals.tolist()]
    largest = scale * int(np.abs(weights).max(initial=1))
    largest += int(np.abs(prices).max(initial=0)) * int(problem.usage.max(initial=1)) * 8
    for (values, _), multiplier in zip(face.totals, multipliers, strict=True):
        largest += abs(multiplier) * int(np.abs(values).max(initial=0))
    kind: Any = np.int64 if largest < INT64_SAFE else np.object_
    left: PriceArray = weights.astype(kind) * scale
    bound = 0
    for (values, total), multiplier in zip(face.totals, multipliers, strict=True):
        left = left - values.astype(kind) * multiplier
        bound += total * multiplier
    priced: PriceArray = prices.astype(kind)
    np.subtract.at(left, problem.column, priced[problem.row] * problem.usage)
    left, mentee = left[face.columns], problem.mentee[face.columns]
    floor = int(left.min()) if len(left) else 0
    mine: PriceArray = np.full(problem.mentees, floor, dtype=kind)
    np.maximum.at(mine, mentee, left)
    mine = np.where(face.full[: problem.mentees], mine, np.maximum(mine, 0))
    present = np.zeros(problem.mentees, dtype=np.bool_)
    present[mentee] = True
    mine[~present] = 0
    priced[: problem.mentees] = mine
    bound += sum((priced.astype(np.object_) * problem.capacity).tolist())
    return Dual(scale, priced, int(bound), mine[mentee] - left, floats.share)


def rows_of(problem: Crossing, columns: IntArray) -> tuple[Any, IntArray]:
    """Return the sparse rows that some of the columns take part in, and their numbers."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - loads with the solvers

    place = np.full(len(problem.rows), -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    inside = place[problem.column] >= 0
    used, row = np.unique(problem.row[inside], return_inverse=True)
    entries = (problem.usage[inside].astype(float), (row, place[problem.column[inside]]))
    return csr_array(entries, shape=(len(used), len(columns))), used


def totals_of(face: Face) -> list[Any]:
    """Return one sparse row per level whose total is fixed."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - loads with the solvers

    return [csr_array(values[face.columns][None, :].astype(float)) for values, _ in face.totals]


def stack(blocks: list[Any]) -> Any:
    """Return sparse rows one under the other."""
    from scipy.sparse import vstack  # noqa: PLC0415 - loads with the solvers

    return vstack(blocks, format="csr")
