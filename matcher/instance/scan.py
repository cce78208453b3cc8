"""Every allowed pair with its points, block by block, without a table of all pairs.

A block is a run of mentees. First the bits of who is allowed, then the points of those alone.
Memory is that of the columns and one block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.domain.problem import Problem
from matcher.engine.running.jit import kept
from matcher.instance.barred import Barred
from matcher.instance.columns import Columns, compile_columns
from matcher.instance.kernel import Pairs, add_best, add_cells, add_reach, admit, spread
from matcher.network.columns import RUN_BITS

Integers = npt.NDArray[np.int64]
BLOCK_CELLS = 1 << 22
"""Mentees × mentors that one block looks at, at most (but for one mentee, if mentors are more)."""
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
    if progress is not None and not kept(add_reach):
        progress(COMPILES)
    yield from scan_columns(compile_columns(problem, bars))


def scan_columns(columns: Columns, *, cells: int = BLOCK_CELLS) -> Iterator[Block]:
    """Yield the allowed pairs of compiled columns, blocks of at most ``cells`` pairs looked at."""
    mentees, mentors = len(columns.mentee_points), len(columns.order)
    height = max(1, cells // max(1, mentors))
    for first in range(0, mentees, height):
        yield block_of(columns, first, min(height, mentees - first))


def block_of(columns: Columns, first: int, height: int) -> Block:
    """Return the allowed pairs of ``height`` mentees from ``first`` on."""
    allowed = np.empty((height, columns.pairs.words), dtype=np.uint64)
    admit(columns.pairs, first, allowed)
    count = np.bitwise_count(allowed).sum(axis=1, dtype=np.int64)
    start = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(count)))
    position = np.empty(start[-1], dtype=np.int64)
    spread(allowed, position)
    mentee = np.repeat(np.arange(first, first + height), count)
    points = columns.mentee_points[mentee] + columns.mentor_points[position]
    pairs = Pairs(first, start, position, points)
    for table in columns.tables:
        add_cells(table.mentee, table.mentor, table.cells, pairs)
    for best in columns.steps:
        add_best(best.bits, best.points, allowed, pairs)
    for reach in columns.reaches:
        add_reach(reach, RUN_BITS, pairs)
    if columns.dense is not None:
        points += columns.dense[mentee, position]
    mentor = columns.order[position]
    enough = points >= columns.floor
    if not enough.all():
        mentee, mentor, points = mentee[enough], mentor[enough], points[enough]
    return Block(mentee, mentor, points)
