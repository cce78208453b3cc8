"""Node potentials of a maximal flow of greatest weight: the duals that the solver keeps to itself.

A flow has the greatest weight if and only if its residual graph has no cycle of positive weight;
then shortest paths in it (weights negated) exist and are optimal duals (Ahuja, Magnanti and Orlin,
*Network Flows*, 1993, section 9.3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.domain.errors import MatcherError
from matcher.engine.problem.arrays import BoolArray, IntArray, lex_order


class CertificateError(MatcherError):
    """A solver's result that its own exact check refuses."""


@dataclass(frozen=True, slots=True)
class Residual:
    """The residual graph of a flow.

    ``tail``, ``head`` and ``weight`` (arcs,) of the graph itself; ``forward`` where an arc can
    carry more, ``backward`` where it can carry less.
    """

    nodes: int
    tail: IntArray
    head: IntArray
    weight: IntArray
    forward: BoolArray
    backward: BoolArray

    def potentials(self) -> IntArray:
        """Return a potential per node with weight <= p[head] - p[tail] on arcs open forward.

        On arcs open backward the weight is at least that difference. Bellman–Ford from a virtual
        node at distance 0 of all, over the nodes that changed in the round before.

        Raises
        ------
        CertificateError
            When the graph has a cycle of positive weight: the flow was not optimal.
        """
        # an arc (cause, effect, length) says p[effect] <= p[cause] + length
        cause = np.concatenate([self.head[self.forward], self.tail[self.backward]])
        effect = np.concatenate([self.tail[self.forward], self.head[self.backward]])
        return self._nearest(cause, effect)

    def potentials_from_below(self) -> IntArray:
        """Return the same with arcs followed the other way, from potentials that only rise.

        A mentee without a place then asks for no more than the way in costs, so that lighter arcs
        of theirs are covered by heavier ones of others to the same end.

        Raises
        ------
        CertificateError
            As `potentials` does.
        """
        # here (cause, effect, length) says −p[effect] <= −p[cause] + length
        cause = np.concatenate([self.tail[self.forward], self.head[self.backward]])
        effect = np.concatenate([self.head[self.forward], self.tail[self.backward]])
        return -self._nearest(cause, effect)

    def _nearest(self, cause: IntArray, effect: IntArray) -> IntArray:
        length = np.concatenate([-self.weight[self.forward], self.weight[self.backward]])
        price = np.zeros(self.nodes, dtype=np.int64)
        shorten(cause, effect, length, price, np.arange(self.nodes))
        return price


def shorten(
    cause: IntArray, effect: IntArray, length: IntArray, price: IntArray, changed: IntArray
) -> None:
    """Lower prices in place until price[effect] <= price[cause] + length on every arc.

    Only arcs out of nodes that ``changed`` are looked at, then those out of nodes lowered.

    Raises
    ------
    CertificateError
        When there is a cycle of negative length.
    """
    order = lex_order([cause])
    effect, length = effect[order], length[order]
    start = np.concatenate([[0], np.cumsum(np.bincount(cause, minlength=len(price)))])
    for _ in range(len(price) + 1):
        count = start[changed + 1] - start[changed]
        skip = np.cumsum(count) - count
        arcs = np.arange(int(count.sum())) + np.repeat(start[changed] - skip, count)
        offer = np.repeat(price[changed], count) + length[arcs]
        target = effect[arcs]
        better = offer < price[target]
        if not better.any():
            return
        np.minimum.at(price, target[better], offer[better])
        changed = np.unique(target[better])
    raise CertificateError("Expected an optimal flow, found a cycle that improves it.")
