"""Vectors of levels as one integer of 62 bits, for guidance: the highest levels, as many as fit."""

from __future__ import annotations

import numpy as np

from matcher.engine.problem.arrays import IntArray

BITS = 61
"""A heft's bits beside its sign."""

TERMS = 32
"""So many parts can be added up or taken off without one level reaching into the next: a few options
along a chain of moves, each of three parts and listed points."""


class Heft:
    """Folds parts of options whose levels are at most ``most`` (W,), which only grows."""

    def __init__(self, levels: int) -> None:
        self.most = np.ones(levels, dtype=np.int64)
        self._fold()

    def grow(self, worth: IntArray) -> bool:
        """Make room for parts (n, W); return whether hefts are other ones now."""
        if not worth.size:
            return False
        most = np.abs(worth).max(axis=0)
        if (most <= self.most).all():
            return False
        # a power of two above, so that it seldom happens
        bits = [int(one).bit_length() for one in np.maximum(most, self.most).tolist()]
        self.most = np.array([(1 << one) - 1 for one in bits], dtype=np.int64)
        self._fold()
        return True

    def widen(self, level: int) -> None:
        """Take in a level that came in at a place."""
        self.most = np.insert(self.most, level, 1)
        self._fold()

    def of(self, worth: IntArray) -> IntArray:
        """Return the heft of parts (…, W)."""
        found = worth[..., : len(self._scale)] @ self._scale
        if self._cut is not None:
            found = found + (worth[..., len(self._scale)] >> self._cut)
        return np.asarray(found, dtype=np.int64)

    def alone(self, amounts: IntArray, level: int) -> IntArray:
        """Return the heft of amounts (n,) of one level, 0 where it is too low to count."""
        worth = np.zeros((len(amounts), len(self.most)), dtype=np.int64)
        worth[:, level] = amounts
        return self.of(worth)

    def copy(self) -> Heft:
        """Return the same, apart."""
        other = Heft(len(self.most))
        other.most = self.most.copy()
        other._fold()
        return other

    def _fold(self) -> None:
        """Find how many levels fit whole, and how much of the next must be cut off."""
        need = [(TERMS * int(one)).bit_length() + 1 for one in self.most.tolist()]
        whole = 0
        while whole < len(need) and sum(need[: whole + 1]) <= BITS:
            whole += 1
        self._cut: int | None = None
        below = 0
        if whole < len(need):
            left = BITS - sum(need[:whole])
            cut = need[whole] - left
            if left > (2 * TERMS).bit_length() or whole == 0:
                self._cut, below = cut, left
        shifts = []
        for bits in reversed(need[:whole]):
            shifts.append(below)
            below += bits
        self._scale = np.array([1 << one for one in reversed(shifts)], dtype=np.int64)
