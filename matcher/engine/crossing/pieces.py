"""The pieces that a component falls into where mentees are set aside, and new flows for some.

What a promotor has (mentors, coaches, projects, a budget) is often tied to another's by mentees only,
who may go to either. A search over one or two such pieces is short, and so is one over the units
that the relaxation splits; what stays is taken off the capacities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from matcher.engine.crossing.facing import Search
from matcher.engine.crossing.relaxation import Face
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import BoolArray, IntArray, connected

WHOLE = 0.999
"""From this share on the relaxation is taken to hold a whole unit."""

REACH = 4_000
"""Searches take parts that lose no more than this part of the bound: wider ones find nothing more."""

PIECE_NODES, PAIR_NODES = 100, 20
"""Nodes of a search over one piece, and over two."""

SHARE = 0.1
"""Share of the time left that one search may take."""

MOST_SEARCHES = 20
"""Searches over pairs of pieces for one improvement; the first few give most of it."""

WORTHWHILE = 20_000
"""A search that gives less than this part of the bound counts as one that gives nothing."""


def pieces(woven: Woven) -> IntArray:
    """Return the piece of each part (n,), numbered from 0, of a component without its mentees."""
    rows, blocks = len(woven.problem.capacity), len(woven.ends.owner)
    inside = woven.row >= woven.problem.mentees
    line, column, _ = woven.balance
    left = [woven.column[inside], column]
    right = [woven.row[inside], rows + line]
    size = rows + blocks + woven.ends.nodes
    for group in woven.group:
        member = np.flatnonzero(group >= 0)
        left.append(woven.first_right + member)
        right.append(size + group[member])
        size += int(group.max(initial=-1)) + 1
    root = connected(woven.size + size, np.concatenate(left), woven.size + np.concatenate(right))
    return np.unique(root[: woven.size], return_inverse=True)[1].reshape(-1).astype(np.int64)


def assembled(search: Search, extra: IntArray) -> IntArray:
    """Return a flow put together piece by piece, ``extra`` (n,) added to the level's weights.

    Mentees that the relaxation serves in another piece are left to it; others cost their price as
    long as a later piece could have them.
    """
    woven, proof = search.woven, search.proof
    piece = pieces(woven)
    middles = slice(woven.lefts, woven.first_right)
    own = piece[middles]
    served = np.zeros((woven.problem.mentees, int(piece.max()) + 1))
    np.add.at(served, (woven.mentee, own), proof.share[middles])
    home = np.where(served.max(axis=1) > WHOLE, served.argmax(axis=1), -1)
    prices = proof.prices[: woven.problem.mentees] // proof.scale
    price = np.maximum(prices, 0).astype(np.int64)
    flow = np.zeros(woven.size, dtype=np.int64)
    for number in range(served.shape[1]):
        later = np.zeros(len(price), dtype=np.bool_)
        later[woven.mentee[own > number]] = True
        weighed = extra.copy()
        weighed[middles] -= np.where(later & (home != number), price, 0)[woven.mentee]
        allowed = _near(search) & (piece == number)
        allowed[middles] &= home[woven.mentee] <= number
        found = _around(replace(search, extra=weighed), flow, allowed, (), None)
        flow = flow if found is None else found
    return flow


def regrouped(search: Search, flow: IntArray, target: int | None = None) -> IntArray:
    """Return a flow no worse by the search's weights, and none worse in the levels above.

    Two pieces at a time are searched anew, with the units that the relaxation splits. Ends when
    as many searches as there are pieces gave nothing worthwhile, after `MOST_SEARCHES`, or when the
    flow reaches a ``target`` of the level above.
    """
    woven, share = search.woven, search.proof.share
    weights = search.weights if search.extra is None else search.weights + search.extra
    above = woven.values[search.level - 1]
    piece, near = pieces(woven), _near(search)
    count, idle, least = int(piece.max()) + 1, 0, search.target // WORTHWHILE
    for searches, some in enumerate(_turns(count)):
        if searches == MOST_SEARCHES or idle > count:
            break
        if target is not None and int(above @ flow) >= target:
            break
        middle = woven.lefts + woven.units(flow)[1]
        free = (share[middle] < WHOLE) | np.isin(piece[middle], some)
        totals = tuple((values, int(values @ flow)) for values in woven.values[: search.level])
        if search.extra is not None:
            totals = totals[:-1]
        kept = _units(woven, flow, ~free)
        found = _around(search, kept, near | (flow > 0), totals, flow - kept)
        gain = 0 if found is None else int(weights @ found) - int(weights @ flow)
        idle = 0 if gain > least else idle + 1
        flow = found if found is not None and gain > 0 else flow
    return flow


def _turns(count: int) -> Iterator[tuple[int, ...]]:
    """Yield no piece, then each pair, over and over."""
    while True:
        yield ()
        yield from combinations(range(count), 2)


def _near(search: Search) -> BoolArray:
    near = np.zeros(search.woven.size, dtype=np.bool_)
    near[search.losing_at_most(search.proof.bound // REACH)] = True
    return near


def _units(woven: Woven, flow: IntArray, some: BoolArray) -> IntArray:
    """Return the flow of some units, as they are numbered by `Woven.units`."""
    left, middle, right = (part[some] for part in woven.units(flow))
    kept = np.zeros(woven.size, dtype=np.int64)
    for parts in (left, woven.lefts + middle, woven.first_right + right):
        np.add.at(kept, parts, 1)
    return kept


def _around(
    search: Search,
    kept: IntArray,
    allowed: BoolArray,
    totals: tuple[tuple[IntArray, int], ...],
    start: IntArray | None,
) -> IntArray | None:
    """Return the best flow found that has ``kept`` in it, and else ``allowed`` parts only.

    ``start`` is a flow that could stand beside the one kept.
    """
    woven = search.woven
    used = np.zeros(len(woven.problem.capacity), dtype=np.int64)
    np.add.at(used, woven.row, woven.usage * kept[woven.column])
    left = woven.problem.capacity - used
    fits = allowed.copy()
    fits[woven.column[woven.usage > left[woven.row]]] = False
    rights = np.flatnonzero(kept[woven.first_right :])
    for group, choice in zip(woven.group, woven.choice, strict=True):
        made = np.full(int(group.max(initial=-1)) + 2, -1, dtype=np.int64)  # the last is for none
        made[group[rights]] = choice[rights]
        made[-1] = -1
        fits[woven.first_right :] &= (made[group] < 0) | (made[group] == choice)
    rest = replace(woven, problem=replace(woven.problem, capacity=left))
    face = Face(
        np.flatnonzero(fits),
        np.zeros(len(left), dtype=np.bool_),
        tuple((values, total - int(values @ kept)) for values, total in totals),
    )
    part = replace(search, woven=rest, face=face)
    nodes = PIECE_NODES if start is None else PAIR_NODES
    found = part.over(face.columns, start, nodes, SHARE).flow
    return None if found is None else kept + found
