"""What integer prices prove of a woven component: a bound, and what each part falls short of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.engine.crossing.relaxation import Face
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import INT64_SAFE, IntArray, PriceArray

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prices:
    """Integers in units of 1 / ``scale``: one per row, >= 0 where it is not full, and what they cost.

    ``multipliers`` (<= 0) are what a unit of each fixed total is worth, ``share`` (n,) the
    relaxation's solution that they come with.
    """

    rows: PriceArray
    multipliers: tuple[int, ...]
    scale: int
    share: Floats


@dataclass(frozen=True, slots=True)
class Proof:
    """Prices per row, in units of 1 / ``scale``, and what they prove of a face.

    No set in the face weighs more than ``bound`` / ``scale``, less ``loss`` / ``scale`` for every
    unit on a part (``loss`` per part of the face). ``share`` is the relaxation's own solution.
    """

    scale: int
    prices: PriceArray
    bound: int
    loss: PriceArray
    share: Floats


def prove(face: Face, given: Prices, weights: PriceArray, woven: Woven) -> Proof:
    """Return what prices of all rows but the mentees' prove; a mentee's is what is then needed.

    Parameters
    ----------
    face
        Its columns are parts, each on a whole path of the face; its totals are reached at least.
    given
        Those of the mentees' rows are not read.
    weights
        (n,) an integer per part.
    woven
        The component.
    """
    ends, problem = woven.ends, woven.problem
    prices, multipliers, scale = given.rows, given.multipliers, given.scale
    largest = scale * _largest(weights)
    largest += (
        _largest(prices)
        * int(woven.usage.max(initial=1))
        * (1 + int(problem.family.max(initial=0)))
    )
    for (values, _), multiplier in zip(face.totals, multipliers, strict=True):
        largest += abs(multiplier) * _largest(values)
    kind: Any = np.int64 if 3 * largest < INT64_SAFE else np.object_
    left: PriceArray = weights.astype(kind) * scale
    bound = 0
    for (values, total), multiplier in zip(face.totals, multipliers, strict=True):
        left = left - values.astype(kind) * multiplier
        bound += total * multiplier
    priced: PriceArray = prices.astype(kind)
    priced[: problem.mentees] = 0
    entries = np.flatnonzero(priced[woven.row] != 0)
    row, column = woven.row[entries], woven.column[entries]
    np.subtract.at(left, column, priced[row] * woven.usage[entries])
    lefts, middles, rights = parts_of(woven, face.columns)
    block, node = ends.block[middles], ends.node[middles]
    floor = int(left[face.columns].min()) * 3 if len(face.columns) else 0
    best_left: PriceArray = np.full(len(ends.owner), floor, dtype=kind)
    np.maximum.at(best_left, ends.left_block[lefts], left[lefts])
    best_right: PriceArray = np.full(ends.nodes, floor, dtype=kind)
    after = woven.first_right
    np.maximum.at(best_right, ends.right_node[rights], left[after + rights])
    path = left[woven.lefts + middles] + best_left[block] + best_right[node]
    mentee = ends.owner[block]
    mine: PriceArray = np.full(problem.mentees, floor, dtype=kind)
    np.maximum.at(mine, mentee, path)
    mine = np.where(face.full[: problem.mentees], mine, np.maximum(mine, 0))
    present = np.zeros(problem.mentees, dtype=np.bool_)
    present[mentee] = True
    mine[~present] = 0
    priced[: problem.mentees] = mine
    bound += sum((priced.astype(np.object_) * problem.capacity).tolist())
    loss = np.concatenate(
        [
            best_left[ends.left_block[lefts]] - left[lefts],
            mine[mentee] - path,
            best_right[ends.right_node[rights]] - left[after + rights],
        ]
    )
    return Proof(scale, priced, int(bound), loss, given.share)


def parts_of(woven: Woven, columns: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return the lefts, middles and rights among sorted parts, each counted from 0."""
    first, second = np.searchsorted(columns, [woven.lefts, woven.first_right])
    lefts, middles, rights = np.split(columns, [first, second])
    return lefts, middles - woven.lefts, rights - woven.first_right


def _largest(values: PriceArray) -> int:
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
