"""Puts the parts' outcomes together into one solution and proves it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matcher.engine.flow.potentials import CertificateError
from matcher.engine.problem.arrays import IntArray, compact
from matcher.engine.problem.components import Parts
from matcher.engine.problem.folded import Weights
from matcher.engine.problem.levels import POINTS, SERVED, Folding, unfold_bound
from matcher.engine.problem.options import Options
from matcher.engine.problem.solution import Component, Method, Solution, Status
from matcher.engine.proof.certificate import check
from matcher.engine.proof.prove import component_gaps
from matcher.engine.proof.shortfall import exact, rough
from matcher.engine.solving.tasks import Outcome


@dataclass(slots=True)
class Tally:
    """Collects chosen options, prices and component records.

    ``rows`` are the options that ``parts`` are made of; all indices in outcomes point into them.
    """

    options: Options
    parts: Parts
    folding: Folding
    rows: IntArray
    chosen: list[IntArray] = field(default_factory=list)
    prices: list[npt.NDArray[np.object_]] = field(default_factory=list)
    method: dict[int, tuple[Method, Status]] = field(default_factory=dict)
    bounds: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start with every price 0."""
        self.prices = [
            np.zeros(len(family.capacity), dtype=np.object_) for family in self.options.families
        ]

    def add(self, outcome: Outcome, components: IntArray, method: Method, status: Status) -> None:
        """Add the outcome for some components."""
        self.chosen.append(outcome.chosen)
        for family, labels, prices in outcome.prices:
            real = labels < len(self.prices[family])
            # a label that cannot bind may stand in several components, always with price 0
            np.add.at(self.prices[family], labels[real], prices[real])
        proven = self._totals(self.rows[outcome.chosen]) if outcome.closed else outcome.bounds
        if components.size:
            self.bounds.append(proven)
        for component in components.tolist():
            self.method[component] = (method, status)

    def solution(self, order: IntArray) -> Solution:
        """Return the whole, with option i numbered ``order[i]``.

        Raises
        ------
        CertificateError
            When a set breaks a capacity, a price proves nothing, or a part called optimal by its
            network is not.
        """
        options, folding = self.options, self.folding
        weights = folding.folded()
        picked = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *self.chosen]))
        components = self._components(weights, picked)
        chosen = self.rows[picked]
        self._price_closed_labels(weights)
        prices = tuple(compact(price) for price in self.prices)
        checked = check(options, chosen, prices, weights)
        if not checked.ok:
            raise CertificateError(str(checked.violation))
        statuses = {component.status for component in components}
        bound = self._bounds(checked.bound, chosen)
        families = options.families
        if bool((order[1:] < order[:-1]).any()):
            back = np.empty(options.size, dtype=np.int64)
            back[order] = np.arange(options.size)
            families = tuple(family.take(back) for family in families)
            weights = weights.take(back)
        return Solution(
            chosen=np.sort(order[chosen]),
            objective=sum(options.points[chosen].tolist()),
            served=len(chosen),
            bound=bound.get(POINTS, 0),
            status=next((s for s in ("cancelled", "feasible") if s in statuses), "optimal"),
            prices=prices,
            bound_served=sum(n for name, n in bound.items() if name.startswith(SERVED)),
            families=families,
            folded=weights,
            weight=checked.weight,
            weight_bound=checked.bound,
            gap=checked.gap,
            levels=folding.levels,
            components=components,
        )

    def _totals(self, chosen: IntArray) -> tuple[int, ...]:
        """Return the total of each level over some options."""
        levels = (level for stage in self.folding.members for level in stage)
        return tuple(sum(level.values[chosen].tolist()) for level in levels)

    def _bounds(self, weight_bound: int, chosen: IntArray) -> dict[str, int]:
        """Return what is proven of each level: by prices, and by searches that went level by level.

        What a search says of a level holds for sets that are as good in each level before, part by
        part: for all better sets where these levels have reached their bounds, or where there is
        one part.
        """
        levels = self.folding.levels
        bound = unfold_bound(levels, weight_bound)
        depth = min((len(proven) for proven in self.bounds), default=0)
        for number, total in enumerate(self._totals(chosen)[:depth]):
            most = sum(proven[number] for proven in self.bounds)
            bound[levels[number].name] = min(most, bound[levels[number].name])
            if most != total and len(self.bounds) > 1:
                break
        return bound

    def _components(self, weights: Weights, picked: IntArray) -> tuple[Component, ...]:
        """Return the records of all components, their gaps from the prices as they stand."""
        parts = self.parts
        sizes = np.bincount(parts.component, minlength=parts.count)
        gaps = component_gaps(parts, self.rows, self.prices, weights, self.rows[picked])
        mentees = parts.people()
        records = []
        for number, (size, people, gap) in enumerate(
            zip(sizes.tolist(), mentees.tolist(), gaps.tolist(), strict=True)
        ):
            method, status = self.method[number]
            if gap == 0 and status == "feasible":
                status = "optimal"
            if gap and method in {"trivial", "flow"}:
                raise CertificateError(
                    f"Expected a flow's prices to prove it, found a gap of {gap}."
                )
            records.append(Component(size, people, method, status, gap))
        return tuple(records)

    def _price_closed_labels(self, weights: Weights) -> None:
        """Give labels without capacity the least price that covers their options.

        It costs nothing in the bound, and bounds what a first place there would be worth.
        """
        options = self.options
        closed = [family.capacity == 0 for family in options.families]
        if not any(shut.any() for shut in closed):
            return
        before = [prices.copy() for prices in self.prices]
        for family, prices, shut in zip(options.families, self.prices, closed, strict=True):
            inside = np.flatnonzero(shut[family.labels] & (family.usage > 0))
            if not inside.size:
                continue
            labels, usage = family.labels[inside], family.usage[inside]
            left = rough(options, before, weights, inside)
            least = np.full(len(prices), -np.inf)
            np.fmax.at(least, labels, left.least / usage)
            # the label's price is that of one of its options that may need the most
            first = ~(left.most / usage < least[labels])
            needed = -(-exact(options, before, weights, inside[first]) // usage[first])
            np.maximum.at(prices, labels[first], needed)
