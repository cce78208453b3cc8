"""The best set of all allowed options, also where there are too many to hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine import Solution
from matcher.engine.problem.options import Options
from matcher.engine.problem.solution import Component
from matcher.engine.sparse.placed import PlacedBlock
from matcher.instance.allowed import held
from matcher.instance.compile import Instance, instance_of
from matcher.instance.scope import Scope
from matcher.instance.solve import engine_options, solve

if TYPE_CHECKING:
    from matcher.instance.wide import Integers, Wide


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was found: an instance, a solution over its options, and the scope of a held one.

    Where not all options can be held, the instance holds those that the solver saw, and the
    solution's prices, status and counts speak of all.
    """

    instance: Instance
    solution: Solution
    scope: Scope | None = None


def propose(
    instance: Instance,
    *,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Proposed:
    """Return the best set of all allowed options by the rule set's objective.

    Limits are those of `matcher.engine.assign`.
    """
    if instance.wide is None:
        solution = solve(
            instance,
            time_limit=time_limit,
            memory_limit=memory_limit,
            cancel=cancel,
            progress=progress,
        )
        return Proposed(instance, solution)
    from matcher.engine import assign_sparse  # noqa: PLC0415 -- loads machine code

    wide = instance.wide
    mentors, *others = wide.capacities
    found = assign_sparse(
        wide,
        mentor_capacity=mentors.limit,
        capacities=[each.limit for each in others],
        objective=instance.problem.rules.objective,
        priority=instance.priority,
        time_limit=time_limit,
        memory_limit=memory_limit,
        cancel=cancel,
        progress=progress,
    )
    seen = found.seen
    instance = instance_of(instance.problem, held(wide, _block(wide, seen.options, seen.place)))
    options = engine_options(instance)
    part = Component(found.options, found.mentees, found.method, found.status, found.gap)
    solution = Solution(
        chosen=np.searchsorted(seen.index, found.chosen),
        objective=found.objective,
        served=found.served,
        bound=found.bound,
        status=found.status,
        prices=found.prices,
        bound_served=found.bound_served,
        families=options.families,
        folded=found.recipe.folding(options).folded(),
        weight=found.weight,
        weight_bound=found.weight_bound,
        gap=found.gap,
        levels=found.levels,
        components=(part,),
    )
    return Proposed(instance, solution, Scope(found.options, found.core, found.recipe.nodes))


def _block(wide: Wide, options: Options, place: Integers | None) -> PlacedBlock:
    """Return options that the solver saw as the source has them, without the bonus of stability."""
    if place is None:
        return wide.nobody()
    bonus = 0 if options.previous is None else options.previous * wide.bonus
    return PlacedBlock(options.mentee, place, options.points - bonus)
