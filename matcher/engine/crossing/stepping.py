"""Searches the parts of least loss, wider step by step, for a flow and a bound below the prices'.

Under budgets the relaxation is missed by more than a search over all parts can tell in time: prices
spend every budget to the last cent, whole units do not. Over the few parts of least loss a search
soon ends, or soon knows a far lower bound; and a flow that uses any other part weighs less than the
prices say by that part's loss. So a step's bound is the larger of the two, and says how wide the
next step has to be: as far as that bound, no further.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.crossing.facing import Search
from matcher.engine.problem.arrays import IntArray

FIRST_STEP = 20_000
"""The first step takes the parts that lose no more than this part of the bound."""

WIDER = 2
"""How many times wider each step for a first flow is than the one before."""

STEPS = 6
"""Steps for a first flow: to 32 / 20,000 of the bound, where a search is slow to say anything."""

BOUNDING_STEPS = 3
"""Steps for a bound; each closes most of what the one before left open."""

STEP_NODES = 200
"""Nodes of one step's search."""

STEP_SHARE = 0.35
"""Share of the time left that one step may take."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """The best ``flow`` (n,) found, if any, and a ``bound`` that no flow in the face passes."""

    flow: IntArray | None
    bound: int


def first_flow(search: Search) -> IntArray | None:
    """Return a flow in the face, of the fewest parts of least loss that hold one, if one is found."""
    tried = -1
    for step in range(STEPS):
        columns = _losing_at_most(search, (search.proof.bound << step) // FIRST_STEP)
        if len(columns) == tried:
            continue
        tried = len(columns)
        units = search.over(columns, None, STEP_NODES, STEP_SHARE)
        if units.flow is not None:
            return units.flow
        if not units.closed:
            break  # a wider search would not end either
    return None


def bounded(search: Search, found: IntArray) -> Stepped:
    """Return a flow no worse than ``found``, one of the face, and a bound of all its flows."""
    bound, reach = search.target, search.proof.bound // (FIRST_STEP // WIDER**2)
    for _ in range(BOUNDING_STEPS):
        value = search.value(found)
        if value >= bound:
            break
        reach = min(reach, search.proof.bound - value * search.proof.scale)
        columns = np.union1d(_losing_at_most(search, reach), np.flatnonzero(found))
        units = search.over(columns, found, STEP_NODES, STEP_SHARE)
        if units.flow is not None and search.value(units.flow) > value:
            found = units.flow
        bound = min(bound, search.bound_with(columns, units, found))
        if units.bound is None:
            break
        wanted = search.proof.bound - units.bound * search.proof.scale
        if wanted <= reach:
            break  # what is outside loses more than what is inside
        reach = wanted
    return Stepped(found, bound)


def _losing_at_most(search: Search, loss: int) -> IntArray:
    columns: IntArray = search.face.columns[search.proof.loss <= loss]
    return columns
