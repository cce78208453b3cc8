"""Turns a cycle of steps in a network into who changes options, everybody else left alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.engine.flow.staged import Graph
from matcher.engine.problem.arrays import IntArray, PriceArray
from matcher.engine.problem.structure import Layered

Change = tuple[int | None, int | None]
"""An option that a mentee had and the one that they have instead; None for none."""

Turn = dict[int, dict[int, int]]
"""By node: how many units more (or fewer, below 0) go on to each node of the next layer."""


@dataclass(frozen=True, slots=True)
class Router:
    """The units of a network's flow, each named by its mentee's node.

    ``paths`` are their nodes by layer, ``chosen`` their options, ``at`` by layer the units in
    each node.
    """

    network: Layered
    graph: Graph
    paths: dict[int, list[int]]
    chosen: dict[int, int]
    at: tuple[Mapping[int, frozenset[int]], ...]

    @classmethod
    def read(cls, network: Layered, graph: Graph, paths: IntArray, chosen: IntArray) -> Router:
        """Return the router of units with these paths (units, layers) and options (units,)."""
        units = paths[:, network.families.index(0)].tolist()
        at: list[dict[int, frozenset[int]]] = []
        for column in paths.T.tolist():
            here: dict[int, list[int]] = defaultdict(list)
            for unit, node in zip(units, column, strict=True):
                here[node].append(unit)
            at.append({node: frozenset(members) for node, members in here.items()})
        return cls(
            network,
            graph,
            dict(zip(units, paths.tolist(), strict=True)),
            dict(zip(units, chosen.tolist(), strict=True)),
            tuple(at),
        )

    def changes(self, steps: Sequence[int]) -> list[Change]:
        """Return what changes when the steps of a cycle are taken, by mentee."""
        layers = len(self.network.families)
        middle = self.network.families.index(0)
        new: dict[int, list[int]] = {}
        come, gone = self._membership(steps)
        onward, backward = self._turns(steps)
        self._pass(range(middle, layers), onward, (come, gone), new)
        self._pass(range(middle, -1, -1), backward, (come, gone), new)
        units = sorted(unit for unit in {*new, *gone} if new.get(unit) != self.paths.get(unit))
        return [
            (
                self.chosen.get(unit),
                None if unit in gone else self._option(new[unit]),
            )
            for unit in units
        ]

    def outdone(self, weights: PriceArray) -> bool:
        """Return whether some option weighs less than another one along the same path."""
        return any(
            weights[self.chosen[unit]] < weights[self._option(path)]
            for unit, path in self.paths.items()
        )

    def _membership(self, steps: Iterable[int]) -> tuple[frozenset[int], frozenset[int]]:
        """Return the mentees who get an option and those who have one no longer."""
        span = self.graph.span["node", self.network.families.index(0)]
        come = frozenset(step - span.start for step in steps if span.start <= step < span.stop)
        gone = frozenset(~step - span.start for step in steps if span.start <= ~step < span.stop)
        return come, gone

    def _turns(self, steps: Iterable[int]) -> tuple[list[Turn], list[Turn]]:
        """Return by layer how the steps turn units on their way on, and on their way back."""
        onward: list[Turn] = [{} for _ in self.network.families]
        backward: list[Turn] = [{} for _ in self.network.families]
        spans = [self.graph.span["arc", layer] for layer in range(len(self.network.arcs))]
        first = [span.start for span in spans]
        for step in steps:
            arc, more = (step, 1) if step >= 0 else (~step, -1)
            layer = bisect_right(first, arc) - 1
            if layer < 0 or arc >= spans[layer].stop:
                continue
            arcs, at = self.network.arcs[layer], arc - first[layer]
            tail, head = int(arcs.tail[at]), int(arcs.head[at])
            here = onward[layer].setdefault(tail, {})
            here[head] = here.get(head, 0) + more
            here = backward[layer + 1].setdefault(head, {})
            here[tail] = here.get(tail, 0) + more
        return onward, backward

    def _pass(
        self,
        layers: range,
        turns: Sequence[Turn],
        membership: tuple[frozenset[int], frozenset[int]],
        new: dict[int, list[int]],
    ) -> None:
        """Send units on from layer to layer; those who can go on as before do so.

        Where fewer can go on to a node than before, those of the highest numbers go elsewhere.
        """
        come, gone = membership
        middle = self.network.families.index(0)
        joined = {unit: {unit} for unit in come}
        left = {unit: {unit} for unit in gone}
        for layer, further in pairwise(layers):
            sent: dict[int, int] = {}
            for node in sorted({*joined, *left, *turns[layer]}):
                away = left.get(node, frozenset[int]())
                room = dict(turns[layer].get(node, {}))
                for unit in away:
                    ahead = self.paths[unit][further]
                    room[ahead] = room.get(ahead, 0) + 1
                loose: list[int] = []
                for ahead, more in room.items():
                    if more < 0:
                        staying = (u for u in self.at[layer][node] if u not in away)
                        loose += sorted(u for u in staying if self.paths[u][further] == ahead)[
                            more:
                        ]
                places = [ahead for ahead, more in sorted(room.items()) for _ in range(more)]
                going = [*sorted(joined.get(node, ())), *sorted(loose)]
                sent.update(zip(going, places, strict=True))
            joined, left = {}, {}
            for unit in gone:
                left.setdefault(self.paths[unit][further], set()).add(unit)
            for unit, node in sent.items():
                path = new.setdefault(unit, list(self.paths.get(unit, [-1] * len(turns))))
                path[further] = node
                path[middle] = unit
                if unit not in self.paths:
                    joined.setdefault(node, set()).add(unit)
                elif self.paths[unit][further] != node:
                    joined.setdefault(node, set()).add(unit)
                    left.setdefault(self.paths[unit][further], set()).add(unit)

    def _option(self, path: Sequence[int]) -> int:
        """Return the option that follows a path."""
        prefix = path[0]
        for arcs, tail, head in zip(self.network.arcs, path, path[1:], strict=False):
            first = int(arcs.start[tail])
            at = bisect_left(arcs.head, head, first, int(arcs.start[tail + 1]))
            prefix = int(arcs.child[prefix]) + at - first
        return int(self.network.rows[prefix])
