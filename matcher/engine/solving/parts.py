"""Solves the parts that a problem falls apart into, one after the other, until a limit is reached."""

from __future__ import annotations

import numpy as np

from matcher.engine.problem.solution import Method, Status
from matcher.engine.problem.structure import Layered
from matcher.engine.running.limits import Limits
from matcher.engine.solving.runner import Progress, run_all
from matcher.engine.solving.tally import Tally
from matcher.engine.solving.tasks import fallback, plan, trivial


def solve_parts(
    tally: Tally, limits: Limits, *, quick: bool, progress: Progress | None = None
) -> Status | None:
    """Fill a tally with the outcomes of all its parts.

    Parts that are not solved get a quick set with its bound.

    Parameters
    ----------
    tally
        Holds options, parts and weights; nothing was added to it yet.
    limits
        When to stop.
    quick
        Whether to leave everything to quick sets that a choice is needed for.
    progress
        Told after each part.

    Returns
    -------
    Status | None
        What a limit, or ``quick``, made of it; None when all was solved.
    """
    parts, folding, rows = tally.parts, tally.folding, tally.rows
    simple, outcome = trivial(parts, folding, folding.stages[:, rows])
    tally.add(outcome, simple, "trivial", "optimal")
    stopped: Status | None = "feasible" if quick else None
    left = np.setdiff1d(np.arange(parts.count), simple)
    tasks = [] if quick else plan(parts, folding, rows)
    for answer in run_all(tasks, folding.scales, limits, progress):
        if isinstance(answer, str):
            stopped = "cancelled" if answer == "cancelled" else "feasible"
            break
        number, outcome = answer
        task = tasks[number]
        components = np.unique(task.component)
        method: Method = "flow" if isinstance(task, Layered) else "milp"
        tally.add(outcome, components, method, "optimal" if outcome.closed else "feasible")
        left = np.setdiff1d(left, components)
    if left.size:
        tally.add(fallback(parts, folding, rows, left), left, "greedy", stopped or "feasible")
    return stopped
