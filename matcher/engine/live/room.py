"""Rows of growing arrays: which are free, and arrays of twice the size when none is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from matcher.engine.problem.arrays import IntArray

T = TypeVar("T", bound=tuple[IntArray, ...])


@dataclass(slots=True)
class Room:
    """Rows 0 … ``size`` - 1; not taken are those from ``used`` on, and ``left`` ones in ``free``."""

    size: int
    used: int = 0
    left: int = 0
    free: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def lacks(self, count: int) -> bool:
        """Return whether fewer than so many rows are left."""
        return count > self.left + self.size - self.used

    def take(self, count: int) -> IntArray:
        """Take rows, those given back first."""
        left = self.left
        if count <= left:
            self.left = left - count
            return self.free[left - count : left].copy()
        used, self.left = self.used, 0
        self.used = used + count - left
        return np.concatenate([self.free[:left], np.arange(used, self.used)])

    def give(self, rows: IntArray) -> None:
        """Give rows back."""
        end = self.left + len(rows)
        if end > len(self.free):
            self.free = longer(self.free, 0, 2 * end, 0)
        self.free[self.left : end] = rows
        self.left = end

    def copy(self) -> Room:
        """Return the same rooms, apart."""
        return Room(self.size, self.used, self.left, self.free.copy())


def longer(array: IntArray, axis: int, size: int, fill: int) -> IntArray:
    """Return an array of ``size`` rows along an axis, the new ones filled."""
    shape = list(array.shape)
    shape[axis] = size - shape[axis]
    return np.concatenate([array, np.full(shape, fill, dtype=np.int64)], axis=axis)
