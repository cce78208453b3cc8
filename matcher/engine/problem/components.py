"""Presolve: which labels can bind at all, and which options therefore belong together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.problem import kernels
from matcher.engine.problem.arrays import (
    BoolArray,
    IntArray,
    distinct_count,
    first_of,
    lex_order,
    max_by,
    plain,
    taken,
)
from matcher.engine.problem.options import Choice, Family, Options

TANGLED = 1 << 62
"""The bit of a part where some option takes more of a label than another; above any family's."""


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
        return replace(self, labels=self.labels[rows], usage=taken(self.usage, rows))


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
    by_mentee = lex_order([mentee])
    layers = tuple(_layer(family, mentee, by_mentee) for family in options.families)
    # a network can carry one path twice, so that even a mentee with one option needs the limit
    layers[0].binding[:] = True
    choices = tuple(c for c in (matters(c, options) for c in options.choices) if c is not None)
    component, count = _components(options, layers, choices)
    marks = np.zeros(count, dtype=np.int64)
    nodes = 2
    for family, layer in enumerate(layers):
        bits = np.where(layer.unit, 1 << family, TANGLED | 1 << family)
        kernels.mark(component, plain(layer.labels), np.where(layer.binding, bits, 0), marks)
        nodes += 2 * _nodes(component, layer.labels, len(layer.capacity))
    active, tangled = marks & ~TANGLED, marks >= TANGLED
    for choice in choices:
        tangled[component[choice.group >= 0]] = True
    return Parts(layers, choices, component, count, active, tangled, nodes)


def _layer(family: Family, mentee: IntArray, by_mentee: IntArray) -> Layer:
    size = len(family.capacity)
    labels, unit = family.labels, np.ones(size + 1, dtype=np.bool_)
    uneven = family.usage != 1
    if uneven.any():
        unused = family.usage == 0
        labels = np.where(unused, size, labels)
        unit[labels[uneven & ~unused]] = False
    room = np.zeros((3, size + 1), dtype=np.int64)
    room[0] = -1
    kernels.most_asked(by_mentee, plain(mentee), plain(labels), plain(family.usage), room)
    most = room[2]
    capacity = np.append(family.capacity, 0)
    return Layer(labels, family.usage, np.minimum(capacity, most), most > capacity, unit)


def _nodes(component: IntArray, labels: IntArray, size: int) -> int:
    """Return how many distinct pairs of a part and a label there are."""
    own, astray = np.full(size, -1, dtype=np.int64), np.empty(len(labels), dtype=np.int64)
    # nearly all labels stand in one part: what is left is counted pair by pair
    astray = astray[: kernels.stray(component, plain(labels), own, astray)]
    count = int(np.count_nonzero(own >= 0))
    return count + distinct_count([component[astray], labels[astray]])


def matters(choice: Choice, options: Options) -> Choice | None:
    """Return the choice with -1 for groups where no two options could differ anyhow.

    A group matters when it has several choices, several mentees, and is not wholly inside one
    label that is too small for two.
    """
    if not len(choice.group):
        return None
    size = int(choice.group.max()) + 1
    first = first_of(choice.group, size)

    def several(values: IntArray) -> BoolArray:
        mixed = np.zeros(size, dtype=np.bool_)
        kernels.mark_mixed(plain(choice.group), plain(values), first, mixed)
        return mixed

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
    sizes = [len(layer.capacity) for layer in layers]
    sizes += [int(choice.group.max()) + 1 for choice in choices]
    root = np.arange(sum(sizes), dtype=np.int64)
    mentee, offset = plain(options.mentee), sizes[0]
    for layer, size in zip(layers[1:], sizes[1 : len(layers)], strict=True):
        kernels.join_labels(root, mentee, plain(layer.labels), layer.binding, offset)
        offset += size
    for choice, size in zip(choices, sizes[len(layers) :], strict=True):
        every = np.ones(size, dtype=np.bool_)
        kernels.join_labels(root, mentee, plain(choice.group), every, offset)
        offset += size
    kernels.find_roots(root)
    found = np.zeros(len(root), dtype=np.bool_)
    found[root[mentee]] = True
    rank = np.cumsum(found) - 1
    return rank[root][mentee], int(np.count_nonzero(found))
