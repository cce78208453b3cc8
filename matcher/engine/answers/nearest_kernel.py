"""The compiled form of one search of `Nearest`: Dijkstra over costs of several words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import IntArray

States = npt.NDArray[np.int8]
UNSEEN, WAITING, DONE = 0, 1, 2


@compiled
def _order(rows: IntArray, one: int, other: int) -> int:
    """Return below 0, 0 or above 0 as a row is less than another, equal or more."""
    for word in range(rows.shape[1]):
        if rows[one, word] != rows[other, word]:
            return -1 if rows[one, word] < rows[other, word] else 1
    return 0


@compiled
def _rise(heap: IntArray, place: IntArray, far: IntArray, node: int) -> None:
    """Move a node whose cost fell up the heap."""
    at = place[node]
    while at > 0 and _order(far, node, heap[(at - 1) // 2]) < 0:
        heap[at] = heap[(at - 1) // 2]
        place[heap[at]] = at
        at = (at - 1) // 2
    heap[at] = node
    place[node] = at


@compiled
def _pop(heap: IntArray, place: IntArray, far: IntArray, size: int) -> int:
    """Take the nearest node off a heap of ``size`` nodes."""
    nearest, node = heap[0], heap[size - 1]
    at, child = 0, 1
    while child < size - 1:
        if child + 1 < size - 1 and _order(far, heap[child + 1], heap[child]) < 0:
            child += 1
        if _order(far, heap[child], node) >= 0:
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at, child = child, 2 * child + 1
    heap[at] = node
    place[node] = at
    return int(nearest)


@compiled
def _enter(found: IntArray, total: IntArray, count: int, arc: int) -> int:
    """Sort an arc, whose total stands in the last row, in among those found; return how many."""
    at, last = count, len(found)
    while at > 0:
        order = _order(total, last, at - 1)
        if order > 0 or (order == 0 and arc > found[at - 1]):
            break
        if at < last:
            found[at] = found[at - 1]
            total[at] = total[at - 1]
        at -= 1
    if at < last:
        found[at] = arc
        total[at] = total[last]
    return min(count + 1, last)


@compiled
def search(  # noqa: C901, PLR0912, PLR0917 - one loop over plain arrays, as compiled code wants
    target: int,
    arcs: IntArray,
    head: IntArray,
    slack: IntArray,
    start: IntArray,
    origin: IntArray,
    cost: IntArray,
    way: IntArray,
    far: IntArray,
    through: IntArray,
    state: States,
    heap: IntArray,
    place: IntArray,
    mine: IntArray,
    found: IntArray,
    total: IntArray,
) -> int:
    """Write the cheapest of some arcs out of a target into ``found``; return how many there are.

    Residual arcs into node v are ``start[v]:start[v + 1]``, each with its ``origin``, its ``cost``
    (words) and its number ``way``. ``slack`` (S, arcs of the graph). ``through`` then holds the
    residual arc by which each node that was reached goes on. ``far`` (nodes, words), ``state``,
    ``heap``, ``place`` (nodes,), ``mine`` (nodes,) of -1 and ``total`` (len(found) + 1, S) are
    room to work in.
    """
    words, stages, most = cost.shape[1], slack.shape[0], len(found)
    state[:] = UNSEEN
    left = len(arcs)
    for arc in arcs:
        mine[head[arc]] = arc
    far[target, :] = 0
    state[target] = WAITING
    heap[0] = target
    place[target] = 0
    size, count = 1, 0
    while size > 0 and left > 0:
        here = _pop(heap, place, far, size)
        size -= 1
        state[here] = DONE
        if count == most:
            total[most] = far[here, :stages]
            if _order(total, most, most - 1) > 0:
                break
        if mine[here] >= 0:
            left -= 1
            for stage in range(stages):
                total[most, stage] = far[here, stage] + slack[stage, mine[here]]
            count = _enter(found, total, count, mine[here])
        for at in range(start[here], start[here + 1]):
            node = origin[at]
            if state[node] == DONE:
                continue
            if count == most and far[here, 0] + cost[at, 0] > total[most - 1, 0]:
                continue  # farther than all that are looked for
            order = -1
            if state[node] == WAITING:
                order = 0
                for word in range(words):
                    reach = far[here, word] + cost[at, word]
                    if reach != far[node, word]:
                        order = -1 if reach < far[node, word] else 1
                        break
            else:
                state[node] = WAITING
                place[node] = size
                size += 1
            if order < 0:
                for word in range(words):
                    far[node, word] = far[here, word] + cost[at, word]
                through[node] = way[at]
                _rise(heap, place, far, node)
            elif order == 0 and way[at] < through[node]:
                through[node] = way[at]
    for arc in arcs:
        mine[head[arc]] = -1
    return count
