"""Solves a layered network by a flow of greatest weight, with its prices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.flow.augmenting import fill, net_of
from matcher.engine.flow.staged import Graph, solve_by_stages
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.structure import Layered

SOURCE, SINK = 0, 1

TWO_SIDED = 2
"""With mentors alone places are many and contended one by one: cost scaling is quicker there than
paths, which are where projects or coaches leave few places for all."""


@dataclass(frozen=True, slots=True)
class FlowResult:
    """``chosen`` options (rows of the network's `Layered.rows`) and prices per layer (S, nodes)."""

    chosen: IntArray
    prices: tuple[IntArray, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some arcs; ``weights`` (S, arcs), ``capped`` where the capacity is a real limit."""

    tail: IntArray
    head: IntArray
    capacity: IntArray
    capped: BoolArray
    weights: IntArray


def solve(network: Layered) -> FlowResult:
    """Return a set of options of lexicographically greatest stage weights, and its prices."""
    graph = build_graph(network)
    if len(network.families) <= TWO_SIDED:
        flow, staged = solve_by_stages(network, graph)
        spans = [graph.span["node", layer] for layer in range(len(network.families))]
        return FlowResult(_paths(network, graph, flow), tuple(staged[:, span] for span in spans))
    middle = network.families.index(0)
    nodes = graph.span["node", middle]
    tail, weights = graph.tail.copy(), graph.weights.copy()
    kept = np.ones(len(tail), dtype=np.bool_)
    inside = 0 < middle < len(network.arcs)
    if inside:
        # the arc into a mentee who has but one and the mentee's own are one arc
        arcs = graph.span["arc", middle - 1]
        into = network.arcs[middle - 1].head
        alone = np.bincount(into, minlength=len(network.labels[middle]))[into] == 1
        joined = nodes.start + into[alone]
        tail[joined] = graph.tail[arcs][alone]
        weights[:, joined] += graph.weights[:, arcs][:, alone]
        kept[arcs] = ~alone
    net = net_of(graph.nodes, tail[kept], graph.head[kept], graph.capacity[kept], weights[:, kept])
    own = np.zeros(graph.nodes, dtype=np.int64)
    own[graph.head[nodes]] = 1
    own[graph.tail[nodes]] = tail[nodes] == graph.tail[nodes]
    own[[SOURCE, SINK]] = 0
    fill(net, (np.cumsum(kept) - 1)[nodes], own)
    flow = np.zeros(len(tail), dtype=np.int64)
    flow[kept] = net.flow
    if inside:
        flow[arcs] = np.where(alone, flow[nodes.start + into], flow[arcs])
    prices = []
    for layer in range(len(network.families)):
        arcs = graph.span["node", layer]
        slack = (net.level[graph.head[arcs]] - net.level[tail[arcs]]).T - weights[:, arcs]
        sign = np.zeros(slack.shape[1], dtype=np.int64)
        for stage in slack:
            sign = np.where(sign == 0, np.sign(stage), sign)
        prices.append(np.where(graph.capped[arcs] & (sign < 0), -slack, 0))
    return FlowResult(_paths(network, graph, flow), tuple(prices))


def build_graph(network: Layered) -> Graph:
    """Lay out source → first layer → … → last layer → sink → source.

    Layers inside are split in two, so that the arc between holds the capacity; the first and last
    layer's capacity is on the arc from the source and to the sink.
    """
    layers = len(network.families)
    stages = network.source.shape[0]
    most = int(network.capacity[network.families.index(0)].sum()) + 1
    nodes = 2
    enter: list[IntArray] = []
    leave: list[IntArray] = []
    for layer, labels in enumerate(network.labels):
        enter.append(nodes + np.arange(len(labels), dtype=np.int64))
        nodes += len(labels)
        if 0 < layer < layers - 1:
            leave.append(nodes + np.arange(len(labels), dtype=np.int64))
            nodes += len(labels)
        else:
            leave.append(enter[-1])
    parts: list[_Part] = []
    span: dict[tuple[str, int], slice] = {}
    none = np.zeros((stages, 0), dtype=np.int64)
    for layer, (into, out) in enumerate(zip(enter, leave, strict=True)):
        bound = network.binding[layer]
        tail, head = into, out
        if layer == 0:
            tail, head = np.full_like(into, SOURCE), into
        elif layer == layers - 1:
            head = np.full_like(into, SINK)
        weights = network.source if layer == 0 else none
        capacity = np.where(bound, network.capacity[layer], most)
        _append(parts, span, ("node", layer), _Part(tail, head, capacity, bound, weights))
        if layer < layers - 1:
            arcs = network.arcs[layer]
            tail, head = out[arcs.tail], enter[layer + 1][arcs.head]
            _append(parts, span, ("arc", layer), _open(tail, head, most, arcs.weights))
    back = _open(np.array([SINK]), np.array([SOURCE]), most, none)
    _append(parts, span, ("back", 0), back)
    return Graph(
        nodes,
        np.concatenate([part.tail for part in parts]),
        np.concatenate([part.head for part in parts]),
        np.concatenate([part.capacity for part in parts]),
        np.concatenate([part.capped for part in parts]),
        np.concatenate([part.weights for part in parts], axis=1),
        span,
    )


def _open(tail: IntArray, head: IntArray, most: int, weights: IntArray) -> _Part:
    """Return arcs that no capacity limits."""
    count = len(tail)
    return _Part(tail, head, np.full(count, most), np.zeros(count, dtype=np.bool_), weights)


def _append(
    parts: list[_Part], span: dict[tuple[str, int], slice], key: tuple[str, int], part: _Part
) -> None:
    """Add a part under its key; weights that are not given are 0."""
    start = sum(len(before.tail) for before in parts)
    span[key] = slice(start, start + len(part.tail))
    if part.weights.shape[1] == 0:
        zeros = np.zeros((len(part.weights), len(part.tail)), dtype=np.int64)
        part = replace(part, weights=zeros)
    parts.append(part)


def _paths(network: Layered, graph: Graph, flow: IntArray) -> IntArray:
    """Take the flow apart into options, one per mentee served.

    At every node the units that come in, sorted by mentee, leave by its arcs, sorted by head: all
    ways of pairing them weigh the same, this one is the lowest.
    """
    middle = network.families.index(0)
    units = [flow[graph.span["arc", layer]] for layer in range(len(network.arcs))]
    served = np.flatnonzero(flow[graph.span["node", middle]])
    steps: list[IntArray] = [np.zeros(0, dtype=np.int64)] * len(network.arcs)
    order, node = served, served
    for layer in range(middle, len(network.arcs)):
        arcs = network.arcs[layer]
        sort = np.lexsort((order, node))
        order = order[sort]
        steps[layer] = np.repeat(np.arange(len(arcs.tail)), units[layer])
        node = arcs.head[steps[layer]]
        steps[layer] = steps[layer][np.argsort(order)]
    order, node = served, served
    for layer in range(middle - 1, -1, -1):
        arcs = network.arcs[layer]
        order = order[np.lexsort((order, node))]
        by_head = np.lexsort((arcs.tail, arcs.head))
        steps[layer] = np.repeat(by_head, units[layer][by_head])
        node = arcs.tail[steps[layer]]
        steps[layer] = steps[layer][np.argsort(order)]
    start = network.arcs[0].tail[steps[0]]
    prefix = start
    for arcs, step in zip(network.arcs, steps, strict=True):
        prefix = arcs.child[prefix] + step - arcs.start[arcs.tail[step]]
    return np.sort(network.rows[prefix])
