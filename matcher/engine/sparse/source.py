"""Where options come from when there are too many to hold: blocks that can be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from matcher.engine.problem.arrays import INT64_SAFE, IntArray
from matcher.engine.problem.options import Array, Choice, Family, Options, OptionsError

BLOCK_OPTIONS = 2**18
"""Options per block: a few columns of them stay within a processor's cache."""

FamilyColumns = Array | tuple[Array, Array]
"""Labels, or ``(labels, usage)``."""


@dataclass(frozen=True, slots=True)
class OptionBlock:
    """Some options, as columns of integers of one length n.

    ``families`` holds for each further family its labels, or ``(labels, usage)``. ``previous`` is
    0 or 1 per option; ``continuity`` and ``lottery`` an integer; ``single_choice`` pairs ``(group, choice)``. Every
    block of a source has the same columns.
    """

    mentee: Array
    mentor: Array
    points: Array
    families: tuple[FamilyColumns, ...] = ()
    previous: Array | None = None
    continuity: Array | None = None
    lottery: Array | None = None
    single_choice: tuple[tuple[Array, Array], ...] = ()


class Source(Protocol):
    """All options of an instance, a block at a time.

    Blocks come in the same order each time; option i of the source is the i-th that comes.
    """

    def blocks(self) -> Iterator[OptionBlock]:
        """Return the blocks anew."""
        ...


@dataclass(frozen=True, slots=True)
class ArraySource:
    """Options in memory, as in `OptionBlock`, cut into blocks of ``size`` options."""

    options: OptionBlock
    size: int = BLOCK_OPTIONS

    def blocks(self) -> Iterator[OptionBlock]:
        """Return slices of the columns."""
        for start in range(0, len(self.options.points), self.size):
            yield _cut(self.options, slice(start, start + self.size))


def _cut(block: OptionBlock, part: slice) -> OptionBlock:
    return OptionBlock(
        block.mentee[part],
        block.mentor[part],
        block.points[part],
        tuple(
            (given[0][part], given[1][part]) if isinstance(given, tuple) else given[part]
            for given in block.families
        ),
        None if block.previous is None else block.previous[part],
        None if block.continuity is None else block.continuity[part],
        None if block.lottery is None else block.lottery[part],
        tuple((group[part], choice[part]) for group, choice in block.single_choice),
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """What blocks share: ``capacity`` per family (mentee first) and ``priority`` per mentee.

    ``divisor`` per family: the greatest common divisor of each label's usages, None where every
    option takes 1. Capacities are in units of it.
    """

    capacity: tuple[IntArray, ...]
    priority: IntArray
    divisor: tuple[IntArray | None, ...]

    def read(self, block: OptionBlock, start: int) -> Options:
        """Return a block checked and normalised; ``start`` is the number of its first option.

        Raises
        ------
        OptionsError
            When a column has the wrong length or type, or a value is out of range.
        """
        points = _column(block.points, "points", start)
        count = len(points)
        if len(block.families) != len(self.capacity) - 2:
            raise OptionsError(
                f"Expected {len(self.capacity) - 2} families in the block from option {start}, "
                f"got {len(block.families)}."
            )
        families = [self._family(0, block.mentee, "mentee", start, count)]
        families.append(self._family(1, block.mentor, "mentor", start, count))
        families += [
            self._family(number, given, f"family {number - 2}", start, count)
            for number, given in enumerate(block.families, start=2)
        ]
        choices = [
            Choice(
                _labels(group, f"group {i}", start, count),
                _labels(choice, f"choice {i}", start, count),
            )
            for i, (group, choice) in enumerate(block.single_choice)
        ]
        previous = _given(block.previous, "previous", start, count)
        if previous is not None and ((previous < 0) | (previous > 1)).any():
            raise OptionsError(f"Expected previous 0 or 1 in the block from option {start}.")
        return Options(
            families=tuple(families),
            points=points,
            priority=self.priority,
            previous=previous,
            continuity=_given(block.continuity, "continuity", start, count),
            lottery=_given(block.lottery, "lottery", start, count),
            choices=tuple(choices),
        )

    def _family(
        self, number: int, given: FamilyColumns, name: str, start: int, count: int
    ) -> Family:
        columns = given if isinstance(given, tuple) else (given,)
        labels = _labels(columns[0], name, start, count)
        capacity, divisor = self.capacity[number], self.divisor[number]
        # mentees are counted in the first scan: until then there is no capacity of theirs
        if (number or len(capacity)) and count and int(labels.max()) >= len(capacity):
            raise OptionsError(
                f"Expected {name} labels below {len(capacity)}, the number of its capacities, "
                f"got {labels.max()} in the block from option {start}."
            )
        if len(columns) == 1:
            return Family(labels, capacity, np.ones(count, dtype=np.int64))
        usage = _labels(columns[1], f"{name} usage", start, count)
        return Family(labels, capacity, usage if divisor is None else usage // divisor[labels])


def _column(values: Array, name: str, start: int, count: int | None = None) -> IntArray:
    array = np.asarray(values)
    if array.ndim != 1 or count not in {None, len(array)}:
        raise OptionsError(
            f"Expected {name} as a 1-D array as long as points in the block from option {start}, "
            f"got shape {array.shape}."
        )
    if not array.size:
        return np.zeros(0, dtype=np.int64)
    if array.dtype.kind == "b":
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise OptionsError(
            f"Expected integers in {name} in the block from option {start}, got {array.dtype}."
        )
    largest = max(abs(int(array.min())), abs(int(array.max())))
    if largest >= INT64_SAFE:
        raise OptionsError(
            f"Expected {name} between -2^61 and 2^61 in the block from option {start}, got {largest}."
        )
    return np.ascontiguousarray(array, dtype=np.int64)


def _given(values: Array | None, name: str, start: int, count: int) -> IntArray | None:
    return None if values is None else _column(values, name, start, count)


def _labels(values: Array, name: str, start: int, count: int) -> IntArray:
    labels = _column(values, name, start, count)
    if count and int(labels.min()) < 0:
        raise OptionsError(
            f"Expected {name} >= 0, got {labels.min()} in the block from option {start}."
        )
    return labels


def join(pieces: Sequence[Options]) -> Options:
    """Return options of the same families one after the other."""
    first = pieces[0]
    if len(pieces) == 1:
        return first

    def whole(columns: Sequence[IntArray | None]) -> IntArray | None:
        found = [column for column in columns if column is not None]
        return np.concatenate(found) if found else None

    return replace(
        first,
        families=tuple(
            Family(
                np.concatenate([piece.families[f].labels for piece in pieces]),
                family.capacity,
                np.concatenate([piece.families[f].usage for piece in pieces]),
            )
            for f, family in enumerate(first.families)
        ),
        points=np.concatenate([piece.points for piece in pieces]),
        previous=whole([piece.previous for piece in pieces]),
        continuity=whole([piece.continuity for piece in pieces]),
        lottery=whole([piece.lottery for piece in pieces]),
        choices=tuple(
            Choice(
                np.concatenate([piece.choices[c].group for piece in pieces]),
                np.concatenate([piece.choices[c].choice for piece in pieces]),
            )
            for c in range(len(first.choices))
        ),
    )
