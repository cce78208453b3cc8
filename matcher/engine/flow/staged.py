"""Solves a network by min-cost flow, stage after stage: where most who look for a place find one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.flow.columns import beaten
from matcher.engine.flow.potentials import CertificateError, Residual
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.structure import Layered


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


def solve_by_stages(network: Layered, graph: Graph) -> tuple[IntArray, IntArray]:
    """Return the flow (arcs,) and prices (S, arcs) of lexicographically greatest stage weights.

    After a stage, arcs with slack carry nothing in any optimum and are taken out; node arcs with
    a price are full in every optimum and become supply and demand at their ends. What is left is
    the set of all optima of the stages so far.

    Raises
    ------
    CertificateError
        When the solver does not return an optimal flow.
    """
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
    return flow, prices


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
