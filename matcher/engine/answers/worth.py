"""What more places are worth: the value of the best set with them, less the value without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.answers.rerouting import Change
from matcher.engine.answers.resolving import solve_again
from matcher.engine.answers.settled import Flow, Ground, Settled
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.components import matters, split
from matcher.engine.problem.options import Choice, Family, Options, OptionsError

Label = tuple[int, int]
"""A family (mentee, mentor, then the others in order) and one of its labels."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What more units of capacity give.

    Attributes
    ----------
    labels
        The label of each unit.
    gain
        Folded weight won by all together, >= 0.
    levels
        The gain unfolded.
    exact
        False when a search did not close: then the gain is that of the best set found.
    moves
        (old option or None, new option or None) of everybody whose option changes.
    """

    labels: tuple[Label, ...]
    gain: int
    levels: dict[str, int]
    exact: bool
    moves: tuple[Change, ...]


class Worths:
    """Answers for one solution; what all answers need is built once."""

    def __init__(self, settled: Settled, *, seconds: float | None = None) -> None:
        """Answer for a solved problem; each search that a crossing part needs has a time limit."""
        self._settled = settled
        self._seconds = seconds

    def of(self, family: int, label: int) -> Worth:
        """Return what one more unit of capacity of a label gives.

        The unit is one of the normalised capacity (see `Family`): a place, where each option
        takes one.

        Raises
        ------
        OptionsError
            When there is no such family or label, or the family is the mentees', who take one
            option each.
        """
        self._label(family, label)
        if not self._usage(family, label).size:
            return self._worth([(family, label)], [])
        ground = self.ground(family, label)
        if ground is None or self._new_choice(family, label):
            return self._by_solving([(family, label)])
        flow, part = self._place(ground, family, label)
        if flow is not None:
            return self._by_path(flow, family, label)
        if part is None:
            return self._worth([(family, label)], [])
        return self._by_solving([(family, label)])

    def ground(self, family: int, label: int) -> Ground | None:
        """Return the options among which one more unit of a label can be looked for by a path.

        None where it lets options in otherwise than a place does where there was none.
        """
        capacity = int(self._family(family).capacity[label])
        usage = self._usage(family, label)
        if (usage <= capacity).all():
            return self._settled.live
        return self._settled.whole if capacity == 0 and (usage <= 1).all() else None

    def together(self, labels: Sequence[Label]) -> Worth:
        """Return what one more unit of each of some labels gives, all at once.

        A label that stands there twice gets two units. The parts that they touch are solved again;
        for one label `of` looks for a path first, which is quicker in a large network.

        Raises
        ------
        OptionsError
            As `of`.
        """
        for family, label in labels:
            self._label(family, label)
        return self._by_solving(labels)

    def top(
        self, family: int, k: int, wanted: Callable[[int], bool] = lambda _: True
    ) -> tuple[Worth, ...]:
        """Return the labels of a family that one more unit gives most, those that give anything.

        A price bounds what one more unit gives, so that most labels need no search. Labels that
        are not ``wanted`` are passed over.

        Raises
        ------
        OptionsError
            When there is no such family, or k is below 1.
        """
        if k < 1:
            raise OptionsError(f"Expected k >= 1, got {k}.")
        if family == 0:
            self._label(family, 0)
        bounds = self.bounds(family)
        ranked = sorted(
            (bound is not None, -(bound or 0), label) for label, bound in enumerate(bounds)
        )
        found: list[Worth] = []
        for covered, bound, label in ranked:
            if covered and (bound >= 0 or (len(found) >= k and -bound <= found[k - 1].gain)):
                break
            worth = self.of(family, label) if wanted(label) else None
            if worth is not None and worth.gain > 0:
                found.append(worth)
                found.sort(key=lambda one: (-one.gain, one.labels))
        return tuple(found[:k])

    def bounds(self, family: int) -> list[int | None]:
        """Return for each label what one more unit gives at most, in folded weight.

        That is its price and its part's gap; a label without capacity may connect parts, and gets
        the gaps of all. None where prices say nothing: they need not cover options that take more
        than a whole label, until they fit. Of several units the bounds add up.

        Raises
        ------
        OptionsError
            When there is no such family.
        """
        settled = self._settled
        own = self._family(family)
        needed = own.usage > np.maximum(own.capacity, 1)[own.labels]
        unsure = frozenset(own.labels[needed].tolist())
        live = settled.live.parts
        layer = live.layers[family]
        names, at = np.unique(layer.labels, return_index=True)
        gap = {
            label: settled.gaps[int(live.component[row])]
            for label, row in zip(names.tolist(), at.tolist(), strict=True)
            if layer.binding[label]
        }
        everywhere = sum(settled.gaps)
        found = [
            int(price) + everywhere if capacity == 0 else int(price) + gap.get(label, 0)
            for label, (price, capacity) in enumerate(
                zip(settled.prices[family].tolist(), own.capacity.tolist(), strict=True)
            )
        ]
        return [None if label in unsure else bound for label, bound in enumerate(found)]

    def _family(self, family: int) -> Family:
        families = self._settled.options.families
        if not 0 <= family < len(families):
            raise OptionsError(f"Expected a family below {len(families)}, got {family}.")
        return families[family]

    def _label(self, family: int, label: int) -> int:
        size = len(self._family(family).capacity)
        if family == 0:
            raise OptionsError("Expected a family other than the mentees', got 0.")
        if not 0 <= label < size:
            raise OptionsError(f"Expected a label of family {family} below {size}, got {label}.")
        return label

    def _usage(self, family: int, label: int) -> IntArray:
        own = self._settled.options.families[family]
        inside: BoolArray = (own.labels == label) & (own.usage > 0)
        return own.usage[inside]

    def _raised(self, labels: Sequence[Label]) -> Options:
        options = self._settled.options
        families = list(options.families)
        for (family, label), units in Counter(labels).items():
            capacity = families[family].capacity.copy()
            capacity[label] += units
            families[family] = replace(families[family], capacity=capacity)
        return replace(options, families=tuple(families))

    def _new_choice(self, family: int, label: int) -> bool:
        """Return whether, with the unit, somebody must make one choice for several mentees."""
        options = self._settled.options
        inside = options.families[family].labels == label
        for choice in options.choices:
            rows = np.flatnonzero(np.isin(choice.group, choice.group[inside]))
            raised = self._raised([(family, label)]).take(rows)
            own = Choice(choice.group[rows], choice.choice[rows])
            if matters(own, raised) is not None:
                return True
        return False

    def _place(self, ground: Ground, family: int, label: int) -> tuple[Flow | None, int | None]:
        """Return the network that a label limits, and the part; None where it limits nothing."""
        layer = ground.parts.layers[family]
        at = np.flatnonzero(layer.labels == label)
        if not at.size or not layer.binding[label]:
            return None, None
        part = int(ground.parts.component[at[0]])
        number = int(ground.flow[part])
        return (ground.flows[number] if number >= 0 else None), part

    def _worth(
        self, labels: Sequence[Label], changes: Sequence[Change], *, exact: bool = True
    ) -> Worth:
        settled = self._settled
        gain = -settled.loss(changes)
        if gain <= 0:
            gain, changes = 0, []
        return Worth(tuple(labels), gain, settled.levels_of(gain), exact, settled.named(changes))

    def _by_path(self, flow: Flow, family: int, label: int) -> Worth:
        network, ways = flow.network, flow.ways
        layer = network.families.index(family)
        node = int(np.flatnonzero(network.labels[layer] == label)[0])
        arc = ways.graph.span["node", layer].start + node
        if ways.flow[arc] < ways.graph.capacity[arc]:
            return self._worth([(family, label)], [])
        cycles = ways.back([arc], 1)
        changes = flow.router.changes(cycles[0]) if cycles else []
        return self._worth([(family, label)], changes)

    def _by_solving(self, labels: Sequence[Label]) -> Worth:
        settled = self._settled
        raised = self._raised(labels)
        rows = np.flatnonzero(~raised.barred())
        parts = split(raised.take(rows))
        touched = np.zeros(len(rows), dtype=np.bool_)
        for family, label in labels:
            own = raised.families[family]
            touched |= (own.labels[rows] == label) & (own.usage[rows] > 0)
        here = rows[np.isin(parts.component, parts.component[touched])]
        capacities = [limits.capacity for limits in raised.families]
        after, closed = solve_again(settled, here, capacities, self._seconds)
        changes = settled.compare(settled.picked(here), after)
        return self._worth(labels, changes, exact=closed and settled.proven)
