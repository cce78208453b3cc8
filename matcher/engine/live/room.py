"""Rows of growing arrays: which are free, and arrays of twice the size when none is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from matcher.engine.problem.arrays import IntArray

T = TypeVar("T", bound=tuple[IntArray, ...])


@dataclass(slots=True)
class Room:
    """Rows 0 … ``size`` - 1, of which ``free`` and those from ``used`` on are not taken."""

    size: int
    used: int = 0
    free: list[int] = field(default_factory=list)

    def lacks(self, count: int) -> bool:
        """Return whether fewer than so many rows are left."""
        return count > len(self.free) + self.size - self.used

    def take(self, count: int) -> IntArray:
        """Take rows, those given back first."""
        again = min(count, len(self.free))
        rows = self.free[len(self.free) - again :]
        del self.free[len(self.free) - again :]
        rows.extend(range(self.used, self.used + count - again))
        self.used += count - again
        return np.array(rows, dtype=np.int64)

    def give(self, rows: IntArray) -> None:
        """Give rows back."""
        self.free.extend(rows.tolist())

    def copy(self) -> Room:
        """Return the same rooms, apart."""
        return Room(self.size, self.used, list(self.free))


def longer(array: IntArray, axis: int, size: int, fill: int) -> IntArray:
    """Return an array of ``size`` rows along an axis, the new ones filled."""
    shape = list(array.shape)
    shape[axis] = size - shape[axis]
    return np.concatenate([array, np.full(shape, fill, dtype=np.int64)], axis=axis)
