"""Checks a set of options and its prices, with no solver: capacities, lines and total.

Weak duality: when every option's weight is at most the sum of price × usage along its labels, no
set that respects the capacities weighs more than Σ price × capacity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.engine.problem.arrays import IntArray, PriceArray, exact_dot
from matcher.engine.problem.folded import Weights, some
from matcher.engine.problem.options import Choice, Options
from matcher.engine.proof.shortfall import exact, rough


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a certificate holds; ``violation`` says in words what fails first.

    ``weight`` is the total of the chosen options, ``bound`` Σ price × capacity; the set is
    proven best when they are equal.
    """

    ok: bool
    violation: str | None
    weight: int
    bound: int

    @property
    def gap(self) -> int:
        """How much more any other set could weigh at most."""
        return self.bound - self.weight


def check(
    options: Options, chosen: IntArray, prices: Sequence[PriceArray], weights: Weights
) -> Checked:
    """Check a set of options against the capacities, and prices against every option.

    Parameters
    ----------
    options
        Normalised options, see `read_options`.
    chosen
        Indices of the options picked.
    prices
        One array per family, for a unit of normalised capacity.
    weights
        (n,) folded weight of each option.

    Notes
    -----
    An option that takes more than the whole capacity of a label can be in no set, so that its line
    is not asked for.
    """
    weight = sum(some(weights, chosen).tolist())
    bound = sum(
        exact_dot(price, family.capacity)
        for price, family in zip(prices, options.families, strict=True)
    )
    violation = _capacities(options, chosen) or _lines(options, prices, weights)
    return Checked(violation is None, violation, weight, bound)


def _capacities(options: Options, chosen: IntArray) -> str | None:
    """Return what the chosen options break, or None."""
    repeated = len(chosen) - len(np.unique(chosen))
    if repeated:
        return f"Expected each option once, found {repeated} repeated."
    for number, family in enumerate(options.families):
        used = np.zeros(len(family.capacity), dtype=np.int64)
        np.add.at(used, family.labels[chosen], family.usage[chosen])
        over = np.flatnonzero(used > family.capacity)
        if over.size:
            label = over[0]
            return (
                f"Expected at most {family.capacity[label]} used of label {label} of "
                f"{name_of(number)}, found {used[label]}."
            )
    for choice in options.choices:
        broken = _two_choices(choice, chosen)
        if broken:
            return broken
    return None


def _two_choices(choice: Choice, chosen: IntArray) -> str | None:
    group, made = choice.group[chosen], choice.choice[chosen]
    order = np.lexsort((made, group))
    group, made = group[order], made[order]
    twice = np.flatnonzero((group[1:] == group[:-1]) & (made[1:] != made[:-1]))
    if not twice.size:
        return None
    at = twice[0]
    return f"Expected one choice in group {group[at]}, found choices {made[at]} and {made[at + 1]}."


def _lines(options: Options, prices: Sequence[PriceArray], weights: Weights) -> str | None:
    """Return the first price below 0 or option that outweighs its prices, or None."""
    for number, price in enumerate(prices):
        low = np.flatnonzero(price < 0)
        if low.size:
            return (
                f"Expected prices >= 0, found {price[low[0]]} for label {low[0]} of "
                f"{name_of(number)}."
            )
    needed = np.flatnonzero(~options.barred())
    unclear = needed[~(rough(options, prices, weights, needed).most < 0)]
    short = unclear[exact(options, prices, weights, unclear) > 0]
    if short.size:
        found = some(weights, short[:1])[0]
        return (
            f"Expected the weight of option {short[0]} to be at most the prices along it, found "
            f"{found}."
        )
    return None


def worth(options: Options, prices: Sequence[PriceArray]) -> PriceArray:
    """Return for each option Σ price × usage along its labels."""
    total: PriceArray = np.zeros(options.size, dtype=np.int64)
    for family, price in zip(options.families, prices, strict=True):
        if not price.any():
            continue
        one = bool((family.usage == 1).all())
        exact = price if one or price.dtype == np.object_ else price.astype(np.object_)
        along = exact[family.labels]
        total = total + (along if one else along * family.usage)
    return total


def name_of(family: int) -> str:
    """Return how messages call a family by its place: mentee, mentor, then numbered."""
    return ("mentee", "mentor")[family] if family < 2 else f"family {family - 2}"  # noqa: PLR2004 - the two named ones
