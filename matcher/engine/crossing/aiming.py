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
from matcher.engine.crossing.pieces import assembled, regrouped
from matcher.engine.crossing.relaxation import Face
from matcher.engine.crossing.search import FLOAT_LIMIT
from matcher.engine.crossing.stepping import first_flow
from matcher.engine.problem.arrays import IntArray
from matcher.engine.running.clock import OutOfTimeError

WORTH, MORE_WORTH = 16, 4
"""What a unit more is worth, in the largest weights of the next level, and per level above."""

REACHES = (1_800, 900)
"""Its searches take parts that lose no more than such a part of the bound; nearer ones seldom suffice."""

NODES = 100
"""Nodes of a search for more units from a flow at hand."""

SHARE = 0.3
"""Share of the time left that it may take."""


def aim(search: Search, deeper: Callable[[Face], Search], found: IntArray) -> IntArray | None:
    """Return a flow that reaches a level's bound or nearly so and is good by the next, if any.

    ``deeper`` relaxes the next level over a face, ``found`` is a flow at hand.
    """
    at_bound = _below(search, deeper, search.target)
    if at_bound is None:
        return None
    # where the relaxation has no units, no fractions of units reach the number either
    flow = first_flow(at_bound) if at_bound.proof.share.any() else None
    if flow is not None:
        return flow
    below = _below(search, deeper, search.target - 1)
    if below is None or not below.proof.share.any():
        return None
    return _climbed(found, search, below)


def _climbed(found: IntArray, search: Search, below: Search) -> IntArray:
    """Return a flow better than the one at hand where one is found, in number above all."""
    values, target = below.woven.values, search.target - 1
    most, extra = WORTH * int(np.abs(below.weights).max(initial=0)), 0 * below.weights
    room = FLOAT_LIMIT // (4 * below.woven.problem.mentees)
    for above in values[below.level - 1 :: -1]:
        extra, most = extra + most * above, max(most, min(MORE_WORTH * most, room))
    flow = max(found, assembled(below, extra), key=lambda one: (values @ one).tolist())
    totals = tuple((above, int(above @ flow)) for above in values[: below.level])
    nothing_full = np.zeros_like(below.face.full)
    face = replace(below.face, full=nothing_full, totals=totals)
    wanted = replace(below, face=face, extra=extra)
    for reach in REACHES:
        columns = below.losing_at_most(below.proof.bound // reach)
        better = wanted.over(np.union1d(columns, np.flatnonzero(flow)), flow, NODES, SHARE).flow
        flow = flow if better is None else better
        if search.value(flow) >= target:
            break
        flow = regrouped(wanted, flow, target)
    return flow


def _below(search: Search, deeper: Callable[[Face], Search], total: int) -> Search | None:
    """Return the next level relaxed over flows of at least a total, None when time is up."""
    try:
        return deeper(search.reaching_at_least(total))
    except OutOfTimeError:
        if search.clock.partial:
            return None  # the relaxations so far have prices
        raise
