"""What prices prove of a set over all options of a placed source, with no solver.

As `matcher.engine.proof.prove`, the options priced block by block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.engine.problem.arrays import IntArray, PriceArray, exact_dot
from matcher.engine.problem.levels import Objective, unfold
from matcher.engine.problem.options import Options
from matcher.engine.proof.certificate import check
from matcher.engine.proof.prove import LooseComponent, Proven
from matcher.engine.sparse.placed import PlacedSource
from matcher.engine.sparse.scan import Scanner
from matcher.engine.sparse.survey import survey_placed


def prove_placed(  # noqa: PLR0917 -- as `prove`, and what a source does not say of itself
    source: PlacedSource,
    capacity: Sequence[IntArray],
    some: Options,
    objective: Objective,
    chosen: IntArray,
    prices: Sequence[PriceArray],
    nodes: int,
) -> tuple[Proven, int]:
    """Return what prices prove of the chosen options, and how many options the source has.

    A gap is told as that of one component, which may not be a network.

    Parameters
    ----------
    source
        All options.
    capacity
        One array per family, the mentors' first.
    some
        Some checked options of the source, the chosen among them.
    objective
        ``fit`` or ``participation``.
    chosen
        Indices of the options picked, among ``some``.
    prices
        One array per family, the mentees' first, for a unit of normalised capacity.
    nodes
        How many nodes networks have at most in the folding that the prices speak of.

    Raises
    ------
    PointsOverflowError
        When a level cannot be added up in 64 bits.
    """
    survey = survey_placed(source, capacity=capacity, priority=some.priority, objective=objective)
    recipe = survey.recipe.roomy(nodes)
    weights = recipe.folding(some).weights()
    checked = check(some, chosen, prices, weights)
    limits = survey.shape.capacity
    bound = sum(exact_dot(p, limit) for p, limit in zip(prices, limits, strict=True))
    checked = replace(checked, bound=bound)
    if checked.ok:
        above = Scanner(source, survey, recipe).outweighs(prices)
        if above is not None:
            said = (
                f"Expected the weight of every option to be at most the prices along it, {above}."
            )
            checked = replace(checked, ok=False, violation=said)
    gap = checked.gap
    loose = (LooseComponent(survey.options, survey.mentees, gap, network=False),) if gap else ()
    levels = recipe.plan.levels
    by_level = unfold(levels, gap) if gap else {}
    return Proven(checked, weights, levels, loose, by_level), survey.options
