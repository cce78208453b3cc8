"""The levels of the objective, folded into one integer weight per option and back.

Levels are maximised one after the other. Level k gets a multiplier larger than anything that the
levels below it can add up to, so that comparing folded totals compares levels in their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.domain.errors import PointsOverflowError
from matcher.engine.problem.arrays import INT64_SAFE, IntArray, PriceArray, max_by
from matcher.engine.problem.folded import Folded
from matcher.engine.problem.options import Options, OptionsError

Objective = Literal["fit", "participation"]
POINTS = "points"
SERVED = "served"


@dataclass(frozen=True, slots=True)
class Level:
    """One level: ``values`` (n,) an option's contribution, totals lie in ``low`` … ``high``."""

    name: str
    values: IntArray
    low: int
    high: int

    @property
    def spread(self) -> int:
        """The largest difference that two sets can have in this level."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class LevelScale:
    """How a level stands in the folded weight: total weight = Σ ``multiplier`` × level total.

    Every feasible total of the level lies in ``low`` … ``high``.
    """

    name: str
    multiplier: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Folding:
    """Levels folded into stages that fit a solver, and stages folded into one weight.

    ``stages`` (S, n) are the int64 weights of each stage, ``scales`` one multiplier per stage,
    ``members`` the levels of each stage, ``levels`` their place in the whole.
    """

    levels: tuple[LevelScale, ...]
    stages: IntArray
    scales: tuple[int, ...]
    members: tuple[tuple[Level, ...], ...]

    def folded(self) -> Folded:
        """Return the folded weight of each option, as its stages."""
        return Folded(self.stages, self.scales)

    def weights(self) -> PriceArray:
        """Return the folded weight of each option."""
        return self.folded().whole()

    def scores(self) -> npt.NDArray[np.float64]:
        """Return the folded weights as floats, for orders and estimates only."""
        scales = np.array([float(scale) for scale in self.scales])
        return np.asarray(scales @ self.stages, dtype=np.float64)


def unfold(levels: Iterable[LevelScale], value: int) -> dict[str, int]:
    """Return a folded number as an amount per level.

    Lower amounts may be negative: a value that is one step of the first level short of 12 of the
    second reads ``{first: -1, second: 12}``. Totals of sets come back exactly.
    """
    out: dict[str, int] = {}
    for level in levels:
        out[level.name] = (2 * value + level.multiplier) // (2 * level.multiplier)
        value -= out[level.name] * level.multiplier
    return out


def unfold_bound(levels: tuple[LevelScale, ...], value: int) -> dict[str, int]:
    """Return what a bound on the folded total says of each level, given those above it."""
    out: dict[str, int] = {}
    for number, level in enumerate(levels):
        least_below = sum(low.low * low.multiplier for low in levels[number + 1 :])
        out[level.name] = (value - least_below) // level.multiplier
        value -= out[level.name] * level.multiplier
    return out


def build_levels(options: Options, objective: Objective) -> tuple[Level, ...]:
    """Return the levels of an objective, highest first; those that are zero throughout left out.

    ``participation``: served by priority class (highest class first), points, previous options
    kept, continuity, lottery. ``fit``: points first, then served.

    Raises
    ------
    OptionsError
        When the objective has no such name.
    PointsOverflowError
        When the total of a level passes 61 bits.
    """
    if objective not in {"fit", "participation"}:
        raise OptionsError(f"Expected objective 'fit' or 'participation', got {objective!r}.")
    classes = options.priority[options.mentee]
    kinds = np.unique(options.priority[np.flatnonzero(np.bincount(options.mentee))])
    served = [
        (f"{SERVED}:{key}" if len(kinds) > 1 else SERVED, (classes == key).astype(np.int64))
        for key in kinds[::-1]
    ]
    chain = [*served, (POINTS, options.points)]
    if objective == "fit":
        chain = [chain[-1], *served]
    if options.previous is not None:
        chain.append(("previous", options.previous))
    if options.continuity is not None:
        chain.append(("continuity", options.continuity))
    if options.lottery is not None:
        chain.append(("lottery", options.lottery))
    return tuple(_level(name, v, options.mentee) for name, v in chain if v.any())


def _level(name: str, values: IntArray, mentee: IntArray) -> Level:
    size = int(mentee.max()) + 1
    best, worst = max_by(mentee, values, size), -max_by(mentee, -values, size)
    if float(best.sum(dtype=np.float64)) - float(worst.sum(dtype=np.float64)) >= INT64_SAFE:
        raise PointsOverflowError(
            f"Expected a total of level {name!r} below 2^61, got up to "
            f"{sum(best.tolist())} over {size} mentees."
        )
    return Level(name, values, int(worst.sum()), int(best.sum()))


def fold(levels: tuple[Level, ...], *, nodes: int, families: int, size: int) -> Folding:
    """Fold levels into as few stages as an exact solver takes, and these into one weight.

    ``nodes`` bounds the nodes of any network made of the options. Prices
    are lengths of paths, so a stage's weights stay below 2^61 / (nodes + 2).

    Within a stage a level's multiplier is a power of two above twice the spread of all below it.
    Between stages more is needed: prices of stage s are differences of potentials, the ends of
    shortest paths of fewer than ``nodes`` arcs, each arc at most r = the largest difference of
    two options' weights, 0 included (see `structure`). So |price| <= nodes × r, and over the
    ``families`` prices of an option, Σ price − weight >= −(families + 1) × nodes × r. A
    multiplier above that keeps every strictly positive slack of the stage above positive.

    Raises
    ------
    PointsOverflowError
        When a single level does not fit.
    """
    stages: list[list[Level]] = []
    for level in levels:
        if stages and _fits([*stages[-1], level], nodes):
            stages[-1].append(level)
        elif _fits([level], nodes):
            stages.append([level])
        else:
            raise PointsOverflowError(
                f"Expected values of level {level.name!r} below 2^61 / {nodes + 2} network nodes, "
                f"got {int(np.abs(level.values).max())}."
            )
    arrays: list[IntArray] = []
    scales: list[int] = []
    placed: list[LevelScale] = []
    scale = 1
    for stage in reversed(stages):
        weights = np.zeros(size, dtype=np.int64)
        within = 1
        for level in reversed(stage):
            weights += level.values * within
            placed.append(LevelScale(level.name, scale * within, level.low, level.high))
            within *= _power_above(2 * level.spread)
        arrays.append(weights)
        scales.append(scale)
        spread = int(weights.max(initial=0)) - int(weights.min(initial=0))
        scale *= max(within, _power_above((families + 1) * (nodes + 2) * (spread + 1)))
    return Folding(
        levels=tuple(reversed(placed)),
        stages=np.array(arrays[::-1], dtype=np.int64).reshape(len(arrays), size),
        scales=tuple(reversed(scales)),
        members=tuple(tuple(stage) for stage in stages),
    )


def _fits(levels: list[Level], nodes: int) -> bool:
    within, largest, total = 1, 0, 0
    for level in reversed(levels):
        low, high = int(level.values.min(initial=0)), int(level.values.max(initial=0))
        largest += (high - low) * within
        total += level.spread * within
        within *= _power_above(2 * level.spread)
    return largest * (nodes + 2) < INT64_SAFE and total < INT64_SAFE


def _power_above(value: int) -> int:
    """Return the least power of two above a value."""
    return 1 << value.bit_length()
