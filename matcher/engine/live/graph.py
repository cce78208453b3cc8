"""A residual graph that grows and shrinks in place, as plain arrays for compiled code.

Costs and potentials are vectors of integers, one entry a level, compared from the first level on:
an ordered group, so that shortest paths and reduced costs mean in it what they mean for numbers
(levels need no folding, and no level can overflow into the next).

Each node has two lists of arcs, those out of it and those into it, doubly linked. Arcs that carry
flow stand first in both, so that what can be cancelled is found without looking at the rest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.live.room import longer
from matcher.engine.problem.arrays import IntArray

OUT, IN = 0, 1
"""The two sides of an arc: the list of its tail, and that of its head."""

NONE = -1

UNLIMITED = 2**40
"""A capacity that cannot bind."""

PLAIN, INNER, LANE = 0, 1, 2
"""Kinds of arcs: `INNER` carries whether a mentee is served, `LANE` stands for who waits."""


BY_ARC = ("tail", "head", "capacity", "flow", "kind", "cost")


class Graph(NamedTuple):
    """N nodes and A arcs of W levels; rows past those in use are free.

    ``potential`` (N, W); ``tail``, ``head``, ``capacity``, ``flow``, ``kind`` (A,), ``cost``
    (A, W); ``first``, ``last`` (2, N) and ``after``, ``before`` (2, A) are the lists. The rest is
    room for the two searches of `matcher.engine.live.search`: ``distance`` (2, N, W), ``via`` the arc
    by which a node was reached, ``place`` where it stands in ``heap``, all (2, N).
    """

    potential: IntArray
    tail: IntArray
    head: IntArray
    capacity: IntArray
    flow: IntArray
    kind: IntArray
    cost: IntArray
    first: IntArray
    last: IntArray
    after: IntArray
    before: IntArray
    distance: IntArray
    via: IntArray
    place: IntArray
    heap: IntArray
    seen: IntArray


def empty(nodes: int, arcs: int, levels: int) -> Graph:
    """Return a graph with room for so many nodes and arcs."""

    def zeros(*shape: int) -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    def none(*shape: int) -> IntArray:
        return np.full(shape, NONE, dtype=np.int64)

    return Graph(
        potential=zeros(nodes, levels),
        tail=zeros(arcs),
        head=zeros(arcs),
        capacity=zeros(arcs),
        flow=zeros(arcs),
        kind=zeros(arcs),
        cost=zeros(arcs, levels),
        first=none(2, nodes),
        last=none(2, nodes),
        after=none(2, arcs),
        before=none(2, arcs),
        distance=zeros(2, nodes, levels),
        via=none(2, nodes),
        place=none(2, nodes),
        heap=zeros(2, nodes),
        seen=zeros(2, nodes),
    )


def more_nodes(graph: Graph, size: int) -> Graph:
    """Return the graph with room for so many nodes."""
    return graph._replace(
        potential=longer(graph.potential, 0, size, 0),
        first=longer(graph.first, 1, size, NONE),
        last=longer(graph.last, 1, size, NONE),
        distance=longer(graph.distance, 1, size, 0),
        via=longer(graph.via, 1, size, NONE),
        place=longer(graph.place, 1, size, NONE),
        heap=longer(graph.heap, 1, size, 0),
        seen=longer(graph.seen, 1, size, 0),
    )


def more_arcs(graph: Graph, size: int) -> Graph:
    """Return the graph with room for so many arcs."""
    one = {name: longer(getattr(graph, name), 0, size, 0) for name in BY_ARC}
    two = {name: longer(getattr(graph, name), 1, size, NONE) for name in ("after", "before")}
    return graph._replace(**one, **two)


@compiled
def total(graph: Graph, arcs: int) -> IntArray:
    """Return by level what all units cost together, less than 0 when that is worth something."""
    found = np.zeros(graph.cost.shape[1], dtype=np.int64)
    for arc in range(arcs):
        if graph.flow[arc] > 0:
            for level in range(len(found)):
                found[level] += graph.flow[arc] * graph.cost[arc, level]
    return found


@compiled
def unlink(graph: Graph, side: int, node: int, arc: int) -> None:
    """Take an arc out of a node's list."""
    after, before = graph.after[side, arc], graph.before[side, arc]
    if before == NONE:
        graph.first[side, node] = after
    else:
        graph.after[side, before] = after
    if after == NONE:
        graph.last[side, node] = before
    else:
        graph.before[side, after] = before


@compiled
def link(graph: Graph, side: int, node: int, arc: int) -> None:
    """Put an arc into a node's list: in front when it carries flow, else at the end."""
    if graph.flow[arc] > 0:
        first = graph.first[side, node]
        graph.before[side, arc], graph.after[side, arc] = NONE, first
        if first == NONE:
            graph.last[side, node] = arc
        else:
            graph.before[side, first] = arc
        graph.first[side, node] = arc
    else:
        last = graph.last[side, node]
        graph.before[side, arc], graph.after[side, arc] = last, NONE
        if last == NONE:
            graph.first[side, node] = arc
        else:
            graph.after[side, last] = arc
        graph.last[side, node] = arc


@compiled
def add(  # noqa: PLR0917 - plain numbers, as compiled code wants
    graph: Graph, arc: int, tail: int, head: int, capacity: int, kind: int
) -> None:
    """Add an arc, whose cost is written already; it carries nothing."""
    graph.tail[arc], graph.head[arc] = tail, head
    graph.capacity[arc], graph.flow[arc], graph.kind[arc] = capacity, 0, kind
    link(graph, OUT, tail, arc)
    link(graph, IN, head, arc)


@compiled
def insert(  # noqa: PLR0917 - plain arrays, as compiled code wants
    graph: Graph,
    arcs: IntArray,
    tail: IntArray,
    head: IntArray,
    capacity: int,
    kind: int,
    cost: IntArray,
) -> None:
    """Add arcs with these ids, of one capacity and kind; they carry nothing."""
    for i in range(len(arcs)):
        for level in range(cost.shape[1]):
            graph.cost[arcs[i], level] = cost[i, level]
        add(graph, arcs[i], tail[i], head[i], capacity, kind)


@compiled
def remove(graph: Graph, arcs: IntArray) -> None:
    """Take arcs out, whatever they carry."""
    for arc in arcs:
        unlink(graph, OUT, graph.tail[arc], arc)
        unlink(graph, IN, graph.head[arc], arc)
        graph.flow[arc] = 0


@compiled
def push(graph: Graph, arc: int, units: int) -> None:
    """Change what an arc carries."""
    carried = graph.flow[arc] > 0
    graph.flow[arc] += units
    if carried != (graph.flow[arc] > 0):
        unlink(graph, OUT, graph.tail[arc], arc)
        link(graph, OUT, graph.tail[arc], arc)
        unlink(graph, IN, graph.head[arc], arc)
        link(graph, IN, graph.head[arc], arc)


@compiled
def raise_tail(graph: Graph, node: int) -> None:
    """Set a node's potential to the least that no arc out of it is violated with.

    That is the greatest of ``potential[head] - cost``. Without arcs it stays.
    """
    levels = graph.cost.shape[1]
    arc, fresh = graph.first[OUT, node], True
    while arc != NONE:
        head, better = graph.head[arc], fresh
        if not fresh:
            for level in range(levels):
                found = graph.potential[head, level] - graph.cost[arc, level]
                if found != graph.potential[node, level]:
                    better = found > graph.potential[node, level]
                    break
        if better:
            for level in range(levels):
                graph.potential[node, level] = graph.potential[head, level] - graph.cost[arc, level]
        fresh = False
        arc = graph.after[OUT, arc]


@compiled
def lower_head(graph: Graph, node: int) -> None:
    """Set a node's potential to the greatest that no arc into it is violated with.

    That is the least of ``potential[tail] + cost`` over arcs with room. Without any it stays.
    """
    levels = graph.cost.shape[1]
    arc, fresh = graph.first[IN, node], True
    while arc != NONE:
        if graph.capacity[arc] > graph.flow[arc] or graph.flow[arc] > 0:
            tail, better = graph.tail[arc], fresh
            if not fresh:
                for level in range(levels):
                    found = graph.potential[tail, level] + graph.cost[arc, level]
                    if found != graph.potential[node, level]:
                        better = found < graph.potential[node, level]
                        break
            if better:
                for level in range(levels):
                    graph.potential[node, level] = (
                        graph.potential[tail, level] + graph.cost[arc, level]
                    )
            fresh = False
        arc = graph.after[IN, arc]
