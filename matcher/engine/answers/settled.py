"""A solved problem, kept ready for questions about what would happen if one thing were otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import overload

import numpy as np

from matcher.engine.answers.folded import level_values, refold
from matcher.engine.answers.rerouting import Change, Router
from matcher.engine.answers.residual import Ways, open_ways
from matcher.engine.flow.potentials import CertificateError
from matcher.engine.problem.arrays import BoolArray, IntArray, PriceArray, connected, distinct
from matcher.engine.problem.components import Parts, split
from matcher.engine.problem.levels import Folding, LevelScale, Objective, unfold
from matcher.engine.problem.options import Options
from matcher.engine.problem.solution import Solution
from matcher.engine.problem.structure import Layered, arrange
from matcher.engine.problem.weighing import weigh
from matcher.engine.proof.ordered import Ordered
from matcher.engine.proof.prove import component_gaps


@dataclass(frozen=True, slots=True)
class Flow:
    """A network of the ground with its residual ways and the units that flow through it."""

    network: Layered
    ways: Ways
    router: Router


class Flows(Sequence[Flow]):
    """Networks that are made ready when they are first asked for."""

    def __init__(self, ways: Sequence[Callable[[], Flow]]) -> None:
        """Take for each what makes it."""
        self._ways = ways
        self._made: dict[int, Flow] = {}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ways)

    @overload
    def __getitem__(self, at: int) -> Flow: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Flow]: ...

    def __getitem__(self, at: int | slice) -> Flow | Sequence[Flow]:
        """Return a network, made now if it was not asked for yet."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        if number not in self._made:
            self._made[number] = self._ways[number]()
        return self._made[number]


@dataclass(frozen=True, slots=True)
class Ground:
    """Some options in connected parts, those that are networks ready for searching.

    ``rows`` are options; ``parts`` are made of them; ``flow`` (C,) the network of each part, -1
    for those that are none; ``folding`` is that of the options.
    """

    rows: IntArray
    parts: Parts
    flow: IntArray
    flows: Sequence[Flow]
    folding: Folding

    def rows_of(self, component: int) -> IntArray:
        """Return the options of a part."""
        inside: BoolArray = self.parts.component == component
        return self.rows[inside]


@dataclass(frozen=True, slots=True)
class Among:
    """What is known of all options where only some of them are held.

    ``levels`` say how weights are folded over all; ``gap`` (n,) how much more a set may weigh that
    differs from the one chosen only in the part of all options that an option belongs to.
    """

    levels: tuple[LevelScale, ...]
    gap: PriceArray


class Settled:
    """A set of options, best under its capacities, with its prices.

    Options stand in canonical order here: option i is the caller's ``order[i]``.
    """

    def __init__(
        self,
        given: Options,
        objective: Objective,
        chosen: IntArray,
        prices: Sequence[PriceArray],
        *,
        proven: bool = True,
        among: Among | None = None,
    ) -> None:
        """Read a solved problem.

        Parameters
        ----------
        given
            Checked options, see `read_options`.
        objective
            ``fit`` or ``participation``.
        chosen
            Indices of the options picked.
        prices
            One array per family, for a unit of normalised capacity.
        proven
            Whether the set is known to be the best.
        among
            What is known of all options where these are only some; None: these are all.
        """
        ordered = Ordered.of(given)
        self.order, self.options = ordered.order, ordered.options
        self.objective: Objective = objective
        self.prices = tuple(prices)
        self.proven = proven
        self._among = among
        scales = weigh(self.options, objective).folding.levels if among is None else among.levels
        self.levels = scales
        self._values = [level_values(self.options, level.name) for level in scales]
        self.weights = refold(scales, self._values, nodes=0).weights()
        self.chosen = np.sort(ordered.back[chosen])

    @classmethod
    def of(cls, given: Options, objective: Objective, solution: Solution) -> Settled:
        """Read what `assign` returned for these options."""
        proven = solution.status == "optimal"
        return cls(given, objective, solution.chosen, solution.prices, proven=proven)

    @cached_property
    def live(self) -> Ground:
        """All options that some set can hold."""
        return self._ground(~self.options.barred())

    @cached_property
    def whole(self) -> Ground:
        """All options that some set could hold if labels without capacity had a place."""
        out = np.zeros(self.options.size, dtype=np.bool_)
        for family in self.options.families:
            out |= family.usage > np.maximum(family.capacity, 1)[family.labels]
        return self._ground(~out)

    @cached_property
    def gaps(self) -> list[int]:
        """By part of `live`: Σ price × capacity less the weight of the set there."""
        ground = self.live
        if self._among is not None:
            first = np.unique(ground.parts.component, return_index=True)[1]
            return [int(gap) for gap in self._among.gap[self.order[ground.rows[first]]]]
        found = component_gaps(ground.parts, ground.rows, self.prices, self.weights, self.chosen)
        return [int(gap) for gap in found]

    def slack(self, rows: IntArray) -> list[int]:
        """Return for each option Σ price × usage along it, less its weight."""
        total = -self.weights[rows].astype(np.object_)
        for price, family in zip(self.prices, self.options.families, strict=True):
            usage = family.usage[rows].astype(np.object_)
            total = total + price[family.labels[rows]].astype(np.object_) * usage
        return [int(value) for value in total]

    def picked(self, rows: IntArray) -> IntArray:
        """Return which of the options are in the set; ``rows`` are sorted."""
        return self.chosen[np.isin(self.chosen, rows, assume_unique=True)]

    def loss(self, changes: Sequence[Change]) -> int:
        """Return how much folded weight the changes cost."""
        had = sum(int(self.weights[old]) for old, _ in changes if old is not None)
        return had - sum(int(self.weights[new]) for _, new in changes if new is not None)

    def levels_of(self, value: int) -> dict[str, int]:
        """Return a folded number as an amount per level."""
        return unfold(self.levels, value)

    def named(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Return changes with the options numbered as the caller did, by mentee."""

        def mentee(change: Change) -> int:
            option = change[0] if change[0] is not None else change[1]
            return int(self.options.mentee[option])

        return tuple(
            (
                None if old is None else int(self.order[old]),
                None if new is None else int(self.order[new]),
            )
            for old, new in sorted(changes, key=mentee)
        )

    def compare(self, before: IntArray, after: IntArray) -> list[Change]:
        """Return what changes between two sets, by mentee."""
        mentee = self.options.mentee
        old = dict(zip(mentee[before].tolist(), before.tolist(), strict=True))
        new = dict(zip(mentee[after].tolist(), after.tolist(), strict=True))
        people = sorted({*old, *new})
        return [(old.get(e), new.get(e)) for e in people if old.get(e) != new.get(e)]

    def _ground(self, wanted: BoolArray) -> Ground:
        rows = np.flatnonzero(wanted)
        options = self.options.take(rows)
        parts = split(options)
        values = [column[rows] for column in self._values]
        folding = refold(self.levels, values, nodes=parts.nodes)
        stages = folding.stages
        flows: list[Callable[[], Flow]] = []
        flow = np.full(parts.count, -1, dtype=np.int64)
        for active in self._families(parts):
            plain = ~parts.tangled & (flow < 0)
            for mask in np.unique(active[plain]).tolist():
                here = np.flatnonzero((plain & (active == mask))[parts.component])
                layers = [layer.take(here) for layer in parts.layers]
                bits = [family for family in range(len(layers)) if mask >> family & 1]
                found, _ = arrange(layers, bits, parts.component[here], stages[:, here])
                for network in found:
                    make = partial(self._flow, network.renumbered(here), rows, parts)
                    if not self.proven:
                        try:
                            make = partial(_itself, make())
                        except CertificateError:
                            continue
                    flow[np.unique(network.component)] = len(flows)
                    flows.append(make)
        return Ground(rows, parts, flow, Flows(flows), folding)

    def _families(self, parts: Parts) -> list[IntArray]:
        """Return by part the families of its network as bits, those to be tried first coming first.

        The mentor has a layer even where nothing limits them, as questions are about mentors.
        Where only some options are held, parts that an option outside may connect are laid out
        alike, so that they stand in one network.
        """
        active = parts.active | 0b11
        if self._among is None or parts.count < 2:  # noqa: PLR2004 - two parts can be connected
            return [active]
        left, right = [], []
        offset = parts.count
        for layer in parts.layers[1:]:
            first, _ = distinct([parts.component, layer.labels])
            left.append(parts.component[first])
            right.append(layer.labels[first] + offset)
            offset += len(layer.capacity)
        group = connected(offset, np.concatenate(left), np.concatenate(right))[: parts.count]
        alike = np.zeros(parts.count, dtype=np.int64)
        np.bitwise_or.at(alike, group[~parts.tangled], active[~parts.tangled])
        return [alike[group], active]

    def _flow(self, network: Layered, rows: IntArray, parts: Parts) -> Flow:
        inner = np.searchsorted(rows, self.chosen)
        inner = inner[np.isin(parts.component[inner], network.component)]
        every = np.concatenate([network.rows, inner])
        columns = []
        for family in network.families:
            _, rank = distinct([parts.component[every], parts.layers[family].labels[every]])
            columns.append(rank[len(network.rows) :])
        paths = np.stack(columns, axis=1)
        network = network.renumbered(rows)
        ways = open_ways(network, paths)
        router = Router.read(network, ways.graph, paths, rows[inner])
        if not self.proven and router.outdone(self.weights):
            raise CertificateError("Expected the best of options with the same labels.")
        return Flow(network, ways, router)


def _itself(flow: Flow) -> Flow:
    return flow
