"""Finds the parts that a crossing component's options share (see `woven`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.woven import Ends, Woven
from matcher.engine.problem.arrays import BoolArray, IntArray, distinct

ROUNDS = 3
"""How often mentees whose options do not add up are set apart before all of them are."""

DOUBT = 2
"""A family could stand on either side when neither has this many times the other's labels."""

SAMPLE = 200
"""Mentees whose options tell on which side such families stand."""

OWN_SHARE = 0.8
"""A family may stand in the middle when either side has nearly a label of it for each pair."""


Arrangement = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Families on the left, in the middle and on the right."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Keys per option (each (n,)) of its left, middle and right part, and their families."""

    left: IntArray
    middle: IntArray
    right: IntArray
    families: Arrangement


@dataclass(frozen=True, slots=True)
class _Family:
    """A family over the options: a ``key`` (n,) of label and usage.

    ``by_mentor`` and ``by_mentee`` are how many keys each has on the mean, ``own`` whether either
    side has nearly one for each pair.
    """

    key: IntArray
    by_mentor: float
    by_mentee: float
    own: bool


def weave(problem: Crossing) -> Woven:
    """Return the parts of a component's options.

    A mentee's rights with the same lefts make a block, and a block's rights of one mentor a node,
    so that whatever the options are, they are the paths through blocks and nodes. Where points do
    not add up along the paths, a mentee's options are set apart, each with a middle of its own.
    """
    return min((_woven(problem, sides) for sides in _likely_sides(problem)), key=lambda w: w.size)


def _woven(problem: Crossing, sides: _Sides) -> Woven:
    """Return the parts that options have by sides."""
    every = np.arange(len(problem.rows))
    alone = np.zeros(problem.mentees, dtype=np.bool_)
    for _ in range(ROUNDS):
        woven, odd = _weave(problem, sides, alone, every)
        if not odd.any():
            return woven
        alone |= odd
    return _weave(problem, sides, np.ones_like(alone), every)[0]


def _likely_sides(problem: Crossing) -> Iterator[_Sides]:
    """Yield sides that need few parts, one of them fewest.

    A family of which mentors and mentees alike have few labels could stand on either side; where
    points depend on it, a sample of mentees tells which is the right one. One that has nearly a
    label for each pair could stand in the middle too: there each is a middle of its own, while on
    a side mentees or mentors share them, and a sample does not tell how often.
    """
    families = _families(problem)
    seen: list[Arrangement] = []
    for own in (True, False):
        right, left = (_arranged(families, doubtful, own=own) for doubtful in (2, 0))
        if right in seen:
            continue
        seen.append(right)
        sides = _sides(problem, families, right)
        if right != left:
            sides = min((_sides(problem, families, left), sides), key=partial(_sampled, problem))
        yield sides


def _sampled(problem: Crossing, sides: _Sides) -> int:
    """Return how many parts a sample of mentees has."""
    step = max(1, problem.mentees // SAMPLE)
    sample = np.flatnonzero(problem.mentee % step == 0)
    woven, odd = _weave(problem, sides, np.zeros(problem.mentees, dtype=np.bool_), sample)
    if odd.any():
        woven, _ = _weave(problem, sides, odd, sample)
    return woven.size


def _families(problem: Crossing) -> dict[int, _Family]:
    """Return all families but the mentees'."""
    size = len(problem.rows)
    owner = problem.family[problem.row]
    pairs, mentors = (
        len(distinct(keys)[0]) for keys in ([problem.mentee, problem.mentor], [problem.mentor])
    )
    found = {}
    for family in np.unique(problem.family).tolist():
        if family == 0:
            continue
        inside = owner == family
        label = np.zeros(size, dtype=np.int64)
        label[problem.column[inside]] = 1 + problem.row[inside]
        usage = np.zeros(size, dtype=np.int64)
        usage[problem.column[inside]] = problem.usage[inside]
        key = distinct([label, usage])[1]
        of_mentors, of_mentees = (
            len(distinct([who, key])[0]) for who in (problem.mentor, problem.mentee)
        )
        own = min(of_mentors, of_mentees) > OWN_SHARE * pairs
        found[family] = _Family(key, of_mentors / mentors, of_mentees / problem.mentees, own)
    return found


def _arranged(families: dict[int, _Family], doubtful: int, *, own: bool) -> Arrangement:
    """Sort families by the side that has few labels of them, the ``doubtful`` one if both do.

    With ``own``, those that have nearly a label for each pair stand in the middle.
    """
    sorted_: tuple[list[int], list[int], list[int]] = ([], [], [])
    for number, family in families.items():
        few, many = sorted((family.by_mentor, family.by_mentee))
        side = 2 if family.by_mentor == few else 0
        if many < DOUBT * few:
            side = doubtful
        if own and family.own:
            side = 1
        if number == 1:
            side = 2
        sorted_[side].append(number)
    left, middle, right = (tuple(numbers) for numbers in sorted_)
    return left, middle, right


def _sides(problem: Crossing, families: dict[int, _Family], arranged: Arrangement) -> _Sides:
    """Return the keys of arranged families; choices and the mentor stand on the right."""
    keys = [[families[number].key for number in numbers] for numbers in arranged]
    for group, choice in zip(problem.group, problem.choice, strict=True):
        keys[2].append(distinct([group + 1, np.where(group >= 0, choice, 0)])[1])
    keys[2].append(problem.mentor)
    zero = np.zeros(len(problem.rows), dtype=np.int64)
    left, middle, right = (distinct([*key, zero])[1] for key in keys)
    return _Sides(left, middle, right, arranged)


def _weave(
    problem: Crossing, sides: _Sides, alone: BoolArray, some: IntArray
) -> tuple[Woven, BoolArray]:
    """Return some options' parts, and which mentees have options that they do not add up to."""
    apart = alone[problem.mentee]
    middle = sides.middle
    if apart.any():
        middle = np.where(apart, int(middle.max()) + 1 + np.arange(len(middle)), middle)
    keys = [key[some] for key in (problem.mentee, sides.left, middle, sides.right)]
    rows = some[_best_of_equals(problem.values[:, some], keys)]
    left, right, mentee = sides.left[rows], sides.right[rows], problem.mentee[rows]
    mentor = problem.mentor[rows]
    first, end = distinct([mentee, middle[rows], right])
    signature = _sets(end, left, len(first))
    blocks, block = distinct([mentee[first], signature])
    pairs, pair = distinct([block, mentor[first], middle[rows[first]]])
    rights = _sets(pair, right[first], len(pairs))
    nodes, node = distinct([mentor[first[pairs]], rights])
    of_block, of_pair = block[end], pair[end]
    of_node = node[of_pair]
    lefts, at_left = distinct([of_block, left])
    ends, at_right = distinct([of_node, right])
    shape = Ends(
        left_block=of_block[lefts],
        block=block[pairs],
        node=node,
        right_node=of_node[ends],
        owner=mentee[first[blocks]],
        nodes=len(nodes),
    )
    values, odd = _split(problem.values[:, rows], shape, at_left, of_pair, at_right)
    row, column, usage = _entries(problem, sides, (rows[lefts], rows[first[pairs]], rows[ends]))
    path = shape.number(at_left, of_pair, at_right)
    order = np.argsort(path, kind="stable")
    woven = Woven(
        problem=problem,
        ends=shape,
        row=np.concatenate([shape.owner[shape.block], row]),
        column=np.concatenate([len(lefts) + np.arange(len(pairs)), column]),
        usage=np.concatenate([np.ones(len(pairs), dtype=np.int64), usage]),
        values=values,
        group=problem.group[:, rows[ends]],
        choice=problem.choice[:, rows[ends]],
        paths=path[order],
        options=rows[order],
    )
    strange = np.zeros(problem.mentees, dtype=np.bool_)
    strange[mentee[odd]] = True
    return woven, strange


def _best_of_equals(values: IntArray, keys: list[IntArray]) -> IntArray:
    """Return one option for each distinct row of keys: the heaviest, then the first."""
    first, rank = distinct(keys)
    if len(first) == len(rank):
        return np.arange(len(rank))
    order = np.lexsort(tuple(-value for value in values[::-1]))
    best = np.empty(len(first), dtype=np.int64)
    best[rank[order[::-1]]] = order[::-1]
    return np.sort(best)


def _sets(group: IntArray, member: IntArray, count: int) -> IntArray:
    """Return a number for each group that tells which members it has; rows are distinct."""
    order = np.lexsort((member, group))
    members = member[order]
    start = np.searchsorted(group[order], np.arange(count + 1))
    sizes = np.diff(start)
    number = np.zeros(count, dtype=np.int64)
    used = 0
    for size in np.unique(sizes).tolist():
        here = np.flatnonzero(sizes == size)
        table = members[start[here][:, None] + np.arange(size)]
        found = distinct(list(table.T))[1]
        number[here] = used + found
        used += int(found.max()) + 1
    return number


def _split(
    values: IntArray, ends: Ends, left: IntArray, middle: IntArray, right: IntArray
) -> tuple[IntArray, BoolArray]:
    """Return the parts' values, and the options that they do not add up to.

    The first left of a block and the first right of a node are free; the middle carries the path
    through both, and the others the difference to it.
    """
    lefts, middles, rights = len(ends.left_block), len(ends.block), len(ends.right_node)
    starts = np.zeros(lefts, dtype=np.bool_)
    starts[np.searchsorted(ends.left_block, np.arange(len(ends.owner)))] = True
    opens = np.zeros(rights, dtype=np.bool_)
    opens[np.searchsorted(ends.right_node, np.arange(ends.nodes))] = True
    base = np.flatnonzero(starts[left] & opens[right])
    parts = np.zeros((len(values), lefts + middles + rights), dtype=np.int64)
    odd = np.zeros(values.shape[1], dtype=np.bool_)
    some_left, some_right = np.flatnonzero(opens[right]), np.flatnonzero(starts[left])
    for value, part in zip(values, parts, strict=True):
        own = np.zeros(middles, dtype=np.int64)
        own[middle[base]] = value[base]
        extra = value - own[middle]
        part[left[some_left]] = extra[some_left]
        part[lefts : lefts + middles] = own
        part[lefts + middles + right[some_right]] = extra[some_right]
        odd |= extra != part[left] + part[lefts + middles + right]
    return parts, odd


def _entries(
    problem: Crossing, sides: _Sides, firsts: tuple[IntArray, IntArray, IntArray]
) -> tuple[IntArray, IntArray, IntArray]:
    """Return the entries of all families but the mentee over the parts, by an option of each."""
    side_of = np.full(int(problem.family.max()) + 1, -1, dtype=np.int64)
    for side, families in enumerate(sides.families):
        side_of[list(families)] = side
    entry_side = side_of[problem.family[problem.row]]
    found: list[tuple[IntArray, IntArray, IntArray]] = []
    offset = 0
    for side, first in enumerate(firsts):
        inside = np.flatnonzero(entry_side == side)
        inside = inside[np.argsort(problem.column[inside], kind="stable")]
        low = np.searchsorted(problem.column[inside], first)
        count = np.searchsorted(problem.column[inside], first, side="right") - low
        part = np.repeat(np.arange(len(first)), count)
        at = inside[np.repeat(low - np.cumsum(count) + count, count) + np.arange(int(count.sum()))]
        found.append((problem.row[at], offset + part, problem.usage[at]))
        offset += len(first)
    rows, columns, usages = zip(*found, strict=True)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(usages)
