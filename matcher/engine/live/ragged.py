"""Runs of rows of unequal length in columns that grow, one run an owner; rows given up come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from matcher.engine.problem.arrays import IntArray

FIRST = 64
"""Rows and owners that there is room for at first."""

DEAD = 4_096
"""Fewer rows than this that nobody has are left where they are."""


class Ragged:
    """Runs in columns of one length: run o is rows ``at[o]`` … ``at[o] + count[o]``.

    ``widths`` has for each column None (one number a row) or how many numbers a row has.
    """

    def __init__(self, widths: Sequence[int | None]) -> None:
        self.columns: list[IntArray] = [
            np.zeros(FIRST if width is None else (FIRST, width), dtype=np.int64) for width in widths
        ]
        self.at, self.count, self._room = np.zeros((3, FIRST), dtype=np.int64)
        self._used = self._dead = 0

    def owners(self, size: int) -> None:
        """Make room for owners 0 … ``size`` - 1."""
        if size > len(self.at):
            more = np.zeros(2 * size - len(self.at), dtype=np.int64)
            self.at, self.count, self._room = (
                np.concatenate([column, more]) for column in (self.at, self.count, self._room)
            )

    @property
    def rows(self) -> slice:
        """All rows that are in use or were."""
        return slice(0, self._used)

    def put(self, owner: int, values: Sequence[IntArray]) -> slice:
        """Replace an owner's run; return its rows."""
        number = len(values[0])
        if number > self._room[owner]:
            self._give_up(owner)
            self._settle(owner, number + number // 4)
        start = int(self.at[owner])
        rows = slice(start, start + number)
        for column, value in zip(self.columns, values, strict=True):
            column[rows] = value
        self.count[owner] = number
        return rows

    def append(self, owner: int, values: Sequence[Any]) -> int:
        """Put one row at the end of an owner's run; return it."""
        number = int(self.count[owner])
        if number == self._room[owner]:
            start = int(self.at[owner])
            kept = [column[start : start + number].copy() for column in self.columns]
            self._give_up(owner)
            self._settle(owner, 2 * number + 4)
            self.put(owner, kept)
        row = int(self.at[owner]) + number
        for column, value in zip(self.columns, values, strict=True):
            column[row] = value
        self.count[owner] = number + 1
        return row

    def remove(self, owner: int, row: int) -> None:
        """Take a row out of an owner's run; the last one takes its place."""
        self.count[owner] -= 1
        last = self.at[owner] + self.count[owner]
        for column in self.columns:
            column[row] = column[last]

    def drop(self, owner: int) -> None:
        """Give up an owner's rows."""
        self._give_up(owner)
        self.at[owner] = self.count[owner] = 0
        if self._dead > max(DEAD, self._used // 2):
            self._close_up()

    def widen(self, level: int) -> None:
        """Put a number 0 before number ``level`` of rows that have several."""
        self.columns = [
            np.insert(column, level, 0, axis=1) if column.ndim > 1 else column
            for column in self.columns
        ]

    def copy(self) -> Ragged:
        """Return the same runs, apart."""
        other = Ragged.__new__(Ragged)
        other.columns = [column.copy() for column in self.columns]
        other.at, other.count, other._room = self.at.copy(), self.count.copy(), self._room.copy()  # noqa: SLF001 - of the same class
        other._used, other._dead = self._used, self._dead  # noqa: SLF001 - of the same class
        return other

    def _give_up(self, owner: int) -> None:
        self._dead += int(self._room[owner])
        self._room[owner] = 0

    def _settle(self, owner: int, room: int) -> None:
        """Give an owner so many rows at the end."""
        end = self._used + room
        if end > len(self.columns[0]):
            self.columns = [_longer(column, 2 * end) for column in self.columns]
        self.at[owner], self._room[owner], self._used = self._used, room, end

    def _close_up(self) -> None:
        """Move all runs together."""
        count = self.count
        starts = np.cumsum(count) - count
        rows = np.repeat(self.at - starts, count) + np.arange(int(count.sum()))
        size = max(FIRST, len(rows) + len(rows) // 2)
        self.columns = [_longer(column[rows], size) for column in self.columns]
        self.at, self._room = starts, count.copy()
        self._used, self._dead = len(rows), 0


def _longer(column: IntArray, size: int) -> IntArray:
    found = np.zeros((size, *column.shape[1:]), dtype=np.int64)
    found[: len(column)] = column
    return found
