"""Weighs some options of many by the levels that were folded over all of them.

Prices speak of the weights of the solve that they come from: its levels' multipliers depend on
every option that there was. Options that are looked at apart are given the same multipliers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.domain.errors import PointsOverflowError
from matcher.engine.problem.arrays import INT64_SAFE, IntArray
from matcher.engine.problem.levels import SERVED, Folding, Level, LevelScale
from matcher.engine.problem.options import Options, OptionsError


def level_values(options: Options, name: str) -> IntArray:
    """Return what each option adds to a level, called as in `build_levels`.

    Raises
    ------
    OptionsError
        When no level is called so.
    """
    kind, _, key = name.partition(":")
    if kind == SERVED:
        if not key:
            return np.ones(options.size, dtype=np.int64)
        mine: IntArray = (options.priority[options.mentee] == int(key)).astype(np.int64)
        return mine
    if kind not in {"points", "previous", "continuity", "lottery"}:
        raise OptionsError(f"Expected the name of a level, got {name!r}.")
    column: IntArray | None = getattr(options, kind)
    return np.zeros(options.size, dtype=np.int64) if column is None else column


def refold(levels: Sequence[LevelScale], values: Sequence[IntArray], *, nodes: int) -> Folding:
    """Return the folding with these multipliers, in as few stages as networks of a size take.

    Parameters
    ----------
    levels
        The levels, highest first, with multipliers that are powers of two.
    values
        (n,) by level what each option adds to it.
    nodes
        Bounds the nodes of any network made of the options, as in `fold`.

    Notes
    -----
    A stage is a run of levels whose weights, divided by the multiplier of the lowest, stay below
    2^61 / (nodes + 2), and whose totals stay below 2^61: the two bounds of `fold`.

    Raises
    ------
    PointsOverflowError
        When a single level does not fit.
    """
    size = len(values[0]) if values else 0
    stages: list[list[int]] = []
    for number, level in enumerate(levels):
        if stages and _fits(levels, values, [*stages[-1], number], nodes):
            stages[-1].append(number)
        elif _fits(levels, values, [number], nodes):
            stages.append([number])
        else:
            raise PointsOverflowError(
                f"Expected values of level {level.name!r} below 2^61 / {nodes + 2} network nodes, "
                f"got {int(np.abs(values[number]).max())}."
            )
    weights = np.zeros((len(stages), size), dtype=np.int64)
    scales: list[int] = []
    for row, stage in enumerate(stages):
        scales.append(levels[stage[-1]].multiplier)
        for number in stage:
            weights[row] += values[number] * (levels[number].multiplier // scales[-1])
    members = tuple(
        tuple(Level(levels[n].name, values[n], levels[n].low, levels[n].high) for n in stage)
        for stage in stages
    )
    return Folding(tuple(levels), weights, tuple(scales), members)


def stages_like(folding: Folding, options: Options) -> IntArray:
    """Return the stage weights (S, n) of other options, folded as some are."""
    multiplier = {level.name: level.multiplier for level in folding.levels}
    out = np.zeros((len(folding.scales), options.size), dtype=np.int64)
    for row, (scale, members) in enumerate(zip(folding.scales, folding.members, strict=True)):
        for level in members:
            out[row] += level_values(options, level.name) * (multiplier[level.name] // scale)
    return out


def _fits(
    levels: Sequence[LevelScale], values: Sequence[IntArray], stage: Sequence[int], nodes: int
) -> bool:
    unit = levels[stage[-1]].multiplier
    largest = total = 0
    for number in stage:
        within = levels[number].multiplier // unit
        low, high = int(values[number].min(initial=0)), int(values[number].max(initial=0))
        largest += (high - low) * within
        total += (levels[number].high - levels[number].low) * within
    return largest * (nodes + 2) < INT64_SAFE and total < INT64_SAFE
