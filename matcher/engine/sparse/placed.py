"""Options that are a mentee and a place: a place names all of an option's labels but the mentee's.

Where there are far fewer places than options, prices are added up once for each place. Lots are
drawn only where the levels above leave a choice: an option is first taken to have the largest lot
there is, which no lot of its own can outdo.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.options import Array
from matcher.engine.sparse.source import BLOCK_OPTIONS, FamilyColumns


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBlock:
    """Some options: columns of one length n.

    ``previous`` and ``continuity`` are None before a source has finished the block.
    """

    mentee: IntArray
    place: IntArray
    points: IntArray
    previous: IntArray | None = None
    continuity: IntArray | None = None

    def __len__(self) -> int:
        return len(self.mentee)

    def take(self, rows: IntArray | BoolArray | slice) -> PlacedBlock:
        """Return some of the options."""
        return PlacedBlock(
            self.mentee[rows],
            self.place[rows],
            self.points[rows],
            None if self.previous is None else self.previous[rows],
            None if self.continuity is None else self.continuity[rows],
        )


def joined(blocks: Sequence[PlacedBlock]) -> PlacedBlock:
    """Return the options of all blocks, one after the other, unfinished."""
    return PlacedBlock(
        np.concatenate([block.mentee for block in blocks]),
        np.concatenate([block.place for block in blocks]),
        np.concatenate([block.points for block in blocks]),
    )


@runtime_checkable
class PlacedSource(Protocol):
    """All options of an instance as mentees and places, a block at a time.

    The option of mentee e and place t has number e × places + t.
    """

    @property
    def families(self) -> tuple[FamilyColumns, ...]:
        """By place its labels, or ``(labels, usage)``, of each family but the mentees', mentors first."""
        ...

    @property
    def single_choice(self) -> tuple[tuple[Array, Array], ...]:
        """By place ``(group, choice)``, as for `assign`."""
        ...

    @property
    def most(self) -> int:
        """No lot is larger; 0 where there is no lottery."""
        ...

    @property
    def bonus(self) -> int:
        """Finishing a block adds no more than this to an option's points."""
        ...

    def placed(self) -> Iterator[PlacedBlock]:
        """Return all options anew, each once, unfinished."""
        ...

    def finished(self, block: PlacedBlock) -> PlacedBlock:
        """Return a block with what is shown before counted: previous, continuity, more points."""
        ...

    def lots(self, mentee: IntArray, place: IntArray) -> IntArray:
        """Return the lots of some options, 0 … ``most``."""
        ...

    def beside(self, block: PlacedBlock) -> PlacedBlock:
        """Return all options of the pairs of mentee and mentor that these are of, unfinished.

        Where each of a pair's options stands with all others, a network stays one.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Some unfinished options of a placed source, in memory."""

    source: PlacedSource
    block: PlacedBlock

    @property
    def families(self) -> tuple[FamilyColumns, ...]:
        """As the source."""
        return self.source.families

    @property
    def single_choice(self) -> tuple[tuple[Array, Array], ...]:
        """As the source."""
        return self.source.single_choice

    @property
    def most(self) -> int:
        """As the source."""
        return self.source.most

    @property
    def bonus(self) -> int:
        """As the source."""
        return self.source.bonus

    def placed(self) -> Iterator[PlacedBlock]:
        """Return them, a run at a time."""
        for start in range(0, len(self.block), BLOCK_OPTIONS):
            yield self.block.take(slice(start, start + BLOCK_OPTIONS))

    def finished(self, block: PlacedBlock) -> PlacedBlock:
        """As the source."""
        return self.source.finished(block)

    def lots(self, mentee: IntArray, place: IntArray) -> IntArray:
        """As the source."""
        return self.source.lots(mentee, place)

    def beside(self, block: PlacedBlock) -> PlacedBlock:
        """As the source."""
        return self.source.beside(block)
