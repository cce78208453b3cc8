"""Mentees and mentors alone: one mentee after the other takes the shortest path to a place.

Prices and profits fit the mentees inserted so far; the next one's shortest augmenting path (Dijkstra
over the slacks, stopped at the nearest end) ends at a free place or at a mentee who is better left
out, and the prices follow (successive shortest paths: Ahuja, Magnanti and Orlin, *Network Flows*,
1993, section 9.7). Exact, in integers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import BoolArray, IntArray

FAR = 2**62
"""Farther than any path."""


@dataclass(frozen=True, slots=True)
class Market:
    """Options of mentee i are ``start[i]:start[i + 1]``; places of mentor j ``room[j]:room[j + 1]``.

    ``mentor`` and ``weight`` (n,) belong to options. ``choice`` and ``profit`` per mentee and
    ``price`` per mentor are what is looked for; ``slot`` is each mentee's place, ``holder`` each
    place's mentee, ``taken`` how many places of a mentor are taken.
    """

    start: IntArray
    mentor: IntArray
    weight: IntArray
    room: IntArray
    choice: IntArray
    profit: IntArray
    price: IntArray
    slot: IntArray
    holder: IntArray
    taken: IntArray

    @classmethod
    def of(cls, mentee: IntArray, mentor: IntArray, weight: IntArray, capacity: IntArray) -> Market:
        """Lay out options that are sorted by mentee; nobody has a place yet."""
        people = int(mentee.max(initial=-1)) + 1
        places = np.minimum(capacity, np.bincount(mentor, minlength=len(capacity)))
        room = np.concatenate([[0], np.cumsum(places)]).astype(np.int64)
        return cls(
            start=np.searchsorted(mentee, np.arange(people + 1)).astype(np.int64),
            mentor=mentor,
            weight=weight,
            room=room,
            choice=np.full(people, -1, dtype=np.int64),
            profit=np.zeros(people, dtype=np.int64),
            price=np.zeros(len(capacity), dtype=np.int64),
            slot=np.full(people, -1, dtype=np.int64),
            holder=np.full(int(room[-1]), -1, dtype=np.int64),
            taken=np.zeros(len(capacity), dtype=np.int64),
        )

    def order(self) -> IntArray:
        """Return the mentees by their heaviest option: who comes late then moves few."""
        best = np.zeros(len(self.choice), dtype=np.int64)
        has = np.flatnonzero(np.diff(self.start))
        best[has] = np.maximum.reduceat(self.weight, self.start[has]) if has.size else 0
        return np.argsort(-best, kind="stable").astype(np.int64)

    def insert(self, mentees: IntArray) -> None:
        """Give these mentees what is best, moving those who were there before."""
        mentors = len(self.price)
        _insert(
            mentees,
            self.start,
            self.mentor,
            self.weight,
            self.room,
            self.choice,
            self.profit,
            self.price,
            self.slot,
            self.holder,
            self.taken,
            np.full(mentors, FAR, dtype=np.int64),
            np.zeros(mentors, dtype=np.int64),
            np.zeros(mentors, dtype=np.bool_),
            np.zeros(len(self.mentor) + 1, dtype=np.int64),
            np.zeros(len(self.mentor) + 1, dtype=np.int64),
        )


@compiled
def _push(keys: IntArray, items: IntArray, size: int, key: int, item: int) -> None:
    """Add to a heap of ``size`` entries, the least first."""
    at = size
    while at > 0 and keys[(at - 1) // 2] > key:
        keys[at], items[at] = keys[(at - 1) // 2], items[(at - 1) // 2]
        at = (at - 1) // 2
    keys[at], items[at] = key, item


@compiled
def _pop(keys: IntArray, items: IntArray, size: int) -> None:
    """Take the least away from a heap of ``size`` entries."""
    key, item = keys[size - 1], items[size - 1]
    at, child = 0, 1
    while child < size - 1:
        if child + 1 < size - 1 and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], items[at] = keys[child], items[child]
        at, child = child, 2 * child + 1
    keys[at], items[at] = key, item


@compiled
def _insert(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop over plain arrays, as compiled code wants
    mentees: IntArray,
    start: IntArray,
    mentor: IntArray,
    weight: IntArray,
    room: IntArray,
    choice: IntArray,
    profit: IntArray,
    price: IntArray,
    slot: IntArray,
    holder: IntArray,
    taken: IntArray,
    distance: IntArray,
    through: IntArray,
    settled: BoolArray,
    keys: IntArray,
    items: IntArray,
) -> None:
    """Insert mentees; the last five arrays are room to work in, left as they were found.

    ``through`` is the option by which a mentor was reached, from the mentee in ``came``.
    """
    came = np.zeros(len(price), dtype=np.int64)
    touched = np.zeros(len(price), dtype=np.int64)
    for root in mentees:
        best = np.int64(0)
        for at in range(start[root], start[root + 1]):
            best = max(best, weight[at] - price[mentor[at]])
        profit[root] = best
        end, end_mentor, end_mentee = best, np.int64(-1), root
        size, count, here, far = 0, 0, root, np.int64(0)
        queue, waiting, last = np.int64(-1), np.int64(0), np.int64(0)
        while True:
            for at in range(start[here], start[here + 1]):
                j = mentor[at]
                if settled[j]:
                    continue
                reach = far + profit[here] + price[j] - weight[at]
                if reach < end and reach < distance[j]:
                    if distance[j] == FAR:
                        touched[count] = j
                        count += 1
                    distance[j], through[j], came[j] = reach, at, here
                    if taken[j] < room[j + 1] - room[j]:
                        end, end_mentor = reach, j
                    else:
                        _push(keys, items, size, reach, j)
                        size += 1
            while waiting == last:  # on to the nearest mentor; one without places has no mentees
                while size > 0 and settled[items[0]]:
                    _pop(keys, items, size)
                    size -= 1
                if size == 0 or keys[0] >= end:
                    break
                queue = items[0]
                _pop(keys, items, size)
                size -= 1
                settled[queue] = True
                far = distance[queue]
                waiting, last = room[queue], room[queue + 1]
            if waiting == last:
                break
            here = holder[waiting]
            waiting += 1
            if far + profit[here] < end:
                end, end_mentor, end_mentee = far + profit[here], np.int64(-1), here
        for n in range(count):
            j = touched[n]
            if settled[j]:
                rise = end - distance[j]
                price[j] += rise
                for place in range(room[j], room[j + 1]):
                    profit[holder[place]] -= rise
        profit[root] -= end
        if end_mentor >= 0:
            free = room[end_mentor] + taken[end_mentor]
            taken[end_mentor] += 1
            j = end_mentor
        elif end_mentee != root:
            free = slot[end_mentee]
            j = mentor[choice[end_mentee]]
            choice[end_mentee] = -1
            slot[end_mentee] = -1
        else:
            free, j = np.int64(-1), np.int64(-1)
        while free >= 0:
            mover = came[j]
            before, left = slot[mover], choice[mover]
            choice[mover], slot[mover], holder[free] = through[j], free, mover
            free = before
            if before >= 0:
                j = mentor[left]
        for n in range(count):
            distance[touched[n]] = FAR
            settled[touched[n]] = False
