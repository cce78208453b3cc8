"""Exact assignment over all options of an instance of which a solver sees only a few.

Solve over the best few options of everybody, read the prices, and scan all options for any that
outweighs the prices along it; take those in and repeat until there is none. Then the prices hold
for every option, so that by weak duality the set is the best of all (column generation; Dantzig
and Wolfe, 1960). Where capacities cross and prices leave a gap, options whose prices pass their
weight by less than the gap are taken in too, until no option outside can be part of a better set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.levels import (
    POINTS,
    SERVED,
    LevelScale,
    Objective,
    unfold,
    unfold_bound,
)
from matcher.engine.problem.options import Array, OptionsError
from matcher.engine.problem.solution import Method, Status
from matcher.engine.running.limits import Cancel, Limits
from matcher.engine.solving.runner import Progress
from matcher.engine.sparse.core import Solved, solve_core
from matcher.engine.sparse.keeping import Pool
from matcher.engine.sparse.known import Known, StoppedError
from matcher.engine.sparse.placed import PlacedSource
from matcher.engine.sparse.rounds import MARGIN, NARROW, relax_rounds
from matcher.engine.sparse.scan import Scanner
from matcher.engine.sparse.source import OptionBlock, Source
from matcher.engine.sparse.survey import Recipe, Survey, survey, survey_placed

LIKELY = 5
"""Options per mentee that the solver starts with, where prices can be estimated first."""

FEW = 2
"""Options per mentee that the solver starts with from a placed source: where there are many more
mentees than places, most of what it needs is among the best of the mentors."""

TAIL = 50
"""All options are read again once those near want less than this part of what the solver saw: to
solve once more costs about as much as to read, and reading finds what is still far too."""

GROWTH = 4
"""Options taken in per mentee and round."""

ALL = 64
"""Likewise of those that a better set may use, once prices hold for all."""


@dataclass(frozen=True, slots=True)
class SparseSolution:
    """A set of options with prices that bound every other set; as `Solution`, over a source.

    Attributes
    ----------
    chosen
        Sorted numbers of the options picked, counted from the source's first.
    objective, served
        Total points, and how many mentees have an option.
    bound, bound_served
        What ``weight_bound`` says of points and served.
    status
        ``optimal``, ``feasible`` or ``cancelled``.
    prices, capacity
        One array per family, mentee and mentor first: prices for one unit of the capacity, which
        is divided by the greatest common divisor of a label's usages.
    weight, weight_bound, gap
        Total folded weight, Σ price × capacity, and the difference.
    levels
        How to read folded numbers.
    options, mentees, core, rounds
        How many options there are, and how many mentees who have any; how many options the solver
        saw in the end, and how often it ran.
    method
        The hardest method that a part took at last.
    seen
        The options that the solver saw; the chosen are among them.
    recipe
        How options are weighed.
    """

    chosen: IntArray
    objective: int
    served: int
    bound: int
    bound_served: int
    status: Status
    prices: tuple[PriceArray, ...]
    capacity: tuple[IntArray, ...]
    weight: int
    weight_bound: int
    gap: int
    levels: tuple[LevelScale, ...]
    options: int
    mentees: int
    core: int
    rounds: int
    method: Method
    seen: Pool
    recipe: Recipe

    def unfold(self, value: int) -> dict[str, int]:
        """Return a folded weight, price or difference as an amount per level."""
        return unfold(self.levels, int(value))


def assign_sparse(
    source: Source | PlacedSource,
    *,
    mentor_capacity: Array,
    capacities: Sequence[Array] = (),
    objective: Objective = "fit",
    priority: Array | None = None,
    k: int = 10,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    cancel: Cancel | None = None,
    progress: Progress | None = None,
) -> SparseSolution:
    """Return the best set of all options of a source, as `assign` does of options in memory.

    Levels, families and limits are those of `assign`; where the best set is unique, as a lottery
    makes it, so is the set.

    Parameters
    ----------
    source
        The options; read once to add up what levels can reach, once for the best few, and once
        in each round, twice beside a gap.
    mentor_capacity
        One per mentor, >= 0.
    capacities
        One array for each further family of the source's blocks.
    objective, priority
        As for `assign`.
    k
        Options per mentee and per mentor that the solver starts with, >= 1; half as many where
        prices are estimated first, and at most `FEW` per mentee of a placed source.
    time_limit, memory_limit, cancel
        As for `assign`. The first two scans are done in any case; a scan of prices is stopped
        when there is a bound already. Memory is watched where a solving process is started.
    progress
        Told in words how far it is, once a round.

    Raises
    ------
    OptionsError
        When an input is out of range; a `ValueError` too.
    PointsOverflowError
        When a level cannot be added up in 64 bits.
    CertificateError
        When a result does not pass its own exact check.
    SolverDiedError
        When a solving process ends by itself.
    """
    if k < 1:
        raise OptionsError(f"Expected k >= 1, got {k}.")
    limits = Limits.read(time_limit, memory_limit, cancel)
    limited = [_capacity(mentor_capacity, "mentor")]
    limited += [_capacity(given, f"family {number}") for number, given in enumerate(capacities)]
    classes = None if priority is None else _integers(priority, "priority")
    surveyed = _survey(source, limited, classes, objective)
    shape = surveyed.shape
    scanner = Scanner(source, surveyed, surveyed.recipe)
    placed = isinstance(source, PlacedSource)
    estimate = not (capacities or placed) and len(scanner.recipe.plan.scales) > 1
    many = (k + 1) // 2 if estimate else k
    pool = scanner.first((min(FEW, many) if placed else many, many))
    if pool is not None and estimate:
        pool = scanner.likely(pool, LIKELY) or pool
    if pool is None:
        none = OptionBlock([], [], [], tuple([] for _ in capacities))
        pool = Pool(shape.read(none, 0), np.zeros(0, dtype=np.int64))
    known = Known()
    relaxed = relax_rounds(scanner, pool, known, limits, progress)
    scanner, pool, rounds, priced = relaxed
    status: Status = "optimal"
    while True:
        rounds += 1
        quick = time_limit == 0 or limits.reached() is not None
        solved = solve_core(pool.options, scanner.recipe, limits, quick=quick)
        scanner = replace(scanner, recipe=solved.recipe)
        known.offer_set(pool, solved)
        priced &= known.bound is not None
        if priced:
            more, finished = _left(scanner, pool, solved, known, limits)
        else:
            more, finished = _more(scanner, pool, solved, known, limits)
        if progress is not None:
            added = 0 if more is None else len(more.index)
            progress(f"round {rounds}: {len(pool.index)} options solved, {added} more wanted")
        if known.weight == known.bound:
            break
        if more is None:
            status = _reason(limits) if solved.stopped or not finished else solved.status
            break
        if rounds <= NARROW and solved.near and solved.bound == solved.weight:
            # the set has no slack, so that all of it stays
            pool = scanner.around(pool, solved.prices, MARGIN * solved.near)
        pool = pool.joined(more)
    return _solution(known, status, scanner, (pool, rounds, solved.method))


def _survey(
    source: Source | PlacedSource,
    capacity: Sequence[IntArray],
    priority: IntArray | None,
    objective: Objective,
) -> Survey:
    if not isinstance(source, PlacedSource):
        return survey(source, capacity=capacity, priority=priority, objective=objective)
    return survey_placed(source, capacity=capacity, priority=priority, objective=objective)


def _more(
    scanner: Scanner, pool: Pool, solved: Solved, known: Known, limits: Limits
) -> tuple[Pool | None, bool]:
    """Return options to take in, None when there are none or a limit is reached; and whether not."""
    check = known.checking(limits)
    prices, near = solved.prices, solved.near
    try:
        if not solved.stopped:
            few = scanner.wanted_nearby(prices, near, pool.index, GROWTH, check)
            if few is not None and len(few.index) > len(pool.index) // TAIL:
                return few, True
        wanted, rise = scanner.wanted(prices, near, pool.index, GROWTH, check)
        known.offer_prices(prices, rise, scanner.survey.shape.capacity)
        if solved.stopped:
            return None, False
        if wanted is None and solved.bound > solved.weight:
            gap = solved.bound - known.weight
            wanted = scanner.within(prices, gap, pool.index, GROWTH, check)
    except StoppedError:
        return None, False
    return wanted, True


def _left(
    scanner: Scanner, pool: Pool, solved: Solved, known: Known, limits: Limits
) -> tuple[Pool | None, bool]:
    """Return what `_more` does where prices that hold for all options are known already."""
    if solved.stopped or known.bound is None:
        return None, False
    gap = known.bound - known.weight
    try:
        check = known.checking(limits)
        return scanner.within(known.prices, gap, pool.index, ALL, check), True
    except StoppedError:
        return None, False


def _reason(limits: Limits) -> Status:
    return "cancelled" if limits.reached() == "cancelled" else "feasible"


def _solution(
    known: Known, status: Status, scanner: Scanner, last: tuple[Pool, int, Method]
) -> SparseSolution:
    pool, rounds, method = last
    chosen = np.zeros(0, dtype=np.int64) if known.chosen is None else known.chosen
    weight_bound = 0 if known.bound is None else known.bound
    bound = unfold_bound(known.levels, weight_bound)
    return SparseSolution(
        chosen=chosen,
        objective=known.objective,
        served=len(chosen),
        bound=bound.get(POINTS, 0),
        bound_served=sum(n for name, n in bound.items() if name.startswith(SERVED)),
        status=status,
        prices=known.prices,
        capacity=scanner.survey.shape.capacity,
        weight=max(0, known.weight),
        weight_bound=weight_bound,
        gap=weight_bound - max(0, known.weight),
        levels=known.levels,
        options=scanner.survey.options,
        mentees=scanner.survey.mentees,
        core=len(pool.index),
        rounds=rounds,
        method=method,
        seen=pool,
        recipe=scanner.recipe,
    )


def _integers(values: Array, name: str) -> IntArray:
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise OptionsError(f"Expected {name} as a 1-D array of integers, got {array.dtype}.")
    return array.astype(np.int64)


def _capacity(values: Array, name: str) -> IntArray:
    capacity = _integers(values, f"capacity of {name}")
    if capacity.size and int(capacity.min()) < 0:
        at = int(np.argmin(capacity))
        raise OptionsError(f"Expected capacity >= 0, got {capacity[at]} for label {at} of {name}.")
    return capacity
