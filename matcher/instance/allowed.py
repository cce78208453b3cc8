"""The options that every rule allows, with points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matcher.engine.sparse.placed import PlacedBlock, joined
from matcher.instance.barred import Barred, Rows
from matcher.instance.capacities import Capacity

if TYPE_CHECKING:
    from matcher.instance.wide import Wide

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """Allowed options sorted by mentee, mentor, coach, project, and the tables they came from.

    ``points`` and each of ``criterion_points`` are over (mentees, mentors), ``option_points`` has
    one entry an option. A scan gives capacities too; where there are too many options to hold,
    ``wide`` reads them all, and those here are some of them.
    """

    barred: Barred
    criterion_points: Mapping[str, Rows]
    points: Rows
    mentee: Integers
    mentor: Integers
    coach: Integers
    project: Integers
    option_points: Integers
    capacities: tuple[Capacity, ...] | None = None
    wide: Wide | None = None


def held(wide: Wide, *blocks: PlacedBlock) -> Allowed:
    """Return some unfinished options of a source, sorted, with its tables of all pairs."""
    block = joined((wide.nobody(), *blocks))
    block = block.take(np.lexsort((block.place, block.mentee)))
    bars, points, criteria = wide.tables
    place = block.place
    return Allowed(
        barred=bars,
        criterion_points=criteria,
        points=points,
        mentee=block.mentee,
        mentor=wide.mentor[place],
        coach=wide.coach[place],
        project=wide.project[place],
        option_points=block.points,
        capacities=tuple(
            replace(each, labels=each.labels[place], usage=each.usage[place])
            for each in wide.capacities
        ),
        wide=wide,
    )
