"""The pieces of work that a solve falls apart into, each runnable in any process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.engine.crossing import milp
from matcher.engine.crossing.component import Crossing, crossings
from matcher.engine.crossing.descent import descend
from matcher.engine.crossing.greedy import insert_best_first, quick_prices
from matcher.engine.crossing.weaving import weave
from matcher.engine.flow import network
from matcher.engine.problem.arrays import BoolArray, IntArray, PriceArray
from matcher.engine.problem.components import Parts
from matcher.engine.problem.levels import Folding
from matcher.engine.problem.structure import Layered, arrange
from matcher.engine.running.clock import ENDLESS, Clock

Task = Layered | Crossing

WOVEN_FROM = 4_000
"""Options in a crossing component from which it pays to look for the parts that they share."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``chosen`` rows; ``prices`` as (family, labels, folded prices); ``closed``: proven best.

    ``bounds``, one for each level looked at, hold for all sets as good in the levels before.
    """

    chosen: IntArray
    prices: tuple[tuple[int, IntArray, PriceArray], ...]
    closed: bool
    bounds: tuple[int, ...] = ()


def run(task: Task, scales: Sequence[int], clock: Clock = ENDLESS) -> Outcome:
    """Solve one task.

    Raises
    ------
    OutOfTimeError
        When a search passes the clock's deadline and it asks for all or nothing.
    CertificateError
        When a flow is not optimal.
    """
    if isinstance(task, Crossing):
        if len(task.rows) < WOVEN_FROM:
            solved = milp.solve(task, task.start(), clock)
        else:
            solved = descend(task, weave(task), clock)
        prices = task.by_family(solved.prices)
        return Outcome(solved.chosen, prices, solved.closed, solved.bounds)
    flow = network.solve(task)
    folds = []
    for family, labels, stages in zip(task.families, task.labels, flow.prices, strict=True):
        folded = np.zeros(len(labels), dtype=np.object_)
        for scale, stage in zip(scales, stages, strict=True):
            folded = folded + stage.astype(np.object_) * scale
        folds.append((family, labels, folded))
    return Outcome(flow.chosen, tuple(folds), closed=True)


def trivial(parts: Parts, folding: Folding, stages: IntArray) -> tuple[IntArray, Outcome]:
    """Return the components that only their mentee limits, and each one's heaviest option."""
    alone = (parts.active == 1) & ~parts.tangled
    simple, rows = np.flatnonzero(alone), np.flatnonzero(alone[parts.component])
    mentee = parts.layers[0].labels[rows]
    order = np.lexsort((rows, *(-stage[rows] for stage in stages[::-1]), mentee))
    first = order[np.unique(mentee[order], return_index=True)[1]]
    folded = np.zeros(len(first), dtype=np.object_)
    for scale, stage in zip(folding.scales, stages, strict=True):
        folded = folded + stage[rows[first]].astype(np.object_) * scale
    return simple, Outcome(np.sort(rows[first]), ((0, mentee[first], folded),), closed=True)


def fallback(parts: Parts, folding: Folding, rows: IntArray, components: IntArray) -> Outcome:
    """Return a quick set and quick prices for some components; ``rows`` as in `plan`."""
    here = np.flatnonzero(np.isin(parts.component, components))
    stages = folding.stages[:, rows]
    chosen = insert_best_first(parts.layers, parts.choices, stages, here)
    scores = folding.scores()[rows]
    found = quick_prices(parts.layers, scores, here, float(scores[chosen].sum()))
    left = folding.weights()[rows[here]].astype(np.object_)
    prices: list[tuple[int, IntArray, PriceArray]] = []
    for family, (layer, price) in enumerate(zip(parts.layers[1:], found, strict=True), start=1):
        whole = np.array([int(value) for value in price.tolist()], dtype=np.object_)
        left = left - whole[layer.labels[here]] * layer.usage[here]
        prices.append((family, np.flatnonzero(whole), whole[whole != 0]))
    mentees, mentee = np.unique(parts.layers[0].labels[here], return_inverse=True)
    mine = np.zeros(len(mentees), dtype=np.object_)
    np.maximum.at(mine, mentee, left)
    return Outcome(chosen, ((0, mentees, mine), *prices), closed=False)


def plan(parts: Parts, folding: Folding, rows: IntArray) -> list[Task]:
    """Return networks and crossings that together cover all components with shared limits.

    ``rows`` are the folding's options that the parts are made of.
    """
    tasks: list[Task] = []
    stages = folding.stages[:, rows]
    crossed: BoolArray = parts.tangled.copy()
    shared = ~parts.tangled & (parts.active != 1)
    for mask in np.unique(parts.active[shared]).tolist():
        here = np.flatnonzero((shared & (parts.active == mask))[parts.component])
        active = [family for family in range(len(parts.layers)) if mask >> family & 1]
        # beside the active, orders are guessed from mentors; taking all takes longer than to guess
        layers = [
            layer.take(here) if family in {1, *active} else layer
            for family, layer in enumerate(parts.layers)
        ]
        found, left = arrange(layers, active, parts.component[here], stages[:, here])
        tasks.extend(network.renumbered(here) for network in found)
        crossed[parts.component[here[left]]] = True
    if crossed.any():
        tasks.extend(crossings(parts, folding, rows, crossed))
    return tasks
