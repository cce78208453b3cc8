"""Who waits, contracted: for each project and mentor one arc that stands for the best of them.

A mentee who is not served has no unit to reroute, so that a path can only run through them from a
project to a mentor, at the cost of that option, whatever the prices are. Of all who wait for the
same mentor in the same project the one of least cost is always the first to take: a lane is one arc
of that cost. What is searched then grows with those served, not with those who wait.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.live.graph import NONE, Graph
from matcher.engine.live.room import longer
from matcher.engine.problem.arrays import IntArray


class Lanes(NamedTuple):
    """L lanes and their members, the options of mentees; rows past those in use are free.

    ``arc`` (L,) in the graph, ``first`` (L,) of the members that wait there, ``best`` (L,) the one
    that the arc stands for, ``next`` (L,) another lane to the same mentor; by node of a mentor
    ``into`` (N,) the first of their lanes. By member ``lane``, ``owner`` (its mentee), ``cost`` (members, W), and
    its place in the lane's list, ``after`` and ``before``.
    """

    arc: IntArray
    first: IntArray
    best: IntArray
    next: IntArray
    into: IntArray
    lane: IntArray
    owner: IntArray
    cost: IntArray
    after: IntArray
    before: IntArray


def empty(nodes: int, lanes: int, members: int, levels: int) -> Lanes:
    """Return room for so many nodes, lanes and members."""

    def none(size: int) -> IntArray:
        return np.full(size, NONE, dtype=np.int64)

    return Lanes(
        arc=none(lanes),
        first=none(lanes),
        best=none(lanes),
        next=none(lanes),
        into=none(nodes),
        lane=none(members),
        owner=none(members),
        cost=np.zeros((members, levels), dtype=np.int64),
        after=none(members),
        before=none(members),
    )


def more_lanes(lanes: Lanes, size: int) -> Lanes:
    """Return them with room for so many lanes."""
    return lanes._replace(
        arc=longer(lanes.arc, 0, size, NONE),
        first=longer(lanes.first, 0, size, NONE),
        best=longer(lanes.best, 0, size, NONE),
        next=longer(lanes.next, 0, size, NONE),
    )


def more_members(lanes: Lanes, size: int) -> Lanes:
    """Return them with room for so many members."""
    return lanes._replace(
        lane=longer(lanes.lane, 0, size, NONE),
        owner=longer(lanes.owner, 0, size, NONE),
        cost=longer(lanes.cost, 0, size, 0),
        after=longer(lanes.after, 0, size, NONE),
        before=longer(lanes.before, 0, size, NONE),
    )


@compiled
def found(graph: Graph, lanes: Lanes, projects: IntArray, mentors: IntArray) -> IntArray:
    """Return the lanes (P, M) between nodes of projects (P,) and mentors (M,), -1 where none is."""
    lane_of = np.full((len(projects), len(mentors)), NONE, dtype=np.int64)
    for column in range(len(mentors)):
        lane = lanes.into[mentors[column]]
        while lane != NONE:
            tail = graph.tail[lanes.arc[lane]]
            for row in range(len(projects)):
                if projects[row] == tail:
                    lane_of[row, column] = lane
            lane = lanes.next[lane]
    return lane_of


@compiled
def _cheaper(cost: IntArray, one: int, other: int) -> bool:
    for level in range(cost.shape[1]):
        if cost[one, level] != cost[other, level]:
            return bool(cost[one, level] < cost[other, level])
    return False


@compiled
def _lead(graph: Graph, lanes: Lanes, lane: int, member: int) -> None:
    """Let a lane's arc stand for a member, or for nobody."""
    lanes.best[lane] = member
    arc = lanes.arc[lane]
    graph.capacity[arc] = 0 if member == NONE else 1
    if member != NONE:
        for level in range(lanes.cost.shape[1]):
            graph.cost[arc, level] = lanes.cost[member, level]


@compiled
def wait(graph: Graph, lanes: Lanes, members: IntArray) -> None:
    """Let members wait in their lanes."""
    for member in members:
        lane = lanes.lane[member]
        first = lanes.first[lane]
        lanes.after[member], lanes.before[member] = first, NONE
        if first != NONE:
            lanes.before[first] = member
        lanes.first[lane] = member
        best = lanes.best[lane]
        if best == NONE or _cheaper(lanes.cost, member, best):
            _lead(graph, lanes, lane, member)


@compiled
def leave(graph: Graph, lanes: Lanes, members: IntArray) -> None:
    """Take members that wait out of their lanes."""
    for member in members:
        lane = lanes.lane[member]
        after, before = lanes.after[member], lanes.before[member]
        if before == NONE:
            lanes.first[lane] = after
        else:
            lanes.after[before] = after
        if after != NONE:
            lanes.before[after] = before
        if lanes.best[lane] != member:
            continue
        best = other = lanes.first[lane]
        while other != NONE:
            if _cheaper(lanes.cost, other, best):
                best = other
            other = lanes.after[other]
        _lead(graph, lanes, lane, best)


@compiled
def asked(graph: Graph, lanes: Lanes, members: IntArray) -> bool:
    """Return whether some member's option is worth more than the prices along it."""
    for member in members:
        arc = lanes.arc[lanes.lane[member]]
        tail, head = graph.tail[arc], graph.head[arc]
        for level in range(lanes.cost.shape[1]):
            reduced = (
                lanes.cost[member, level]
                + graph.potential[tail, level]
                - graph.potential[head, level]
            )
            if reduced != 0:
                if reduced < 0:
                    return True
                break
    return False
