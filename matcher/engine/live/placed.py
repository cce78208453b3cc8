"""A part of a pool as a source of options that nobody holds: mentees and places, from copied columns.

A place is a mentor with one of their coaches and one of their projects. What is copied stays as it
was, so that it can be solved elsewhere while events go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.engine.jit import compiled
from matcher.engine.problem.arrays import IntArray
from matcher.engine.problem.options import Array
from matcher.engine.sparse.placed import PlacedBlock
from matcher.engine.sparse.source import BLOCK_OPTIONS, FamilyColumns


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Options by pair and place, a `PlacedSource` of the engine.

    Pairs (P,) are sorted by ``mentee`` and ``mentor``; those of mentee e are rows ``pair_at[e]`` …
    ``pair_at[e + 1]``. ``projects`` is a set, rows ``door_at[s]`` … of ``door``, or -1 - a list of
    combinations: rows ``listed_at[l]`` … with a ``coach`` counted in the mentor's run, a project
    ``own`` counted in the mentee's run, and ``extra`` points. Of mentor m ``coaches[m]`` times
    ``served[m]`` places follow ``place_at[m]``; projects of places are ``place_project``.
    ``previous``, ``lot`` and, by own project and place, continuity and lots are what the finer
    levels count; ``shown`` tells who was shown anything.
    """

    mentee: IntArray
    mentor: IntArray
    projects: IntArray
    points: IntArray
    previous: IntArray
    lot: IntArray
    pair_at: IntArray
    door_at: IntArray
    doors: IntArray
    door: IntArray
    listed_at: IntArray
    listed: IntArray
    coach: IntArray
    own: IntArray
    extra: IntArray
    own_at: IntArray
    own_project: IntArray
    own_lot: IntArray
    own_continuity: IntArray
    place_at: IntArray
    coaches: IntArray
    served: IntArray
    place_mentor: IntArray
    place_coach: IntArray
    place_project: IntArray
    place_promotor: IntArray
    place_lot: IntArray
    place_continuity: IntArray
    shown: IntArray
    one_coach: bool
    most: int

    @property
    def families(self) -> tuple[FamilyColumns, ...]:
        """Mentor, coach, project and promotor by place."""
        return self.place_mentor, self.place_coach, self.place_project, self.place_promotor

    @property
    def single_choice(self) -> tuple[tuple[Array, Array], ...]:
        """One coach for all duos of a mentor, where that is asked for."""
        return ((self.place_mentor, self.place_coach),) if self.one_coach else ()

    @property
    def bonus(self) -> int:
        """Points have it already."""
        return 0

    def placed(self) -> Iterator[PlacedBlock]:
        """Return all options anew, a run of pairs at a time."""
        ends = np.cumsum(self.sizes(np.arange(len(self.mentee))))
        start = 0
        while start < len(ends):
            before = int(ends[start - 1]) if start else 0
            stop = int(np.searchsorted(ends, before + BLOCK_OPTIONS, side="right"))
            stop = max(stop, start + 1)
            yield self._block(np.arange(start, stop))
            start = stop

    def sizes(self, rows: IntArray) -> IntArray:
        """Return how many options some pairs have."""
        group = self.projects[rows]
        regular = group >= 0
        found = np.where(regular, self.coaches[self.mentor[rows]], 1)
        found[regular] *= self.doors[group[regular]]
        found[~regular] = self.listed[-1 - group[~regular]]
        return found

    def finished(self, block: PlacedBlock) -> PlacedBlock:
        """Return options with what they keep of what was shown."""
        previous = np.zeros(len(block), dtype=np.int64)
        continuity = self.place_continuity[block.place]
        rows = np.flatnonzero(self.shown[block.mentee])
        if len(rows):
            mentee, place = block.mentee[rows], block.place[rows]
            previous[rows] = self.previous[self._pairs(mentee, place)]
            continuity[rows] += self.own_continuity[self._own(mentee, place)]
        return PlacedBlock(block.mentee, block.place, block.points, previous, continuity)

    def lots(self, mentee: IntArray, place: IntArray) -> IntArray:
        """Return the lots of some options."""
        lots: IntArray = self.lot[self._pairs(mentee, place)] + self.place_lot[place]
        return lots + self.own_lot[self._own(mentee, place)]

    def beside(self, block: PlacedBlock) -> PlacedBlock:
        """Return all options of the pairs that these are of."""
        return self._block(np.unique(self._pairs(block.mentee, block.place)))

    def _block(self, rows: IntArray) -> PlacedBlock:
        mentee, place, points = np.empty((3, int(self.sizes(rows).sum())), dtype=np.int64)
        pairs = (self.mentee, self.mentor, self.projects, self.points)
        listed = (self.listed_at, self.listed, self.coach, self.own, self.extra)
        places = (self.place_at, self.coaches, self.served, self.place_project)
        doors = (self.door_at, self.doors, self.door)
        own = (self.own_at, self.own_project)
        _expand(rows, pairs, listed, places, doors, own, mentee, place, points)
        return PlacedBlock(mentee, place, points)

    def _pairs(self, mentee: IntArray, place: IntArray) -> IntArray:
        found = np.empty(len(mentee), dtype=np.int64)
        _find(mentee, self.place_mentor[place], self.pair_at, self.mentor, found)
        return found

    def _own(self, mentee: IntArray, place: IntArray) -> IntArray:
        found = np.empty(len(mentee), dtype=np.int64)
        project = self.place_project[place]
        _find_own(mentee, project, self.own_at, self.own_project, found)
        return found


@compiled
def _expand(  # noqa: PLR0917 - plain arguments, as compiled code wants
    rows: IntArray,
    pairs: tuple[IntArray, IntArray, IntArray, IntArray],
    listed: tuple[IntArray, IntArray, IntArray, IntArray, IntArray],
    places: tuple[IntArray, IntArray, IntArray, IntArray],
    doors: tuple[IntArray, IntArray, IntArray],
    own: tuple[IntArray, IntArray],
    mentee: IntArray,
    place: IntArray,
    points: IntArray,
) -> None:
    """Write the options of some pairs one after the other."""
    place_at, coaches, served, place_project = places
    at = 0
    for row in rows:
        person, mentor, group, amount = (
            pairs[0][row],
            pairs[1][row],
            pairs[2][row],
            pairs[3][row],
        )
        start, width = place_at[mentor], served[mentor]
        if group < 0:
            first = listed[0][-1 - group]
            for one in range(first, first + listed[1][-1 - group]):
                project = own[1][own[0][person] + listed[3][one]]
                door = 0
                while place_project[start + door] != project:
                    door += 1
                mentee[at], place[at] = person, start + listed[2][one] * width + door
                points[at] = amount + listed[4][one]
                at += 1
            continue
        for one in range(doors[0][group], doors[0][group] + doors[1][group]):
            door = 0
            while place_project[start + door] != doors[2][one]:
                door += 1
            for coach in range(coaches[mentor]):
                mentee[at], place[at] = person, start + coach * width + door
                points[at] = amount
                at += 1


@compiled
def _find(
    mentee: IntArray, mentor: IntArray, pair_at: IntArray, mentors: IntArray, found: IntArray
) -> None:
    """Write the rows of pairs that there are."""
    for row in range(len(mentee)):
        low, high = pair_at[mentee[row]], pair_at[mentee[row] + 1]
        while high - low > 1:
            middle = (low + high) // 2
            if mentors[middle] <= mentor[row]:
                low = middle
            else:
                high = middle
        found[row] = low


@compiled
def _find_own(
    mentee: IntArray,
    project: IntArray,
    own_at: IntArray,
    own_project: IntArray,
    found: IntArray,
) -> None:
    """Write the rows of mentees' projects that there are."""
    for row in range(len(mentee)):
        at = own_at[mentee[row]]
        while own_project[at] != project[row]:
            at += 1
        found[row] = at
