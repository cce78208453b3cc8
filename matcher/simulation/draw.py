"""Draws that are the same on every platform and in every process."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Shares(Generic[T]):
    """Values with the share of each; ``bounds`` holds the running total of the shares."""

    values: tuple[T, ...]
    bounds: tuple[int, ...]

    @classmethod
    def of(cls, shares: Mapping[T, int]) -> Shares[T]:
        """Return shares from weights by value; their sum need not be 100."""
        return cls(tuple(shares), tuple(accumulate(shares.values())))


class Draw:
    """A stream of draws that depends on a seed and a subject alone.

    Each table has a subject of its own, so that a change in one does not shift the others. All
    draws come from `random.Random.random`, whose sequence Python guarantees for a seed.
    """

    def __init__(self, seed: int, subject: str) -> None:
        self._next = random.Random(f"{seed}:{subject}").random  # noqa: S311 - a simulation, no secret

    def chance(self, percent: float) -> bool:
        """Return True in so many of a hundred draws."""
        return self._next() * HUNDRED < percent

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self._next() * (high - low + 1))

    def early(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, low ones most often."""
        return low + int(self._next() * self._next() * (high - low + 1))

    def one(self, values: Sequence[T]) -> T:
        """Return one of the values."""
        return values[int(self._next() * len(values))]

    def of(self, shares: Shares[T]) -> T:
        """Return one of the values by its share."""
        return shares.values[bisect_right(shares.bounds, self._next() * shares.bounds[-1])]

    def some(self, values: Sequence[T], count: int) -> list[T]:
        """Return at most so many different positions of the values, in their order."""
        left = list(range(len(values)))
        taken = sorted(left.pop(self.whole(0, len(left) - 1)) for _ in range(min(count, len(left))))
        return [values[i] for i in taken]
