"""The cheapest ways back to one node: Dijkstra's search against the residual arcs, stopped early.

A way's cost is a row of words, compared word by word: the slack by stage, then the number of arcs.
A search asks for the few arcs out of its target that cost least, each with the way back from its
head. It ends when every head that is left lies farther than those found.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from matcher.engine.answers.residual import Ways
from matcher.engine.problem.arrays import BoolArray, IntArray

WORD = 65
"""Bits that a word takes where words are put into one number: a sign, and room for a sum."""

Arrival = tuple[int, int, int]
"""A way into a node: its cost as one number, where it comes from, and its own number."""

BY_HAND = 200_000
"""Arcs times searches up to which loading compiled code takes longer than doing without it."""


@dataclass(frozen=True)
class Nearest:
    """Searches in one residual graph, from the heads of a ``layer`` of arcs back to their tails."""

    ways: Ways
    layer: int

    def cycles(self, nodes: Sequence[int], most: int) -> list[list[list[int]]]:
        """Return for each node of the layer the cheapest cycles by arcs that carry nothing yet.

        Parameters
        ----------
        nodes
            Nodes, as the layer numbers them.
        most
            How many cycles are wanted for each.

        Returns
        -------
        list
            By node the steps of each cycle, the arc itself first. Of arcs that cost the same the
            lower comes first; of ways back that cost the same the one with fewest arcs is taken,
            then the one whose arcs come first.
        """
        if len(nodes) * len(self.ways.origin) <= BY_HAND:
            return [self._by_hand(self._arcs(node), most) for node in nodes]
        return self._compiled(nodes, most)

    def _arcs(self, node: int) -> IntArray:
        """Return the arcs out of a node that carry nothing."""
        ways = self.ways
        start = ways.network.arcs[self.layer].start
        offset = ways.graph.span["arc", self.layer].start
        arcs: IntArray = np.arange(int(start[node]), int(start[node + 1]), dtype=np.int64) + offset
        free: BoolArray = ways.flow[arcs] == 0
        return arcs[free]

    @cached_property
    def _into(self) -> tuple[IntArray, IntArray]:
        """The residual arcs by goal and then by number, and where those of each goal begin."""
        ways = self.ways
        order = np.argsort(ways.goal, kind="stable").astype(np.int64)
        start = np.searchsorted(ways.goal[order], np.arange(ways.graph.nodes + 1))
        return order, start.astype(np.int64)

    def _cost(self, way: IntArray) -> IntArray:
        """Return the words of residual arcs (n, words)."""
        step, slack = self.ways.step[way], self.ways.slack.T
        forward = step >= 0
        cost = slack[np.where(forward, step, ~step)]
        cost[~forward] *= -1
        return np.column_stack([cost, np.ones(len(way), dtype=np.int64)])

    def _steps(self, arc: int, through: dict[int, int] | IntArray) -> list[int]:
        """Return the steps of a cycle; ``through`` is the residual arc by which a node goes on."""
        ways = self.ways
        target, node = int(ways.graph.tail[arc]), int(ways.graph.head[arc])
        steps = [arc]
        while node != target:
            way = int(through[node])
            steps.append(int(ways.step[way]))
            node = int(ways.goal[way])
        return steps

    def _by_hand(self, arcs: IntArray, most: int) -> list[list[int]]:
        """Search in plain Python, a cost put into one number."""
        if not arcs.size:
            return []
        graph = self.ways.graph
        slack = numbers(self.ways.slack[:, arcs].tolist())
        heads = dict(
            zip(graph.head[arcs].tolist(), zip(slack, arcs.tolist(), strict=True), strict=True)
        )
        target = int(graph.tail[arcs[0]])
        found, through = cheapest(target, heads, self._arrivals.__getitem__, most)
        return [self._steps(arc, through) for _, arc in found]

    @cached_property
    def _arrivals(self) -> list[list[Arrival]]:
        """By node the cost, the origin and the number of the residual arcs into it."""
        order, start = self._into
        cost = numbers(self._cost(order).T.tolist())
        every = list(zip(cost, self.ways.origin[order].tolist(), order.tolist(), strict=True))
        return [every[first:end] for first, end in pairwise(start.tolist())]

    def _compiled(self, nodes: Sequence[int], most: int) -> list[list[list[int]]]:
        from matcher.engine.answers.nearest_kernel import search  # noqa: PLC0415 -- loads numba

        ways = self.ways
        size, stages = ways.graph.nodes, len(ways.slack)
        order, start = self._into
        graph = (ways.graph.head, ways.slack, start, ways.origin[order], self._cost(order), order)
        through, heap, place = np.zeros((3, size), dtype=np.int64)
        far = np.zeros((size, stages + 1), dtype=np.int64)
        state, mine = np.zeros(size, dtype=np.int8), np.full(size, -1, dtype=np.int64)
        found = np.zeros(most, dtype=np.int64)
        total = np.zeros((most + 1, stages), dtype=np.int64)
        cycles: list[list[list[int]]] = []
        for node in nodes:
            arcs = self._arcs(node)
            count = 0
            if arcs.size:
                target = int(ways.graph.tail[arcs[0]])
                count = search(
                    target, arcs, *graph, far, through, state, heap, place, mine, found, total
                )
            cycles.append([self._steps(arc, through) for arc in found[:count].tolist()])
        return cycles


def cheapest(
    target: int,
    heads: Mapping[int, tuple[int, int]],
    arrivals: Callable[[int], Iterable[Arrival]],
    most: int,
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Return the heads that are cheapest to go to and come back from, and the ways back.

    Parameters
    ----------
    target
        The node to come back to.
    heads
        By node what going there costs, >= 0, and a number by which it is known.
    arrivals
        Gives the ways into a node. Their cost holds, `WORD` bits up, an amount >= 0, and below
        it how many arcs they are, at least one.
    most
        How many are wanted.

    Returns
    -------
    tuple
        Total and number of those found, in that order; and by node the way by which the cheapest
        way back goes on.
    """
    far, through = {target: 0}, dict[int, int]()
    waiting = [(0, target)]
    done: set[int] = set()
    found: list[tuple[int, int]] = []
    left = len(heads)
    while waiting and left:
        reached, here = heappop(waiting)
        if here in done:
            continue
        done.add(here)
        if len(found) == most and reached >> WORD > found[-1][0]:
            break
        if here in heads:
            left -= 1
            there, name = heads[here]
            insort(found, ((reached >> WORD) + there, name))
            del found[most:]
        limit = ((found[-1][0] + 1) << WORD) if len(found) == most else None
        for cost, node, way in arrivals(here):
            reach = reached + cost
            if node in done or (limit is not None and reach >= limit):
                continue
            known = far.get(node)
            if known is None or reach < known:
                far[node], through[node] = reach, way
                heappush(waiting, (reach, node))
            elif reach == known:
                through[node] = min(way, through[node])
    return found, through


def numbers(words: Sequence[Sequence[int]]) -> list[int]:
    """Return for words (words, n) n numbers that order as they do, word by word."""
    return reduce(
        lambda high, low: [(a << WORD) + b for a, b in zip(high, low, strict=True)],
        words[1:],
        list(words[0]),
    )
