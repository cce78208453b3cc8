"""Folded weights kept as their stages, so that only those asked for become large integers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.problem.arrays import IntArray, PriceArray, compact

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Folded:
    """The weight of option i is Σ ``scales[s]`` × ``stages[s, i]``; ``stages`` (S, n) in 64 bits."""

    stages: IntArray
    scales: tuple[int, ...]

    def take(self, rows: IntArray) -> Folded:
        """Return the weights of some options."""
        return Folded(self.stages[:, rows], self.scales)

    def whole(self) -> PriceArray:
        """Return the weights of all options, exactly."""
        total = np.zeros(self.stages.shape[1], dtype=np.object_)
        for scale, stage in zip(self.scales, self.stages, strict=True):
            total = total + stage.astype(np.object_) * scale
        return compact(total)

    def floats(self) -> tuple[Floats, Floats]:
        """Return the weights as floats, and the sizes of their terms added up: see `ROUNDING`."""
        total = np.zeros(self.stages.shape[1], dtype=np.float64)
        size = np.zeros(self.stages.shape[1], dtype=np.float64)
        for scale, stage in zip(self.scales, self.stages, strict=True):
            term = stage * float(scale)
            total += term
            size += np.abs(term)
        return total, size


Weights = Folded | PriceArray
"""One weight per option, folded or as they are."""


def some(weights: Weights, rows: IntArray) -> PriceArray:
    """Return the exact weights of some options."""
    return weights.take(rows).whole() if isinstance(weights, Folded) else weights[rows]


def whole(weights: Weights) -> PriceArray:
    """Return the exact weights of all options."""
    return weights.whole() if isinstance(weights, Folded) else weights
