"""The best set and the lowest bound found so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.engine.problem.arrays import IntArray, PriceArray, compact, exact_dot
from matcher.engine.problem.levels import LevelScale
from matcher.engine.running.limits import Limits
from matcher.engine.sparse.core import Solved
from matcher.engine.sparse.keeping import Pool


class StoppedError(Exception):
    """A limit was reached in the middle of a scan."""


@dataclass(slots=True)
class Known:
    """The best set and the lowest bound so far, in the weights of one recipe."""

    levels: tuple[LevelScale, ...] = ()
    weight: int = -1
    chosen: IntArray | None = None
    objective: int = 0
    bound: int | None = None
    prices: tuple[PriceArray, ...] = ()

    def offer_set(self, pool: Pool, solved: Solved) -> None:
        """Take a set if it is better than the one before."""
        levels = solved.recipe.plan.levels
        if self.levels != levels:
            self.levels, self.weight, self.bound = levels, -1, None
        if solved.weight > self.weight:
            self.weight, self.objective = solved.weight, solved.points
            self.chosen = np.sort(pool.index[solved.chosen])

    def offer_prices(
        self, prices: tuple[PriceArray, ...], rise: PriceArray, capacity: Sequence[IntArray]
    ) -> None:
        """Take prices, the mentees' raised, if they give a lower bound."""
        if rise.any():
            mine: PriceArray = compact(prices[0].astype(np.object_) + rise)
            prices = (mine, *prices[1:])
        bound = sum(exact_dot(p, limit) for p, limit in zip(prices, capacity, strict=True))
        if self.bound is None or bound < self.bound:
            self.bound, self.prices = bound, prices

    def checking(self, limits: Limits) -> Callable[[], None]:
        """Return what ends a scan with a `StoppedError` at a limit, when there is a bound already."""

        def check() -> None:
            if self.bound is not None and limits.reached() is not None:
                raise StoppedError

        return check
