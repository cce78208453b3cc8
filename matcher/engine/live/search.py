"""Mends one violated arc of an optimal flow: a shortest path between its ends, and one unit along it.

A flow is optimal when no residual arc has a negative reduced cost ``cost + p[tail] - p[head]``. When
one arc u → v is violated, the shortest path from v to u over reduced costs says what to do: shorter
than the violation, a unit goes round and the prices follow; else the prices alone do (successive
shortest paths: Ahuja, Magnanti and Orlin, *Network Flows*, 1993, section 9.7).

The path is looked for from both ends (Pohl, "Bi-directional search", *Machine Intelligence* 6, 1971),
which settles far fewer nodes: two balls whose radii add up to its length D. With radius F around v and
B = D - F around u, a node at distance f from v and b to u gets F - f less and B - b more, where these
are positive. No reduced cost on an arc x → y falls below 0: it loses at most what one ball asks, as
within both f(x) + reduced cost + b(y) >= D = F + B.

What one ball finds farther than the path in hand less what the other has settled, and the other has not
seen, cannot be on a shorter path (Kwa, "BS*: an admissible bidirectional staged heuristic search
algorithm", *Artificial Intelligence* 38, 1989): it is left out. That limit falls as the search goes on,
and a ball's radius stays within its last one. The other ball's, D - F, is then within its own too: of
the two last limits, the sum of the later one and what had been settled before it is at least D.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.live.graph import IN, INNER, LANE, NONE, OUT, Graph, push
from matcher.engine.problem.arrays import IntArray

SETTLED = -2
"""In ``place``: the shortest distance of this node is known."""

FAR = 2**60
"""Farther than any path, in the first level."""

AHEAD, BEHIND = 0, 1
"""The two searches: along residual arcs from the start, against them from the goal."""


@compiled
def _nearer(distance: IntArray, half: int, one: int, other: int) -> bool:
    for level in range(distance.shape[2]):
        if distance[half, one, level] != distance[half, other, level]:
            return bool(distance[half, one, level] < distance[half, other, level])
    return False


@compiled
def _rise(heap: IntArray, place: IntArray, distance: IntArray, half: int, at: int) -> None:
    """Move the node at a place of the heap up to where it belongs."""
    node = heap[half, at]
    while at > 0:
        parent = (at - 1) // 2
        if not _nearer(distance, half, node, heap[half, parent]):
            break
        heap[half, at] = heap[half, parent]
        place[half, heap[half, at]] = at
        at = parent
    heap[half, at] = node
    place[half, node] = at


@compiled
def _sink(heap: IntArray, place: IntArray, distance: IntArray, half: int, size: int) -> None:
    """Move the first node of the heap down to where it belongs."""
    node, at, child = heap[half, 0], 0, 1
    while child < size:
        if child + 1 < size and _nearer(distance, half, heap[half, child + 1], heap[half, child]):
            child += 1
        if not _nearer(distance, half, heap[half, child], node):
            break
        heap[half, at] = heap[half, child]
        place[half, heap[half, at]] = at
        at, child = child, 2 * child + 1
    heap[half, at] = node
    place[half, node] = at


@compiled
def search(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop over plain arrays, as compiled code wants
    graph: Graph, start: int, goal: int, bound: IntArray, radius: IntArray, seen: IntArray
) -> int:
    """Find the shortest path from start to goal, if it is shorter than a bound.

    Parameters
    ----------
    graph
        Its reduced costs are not negative, but for the arc that the path is to close.
    start, goal
        Nodes. With a start or goal of -1 all nodes within the bound are settled from the other.
    bound
        (W,) a distance; lowered in place to that of the goal when it is nearer.
    radius
        (2, W) written: within them distances are settled; together they are the bound.
    seen
        (2,) written: how many of ``graph.seen`` there are to tidy up.

    Returns
    -------
    int
        The node where the two halves of the path meet; -1 when there is none.
    """
    potential, distance, cost = graph.potential, graph.distance, graph.cost
    flow, capacity, tail, head = graph.flow, graph.capacity, graph.tail, graph.head
    first, after, heap, place, via = graph.first, graph.after, graph.heap, graph.place, graph.via
    levels = cost.shape[1]
    offset = np.zeros(levels, dtype=np.int64)
    limit = np.empty((2, levels), dtype=np.int64)
    limit[0] = limit[1] = bound
    size = np.zeros(2, dtype=np.int64)
    meeting = NONE
    for half in range(2):
        seen[half] = 0
        root = start if half == AHEAD else goal
        if root == NONE:
            continue
        for level in range(levels):
            distance[half, root, level] = 0
        via[half, root] = NONE
        heap[half, 0], place[half, root], graph.seen[half, 0] = root, 0, root
        size[half] = seen[half] = 1
    both = min(start, goal) != NONE
    while True:
        # the smaller front goes on (Pohl's choice); an empty one has settled all that it can reach
        half = AHEAD if size[AHEAD] <= size[BEHIND] else BEHIND
        if not both:
            half = AHEAD if goal == NONE else BEHIND
        if size[half] == 0:
            break
        decided, inside = False, False
        for level in range(levels):
            reach = distance[half, heap[half, 0], level]
            if both and size[1 - half] > 0:
                reach += distance[1 - half, heap[1 - half, 0], level]
            if reach != bound[level]:
                decided, inside = True, reach < bound[level]
                break
        if not decided or not inside or (both and size[1 - half] == 0):
            break
        node = heap[half, 0]
        size[half] -= 1
        if size[half]:
            heap[half, 0] = heap[half, size[half]]
            _sink(heap, place, distance, half, size[half])
        place[half, node] = SETTLED
        turn = 1 if half == AHEAD else -1
        for level in range(levels):
            offset[level] = distance[half, node, level] + turn * potential[node, level]
            limit[half, level] = bound[level]
            if both:
                limit[half, level] -= distance[1 - half, heap[1 - half, 0], level]
        for step in range(2):
            forward = step == 0
            sign = 1 if forward else -1
            side = OUT if forward == (half == AHEAD) else IN
            ends = head if side == OUT else tail
            arc = first[side, node]
            while arc != NONE:
                here, arc = arc, after[side, arc]
                if forward:
                    if flow[here] >= capacity[here]:
                        continue
                elif flow[here] == 0:
                    break  # those that carry stand first
                other = ends[here]
                if place[half, other] == SETTLED:
                    continue
                inside, better, behind = False, place[half, other] == NONE, False
                unseen = place[1 - half, other] == NONE
                for level in range(levels):
                    length = (
                        offset[level] + sign * cost[here, level] - turn * potential[other, level]
                    )
                    if not inside:
                        most = limit[half, level] if unseen else bound[level]
                        if length > most:
                            behind = True
                            break
                        inside = length < most
                    if not better:
                        if length > distance[half, other, level]:
                            behind = True
                            break
                        better = length < distance[half, other, level]
                    if inside and better:
                        break
                if behind or not inside or not better:
                    continue
                for level in range(levels):
                    distance[half, other, level] = (
                        offset[level] + sign * cost[here, level] - turn * potential[other, level]
                    )
                via[half, other] = here
                if place[half, other] == NONE:
                    graph.seen[half, seen[half]] = other
                    heap[half, size[half]] = other
                    seen[half] += 1
                    size[half] += 1
                    _rise(heap, place, distance, half, size[half] - 1)
                else:
                    _rise(heap, place, distance, half, place[half, other])
                if place[1 - half, other] == NONE:
                    continue
                shorter = False
                for level in range(levels):
                    length = distance[0, other, level] + distance[1, other, level]
                    if length != bound[level]:
                        shorter = length < bound[level]
                        break
                if shorter:
                    meeting = other
                    for level in range(levels):
                        bound[level] = distance[0, other, level] + distance[1, other, level]
    # the ball ahead as large as it is settled and within its last limit, the other what is left
    for level in range(levels):
        radius[AHEAD, level] = radius[BEHIND, level] = bound[level]
    if both:
        for least in range(2):
            if least == 0 and size[AHEAD] == 0:
                continue  # all within the limit is settled
            reach = distance[AHEAD, heap[AHEAD, 0]] if least == 0 else limit[AHEAD]
            for level in range(levels):
                if reach[level] != radius[AHEAD, level]:
                    if reach[level] < radius[AHEAD, level]:
                        radius[AHEAD] = reach
                    break
        for level in range(levels):
            radius[BEHIND, level] = bound[level] - radius[AHEAD, level]
    return meeting


@compiled
def forget(graph: Graph, seen: IntArray) -> None:
    """Leave the room for searches as it was found."""
    for half in range(2):
        for i in range(seen[half]):
            graph.place[half, graph.seen[half, i]] = NONE


@compiled
def _reprice(graph: Graph, radius: IntArray, seen: IntArray) -> None:
    """Move the potentials within the two balls, so that reduced costs along the path are 0."""
    for half in range(2):
        turn = -1 if half == AHEAD else 1
        for i in range(seen[half]):
            node = graph.seen[half, i]
            inside = False
            for level in range(radius.shape[1]):
                if graph.distance[half, node, level] != radius[half, level]:
                    inside = graph.distance[half, node, level] < radius[half, level]
                    break
            if inside:
                for level in range(radius.shape[1]):
                    graph.potential[node, level] += turn * (
                        radius[half, level] - graph.distance[half, node, level]
                    )


@compiled
def mend(  # noqa: C901 - likewise
    graph: Graph, arc: int, units: int, forced: bool, steps: IntArray
) -> tuple[bool, int]:
    """Push one unit (1) or cancel one (-1) on an arc if it is violated, with one shortest path.

    Parameters
    ----------
    graph
        Optimal but for this arc.
    arc, units
        The step that may be violated.
    forced
        Whether the unit moves whatever it costs: the arc carries more than its capacity.
    steps
        Room for as many steps as there are nodes. Written there are steps along lanes, which
        carry nothing themselves, as ``arc``, and along a mentee's inner arc that stops carrying,
        as ``-1 - arc``.

    Returns
    -------
    tuple
        Whether a unit moved, and how many ``steps`` were written.
    """
    tail, head = graph.tail[arc], graph.head[arc]
    goal, start = (tail, head) if units > 0 else (head, tail)
    bound = np.zeros(graph.cost.shape[1], dtype=np.int64)
    if forced:
        bound[0] = FAR
    else:
        room = graph.capacity[arc] - graph.flow[arc] if units > 0 else graph.flow[arc]
        violated, decided = False, room <= 0
        for level in range(len(bound)):
            bound[level] = -(
                units * graph.cost[arc, level]
                + graph.potential[goal, level]
                - graph.potential[start, level]
            )
            if not decided and bound[level] != 0:
                decided, violated = True, bound[level] > 0
        if not violated:
            return False, 0
    radius = np.zeros((2, len(bound)), dtype=np.int64)
    seen = np.zeros(2, dtype=np.int64)
    meeting = search(graph, start, goal, bound, radius, seen)
    if meeting != NONE or not forced:
        _reprice(graph, radius, seen)
    forget(graph, seen)
    if meeting == NONE:
        return False, 0
    count = 0
    for half in range(2):
        node, root = meeting, start if half == AHEAD else goal
        while node != root:
            step = graph.via[half, node]
            # the search ahead enters a node by a step's end, the other one by its start
            forward = (graph.head[step] == node) == (half == AHEAD)
            if graph.kind[step] == LANE:
                steps[count] = step
                count += 1
            else:
                push(graph, step, 1 if forward else -1)
                if graph.kind[step] == INNER and graph.flow[step] == 0:
                    steps[count] = -1 - step
                    count += 1
            node = graph.tail[step] if graph.head[step] == node else graph.head[step]
    push(graph, arc, units)
    return True, count
