"""The residual graph of a solved network, with prices, for shortest paths that change one unit.

When one arc of an optimal flow must carry a unit more, the best flow that does so differs from it
by the cheapest way back from the arc's head to its tail in the residual graph (Ahuja, Magnanti and
Orlin, *Network Flows*, 1993, chapter 9). Node prices make every residual cost >= 0, so that
Dijkstra's search finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from matcher.engine.flow.network import build_graph
from matcher.engine.flow.potentials import Residual, shorten
from matcher.engine.flow.staged import Graph
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.structure import Layered

FLOAT_SAFE = 2.0**53
"""Integers below this are exact in floating point."""

FAR = 2**62
"""The distance of what is not reached."""


@dataclass(frozen=True)
class Ways:
    """The residual graph of one network, its arcs sorted by the node that they leave.

    ``flow`` (arcs,) is the graph's; ``price`` (S, nodes) are those of each stage and ``slack``
    (S, arcs) the price of the head less the price of the tail and the weight. The residual arcs out
    of node u are ``first[u]:first[u + 1]``; each has its ``origin``, its ``goal`` and its ``step``:
    arc a for a unit more, ~a for a unit less.

    The first stage is searched in floating point, later ones over the arcs on shortest ways of the
    stages before. ``coarse`` is the first stage's cost, times ``unit``; a single stage counts arcs
    as well, so that of equal ways the shortest is found at once.
    """

    network: Layered
    graph: Graph
    flow: IntArray
    price: IntArray
    slack: IntArray
    first: IntArray
    origin: IntArray
    goal: IntArray
    step: IntArray
    unit: int
    coarse: npt.NDArray[np.float64]

    @cached_property
    def into(self) -> csr_array:
        """``coarse`` by (goal, origin)."""
        ends = self.goal.astype(np.int32), self.origin.astype(np.int32)
        return csr_array((self.coarse, ends), shape=(self.graph.nodes, self.graph.nodes))

    def back(self, arcs: Sequence[int], most: int) -> list[list[int]]:
        """Return the cheapest cycles that put one unit more on one of several arcs.

        Parameters
        ----------
        arcs
            Arcs with one tail and different heads.
        most
            How many are wanted, the cheapest first; all that are as cheap as the last come too.

        Returns
        -------
        list
            The steps of each cycle, the arc itself first.
        """
        wanted = np.array(arcs, dtype=np.int64)
        target, heads = int(self.graph.tail[arcs[0]]), self.graph.head[wanted]
        found = self.home(target, heads, self.slack[0, wanted], most)
        return [[arcs[number], *steps] for number, steps in found]

    def home(
        self, target: int, heads: IntArray, slack: IntArray, most: int
    ) -> list[tuple[int, list[int]]]:
        """Return the cheapest cycles by arcs into different nodes, which may be none of the graph.

        Parameters
        ----------
        target
            The node that the arcs leave.
        heads, slack
            (n,) the node that each enters, and its slack in the first stage.
        most
            How many are wanted, the cheapest first; all that are as cheap as the last come too.

        Returns
        -------
        list
            The number of each arc and the steps from its head to the target.
        """
        distance = dijkstra(self.into, indices=[target])[0]
        total = slack * float(self.unit) + distance[heads]
        kept = np.isfinite(total)
        stages = range(len(self.slack))
        if float(distance[np.isfinite(distance)].max()) < FLOAT_SAFE:
            kept &= total <= np.sort(total)[min(most, len(total)) - 1]
            within = self._tight(np.unique(heads[kept]), distance)
            stages = stages[1:]
        else:
            within = np.arange(len(self.origin), dtype=np.int64)
        for stage in stages:
            steps = self.step[within]
            cost = np.where(steps >= 0, self.slack[stage, steps], -self.slack[stage, ~steps])
            within = self._shortest(target, within, cost)
        within = np.sort(self._shortest(target, within, np.ones(len(within), dtype=np.int64)))
        onward = np.full(self.graph.nodes, -1, dtype=np.int64)
        onward[self.origin[within[::-1]]] = within[::-1]
        return [
            (number, self._steps(int(heads[number]), target, onward))
            for number in np.flatnonzero(kept).tolist()
        ]

    def _tight(self, nodes: IntArray, distance: npt.NDArray[np.float64]) -> IntArray:
        """Return the arcs on ways from some nodes that are shortest by the first stage."""
        seen = np.zeros(self.graph.nodes, dtype=np.bool_)
        found: list[IntArray] = [np.zeros(0, dtype=np.int64)]
        while nodes.size:
            seen[nodes] = True
            count = self.first[nodes + 1] - self.first[nodes]
            skip = np.cumsum(count) - count
            arcs = np.arange(int(count.sum())) + np.repeat(self.first[nodes] - skip, count)
            ahead = distance[self.goal[arcs]]
            arcs = arcs[self.coarse[arcs] + ahead == distance[self.origin[arcs]]]
            found.append(arcs)
            nodes = np.unique(self.goal[arcs])
            nodes = nodes[~seen[nodes]]
        return np.concatenate(found)

    def _shortest(self, target: int, arcs: IntArray, cost: IntArray) -> IntArray:
        """Return those of the arcs that are on ways to the target of the least cost."""
        origin, goal = self.origin[arcs], self.goal[arcs]
        distance = np.full(self.graph.nodes, FAR, dtype=np.int64)
        distance[target] = 0
        shorten(goal, origin, cost, distance, np.array([target]))
        on_way: BoolArray = (distance[goal] < FAR) & (distance[goal] + cost == distance[origin])
        return arcs[on_way]

    def _steps(self, node: int, target: int, onward: IntArray) -> list[int]:
        """Return the steps from a node to the target; ``onward`` (nodes,) is each node's arc."""
        steps: list[int] = []
        while node != target:
            arc = int(onward[node])
            steps.append(int(self.step[arc]))
            node = int(self.goal[arc])
        return steps


def open_ways(network: Layered, paths: IntArray) -> Ways:
    """Return the residual graph of a network with one unit on each path.

    Parameters
    ----------
    network
        The network; its stage weights say what is best.
    paths
        (units, layers) the node of each layer that a unit passes.

    Raises
    ------
    CertificateError
        When the flow is not the best one.
    """
    graph = build_graph(network)
    flow = _flow(network, graph, paths)
    more = ~graph.capped | (flow < graph.capacity)
    price, slack = _slack(graph, flow)
    forward, backward = np.flatnonzero(more), np.flatnonzero(flow > 0)
    origin = np.concatenate([graph.tail[forward], graph.head[backward]])
    order = np.argsort(origin, kind="stable")
    origin = origin[order]
    goal = np.concatenate([graph.head[forward], graph.tail[backward]])[order]
    cost = np.concatenate([slack[0, forward], -slack[0, backward]])[order].astype(np.float64)
    unit = 1
    if len(slack) == 1 and float(cost.max(initial=0)) * graph.nodes < FLOAT_SAFE:
        unit = 1 << graph.nodes.bit_length()
        cost = cost * unit + 1
    return Ways(
        network,
        graph,
        flow,
        price,
        slack,
        np.searchsorted(origin, np.arange(graph.nodes + 1)),
        origin,
        goal,
        np.concatenate([forward, ~backward])[order],
        unit,
        cost,
    )


def _slack(graph: Graph, flow: IntArray) -> tuple[IntArray, IntArray]:
    """Return the prices of the nodes and the slack of the arcs by stage.

    A later stage counts where the earlier have no slack.
    """
    stages = graph.weights.shape[0]
    free = np.ones(len(graph.tail), dtype=np.bool_)
    more = ~graph.capped | (flow < graph.capacity)
    slack = np.zeros((stages, len(graph.tail)), dtype=np.int64)
    prices = np.zeros((stages, graph.nodes), dtype=np.int64)
    for stage, weight in enumerate(graph.weights):
        residual = Residual(
            graph.nodes, graph.tail, graph.head, weight, free & more, free & (flow > 0)
        )
        price = prices[stage] = residual.potentials()
        slack[stage] = price[graph.head] - price[graph.tail] - weight
        free &= slack[stage] == 0
    return prices, slack


def _flow(network: Layered, graph: Graph, paths: IntArray) -> IntArray:
    flow = np.zeros(len(graph.tail), dtype=np.int64)
    for layer in range(len(network.families)):
        span = graph.span["node", layer]
        flow[span] = np.bincount(paths[:, layer], minlength=span.stop - span.start)
        if layer:
            arcs = network.arcs[layer - 1]
            width = len(network.labels[layer])
            found = np.searchsorted(
                arcs.tail * width + arcs.head, paths[:, layer - 1] * width + paths[:, layer]
            )
            np.add.at(flow, graph.span["arc", layer - 1].start + found, 1)
    flow[graph.span["back", 0]] = len(paths)
    return flow
