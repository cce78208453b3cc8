"""What the engine returns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.folded import Weights, whole
from matcher.engine.problem.levels import LevelScale, unfold
from matcher.engine.problem.options import Family

Method = Literal["trivial", "flow", "milp", "greedy"]
Status = Literal["optimal", "feasible", "cancelled"]


@dataclass(frozen=True, slots=True)
class Component:
    """One connected part: its size, how it was solved, and how far it is from its bound.

    ``gap`` is in folded weight. ``status`` may be ``optimal`` with a positive gap when the solver
    closed the search and prices alone cannot show it.
    """

    options: int
    mentees: int
    method: Method
    status: Status
    gap: int


@dataclass(frozen=True)
class Solution:
    """A set of options with the prices that bound every other set.

    Attributes
    ----------
    chosen
        Sorted indices of the options picked.
    objective
        Total points.
    served
        How many mentees have an option.
    bound, bound_served
        What ``weight_bound`` says of points and served.
    status
        ``optimal``, ``feasible`` or ``cancelled``.
    prices
        One array per family, in the order mentee, mentor, families; Python ints where they pass
        64 bits. A price is for one unit of the normalised capacity in ``families``.
    families
        The families as normalised: capacity and usage of a label divided by the greatest common
        divisor of its usages, so that a label of constant usage counts places.
    folded
        The folded integer weight of each option, which ``weights`` computes when asked.
    weight, weight_bound, gap
        Total folded weight, Σ price × capacity, and the difference.
    levels
        How to read folded numbers.
    components
        The connected parts.
    """

    chosen: IntArray
    objective: int
    served: int
    bound: int
    status: Status
    prices: tuple[PriceArray, ...]
    bound_served: int
    families: tuple[Family, ...]
    folded: Weights
    weight: int
    weight_bound: int
    gap: int
    levels: tuple[LevelScale, ...]
    components: tuple[Component, ...]

    @cached_property
    def weights(self) -> PriceArray:
        """The folded integer weight of each option."""
        return whole(self.folded)

    def unfold(self, value: int) -> dict[str, int]:
        """Return a folded weight, price or difference as an amount per level."""
        return unfold(self.levels, int(value))
