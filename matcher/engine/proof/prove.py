"""What prices prove of a set of options, found out with no solver.

The same weights are folded anew, the certificate's two lines are checked, and where prices leave
a gap it is told of which component, and whether that component is a network: there a solver's
claim is not needed, since a network's prices can close the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.engine.problem.arrays import IntArray, PriceArray, first_of
from matcher.engine.problem.components import Parts
from matcher.engine.problem.folded import Weights, some, whole
from matcher.engine.problem.levels import LevelScale, Objective, unfold
from matcher.engine.problem.options import Options
from matcher.engine.problem.structure import is_network
from matcher.engine.problem.weighing import Weighed, weigh
from matcher.engine.proof.certificate import Checked, check
from matcher.engine.proof.ordered import Ordered


@dataclass(frozen=True, slots=True)
class LooseComponent:
    """A component whose prices leave a gap. ``network``: prices could close it."""

    options: int
    mentees: int
    gap: int
    network: bool


@dataclass(frozen=True)
class Proven:
    """The check of a certificate, the weights it speaks of, and the components with a gap.

    ``gap_by_level`` unfolds the whole gap; empty where there is none.
    """

    checked: Checked
    folded: Weights
    levels: tuple[LevelScale, ...]
    loose: tuple[LooseComponent, ...]
    gap_by_level: dict[str, int]

    @cached_property
    def weights(self) -> PriceArray:
        """The folded integer weight of each option."""
        return whole(self.folded)


def prove(
    given: Options, objective: Objective, chosen: IntArray, prices: Sequence[PriceArray]
) -> Proven:
    """Return what the prices prove of the chosen options.

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
    """
    ordered = Ordered.of(given)
    options, picked = ordered.options, ordered.back[chosen]
    weighed = weigh(options, objective)
    weights = weighed.folding.folded()
    checked = check(options, np.sort(picked), prices, weights)
    parts = weighed.parts
    gap = checked.gap
    gaps: PriceArray = np.zeros(parts.count, dtype=np.int64)
    # where all lines hold no component has less than 0, so that all have 0 when the sum is 0
    if gap or not checked.ok:
        gaps = component_gaps(parts, weighed.rows, prices, weights, picked)
    loose = np.flatnonzero(gaps)
    network = _networks(weighed, loose)
    sizes = np.bincount(parts.component, minlength=parts.count)
    people = parts.people()
    return Proven(
        checked=checked,
        folded=weights if ordered.same else weights.take(ordered.back),
        levels=weighed.folding.levels,
        loose=tuple(
            LooseComponent(int(sizes[c]), int(people[c]), int(gaps[c]), c in network)
            for c in loose.tolist()
        ),
        gap_by_level=unfold(weighed.folding.levels, gap) if gap else {},
    )


def _networks(weighed: Weighed, components: IntArray) -> frozenset[int]:
    """Return those of the components that are networks."""
    parts = weighed.parts
    found: set[int] = set()
    for component in components.tolist():
        if parts.tangled[component]:
            continue
        here = np.flatnonzero(parts.component == component)
        active = [f for f in range(len(parts.layers)) if parts.active[component] >> f & 1]
        if len(active) == 1:  # only the mentee limits: the heaviest option, whatever the order
            found.add(component)
            continue
        stages = weighed.folding.stages[:, weighed.rows[here]]
        layers = [layer.take(here) for layer in parts.layers]
        if is_network(layers, active, parts.component[here], stages).all():
            found.add(component)
    return frozenset(found)


def component_gaps(
    parts: Parts,
    rows: IntArray,
    prices: Sequence[PriceArray],
    weights: Weights,
    picked: IntArray,
) -> PriceArray:
    """Return by component Σ price × capacity less the weight of what was picked there.

    ``rows`` are the options that ``parts`` are made of, ``picked`` indexes options.
    """
    gaps = np.zeros(parts.count, dtype=np.object_)
    for layer, price in zip(parts.layers, prices, strict=True):
        first = first_of(layer.labels, len(layer.capacity))[: len(price)]
        labels = np.flatnonzero((first >= 0) & (price != 0))
        at = first[labels]
        np.add.at(
            gaps, parts.component[at], price[labels].astype(np.object_) * layer.capacity[labels]
        )
    inner = np.full(int(max(rows.max(initial=-1), picked.max(initial=-1))) + 1, -1, dtype=np.int64)
    inner[rows] = np.arange(len(rows))
    chosen = inner[picked]
    chosen = chosen[chosen >= 0]
    np.subtract.at(gaps, parts.component[chosen], some(weights, rows[chosen]).astype(np.object_))
    return gaps
