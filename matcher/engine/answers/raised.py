"""What more places are worth, exact over all options of which only a few are held.

Why the options held are enough is proven in `matcher.engine.answers.answers`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.engine.answers.catalogue import Catalogue
from matcher.engine.answers.held import Held
from matcher.engine.answers.worth import Label, Worth, Worths
from matcher.engine.problem.arrays import BoolArray, IntArray, distinct, max_by
from matcher.engine.problem.options import Options
from matcher.engine.sparse.scan import Pool

GROWTH = 2
"""How many times as many options are taken in for each mentee as in the round before."""

TOGETHER = 16
"""Labels without a place whose options are taken in at once."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Answers on more units of labels; ``seconds`` limits each search of a crossing part."""

    held: Held
    seconds: float | None

    def of(self, labels: Sequence[Label]) -> Worth:
        """Return what a unit more of each of some labels gives, see `Answers.together`."""
        shape = self.held.catalogue.shape
        for family, label in labels:
            if not 0 < family < len(shape.capacity) or not 0 <= label < len(shape.capacity[family]):
                return Worths(self.held.settled).of(family, label)
        opened = self.held.catalogue.none()
        units = Counter(labels)
        if any(self._may_open(family, label) for family, label in units):
            room = [capacity.copy() for capacity in shape.capacity]
            for (family, label), count in units.items():
                room[family][label] += count
            opened = self._opened(room)
            self.held.take(opened)
        return self._of(labels, opened.options)

    def top(self, family: int, k: int, wanted: Callable[[int], bool]) -> tuple[Worth, ...]:
        """Return the labels of a family that one more unit gives most, see `Answers.top`."""
        shape = self.held.catalogue.shape
        if k < 1 or not 0 < family < len(shape.capacity):
            return Worths(self.held.settled).top(family, k, wanted)
        bounds = [int(p) + self.held.open for p in self.held.catalogue.prices[family].tolist()]
        opened = self.held.catalogue.none()
        if any(self._may_open(family, label) for label in range(len(bounds))):
            room = list(shape.capacity)
            room[family] = room[family] + 1
            opened = self._opened(room)
        labels = opened.options.families[family].labels
        most: dict[int, int] = {}
        for label, over in zip(labels.tolist(), self._over(opened.options), strict=True):
            most[label] = max(over, most.get(label, 0))
        ranked = sorted(
            (-bound - most.get(label, 0), label)
            for label, bound in enumerate(bounds)
            if wanted(label)
        )
        waiting = [label for _, label in ranked if label in most]
        found: list[Worth] = []
        for bound, label in ranked:
            if bound >= 0 or (len(found) >= k and -bound <= found[k - 1].gain):
                break
            if label in waiting:
                now, waiting = waiting[:TOGETHER], waiting[TOGETHER:]
                rows = np.flatnonzero(np.isin(labels, now))
                self.held.take(Pool(opened.options.take(rows), opened.index[rows]))
            rows = np.flatnonzero(labels == label)
            worth = self._of([(family, label)], opened.options.take(rows))
            if worth.gain > 0:
                found.append(worth)
                found.sort(key=lambda one: (-one.gain, one.labels))
        return tuple(found[:k])

    def _of(self, labels: Sequence[Label], opened: Options) -> Worth:
        """Return the worth of labels; ``opened`` are the options that fit only with the units."""
        most = 1
        while True:
            worth = Worths(self.held.settled, seconds=self.seconds).together(labels)
            need = self._bound(self.held.catalogue, labels, opened) + self.held.open - worth.gain
            if not worth.exact or self.held.covers(need):
                return self.held.worth(worth)
            if len(labels) == 1 and self._plenty(*labels[0]):
                return self.held.worth(worth)
            closed = self._closed(worth, opened, most)
            if closed:
                return self.held.worth(worth)
            most *= GROWTH
            if closed is None:
                self.held.grown(need)

    def _closed(self, worth: Worth, opened: Options, most: int) -> bool | None:
        """Return whether prices tightened for a label show that no option outside matters.

        Else some options are taken in, or None is returned where such prices show nothing. Who
        would have to make one choice for several mentees can only win less than a path says.
        """
        held = self.held
        ((family, label), *more) = worth.labels
        ground = None if more else Worths(held.settled).ground(family, label)
        if ground is None:
            return None
        for flow in ground.flows:
            if family not in flow.network.families:
                continue
            layer = flow.network.families.index(family)
            node = np.flatnonzero(
                (flow.network.labels[layer] == label) & flow.network.binding[layer]
            )
            if not node.size:
                continue
            arc = flow.ways.graph.span["node", layer].start + int(node[0])
            tight = held.tight(ground, flow)
            price = -int(tight.folded(flow.ways.slack[:, [arc]])[0])
            reach = max(0, price - worth.gain)
            prices = tight.prices(int(flow.ways.graph.tail[arc]), reach, held.catalogue.prices)
            if prices is None:
                return None
            catalogue = held.catalogue.repriced(prices)
            need = self._bound(catalogue, worth.labels, opened) - worth.gain
            return held.closed(catalogue, held.numbers, need, most)
        return None

    @staticmethod
    def _bound(catalogue: Catalogue, labels: Sequence[Label], opened: Options) -> int:
        """Return what prices say that units give at most, what they leave open apart."""
        bound = sum(int(catalogue.prices[family][label]) for family, label in labels)
        return bound + len(labels) * max([0, *(-slack for slack in catalogue.slack(opened))])

    def _plenty(self, family: int, label: int) -> bool:
        """Return whether a label has room for all who could ever want it, so that more is idle."""
        room = [capacity.copy() for capacity in self.held.catalogue.shape.capacity]
        room[family][label] += 1
        pool = self.held.catalogue.where(
            lambda options: (options.families[family].labels == label) & _fitting(options, room)
        )
        usage = pool.options.families[family].usage
        first, mentee = distinct([pool.options.mentee])
        return int(max_by(mentee, usage, len(first)).sum()) < int(room[family][label])

    def _may_open(self, family: int, label: int) -> bool:
        """Return whether there may be options that fit only with more units of a label."""
        shape = self.held.catalogue.shape
        return shape.divisor[family] is not None or bool(shape.capacity[family][label] == 0)

    def _opened(self, room: Sequence[IntArray]) -> Pool:
        """Return the options that do not fit by themselves and would with this capacity."""
        return self.held.catalogue.where(lambda o: o.barred() & _fitting(o, room))

    def _over(self, options: Options) -> list[int]:
        """Return by how much options outweigh the prices along them."""
        return [-slack for slack in self.held.catalogue.slack(options)]


def _fitting(options: Options, room: Sequence[IntArray]) -> BoolArray:
    """Return which options fit by themselves with these capacities."""
    out = np.ones(options.size, dtype=np.bool_)
    for family, capacity in zip(options.families, room, strict=True):
        out &= family.usage <= capacity[family.labels]
    return out
