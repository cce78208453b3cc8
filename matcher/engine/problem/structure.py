"""Finds out whether options are the paths of a layered network, and builds that network.

A set of options is a network when its families can be put in an order, the mentee directly before
the mentor, such that the options are exactly the paths through the graph whose arcs are the
consecutive label pairs, and an option's weight is a sum over its arcs. Then node capacities make
it a min-cost flow, whose linear programme is integral.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations

import numpy as np

from matcher.engine.problem.arrays import (
    BoolArray,
    IntArray,
    distinct,
    distinct_count,
    lex_order,
    ties,
)
from matcher.engine.problem.components import Layer

MAX_ORDERS = 750
"""Orders of families tried per kind of component: all of them up to five beside the mentee."""

SAMPLE_FROM = 20_000
"""From this many options on, an order is tried on a sample of mentees first."""

SAMPLE_MENTEES = 200


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs between two consecutive layers, sorted by tail and head.

    ``weights`` (S, arcs). The arcs of node u are ``start[u]:start[u + 1]``. ``child`` gives, for
    each prefix of an option up to the tail's layer, its first continuation; continuations stand
    in the order of the arcs, as each prefix has all of them.
    """

    tail: IntArray
    head: IntArray
    weights: IntArray
    start: IntArray
    child: IntArray


@dataclass(frozen=True, slots=True)
class Layered:
    """A layered network over some options.

    ``families`` names the layers from source to sink; ``labels``, ``capacity`` and ``binding``
    describe each layer's nodes; ``source`` (S, nodes of layer 0) are weights on entering;
    ``rows`` are the options in the order of their paths, ``component`` each mentee's.
    """

    families: tuple[int, ...]
    labels: tuple[IntArray, ...]
    capacity: tuple[IntArray, ...]
    binding: tuple[BoolArray, ...]
    source: IntArray
    arcs: tuple[Arcs, ...]
    rows: IntArray
    component: IntArray

    def renumbered(self, rows: IntArray) -> Layered:
        """Return the network with its options renumbered: option i becomes ``rows[i]``."""
        return replace(self, rows=rows[self.rows])


def arrange(
    layers: Sequence[Layer], active: Sequence[int], component: IntArray, weights: IntArray
) -> tuple[list[Layered], IntArray]:
    """Return networks that cover as many components as possible, and the options of the rest.

    Parameters
    ----------
    layers
        All families; the active ones and the mentors' over the same n options.
    active
        The families that can bind here; 0 (the mentee) is among them.
    component
        (n,) the component of each option.
    weights
        (S, n) stage weights.
    """
    found: list[Layered] = []
    left = np.arange(len(component), dtype=np.int64)
    for order in _orders(layers, active):
        if not left.size:
            break
        if not _promising(layers, order, component, weights, left):
            continue
        network, bad = _try(layers, order, component, weights, left)
        if bad.size:
            failing = np.isin(component[left], bad)
            if failing.all():
                continue
            network, _ = _try(layers, order, component, weights, left[~failing])
            left = left[failing]
        else:
            left = left[:0]
        found.append(network)
    return found, left


def is_network(
    layers: Sequence[Layer], active: Sequence[int], component: IntArray, weights: IntArray
) -> BoolArray:
    """Return for each option whether its component is a network (parameters as `arrange`)."""
    out = np.ones(len(component), dtype=np.bool_)
    out[arrange(layers, active, component, weights)[1]] = False
    return out


def _orders(layers: Sequence[Layer], active: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield orders of the active families, the likeliest first.

    A family of which each mentor has few labels stands right of the mentor, others left of the
    mentee; the more labels, the nearer.
    """
    core = tuple(family for family in (0, 1) if family in active)
    others = sorted(set(active) - {0, 1}, key=lambda f: (-_count(layers[f].labels), f))

    def fan(side: int, family: int) -> float:
        pairs = distinct_count([layers[side].labels, layers[family].labels])
        return pairs / _count(layers[side].labels)

    right = [f for f in others if fan(1, f) <= fan(0, f)]
    left = [f for f in others if f not in right]
    guess = (*reversed(left), *core, *right)
    yield guess

    def rest() -> Iterator[tuple[int, ...]]:
        for arrangement in permutations(others):
            for cut in range(len(others) + 1):
                yield (*arrangement[:cut], *core, *arrangement[cut:])

    yield from (order for order in islice(rest(), MAX_ORDERS) if order != guess)


def _count(labels: IntArray) -> int:
    return int(np.count_nonzero(np.bincount(labels)))


def _promising(
    layers: Sequence[Layer],
    order: tuple[int, ...],
    component: IntArray,
    weights: IntArray,
    rows: IntArray,
) -> bool:
    """Return False when a sample shows that the order fits no component.

    The paths through some of the mentees are all paths of a smaller graph, so an order that fits
    a component fits any sample of its mentees.
    """
    if len(rows) < SAMPLE_FROM:
        return True
    mentees, number = distinct([layers[0].labels[rows]])
    sample = rows[number % max(1, len(mentees) // SAMPLE_MENTEES) == 0]
    _, bad = _try(layers, order, component, weights, sample)
    return len(bad) < _count(component[rows])


def _try(
    layers: Sequence[Layer],
    order: tuple[int, ...],
    component: IntArray,
    weights: IntArray,
    rows: IntArray,
) -> tuple[Layered, IntArray]:
    """Return the network of these options in this order, and the components that it fails for.

    The weight of an option is taken apart from the last layer back: of all continuations of a
    prefix the first is free and the others carry the difference, which must be the same for every
    prefix that ends in the same node. So an arc's weight is a difference of two options' weights.
    """
    group = component[rows]
    firsts, nodes = zip(*(distinct([group, layers[f].labels[rows]]) for f in order), strict=True)
    sort, keys = _best_of_equals(nodes, weights, rows)
    group = group[sort]
    fresh = np.zeros(len(sort), dtype=np.bool_)
    fresh[:1] = True
    starts: list[IntArray] = []
    ranks: list[IntArray] = []
    for key in keys:
        fresh[1:] |= key[1:] != key[:-1]
        starts.append(np.flatnonzero(fresh))
        ranks.append(np.cumsum(fresh) - 1)
    value = weights[:, rows[sort]]
    bad: list[IntArray] = []
    arcs: list[Arcs] = []
    for depth in range(len(order) - 1, 0, -1):
        at, parent = starts[depth], ranks[depth - 1][starts[depth]]
        child = np.append(ranks[depth][starts[depth - 1]], len(at))
        tail, head = keys[depth - 1][at], keys[depth][at]
        base = value[:, child[:-1]]
        extra = value - base[:, parent]
        first, rank = distinct([tail, head])
        out_of = np.bincount(tail[first], minlength=len(firsts[depth - 1]))
        bad.append(group[at[(extra != extra[:, first[rank]]).any(axis=0)]])
        ends = starts[depth - 1]
        bad.append(group[ends[np.diff(child) != out_of[keys[depth - 1][ends]]]])
        start = np.concatenate([[0], np.cumsum(out_of)]).astype(np.int64)
        arcs.append(Arcs(tail[first], head[first], extra[:, first], start, child[:-1]))
        value = base
    labels = tuple(layers[f].labels[rows[first]] for f, first in zip(order, firsts, strict=True))
    network = Layered(
        families=order,
        labels=labels,
        capacity=tuple(layers[f].capacity[k] for f, k in zip(order, labels, strict=True)),
        binding=tuple(layers[f].binding[k] for f, k in zip(order, labels, strict=True)),
        source=value,
        arcs=tuple(reversed(arcs)),
        rows=rows[sort],
        component=component[rows[firsts[order.index(0)]]],
    )
    return network, np.unique(np.concatenate(bad))


def _best_of_equals(
    nodes: Sequence[IntArray], weights: IntArray, rows: IntArray
) -> tuple[IntArray, list[IntArray]]:
    """Return the order of options by nodes, and their nodes in it.

    Of options with the same nodes only the best stays, then the first. ``weights`` are those of
    ``rows``.
    """
    order = lex_order(nodes)
    keys = [key[order] for key in nodes]
    same = ties(keys)
    if same is None or not same.any():
        return order, keys
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.cumsum(np.concatenate([[0], ~same]))
    order = np.lexsort((*(-stage[rows] for stage in weights[::-1]), rank)).astype(np.int64)
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = rank[order][1:] != rank[order][:-1]
    order = order[first]
    return order, [key[order] for key in nodes]
