"""The first scan of a source: how many mentees there are, and what the levels can add up to.

Levels are folded over all options, those that no solver sees included, so that prices speak of
the same weights everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matcher.domain.errors import PointsOverflowError
from matcher.engine.problem.arrays import INT64_SAFE, IntArray
from matcher.engine.problem.levels import POINTS, SERVED, Folding, Level, Objective, fold
from matcher.engine.problem.options import Options, OptionsError
from matcher.engine.sparse.kernels import Floats, extremes
from matcher.engine.sparse.placed import PlacedSource
from matcher.engine.sparse.source import Shape, Source

FINER = ("previous", "continuity", "lottery")
"""The levels below points and served, each a column of `Options`; highest first."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How any options of a source are weighed.

    ``plan`` is the folding of two extreme options; ``nodes`` bounds the networks that its stages
    fit; ``extremes`` are the levels with their least and greatest value.
    """

    plan: Folding
    nodes: int
    families: int
    extremes: tuple[Level, ...]

    @classmethod
    def of(cls, levels: tuple[Level, ...], *, nodes: int, families: int) -> Recipe:
        """Fold levels for networks of at most so many nodes.

        Raises
        ------
        PointsOverflowError
            When a single level does not fit.
        """
        return cls(fold(levels, nodes=nodes, families=families, size=2), nodes, families, levels)

    def roomier(self, nodes: int) -> Recipe:
        """Return a recipe for networks of at least so many nodes."""
        return self.roomy(2 * nodes)

    def roomy(self, nodes: int) -> Recipe:
        """Return the recipe for networks of at most so many nodes."""
        return Recipe.of(self.extremes, nodes=nodes, families=self.families)

    def stages(self, options: Options) -> IntArray:
        """Return the stage weights (S, n) of some options."""
        out = np.zeros((len(self.plan.scales), options.size), dtype=np.int64)
        multiplier = {level.name: level.multiplier for level in self.plan.levels}
        for number, (scale, members) in enumerate(
            zip(self.plan.scales, self.plan.members, strict=True)
        ):
            for level in members:
                out[number] += _values(options, level.name) * (multiplier[level.name] // scale)
        return out

    @property
    def always_gains(self) -> bool:
        """Whether every option improves on nothing: no level has a negative value."""
        return all(int(level.values.min(initial=0)) >= 0 for level in self.extremes)

    def rough(self, options: Options) -> Floats:
        """Return what options are worth in points, roughly, for estimates only.

        A level above points counts as the most points there can be, one below as a point.
        """
        names = [level.name for level in self.extremes]
        points = names.index(POINTS) if POINTS in names else 0
        most = float(self.extremes[points].values.max(initial=1)) if POINTS in names else 1.0
        out = np.zeros(options.size)
        for number, level in enumerate(self.extremes):
            reach = max(1.0, float(np.abs(level.values).max(initial=0)))
            unit = 1.0 if number == points else (most if number < points else 1.0) / reach
            out += _values(options, level.name) * unit
        return out

    def folding(self, options: Options) -> Folding:
        """Return the same folding over some options."""
        return replace(
            self.plan,
            stages=self.stages(options),
            members=tuple(
                tuple(replace(level, values=_values(options, level.name)) for level in members)
                for members in self.plan.members
            ),
        )


def _values(options: Options, name: str) -> IntArray:
    """Return what each option adds to a level (see `build_levels`)."""
    kind, _, key = name.partition(":")
    if kind == SERVED:
        if not key:
            return np.ones(options.size, dtype=np.int64)
        mine: IntArray = (options.priority[options.mentee] == int(key)).astype(np.int64)
        return mine
    column: IntArray | None = getattr(options, kind)
    return np.zeros(options.size, dtype=np.int64) if column is None else column


@dataclass(slots=True)
class _Range:
    """The least and greatest value of a level over all, and added up over mentees."""

    name: str
    best: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    worst: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def add(self, mentee: IntArray, values: IntArray) -> None:
        short = int(mentee.max(initial=-1)) + 1 - len(self.best)
        if short > 0:
            more = np.zeros(max(short, len(self.best)), dtype=np.int64)
            self.best = np.concatenate([self.best, more])
            self.worst = np.concatenate([self.worst, more])
        extremes(mentee, values, self.best, self.worst)

    def level(self) -> Level:
        least, most = float(self.worst.sum(dtype=np.float64)), self.best.sum(dtype=np.float64)
        if float(most) - least >= INT64_SAFE:
            raise PointsOverflowError(
                f"Expected a total of level {self.name!r} below 2^61, got up to "
                f"{sum(self.best.tolist())}."
            )
        values = np.array([self.worst.min(initial=0), self.best.max(initial=0)], dtype=np.int64)
        return Level(self.name, values, int(self.worst.sum()), int(self.best.sum()))


class _Usages:
    """Gathers by family the largest usage, and the greatest common divisor of each label's."""

    def __init__(self, labels: Sequence[int]) -> None:
        self._labels = (0, *labels)
        self._found: list[IntArray | None] = [None] * len(self._labels)
        self.most = [1] * len(self._labels)

    def add(self, family: int, labels: IntArray, usage: IntArray) -> None:
        found = self._found[family]
        if found is None:
            found = self._found[family] = np.zeros(self._labels[family], dtype=np.int64)
        np.gcd.at(found, labels, usage)
        self.most[family] = max(self.most[family], int(usage.max(initial=0)))

    def divisors(self) -> tuple[IntArray | None, ...]:
        """Return by family None where every option takes 1, else the divisors, at least 1."""
        return tuple(None if each is None else np.maximum(each, 1) for each in self._found)


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first scan found.

    ``options`` counts them and ``mentees`` those who have any; ``usage`` is the largest per family.
    """

    shape: Shape
    recipe: Recipe
    options: int
    usage: tuple[int, ...]
    mentees: int = 0


def survey(
    source: Source,
    *,
    capacity: Sequence[IntArray],
    priority: IntArray | None,
    objective: Objective,
) -> Survey:
    """Scan all options once.

    ``capacity`` holds one array per family, the mentor's first.

    Raises
    ------
    OptionsError
        When a column or the objective is not as expected.
    PointsOverflowError
        When a level cannot be added up in 64 bits.
    """
    if objective not in {"fit", "participation"}:
        raise OptionsError(f"Expected objective 'fit' or 'participation', got {objective!r}.")
    none = np.zeros(0, dtype=np.int64)
    shape = Shape((none, *capacity), none, (None,) * (len(capacity) + 1))
    ranges = {name: _Range(name) for name in (SERVED, POINTS, *FINER)}
    usages = _Usages([len(limit) for limit in capacity])
    count = 0
    for block in source.blocks():
        options = shape.read(block, count)
        count += options.size
        mentee = options.mentee
        ranges[SERVED].add(mentee, np.ones(options.size, dtype=np.int64))
        for name in (POINTS, *FINER):
            values = getattr(options, name)
            if values is not None:
                ranges[name].add(mentee, values)
        for number, given in enumerate(block.families, start=2):
            if isinstance(given, tuple):
                family = options.families[number]
                usages.add(number, family.labels, family.usage)
    return _surveyed(ranges, usages, capacity, priority, objective, count)


def survey_placed(
    source: PlacedSource,
    *,
    capacity: Sequence[IntArray],
    priority: IntArray | None,
    objective: Objective,
) -> Survey:
    """Scan all options once, as `survey`; what lots can add up to is their largest, undrawn."""
    if objective not in {"fit", "participation"}:
        raise OptionsError(f"Expected objective 'fit' or 'participation', got {objective!r}.")
    ranges = {name: _Range(name) for name in (SERVED, POINTS, *FINER)}
    usages = _Usages([len(limit) for limit in capacity])
    for number, given in enumerate(source.families, start=1):
        if isinstance(given, tuple):
            usages.add(number, np.asarray(given[0]), np.asarray(given[1]))
    count = 0
    for unfinished in source.placed():
        block = source.finished(unfinished)
        count += len(block)
        ranges[SERVED].add(block.mentee, np.ones(len(block), dtype=np.int64))
        ranges[POINTS].add(block.mentee, block.points)
        for name, values in (("previous", block.previous), ("continuity", block.continuity)):
            if values is not None:
                ranges[name].add(block.mentee, values)
    ranges["lottery"].best = ranges[SERVED].best * source.most
    ranges["lottery"].worst = ranges[SERVED].worst
    return _surveyed(ranges, usages, capacity, priority, objective, count)


def _surveyed(  # noqa: PLR0917 - what two scans have in common
    ranges: dict[str, _Range],
    usages: _Usages,
    capacity: Sequence[IntArray],
    priority: IntArray | None,
    objective: Objective,
    count: int,
) -> Survey:
    served = ranges[SERVED].best
    people = int(np.flatnonzero(served).max(initial=-1)) + 1
    classes = np.zeros(people, dtype=np.int64) if priority is None else priority
    if len(classes) < people:
        raise OptionsError(f"Expected a priority for each of {people} mentees, got {len(classes)}.")
    levels = tuple(_levels(ranges, classes[:people][served[:people] > 0], objective))
    divisor = usages.divisors()
    whole = [np.ones(len(classes), dtype=np.int64), *capacity]
    pairs = list(zip(whole, divisor, strict=True))
    shape = Shape(
        tuple(limit if each is None else limit // each for limit, each in pairs),
        classes,
        divisor,
    )
    nodes = 2 + 2 * sum(len(limit) + 1 for limit in whole)
    recipe = Recipe.of(levels, nodes=nodes, families=len(whole))
    people = int(np.count_nonzero(served))
    return Survey(shape, recipe, count, tuple(usages.most), people)


def _levels(ranges: dict[str, _Range], classes: IntArray, objective: Objective) -> Iterator[Level]:
    """Yield the levels that are not zero throughout, highest first."""
    keys, people = np.unique(classes, return_counts=True)
    unit = np.array([0, 1], dtype=np.int64)
    served = [
        Level(f"{SERVED}:{key}" if len(keys) > 1 else SERVED, unit, 0, int(number))
        for key, number in zip(keys[::-1], people[::-1], strict=True)
    ]
    points = ranges[POINTS].level()
    chain = [points, *served] if objective == "fit" else [*served, points]
    chain += [ranges[name].level() for name in FINER]
    return (level for level in chain if level.values.any())
