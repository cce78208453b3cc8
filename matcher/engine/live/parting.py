"""Copies a part of a pool that has too many options to be listed, to be solved apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.live.columns import UNLIMITED
from matcher.engine.live.facts import KINDS, Key, Kind
from matcher.engine.live.levels import CONTINUITY, LOTTERY, PREVIOUS
from matcher.engine.live.placed import Part
from matcher.engine.problem.arrays import IntArray
from matcher.engine.problem.levels import Objective

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matcher.engine.live.columns import Columns


@dataclass(frozen=True, slots=True, eq=False)
class Parted:
    """A part and what its numbers stand for.

    ``capacities`` and ``labels`` by kind of label, mentors first: None stands for no promotor.
    ``priority`` is by mentee, ``people`` their keys.
    """

    part: Part
    capacities: tuple[IntArray, ...]
    labels: tuple[tuple[Key, ...], ...]
    people: tuple[Key, ...]
    priority: IntArray
    objective: Objective

    @property
    def classes(self) -> set[int]:
        """The classes of mentees who have options."""
        sizes = self.part.sizes(np.arange(len(self.part.mentee)))
        return set(self.priority[self.part.mentee[sizes > 0]].tolist())


def count_options(columns: Columns, who: IntArray) -> int:
    """Return how many options some mentees have."""
    rows, _ = _pair_rows(columns, who)
    mentor, group = columns.pairs.columns[0][rows], columns.pairs.columns[1][rows]
    regular = group >= 0
    some = columns.coaches.count[mentor[regular]] * columns.doors.count[group[regular]]
    return int(some.sum() + columns.listed.count[-1 - group[~regular]].sum())


def part_of(columns: Columns, mentees: Iterable[Key]) -> Parted:
    """Return a copy of all options of some mentees, and what is free."""
    book = columns.book
    people = tuple(mentees)
    who = np.array([columns.people.of[mentee] for mentee in people], dtype=np.int64)
    rows, mentee = _pair_rows(columns, who)
    order = np.lexsort((columns.pairs.columns[0][rows], mentee))
    rows, mentee = rows[order], mentee[order]
    label, group, worth, _ = (column[rows] for column in columns.pairs.columns)
    mentors, mentor = np.unique(label, return_inverse=True)
    places, runs = _places(columns, mentors)
    numbers, labels, limits = _labels(columns, places, mentors, len(people))
    own_project, own_worth, _ = columns.own.columns
    local = np.full(len(columns.free), -1, dtype=np.int64)
    local[[columns.labels.of["project", key] for key in labels[2]]] = np.arange(len(labels[2]))
    level = book.levels.at

    def amount(worths: IntArray, name: str) -> IntArray:
        at = level.get(name)
        return np.zeros(len(worths), dtype=np.int64) if at is None else worths[:, at].copy()

    _, coach_worth, _ = columns.coaches.columns
    at_coach = places[:, 3]
    lots = [amount(worth, LOTTERY), amount(own_worth, LOTTERY), amount(coach_worth, LOTTERY)]
    coach, own, extra, _ = (column.copy() for column in columns.listed.columns)
    part = Part(
        mentee=mentee,
        mentor=mentor.astype(np.int64),
        projects=group,
        points=worth[:, columns.points_level].copy(),
        previous=amount(worth, PREVIOUS),
        lot=lots[0],
        pair_at=np.searchsorted(mentee, np.arange(len(people) + 1)).astype(np.int64),
        door_at=columns.doors.at.copy(),
        doors=columns.doors.count.copy(),
        door=local[columns.doors.columns[0]],
        listed_at=columns.listed.at.copy(),
        listed=columns.listed.count.copy(),
        coach=coach,
        own=own,
        extra=extra,
        own_at=columns.own.at[who],
        own_project=local[own_project],
        own_lot=lots[1],
        own_continuity=amount(own_worth, CONTINUITY),
        place_at=runs[0],
        coaches=runs[1],
        served=runs[2],
        place_mentor=numbers[0],
        place_coach=numbers[1],
        place_project=numbers[2],
        place_promotor=numbers[3],
        place_lot=lots[2][at_coach],
        place_continuity=amount(coach_worth, CONTINUITY)[at_coach],
        shown=np.array([bool(book.shown.get(key)) for key in people], dtype=np.bool_),
        one_coach=book.one_coach,
        most=sum(int(lot.max(initial=0)) for lot in lots),
    )
    priority = np.array([book.mentees[key].priority for key in people], dtype=np.int64)
    return Parted(part, limits, labels, people, priority, book.levels.objective)


def _pair_rows(columns: Columns, who: IntArray) -> tuple[IntArray, IntArray]:
    """Return the rows of pairs of some mentees, and for each which of them it is of."""
    at, count = columns.pairs.at[who], columns.pairs.count[who]
    starts = np.cumsum(count) - count
    rows = np.repeat(at - starts, count) + np.arange(int(count.sum()))
    return rows, np.repeat(np.arange(len(who)), count)


def _places(columns: Columns, mentors: IntArray) -> tuple[IntArray, IntArray]:
    """Return by place (T, 5) labels of mentor, coach, project, the coach's row, and promotor.

    And (3, M) where each mentor's places start, how many coaches and projects they have.
    """
    book, of = columns.book, columns.labels.of
    found: list[IntArray] = []
    runs = np.zeros((3, len(mentors)), dtype=np.int64)
    start = 0
    for number, label in enumerate(mentors.tolist()):
        facts = book.mentors[columns.labels.key[label][1]]
        projects = np.array([of["project", one] for one in facts.projects], dtype=np.int64)
        first, count = int(columns.coaches.at[label]), int(columns.coaches.count[label])
        coach = np.repeat(np.arange(first, first + count), len(projects))
        project = np.tile(projects, count)
        some = np.empty((len(coach), 5), dtype=np.int64)
        some[:, 0], some[:, 1], some[:, 2] = label, columns.coaches.columns[0][coach], project
        some[:, 3], some[:, 4] = coach, columns.owner[project]
        found.append(some)
        runs[:, number] = start, count, len(projects)
        start += len(coach)
    return np.concatenate([np.zeros((0, 5), dtype=np.int64), *found]), runs


def _labels(
    columns: Columns, places: IntArray, mentors: IntArray, people: int
) -> tuple[list[IntArray], tuple[tuple[Key, ...], ...], tuple[IntArray, ...]]:
    """Return by kind the numbers of places' labels, and of labels the keys and what is free."""
    numbers: list[IntArray] = []
    names: list[tuple[Key, ...]] = []
    limits: list[IntArray] = []
    for kind, column in zip(KINDS, (0, 1, 2, 4), strict=True):
        some = mentors if kind == "mentor" else np.unique(places[:, column])
        number = np.searchsorted(some, places[:, column])
        free = np.where(some < 0, UNLIMITED, columns.free[some])
        numbers.append(number.astype(np.int64))
        limits.append(np.minimum(free, people).astype(np.int64))
        names.append(
            tuple(None if one < 0 else columns.labels.key[one][1] for one in some.tolist())
        )
    return numbers, tuple(names), tuple(limits)


def shut_labels(columns: Columns) -> frozenset[tuple[Kind, Key]]:
    """Return the labels that have no place to give out."""
    return frozenset(label for label, row in columns.labels.of.items() if columns.free[row] <= 0)
