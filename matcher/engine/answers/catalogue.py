"""All options of an instance with their slack, block by block.

The slack of an option is the sum of the prices along it less its weight, >= 0 where prices hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.engine.answers.candidates import Candidates
from matcher.engine.answers.folded import level_values, refold
from matcher.engine.problem.arrays import BoolArray, IntArray, PriceArray, exact_dot
from matcher.engine.problem.levels import Level, LevelScale, Objective
from matcher.engine.problem.options import Options
from matcher.engine.proof.certificate import worth
from matcher.engine.sparse import keeping
from matcher.engine.sparse.excess import Excess
from matcher.engine.sparse.kernels import Floats
from matcher.engine.sparse.scan import Pool
from matcher.engine.sparse.source import ArraySource, OptionBlock, Shape, Source, join
from matcher.engine.sparse.survey import Recipe, Survey, survey

SMALL, RELATIVE = 2.0**-44, 2.0**-38
"""A slack in floating point is off by less than a quarter of SMALL and of RELATIVE × itself."""


@dataclass(frozen=True, slots=True)
class Priced:
    """Some options, the number of the first, and their slack (n,) in units of the first stage.

    The slack of an option that no set can hold is infinite.
    """

    options: Options
    start: int
    slack: Floats


class Catalogue:
    """Options that are read anew for each question, priced.

    Attributes
    ----------
    shape
        Capacities and priorities, mentee first.
    prices
        One array per family, that hold for every option that fits by itself.
    levels
        How the weights are folded that prices speak of.
    size
        How many options there are.
    """

    def __init__(
        self,
        source: Source,
        found: Survey,
        prices: Sequence[PriceArray],
        levels: Sequence[LevelScale],
    ) -> None:
        """Price the options of which a survey was made."""
        extremes = {level.name: level for level in found.recipe.extremes}
        members = tuple(extremes[level.name] for level in levels)
        plan = refold(levels, [level.values for level in members], nodes=found.recipe.nodes)
        self._recipe = recipe = Recipe(plan, found.recipe.nodes, len(prices), members)
        self.shape: Shape = found.shape
        self.prices = tuple(prices)
        self.levels = tuple(levels)
        self.size = found.options
        self._source = source
        self._found = found
        self._excess = Excess.over(found, recipe, self.prices)
        self._unit = recipe.plan.scales[0] if recipe.plan.scales else 1

    @classmethod
    def read(
        cls,
        source: Source,
        prices: Sequence[PriceArray],
        levels: Sequence[LevelScale],
        *,
        capacity: Sequence[IntArray],
        priority: IntArray | None,
        objective: Objective,
    ) -> Catalogue:
        """Scan a source once to see what there is; ``capacity`` is the mentors' and so on."""
        found = survey(source, capacity=capacity, priority=priority, objective=objective)
        return cls(source, found, prices, levels)

    def repriced(self, prices: Sequence[PriceArray]) -> Catalogue:
        """Return the same options with other prices."""
        return Catalogue(self._source, self._found, prices, self.levels)

    def open(self, chosen: Options) -> int:
        """Return what the prices leave open: Σ price × capacity less the weight of a set."""
        limits = zip(self.prices, self.shape.capacity, strict=True)
        bound = sum(exact_dot(price, capacity) for price, capacity in limits)
        return bound - sum(int(weight) for weight in self.weights(chosen))

    def blocks(self) -> Iterator[Priced]:
        """Return all options anew."""
        start = 0
        for options in self._options():
            yield self._priced(options, start)
            start += options.size

    def of_mentee(self, mentee: int) -> Pool:
        """Return the options of a mentee."""
        return self.where(lambda options: options.mentee == mentee)

    def where(self, wanted: Callable[[Options], BoolArray]) -> Pool:
        """Return the options for which a condition holds."""
        start, pieces = 0, []
        for options in self._options():
            rows = np.flatnonzero(wanted(options))
            pieces.append(Pool(options.take(rows), start + rows))
            start += options.size
        return pooled(self, pieces)

    def numbered(self, index: IntArray) -> Pool:
        """Return the options of some sorted numbers."""
        start, pieces = 0, []
        for options in self._options():
            mine = index[slice(*np.searchsorted(index, [start, start + options.size]))]
            pieces.append(Pool(options.take(mine - start), mine))
            start += options.size
        return pooled(self, pieces)

    def least(self, count: int, limit: float, extra: Pool) -> tuple[Pool, float]:
        """Return options of least slack, and the slack up to which they are all.

        That is ``limit``, or what the ``count`` of least slack reach if it is less; both in
        floating point. With them come the best option or so of everybody, ``extra`` ones, and all
        options of a pair of mentee and mentor of whom there is one.
        """
        some = Candidates(count, limit)
        for block in self.blocks():
            some.offer(block.options, block.slack)
        options, limit = some.best()
        pairs = pairs_of(self, extra.options)
        if options is not None:
            pairs = np.concatenate([pairs, pairs_of(self, options)])
        return united(self, [self._beside(pairs), extra]), limit

    def near(self, reach: int, most: int, known: IntArray) -> Pool | None:
        """Return options of up to a slack that are not ``known`` (sorted numbers), None of none.

        At least the ``most`` of least slack of each mentee, and all options of their pairs.
        """
        limit = self.limit(reach)
        pairs = []
        for block in self.blocks():
            wanted = block.slack <= limit
            end = block.start + block.options.size
            wanted[known[slice(*np.searchsorted(known, [block.start, end]))] - block.start] = False
            rows = np.flatnonzero(wanted)
            rows = rows[np.lexsort((block.slack[rows], block.options.mentee[rows]))]
            mentee = block.options.mentee[rows]
            rows = rows[np.arange(len(rows)) - np.searchsorted(mentee, mentee) < most]
            pairs.append(pairs_of(self, block.options.take(rows)))
        every = np.concatenate([np.zeros(0, dtype=np.int64), *pairs])
        return self._beside(every) if every.size else None

    def holds_for(self, pool: Pool) -> bool:
        """Return whether none of some options outweighs the prices along it."""
        return bool((self._priced(pool.options, 0).slack >= 0).all())

    def none(self) -> Pool:
        """Return a pool without options."""
        width = len(self.shape.capacity) - 2
        empty = OptionBlock([], [], [], tuple([] for _ in range(width)))
        return Pool(self.shape.read(empty, 0), np.zeros(0, dtype=np.int64))

    def weights(self, options: Options) -> PriceArray:
        """Return the folded weights of some options."""
        values = [level_values(options, level.name) for level in self.levels]
        return refold(self.levels, values, nodes=0).weights()

    def slack(self, options: Options) -> list[int]:
        """Return the slack of some options exactly."""
        total = worth(options, self.prices).astype(np.object_)
        return [int(value) for value in total - self.weights(options)]

    def limit(self, reach: int) -> float:
        """Return a slack in floating point that no option of a slack up to ``reach`` passes."""
        return reach / self._unit * (1 + RELATIVE) + SMALL

    def sure(self, limit: float) -> int:
        """Return a slack such that no option of up to that passes one in floating point."""
        safe = max(0.0, limit * (1 - RELATIVE / 2) - SMALL / 2)
        over, under = safe.as_integer_ratio()
        return over * self._unit // under

    def _beside(self, pairs: IntArray) -> Pool:
        """Return all options of some pairs that some set can hold."""
        some = np.unique(pairs)
        return self.where(lambda o: np.isin(pairs_of(self, o), some) & ~o.barred())

    def _options(self) -> Iterable[Options]:
        start = 0
        for block in self._source.blocks():
            options = self.shape.read(block, start)
            yield options
            start += options.size

    def _priced(self, options: Options, start: int) -> Priced:
        capacity = self.shape.capacity
        offsets = np.cumsum([0, *(len(limit) for limit in capacity[:-1])])
        labels = np.empty((len(offsets), options.size), dtype=np.int64)
        for row, family, offset in zip(labels, options.families, offsets, strict=True):
            np.add(family.labels, offset, out=row)
        slack = -self._excess.score(options, labels)
        slack[options.barred()] = np.inf
        return Priced(options, start, slack)


class Kept(Catalogue):
    """Options in memory: priced once, and found by mentee."""

    def __init__(
        self,
        options: Options,
        prices: Sequence[PriceArray],
        levels: Sequence[LevelScale],
        before: Kept | None = None,
    ) -> None:
        """Price checked options, see `read_options`; ``before`` has the same at other prices."""
        self._every = options
        self._before = before
        found = None if before is None else before._found  # noqa: SLF001 - of the same class
        nothing = ArraySource(OptionBlock([], [], []))
        super().__init__(nothing, found or _surveyed(options, levels), prices, levels)

    def repriced(self, prices: Sequence[PriceArray]) -> Kept:
        """Return the same options with other prices."""
        return Kept(self._every, prices, self.levels, self)

    def blocks(self) -> Iterator[Priced]:
        """Return all options at once."""
        yield self._all

    def of_mentee(self, mentee: int) -> Pool:
        """Return the options of a mentee."""
        order, people = self._by_mentee
        rows = np.sort(order[slice(*np.searchsorted(people, [mentee, mentee + 1]))])
        return Pool(self._every.take(rows), rows)

    def holds_for(self, pool: Pool) -> bool:
        """Return whether none of some options outweighs the prices along it."""
        return bool((self._all.slack[pool.index] >= 0).all())

    @cached_property
    def _all(self) -> Priced:
        before, options = self._before, self._every
        if before is None:
            return self._priced(options, 0)
        other: BoolArray = np.zeros(options.size, dtype=np.bool_)
        for old, new, family in zip(before.prices, self.prices, options.families, strict=True):
            other |= (old != new)[family.labels]
        rows = np.flatnonzero(other)
        slack = before._all.slack.copy()  # noqa: SLF001 - of the same class
        slack[rows] = self._priced(options.take(rows), 0).slack
        return Priced(options, 0, slack)

    @cached_property
    def _by_mentee(self) -> tuple[IntArray, IntArray]:
        people = self._every.mentee
        order = np.argsort(people, kind="stable").astype(np.int64)
        return order, people[order]

    def _options(self) -> Iterable[Options]:
        return (self._every,)


def _surveyed(options: Options, levels: Sequence[LevelScale]) -> Survey:
    capacity = tuple(family.capacity for family in options.families)
    extremes = tuple(_extremes(options, level) for level in levels)
    nodes = 2 + 2 * sum(len(limit) + 1 for limit in capacity)
    plan = refold(levels, [level.values for level in extremes], nodes=nodes)
    recipe = Recipe(plan, nodes, len(capacity), extremes)
    divisor = tuple(
        None if bool((family.usage == 1).all()) else np.ones(len(family.capacity), dtype=np.int64)
        for family in options.families
    )
    usage = tuple(int(family.usage.max(initial=1)) for family in options.families)
    return Survey(Shape(capacity, options.priority, divisor), recipe, options.size, usage)


def _extremes(options: Options, level: LevelScale) -> Level:
    values = level_values(options, level.name)
    ends = np.array([values.min(initial=0), values.max(initial=0)], dtype=np.int64)
    return Level(level.name, ends, level.low, level.high)


def pairs_of(catalogue: Catalogue, options: Options) -> IntArray:
    """Return one number for each option's mentee and mentor together."""
    return options.mentee * len(catalogue.shape.capacity[1]) + options.families[1].labels


def united(catalogue: Catalogue, pieces: Sequence[Pool]) -> Pool:
    """Return the options of several pools, each once, by number."""
    pieces = [piece for piece in pieces if len(piece.index)]
    return keeping.pooled(pieces) if pieces else catalogue.none()


def pooled(catalogue: Catalogue, pieces: Sequence[Pool]) -> Pool:
    """Return the options of several pools of different options, by number."""
    pieces = [piece for piece in pieces if len(piece.index)]
    if not pieces:
        return catalogue.none()
    index = np.concatenate([piece.index for piece in pieces])
    order = np.argsort(index, kind="stable")
    return Pool(join([piece.options for piece in pieces]).take(order), index[order])
