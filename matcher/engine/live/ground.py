"""Nodes, arcs, lanes and members in arrays that grow when they are full; rows are used again."""

from __future__ import annotations

import numpy as np

from matcher.engine.live import graph as residual
from matcher.engine.live import lanes as contracted
from matcher.engine.live.graph import LANE, NONE, Graph, insert, more_arcs, more_nodes, remove
from matcher.engine.live.lanes import Lanes, more_lanes, more_members
from matcher.engine.live.room import Room, longer
from matcher.engine.problem.arrays import IntArray

ORIGIN = 0
"""The node that all units start from and return to."""

FAR_ENOUGH = 2**55
"""From this potential of the origin on all are shifted back."""

FIRST_NODES, FIRST_ARCS = 64, 256


class Ground:
    """A graph and its lanes with W levels, and which of their rows are taken.

    ``lane_of`` gives the lane of each arc that stands for one, ``steps`` is room for `mend`.
    """

    def __init__(self, levels: int) -> None:
        self.graph: Graph = residual.empty(FIRST_NODES, FIRST_ARCS, levels)
        self.lanes: Lanes = contracted.empty(FIRST_NODES, FIRST_NODES, FIRST_ARCS, levels)
        self.nodes, self.arcs = Room(FIRST_NODES), Room(FIRST_ARCS)
        self.lane_rows, self.members = Room(FIRST_NODES), Room(FIRST_ARCS)
        self.lane_of: dict[int, int] = {}
        self.steps = np.zeros(FIRST_NODES, dtype=np.int64)
        self.add_nodes(1)

    @property
    def levels(self) -> int:
        """How many levels costs have."""
        return int(self.graph.cost.shape[1])

    def add_nodes(self, count: int) -> IntArray:
        """Return new nodes."""
        if self.nodes.lacks(count):
            size = self.nodes.size = 2 * (self.nodes.size + count)
            self.graph = more_nodes(self.graph, size)
            self.lanes = self.lanes._replace(into=longer(self.lanes.into, 0, size, NONE))
            self.steps = np.zeros(size, dtype=np.int64)
        return self.nodes.take(count)

    def add_arcs(
        self, tail: list[int], head: list[int], capacity: int, kind: int, cost: IntArray
    ) -> IntArray:
        """Return new arcs (A,) of one capacity and kind; ``cost`` (A, W)."""
        count = len(tail)
        arcs = self.take_arcs(count)
        ends = np.array([tail, head], dtype=np.int64).reshape(2, count)
        insert(self.graph, arcs, ends[0], ends[1], capacity, kind, np.ascontiguousarray(cost))
        return arcs

    def take_arcs(self, count: int) -> IntArray:
        """Return so many rows for arcs."""
        if self.arcs.lacks(count):
            size = self.arcs.size = 2 * (self.arcs.size + count)
            self.graph = more_arcs(self.graph, size)
        return self.arcs.take(count)

    def drop_arcs(self, arcs: IntArray) -> None:
        """Take arcs back, whatever they carry."""
        remove(self.graph, arcs)
        self.arcs.give(arcs)

    def add_lane(self, project: int, mentor: int) -> int:
        """Add an empty lane between two nodes."""
        lane = int(self._take_lanes(1)[0])
        none = np.zeros((1, self.levels), dtype=np.int64)
        arc = self.add_arcs([project], [mentor], 0, LANE, none)
        self.lanes.arc[lane], self.lanes.first[lane], self.lanes.best[lane] = arc[0], NONE, NONE
        self.lanes.next[lane], self.lanes.into[mentor] = self.lanes.into[mentor], lane
        self.lane_of[int(arc[0])] = lane
        return lane

    def add_members(self, owner: int | IntArray, lanes: IntArray, cost: IntArray) -> IntArray:
        """Return new members of lanes of any shape, of one owner or one each; ``cost`` (…, W)."""
        members = self.take_members(lanes.size).reshape(lanes.shape)
        self.lanes.lane[members] = lanes
        self.lanes.owner[members] = owner
        self.lanes.cost[members] = cost
        return members

    def take_members(self, count: int) -> IntArray:
        """Return so many rows for members."""
        if self.members.lacks(count):
            size = self.members.size = 2 * (self.members.size + count)
            self.lanes = more_members(self.lanes, size)
        return self.members.take(count)

    def widen(self, level: int) -> None:
        """Make room for a level before ``level``, in which everything is worth 0 so far."""

        def wider(array: IntArray) -> IntArray:
            return np.insert(array, level, 0, axis=-1)

        self.graph = self.graph._replace(
            potential=wider(self.graph.potential),
            cost=wider(self.graph.cost),
            distance=wider(self.graph.distance),
        )
        self.lanes = self.lanes._replace(cost=wider(self.lanes.cost))

    def shift(self) -> None:
        """Keep potentials small; only their differences mean something."""
        origin = self.graph.potential[ORIGIN]
        # a list, since numpy takes longer for a handful of numbers
        if max(map(abs, origin.tolist())) > FAR_ENOUGH:
            self.graph.potential[: self.nodes.used] -= origin.copy()

    def fill_from(self, other: Ground) -> None:
        """Become a copy of another ground."""
        self.graph = Graph(*(array.copy() for array in other.graph))
        self.lanes = Lanes(*(array.copy() for array in other.lanes))
        self.nodes, self.arcs = other.nodes.copy(), other.arcs.copy()
        self.lane_rows, self.members = other.lane_rows.copy(), other.members.copy()
        self.lane_of, self.steps = dict(other.lane_of), other.steps.copy()

    def _take_lanes(self, count: int) -> IntArray:
        if self.lane_rows.lacks(count):
            size = self.lane_rows.size = 2 * (self.lane_rows.size + count)
            self.lanes = more_lanes(self.lanes, size)
        return self.lane_rows.take(count)
