"""A bound on every set of a pool: prices of labels, and what is left to each mentee above them.

Whatever prices are, Σ price × free places + Σ what each mentee's best option is worth above the prices
along it is not below any set (weak duality). Events change few of these terms, and one price at a
time can be set to where the bound is lowest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.live.facts import KINDS
from matcher.engine.live.levels import Vector
from matcher.engine.live.surplus import ANY, WITH, WITHOUT, coach_sides, surpluses
from matcher.engine.live.tables import MENTOR, NONE
from matcher.engine.problem.arrays import BoolArray, IntArray

if TYPE_CHECKING:
    from matcher.engine.live.columns import Columns

HALF = 2**30
MOST = 2**55
"""No price has more of a level: prices and amounts along an option add up within 64 bits."""


def above(columns: Columns, who: IntArray, label: int, which: int) -> tuple[IntArray, BoolArray]:
    """Return what each of ``who`` (n,) has at most above prices, (n, W), and who has any option.

    Of all options, or (`WITH`, `WITHOUT`) of those that use a label or do not.
    """
    places, people, pairs = columns.tables()
    side = np.zeros(columns.price.shape, dtype=np.int64)
    usable = np.zeros(len(side), dtype=np.bool_)
    kind = NONE if label < 0 else KINDS.index(columns.labels.key[label][0])
    coach_sides(places, label, kind, which, side, usable)
    out = np.zeros(columns.surplus.shape, dtype=np.int64)
    found = np.zeros(len(out), dtype=np.bool_)
    level = columns.points_level
    surpluses(places, people, pairs, who, level, label, kind, which, side, usable, out, found)
    return out[who], found[who]


def refresh(columns: Columns, who: IntArray) -> None:
    """Work out anew what is left to some mentees."""
    found, any_option = above(columns, who, NONE, ANY)
    columns.surplus[who] = np.where((any_option & positive(found))[:, None], found, 0)


def tune(columns: Columns, label: int) -> None:
    """Set the price of a label to where it bounds best, and all that is left above it.

    With c free places, that is what the c-th of those who would gain by the label gains.
    """
    who = _who(columns, label)
    columns.price[label] = 0
    free = int(columns.free[label])
    inside, can = above(columns, who, label, WITH)
    outside, other = above(columns, who, label, WITHOUT)
    outside[~(other & positive(outside))] = 0
    gain = inside - outside
    gain[~(can & positive(gain))] = 0
    price = np.zeros(gain.shape[1], dtype=np.int64)
    gaining = np.flatnonzero(gain.any(axis=1))
    if 0 < free <= len(gaining):
        some = gain[gaining]
        price = some[np.lexsort(some.T[::-1])[-free]]
        if np.abs(price).max() > MOST:
            price[:] = 0
    columns.price[label] = price
    left = gain - price
    left[~positive(left)] = 0
    columns.surplus[who] = outside + left


def bound(columns: Columns) -> Vector:
    """Return by level what no set passes."""
    priced = np.flatnonzero(columns.price.any(axis=1))
    times = columns.free[priced][:, None]
    total = _exact(columns.surplus[np.flatnonzero(columns.live)], 1)
    more = _exact(columns.price[priced], times)
    return tuple(a + b for a, b in zip(total, more, strict=True))


def positive(vectors: IntArray) -> BoolArray:
    """Return which vectors (n, W) are above 0, compared level by level."""
    if not len(vectors):
        return np.zeros(0, dtype=np.bool_)
    first = (vectors != 0).argmax(axis=1)
    return np.asarray(vectors[np.arange(len(vectors)), first] > 0, dtype=np.bool_)


def capped(price: Vector) -> Vector:
    """Return a price that can be added up in 64 bits, 0 where it is none; any price bounds."""
    for at, amount in enumerate(price):
        if amount:
            if amount < 0:
                break
            rest = price[at:]
            if max(map(abs, rest)) <= MOST:
                return price
            if amount <= MOST:
                return (*price[: at + 1], *(0 for _ in price[at + 1 :]))
            break
    return tuple(0 for _ in price)


def _exact(amounts: IntArray, times: IntArray | int) -> list[int]:
    """Return the sums of amounts (n, W), each times an integer below 2^40, without overflow."""
    high, low = np.divmod(amounts, HALF)
    if isinstance(times, int):
        sums = [high.sum(axis=0).tolist(), low.sum(axis=0).tolist()]
    else:
        sums = [
            [sum(map(int.__mul__, column, times[:, 0].tolist())) for column in part.T.tolist()]
            for part in (high, low)
        ]
    return [a * HALF + b for a, b in zip(*sums, strict=True)]


def _who(columns: Columns, label: int) -> IntArray:
    """Return who may have options that use a label."""
    kind, _ = columns.labels.key[label]
    if KINDS.index(kind) != MENTOR:
        return np.flatnonzero(columns.live)
    return columns.of_mentor(label)[0]
