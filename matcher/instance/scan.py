"""Every allowed pair with its points, block by block, without a table of all pairs.

A block is a run of mentees. First the bits of who is allowed, then the points of those alone.
Memory is that of the columns and one block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.domain.problem import Problem
from matcher.engine.jit import kept
from matcher.instance.barred import Barred
from matcher.instance.columns import Columns, compile_columns
from matcher.instance.kernel import Pairs, add_best, add_cells, add_reach, admit, spread
from matcher.network.columns import RUN_BITS

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
BLOCK_CELLS = 1 << 22
"""Mentees × mentors that one block looks at, at most (but for one mentee, if mentors are more)."""
KEPT_BYTES = 1 << 29
"""Bytes that a `Rescan` keeps points in at most."""
COMPILES = "compiling the scan (once on a machine)"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Allowed pairs of a run of mentees; three arrays of one length.

    ``mentee`` indexes ``problem.waiting``, ``mentor`` indexes ``problem.mentors``. Sorted by
    mentee; a mentee's mentors stand by the projects that they serve, then by index.
    """

    mentee: Integers
    mentor: Integers
    points: Integers

    def __len__(self) -> int:
        return len(self.mentee)


def scan(
    problem: Problem,
    *,
    bars: Barred | None = None,
    progress: Callable[[str], None] | None = None,
) -> Iterator[Block]:
    """Yield every allowed pair of a problem once, with its points.

    Allowed are pairs that no enabled rule bars, that some coach and project make an option, and
    that have at least the rule set's fewest points.

    Parameters
    ----------
    problem
        Its waiting mentees and its mentors are paired.
    bars
        The tables of broken rules but for mentee and mentor, where they are made already.
    progress
        Called with a sentence before machine code is made, which takes seconds and is kept.
    """
    tell(progress)
    yield from scan_columns(compile_columns(problem, bars))


def tell(progress: Callable[[str], None] | None) -> None:
    """Say so before machine code is made, which takes seconds and is kept."""
    if progress is not None and not kept(add_reach):
        progress(COMPILES)


def scan_columns(columns: Columns, *, cells: int = BLOCK_CELLS) -> Iterator[Block]:
    """Yield the allowed pairs of compiled columns, blocks of at most ``cells`` pairs looked at."""
    for first, height in _runs(columns, cells):
        yield block_of(columns, first, height)


class Rescan:
    """The allowed pairs of compiled columns, read time and again: points are worked out once.

    They are kept in a few bytes each, up to `KEPT_BYTES` in all.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._points: dict[int, npt.NDArray[Any]] = {}
        self._left = KEPT_BYTES
        self._cells = BLOCK_CELLS

    def blocks(self) -> Iterator[Block]:
        """Yield what `scan_columns` does."""
        columns = self._columns
        for first, height in _runs(columns, self._cells):
            pairs, allowed = _pairs(columns, first, height)
            kept = self._points.get(first)
            if kept is None:
                _score(columns, pairs, allowed)
                self._keep(first, pairs.points)
            else:
                pairs.points[:] = kept
            yield _block(columns, pairs)

    def _keep(self, first: int, points: Integers) -> None:
        low, high = int(points.min(initial=0)), int(points.max(initial=0))
        small = np.promote_types(np.min_scalar_type(low), np.min_scalar_type(high))
        size = len(points) * small.itemsize
        if size <= self._left:
            self._left -= size
            self._points[first] = points.astype(small)


def block_of(columns: Columns, first: int, height: int) -> Block:
    """Return the allowed pairs of ``height`` mentees from ``first`` on."""
    pairs, allowed = _pairs(columns, first, height)
    _score(columns, pairs, allowed)
    return _block(columns, pairs)


def _runs(columns: Columns, cells: int) -> Iterator[tuple[int, int]]:
    """Yield runs of mentees, each by its first and how many it has."""
    mentees, mentors = len(columns.mentee_points), len(columns.order)
    height = max(1, cells // max(1, mentors))
    for first in range(0, mentees, height):
        yield first, min(height, mentees - first)


def _pairs(columns: Columns, first: int, height: int) -> tuple[Pairs, Words]:
    """Return the pairs of some mentees without points, and their bits."""
    allowed = np.empty((height, columns.pairs.words), dtype=np.uint64)
    admit(columns.pairs, first, allowed)
    count = np.bitwise_count(allowed).sum(axis=1, dtype=np.int64)
    start = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(count)))
    position, points = np.empty((2, start[-1]), dtype=np.int64)
    spread(allowed, position)
    return Pairs(first, start, position, points), allowed


def _score(columns: Columns, pairs: Pairs, allowed: Words) -> None:
    """Work out the points of some pairs."""
    mentee, position = _mentees(pairs), pairs.right
    np.add(columns.mentee_points[mentee], columns.mentor_points[position], out=pairs.points)
    for table in columns.tables:
        add_cells(table.mentee, table.mentor, table.cells, pairs)
    for best in columns.steps:
        add_best(best.bits, best.points, allowed, pairs)
    for reach in columns.reaches:
        add_reach(reach, RUN_BITS, pairs)
    if columns.dense is not None:
        pairs.points[:] += columns.dense[mentee, position]


def _mentees(pairs: Pairs) -> Integers:
    height = len(pairs.start) - 1
    return np.repeat(np.arange(pairs.first, pairs.first + height), np.diff(pairs.start))


def _block(columns: Columns, pairs: Pairs) -> Block:
    mentee, mentor, points = _mentees(pairs), columns.order[pairs.right], pairs.points
    enough = points >= columns.floor
    if not enough.all():
        mentee, mentor, points = mentee[enough], mentor[enough], points[enough]
    return Block(mentee, mentor, points)
