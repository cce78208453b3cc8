"""A mentee comes into the graph, or goes back to wait: each step in one call of compiled code.

Who is served, or about to be, has a seat: nodes ``into`` and ``out``, with arcs from each of their
projects to ``into``, the inner arc, and arcs from ``out`` to each of their mentors, in this order.
"""

from __future__ import annotations

from matcher.engine.jit import compiled
from matcher.engine.live.graph import (
    INNER,
    PLAIN,
    UNLIMITED,
    Graph,
    add,
    lower_head,
    push,
    raise_tail,
    remove,
)
from matcher.engine.live.lanes import Lanes, asked, leave, wait
from matcher.engine.live.search import mend
from matcher.engine.problem.arrays import IntArray


@compiled
def enrol(  # noqa: PLR0917 - plain arrays, as compiled code wants
    graph: Graph, lanes: Lanes, members: IntArray, lane: IntArray, owner: int, cost: IntArray
) -> bool:
    """Write down new members (P, M) in their lanes (P, M), at a cost (P, M, W).

    Returns whether one of them is worth more than the prices along it; else all wait.
    """
    for row in range(members.shape[0]):
        for column in range(members.shape[1]):
            member = members[row, column]
            lanes.lane[member], lanes.owner[member] = lane[row, column], owner
            for level in range(cost.shape[2]):
                lanes.cost[member, level] = cost[row, column, level]
    flat = members.ravel()
    if asked(graph, lanes, flat):
        return True
    wait(graph, lanes, flat)
    return False


@compiled
def sit(  # noqa: PLR0917 - likewise
    graph: Graph, lanes: Lanes, members: IntArray, into: int, out: int, arcs: IntArray
) -> None:
    """Give the owner of members (P, M) a seat with these arcs (P + 1 + M,); nothing flows yet.

    Only the inner arc has a limit, so that whatever a mentee's place is worth is its price.
    """
    cost, lane, arc_of = lanes.cost, lanes.lane, lanes.arc
    projects, mentors = members.shape
    base = members[0, 0]
    for row in range(projects):
        member, arc = members[row, 0], arcs[row]
        for level in range(cost.shape[1]):
            graph.cost[arc, level] = cost[member, level] - cost[base, level]
        add(graph, arc, graph.tail[arc_of[lane[member]]], into, UNLIMITED, PLAIN)
    inner = int(arcs[projects])
    graph.cost[inner] = 0
    add(graph, inner, into, out, 1, INNER)
    for column in range(mentors):
        member, arc = members[0, column], arcs[projects + 1 + column]
        for level in range(cost.shape[1]):
            graph.cost[arc, level] = cost[member, level]
        add(graph, arc, out, graph.head[arc_of[lane[member]]], UNLIMITED, PLAIN)
    lower_head(graph, into)
    raise_tail(graph, out)


@compiled
def stand(graph: Graph, lanes: Lanes, members: IntArray, arcs: IntArray) -> None:
    """Take a seat's arcs back; the members wait."""
    remove(graph, arcs)
    wait(graph, lanes, members.ravel())


@compiled
def ask(  # noqa: PLR0917 - likewise
    graph: Graph,
    lanes: Lanes,
    members: IntArray,
    into: int,
    out: int,
    arcs: IntArray,
    steps: IntArray,
) -> tuple[bool, int]:
    """Serve a mentee if that is better, else let them wait; returns as `mend`."""
    sit(graph, lanes, members, into, out, arcs)
    moved, count = mend(graph, int(arcs[members.shape[0]]), 1, False, steps)  # noqa: FBT003 - compiled code has no keywords
    if not moved:
        stand(graph, lanes, members, arcs)
    return moved, count


@compiled
def serve(  # noqa: PLR0917 - likewise
    graph: Graph,
    lanes: Lanes,
    members: IntArray,
    member: int,
    into: int,
    out: int,
    arcs: IntArray,
) -> None:
    """Move a mentee who waits into the graph, with a unit along the option of one member."""
    leave(graph, lanes, members.ravel())
    sit(graph, lanes, members, into, out, arcs)
    projects = members.shape[0]
    for row in range(projects):
        for column in range(members.shape[1]):
            if members[row, column] == member:
                push(graph, arcs[row], 1)
                push(graph, int(arcs[projects]), 1)
                push(graph, arcs[projects + 1 + column], 1)
