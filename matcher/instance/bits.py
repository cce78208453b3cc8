"""Conditions over two roles as bitsets: which right ones a left one holds with, 64 to a word.

Every condition is an "or" of rows of bits over the right side, picked for a left one by its
facts: a name that it lists, its code, its number. A conjunction of conditions is then "and" over
clauses of "or" over rows, and that is all a kernel has to know. Rows are made once for each
distinct fact, not for each person.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.constraints.encoding import (
    AnyOf,
    AtMost,
    Cell,
    Code,
    Condition,
    Holds,
    InTable,
    NotIn,
    Number,
    Role,
    SharesName,
)

WORD = 64
FULL = 0
"""The row in which every bit stands."""

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Entries = tuple[Integers, Integers]
"""Left positions, and for each a row that it picks."""


class Bits(NamedTuple):
    """Clauses over left and right positions, as arrays.

    Attributes
    ----------
    rows
        Bitsets over the right side, shape (rows, words), the lowest bit of word 0 the first.
    low, high
        The words from ``low`` up to ``high`` hold all bits of a row, shape (rows,).
    starts, ids
        Clause k holds for left position i with who stands in one of the rows
        ``ids[starts[k, i] : starts[k, i + 1]]``; ``starts`` has shape (clauses, left + 1).
    barred_start, barred
        Right positions that a left one is kept from by name, as compressed rows.
    """

    rows: npt.NDArray[np.uint64]
    low: Integers
    high: Integers
    starts: Integers
    ids: npt.NDArray[np.int32]
    barred_start: Integers
    barred: Integers

    @property
    def words(self) -> int:
        """Words in a row."""
        return int(self.rows.shape[1])


class BitsBuilder:
    """Collects clauses over two roles.

    Parameters
    ----------
    left, right
        The two roles.
    people
        For each role the records, in the order of positions.
    """

    def __init__(self, left: Role, right: Role, people: Mapping[Role, Sequence[Any]]) -> None:
        self._left, self._right = left, right
        self._people = {left: people[left], right: people[right]}
        self._size = len(people[left])
        self._width = len(people[right])
        self._rows: list[npt.NDArray[np.uint64]] = []
        self._clauses: list[Entries] = []
        self._barred: list[tuple[int, int]] = []
        self._tables: dict[Cell, tuple[Integers, Integers, Integers]] = {}
        self.row(np.ones(self._width, dtype=np.bool_))

    def row(self, flags: Flags) -> int:
        """Add a row and return its number."""
        self._rows.append(packed(flags[None, :])[0])
        return len(self._rows) - 1

    def add(self, condition: Condition) -> None:
        """Add a condition that must hold."""
        if isinstance(condition, NotIn):
            self._barred.extend(self._positions(condition))
        else:
            self.add_entries(self._entries(condition))

    def add_choice(self, condition: Condition) -> None:
        """Add a condition that picks rows, also where it bars by name."""
        self.add_entries(self._entries(condition))

    def add_entries(self, entries: Entries) -> None:
        """Add a clause by the rows that each left position picks."""
        self._clauses.append(entries)

    def build(self) -> Bits:
        """Return the clauses added so far as arrays."""
        rows = np.array(self._rows, dtype=np.uint64)
        filled = rows != 0
        some = filled.any(axis=1)
        starts = np.zeros((len(self._clauses), self._size + 1), dtype=np.int64)
        ids: list[npt.NDArray[np.int32]] = [np.zeros(0, dtype=np.int32)]
        offset = 0
        for k, (left, row) in enumerate(self._clauses):
            start, order = compress(left, self._size)
            starts[k] = start + offset
            ids.append(row[order].astype(np.int32))
            offset += len(row)
        barred = np.array(sorted(set(self._barred)), dtype=np.int64).reshape(-1, 2)
        return Bits(
            rows=rows,
            low=np.where(some, filled.argmax(axis=1), rows.shape[1]).astype(np.int64),
            high=np.where(some, rows.shape[1] - filled[:, ::-1].argmax(axis=1), 0).astype(np.int64),
            starts=starts,
            ids=np.concatenate(ids),
            barred_start=compress(barred[:, 0], self._size)[0],
            barred=barred[:, 1].copy(),
        )

    def cell(self, cell: Cell) -> tuple[Integers, Integers, Integers]:
        """Return codes of the left side, of the right side, and the table over both."""
        if cell not in self._tables:
            self._tables[cell] = self._table(cell.left, cell.right, cell.value)
        return self._tables[cell]

    def numbers(self, number: Number) -> Integers:
        """Return the integer of each person of its role."""
        return np.array([number.of(one) for one in self._people[number.role]], dtype=np.int64)

    def _entries(self, condition: Condition) -> Entries:
        match condition:
            case Holds():
                return self._holds(condition)
            case SharesName():
                return self._shares(condition)
            case InTable():
                return self._in_table(condition)
            case AtMost(left=low, right=high):
                return self._at_most(low, high)
            case NotIn():
                return self._not_in(condition)
            case AnyOf(parts=parts):
                found = [self._entries(part) for part in parts]
                return (
                    np.concatenate([left for left, _ in found]),
                    np.concatenate([row for _, row in found]),
                )

    def _holds(self, condition: Holds) -> Entries:
        flags = np.array(
            [bool(condition.of(one)) for one in self._people[condition.role]], dtype=np.bool_
        )
        on_left = condition.role == self._left
        held = np.flatnonzero(flags) if on_left else np.arange(self._size)
        return held, np.full(len(held), FULL if on_left else self.row(flags), dtype=np.int64)

    def _in_table(self, condition: InTable) -> Entries:
        codes, columns, table = self._table(condition.left, condition.right, condition.allowed)
        rows = np.array([self.row(line[columns] != 0) for line in table], dtype=np.int64)
        return np.arange(self._size), rows[codes]

    def _shares(self, condition: SharesName) -> Entries:
        names = {side.role: side for side in (condition.left, condition.right)}
        listed: dict[str, list[int]] = {}
        for position, one in enumerate(self._people[self._right]):
            for name in set(names[self._right].of(one)):
                listed.setdefault(name, []).append(position)
        wanted = [set(names[self._left].of(one)) for one in self._people[self._left]]
        row: dict[str, int] = {}
        for name in sorted(set().union(*wanted) & listed.keys()):
            flags = np.zeros(self._width, dtype=np.bool_)
            flags[listed[name]] = True
            row[name] = self.row(flags)
        picked = [[row[name] for name in own if name in row] for own in wanted]
        left = np.repeat(np.arange(self._size), [len(rows) for rows in picked])
        return left, np.fromiter(chain.from_iterable(picked), dtype=np.int64, count=len(left))

    def _at_most(self, low: Number | Cell, high: Number | Cell) -> Entries:
        (low_code, low_of), (high_code, high_of) = self._operand(low), self._operand(high)
        both = low_code * (int(high_code.max(initial=0)) + 1) + high_code
        _, first, back = np.unique(both, return_index=True, return_inverse=True)
        whole = np.zeros(self._width, dtype=np.int64)
        rows = np.array(
            [
                self.row((whole + low_of(low_code[i])) <= (whole + high_of(high_code[i])))
                for i in first
            ],
            dtype=np.int64,
        )
        return np.arange(self._size), rows[back]

    def _operand(self, operand: Number | Cell) -> tuple[Integers, Callable[[int], Any]]:
        """Return a code for each left one, and what gives the operand's integers for a code."""
        if isinstance(operand, Cell):
            codes, columns, table = self.cell(operand)
            return codes, lambda code: table[code, columns]
        values = self.numbers(operand)
        if operand.role == self._right:
            return np.zeros(self._size, dtype=np.int64), lambda _: values
        distinct, codes = np.unique(values, return_inverse=True)
        return codes, lambda code: distinct[code]

    def _not_in(self, condition: NotIn) -> Entries:
        rows = np.full(self._size, FULL, dtype=np.int64)
        kept: dict[int, Flags] = {}
        for left, right in self._positions(condition):
            kept.setdefault(left, np.ones(self._width, dtype=np.bool_))[right] = False
        for left in sorted(kept):
            rows[left] = self.row(kept[left])
        return np.arange(self._size), rows

    def _positions(self, condition: NotIn) -> list[tuple[int, int]]:
        index = {
            role: {one.id: i for i, one in enumerate(self._people[role])}
            for role in (self._left, self._right)
        }
        turned = condition.left == self._right
        pairs = ((b, a) if turned else (a, b) for a, b in condition.pairs)
        return [
            (index[self._left][a], index[self._right][b])
            for a, b in pairs
            if a in index[self._left] and b in index[self._right]
        ]

    def _table(
        self, first: Code, second: Code, value: Callable[[Any, Any], int]
    ) -> tuple[Integers, Integers, Integers]:
        turned = first.role == self._right
        left, right = (second, first) if turned else (first, second)
        left_codes, left_values = codes_of(left.of(one) for one in self._people[self._left])
        right_codes, right_values = codes_of(right.of(one) for one in self._people[self._right])
        cells = [
            [int(value(b, a) if turned else value(a, b)) for b in right_values] for a in left_values
        ]
        shape = len(left_values), len(right_values)
        return left_codes, right_codes, np.array(cells, dtype=np.int64).reshape(shape)


def packed(flags: Flags) -> npt.NDArray[np.uint64]:
    """Return rows of flags as rows of words, at least one word each."""
    words = max(1, -(-flags.shape[1] // WORD))
    wide = np.zeros((len(flags), words * WORD), dtype=np.bool_)
    wide[:, : flags.shape[1]] = flags
    found = np.packbits(wide, axis=1, bitorder="little").view(np.dtype("<u8"))
    return found.astype(np.uint64)


def unpacked(words: npt.NDArray[np.uint64], width: int) -> Flags:
    """Return rows of words as rows of ``width`` flags."""
    octets = np.ascontiguousarray(words.astype(np.dtype("<u8"))).view(np.uint8)
    return np.unpackbits(octets, axis=1, bitorder="little")[:, :width].astype(np.bool_)


def compress(position: Integers, size: int) -> tuple[Integers, Integers]:
    """Return where each position's entries begin, shape (size + 1,), and the order that groups them."""
    start = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(position, minlength=size), out=start[1:])
    return start, np.argsort(position, kind="stable")


def codes_of(values: Iterable[Hashable]) -> tuple[Integers, list[Any]]:
    """Return a number for each value, equal for equal ones, and the distinct values by number."""
    distinct: dict[Hashable, int] = {}
    codes = np.array([distinct.setdefault(v, len(distinct)) for v in values], dtype=np.int64)
    return codes, list(distinct)
