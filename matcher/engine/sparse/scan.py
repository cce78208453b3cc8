"""Scans of all options: those that prices would rather have, the most wanted first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray, PriceArray, among
from matcher.engine.problem.levels import SERVED
from matcher.engine.problem.options import Options
from matcher.engine.sparse.estimate import auction
from matcher.engine.sparse.excess import Excess
from matcher.engine.sparse.keeping import Best, Listed, Placed, Pool, Scored
from matcher.engine.sparse.kernels import Floats
from matcher.engine.sparse.placed import Gathered, PlacedBlock, PlacedSource, joined
from matcher.engine.sparse.pricing import PlacedExcess, Places
from matcher.engine.sparse.source import Source
from matcher.engine.sparse.survey import Recipe, Survey

__all__ = ["Pool", "Scanner"]

NEAR = 0.2
"""Options that estimated prices pass by up to this share of the heaviest weight are looked at."""

AROUND, FAR = 24, 4
"""Of a placed source so many options per mentee are remembered that fall short of their prices by
up to so many times what is taken in: prices are tried on those before all are read again."""

Scorer = Callable[[Options, IntArray], Floats]
"""Scores options; their labels (F, n), numbered over all families, are at hand."""


def _go_on() -> None:
    """Stop for nothing."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Reads a source against prices; ``check`` is called before each block and may raise."""

    source: Source | PlacedSource
    survey: Survey
    recipe: Recipe
    nearby: list[PlacedBlock] = field(default_factory=list)

    def first(self, sizes: tuple[int, int]) -> Pool | None:
        """Return the best few options of each mentee and of each mentor, or None."""
        capacity = self.survey.shape.capacity
        best = [
            Best(family, len(capacity[family]), size)
            for family, size in zip((0, 1), sizes, strict=True)
        ]
        nothing = [np.zeros(len(limit), dtype=np.int64) for limit in capacity]
        # with no prices an option's lot matters only if it may weigh nothing at all
        drawn = not self.recipe.always_gains
        for block in self._read(nothing, 0, drawn=drawn):
            for each in best:
                each.offer(block)
        found = [pool for pool in (each.pool() for each in best) if pool is not None]
        return found[0].joined(found[1]) if found else None

    def deep(self, size: int) -> Pool | None:
        """Return the best few options of each mentor, whatever class they serve, or None."""
        capacity, priority = self.survey.shape.capacity, self.survey.shape.priority
        served: PriceArray = np.zeros(len(capacity[0]), dtype=np.object_)
        for level in self.recipe.plan.levels:
            kind, _, key = level.name.partition(":")
            if kind == SERVED:
                served[(priority == int(key)) if key else slice(None)] = level.multiplier
        prices = [served, *(np.zeros(len(limit), dtype=np.int64) for limit in capacity[1:])]
        best = Best(1, len(capacity[1]), size)
        for block in self._read(prices, 0, drawn=not self.recipe.always_gains):
            best.offer(block)
        return best.pool()

    def likely(self, pool: Pool, size: int) -> Pool | None:
        """Return at most ``size`` options per mentee that are best at estimated prices, or None.

        The prices come from an auction among the options of ``pool``; mentors alone have one.
        """
        capacity = self.survey.shape.capacity
        mentee, mentor = (family.labels for family in pool.options.families[:2])
        worth = self.recipe.rough(pool.options)
        price = auction(mentee, mentor, worth, capacity[1])
        gains = self.recipe.always_gains
        nothing = [np.zeros(len(limit), dtype=np.int64) for limit in capacity]
        free = self._excess(nothing, 0).score

        def score(options: Options, labels: IntArray) -> Floats:
            left = self.recipe.rough(options) - price[options.families[1].labels]
            return left if gains else np.where(free(options, labels) > 0, left, -np.inf)

        best = Best(0, len(capacity[0]), size, -NEAR * float(worth.max(initial=0.0)))
        assert not isinstance(self.source, PlacedSource)  # noqa: S101 -- those have families
        for block in self._listed(self.source, score, None, _go_on):
            best.offer(block)
        return best.pool()

    def wanted(
        self,
        prices: Sequence[PriceArray],
        near: int,
        known: IntArray,
        size: int,
        check: Callable[[], None],
    ) -> tuple[Pool | None, PriceArray]:
        """Return at most ``size`` options per mentee that outweigh their prices, if any.

        Where there are, those come too that fall short by less than ``near``; none is ``known``,
        sorted options that the prices hold for. With them comes by how much each mentee's price must
        rise for the prices to hold for all options; where it is not 0, that is rounded up.
        """
        unit = self.recipe.plan.scales[0] if self.recipe.plan.scales else 1
        people = len(self.survey.shape.capacity[0])
        floor = -near / unit
        best = Best(0, people, size, floor)
        around = None
        if isinstance(self.source, PlacedSource):
            floor *= FAR
            around = Best(0, people, AROUND, floor)
        for block in self._read(prices, 0, known=known, check=check, floor=floor):
            best.offer(block)
            if around is not None:
                around.offer(block)
        if around is not None:
            rows = around.kept()
            self.nearby[:] = [each.block for each in rows if isinstance(each, Placed)]
        worst = best.score.max(axis=1, initial=0.0)
        rise: PriceArray = np.zeros(best.labels, dtype=np.object_)
        over = np.flatnonzero(worst > 0)
        # a float is off by less than 2^-50 of itself
        up = np.ceil(worst[over] * (1 + 2.0**-48)) + 1
        rise[over] = np.array([int(value) * unit for value in up.tolist()], dtype=np.object_)
        return (best.pool() if over.size else None), rise

    def wanted_nearby(
        self,
        prices: Sequence[PriceArray],
        near: int,
        known: IntArray,
        size: int,
        check: Callable[[], None],
    ) -> Pool | None:
        """Return what `wanted` does, of the options that came near the last time; None of none."""
        if not self.nearby or not isinstance(self.source, PlacedSource):
            return None
        some = replace(self, source=Gathered(self.source, joined(self.nearby)), nearby=[])
        return some.wanted(prices, near, known, size, check)[0]

    def within(
        self,
        prices: Sequence[PriceArray],
        gap: int,
        known: IntArray,
        size: int,
        check: Callable[[], None],
    ) -> Pool | None:
        """Return at most ``size`` options per mentee, none ``known``, that a better set may use.

        By weak duality a set with an option whose prices pass its weight by at least ``gap`` is
        no better than the set at hand.
        """
        best = Best(0, len(self.survey.shape.capacity[0]), size)
        for block in self._read(prices, gap, known=known, check=check):
            best.offer(block)
        return best.pool()

    def around(self, pool: Pool, prices: Sequence[PriceArray], near: int) -> Pool:
        """Return those of a pool of whose mentee and mentor an option is near its prices.

        Near is to fall short of them by less than ``near``.
        """
        options = pool.options
        starts = np.cumsum([0, *(len(limit) for limit in self.survey.shape.capacity[:-1])])
        labels = [f.labels + start for f, start in zip(options.families, starts, strict=True)]
        score = self._excess(prices, near).score(options, np.array(labels))
        mentee, mentor = (family.labels for family in options.families[:2])
        pair = mentee * np.int64(len(options.families[1].capacity)) + mentor
        kept = np.flatnonzero(np.isin(pair, np.unique(pair[score > 0])))
        place = None if pool.place is None else pool.place[kept]
        return Pool(options.take(kept), pool.index[kept], place)

    def outweighs(self, prices: Sequence[PriceArray]) -> str | None:
        """Return in words the first option that outweighs its prices, None where none does."""
        for block in self._read(prices, 0):
            over = np.flatnonzero((block.score > 0) & ~block.skip)
            if over.size:
                mentee, mentor = (int(block.rows.owner(family)[over[0]]) for family in (0, 1))
                return f"found more for mentee {mentee} and mentor {mentor}"
        return None

    def _excess(self, prices: Sequence[PriceArray], base: int) -> Excess:
        return Excess.over(self.survey, self.recipe, prices, base)

    def _read(
        self,
        prices: Sequence[PriceArray],
        base: int,
        *,
        known: IntArray | None = None,
        check: Callable[[], None] = _go_on,
        floor: float = 0.0,
        drawn: bool = True,
    ) -> Iterator[Scored]:
        """Yield blocks scored by weight + ``base`` less prices, all that pass ``floor`` in them.

        Where lots are not ``drawn``, each option is scored as if its lot were the largest.
        """
        excess = self._excess(prices, base)
        if isinstance(self.source, PlacedSource):
            places = Places.of(self.source, self.survey.shape)
            priced = PlacedExcess(places, excess)
            return self._placed(priced, known, check, floor, drawn=drawn)
        return self._listed(self.source, excess.score, known, check)

    def _listed(
        self, source: Source, score: Scorer, known: IntArray | None, check: Callable[[], None]
    ) -> Iterator[Scored]:
        shape = self.survey.shape
        offsets = np.cumsum([0, *(len(limit) for limit in shape.capacity[:-1])])
        closed = [bool((limit == 0).any()) for limit in shape.capacity]
        start = 0
        for block in source.blocks():
            check()
            options = shape.read(block, start)
            labels = np.empty((len(offsets), options.size), dtype=np.int64)
            for row, family, offset in zip(labels, options.families, offsets, strict=True):
                np.add(family.labels, offset, out=row)
            skip = np.zeros(options.size, dtype=np.bool_)
            for family, divisor, shut in zip(options.families, shape.divisor, closed, strict=True):
                if shut or divisor is not None:
                    skip |= family.usage > family.capacity[family.labels]
            if known is not None:
                here = slice(*np.searchsorted(known, [start, start + options.size]))
                skip[known[here] - start] = True
            index = np.arange(start, start + options.size)
            yield Scored(Listed(options), index, labels, score(options, labels), skip)
            start += options.size

    def _placed(
        self,
        priced: PlacedExcess,
        known: IntArray | None,
        check: Callable[[], None],
        floor: float,
        *,
        drawn: bool,
    ) -> Iterator[Scored]:
        places, source = priced.places, priced.places.source
        for every in source.placed():
            check()
            score = priced.at_most(every)
            rows = np.flatnonzero((score > floor) & ~places.closed[every.place])
            block, score = every.take(rows), score[rows]
            index = places.number(block)
            skip: BoolArray = np.zeros(len(rows), dtype=np.bool_)
            if known is not None:
                skip = among(index, known)
            if drawn:
                finished = source.finished(block)
                score = priced.undrawn(finished)
                # only where the lot decides is it drawn; what it adds to others is too little to tell
                unsure = np.flatnonzero((score > 0) & ~skip)
                unsure = unsure[~(priced.at_least(finished.take(unsure)) > 0)]
                score[unsure] = priced.exact(finished.take(unsure))
            names = np.stack([block.mentee, block.place])
            yield Scored(Placed(places, block), index, names, score, skip)
