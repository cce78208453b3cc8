"""All options of a placed source with their slack, where there are too many to hold.

Option number e × places + t is that of mentee e and place t. Lots are drawn for the few options
that are taken in alone. Until then an option counts as if it had the largest lot there is, so that
its slack is taken for no more than it is: some more are looked at, and none is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from matcher.engine.answers.catalogue import Catalogue, Priced, pooled, united
from matcher.engine.problem.arrays import BoolArray, IntArray, PriceArray
from matcher.engine.problem.levels import LevelScale, Objective
from matcher.engine.problem.options import Options, OptionsError
from matcher.engine.sparse.keeping import Best, Placed, Scored
from matcher.engine.sparse.kernels import Floats
from matcher.engine.sparse.placed import PlacedBlock, PlacedSource, joined
from matcher.engine.sparse.pricing import PlacedExcess, Places
from matcher.engine.sparse.scan import Pool, Scanner
from matcher.engine.sparse.source import ArraySource, OptionBlock
from matcher.engine.sparse.survey import Survey, survey_placed

PER_MENTEE, PER_MENTOR = 2, 4
"""Options of least slack that are kept of everybody at first."""

THIN = 4
"""Options kept are thinned out when there are this many times as many as are wanted."""


class AskedSource(PlacedSource, Protocol):
    """A placed source that can be asked for the options of one mentee."""

    def of_mentee(self, mentee: int) -> PlacedBlock:
        """Return all options of a mentee, by place, unfinished."""
        ...


class PlacedCatalogue(Catalogue):
    """Options of a placed source, read anew for each question and priced by mentee and place."""

    def __init__(
        self,
        source: AskedSource,
        found: Survey,
        prices: Sequence[PriceArray],
        levels: Sequence[LevelScale],
        some: PlacedBlock,
    ) -> None:
        """Price the options of which a survey was made; ``some`` (unfinished) are at hand."""
        super().__init__(ArraySource(OptionBlock([], [], [])), found, prices, levels)
        self._placed = source
        self._some = some
        self._places = Places.of(source, found.shape)

    @classmethod
    def over(  # noqa: PLR0917 -- what a source does not say of itself, as `prove_placed`
        cls,
        source: AskedSource,
        capacity: Sequence[IntArray],
        priority: IntArray,
        objective: Objective,
        prices: Sequence[PriceArray],
        nodes: int,
        some: PlacedBlock,
    ) -> PlacedCatalogue:
        """Scan a source once to see what there is.

        Parameters
        ----------
        source
            All options.
        capacity
            One array per family, the mentors' first.
        priority
            One class per mentee.
        objective
            ``fit`` or ``participation``.
        prices
            One array per family, the mentees' first, for a unit of normalised capacity. They hold
            for every option that fits by itself; labels without capacity need no price.
        nodes
            How many nodes networks have at most in the folding that the prices speak of.
        some
            Options that are asked for by number, unfinished.

        Raises
        ------
        PointsOverflowError
            When a level cannot be added up in 64 bits.
        """
        found = survey_placed(source, capacity=capacity, priority=priority, objective=objective)
        levels = found.recipe.roomy(nodes).plan.levels
        return cls(source, found, prices, levels, some)

    def repriced(self, prices: Sequence[PriceArray]) -> PlacedCatalogue:
        """Return the same options with other prices."""
        return PlacedCatalogue(self._placed, self._found, prices, self.levels, self._some)

    def of_mentee(self, mentee: int) -> Pool:
        """Return the options of a mentee."""
        return self._pool(self._placed.of_mentee(mentee))

    def where(self, wanted: Callable[[Options], BoolArray]) -> Pool:
        """Return the options for which a condition holds."""
        pieces = []
        for block in self._placed.placed():
            every = self._pool(block)
            rows = np.flatnonzero(wanted(every.options))
            pieces.append(Pool(every.options.take(rows), every.index[rows]))
        return pooled(self, pieces)

    def numbered(self, index: IntArray) -> Pool:
        """Return options at hand by their sorted numbers.

        Raises
        ------
        OptionsError
            When one of them is not at hand.
        """
        every = self._pool(self._some)
        rows = np.flatnonzero(np.isin(every.index, index))
        if not np.array_equal(every.index[rows], index):
            raise OptionsError("Expected numbers of options at hand, got others.")
        return Pool(every.options.take(rows), every.index[rows])

    def blocks(self) -> Iterator[Priced]:
        """Refuse: of all options only those are ever listed that a question is about.

        Raises
        ------
        OptionsError
            Always.
        """
        raise OptionsError("Expected to be asked for options of little slack, not for all.")

    def least(self, count: int, limit: float, extra: Pool) -> tuple[Pool, float]:
        """Return options of least slack, as `Catalogue.least`: of everybody a few."""
        capacity = self.shape.capacity
        best = [
            Best(family, len(capacity[family]), size, -np.inf)
            for family, size in ((0, PER_MENTEE), (1, PER_MENTOR))
        ]
        some = _Least(count, limit)
        for every in self._placed.placed():
            block = every.take(~self._places.closed[every.place])
            score = self._priced_places.undrawn(self._placed.finished(block))
            names = np.stack([block.mentee, block.place])
            rows = Placed(self._places, block)
            skip = np.zeros(len(block), dtype=np.bool_)
            for each in best:
                each.offer(Scored(rows, self._places.number(block), names, score, skip))
            some.offer(block, -score)
        kept = [rows.block for each in best for rows in each.kept() if isinstance(rows, Placed)]
        block, limit = some.best()
        chosen = joined([block, *kept, self._block(extra)])
        if len(chosen):
            _, first = np.unique(self._places.number(chosen), return_index=True)
            chosen = self._placed.beside(chosen.take(first))
        pool = self._pool(chosen)
        rows_ = np.flatnonzero(~pool.options.barred())
        return united(self, [Pool(pool.options.take(rows_), pool.index[rows_]), extra]), limit

    def near(self, reach: int, most: int, known: IntArray) -> Pool | None:
        """Return options of up to a slack, as `Catalogue.near`."""
        scanner = Scanner(self._placed, self._found, self._recipe)
        found = scanner.within(self.prices, reach + 1, known, most, lambda: None)
        if found is None:
            return None
        rows = np.flatnonzero(~found.options.barred())
        return Pool(found.options.take(rows), found.index[rows])

    def none(self) -> Pool:
        """Return a pool without options."""
        return self._pool(self._some.take(slice(0)))

    @cached_property
    def _priced_places(self) -> PlacedExcess:
        return PlacedExcess(self._places, self._excess)

    def _pool(self, block: PlacedBlock) -> Pool:
        """Return unfinished options with all their labels, by number."""
        index = self._places.number(block)
        order = np.argsort(index)
        done = self._placed.finished(block.take(order))
        return Pool(self._places.options(done), index[order])

    def _block(self, pool: Pool) -> PlacedBlock:
        """Return a pool's options unfinished."""
        mentee, place = np.divmod(pool.index, np.int64(max(1, self._places.count)))
        nothing = PlacedBlock(mentee, place, np.zeros(len(mentee), dtype=np.int64))
        more = self._placed.finished(nothing).points
        return PlacedBlock(mentee, place, pool.options.points - more)


@dataclass(slots=True)
class _Least:
    """Gathers the ``count`` options of least slack; ``limit`` falls as more are seen."""

    count: int
    limit: float
    pieces: list[tuple[PlacedBlock, Floats]] = field(default_factory=list)
    waiting: int = 0

    def offer(self, block: PlacedBlock, slack: Floats) -> None:
        """Take what is good enough."""
        rows = np.flatnonzero(slack <= self.limit)
        self.pieces.append((block.take(rows), slack[rows]))
        self.waiting += len(rows)
        if self.waiting > THIN * self.count:
            self._thin()

    def best(self) -> tuple[PlacedBlock, float]:
        """Return the options and the slack up to which they are all."""
        self._thin()
        none = np.zeros(0, dtype=np.int64)
        return joined([PlacedBlock(none, none, none), *(b for b, _ in self.pieces)]), self.limit

    def _thin(self) -> None:
        if not self.pieces:
            return
        slack = np.concatenate([each for _, each in self.pieces])
        if self.count < len(slack):
            self.limit = min(self.limit, float(np.partition(slack, self.count - 1)[self.count - 1]))
        left = [(block, each, each <= self.limit) for block, each in self.pieces]
        self.pieces = [(block.take(rows), each[rows]) for block, each, rows in left]
        self.waiting = sum(len(each) for _, each in self.pieces)
