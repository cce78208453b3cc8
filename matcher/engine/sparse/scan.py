"""Scans of all options: those that prices would rather have, the most wanted first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray, PriceArray
from matcher.engine.problem.options import Options
from matcher.engine.sparse.estimate import auction
from matcher.engine.sparse.excess import Excess
from matcher.engine.sparse.kernels import Floats, keep_best, still_best
from matcher.engine.sparse.source import Source, join
from matcher.engine.sparse.survey import Recipe, Survey

NEAR = 0.2
"""Options that estimated prices pass by up to this share of the heaviest weight are looked at."""

Scorer = Callable[[Options, IntArray], Floats]
"""Scores options; their labels (F, n), numbered over all families, are at hand."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Some options of a source with their numbers in it, ascending."""

    options: Options
    index: IntArray

    def joined(self, other: Pool) -> Pool:
        """Return the options of both, each once."""
        index, first = np.unique(np.concatenate([self.index, other.index]), return_index=True)
        return Pool(join([self.options, other.options]).take(first), index)


@dataclass(slots=True)
class Best:
    """Gathers the best ``size`` options of each label of one family."""

    family: int
    labels: int
    size: int
    floor: float = 0.0
    pieces: list[tuple[Options, IntArray, Floats, IntArray]] = field(default_factory=list)
    score: Floats = field(init=False)
    keys: IntArray = field(init=False)

    def __post_init__(self) -> None:
        """Start with nothing."""
        self.score = np.full((self.labels, self.size), -np.inf)
        self.keys = np.zeros((self.labels, self.size), dtype=np.int64)

    def offer(self, block: _Scored) -> None:
        """Take from a block what is good enough."""
        marked = np.zeros(block.options.size, dtype=np.bool_)
        owner = block.options.families[self.family].labels
        keep_best(
            block.score, self.floor, block.labels, owner, block.skip, self.score, self.keys, marked
        )
        rows = np.flatnonzero(marked)
        if rows.size:
            self.pieces.append(
                (
                    block.options.take(rows),
                    block.start + rows,
                    block.score[rows],
                    block.labels[:, rows],
                )
            )

    def pool(self) -> Pool | None:
        """Return what was kept, or None."""
        if not self.pieces:
            return None
        options = join([piece[0] for piece in self.pieces])
        index = np.concatenate([piece[1] for piece in self.pieces])
        score = np.concatenate([piece[2] for piece in self.pieces])
        kept = np.zeros(len(index), dtype=np.bool_)
        owner = options.families[self.family].labels
        labels = np.concatenate([piece[3] for piece in self.pieces], axis=1)
        still_best(score, labels, owner, self.score, self.keys, kept)
        rows = np.flatnonzero(kept)
        return Pool(options.take(rows), index[rows])


@dataclass(frozen=True, slots=True)
class _Scored:
    """A block with a score per option; ``labels`` (F, n) are numbered over all families."""

    options: Options
    start: int
    labels: IntArray
    score: Floats
    skip: BoolArray


def _go_on() -> None:
    """Stop for nothing."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """Reads a source against prices; ``check`` is called before each block and may raise."""

    source: Source
    survey: Survey
    recipe: Recipe

    def first(self, size: int) -> Pool | None:
        """Return the best ``size`` options of each mentee and of each mentor, or None."""
        capacity = self.survey.shape.capacity
        best = [Best(family, len(capacity[family]), size) for family in (0, 1)]
        for block in self._blocks(self._free(), None, _go_on):
            for each in best:
                each.offer(block)
        found = [pool for pool in (each.pool() for each in best) if pool is not None]
        return found[0].joined(found[1]) if found else None

    def likely(self, pool: Pool, size: int) -> Pool | None:
        """Return at most ``size`` options per mentee that are best at estimated prices, or None.

        The prices come from an auction among the options of ``pool``; mentors alone have one.
        """
        capacity = self.survey.shape.capacity
        mentee, mentor = (family.labels for family in pool.options.families[:2])
        worth = self.recipe.rough(pool.options)
        price = auction(mentee, mentor, worth, capacity[1])
        gains = self.recipe.always_gains
        free = self._free()

        def score(options: Options, labels: IntArray) -> Floats:
            left = self.recipe.rough(options) - price[options.families[1].labels]
            return left if gains else np.where(free(options, labels) > 0, left, -np.inf)

        best = Best(0, len(capacity[0]), size, -NEAR * float(worth.max(initial=0.0)))
        for block in self._blocks(score, None, _go_on):
            best.offer(block)
        return best.pool()

    def _free(self) -> Scorer:
        capacity = self.survey.shape.capacity
        return self._excess([np.zeros(len(limit), dtype=np.int64) for limit in capacity])

    def _excess(self, prices: Sequence[PriceArray], base: int = 0) -> Scorer:
        return Excess.over(self.survey, self.recipe, prices, base).score

    def wanted(
        self, prices: Sequence[PriceArray], size: int, check: Callable[[], None]
    ) -> tuple[Pool | None, PriceArray]:
        """Return at most ``size`` options per mentee that outweigh their prices, if any.

        With them comes by how much each mentee's price must rise for the prices to hold for all
        options; where it is not 0, that is rounded up.
        """
        best = Best(0, len(self.survey.shape.capacity[0]), size)
        for block in self._blocks(self._excess(prices), None, check):
            best.offer(block)
        unit = self.recipe.plan.scales[0] if self.recipe.plan.scales else 1
        worst = best.score.max(axis=1, initial=0.0)
        rise: PriceArray = np.zeros(best.labels, dtype=np.object_)
        over = np.flatnonzero(worst > 0)
        # a float is off by less than 2^-50 of itself
        up = np.ceil(worst[over] * (1 + 2.0**-48)) + 1
        rise[over] = np.array([int(value) * unit for value in up.tolist()], dtype=np.object_)
        return best.pool(), rise

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
        for block in self._blocks(self._excess(prices, gap), known, check):
            best.offer(block)
        return best.pool()

    def _blocks(
        self, score: Scorer, known: IntArray | None, check: Callable[[], None]
    ) -> Iterator[_Scored]:
        shape = self.survey.shape
        offsets = np.cumsum([0, *(len(limit) for limit in shape.capacity[:-1])])
        closed = [bool((limit == 0).any()) for limit in shape.capacity]
        start = 0
        for block in self.source.blocks():
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
            yield _Scored(options, start, labels, score(options, labels), skip)
            start += options.size
