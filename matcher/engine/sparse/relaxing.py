"""Prices of the options in memory without a search for whole sets, to price all others by.

Where capacities cross, a search for a whole set takes longer than the linear relaxations that
give prices, and while options are still taken in it is done in vain. So large crossing parts are
relaxed only, level by level, each over what the levels above leave.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.facing import Search, whole
from matcher.engine.crossing.filling import fill_by
from matcher.engine.crossing.sifting import Likely, relax
from matcher.engine.crossing.together import relax_together
from matcher.engine.crossing.weaving import weave
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.solution import Method, Status
from matcher.engine.running.clock import LEAST_SECONDS, Clock, OutOfTimeError
from matcher.engine.running.limits import Limits
from matcher.engine.solving.tally import Tally
from matcher.engine.solving.tasks import Outcome, Task, plan, run, trivial

RELAXED_FROM = 50_000
"""Options in a crossing part from which it is relaxed until no more options are wanted."""

PATIENT = 0.5
"""Share of the time left that relaxing may take; the rest is for whole sets."""


def patience(limits: Limits) -> Clock:
    """Return the clock of relaxations that start now."""
    left = limits.seconds
    return Clock.after(None if left is None else PATIENT * left, partial=False)


def relax_parts(tally: Tally, limits: Limits, clock: Clock) -> bool:
    """Fill a tally with a quick set and the prices of relaxations; return whether it was done.

    It is not, and the tally is left as it was, where a limit is reached meanwhile, or the clock
    runs out.
    """
    parts, folding, rows = tally.parts, tally.folding, tally.rows
    tasks = plan(parts, folding, rows)
    found = []
    try:
        for task in tasks:
            _look(limits, clock)
            found.append((task, _outcome(task, folding.scales, limits, clock)))
    except OutOfTimeError:
        return False
    simple, outcome = trivial(parts, folding, folding.stages[:, rows])
    tally.add(outcome, simple, "trivial", "optimal")
    for task, outcome in found:
        status: Status = "optimal" if outcome.closed else "feasible"
        method: Method = "milp" if isinstance(task, Crossing) else "flow"
        tally.add(outcome, np.unique(task.component), method, status)
    return True


def large(task: Task) -> bool:
    """Return whether a task is a crossing of which a whole set takes long to find."""
    return isinstance(task, Crossing) and len(task.rows) >= RELAXED_FROM


def _look(limits: Limits, clock: Clock) -> None:
    if limits.reached() is not None or clock.seconds <= LEAST_SECONDS:
        raise OutOfTimeError


def _outcome(task: Task, scales: tuple[int, ...], limits: Limits, clock: Clock) -> Outcome:
    if not (isinstance(task, Crossing) and large(task)):
        return run(task, scales, clock)
    woven = weave(task)
    order = np.lexsort(tuple(-values for values in woven.values[::-1]))
    rank = np.empty(woven.size, dtype=np.int64)
    rank[order] = np.arange(woven.size)
    prices, last = _dive(woven, rank, limits, clock)
    flow = last.rounded()
    if flow is None:
        flow = fill_by(woven, last.face.columns, last.proof, rank)
    return Outcome(task.rows[woven.chosen(flow)], task.by_family(prices), closed=False)


def _dive(woven: Woven, rank: IntArray, limits: Limits, clock: Clock) -> tuple[PriceArray, Search]:
    """Return folded prices of all levels, down to the first one with a bound that is not whole.

    With them comes that level, or the lowest one.
    """
    problem = woven.problem
    total: PriceArray = np.zeros(len(problem.capacity), dtype=np.object_)
    face, support = whole(woven), np.zeros(0, dtype=np.int64)
    ahead = relax_together(woven, Likely(rank, support), clock)
    for level, values in enumerate(woven.values):
        _look(limits, clock)
        if level < len(ahead):
            search = ahead[level]
        else:
            start = np.union1d(support, _one_per_block(woven, face.columns, rank))
            proof = relax(woven, face, values, Likely(rank, start), clock)
            search = Search(woven, face, level, proof, clock)
        proof = search.proof
        support = np.flatnonzero(proof.share > 0)
        total = total - (-proof.prices.astype(np.object_) * problem.folds[level] // proof.scale)
        if not search.whole:
            break
        face = search.at_bound()
    return np.maximum(total, 0), search


def _one_per_block(woven: Woven, columns: IntArray, rank: IntArray) -> IntArray:
    """Return the first middle of each block among some parts, so that all its lefts take part."""
    middles = columns[(columns >= woven.lefts) & (columns < woven.first_right)]
    block = woven.ends.block[middles - woven.lefts]
    order = np.lexsort((rank[middles], block))
    return middles[order[np.unique(block[order], return_index=True)[1]]]
