"""A deadline for the solvers that can keep one themselves."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from matcher.engine.problem.arrays import IntArray

LEAST_SECONDS = 0.01
"""Solvers are given at least this, as some read 0 as no limit."""


class OutOfTimeError(Exception):
    """A solver stopped at its deadline; ``chosen`` is the best set it had, if any."""

    def __init__(self, chosen: IntArray | None = None) -> None:
        super().__init__("Expected the solver to finish before its deadline.")
        self.chosen = chosen


@dataclass(frozen=True, slots=True)
class Clock:
    """``deadline`` on the monotonic clock, None for none; ``partial``: part of an answer will do."""

    deadline: float | None = None
    partial: bool = False

    @classmethod
    def after(cls, seconds: float | None, *, partial: bool) -> Clock:
        """Return the clock that ends this many seconds from now."""
        return cls(None if seconds is None else time.monotonic() + seconds, partial)

    @property
    def seconds(self) -> float:
        """Seconds left, infinite without a deadline."""
        if self.deadline is None:
            return np.inf
        return max(LEAST_SECONDS, self.deadline - time.monotonic())


ENDLESS = Clock()
