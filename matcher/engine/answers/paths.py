"""How options stand in a network: its nodes by label, and the ways to a mentee and on from a mentor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.problem.arrays import IntArray, distinct
from matcher.engine.problem.options import Options
from matcher.engine.problem.structure import Layered


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of a layer by label."""

    labels: IntArray
    node: IntArray

    @classmethod
    def of(cls, labels: IntArray) -> Nodes:
        """Sort the nodes of a layer with these labels."""
        order = np.argsort(labels, kind="stable").astype(np.int64)
        return cls(labels[order], order)

    def find(self, labels: IntArray) -> IntArray | None:
        """Return a node of each label; None when one has none."""
        at = np.searchsorted(self.labels, labels)
        if at.max(initial=-1) >= len(self.labels) or (self.labels[at] != labels).any():
            return None
        found: IntArray = self.node[at]
        return found


def spans(first: IntArray, end: IntArray) -> IntArray:
    """Return the numbers from each first to before its end, one after the other."""
    count = end - first
    skip = np.cumsum(count) - count
    found: IntArray = np.arange(int(count.sum())) + np.repeat(first - skip, count)
    return found


def onward_of(network: Layered) -> tuple[IntArray, IntArray]:
    """Return for each mentor's node where the options of one way to it begin and end.

    They are positions in ``network.rows``, where options stand in the order of their paths.
    """
    middle = network.families.index(0)
    node = np.arange(len(network.labels[0]), dtype=np.int64)
    mentor = way = node
    for depth, arcs in enumerate(network.arcs):
        first, end = arcs.start[node], arcs.start[node + 1]
        way = np.repeat(way, end - first)
        node = arcs.head[spans(first, end)]
        if depth == middle:
            mentor, way = node, np.arange(len(node), dtype=np.int64)
    start = np.searchsorted(way, np.arange(len(mentor) + 1)).astype(np.int64)
    found = np.unique(mentor, return_index=True)[1]
    return start[found], start[found + 1]


def table_of(
    network: Layered, own: Options, stages: IntArray
) -> tuple[IntArray | None, IntArray, IntArray]:
    """Return the options as a table of ways to the mentee and ways on, if they are one.

    Returns
    -------
    tuple
        The options row by row (None when they are no table, or their weights no sum of what the
        two ways weigh), those of the first row, and the stage weights of these.
    """
    middle = network.families.index(0)
    right = [own.families[family].labels for family in network.families[middle + 1 :]]
    left = [own.families[family].labels for family in network.families[:middle]]
    onward, rank = distinct(right)
    width = len(onward)
    before = np.zeros(own.size, dtype=np.int64) if not left else distinct(left)[1]
    place = before * width + rank
    order = np.lexsort((*(-stage for stage in stages[::-1]), place)).astype(np.int64)
    fresh = np.diff(place[order], prepend=-1) > 0
    kept = order[fresh]
    first = kept[:width]
    if len(kept) != (int(before.max()) + 1) * width:
        return None, first, stages[:, first]
    table = stages[:, kept].reshape(len(stages), -1, width)
    sums = table[:, :, :1] + table[:, :1, :] - table[:, :1, :1]
    return (kept if np.array_equal(table, sums) else None), first, stages[:, first]


def ways_to(network: Layered, held: Options) -> int:
    """Return how many ways to the mentee there are among options held."""
    left = [
        held.families[family].labels for family in network.families[: network.families.index(0)]
    ]
    return len(distinct(left)[0]) if left else 1
