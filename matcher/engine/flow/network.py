"""Solves a layered network by min-cost flow, stage after stage, with its prices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.flow.columns import beaten
from matcher.engine.flow.potentials import CertificateError, Residual
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.structure import Layered

SOURCE, SINK = 0, 1


@dataclass(frozen=True, slots=True)
class FlowResult:
    """``chosen`` options (rows of the network's `Layered.rows`) and prices per layer (S, nodes)."""

    chosen: IntArray
    prices: tuple[IntArray, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The arcs of a network: ``span`` holds each part's slice, by ("node" or "arc", layer)."""

    nodes: int
    tail: IntArray
    head: IntArray
    capacity: IntArray
    capped: BoolArray
    weights: IntArray
    span: dict[tuple[str, int], slice]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some arcs; ``weights`` (S, arcs), ``capped`` where the capacity is a real limit."""

    tail: IntArray
    head: IntArray
    capacity: IntArray
    capped: BoolArray
    weights: IntArray


def solve(network: Layered) -> FlowResult:
    """Return a set of options of lexicographically greatest stage weights, and its prices.

    After a stage, arcs with slack carry nothing in any optimum and are taken out; node arcs with
    a price are full in every optimum and become supply and demand at their ends. What is left is
    the set of all optima of the stages so far.

    Raises
    ------
    CertificateError
        When the solver does not return an optimal flow.
    """
    graph = build_graph(network)
    stages = graph.weights.shape[0]
    free = np.ones(len(graph.tail), dtype=np.bool_)
    flow = np.zeros(len(graph.tail), dtype=np.int64)
    full = np.zeros(len(graph.tail), dtype=np.bool_)
    prices = np.zeros((stages, len(graph.tail)), dtype=np.int64)
    for stage in range(stages):
        weight = graph.weights[stage]
        if stage == 0:
            _priced_flow(graph, weight, _likely(network, graph), flow)
        else:
            _flow(graph, weight, free, flow)
        level = _residual(graph, weight, free, flow).potentials()
        slack = level[graph.head] - level[graph.tail] - weight
        prices[stage] = np.where(free, np.where(graph.capped, np.maximum(0, -slack), 0), 0)
        prices[stage][full] = -slack[full]
        full |= free & graph.capped & (slack < 0)
        free &= slack == 0
    return FlowResult(
        _paths(network, graph, flow),
        tuple(prices[:, graph.span["node", j]] for j in range(len(network.families))),
    )


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


def _likely(network: Layered, graph: Graph) -> BoolArray:
    """Return the arcs that the first stage starts with."""
    likely = np.ones(len(graph.tail), dtype=np.bool_)
    middle = network.families.index(0)
    if middle < len(network.arcs):
        likely[graph.span["arc", middle]] = ~beaten(network, 0)
    return likely


def _priced_flow(graph: Graph, weight: IntArray, inside: BoolArray, flow: IntArray) -> None:
    """Find a flow over all arcs, from those ``inside`` and whichever its prices do not cover.

    It ends, as each round takes in arcs that were outside.
    """
    while True:
        _flow(graph, weight, inside, flow)
        if inside.all():
            return
        level = _residual(graph, weight, inside, flow).potentials_from_below()
        asked = ~inside & (weight > level[graph.head] - level[graph.tail])
        if not asked.any():
            return
        inside = inside | asked


def _residual(graph: Graph, weight: IntArray, free: BoolArray, flow: IntArray) -> Residual:
    forward = free & (~graph.capped | (flow < graph.capacity))
    return Residual(graph.nodes, graph.tail, graph.head, weight, forward, free & (flow > 0))


def _flow(graph: Graph, weight: IntArray, free: BoolArray, flow: IntArray) -> None:
    """Improve ``flow`` in place over the free arcs; the others keep what they carry."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - solvers load when solving

    arcs = np.flatnonzero(free)
    if not arcs.size:
        return
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        graph.tail[arcs], graph.head[arcs], graph.capacity[arcs], -weight[arcs]
    )
    supply = np.zeros(graph.nodes, dtype=np.int64)
    np.add.at(supply, graph.head[~free], flow[~free])
    np.add.at(supply, graph.tail[~free], -flow[~free])
    count = int(max(graph.tail[arcs].max(), graph.head[arcs].max())) + 1
    solver.set_nodes_supplies(np.arange(count), supply[:count])
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise CertificateError(f"Expected an optimal flow, got the solver's status {status}.")
    flow[arcs] = solver.flows(np.arange(len(arcs)))


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
