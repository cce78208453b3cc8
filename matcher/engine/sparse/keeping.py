"""Keeps the best few options of everybody while blocks pass by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.options import Options
from matcher.engine.sparse.kernels import Floats, keep_best, still_best
from matcher.engine.sparse.placed import PlacedBlock
from matcher.engine.sparse.pricing import Places
from matcher.engine.sparse.source import join

KEPT_PER_PLACE = 4
"""What was kept is looked through again when it is so many times what can stay."""


class Rows(Protocol):
    """Some options, in whatever form they came."""

    def take(self, rows: IntArray) -> Rows:
        """Return some of them."""
        ...

    def owner(self, family: int) -> IntArray:
        """Return their mentees (0) or mentors (1)."""
        ...

    def pool(self, index: IntArray) -> Pool:
        """Return them with all their labels; ``index`` are their numbers."""
        ...


@dataclass(frozen=True, slots=True)
class Pool:
    """Some options of a source with their numbers in it, ascending.

    ``place`` (n,) where they come from a placed source.
    """

    options: Options
    index: IntArray
    place: IntArray | None = None

    def joined(self, other: Pool) -> Pool:
        """Return the options of both, each once."""
        return pooled([self, other])


def pooled(pools: Sequence[Pool]) -> Pool:
    """Return the options of all, each once."""
    index, first = np.unique(np.concatenate([pool.index for pool in pools]), return_index=True)
    places = [pool.place for pool in pools if pool.place is not None]
    place = np.concatenate(places)[first] if places else None
    return Pool(join([pool.options for pool in pools]).take(first), index, place)


@dataclass(frozen=True, slots=True)
class Listed:
    """Options with all their labels."""

    options: Options

    def take(self, rows: IntArray) -> Listed:
        """Return some of them."""
        return Listed(self.options.take(rows))

    def owner(self, family: int) -> IntArray:
        """Return their mentees (0) or mentors (1)."""
        return self.options.families[family].labels

    def pool(self, index: IntArray) -> Pool:
        """Return them as a pool."""
        return Pool(self.options, index)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Unfinished options of a placed source."""

    places: Places
    block: PlacedBlock

    def take(self, rows: IntArray) -> Placed:
        """Return some of them."""
        return Placed(self.places, self.block.take(rows))

    def owner(self, family: int) -> IntArray:
        """Return their mentees (0) or mentors (1)."""
        return self.block.mentee if family == 0 else self.places.labels[0][self.block.place]

    def pool(self, index: IntArray) -> Pool:
        """Return them as a pool, and with each all others of its mentee and mentor."""
        del index
        source = self.places.source
        block = source.finished(source.beside(self.block))
        return Pool(self.places.options(block), self.places.number(block), block.place)


@dataclass(frozen=True, slots=True)
class Scored:
    """A block with a score per option.

    ``index`` are their numbers, ``labels`` (F, n) tell them apart, and ``skip`` says which do not
    count.
    """

    rows: Rows
    index: IntArray
    labels: IntArray
    score: Floats
    skip: BoolArray


@dataclass(frozen=True, slots=True)
class _Piece:
    rows: Rows
    index: IntArray
    labels: IntArray
    score: Floats

    def take(self, rows: IntArray) -> _Piece:
        return _Piece(
            self.rows.take(rows), self.index[rows], self.labels[:, rows], self.score[rows]
        )


@dataclass(slots=True)
class Best:
    """Gathers the best ``size`` options of each label of one family."""

    family: int
    labels: int
    size: int
    floor: float = 0.0
    score: Floats = field(init=False)
    keys: IntArray = field(init=False)
    _pieces: list[_Piece] = field(default_factory=list)
    _held: int = 0

    def __post_init__(self) -> None:
        """Start with nothing."""
        self.score = np.full((self.labels, self.size), -np.inf)
        self.keys = np.zeros((self.labels, self.size), dtype=np.int64)

    def offer(self, block: Scored) -> None:
        """Take from a block what is good enough."""
        marked = np.zeros(len(block.index), dtype=np.bool_)
        owner = block.rows.owner(self.family)
        keep_best(
            block.score, self.floor, block.labels, owner, block.skip, self.score, self.keys, marked
        )
        rows = np.flatnonzero(marked)
        if rows.size:
            piece = _Piece(block.rows, block.index, block.labels, block.score).take(rows)
            self._pieces.append(piece)
            self._held += len(rows)
        if self._held > KEPT_PER_PLACE * self.labels * self.size:
            self._sift()

    def pool(self) -> Pool | None:
        """Return what was kept, or None."""
        self._sift()
        if not self._pieces:
            return None
        return pooled([piece.rows.pool(piece.index) for piece in self._pieces])

    def kept(self) -> list[Rows]:
        """Return what was kept."""
        self._sift()
        return [piece.rows for piece in self._pieces]

    def _sift(self) -> None:
        """Let go of what better ones have pushed out since."""
        left = []
        for piece in self._pieces:
            kept = np.zeros(len(piece.index), dtype=np.bool_)
            owner = piece.rows.owner(self.family)
            still_best(piece.score, piece.labels, owner, self.score, self.keys, kept)
            if kept.any():
                left.append(piece.take(np.flatnonzero(kept)))
        self._pieces = left
        self._held = sum(len(piece.index) for piece in left)
