"""Which arcs a flow can start without, as heavier ones to the same end probably beat them.

Most mentees have many mentors in reach and few of them get one, so that nearly all arcs between
the two are beaten from the start. A flow over some arcs is optimal over all of them when its
prices cover the rest (column generation: Ahuja, Magnanti and Orlin, *Network Flows*, 1993,
section 17.5), so that a wrong guess costs another round and nothing else.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.problem.arrays import BoolArray, lex_order
from matcher.engine.problem.structure import Layered

FROM_ARCS = 4_000
"""Arcs out of the mentees from which leaving some out pays."""

HEAVIEST = 48
"""Arcs kept for each end, beside one and a half for each of its places."""


def beaten(network: Layered, stage: int) -> BoolArray:
    """Return which arcs out of the mentees are not among the heaviest to their end.

    There is a layer after the mentees'. Arcs are ranked by the heaviest path up to and with them, ties by their place.
    """
    middle = network.families.index(0)
    arcs = network.arcs[middle]
    out = np.zeros(len(arcs.tail), dtype=np.bool_)
    if len(out) < FROM_ARCS:
        return out
    reach = network.source[stage]
    for depth, before in enumerate(network.arcs[:middle], start=1):
        farther = np.full(len(network.labels[depth]), -(2**62))
        np.maximum.at(farther, before.head, reach[before.tail] + before.weights[stage])
        reach = farther
    weight = reach[arcs.tail] + arcs.weights[stage]
    order = lex_order([arcs.head, int(weight.max()) - weight])
    head = arcs.head[order]
    rank = np.arange(len(head)) - np.searchsorted(head, head)
    places = network.capacity[middle + 1][head]
    out[order] = rank >= HEAVIEST + places + places // 2
    return out
