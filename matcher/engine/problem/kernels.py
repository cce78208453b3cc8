"""Compiled loops over label arrays: numpy would go over each several times, or sort it.

All take plain int64 arrays, one entry per option, and write into what they are given.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.engine.jit import compiled

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@compiled
def write_first(labels: IntArray, first: IntArray) -> None:
    """Write the first row of each label."""
    for i in range(len(labels) - 1, -1, -1):
        first[labels[i]] = i


@compiled
def write_most(labels: IntArray, values: IntArray, best: IntArray) -> None:
    """Raise ``best`` to the largest value of each label."""
    for i in range(len(labels)):
        best[labels[i]] = max(best[labels[i]], values[i])


@compiled
def number(packed: IntArray, place: IntArray, first: IntArray, rank: IntArray) -> Any:
    """Give the values that occur numbers, lowest first; return how many there are.

    ``place`` is 0 for each possible value, ``first`` gets each number's first row, ``rank`` each
    row's number.
    """
    for i in range(len(packed) - 1, -1, -1):
        place[packed[i]] = i + 1
    count = 0
    for value in range(len(place)):
        if place[value]:
            first[count] = place[value] - 1
            place[value] = count
            count += 1
    for i in range(len(packed)):
        rank[i] = place[packed[i]]
    return count


@compiled
def count_values(packed: IntArray, seen: BoolArray) -> Any:
    """Return how many values occur; ``seen`` is False for each possible one."""
    count = 0
    for value in packed:
        if not seen[value]:
            seen[value] = True
            count += 1
    return count


@compiled
def still_tied(key: IntArray, tied: BoolArray) -> Any:
    """Take from neighbouring rows that are tied those that key tells apart.

    Return False, at once, where a tied row comes before one with a lower key.
    """
    for i in range(len(tied)):
        if tied[i]:
            if key[i] > key[i + 1]:
                return False
            tied[i] = key[i] == key[i + 1]
    return True


@compiled
def root_of(root: IntArray, node: int) -> Any:
    """Return the lowest node that a node is joined with, and shorten the way there."""
    while root[node] != node:
        root[node] = root[root[node]]
        node = root[node]
    return node


@compiled
def join(root: IntArray, left: IntArray, right: IntArray) -> None:
    """Join the two nodes of each edge; each root is the lowest of its nodes."""
    for i in range(len(left)):
        one, other = root_of(root, left[i]), root_of(root, right[i])
        if one < other:
            root[other] = one
        else:
            root[one] = other


@compiled
def join_labels(
    root: IntArray, mentee: IntArray, labels: IntArray, counts: BoolArray, offset: int
) -> None:
    """Join each mentee with the labels that count; those are nodes from ``offset`` on.

    Labels below 0 do not count.
    """
    for i in range(len(labels)):
        label = labels[i]
        if label < 0 or not counts[label]:
            continue
        if i and label == labels[i - 1] and mentee[i] == mentee[i - 1]:
            continue
        one, other = root_of(root, mentee[i]), root_of(root, offset + label)
        if one < other:
            root[other] = one
        else:
            root[one] = other


@compiled
def find_roots(root: IntArray) -> None:
    """Let each node point at its root; nodes above others point below themselves only."""
    for node in range(len(root)):
        root[node] = root[root[node]]


@compiled
def most_asked(
    order: IntArray, mentee: IntArray, labels: IntArray, usage: IntArray, room: IntArray
) -> None:
    """Add up by label the most that each mentee can use of it, into the last row of ``room``.

    ``order`` goes through options mentee by mentee. ``room`` (3, labels) is -1 in its first row,
    which keeps the latest mentee, and 0 in the second, what that one uses, and in the last.
    """
    latest, own, most = room[0], room[1], room[2]
    for i in order:
        label = labels[i]
        if latest[label] != mentee[i]:
            latest[label] = mentee[i]
            own[label] = 0
        if usage[i] > own[label]:
            most[label] += usage[i] - own[label]
            own[label] = usage[i]


@compiled
def mark(component: IntArray, labels: IntArray, bits: IntArray, found: IntArray) -> None:
    """Let each part have all the bits of its labels."""
    for i in range(len(labels)):
        found[component[i]] |= bits[labels[i]]


@compiled
def stray(component: IntArray, labels: IntArray, own: IntArray, out: IntArray) -> Any:
    """Write rows that are in another part than the first of their label; return how many.

    ``own`` is -1 for each label, and becomes the part of its first row.
    """
    count = 0
    for i in range(len(labels)):
        label = labels[i]
        if own[label] == -1:
            own[label] = component[i]
        elif own[label] != component[i]:
            out[count] = i
            count += 1
    return count


@compiled
def mark_mixed(group: IntArray, values: IntArray, first: IntArray, mixed: BoolArray) -> None:
    """Mark groups in which a value differs from that of their first row."""
    for i in range(len(group)):
        if values[i] != values[first[group[i]]]:
            mixed[group[i]] = True
