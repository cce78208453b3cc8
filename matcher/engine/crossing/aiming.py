"""Finds a flow where a level that counts can hardly reach its bound, as under budgets.

The relaxation spends every budget to the last cent, whole units do not, so that the bound on the
number of units is often missed by one or two. So a number is aimed at as a constraint, beginning
with the bound, and the search goes by the next level: it steps through the parts that lose least
by that level's relaxation over flows which reach the number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from matcher.engine.crossing.facing import Search
from matcher.engine.crossing.relaxation import Face
from matcher.engine.crossing.stepping import first_flow
from matcher.engine.problem.arrays import IntArray
from matcher.engine.running.clock import OutOfTimeError

MIDDLES = 3
"""Middles for each unit of the relaxation that the last search is given, those of least loss."""

SHARE = 0.3
"""Share of the time left for the search from the flow at hand."""

WORTH = 16
"""What a unit more is worth in that last search, in the largest weights of the next level."""


def aim(search: Search, deeper: Callable[[Face], Search], found: IntArray) -> IntArray | None:
    """Return a flow that reaches a level's bound or nearly so and is good by the next, if any.

    ``deeper`` relaxes the next level over a face, ``found`` is a flow at hand.
    """
    below: Search | None = None
    for missed in range(2):
        below = _below(search, deeper, search.target - missed)
        if below is None:
            return None
        # where the relaxation has no units, no fractions of units reach the number either
        flow = first_flow(below) if _units(below) else None
        if flow is not None:
            return flow
    return None if below is None else _from(found, search, below)


def _from(found: IntArray, search: Search, below: Search) -> IntArray | None:
    """Return a flow better than the one at hand, in number above all, if there is one."""
    units, number = _units(below), search.value(found)
    if not units or number >= search.target - 1 or not search.contains(found):
        return None
    face = replace(below.face, totals=((search.weights, number), *search.face.totals))
    most = WORTH * int(np.abs(below.weights).max(initial=0))
    wanted = replace(below, face=face, extra=most * search.weights)
    columns = np.union1d(_columns(below, MIDDLES * units), np.flatnonzero(found))
    return wanted.over(columns, found, None, SHARE).flow


def _below(search: Search, deeper: Callable[[Face], Search], total: int) -> Search | None:
    """Return the next level relaxed over flows of at least a total, None when time is up."""
    try:
        return deeper(search.reaching_at_least(total))
    except OutOfTimeError:
        if search.clock.partial:
            return None  # the relaxations so far have prices
        raise


def _units(below: Search) -> int:
    middles = slice(below.woven.lefts, below.woven.first_right)
    return round(float(below.proof.share[middles].sum()))


def _columns(below: Search, count: int) -> IntArray:
    return np.union1d(below.closest(count), np.flatnonzero(below.proof.share > 0))
