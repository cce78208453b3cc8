"""Other prices that bound as well, under which an answer found is seen to be exact.

Prices are not unique. Those at hand may leave an option's slack far below what the option costs;
then nothing is said of the options outside whose slack lies between. Raise the price of each node
of the residual graph by its distance to the node that the answer's cycle comes back to, up to a
reach: residual costs stay >= 0, so the prices still belong to the best flow, and the arc that the
cycle was forced on now has the whole cost of the cycle for its slack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

import numpy as np

from matcher.engine.answers.settled import Flow, Ground
from matcher.engine.problem.arrays import PriceArray, compact


@dataclass(frozen=True)
class Tight:
    """One network of a ground, its costs folded into one number each."""

    ground: Ground
    flow: Flow

    def prices(
        self, target: int, reach: int, before: Sequence[PriceArray]
    ) -> tuple[PriceArray, ...] | None:
        """Return prices raised by the distance to a node, those of other networks as ``before``.

        None where a folded residual cost is below 0, since a stage's prices weigh too much.
        """
        ways = self.flow.ways
        graph = ways.graph
        if self._least < 0:
            return None
        rise = np.full(graph.nodes, reach, dtype=np.object_)
        for node, distance in self._distances(target, reach).items():
            rise[node] = distance
        slack = self.folded(ways.slack) + rise[graph.head] - rise[graph.tail]
        found = list(before)
        for layer, family in enumerate(self.flow.network.families):
            span = graph.span["node", layer]
            price = found[family].astype(np.object_)
            binding = np.flatnonzero(self.flow.network.binding[layer])
            labels = self.flow.network.labels[layer][binding]
            price[labels] = np.maximum(0, -slack[span][binding])
            found[family] = compact(price)
        return tuple(found)

    def folded(self, stages: np.ndarray) -> np.ndarray:
        """Return amounts by stage (S, n) as one Python integer each."""
        scales = np.array(self.ground.folding.scales, dtype=np.object_)
        total: np.ndarray = (stages.astype(np.object_) * scales[:, None]).sum(axis=0)
        return total

    @cached_property
    def _cost(self) -> np.ndarray:
        """The residual arcs' costs."""
        ways = self.flow.ways
        slack = self.folded(ways.slack)
        forward = ways.step >= 0
        return np.where(forward, slack[ways.step], -slack[np.where(forward, 0, ~ways.step)])

    @cached_property
    def _least(self) -> int:
        return int(min(self._cost, default=0))

    @cached_property
    def _into(self) -> tuple[list[int], list[int], list[int]]:
        """The residual arcs by the node that they enter.

        Where the arcs of each node begin, then for each arc where it comes from and its cost.
        """
        ways = self.flow.ways
        order = np.argsort(ways.goal, kind="stable")
        begin = np.searchsorted(ways.goal[order], np.arange(ways.graph.nodes + 1))
        return begin.tolist(), ways.origin[order].tolist(), self._cost[order].tolist()

    def _distances(self, target: int, reach: int) -> dict[int, int]:
        """Return the distances to a node of the nodes within reach of it."""
        begin, origins, costs = self._into
        found = {target: 0}
        waiting = [(0, target)]
        done: set[int] = set()
        while waiting:
            distance, node = heappop(waiting)
            if node in done:
                continue
            done.add(node)
            for arc in range(begin[node], begin[node + 1]):
                origin, further = origins[arc], distance + costs[arc]
                if further < min(reach, found.get(origin, reach)):
                    found[origin] = further
                    heappush(waiting, (further, origin))
        return found
