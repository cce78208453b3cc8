"""By how much options outweigh the prices along them: roughly for all, exactly for a few.

Folded numbers pass 64 bits, and large integers cost a hundred times what floats do. Floats with a
bound on their error tell almost all options apart; what they leave open is computed exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import IntArray, PriceArray, plain
from matcher.engine.problem.folded import Folded, Weights, some
from matcher.engine.problem.options import Options

EPSILON = float(np.finfo(np.float64).eps)
"""Twice the largest relative error of one operation."""

STEPS = 8
"""More operations than a single term goes through before it is added."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rough:
    """Floats that are no farther than ``error`` from the exact numbers; infinite or NaN if unknown."""

    value: Floats
    error: Floats

    @property
    def most(self) -> Floats:
        """What the exact numbers do not pass."""
        return self.value + self.error

    @property
    def least(self) -> Floats:
        """What the exact numbers are not below."""
        return self.value - self.error


def rough(
    options: Options, prices: Sequence[PriceArray], weights: Weights, rows: IntArray
) -> Rough:
    """Return weight − Σ price × usage of some options, as floats.

    Each of T terms is rounded in fewer than `STEPS` operations and takes part in at most T
    additions, so that the error is below (T + `STEPS`) × `EPSILON` × the sum of the terms' sizes
    (Higham, *Accuracy and Stability of Numerical Algorithms*, 2002, section 3.1).
    """
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            return _rough(options, prices, weights, rows)
    except OverflowError:  # integers that no float holds
        unknown = np.full(len(rows), np.nan)
        return Rough(unknown, unknown)


def _rough(
    options: Options, prices: Sequence[PriceArray], weights: Weights, rows: IntArray
) -> Rough:
    terms = 1
    if isinstance(weights, Folded):
        value, size = weights.take(rows).floats()
        terms = len(weights.scales)
    else:
        value = weights[rows].astype(np.float64)
        size = np.abs(value)
    for family, price in zip(options.families, prices, strict=True):
        if not price.any():
            continue
        labels, usage = plain(family.labels), plain(family.usage)
        _take_off(plain(rows), price.astype(np.float64), labels, usage, (value, size))
        terms += 1
    return Rough(value, (terms + STEPS) * EPSILON * size)


@compiled
def _take_off(
    rows: IntArray, price: Floats, labels: IntArray, usage: IntArray, sums: tuple[Floats, Floats]
) -> None:
    """Take price × usage of each row from the first sum, and add its size to the second."""
    value, size = sums
    for k in range(len(rows)):
        along = price[labels[rows[k]]] * usage[rows[k]]
        value[k] -= along
        size[k] += abs(along)


def exact(
    options: Options, prices: Sequence[PriceArray], weights: Weights, rows: IntArray
) -> PriceArray:
    """Return weight − Σ price × usage of some options, exactly, as Python ints."""
    left = some(weights, rows).astype(np.object_)
    for family, price in zip(options.families, prices, strict=True):
        if price.any():
            left = left - price[family.labels[rows]].astype(np.object_) * family.usage[rows]
    return left
