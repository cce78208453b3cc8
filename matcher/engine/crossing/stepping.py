"""Searches over the parts of least loss, for a flow and for a bound below that of the prices.

Under budgets the relaxation is missed by more than a search over all parts can tell in time: prices
spend every budget to the last cent, whole units do not. Over the few parts of least loss a search
soon ends, or soon knows a far lower bound; and a flow that uses any other part weighs less than the
prices say by that part's loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.crossing.facing import Search
from matcher.engine.problem.arrays import IntArray

FIRST_STEP = 20_000
"""The first step takes the parts that lose no more than this part of the bound."""

STEPS = 4
"""Steps for a first flow, each twice as wide: in wider ones a search takes long to say anything."""

STEP_NODES = 50
"""Nodes of one step's search."""

BOUND_SHARE = 0.7
"""Share of the distance from flow to bound that the search for a bound may lose; cuts seldom close more."""

BOUND_NODES = 50
"""Nodes of that search: nearly all of what it can tell, it knows from its cuts at the first."""

TIME_SHARE = 0.5
"""Share of the time left that one search may take."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """The best ``flow`` (n,) found, if any, and a ``bound`` that no flow in the face passes."""

    flow: IntArray | None
    bound: int


def first_flow(search: Search) -> IntArray | None:
    """Return a flow in the face, of the fewest parts of least loss that hold one, if one is found."""
    tried = -1
    for step in range(STEPS):
        columns = search.losing_at_most((search.proof.bound << step) // FIRST_STEP)
        if len(columns) == tried:
            continue
        tried = len(columns)
        units = search.over(columns, None, STEP_NODES, TIME_SHARE)
        if units.flow is not None:
            return units.flow
        if not units.closed:
            break  # a wider search would not end either
    return None


def bounded(search: Search, found: IntArray) -> Stepped:
    """Return a flow no worse than ``found``, one of the face, and a bound of all its flows."""
    value, proof = search.value(found), search.proof
    if value >= search.target:
        return Stepped(found, search.target)
    reach = int(BOUND_SHARE * (proof.bound - value * proof.scale))
    columns = np.union1d(search.losing_at_most(reach), np.flatnonzero(found))
    units = search.over(columns, found, BOUND_NODES, TIME_SHARE)
    if units.flow is not None and search.value(units.flow) > value:
        found = units.flow
    return Stepped(found, search.bound_with(columns, units, found))
