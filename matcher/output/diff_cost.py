"""What keeping one duo would cost the whole: the best set that holds it, against the best set.

The comparison is by level totals, so that it speaks of people and points and of nothing folded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.audit.matching import Matching
from matcher.domain.errors import InputError
from matcher.engine import assign
from matcher.engine.problem.levels import Level, build_levels
from matcher.instance.solve import engine_arguments, engine_options

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the whole loses when a duo is held, and the first level that tells the two sets apart.

    ``served`` counts people, ``points`` what the proposals count without any bonus; either may be
    negative. ``level`` is a level's name, ``served:2`` for people of priority class 2; None where
    the two sets are equal in every level.
    """

    served: int
    points: int
    level: str | None


@dataclass(frozen=True)
class Costs:
    """Answers what any option would cost, for a matching that is proven best.

    Raises
    ------
    InputError
        When not all allowed options could be held, so that what is held is not what could be.
    """

    matching: Matching

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        if self.matching.instance.partial:
            raise InputError(
                "Expected a new result with all allowed matches in memory, found one of which too "
                "many are allowed: compare with --quick, without what keeping a proposal would cost."
            )

    def of(self, option: int) -> Cost | None:
        """Return what holding an option would cost; None where it has no room or no proof.

        The mentee's own proposal makes way. The rest is matched anew within what the option
        leaves, and that answer counts only when it is proven best.
        """
        instance = self.matching.instance
        arguments = engine_arguments(instance)
        limits = [arguments["mentor_capacity"].copy()]
        limits += [limit.copy() for _, limit, _ in arguments["families"]]
        every = (instance.mentor_capacity, *instance.capacities)
        for capacity, limit in zip(every, limits, strict=True):
            limit[capacity.labels[option]] -= capacity.usage[option]
            if limit[capacity.labels[option]] < 0:
                return None
        others = self._beside(option)
        for key in ("mentee", "mentor", "points", "continuity", "lottery"):
            arguments[key] = arguments[key][others]
        solution = assign(
            **arguments
            | {
                "mentor_capacity": limits[0],
                "families": [
                    (labels[others], limit, usage[others])
                    for (labels, _, usage), limit in zip(
                        arguments["families"], limits[1:], strict=True
                    )
                ],
                "previous": np.isin(others, instance.previous),
                "single_choice": [(a[others], b[others]) for a, b in arguments["single_choice"]],
            },
            objective=self.matching.problem.rules.objective,
        )
        if solution.status != "optimal":
            return None
        return self._against(np.append(others[solution.chosen], option))

    def _beside(self, option: int) -> Integers:
        """Return the options that can stand beside this one: other mentees, no second coach."""
        instance = self.matching.instance
        able = instance.mentee != instance.mentee[option]
        if instance.one_coach:
            same = instance.mentor == instance.mentor[option]
            able &= ~same | (instance.coach == instance.coach[option])
        return np.flatnonzero(able).astype(np.int64)

    def _against(self, held: Integers) -> Cost:
        best, points = self.matching.chosen, self.matching.instance.option_points
        differs = (
            level.name
            for level in self._levels
            if int(level.values[best].sum()) != int(level.values[held].sum())
        )
        return Cost(
            served=len(best) - len(held),
            points=int(points[best].sum()) - int(points[held].sum()),
            level=next(differs, None),
        )

    @cached_property
    def _levels(self) -> tuple[Level, ...]:
        options = engine_options(self.matching.instance)
        return build_levels(options, self.matching.problem.rules.objective)
