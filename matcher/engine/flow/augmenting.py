"""A flow of greatest weight, one arc after the other mended by a shortest path, with its potentials.

Potentials fit when no arc that can carry more has weight > level[head] - level[tail], and none that
can carry less the reverse. An arc for which they do not is mended alone: the shortest path from its
head back to its tail carries a unit around, or levels move until there is nothing to gain
(out-of-kilter method by shortest paths: Ahuja, Magnanti and Orlin, *Network Flows*, 1993, sections
9.7 and 9.9). To solve from nothing is to mend the arcs of the mentees one by one.

Paths are sought from both ends (Dijkstra over slacks, which are >= 0 but on the arc that is mended),
as one end or the other soon comes to a node that most of the network is near to: the sink, or a
project that thousands wait for. What has been looked at decides whose turn it is.

Weights and levels are rows of S numbers and compared as words are, the first that differs
decides: all stages are solved at once, as shortest paths ask of lengths only that they add up and
are ordered. Exact, in integers: levels are lengths of paths, so that they fit where those do.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import IntArray

CLOSED = 2**62
"""The first level of a node that is not open yet."""

UNSEEN, DONE = -1, -2
"""Where in a heap a node stands that is not in it."""


class Net(NamedTuple):
    """A network, its flow and its levels.

    ``ends`` (2, arcs) are heads and tails, ``capacity`` and ``flow`` (arcs,), ``weight`` (arcs, S),
    ``level`` (nodes, S). Arcs are followed in direction 0, from tail to head, and 1: in direction d
    the arcs ``arcs[d, start[d, x]:start[d, x + 1]]`` go from node x, to ``ends[d]``. Those that carry
    something and come to x, so that they can be gone back along, are a list: ``carrier[d, x]``, the
    one ``after[d]`` it and so on until -1, each with the one ``before[d]``.
    """

    ends: IntArray
    capacity: IntArray
    weight: IntArray
    flow: IntArray
    level: IntArray
    start: IntArray
    arcs: IntArray
    carrier: IntArray
    after: IntArray
    before: IntArray


class Room(NamedTuple):
    """What a search works in.

    In direction d ``far[d]`` (nodes, S) is how far a node is, ``through[d]`` the arc that it was
    reached by, or its complement where that is gone back along, ``place[d]`` where it stands in
    ``heap[d]``, or `UNSEEN` or `DONE`; ``seen[d]`` are the nodes reached. ``end`` (S,) is the
    length that paths are looked for below, ``reach`` room for a sum.
    """

    far: IntArray
    through: IntArray
    place: IntArray
    heap: IntArray
    seen: IntArray
    end: IntArray
    reach: IntArray


def net_of(
    nodes: int, tail: IntArray, head: IntArray, capacity: IntArray, weights: IntArray
) -> Net:
    """Return a network without flow; ``weights`` are (S, arcs). All levels are 0."""
    stages, count = weights.shape
    start = np.zeros((2, nodes + 1), dtype=np.int64)
    arcs = np.empty((2, count), dtype=np.int64)
    ends = np.array([head, tail], dtype=np.int64).reshape(2, count)
    _grouped(ends[1], start[0], arcs[0])
    _grouped(ends[0], start[1], arcs[1])
    return Net(
        ends,
        np.ascontiguousarray(capacity),
        np.ascontiguousarray(weights.T),
        np.zeros(count, dtype=np.int64),
        np.zeros((nodes, stages), dtype=np.int64),
        start,
        arcs,
        np.full((2, nodes), -1, dtype=np.int64),
        *np.full((2, 2, count), -1, dtype=np.int64),
    )


def room_for(net: Net) -> Room:
    """Return room for searches in a network."""
    nodes, stages = net.level.shape
    far = np.zeros((2, nodes, stages), dtype=np.int64)
    rows = np.full((4, 2, nodes), UNSEEN, dtype=np.int64)
    return Room(far, *rows, *np.zeros((2, stages), dtype=np.int64))


def fill(net: Net, units: IntArray, own: IntArray) -> None:
    """Make the flow and the levels best, from none.

    Parameters
    ----------
    net
        A network in which every cycle passes through one of ``units``.
    units
        Arcs, one per mentee.
    own
        (nodes,) 1 for the ends of ``units`` that no two of them share, else 0.
    """
    gains = np.empty((len(units), net.level.shape[1]), dtype=np.int64)
    _start(net, units, own, gains)
    # who gains most comes first: those after them then move few
    _fill(net, room_for(net), units[np.lexsort((*-gains.T[::-1],))], own)


@compiled
def _grouped(key: IntArray, start: IntArray, out: IntArray) -> None:
    """Write rows sorted by key, and from where on each key stands."""
    for i in range(len(key)):
        start[key[i] + 1] += 1
    for x in range(1, len(start)):
        start[x] += start[x - 1]
    at = start[:-1].copy()
    for i in range(len(key)):
        out[at[key[i]]] = i
        at[key[i]] += 1


@compiled
def _start(net: Net, units: IntArray, own: IntArray, gains: IntArray) -> None:  # noqa: C901 - rows are compared number by number
    """Raise levels until they fit all arcs but those of ``units``; write what each unit gains."""
    stages = net.level.shape[1]
    moved = True
    while moved:
        moved = False
        for arc in range(len(net.flow)):
            tail, head = net.ends[1, arc], net.ends[0, arc]
            if own[tail] or own[head]:
                continue
            for s in range(stages):
                over = net.level[tail, s] + net.weight[arc, s] - net.level[head, s]
                if over > 0:
                    moved = True
                    for t in range(stages):
                        net.level[head, t] = net.level[tail, t] + net.weight[arc, t]
                if over != 0:
                    break
    for i in range(len(units)):
        tail, head = net.ends[1, units[i]], net.ends[0, units[i]]
        _open(net, units[i], own)
        for s in range(stages):
            gains[i, s] = net.level[tail, s] + net.weight[units[i], s] - net.level[head, s]
    for x in range(len(own)):
        if own[x]:
            net.level[x, 0] = CLOSED


@compiled
def _fill(net: Net, room: Room, units: IntArray, own: IntArray) -> None:
    for arc in units:
        _open(net, arc, own)
        if _gains(net, arc):
            mend(net, room, arc)
        elif own[net.ends[1, arc]]:
            # slack stands on the arcs into a mentee: a level that rises there then moves nothing
            tail, head = net.ends[1, arc], net.ends[0, arc]
            for s in range(net.level.shape[1]):
                net.level[tail, s] = net.level[head, s] - net.weight[arc, s]


@compiled
def _open(net: Net, arc: int, own: IntArray) -> None:  # noqa: C901 - rows are compared number by number
    """Give the ends of a unit the levels that fit their other arcs and ask for the most."""
    tail, head = net.ends[1, arc], net.ends[0, arc]
    stages = net.level.shape[1]
    if own[tail]:
        net.level[tail, 0] = -CLOSED
        for i in range(net.start[1, tail], net.start[1, tail + 1]):
            way = net.arcs[1, i]
            for s in range(stages):
                least = net.level[net.ends[1, way], s] + net.weight[way, s]
                if least > net.level[tail, s]:
                    for t in range(stages):
                        net.level[tail, t] = net.level[net.ends[1, way], t] + net.weight[way, t]
                if least != net.level[tail, s]:
                    break
    if own[head]:
        net.level[head, 0] = CLOSED
        for i in range(net.start[0, head], net.start[0, head + 1]):
            way = net.arcs[0, i]
            for s in range(stages):
                most = net.level[net.ends[0, way], s] - net.weight[way, s]
                if most < net.level[head, s]:
                    for t in range(stages):
                        net.level[head, t] = net.level[net.ends[0, way], t] - net.weight[way, t]
                if most != net.level[head, s]:
                    break


@compiled
def _gains(net: Net, arc: int) -> Any:
    """Return whether an arc that could carry more is worth it."""
    tail, head = net.ends[1, arc], net.ends[0, arc]
    for s in range(net.level.shape[1]):
        gain = net.level[tail, s] + net.weight[arc, s] - net.level[head, s]
        if gain != 0:
            return gain > 0
    return False


@compiled
def mend(net: Net, room: Room, arc: int) -> None:
    """Let an arc carry what is best, and levels fit it; they fit all others before and after."""
    head, tail = net.ends[0, arc], net.ends[1, arc]
    while net.flow[arc] < net.capacity[arc] and _gains(net, arc):
        for s in range(len(room.end)):
            room.end[s] = net.level[tail, s] + net.weight[arc, s] - net.level[head, s]
        met = _search(net, room, head, tail)
        if met < 0:
            continue
        _carry(net, arc, 1)
        for d in range(2):
            x = met
            while x != net.ends[d, arc]:
                step = room.through[d, x]
                if step >= 0:
                    _carry(net, step, 1)
                    x = net.ends[1 - d, step]
                else:
                    _carry(net, ~step, -1)
                    x = net.ends[d, ~step]


@compiled
def _carry(net: Net, arc: int, more: int) -> None:
    """Let an arc carry one more or less."""
    net.flow[arc] += more
    for d in range(2):
        x = net.ends[d, arc]
        if more == 1 == net.flow[arc]:
            first = net.carrier[d, x]
            net.after[d, arc], net.before[d, arc] = first, -1
            if first >= 0:
                net.before[d, first] = arc
            net.carrier[d, x] = arc
        elif net.flow[arc] == 0:
            before, after = net.before[d, arc], net.after[d, arc]
            if after >= 0:
                net.before[d, after] = before
            if before >= 0:
                net.after[d, before] = after
            else:
                net.carrier[d, x] = after


@compiled
def _search(net: Net, room: Room, root: int, goal: int) -> int:  # noqa: C901, PLR0912, PLR0915 - one loop over plain arrays, as compiled code wants
    """Return where the shortest path from ``root`` to ``goal`` was met from both ends.

    -1 where it is not below ``room.end``, which else becomes its length. Levels move: ``room.end``
    is parted in two, those near ``root`` rise by what they are nearer than the one part, those near
    ``goal`` fall by what they are nearer than the other.
    """
    ends, capacity, weight, flow, level = net.ends, net.capacity, net.weight, net.flow, net.level
    far, through, place, heap, seen = room.far, room.through, room.place, room.heap, room.seen
    start, arcs, end, reach, stages = net.start, net.arcs, room.end, room.reach, len(room.end)
    met = -1
    size, count = np.ones(2, dtype=np.int64), np.ones(2, dtype=np.int64)
    looked = np.zeros(2, dtype=np.int64)
    for d in range(2):
        x = root if d == 0 else goal
        heap[d, 0], place[d, x], seen[d, 0] = x, 0, x
        for s in range(stages):
            far[d, x, s] = 0
    while size[0] > 0 and size[1] > 0:
        below = False
        for s in range(stages):
            known = far[0, heap[0, 0], s] + far[1, heap[1, 0], s]
            if known != end[s]:
                below = known < end[s]
                break
        if not below:
            break
        ahead = looked[0] + start[0, heap[0, 0] + 1] - start[0, heap[0, 0]]
        above = looked[1] + start[1, heap[1, 0] + 1] - start[1, heap[1, 0]]
        d = 0 if ahead <= above else 1
        x = heap[d, 0]
        place[d, x] = DONE
        size[d] -= 1
        if size[d] > 0:
            _sink(far[d], place[d], heap[d], size[d])
        i, last = start[d, x], start[d, x + 1]
        looked[d] += last - i
        listed = net.carrier[d, x]
        while i < last or listed >= 0:
            if i < last:
                arc, step, sign = arcs[d, i], arcs[d, i], 1
                y = ends[d, arc]
                i += 1
                if flow[arc] >= capacity[arc]:
                    continue
            else:
                arc, step, sign = listed, ~listed, -1
                y = ends[1 - d, arc]
                listed = net.after[d, arc]
                looked[d] += 1
            at = place[d, y]
            if at == DONE or level[y, 0] == CLOSED:
                continue
            head, tail = ends[0, arc], ends[1, arc]
            near, nearer = at == UNSEEN, at != UNSEEN
            below = False
            for s in range(stages):
                length = far[d, x, s] + sign * (level[head, s] - level[tail, s] - weight[arc, s])
                reach[s] = length
                if not below and length != end[s]:
                    if length > end[s]:
                        break
                    below = True
                if nearer and length != far[d, y, s]:
                    if length > far[d, y, s]:
                        break
                    near, nearer = True, False
            else:
                if not (below and near):
                    continue
                if at == UNSEEN:
                    seen[d, count[d]] = y
                    count[d] += 1
                    at = size[d]
                    size[d] += 1
                for s in range(stages):
                    far[d, y, s] = reach[s]
                through[d, y] = step
                _rise(far[d], place[d], heap[d], at, y)
                if place[1 - d, y] != UNSEEN:
                    below = False
                    for s in range(stages):
                        reach[s] += far[1 - d, y, s]
                        if not below and reach[s] != end[s]:
                            if reach[s] > end[s]:
                                break
                            below = True
                    else:
                        if below:
                            met = y
                            end[:] = reach
    # all that is nearer than the first in a heap is known: that is one part, what is left the other
    for s in range(stages):
        reach[s] = end[s]
    if size[1] > 0 and _row_before(far[1], heap[1, 0], end):
        for s in range(stages):
            reach[s] = far[1, heap[1, 0], s]
    for d in range(1, -1, -1):
        for i in range(count[d]):
            x = seen[d, i]
            place[d, x] = UNSEEN
            if _row_before(far[d], x, reach):
                for s in range(stages):
                    by = reach[s] - far[d, x, s]
                    level[x, s] += by if d == 0 else -by
        for s in range(stages):
            reach[s] = end[s] - reach[s]
    return met


@compiled
def _rise(far: IntArray, place: IntArray, heap: IntArray, at: int, x: int) -> None:
    """Let a node rise in a heap from where it stands."""
    while at > 0:
        above = heap[(at - 1) // 2]
        if not _rows_before(far, x, above):
            break
        heap[at], place[above] = above, at
        at = (at - 1) // 2
    heap[at], place[x] = x, at


@compiled
def _sink(far: IntArray, place: IntArray, heap: IntArray, size: int) -> None:
    """Let the last of a heap take the first's place and sink from there."""
    last = heap[size]
    at, child = 0, 1
    while child < size:
        if child + 1 < size and _rows_before(far, heap[child + 1], heap[child]):
            child += 1
        if not _rows_before(far, heap[child], last):
            break
        heap[at], place[heap[child]] = heap[child], at
        at, child = child, 2 * child + 1
    heap[at], place[last] = last, at


@compiled
def _row_before(rows: IntArray, x: int, other: IntArray) -> Any:
    """Return whether row x comes before another."""
    for s in range(len(other)):
        if rows[x, s] != other[s]:
            return rows[x, s] < other[s]
    return False


@compiled
def _rows_before(rows: IntArray, x: int, y: int) -> Any:
    """Return whether row x comes before row y."""
    for s in range(rows.shape[1]):
        if rows[x, s] != rows[y, s]:
            return rows[x, s] < rows[y, s]
    return False
