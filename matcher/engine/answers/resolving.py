"""Solves a part of a problem again with something changed in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.engine.answers.settled import Settled
from matcher.engine.problem.arrays import IntArray
from matcher.engine.solving.assign import assign

ROOM = 2**60
"""Lotteries are stretched while their totals stay below this."""


def solve_again(
    settled: Settled,
    rows: IntArray,
    capacities: Sequence[IntArray],
    seconds: float | None,
) -> tuple[IntArray, bool]:
    """Return the best set of some options under changed capacities, and whether it is proven.

    Of sets that weigh the same, one that keeps more of the options chosen before is taken, where
    the numbers leave room for asking that.

    Parameters
    ----------
    settled
        The solved problem.
    rows
        The options allowed.
    capacities
        One array per family.
    seconds
        Time limit, None for none.
    """
    if not rows.size:
        return rows, True
    options = settled.options.take(rows)
    mentor = options.families[1]
    solution = assign(
        options.mentee,
        mentor.labels,
        options.points,
        mentor_capacity=capacities[1],
        families=[
            (family.labels, capacity, family.usage)
            for family, capacity in zip(options.families[2:], capacities[2:], strict=True)
        ],
        single_choice=[(choice.group, choice.choice) for choice in options.choices],
        objective=settled.objective,
        priority=options.priority,
        previous=None if options.previous is None else options.previous.astype(np.bool_),
        continuity=options.continuity,
        lottery=_lottery(settled, rows, options.lottery),
        time_limit=seconds,
    )
    return rows[solution.chosen], solution.status == "optimal"


def _lottery(settled: Settled, rows: IntArray, lottery: IntArray | None) -> IntArray | None:
    kept = np.isin(rows, settled.chosen).astype(np.int64)
    if lottery is None:
        return kept
    people = len(np.unique(settled.options.mentee[rows]))
    nodes = 2 * len(settled.options.families) * len(rows) + 4
    largest = float(np.abs(lottery).max(initial=0)) + 1
    if largest * (people + 1) * max(nodes, people) >= ROOM:
        return lottery
    return lottery * (people + 1) + kept
