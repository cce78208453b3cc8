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

from matcher.engine.problem.arrays import IntArray, PriceArray, compact, exact_dot
from matcher.engine.problem.levels import (
    POINTS,
    SERVED,
    LevelScale,
    Objective,
    unfold,
    unfold_bound,
)
from matcher.engine.problem.options import Array, OptionsError
from matcher.engine.problem.solution import Status
from matcher.engine.running.limits import Cancel, Limits
from matcher.engine.solving.runner import Progress
from matcher.engine.sparse.core import Solved, solve_core
from matcher.engine.sparse.scan import Pool, Scanner
from matcher.engine.sparse.source import OptionBlock, Source
from matcher.engine.sparse.survey import survey

LIKELY = 5
"""Options per mentee that the solver starts with, where prices can be estimated first."""

NEARLY = 100
"""Where any option is wanted, those are taken in too that fall short of their prices by up to this
part of the points of a mean option chosen: it saves rounds."""

GROWTH = 4
"""Options taken in per mentee and round."""


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
    options, core, rounds
        How many options there are, how many of them the solver saw in the end, how often it ran.
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
    core: int
    rounds: int

    def unfold(self, value: int) -> dict[str, int]:
        """Return a folded weight, price or difference as an amount per level."""
        return unfold(self.levels, int(value))


class _StoppedError(Exception):
    """A limit was reached in the middle of a scan."""


@dataclass(slots=True)
class _Known:
    """The best set and the lowest bound so far, in the weights of one recipe."""

    levels: tuple[LevelScale, ...] = ()
    weight: int = -1
    chosen: IntArray | None = None
    objective: int = 0
    bound: int | None = None
    prices: tuple[PriceArray, ...] = ()

    def offer_set(self, pool: Pool, solved: Solved) -> None:
        """Take a set if it is better than the one before."""
        levels = solved.recipe.plan.levels
        if self.levels != levels:
            self.levels, self.weight, self.bound = levels, -1, None
        if solved.weight > self.weight:
            self.weight, self.objective = solved.weight, solved.points
            self.chosen = np.sort(pool.index[solved.chosen])

    def offer_prices(
        self, prices: tuple[PriceArray, ...], rise: PriceArray, capacity: Sequence[IntArray]
    ) -> None:
        """Take prices, the mentees' raised, if they give a lower bound."""
        if rise.any():
            mine: PriceArray = compact(prices[0].astype(np.object_) + rise)
            prices = (mine, *prices[1:])
        bound = sum(exact_dot(p, limit) for p, limit in zip(prices, capacity, strict=True))
        if self.bound is None or bound < self.bound:
            self.bound, self.prices = bound, prices


def assign_sparse(
    source: Source,
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
        or twice in each round.
    mentor_capacity
        One per mentor, >= 0.
    capacities
        One array for each further family of the source's blocks.
    objective, priority
        As for `assign`.
    k
        Options per mentee and per mentor that the solver starts with, >= 1; half as many where
        prices are estimated first.
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
    surveyed = survey(source, capacity=limited, priority=classes, objective=objective)
    shape = surveyed.shape
    scanner = Scanner(source, surveyed, surveyed.recipe)
    estimate = not capacities and len(scanner.recipe.plan.scales) > 1
    pool = scanner.first((k + 1) // 2 if estimate else k)
    if pool is not None and estimate:
        pool = scanner.likely(pool, LIKELY) or pool
    if pool is None:
        none = OptionBlock([], [], [], tuple([] for _ in capacities))
        pool = Pool(shape.read(none, 0), np.zeros(0, dtype=np.int64))
    known = _Known()
    rounds = 0
    status: Status = "optimal"
    while True:
        rounds += 1
        quick = time_limit == 0 or limits.reached() is not None
        solved = solve_core(pool.options, scanner.recipe, limits, quick=quick)
        scanner = replace(scanner, recipe=solved.recipe)
        known.offer_set(pool, solved)
        more, finished = _more(scanner, pool, solved, known, limits)
        if progress is not None:
            added = 0 if more is None else len(more.index)
            progress(f"round {rounds}: {len(pool.index)} options solved, {added} more wanted")
        if known.weight == known.bound:
            break
        if more is None:
            status = _reason(limits) if solved.stopped or not finished else solved.status
            break
        pool = pool.joined(more)
    return _solution(known, status, shape.capacity, (surveyed.options, len(pool.index), rounds))


def _more(
    scanner: Scanner, pool: Pool, solved: Solved, known: _Known, limits: Limits
) -> tuple[Pool | None, bool]:
    """Return options to take in, None when there are none or a limit is reached; and whether not."""

    def check() -> None:
        if known.bound is not None and limits.reached() is not None:
            raise _StoppedError

    prices = solved.prices
    try:
        wanted, rise = scanner.wanted(prices, GROWTH, check)
        known.offer_prices(prices, rise, scanner.survey.shape.capacity)
        if solved.stopped:
            return None, False
        if wanted is not None or solved.bound > solved.weight:
            reach = solved.bound - known.weight
            if wanted is not None:
                reach = _near(solved)
            wanted = scanner.within(prices, reach, pool.index, GROWTH, check)
    except _StoppedError:
        return None, False
    return wanted, True


def _near(solved: Solved) -> int:
    """Return a small part of the points of a mean option chosen, in folded weight."""
    unit = next((x.multiplier for x in solved.recipe.plan.levels if x.name == POINTS), 0)
    return unit * max(0, solved.points // max(1, len(solved.chosen)) // NEARLY)


def _reason(limits: Limits) -> Status:
    return "cancelled" if limits.reached() == "cancelled" else "feasible"


def _solution(
    known: _Known,
    status: Status,
    capacity: tuple[IntArray, ...],
    counts: tuple[int, int, int],
) -> SparseSolution:
    chosen = np.zeros(0, dtype=np.int64) if known.chosen is None else known.chosen
    weight_bound = 0 if known.bound is None else known.bound
    bound = unfold_bound(known.levels, weight_bound)
    options, core, rounds = counts
    return SparseSolution(
        chosen=chosen,
        objective=known.objective,
        served=len(chosen),
        bound=bound.get(POINTS, 0),
        bound_served=sum(n for name, n in bound.items() if name.startswith(SERVED)),
        status=status,
        prices=known.prices,
        capacity=capacity,
        weight=max(0, known.weight),
        weight_bound=weight_bound,
        gap=weight_bound - max(0, known.weight),
        levels=known.levels,
        options=options,
        core=core,
        rounds=rounds,
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
