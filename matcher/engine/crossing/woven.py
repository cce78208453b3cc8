"""A crossing component written as paths that share their parts, instead of option by option.

A mentee who may have 20 mentors, of whom each may have 5 coaches, in 2 projects, has 200 options
but 2 + 20 + 100 parts, and most of these 100 are shared with the mentor's other mentees. An
option's *left* part holds what hangs on the mentee (projects), the *middle* the pair, the *right*
part what hangs on the mentor (coaches). Lefts meet middles in a *block* of one mentee, middles meet
rights in a *node* of one mentor, and an option is any left and middle of one block with any right
of the middle's node. A set of options is a flow of whole units through blocks and nodes, so the
linear programme over parts is as tight as that over options and far smaller.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from matcher.engine.crossing.component import Crossing
from matcher.engine.problem.arrays import BoolArray, IntArray


@dataclass(frozen=True, slots=True)
class Ends:
    """How parts hang together.

    ``left_block`` (lefts,), ``block`` and ``node`` (middles,), ``right_node`` (rights,);
    ``owner`` (blocks,) is the mentee of each block, ``nodes`` how many nodes there are.
    """

    left_block: IntArray
    block: IntArray
    node: IntArray
    right_node: IntArray
    owner: IntArray
    nodes: int

    def number(self, left: IntArray, middle: IntArray, right: IntArray) -> IntArray:
        """Return a number for each path; lefts, middles and rights are each counted from 0."""
        first_left = np.searchsorted(self.left_block, self.block[middle])
        first_right = np.searchsorted(self.right_node, self.node[middle])
        wide = int(np.bincount(self.left_block).max(initial=1))
        deep = int(np.bincount(self.right_node).max(initial=1))
        return (middle * wide + left - first_left) * deep + right - first_right


@dataclass(frozen=True)
class Woven:
    """A component's parts: lefts, then middles, then rights, numbered 0 … n − 1 together.

    ``row``, ``column`` and ``usage`` are the entries of the capacities over the parts; the first
    rows are the mentees', one for each, used by middles. ``values`` (L, n) are the levels: an
    option's are the sum of its parts'. ``group`` and ``choice`` (C, rights) are single choices.
    ``options`` holds positions in the component, sorted by their ``paths``, numbered
    as by `Ends.number`.
    """

    problem: Crossing
    ends: Ends
    row: IntArray
    column: IntArray
    usage: IntArray
    values: IntArray
    group: IntArray
    choice: IntArray
    paths: IntArray
    options: IntArray

    @property
    def lefts(self) -> int:
        """The number of left parts; the first middle's number."""
        return len(self.ends.left_block)

    @property
    def middles(self) -> int:
        """The number of middle parts."""
        return len(self.ends.block)

    @property
    def first_right(self) -> int:
        """The first right's number."""
        return self.lefts + self.middles

    @property
    def size(self) -> int:
        """The number of parts."""
        return self.first_right + len(self.ends.right_node)

    @cached_property
    def mentee(self) -> IntArray:
        """The mentee of each middle."""
        return self.ends.owner[self.ends.block]

    @cached_property
    def balance(self) -> tuple[IntArray, IntArray, IntArray]:
        """Entries of rows that must be 0: lefts less middles by block, middles less rights by node."""
        ends, blocks = self.ends, len(self.ends.owner)
        middle = self.lefts + np.arange(self.middles)
        right = self.first_right + np.arange(len(ends.right_node))
        row = [ends.left_block, ends.block, blocks + ends.node, blocks + ends.right_node]
        column = [np.arange(self.lefts), middle, middle, right]
        sign = np.repeat([1, -1, 1, -1], [len(part) for part in row])
        return np.concatenate(row), np.concatenate(column), sign

    def feasible(self, flow: IntArray) -> bool:
        """Return whether whole units on the parts are a set of options, exactly."""
        row, column, sign = self.balance
        total = np.zeros(len(self.ends.owner) + self.ends.nodes, dtype=np.int64)
        np.add.at(total, row, sign * flow[column])
        used = np.zeros(len(self.problem.capacity), dtype=np.int64)
        np.add.at(used, self.row, self.usage * flow[self.column])
        if (flow < 0).any() or total.any() or (used > self.problem.capacity).any():
            return False
        rights = flow[self.first_right :] > 0
        for group, choice in zip(self.group[:, rights], self.choice[:, rights], strict=True):
            made = np.unique(np.stack([group, choice])[:, group >= 0], axis=1)
            if len(np.unique(made[0])) < made.shape[1]:
                return False
        return True

    def units(self, flow: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        """Return the left, middle and right of each unit of a feasible flow, each counted from 0.

        Units that meet in a node leave by its rights in order: all ways of pairing weigh the same.
        """
        ends = self.ends
        middle = np.flatnonzero(flow[self.lefts : self.first_right])
        lefts = np.flatnonzero(flow[: self.lefts])
        of_block = np.empty(len(ends.owner), dtype=np.int64)
        of_block[ends.left_block[lefts]] = lefts
        left = of_block[ends.block[middle]]
        units = flow[self.first_right :]
        right = np.empty(len(middle), dtype=np.int64)
        right[np.argsort(ends.node[middle], kind="stable")] = np.repeat(
            np.arange(len(units)), units
        )
        return left, middle, right

    def chosen(self, flow: IntArray) -> IntArray:
        """Return the options (positions in the component, sorted) of a feasible flow."""
        path = self.ends.number(*self.units(flow))
        return np.sort(self.options[np.searchsorted(self.paths, path)])

    def rows_over(self, columns: IntArray) -> tuple[Any, IntArray]:
        """Return the sparse capacity rows that some parts take part in, and their numbers."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - loads with the solvers

        place = self.places(columns)
        inside = place[self.column] >= 0
        used, row = np.unique(self.row[inside], return_inverse=True)
        entries = (self.usage[inside].astype(float), (row, place[self.column[inside]]))
        return csr_array(entries, shape=(len(used), len(columns))), used

    def balance_over(self, columns: IntArray) -> Any:
        """Return the sparse balance rows that some parts take part in."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - loads with the solvers

        row, column, sign = self.balance
        place = self.places(columns)
        inside = place[column] >= 0
        used, row = np.unique(row[inside], return_inverse=True)
        entries = (sign[inside].astype(float), (row, place[column[inside]]))
        return csr_array(entries, shape=(len(used), len(columns)))

    def places(self, columns: IntArray) -> IntArray:
        """Return the place of each part among some, -1 where it is not."""
        place = np.full(self.size, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        return place

    def kept(self, columns: IntArray) -> BoolArray:
        """Return which parts are among some, less those that no whole path is left for."""
        ends = self.ends
        kept = np.zeros(self.size, dtype=np.bool_)
        kept[columns] = True
        left, middle, right = np.split(kept, [self.lefts, self.first_right])
        has_left = np.zeros(len(ends.owner), dtype=np.bool_)
        has_left[ends.left_block[left]] = True
        has_right = np.zeros(ends.nodes, dtype=np.bool_)
        has_right[ends.right_node[right]] = True
        middle &= has_left[ends.block] & has_right[ends.node]
        in_block = np.zeros(len(ends.owner), dtype=np.bool_)
        in_block[ends.block[middle]] = True
        in_node = np.zeros(ends.nodes, dtype=np.bool_)
        in_node[ends.node[middle]] = True
        left &= in_block[ends.left_block]
        right &= in_node[ends.right_node]
        return kept
