"""Draws facts from a seed: orderly ones, or with a chance of disorder any that a cell may hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Draws facts, orderly ones or any that a cell may hold."""

    def __init__(self, seed: int, disorder: float) -> None:
        self.random = Random(seed)  # noqa: S311 -- made-up people, no secrets
        self.disorder = disorder

    def one(self, values: Sequence[T]) -> T:
        """Return one of the values."""
        return self.random.choice(values)

    def fact(self, orderly: Sequence[T], every: Sequence[T]) -> T:
        """Return an orderly value, or with the chance of disorder any at all."""
        return self.one(every if self.random.random() < self.disorder else orderly)

    def some(self, values: Sequence[T], most: int, least: int = 0) -> tuple[T, ...]:
        """Return between ``least`` and ``most`` different values."""
        size = self.random.randint(least, min(most, len(values)))
        return tuple(self.random.sample(list(values), size))

    def day(self, *around: date) -> date:
        """Return a day on, or just beside, one of these."""
        return self.one(around) + timedelta(days=self.random.randint(-1, 1))

    def ids(self, letter: str, count: int) -> list[str]:
        """Return distinct ids in no particular order."""
        numbers = self.random.sample(range(10, 10 + 7 * count), count)
        return [f"{letter}{number}" for number in numbers]
