"""What mentees' best options are worth above prices, exactly: vectors of levels, compared in order.

Options at a label without a free place are none.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.live.tables import (
    COACH,
    MENTOR,
    PROJECT,
    PROMOTOR,
    Pairs,
    People,
    Places,
)
from matcher.engine.problem.arrays import BoolArray, IntArray

ANY, WITH, WITHOUT = 0, 1, 2
"""Which options: all, those that use a label, those that do not."""


@compiled
def _may(which: int, same: bool) -> bool:
    return which == ANY or same == (which == WITH)


@compiled
def coach_sides(  # noqa: C901, PLR0917 - likewise
    places: Places, label: int, kind: int, which: int, side: IntArray, usable: BoolArray
) -> None:
    """Write by mentor (L, W) their best coach above its price, less their own price."""
    levels = side.shape[1]
    for mentor in range(len(places.coaches)):
        usable[mentor] = False
        if places.coaches[mentor] == 0 or places.free[mentor] <= 0:
            continue
        if kind == MENTOR and not _may(which, mentor == label):
            continue
        start = places.coach_at[mentor]
        for row in range(start, start + places.coaches[mentor]):
            coach = places.coach[row]
            if places.free[coach] <= 0 or (kind == COACH and not _may(which, coach == label)):
                continue
            better = not usable[mentor]
            if not better:
                for at in range(levels):
                    value = places.coach_worth[row, at] - places.price[coach, at]
                    if value != side[mentor, at]:
                        better = value > side[mentor, at]
                        break
            if better:
                usable[mentor] = True
                for at in range(levels):
                    side[mentor, at] = places.coach_worth[row, at] - places.price[coach, at]
        if usable[mentor]:
            for at in range(levels):
                side[mentor, at] -= places.price[mentor, at]


@compiled
def surpluses(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop over plain arrays
    places: Places,
    people: People,
    pairs: Pairs,
    who: IntArray,
    points: int,
    label: int,
    kind: int,
    which: int,
    side: IntArray,
    usable: BoolArray,
    out: IntArray,
    found: BoolArray,
) -> None:
    """Write into ``out`` (N, W) the most that each of ``who`` has above prices, over some options.

    ``which`` options of ``label`` (of a ``kind``); ``side`` and ``usable`` are of `coach_sides`
    for the same. ``found`` (N,) tells who has any option; ``points`` is the level of points.
    """
    levels = out.shape[1]
    value = np.zeros((len(places.free), levels), dtype=np.int64)
    opened = np.full(len(places.free), -1, dtype=np.int64)
    sets = np.zeros((len(places.doors), levels), dtype=np.int64)
    known = np.full(len(places.doors), -1, dtype=np.int64)
    empty = np.zeros(len(places.doors), dtype=np.bool_)
    for mentee in who:
        found[mentee] = False
        for row in range(people.own_at[mentee], people.own_at[mentee] + people.owns[mentee]):
            project = people.own[row]
            owner = places.owner[project]
            if places.free[project] <= 0 or (owner >= 0 and places.free[owner] <= 0):
                continue
            if kind == PROJECT and not _may(which, project == label):
                continue
            if kind == PROMOTOR and not _may(which, owner == label):
                continue
            opened[project] = mentee
            for at in range(levels):
                value[project, at] = people.own_worth[row, at] - places.price[project, at]
                if owner >= 0:
                    value[project, at] -= places.price[owner, at]
        for pair in range(people.pair_at[mentee], people.pair_at[mentee] + people.pairs[mentee]):
            mentor, group = pairs.mentor[pair], pairs.projects[pair]
            if group < 0:
                if places.free[mentor] <= 0 or (
                    kind == MENTOR and not _may(which, mentor == label)
                ):
                    continue
                first = pairs.listed_at[-1 - group]
                for row in range(first, first + pairs.listed[-1 - group]):
                    project = people.own[people.own_at[mentee] + pairs.own[row]]
                    other = places.coach_at[mentor] + pairs.coach[row]
                    coach = places.coach[other]
                    if opened[project] != mentee or places.free[coach] <= 0:
                        continue
                    if kind == COACH and not _may(which, coach == label):
                        continue
                    better = not found[mentee]
                    if not better:
                        for at in range(levels):
                            here = (
                                pairs.worth[pair, at]
                                + value[project, at]
                                + places.coach_worth[other, at]
                                - places.price[coach, at]
                                - places.price[mentor, at]
                            )
                            if at == points:
                                here += pairs.points[row]
                            if here != out[mentee, at]:
                                better = here > out[mentee, at]
                                break
                    if better:
                        found[mentee] = True
                        for at in range(levels):
                            out[mentee, at] = (
                                pairs.worth[pair, at]
                                + value[project, at]
                                + places.coach_worth[other, at]
                                - places.price[coach, at]
                                - places.price[mentor, at]
                            )
                        out[mentee, points] += pairs.points[row]
                continue
            if not usable[mentor]:
                continue
            if known[group] != mentee:
                known[group], empty[group] = mentee, True
                for row in range(
                    places.door_at[group], places.door_at[group] + places.doors[group]
                ):
                    project = places.door[row]
                    if opened[project] != mentee:
                        continue
                    better = empty[group]
                    if not better:
                        for at in range(levels):
                            if value[project, at] != sets[group, at]:
                                better = value[project, at] > sets[group, at]
                                break
                    if better:
                        empty[group] = False
                        for at in range(levels):
                            sets[group, at] = value[project, at]
            if empty[group]:
                continue
            better = not found[mentee]
            if not better:
                for at in range(levels):
                    here = pairs.worth[pair, at] + sets[group, at] + side[mentor, at]
                    if here != out[mentee, at]:
                        better = here > out[mentee, at]
                        break
            if better:
                found[mentee] = True
                for at in range(levels):
                    out[mentee, at] = pairs.worth[pair, at] + sets[group, at] + side[mentor, at]
