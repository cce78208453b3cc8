"""Components that are no network: capacities that cross, weigh unequally, or force one choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray, PriceArray
from matcher.engine.problem.components import Parts
from matcher.engine.problem.levels import Folding


@dataclass(frozen=True, slots=True)
class Crossing:
    """One component as a 0-1 programme: at most ``capacity`` of each row, over n options.

    ``row``, ``column`` and ``usage`` are the matrix' entries. The first ``mentees`` rows are the
    mentees', in order; ``mentee`` (n,) is each option's, ``mentor`` (n,) the label of its mentor.
    ``family`` and ``label`` say what a row stands for. ``group`` and ``choice`` (C, n) hold single
    choices, group -1 where none matters. ``values`` (L, n) are the levels, highest first;
    ``folds`` their multipliers in the folded weight and ``spreads`` the largest difference of two
    totals. ``rows`` are the options.
    """

    rows: IntArray
    component: IntArray
    row: IntArray
    column: IntArray
    usage: IntArray
    capacity: IntArray
    family: IntArray
    label: IntArray
    mentee: IntArray
    mentees: int
    mentor: IntArray
    group: IntArray
    choice: IntArray
    values: IntArray
    folds: tuple[int, ...]
    spreads: tuple[int, ...]

    def start(self) -> IntArray:
        """Return a feasible set: options that fit when tried by weight, the heaviest first."""
        order = np.lexsort(tuple(-values for values in self.values[::-1]))
        entries = np.argsort(self.column, kind="stable")
        cuts = np.searchsorted(self.column[entries], np.arange(len(self.rows) + 1)).tolist()
        row, usage = self.row[entries].tolist(), self.usage[entries].tolist()
        left = self.capacity.tolist()
        made: dict[tuple[int, int], int] = {}
        chosen: list[int] = []
        for option in order.tolist():
            span = range(cuts[option], cuts[option + 1])
            if any(left[row[at]] < usage[at] for at in span):
                continue
            groups = list(enumerate(self.group[:, option].tolist()))
            choices = self.choice[:, option].tolist()
            pairs = [(pair, c) for pair, c in zip(groups, choices, strict=True) if pair[1] >= 0]
            if any(made.get(pair, choice) != choice for pair, choice in pairs):
                continue
            for at in span:
                left[row[at]] -= usage[at]
            made.update(pairs)
            chosen.append(option)
        return np.sort(np.array(chosen, dtype=np.int64))

    def by_family(self, prices: PriceArray) -> tuple[tuple[int, IntArray, PriceArray], ...]:
        """Return prices per row as (family, labels, prices)."""
        return tuple(
            (int(family), self.label[self.family == family], prices[self.family == family])
            for family in np.unique(self.family)
        )


def crossings(
    parts: Parts, folding: Folding, rows: IntArray, wanted: BoolArray
) -> Iterator[Crossing]:
    """Yield one programme per wanted component; ``rows`` are the folding's options."""
    levels = [level for stage in folding.members for level in stage]
    values = np.array([level.values[rows] for level in levels])
    inside = np.flatnonzero(wanted[parts.component])
    inside = inside[np.argsort(parts.component[inside], kind="stable")]
    cuts = np.flatnonzero(np.diff(parts.component[inside])) + 1
    for here in np.split(inside, cuts):
        yield _one(parts, folding, values, here)


def _one(parts: Parts, folding: Folding, values: IntArray, here: IntArray) -> Crossing:
    row: list[IntArray] = []
    column: list[IntArray] = []
    usage: list[IntArray] = []
    capacity: list[IntArray] = []
    family: list[IntArray] = []
    label: list[IntArray] = []
    size = 0
    for number, layer in enumerate(parts.layers):
        used = np.flatnonzero(layer.binding[layer.labels[here]])
        names, rank = np.unique(layer.labels[here[used]], return_inverse=True)
        row.append(rank + size)
        column.append(used)
        usage.append(layer.usage[here[used]])
        capacity.append(layer.capacity[names])
        family.append(np.full(len(names), number))
        label.append(names)
        size += len(names)
    mentees = len(label[0])
    own = values[:, here]
    by_mentee = np.zeros((len(own), 2, mentees), dtype=np.int64)
    for level, value in enumerate(own):
        np.maximum.at(by_mentee[level, 0], row[0], value)
        np.minimum.at(by_mentee[level, 1], row[0], value)
    return Crossing(
        rows=here,
        component=parts.component[here[:1]],
        row=np.concatenate(row),
        column=np.concatenate(column),
        usage=np.concatenate(usage),
        capacity=np.concatenate(capacity),
        family=np.concatenate(family),
        label=np.concatenate(label),
        mentee=row[0],
        mentees=mentees,
        mentor=parts.layers[1].labels[here],
        group=np.array([c.group[here] for c in parts.choices]).reshape(-1, len(here)),
        choice=np.array([c.choice[here] for c in parts.choices]).reshape(-1, len(here)),
        values=own,
        folds=tuple(level.multiplier for level in folding.levels),
        spreads=tuple((by_mentee[:, 0] - by_mentee[:, 1]).sum(axis=1).tolist()),
    )
