"""Prices the options of a placed source by two look-ups: what a mentee adds and what a place adds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.levels import POINTS, SERVED
from matcher.engine.problem.options import Choice, Family, Options
from matcher.engine.sparse.excess import Excess
from matcher.engine.sparse.kernels import Floats, placed_surplus, rough_surplus
from matcher.engine.sparse.placed import PlacedBlock, PlacedSource
from matcher.engine.sparse.source import Shape
from matcher.engine.sparse.survey import Recipe

NONE = np.zeros(0, dtype=np.int64)
FINER = (POINTS, "previous", "continuity", "lottery")
"""Levels that differ between a mentee's options."""
ERROR = 2.0**-48
"""A sum of a few numbers in floating point is off by less than this part of the largest."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The places of a source, read and normalised as `Shape.read` does options.

    ``labels`` and ``usage`` (F − 1, T); ``closed`` (T,) tells which can be in no set.
    """

    source: PlacedSource
    shape: Shape
    labels: IntArray
    usage: IntArray
    closed: BoolArray
    choices: tuple[tuple[IntArray, IntArray], ...]

    @classmethod
    def of(cls, source: PlacedSource, shape: Shape) -> Places:
        """Read the columns of all places."""
        labels, usage = [], []
        for given, divisor in zip(source.families, shape.divisor[1:], strict=True):
            columns = given if isinstance(given, tuple) else (given, np.ones(len(given)))
            label, used = (np.asarray(column).astype(np.int64) for column in columns)
            labels.append(label)
            usage.append(used if divisor is None else used // divisor[label])
        closed = np.zeros(len(labels[0]), dtype=np.bool_)
        for label, used, capacity in zip(labels, usage, shape.capacity[1:], strict=True):
            closed |= used > capacity[label]
        choices = tuple(
            (np.asarray(group).astype(np.int64), np.asarray(choice).astype(np.int64))
            for group, choice in source.single_choice
        )
        return cls(source, shape, np.array(labels), np.array(usage), closed, choices)

    @property
    def count(self) -> int:
        """The number of places."""
        return len(self.closed)

    def number(self, block: PlacedBlock) -> IntArray:
        """Return the numbers of some options."""
        return block.mentee * np.int64(self.count) + block.place

    def options(self, block: PlacedBlock) -> Options:
        """Return some finished options with all their labels, their lots drawn."""
        place, capacity = block.place, self.shape.capacity
        families = [Family(block.mentee, capacity[0], np.ones(len(block), dtype=np.int64))]
        families += [
            Family(labels[place], limit, usage[place])
            for labels, usage, limit in zip(self.labels, self.usage, capacity[1:], strict=True)
        ]
        return Options(
            families=tuple(families),
            points=block.points,
            priority=self.shape.priority,
            previous=_or_zero(block.previous, len(block)),
            continuity=_or_zero(block.continuity, len(block)),
            lottery=self.source.lots(block.mentee, place) if self.source.most else None,
            choices=tuple(Choice(group[place], choice[place]) for group, choice in self.choices),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """What mentees, places and each unit of a level add to an option's score, by stage.

    ``mine`` (S, mentees) and ``theirs`` (S, places); ``units`` (S, 4) multiply an option's points,
    previous, continuity and lot. Stage s counts 2^``shifts``[s] in stage s + 1.
    """

    mine: IntArray
    theirs: IntArray
    units: IntArray
    shifts: IntArray

    @classmethod
    def of(cls, places: Places, excess: Excess) -> Sums | None:
        """Add prices up by place; None where 64 bits are too few."""
        digits, scales = excess.digits, excess.recipe.plan.scales
        if digits is None or not scales:
            return None
        capacity = places.shape.capacity
        starts = np.cumsum([0, *(len(limit) for limit in capacity)])
        theirs = np.zeros((len(digits), places.count), dtype=np.int64)
        for labels, usage, start in zip(places.labels, places.usage, starts[1:-1], strict=True):
            theirs -= digits[:, start + labels] * usage
        units, served = _units(excess.recipe, places.shape.priority)
        mine = served + digits[:, -1:] - digits[:, : len(capacity[0])]
        bits = [scale.bit_length() for scale in scales]
        shifts = np.array([a - b for a, b in pairwise(bits)], dtype=np.int64)
        return cls(mine, theirs, units, shifts)

    def rough(self, values: IntArray) -> Floats:
        """Return values by stage (S, n) in units of the first stage, rounded."""
        total = np.zeros(values.shape[1])
        for stage, shift in zip(values[:0:-1], self.shifts[::-1], strict=True):
            total = (total + stage) / 2.0**shift
        return np.asarray(total + values[0], dtype=np.float64)


class PlacedExcess:
    """Scores placed options as `Excess` does: once for each mentee and place, then by look-ups."""

    def __init__(self, places: Places, excess: Excess) -> None:
        """Add prices up by place."""
        self.places, self.excess = places, excess
        self.sums = sums = Sums.of(places, excess)
        if sums is not None:
            self._mine, self._theirs = sums.rough(sums.mine), sums.rough(sums.theirs)
            units = sums.rough(sums.units)
            levels = {level.name: level for level in excess.recipe.extremes}
            finer = [int(levels[name].values.max()) if name in levels else 0 for name in FINER[1:]]
            most = np.array([places.source.bonus, *finer], dtype=np.float64)
            self._unit, self._more = float(units[0]), float((units * most).sum())

    def at_most(self, block: PlacedBlock) -> Floats:
        """Return scores (n,) that those of the options, finished, do not pass."""
        score = np.empty(len(block))
        if self.sums is None:
            score.fill(np.inf)
            return score
        columns = block.mentee, block.place, block.points, self._mine, self._theirs
        rough_surplus(*columns, self._unit, self._more, ERROR, score)
        return score

    def undrawn(self, block: PlacedBlock) -> Floats:
        """Return the scores (n,) that finished options would have with the largest lot."""
        if self.sums is None:
            return self.exact(block)
        return self._score(self.sums, block, np.array([self.places.source.most], dtype=np.int64))

    def at_least(self, block: PlacedBlock) -> Floats:
        """Return the scores (n,) that finished options would have with the smallest lot."""
        if self.sums is None:
            return self.exact(block)
        return self._score(self.sums, block, np.zeros(1, dtype=np.int64))

    def exact(self, block: PlacedBlock) -> Floats:
        """Return the scores (n,) of finished options: the sign exact, the amount rounded."""
        if self.sums is not None:
            lots = self.places.source.lots(block.mentee, block.place)
            return self._score(self.sums, block, lots)
        options = self.places.options(block)
        starts = np.cumsum([0, *(len(limit) for limit in self.places.shape.capacity[:-1])])
        labels = [f.labels + start for f, start in zip(options.families, starts, strict=True)]
        return self.excess.score(options, np.array(labels))

    @staticmethod
    def _score(sums: Sums, block: PlacedBlock, lots: IntArray) -> Floats:
        score = np.empty(len(block))
        finer = (
            block.points,
            NONE if block.previous is None else block.previous,
            NONE if block.continuity is None else block.continuity,
            lots,
        )
        columns = sums.mine, sums.theirs, sums.units, sums.shifts
        placed_surplus(block.mentee, block.place, *finer, *columns, score)
        return score


def _units(recipe: Recipe, priority: IntArray) -> tuple[IntArray, IntArray]:
    """Return by stage what one of each finer level counts, and what serving each mentee does."""
    depth = len(recipe.plan.scales)
    units = np.zeros((depth, len(FINER)), dtype=np.int64)
    served = np.zeros((depth, len(priority)), dtype=np.int64)
    multiplier = {level.name: level.multiplier for level in recipe.plan.levels}
    stages = zip(recipe.plan.scales, recipe.plan.members, strict=True)
    for stage, (scale, members) in enumerate(stages):
        for level in members:
            worth = multiplier[level.name] // scale
            kind, _, key = level.name.partition(":")
            if kind == SERVED:
                served[stage] += worth if not key else np.where(priority == int(key), worth, 0)
            else:
                units[stage, FINER.index(kind)] = worth
    return units, served


def _or_zero(column: IntArray | None, count: int) -> IntArray:
    return np.zeros(count, dtype=np.int64) if column is None else column
