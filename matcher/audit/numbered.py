"""Options by the numbers that answers call them by, where an instance holds all or only some.

Of an instance that holds all allowed options a number is an index. Where it holds some, option
number e × places + t is that of mentee e and place t, held or not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.audit.matching import Matching
from matcher.domain.errors import InputError
from matcher.engine.answers.answers import Answers
from matcher.engine.answers.placed import PlacedCatalogue
from matcher.engine.problem.arrays import PriceArray
from matcher.engine.sparse.placed import PlacedBlock
from matcher.instance.compile import Instance
from matcher.instance.scope import Scope

Four = tuple[int, int, int, int]
"""The indices of a mentee, mentor, coach and project."""


def four_of(instance: Instance, option: int) -> Four:
    """Return whom and what an option is made of."""
    if instance.wide is None:
        columns = instance.mentee, instance.mentor, instance.coach, instance.project
        mentee, mentor, coach, project = (int(column[option]) for column in columns)
        return mentee, mentor, coach, project
    wide = instance.wide
    mentee, place = divmod(option, len(wide.mentor))
    return mentee, int(wide.mentor[place]), int(wide.coach[place]), int(wide.project[place])


def points_of(instance: Instance, option: int) -> int:
    """Return an option's points without bonus."""
    if instance.wide is None:
        return int(instance.option_points[option])
    mentee, mentor, _, _ = four_of(instance, option)
    return int(instance.points[mentee, mentor])


def answers_over_all(
    matching: Matching,
    prices: Sequence[PriceArray],
    scope: Scope,
    *,
    proven: bool,
    seconds: float | None,
) -> Answers:
    """Return answers over all allowed options of a matching whose instance holds only some.

    Parameters
    ----------
    matching
        The set that was chosen.
    prices
        The certificate's prices, one array a family.
    scope
        What the prices were found over.
    proven
        Whether the set is known to be the best.
    seconds
        Time limit for each search that a part which is no network needs, None for none.

    Raises
    ------
    InputError
        When the scope counts other options than the facts allow, or the instance holds all.
    """
    instance, chosen = matching.instance, matching.chosen
    wide = instance.wide
    if wide is None:
        raise InputError("scope: expected none where all allowed options are held.")
    trio = (instance.mentor[chosen], instance.coach[chosen], instance.project[chosen])
    some = PlacedBlock(
        instance.mentee[chosen], wide.place_of(*trio), instance.option_points[chosen]
    )
    objective = matching.problem.rules.objective
    catalogue = PlacedCatalogue.over(
        wide,
        [each.limit for each in wide.capacities],
        instance.priority,
        objective,
        prices,
        scope.nodes,
        some,
    )
    if catalogue.size != scope.allowed:
        raise InputError(
            f"scope: expected {catalogue.size} allowed options, found {scope.allowed}."
        )
    numbers = some.mentee * np.int64(len(wide.mentor)) + some.place
    return Answers(catalogue, objective, numbers, proven=proven, seconds=seconds)
