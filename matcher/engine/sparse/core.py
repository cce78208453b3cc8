"""Solves the options that are kept in memory, with weights folded over all options."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.flow.insertion import Market
from matcher.engine.flow.potentials import CertificateError
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.components import split
from matcher.engine.problem.levels import POINTS
from matcher.engine.problem.options import Options
from matcher.engine.problem.solution import Method, Solution, Status
from matcher.engine.proof.certificate import check
from matcher.engine.running.clock import Clock
from matcher.engine.running.limits import Limits
from matcher.engine.solving.parts import solve_parts
from matcher.engine.solving.tally import Tally
from matcher.engine.sparse import relaxing
from matcher.engine.sparse.survey import Recipe

CHUNK = 5_000
"""Mentees inserted between two looks at the limits."""

NEARLY = 100
"""Where any option is wanted, those are taken in too that fall short of their prices by up to this
part of the points of a mean option chosen: it saves rounds."""

METHODS: tuple[Method, ...] = ("trivial", "flow", "milp", "greedy")
"""From the easiest to what is no proof."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of some options.

    ``chosen`` are their numbers, ``points`` and ``weight`` the totals, ``bound`` what the
    ``prices`` (one array per family) say of these options; ``recipe`` is what they were weighed
    by, ``method`` the hardest that a part took, and ``stopped`` tells what a limit made of it, if
    one was reached.
    """

    chosen: IntArray
    points: int
    weight: int
    prices: tuple[PriceArray, ...]
    bound: int
    status: Status
    recipe: Recipe
    method: Method
    stopped: Status | None

    @property
    def near(self) -> int:
        """A small part of the points of a mean option chosen, in folded weight."""
        unit = next((x.multiplier for x in self.recipe.plan.levels if x.name == POINTS), 0)
        return unit * max(0, self.points // max(1, len(self.chosen)) // NEARLY)


def solve_core(given: Options, recipe: Recipe, limits: Limits, *, quick: bool) -> Solved:
    """Return the best set of some options, all of them of positive weight and none barred.

    ``quick`` asks for a quick set with its bound only. Where networks have more nodes than the
    recipe allows for, a roomier one is used.
    """
    if _two_sided(given) and len(recipe.plan.scales) == 1 and not quick:
        solved = _insert_all(given, recipe, limits)
        if solved is not None:
            return solved
        quick = True
    tally, order, recipe = _tally(given, recipe)
    stopped = solve_parts(tally, limits, quick=quick)
    return _solved(tally.solution(order), recipe, stopped)


def _two_sided(given: Options) -> bool:
    return len(given.families) == 2 and not given.choices  # noqa: PLR2004 - mentee and mentor


def crosses(given: Options, recipe: Recipe) -> bool:
    """Return whether a choice or unequal usage keeps a large part of some options from a network.

    Relaxing such a part saves time.
    """
    if given.size < relaxing.RELAXED_FROM or _two_sided(given):
        return False
    tally, _, _ = _tally(given, recipe)
    parts = tally.parts
    sizes = np.bincount(parts.component, minlength=parts.count)
    return bool((sizes[parts.tangled] >= relaxing.RELAXED_FROM).any())


def relax_core(given: Options, recipe: Recipe, limits: Limits, clock: Clock) -> Solved | None:
    """Return prices of the options of `solve_core` with a quick set, where one search takes long.

    None when a limit is reached or the clock runs out.
    """
    tally, order, recipe = _tally(given, recipe)
    if not relaxing.relax_parts(tally, limits, clock):
        return None
    return _solved(tally.solution(order), recipe, None)


def _solved(solution: Solution, recipe: Recipe, stopped: Status | None) -> Solved:
    return Solved(
        chosen=solution.chosen,
        points=solution.objective,
        weight=solution.weight,
        prices=solution.prices,
        bound=solution.weight_bound,
        status=solution.status,
        recipe=recipe,
        method=max(
            (part.method for part in solution.components), key=METHODS.index, default="flow"
        ),
        stopped=stopped,
    )


def _insert_all(given: Options, recipe: Recipe, limits: Limits) -> Solved | None:
    """Return the best set where mentees and mentors alone limit it; None when a limit is reached.

    Raises
    ------
    CertificateError
        When prices do not prove the set.
    """
    order = np.argsort(given.mentee, kind="stable")
    options = given.take(order)
    people, helpers = options.families
    weight = recipe.stages(options)[0]
    market = Market.of(people.labels, helpers.labels, weight, helpers.capacity)
    mentees = market.order()
    for start in range(0, len(mentees), CHUNK):
        if limits.reached() is not None:
            return None
        market.insert(mentees[start : start + CHUNK])
    mine = np.zeros(len(people.capacity), dtype=np.int64)
    mine[: len(market.profit)] = market.profit
    prices = (mine, market.price)
    chosen = market.choice[market.choice >= 0]
    checked = check(options, chosen, prices, weight)
    if not checked.ok or checked.gap:
        raise CertificateError(
            f"Expected prices that prove the set, found a gap of {checked.gap}; "
            f"{checked.violation or 'all lines hold'}."
        )
    return Solved(
        chosen=np.sort(order[chosen]),
        points=int(options.points[chosen].sum()),
        weight=checked.weight,
        prices=prices,
        bound=checked.bound,
        status="optimal",
        recipe=recipe,
        method="flow",
        stopped=None,
    )


def _tally(given: Options, recipe: Recipe) -> tuple[Tally, IntArray, Recipe]:
    """Return a tally of the parts of some options, the order it has them in, and its recipe."""
    order = given.canonical_order()
    options = given.take(order)
    parts = split(options)
    if parts.nodes > recipe.nodes:
        recipe = recipe.roomier(parts.nodes)
    folding = recipe.folding(options)
    rows = np.arange(options.size, dtype=np.int64)
    return Tally(options, parts, folding, rows), order, recipe
