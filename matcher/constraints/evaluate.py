"""One numpy evaluator for every declaration of `encoding.py`, over blocks of pairs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.constraints.encoding import (
    ROLES,
    AnyOf,
    AtMost,
    Best,
    Cell,
    Code,
    Condition,
    Holds,
    InTable,
    Names,
    NotIn,
    Number,
    Role,
    Score,
    SharesName,
)

Grid = npt.NDArray[Any]
WORD = 64


class Evaluator:
    """Evaluates declarations over the people and projects that it was given.

    Parameters
    ----------
    people
        For each role the records, in the order of the axes that come out.
    """

    def __init__(self, people: Mapping[Role, Sequence[Any]]) -> None:
        self._people = people

    def score(self, declaration: Score, roles: tuple[Role, ...]) -> Grid:
        """Return an int64 array over ``roles``; an axis that is not read has length 1."""
        match declaration:
            case Number() | Cell():
                return self._integer(declaration, roles)
            case Best(steps=steps):
                best = np.zeros((1,) * len(roles), dtype=np.int64)
                for condition, points in steps:
                    met = self.condition(condition, roles)
                    best = np.maximum(best, np.where(met, np.int64(points), np.int64(0)))
                return best

    def condition(self, declaration: Condition, roles: tuple[Role, ...]) -> Grid:
        """Return a boolean array over ``roles``; an axis that is not read has length 1."""
        match declaration:
            case Holds(role=role, of=of):
                flags = np.array([bool(of(one)) for one in self._people[role]], dtype=bool)
                return _on_axis(flags, role, roles)
            case SharesName(left=left, right=right):
                return self._shares(left, right, roles)
            case InTable(left=left, right=right, allowed=allowed):
                return self._table(left, right, allowed, roles).astype(bool)
            case AtMost(left=low, right=high):
                return np.asarray(self._integer(low, roles) <= self._integer(high, roles))
            case NotIn(left=left, right=right, pairs=pairs):
                return self._not_in(left, right, pairs, roles)
            case AnyOf(parts=parts):
                grid = self.condition(parts[0], roles)
                for part in parts[1:]:
                    grid = grid | self.condition(part, roles)
                return grid

    def _integer(self, operand: Number | Cell, roles: tuple[Role, ...]) -> Grid:
        if isinstance(operand, Number):
            values = np.array(
                [operand.of(one) for one in self._people[operand.role]], dtype=np.int64
            )
            return _on_axis(values, operand.role, roles)
        return self._table(operand.left, operand.right, operand.value, roles)

    def _table(self, left: Code, right: Code, value: Any, roles: tuple[Role, ...]) -> Grid:
        left_codes, left_values = _codes([left.of(one) for one in self._people[left.role]])
        right_codes, right_values = _codes([right.of(one) for one in self._people[right.role]])
        table = np.array(
            [[int(value(a, b)) for b in right_values] for a in left_values], dtype=np.int64
        ).reshape(len(left_values), len(right_values))
        grid = table[left_codes[:, None], right_codes[None, :]]
        return _on_axes(grid, left.role, right.role, roles)

    def _shares(self, left: Names, right: Names, roles: tuple[Role, ...]) -> Grid:
        left_sets = [frozenset(left.of(one)) for one in self._people[left.role]]
        right_sets = [frozenset(right.of(one)) for one in self._people[right.role]]
        common = sorted(frozenset().union(*left_sets) & frozenset().union(*right_sets))
        bit = {name: i for i, name in enumerate(common)}
        left_words, right_words = _words(left_sets, bit), _words(right_sets, bit)
        grid = np.zeros((len(left_sets), len(right_sets)), dtype=bool)
        for word in range(left_words.shape[1]):
            grid |= (left_words[:, None, word] & right_words[None, :, word]) != 0
        return _on_axes(grid, left.role, right.role, roles)

    def _not_in(
        self, left: Role, right: Role, pairs: frozenset[tuple[str, str]], roles: tuple[Role, ...]
    ) -> Grid:
        row = {one.id: i for i, one in enumerate(self._people[left])}
        column = {one.id: i for i, one in enumerate(self._people[right])}
        grid = np.ones((len(row), len(column)), dtype=bool)
        for a, b in pairs:
            if a in row and b in column:
                grid[row[a], column[b]] = False
        return _on_axes(grid, left, right, roles)


def _on_axis(values: Grid, role: Role, roles: tuple[Role, ...]) -> Grid:
    return values.reshape([len(values) if axis == role else 1 for axis in roles])


def _on_axes(grid: Grid, left: Role, right: Role, roles: tuple[Role, ...]) -> Grid:
    if ROLES.index(left) > ROLES.index(right):
        grid, left, right = grid.T, right, left
    size = {left: grid.shape[0], right: grid.shape[1]}
    return grid.reshape([size.get(axis, 1) for axis in roles])


def _codes(values: Sequence[Hashable]) -> tuple[npt.NDArray[np.intp], list[Hashable]]:
    distinct: dict[Hashable, int] = {}
    codes = np.array([distinct.setdefault(v, len(distinct)) for v in values], dtype=np.intp)
    return codes, list(distinct)


def _words(sets: Sequence[frozenset[str]], bit: Mapping[str, int]) -> npt.NDArray[np.uint64]:
    """Return the bits of each set's names, shape (sets, words)."""
    words = -(-len(bit) // WORD)
    rows = [sum(1 << bit[name] for name in names if name in bit) for names in sets]
    packed = b"".join(row.to_bytes(words * WORD // 8, "little") for row in rows)
    return np.frombuffer(packed, dtype="<u8").reshape(len(sets), words)
