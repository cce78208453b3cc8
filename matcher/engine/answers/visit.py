"""Lets a mentee's options into a network of which only a few of all options are held.

Who asks about one mentee needs all options of that mentee, and little else that is not held. Where
these options only add arcs from the mentee to mentors whom the network knows, the network need
not be built anew: the search starts at the heads of those arcs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from matcher.engine.answers.folded import stages_like
from matcher.engine.answers.paths import Nodes, onward_of, spans, table_of, ways_to
from matcher.engine.answers.rerouting import Change, Router, Turn
from matcher.engine.answers.settled import Flow, Settled
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.components import matters
from matcher.engine.problem.options import Choice, Options
from matcher.engine.sparse.source import join


@dataclass(frozen=True, slots=True)
class VisitRouter(Router):
    """A router that knows the options ``own`` of one mentee beside those of its network.

    ``mentee`` is a node; arc i of the visit, called ``len(graph.tail) + i``, goes to mentor
    ``heads[i]``. Option j of ``own`` is called ``names[j]``.
    """

    mentee: int
    heads: tuple[int, ...]
    own: Options
    names: IntArray

    def _turns(self, steps: Iterable[int]) -> tuple[list[Turn], list[Turn]]:
        first = len(self.graph.tail)
        middle = self.network.families.index(0)
        steps = list(steps)
        known = [step for step in steps if step < first]
        onward, backward = Router._turns(self, known)  # noqa: SLF001 -- super() has no cell with slots
        for step in steps:
            if step >= first:
                head = self.heads[step - first]
                for turn, near, far in (
                    (onward[middle], self.mentee, head),
                    (backward[middle + 1], head, self.mentee),
                ):
                    here = turn.setdefault(near, {})
                    here[far] = here.get(far, 0) + 1
        return onward, backward

    def _option(self, path: Sequence[int]) -> int:
        if path[self.network.families.index(0)] != self.mentee:
            return Router._option(self, path)  # noqa: SLF001 -- likewise
        here = np.ones(self.own.size, dtype=np.bool_)
        for family, labels, node in zip(
            self.network.families, self.network.labels, path, strict=True
        ):
            here &= self.own.families[family].labels == labels[node]
        return int(self.names[np.flatnonzero(here)[0]])


@dataclass(frozen=True, slots=True)
class Visit:
    """The arcs to ``mentors`` (n,): the nodes that they enter and their ``slack`` (S, n) by stage.

    ``target`` is the node that they leave, ``current`` the mentor that the mentee has, -1 for
    none.
    """

    flow: Flow
    router: VisitRouter
    target: int
    mentors: IntArray
    heads: IntArray
    slack: IntArray
    current: int

    def changes(self, asked: BoolArray, most: int) -> list[tuple[int, list[Change]]]:
        """Return the mentors that cost least with who changes; options of ``own`` as the router's.

        Parameters
        ----------
        asked
            (n,) which mentors are asked about.
        most
            How many are wanted; more come where they may cost the same.
        """
        found: list[tuple[int, list[Change]]] = []
        if asked[self.mentors == self.current].any():
            found.append((self.current, []))
        rows = np.flatnonzero(asked & (self.mentors != self.current))
        if rows.size:
            first = len(self.router.graph.tail)
            for number, steps in self.flow.ways.home(
                self.target, self.heads[rows], self.slack[0, rows], most
            ):
                row = int(rows[number])
                changes = self.router.changes([first + row, *steps])
                found.append((int(self.mentors[row]), changes))
        return found


class Visits:
    """Prepares one network of a settled problem for visits."""

    def __init__(self, settled: Settled, flow: Flow) -> None:
        """Find out how the network goes on from each mentor."""
        self._settled = settled
        self._flow = flow
        self._first, self._end = onward_of(flow.network)
        middle = flow.network.families.index(0)
        self._mentor = Nodes.of(flow.network.labels[middle + 1])
        self._mentee = Nodes.of(flow.network.labels[middle])

    def open(self, own: Options) -> Visit | None:
        """Return a visit of all options of one mentee, none of them barred.

        None where they would change more in the network than the mentee's arcs to mentors. The
        router calls option j of ``own`` j more than there are options held.
        """
        settled, network, ways = self._settled, self._flow.network, self._flow.ways
        middle = network.families.index(0)
        mentee = int(own.mentee[0])
        span = np.searchsorted(settled.options.mentee, [mentee, mentee + 1]).tolist()
        held = settled.options.take(np.arange(*span))
        held = held.take(np.flatnonzero(~held.barred()))
        if not self._room(own, held) or self._choosing(own):
            return None
        stages = stages_like(settled.live.folding, own)
        kept, right, weight = table_of(network, own, stages)
        if kept is None or len(kept) // len(right) != ways_to(network, held):
            return None
        helper = own.families[1].labels[right]
        start = np.flatnonzero(np.diff(helper, prepend=-1))
        node = self._mentor.find(helper[start])
        if node is None or not self._same(own.take(right), weight, start, node):
            return None
        at = self._mentee.find(np.array([mentee]))
        if at is None:
            return None
        arcs = network.arcs[middle]
        base = network.labels[middle + 1][arcs.head[arcs.start[at[0]]]]
        gain = weight[:, start] - weight[:, [start[np.searchsorted(helper[start], base)]]]
        nodes = ways.graph.span
        target = int(ways.graph.head[nodes["node", middle].start + at[0]])
        heads = ways.graph.tail[nodes["node", middle + 1].start + node]
        plain = {field.name: getattr(self._flow.router, field.name) for field in fields(Router)}
        router = VisitRouter(
            **plain,
            mentee=int(at[0]),
            heads=tuple(node.tolist()),
            own=own.take(kept),
            names=settled.options.size + kept,
        )
        return Visit(
            flow=self._flow,
            router=router,
            target=target,
            mentors=helper[start],
            heads=heads,
            slack=ways.price[:, heads] - ways.price[:, [target]] - gain,
            current=self._current(int(at[0])),
        )

    def _current(self, node: int) -> int:
        chosen = self._flow.router.chosen.get(node)
        return -1 if chosen is None else int(self._settled.options.families[1].labels[chosen])

    def _room(self, own: Options, held: Options) -> bool:
        """Return whether no label begins to limit when the mentee takes any of the options.

        A label that does not limit has room for all mentees held with it; for one more where its
        capacity is more than what these can ask for.
        """
        parts, network = self._settled.live.parts, self._flow.network
        for number, (family, before) in enumerate(zip(own.families, held.families, strict=True)):
            if (family.usage != 1).any():
                return False
            if number == 0:
                continue
            layer = parts.layers[number]
            room = layer.capacity[family.labels] < family.capacity[family.labels]
            if number in network.families:
                room |= layer.binding[family.labels]
            if not (room | np.isin(family.labels, before.labels)).all():
                return False
        return True

    def _choosing(self, own: Options) -> bool:
        """Return whether somebody would have to make one choice for several mentees."""
        options = self._settled.options
        for number, choice in enumerate(own.choices):
            order, group = self._groups[number]
            asked = np.unique(choice.group)
            first, end = np.searchsorted(group, asked), np.searchsorted(group, asked + 1)
            rows = order[spans(first, end)]
            every = join([options.take(rows), own])
            both = every.choices[number]
            compact = Choice(np.unique(both.group, return_inverse=True)[1], both.choice)
            if matters(compact, every) is not None:
                return True
        return False

    def _same(self, right: Options, weight: IntArray, start: IntArray, node: IntArray) -> bool:
        """Return whether the network goes on from each mentor as the mentee's options do.

        ``right`` are options in the order of their labels from the mentor on, of which ``start``
        are each mentor's first; ``weight`` (S, n) are theirs.
        """
        settled, network = self._settled, self._flow.network
        first, end = self._first[node], self._end[node]
        if not np.array_equal(end - first, np.diff(start, append=right.size)):
            return False
        rows = network.rows[spans(first, end)]
        families = settled.options.families
        for family in network.families[network.families.index(0) + 1 :]:
            if not np.array_equal(families[family].labels[rows], right.families[family].labels):
                return False
        held = settled.live.folding.stages[:, np.searchsorted(settled.live.rows, rows)]
        back = np.repeat(start, end - first)
        return np.array_equal(held - held[:, back], weight - weight[:, back])

    @cached_property
    def _groups(self) -> list[tuple[IntArray, IntArray]]:
        """The options by group of each choice, and their groups."""
        found = []
        for choice in self._settled.options.choices:
            order = np.argsort(choice.group, kind="stable").astype(np.int64)
            found.append((order, choice.group[order]))
        return found
