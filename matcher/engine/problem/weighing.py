"""From checked options to what is solved: live options, connected parts, folded weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.components import Parts, split
from matcher.engine.problem.levels import Folding, Level, Objective, build_levels, fold
from matcher.engine.problem.options import Options


@dataclass(frozen=True, slots=True)
class Weighed:
    """``rows`` are the options worth solving for, ``parts`` made of them, ``folding`` of all."""

    rows: IntArray
    parts: Parts
    folding: Folding

    @property
    def stages(self) -> IntArray:
        """The stage weights (S, rows) of the options worth solving for."""
        return self.folding.stages[:, self.rows]


def weigh(options: Options, objective: Objective) -> Weighed:
    """Return options in canonical order split into parts, with their weights.

    Raises
    ------
    OptionsError
        When the objective is unknown.
    PointsOverflowError
        When a level cannot be added up in 64 bits.
    """
    levels = build_levels(options, objective)
    rows = np.flatnonzero(~options.barred() & _worth_having(levels, options.size))
    parts = split(options if len(rows) == options.size else options.take(rows))
    folding = fold(levels, nodes=parts.nodes, families=len(options.families), size=options.size)
    return Weighed(rows, parts, folding)


def _worth_having(levels: Sequence[Level], size: int) -> BoolArray:
    """Return which options improve on nothing: their first level that is not 0 is positive."""
    sign = np.zeros(size, dtype=np.int64)
    for level in levels:
        sign = np.where(sign == 0, np.sign(level.values), sign)
    return sign > 0
