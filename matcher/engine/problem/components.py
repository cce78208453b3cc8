"""Presolve: which labels can bind at all, and which options therefore belong together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.problem.arrays import BoolArray, IntArray, connected, distinct, first_of, max_by
from matcher.engine.problem.options import Choice, Family, Options


@dataclass(frozen=True, slots=True)
class Layer:
    """A family as the solvers see it, over some of the options.

    ``labels`` (n,) may hold one label more than the family has: that of options which use nothing.
    ``binding`` and ``unit`` per label: whether its capacity can ever be reached, and whether each
    option takes 1 of it. ``capacity`` is cut off at the most that can be asked for.
    """

    labels: IntArray
    usage: IntArray
    capacity: IntArray
    binding: BoolArray
    unit: BoolArray

    def take(self, rows: IntArray) -> Layer:
        """Return the same layer over some of the options."""
        return replace(self, labels=self.labels[rows], usage=self.usage[rows])


@dataclass(frozen=True, slots=True)
class Parts:
    """Options split into parts that share no capacity.

    ``component`` (n,) numbers the parts by their first option; ``active`` one bit per family that
    can bind in a part; ``tangled`` (C,) whether unequal usage or a choice rules a network out;
    ``nodes`` bounds the nodes of all networks together.
    """

    layers: tuple[Layer, ...]
    choices: tuple[Choice, ...]
    component: IntArray
    count: int
    active: IntArray
    tangled: BoolArray
    nodes: int

    def people(self) -> IntArray:
        """Return how many mentees each part has."""
        layer = self.layers[0]
        first = first_of(layer.labels, len(layer.capacity))
        return np.bincount(self.component[first[first >= 0]], minlength=self.count)


def split(options: Options) -> Parts:
    """Split options, none of them barred, into connected parts."""
    mentee = options.mentee
    layers = tuple(_layer(family, mentee) for family in options.families)
    # a network can carry one path twice, so that even a mentee with one option needs the limit
    layers[0].binding[:] = True
    choices = tuple(c for c in (matters(c, options) for c in options.choices) if c is not None)
    component, count = _components(options, layers, choices)
    active = np.zeros(count, dtype=np.int64)
    tangled = np.zeros(count, dtype=np.bool_)
    nodes = 2
    for bit, layer in enumerate(layers):
        binds = layer.binding[layer.labels]
        np.bitwise_or.at(active, component[binds], 1 << bit)
        tangled[component[binds & ~layer.unit[layer.labels]]] = True
        nodes += 2 * len(distinct([component, layer.labels])[0])
    for choice in choices:
        tangled[component[choice.group >= 0]] = True
    return Parts(layers, choices, component, count, active, tangled, nodes)


def _layer(family: Family, mentee: IntArray) -> Layer:
    size = len(family.capacity)
    unused = family.usage == 0
    labels = np.where(unused, size, family.labels)
    first, pair = distinct([labels, mentee])
    most = np.zeros(size + 1, dtype=np.int64)
    np.add.at(most, labels[first], max_by(pair, family.usage, len(first)))
    capacity = np.append(family.capacity, 0)
    unit = np.ones(size + 1, dtype=np.bool_)
    unit[labels[~unused & (family.usage != 1)]] = False
    return Layer(labels, family.usage, np.minimum(capacity, most), most > capacity, unit)


def matters(choice: Choice, options: Options) -> Choice | None:
    """Return the choice with -1 for groups where no two options could differ anyhow.

    A group matters when it has several choices, several mentees, and is not wholly inside one
    label that is too small for two.
    """
    if not len(choice.group):
        return None
    size = int(choice.group.max()) + 1

    def several(values: IntArray) -> BoolArray:
        low = np.full(size, np.iinfo(np.int64).max)
        np.minimum.at(low, choice.group, values)
        return low < max_by(choice.group, values, size)

    matters = several(choice.choice) & several(options.mentee)
    for family in options.families[1:]:
        roomy = family.capacity[family.labels] >= 2 * np.maximum(family.usage, 1)
        roomy |= family.usage == 0
        room = max_by(choice.group, roomy.astype(np.int64), size) > 0
        matters &= several(family.labels) | room
    if not matters.any():
        return None
    return Choice(np.where(matters[choice.group], choice.group, -1), choice.choice)


def _components(
    options: Options, layers: tuple[Layer, ...], choices: tuple[Choice, ...]
) -> tuple[IntArray, int]:
    offset = len(layers[0].capacity)
    left: list[IntArray] = []
    right: list[IntArray] = []
    for layer in layers[1:]:
        used = layer.binding[layer.labels]
        left.append(options.mentee[used])
        right.append(layer.labels[used] + offset)
        offset += len(layer.capacity)
    for choice in choices:
        used = choice.group >= 0
        left.append(options.mentee[used])
        right.append(choice.group[used] + offset)
        offset += int(choice.group.max()) + 1
    root = connected(offset, np.concatenate(left), np.concatenate(right))[options.mentee]
    found = np.zeros(offset, dtype=np.bool_)
    found[root] = True
    rank = np.cumsum(found) - 1
    return rank[root], int(np.count_nonzero(found))
