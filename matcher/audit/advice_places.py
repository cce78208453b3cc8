"""What one more place with a mentor, a coach, a project or a promotor would give, exact.

A place counts as the facts have it: the change that is named, made in the intake, gives what is
told. Where commitments pass a limit, or a budget holds part of one more duo, the change says how
much is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from matcher.audit.advice_gain import Gain, gain_of, told_levels
from matcher.audit.advice_together import Together, together
from matcher.audit.matching import Matching
from matcher.constraints.capacity import CapacityRule
from matcher.constraints.change import Change
from matcher.constraints.registry import capacity_rules
from matcher.domain.problem import Problem
from matcher.engine.answers.settled import Settled
from matcher.engine.answers.worth import Label, Worth, Worths
from matcher.engine.problem.arrays import PriceArray
from matcher.instance.compile import Capacity
from matcher.instance.solve import engine_options

BEST = 3
"""Places of which pairs, triples and more of the same are worked out."""

MOST_UNITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Room for ``units`` duos more at one label: the change that makes it and what it gives.

    ``cents`` is what the change adds to a budget, None where places are counted.
    """

    rule: str
    label: str
    units: int
    change: Change
    cents: int | None
    gain: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """``rows``: one place more, the best first; ``more``: several at the best labels.

    ``together`` holds the first rows together by their positions, and those pairs of them that do
    not give what each gives alone.
    """

    rows: tuple[Place, ...]
    more: tuple[Place, ...]
    together: tuple[Together, ...]


def places(
    matching: Matching,
    prices: Sequence[PriceArray],
    top: int,
    *,
    proven: bool,
    seconds: float | None = None,
) -> Places:
    """Return the ``top`` places that would give most, those that give anything.

    Parameters
    ----------
    matching
        The set that was chosen.
    prices
        The certificate's prices, one array a family.
    top
        How many.
    proven
        Whether the set is known to be the best.
    seconds
        What one search may take; None: as long as it needs.
    """
    desk = _Desk(matching, prices, proven=proven, seconds=seconds)
    found = sorted(desk.ranked(top), key=lambda row: ([-n for n in row.gain.rank], row.label))[:top]
    best = found[:BEST]
    more = [
        place
        for row in best
        for units in range(2, MOST_UNITS + 1)
        if (place := desk.place(row.rule, row.label, units)) is not None
    ]
    every = [
        together(
            members,
            [best[number].gain for number in members],
            desk.gain([desk.number(best[number]) for number in members]),
        )
        for size in range(2, len(best) + 1)
        for members in combinations(range(len(best)), size)
    ]
    pairs = [one for one in every if len(one.members) == len(best) or not one.adds_up]
    return Places(rows=tuple(found), more=tuple(more), together=tuple(pairs))


class _Desk:
    """Answers about places; what all answers need is built once."""

    def __init__(
        self,
        matching: Matching,
        prices: Sequence[PriceArray],
        *,
        proven: bool,
        seconds: float | None,
    ) -> None:
        self._matching = matching
        instance = matching.instance
        self._settled = Settled(
            engine_options(instance),
            matching.problem.rules.objective,
            matching.chosen,
            prices,
            proven=proven,
        )
        self._worths = Worths(self._settled, seconds=seconds)
        self._capacities = (instance.mentor_capacity, *instance.capacities)
        self._rules = {rule.key: rule for rule in capacity_rules()}

    def ranked(self, top: int) -> list[Place]:
        """Return the best labels of each family that someone could give a place more."""
        found = []
        for family, capacity in enumerate(self._capacities, start=1):

            def wanted(label: int, capacity: Capacity = capacity) -> bool:
                return self._change(capacity, label, 1) is not None

            for worth in self._worths.top(family, top, wanted):
                place = self.place(capacity.key, capacity.names[worth.labels[0][1]], 1)
                if place is not None and (place.gain.helps or not place.gain.exact):
                    found.append(place)
        return found

    def place(self, key: str, name: str, units: int) -> Place | None:
        """Return what some places at one label give; None where nobody could make them."""
        family, label = self._at(key, name)
        capacity = self._capacities[family - 1]
        change = self._change(capacity, label, units)
        if change is None:
            return None
        cents = self._rules[key].counts == "cents"
        return Place(
            rule=key,
            label=name,
            units=units,
            change=change,
            cents=self._lacking(capacity, label, units) if cents else None,
            gain=self.gain([(family, label)] * units),
        )

    def number(self, place: Place) -> Label:
        """Return the family and label of a place."""
        return self._at(place.rule, place.label)

    def gain(self, labels: Sequence[Label]) -> Gain:
        """Return what places give at once."""
        alone = len(labels) == 1
        return self._gain(self._worths.of(*labels[0]) if alone else self._worths.together(labels))

    def _gain(self, worth: Worth) -> Gain:
        problem, settled = self._matching.problem, self._settled
        at_most = None
        if not worth.exact:
            bounds = [self._worths.bounds(family)[label] for family, label in worth.labels]
            known = [bound for bound in bounds if bound is not None]
            if len(known) == len(bounds):
                seen = np.unique(settled.options.mentee).tolist()
                present = {problem.waiting[mentee].priority for mentee in seen}
                at_most = told_levels(settled.levels_of(sum(known)), problem, present)
        return gain_of(settled, worth, problem, at_most)

    def _at(self, key: str, name: str) -> Label:
        family = [capacity.key for capacity in self._capacities].index(key)
        return family + 1, self._capacities[family].names.index(name)

    def _change(self, capacity: Capacity, label: int, units: int) -> Change | None:
        """Return the change after which so many duos more have room at a label."""
        lacking = self._lacking(capacity, label, units)
        if lacking is None:
            return None
        rule = self._rules[capacity.key]
        return rule.more(capacity.names[label], lacking, self._matching.problem)

    def _lacking(self, capacity: Capacity, label: int, units: int) -> int | None:
        """Return by how much a limit must rise for so many duos more; None where none takes any."""
        used = capacity.usage[capacity.labels == label]
        one = int(used.max(initial=0))
        if one == 0:
            return None
        left = int(capacity.limit[label])
        over = _overcommitted(
            self._rules[capacity.key], capacity.names[label], self._matching.problem
        )
        return one * (left // one + units) - left + over


def _overcommitted(rule: CapacityRule, name: str, problem: Problem) -> int:
    """Return by how much commitments pass a limit."""
    limit = rule.limit(name, problem)
    return 0 if limit is None else max(0, rule.used(problem).get(name, 0) - limit)
