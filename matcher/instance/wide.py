"""All allowed options of a problem that has too many to hold: read block by block, time and again.

An option is a mentee and a place: a mentor, a coach and a project that go together. There are far
fewer places than options, and all that capacities say of an option, but for its mentee, is said of
its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.domain.problem import Problem
from matcher.engine.sparse.placed import PlacedBlock, joined
from matcher.engine.sparse.source import FamilyColumns, OptionBlock
from matcher.instance.barred import MIN_POINTS, Barred, Rows
from matcher.instance.capacities import Capacity, capacities_of
from matcher.instance.columns import Columns
from matcher.instance.kernel import settle
from matcher.instance.lottery import Lottery
from matcher.instance.on_demand import masks_on_demand, points_on_demand, total_on_demand
from matcher.instance.scan import Block, Rescan, block_of
from matcher.instance.shown import Shown

Integers = npt.NDArray[np.int64]


class Wide:
    """All allowed options of a problem, as a `PlacedSource` and a `Source` of the engine.

    Attributes
    ----------
    problem
        The people and rules.
    mentor, coach, project
        By place its indices, sorted.
    capacities
        The mentors' first; their labels and usage are by place.
    families, single_choice, most, bonus
        See `matcher.engine.sparse.placed.PlacedSource`.
    """

    def __init__(self, problem: Problem, bars: Barred, columns: Columns) -> None:
        """Find the places; ``bars`` need no table of mentees and mentors."""
        self.problem = problem
        self._bars, self._columns = bars, columns
        self._scan = Rescan(columns)
        self.mentor, self.coach, self.project = (
            column.astype(np.int64) for column in bars.triples()
        )
        self._start = np.searchsorted(self.mentor, np.arange(len(problem.mentors) + 1))
        self._admitted = bars.ep == 0
        self.capacities: tuple[Capacity, ...] = capacities_of(
            problem, self.mentor, self.coach, self.project
        )
        self.families: tuple[FamilyColumns, ...] = tuple(
            (c.labels, c.usage) if number and (c.usage != 1).any() else c.labels
            for number, c in enumerate(self.capacities)
        )
        one_coach = "own_coach" not in problem.rules.switched_off
        self.single_choice = ((self.mentor, self.coach),) if one_coach else ()
        self.lottery = Lottery.of(problem)
        self.most = self.lottery.most
        self.bonus = problem.rules.stability_points
        self.shown = Shown.of(problem)
        self._shown_mentee = np.zeros(len(problem.waiting), dtype=np.bool_)
        for pairs in (self.shown.pairs, self.shown.projects):
            self._shown_mentee[pairs.left] = True
        self._same_coach = self.shown.coaches.among(self.mentor, self.coach)

    def placed(self) -> Iterator[PlacedBlock]:
        """Return all options anew, a run of mentees at a time, unfinished: see `finished`."""
        for block in self._scan.blocks():
            yield self._placed(block)

    def pairs(self) -> Iterator[tuple[Integers, Integers]]:
        """Return the mentees and mentors of all options anew, an option at a time as in `placed`."""
        for block in self.placed():
            yield block.mentee, self.mentor[block.place]

    def blocks(self) -> Iterator[OptionBlock]:
        """Return all options anew with every label and their lots: `placed` is far quicker."""
        for block in self.placed():
            yield self.listed(self.finished(block))

    def listed(self, block: PlacedBlock) -> OptionBlock:
        """Return finished options with every label and their lots."""
        place = block.place
        none = np.zeros(len(block), dtype=np.int64)
        families = [
            (c.labels[place], c.usage[place]) if isinstance(given, tuple) else c.labels[place]
            for c, given in zip(self.capacities, self.families, strict=True)
        ]
        return OptionBlock(
            block.mentee,
            self.mentor[place],
            block.points,
            tuple(families[1:]),
            none if block.previous is None else block.previous,
            none if block.continuity is None else block.continuity,
            self.lots(block.mentee, place),
            tuple((group[place], choice[place]) for group, choice in self.single_choice),
        )

    def lots(self, mentee: Integers, place: Integers) -> Integers:
        """Return the lots of some options."""
        return self.lottery.draw(mentee, self.mentor[place], self.coach[place], self.project[place])

    def beside(self, block: PlacedBlock) -> PlacedBlock:
        """Return all options of the pairs of mentee and mentor that these are of, unfinished."""
        mentor = self.mentor[block.place]
        pair = block.mentee * max(1, len(self.problem.mentors)) + mentor
        _, first = np.unique(pair, return_index=True)
        return self._placed(Block(block.mentee[first], mentor[first], block.points[first]))

    def of_mentee(self, mentee: int) -> PlacedBlock:
        """Return all options of a waiting mentee (an index), by place, unfinished."""
        block = self._placed(block_of(self._columns, mentee, 1))
        return block.take(np.argsort(block.place))

    @cached_property
    def tables(self) -> tuple[Barred, Rows, Mapping[str, Rows]]:
        """What bars pairs, points, and points by criterion: of all pairs, worked out on demand."""
        total = total_on_demand(self.problem)
        bars = self._bars
        masks = masks_on_demand(self.problem, bars.keys, total, bars.bit(MIN_POINTS))
        return replace(bars, em=masks), total, points_on_demand(self.problem)

    def nobody(self) -> PlacedBlock:
        """Return no options."""
        none = np.zeros(0, dtype=np.int64)
        return PlacedBlock(none, none, none)

    def found(
        self, mentee: Integers, mentor: Integers, coach: Integers, project: Integers
    ) -> PlacedBlock:
        """Return of some options (four indices each) those that are allowed, unfinished."""
        place = self.place_of(mentor, coach, project)
        parts = [self.nobody()]
        for person in np.unique(mentee[place >= 0]).tolist():
            every = self.of_mentee(person)
            parts.append(every.take(np.isin(every.place, place[mentee == person])))
        return joined(parts)

    def place_of(self, mentor: Integers, coach: Integers, project: Integers) -> Integers:
        """Return the places of three indices each; -1 where there is none."""
        size = max(1, len(self.problem.coaches)), max(1, len(self.problem.projects))

        def code(m: Integers, c: Integers, p: Integers) -> Integers:
            return (m * size[0] + c) * size[1] + p

        codes = code(self.mentor, self.coach, self.project)
        wanted = code(mentor, coach, project)
        if not len(codes):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        return np.where(codes[at] == wanted, at, -1)

    def finished(self, block: PlacedBlock) -> PlacedBlock:
        """Return options with what they keep of what was shown, and the bonus of stability."""
        mentee, place, points = block.mentee, block.place, block.points
        continuity = self._same_coach[place].astype(np.int64)
        previous = np.zeros(len(block), dtype=np.int64)
        rows = np.flatnonzero(self._shown_mentee[mentee])
        if rows.size:
            i, t = mentee[rows], place[rows]
            continuity[rows] += self.shown.projects.among(i, self.project[t])
            previous[rows] = self.shown.pairs.among(i, self.mentor[t])
            points = points + previous * self.bonus
        return PlacedBlock(mentee, place, points, previous, continuity)

    def _placed(self, block: Block) -> PlacedBlock:
        room = int(np.diff(self._start)[block.mentor].sum())
        pair, place = np.empty((2, room), dtype=np.int64)
        count = settle(
            block.mentee, block.mentor, self._start, self.project, self._admitted, pair, place
        )
        pair, place = pair[:count], place[:count]
        return PlacedBlock(block.mentee[pair], place, block.points[pair])
