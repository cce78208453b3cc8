"""The people, pairs and places of a pool in columns: millions of options as what they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np

from matcher.engine.live.book import Book, ordered
from matcher.engine.live.facts import KINDS, Key, Kind, Place
from matcher.engine.live.heft import Heft
from matcher.engine.live.keyed import Numbers
from matcher.engine.live.ragged import FIRST, Ragged
from matcher.engine.live.tables import (
    MENTOR,
    NEVER,
    NONE,
    Pairs,
    People,
    Places,
    find_option,
    mentor_rows,
)
from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.levels import POINTS

Array = TypeVar("Array", IntArray, BoolArray)

UNLIMITED = 2**40
"""Free places where there is no limit."""


class Columns:
    """Everybody in a pool, as their facts in a book are when they are written down."""

    def __init__(self, book: Book) -> None:
        self.book = book
        levels = len(book.levels)
        self.heft = Heft(levels)
        self.labels, self.people, self._lists = Numbers(), Numbers(), Numbers()
        self.sets: dict[frozenset[Key], int] = {}
        self.price = np.zeros((FIRST, levels), dtype=np.int64)
        self.free, self.used, self.owner, self.first, self._uses = np.zeros(
            (5, FIRST), dtype=np.int64
        )
        self.live = np.zeros(FIRST, dtype=np.bool_)
        self.holds, self.after, self.before = np.full((3, FIRST, 4), NONE, dtype=np.int64)
        self.weight = np.zeros(FIRST, dtype=np.int64)
        self.surplus = np.zeros((FIRST, levels), dtype=np.int64)
        self.coaches = Ragged([None, levels, None])
        self.doors = Ragged([None])
        self.own = Ragged([None, levels, None])
        self.pairs = Ragged([None, None, levels, None])
        self.listed = Ragged([None, None, None, None])

    # -- as compiled loops read them --------------------------------------------------------------

    def tables(self) -> tuple[Places, People, Pairs]:
        """Return all columns as they are now; they are not copied."""
        coaches, doors, own, pairs, listed = (
            self.coaches,
            self.doors,
            self.own,
            self.pairs,
            self.listed,
        )
        return (
            Places(
                self.price,
                self.free,
                self.used,
                self.owner,
                self.first,
                coaches.at[: len(self.free)],
                coaches.count[: len(self.free)],
                coaches.columns[0],
                coaches.columns[1],
                coaches.columns[2],
                doors.at,
                doors.count,
                doors.columns[0],
            ),
            People(
                self.live,
                pairs.at[: len(self.live)],
                pairs.count[: len(self.live)],
                own.at[: len(self.live)],
                own.count[: len(self.live)],
                own.columns[0],
                own.columns[1],
                own.columns[2],
                self.holds,
                self.weight,
                self.after,
                self.before,
            ),
            Pairs(
                pairs.columns[0],
                pairs.columns[1],
                pairs.columns[2],
                pairs.columns[3],
                listed.at,
                listed.count,
                listed.columns[0],
                listed.columns[1],
                listed.columns[2],
                listed.columns[3],
            ),
        )

    @property
    def points_level(self) -> int:
        """The level of points."""
        return self.book.levels.at[POINTS]

    # -- labels -----------------------------------------------------------------------------------

    def label(self, kind: Kind, key: Key) -> int | None:
        """Return the row of a label, None where nobody in the pool can use it."""
        row = self.labels.of.get((kind, key))
        return row if row is not None and self._uses[row] else None

    def limit(self, row: int) -> None:
        """Take in what is free at a label."""
        free = self.book.free(*self.labels.key[row])
        self.free[row] = UNLIMITED if free is None else free

    def add_mentor(self, key: Key) -> int:
        """Take in a mentor without pairs; return their row."""
        facts = self.book.mentors[key]
        for kind, other in self._around(key):
            self._use(kind, other)
        row = self.labels.of["mentor", key]
        self.write_coaches(key)
        for project in facts.projects:
            owner = self.book.promotor_of[project]
            number = NONE if owner is None else self.labels.of["promotor", owner]
            self.owner[self.labels.of["project", project]] = number
        return row

    def drop_mentor(self, key: Key) -> None:
        """Let a mentor go whom nobody has."""
        row = self.labels.of["mentor", key]
        self.coaches.drop(row)
        for kind, other in self._around(key):
            number = self.labels.of[kind, other]
            self._uses[number] -= 1
            if not self._uses[number]:
                self.price[number] = 0
        self.labels.remove(("mentor", key))
        self.free[row] = 0

    def write_coaches(self, key: Key) -> None:
        """Write down a mentor's coaches."""
        facts, of = self.book.mentors[key], self.labels.of
        worth = np.array(
            [self.book.coach_worth(key, coach) for coach in facts.coaches], dtype=np.int64
        ).reshape(len(facts.coaches), self.price.shape[1])
        self._room_for(worth)
        labels = np.array([of["coach", coach] for coach in facts.coaches], dtype=np.int64)
        self.coaches.put(of["mentor", key], [labels, worth, self.heft.of(worth)])

    def _around(self, key: Key) -> list[tuple[Kind, Key]]:
        """Return the labels that a mentor's duos use, each once."""
        facts = self.book.mentors[key]
        found: list[tuple[Kind, Key]] = [("mentor", key)]
        found += [("coach", coach) for coach in facts.all_coaches]
        found += [("project", project) for project in facts.projects]
        owners = dict.fromkeys(self.book.promotor_of[project] for project in facts.projects)
        return found + [("promotor", owner) for owner in owners if owner is not None]

    def _use(self, kind: Kind, key: Key) -> None:
        row = self.labels.of.get((kind, key))
        if row is None:
            row = self.labels.add((kind, key))
            if row >= len(self.free):
                self._more_labels(2 * row)
            self.coaches.owners(row + 1)
            self.price[row] = 0
            self.used[row] = self._uses[row] = 0
            self.owner[row] = self.first[row] = NONE
        if not self._uses[row]:
            self.limit(row)
        self._uses[row] += 1

    # -- mentees ----------------------------------------------------------------------------------

    def write(self, key: Key) -> int:
        """Write down a mentee, new or changed, whose mentors are all here; return their row."""
        book, facts = self.book, self.book.mentees[key]
        row = self.people.of.get(key)
        if row is None:
            row = self._new(key)
        else:
            self._unlist(row)
        mentors = list(facts.pairs)
        found = [book.regular(facts, mentor) for mentor in mentors]
        regular = {project for one in found if one is not None for project in one[0]}
        combined = {
            mentor: book.combinations(facts, mentor)
            for mentor, one in zip(mentors, found, strict=True)
            if one is None
        }
        listed = {project for one in combined.values() for _, project in one}
        projects = ordered(regular | listed)
        place = {project: at for at, project in enumerate(projects)}
        own = np.array([book.project_worth(key, one) for one in projects], dtype=np.int64)
        own = own.reshape(len(projects), self.price.shape[1])
        points = [0 if one is None else one[1] for one in found]
        worth = book.pairs_worth(key, mentors, points)
        most = [0, *(abs(one) for some in combined.values() for one in some.values())]
        self._room_for(own)
        self._room_for(worth, max(most))
        of = self.labels.of
        labels = np.array([of["project", one] for one in projects], dtype=np.int64)
        self.own.put(row, [labels, own, self.heft.of(own)])
        groups = [
            self._list(combined[mentor], mentor, place) if one is None else self._set(one[0])
            for mentor, one in zip(mentors, found, strict=True)
        ]
        numbers = np.array([of["mentor", mentor] for mentor in mentors], dtype=np.int64)
        columns = [numbers, np.array(groups, dtype=np.int64), worth, self.heft.of(worth)]
        self.pairs.put(row, columns)
        return row

    def add_pair(self, mentee: Key, mentor: Key) -> int:
        """Write down a pair that came; return the mentee's row."""
        row, facts = self.people.of[mentee], self.book.mentees[mentee]
        found = self.book.regular(facts, mentor)
        of = self.labels.of
        start = int(self.own.at[row])
        own = set(self.own.columns[0][start : start + int(self.own.count[row])].tolist())
        if found is None or not all(of["project", one] in own for one in found[0]):
            return self.write(mentee)
        worth = self.book.pair_worth(mentee, mentor, found[1])
        self._room_for(worth[None])
        values = [of["mentor", mentor], self._set(found[0]), worth, int(self.heft.of(worth))]
        self.pairs.append(row, values)
        return row

    def drop_pairs(self, mentor: Key) -> IntArray:
        """Strike out all pairs of a mentor; return the rows of their mentees."""
        who, rows = self.of_mentor(self.labels.of["mentor", mentor])
        group = self.pairs.columns[1]
        for mentee, row in zip(who.tolist(), rows.tolist(), strict=True):
            if group[row] < 0:
                self._drop_list(int(group[row]))
            self.pairs.remove(mentee, row)
        return who

    def of_mentor(self, label: int) -> tuple[IntArray, IntArray]:
        """Return the mentees who can have a mentor, and the rows of these pairs."""
        _, people, pairs = self.tables()
        rows = np.empty(len(self.live), dtype=np.int64)
        mentor_rows(people, pairs, label, rows)
        who = np.flatnonzero(rows >= 0)
        return who, rows[who]

    def drop(self, key: Key) -> None:
        """Let a mentee go who has no place."""
        row = self.people.remove(key)
        self._unlist(row)
        self.pairs.drop(row)
        self.own.drop(row)
        self.live[row] = False
        self.surplus[row] = 0

    def find(self, row: int, labels: Iterable[int]) -> int:
        """Return the heft of a mentee's option at a mentor, coach and project; `NEVER`: none."""
        places, people, pairs = self.tables()
        mentor, coach, project = labels
        pair, own, other, listed = find_option(places, people, pairs, row, mentor, coach, project)
        if pair < 0:
            return NEVER
        heft = pairs.heft[pair] + people.own_heft[own] + places.coach_heft[other]
        return int(heft + (pairs.points_heft[listed] if listed >= 0 else 0))

    def place(self, row: int) -> Place | None:
        """Return where a mentee is."""
        if self.holds[row, MENTOR] < 0:
            return None
        keys = self.labels.key
        mentor, coach, project = (keys[one][1] for one in self.holds[row, :3].tolist())
        return Place(mentor, coach, project)

    def rows_of(self, place: Place) -> tuple[int, int, int] | None:
        """Return the labels of a place, None where one is not known."""
        of = self.labels.of
        found = [of.get(pair) for pair in zip(KINDS, place, strict=False)]
        mentor, coach, project = found
        if mentor is None or coach is None or project is None:
            return None
        return mentor, coach, project

    # -- inside -----------------------------------------------------------------------------------

    def _new(self, key: Key) -> int:
        row = self.people.add(key)
        if row >= len(self.live):
            self._more_people(2 * row)
        self.pairs.owners(row + 1)
        self.own.owners(row + 1)
        self.live[row] = True
        return row

    def _set(self, projects: frozenset[Key]) -> int:
        """Return the number of a set of projects."""
        number = self.sets.get(projects)
        if number is None:
            number = self.sets[projects] = len(self.sets)
            of = self.labels.of
            self.doors.owners(number + 1)
            labels = [of["project", project] for project in ordered(projects)]
            self.doors.put(number, [np.array(labels, dtype=np.int64)])
        return number

    def _list(self, points: dict[tuple[Key, Key], int], mentor: Key, place: dict[Key, int]) -> int:
        """Write down combinations one by one; return what stands for them in a pair."""
        number = self._lists.add(object())
        self.listed.owners(number + 1)
        coaches = {coach: at for at, coach in enumerate(self.book.mentors[mentor].coaches)}
        amounts = np.array(list(points.values()), dtype=np.int64)
        columns = [
            np.array([coaches[coach] for coach, _ in points], dtype=np.int64),
            np.array([place[project] for _, project in points], dtype=np.int64),
            amounts,
            self.heft.alone(amounts, self.points_level),
        ]
        self.listed.put(number, columns)
        return -1 - number

    def _unlist(self, row: int) -> None:
        start = int(self.pairs.at[row])
        groups = self.pairs.columns[1][start : start + int(self.pairs.count[row])]
        for group in groups[groups < 0].tolist():
            self._drop_list(group)

    def _drop_list(self, group: int) -> None:
        self.listed.drop(-1 - group)
        self._lists.remove(self._lists.key[-1 - group])

    def _room_for(self, worth: IntArray, points: int = 0) -> None:
        """Fold hefts anew where these parts have more of a level than any before."""
        if points:
            extra = np.zeros((1, self.price.shape[1]), dtype=np.int64)
            extra[0, self.points_level] = points
            worth = np.concatenate([worth, extra])
        if self.heft.grow(worth):
            self._reheft()

    def _reheft(self) -> None:
        heft = self.heft
        for runs in (self.coaches, self.own):
            runs.columns[2] = heft.of(runs.columns[1])
        self.pairs.columns[3] = heft.of(self.pairs.columns[2])
        self.listed.columns[3] = heft.alone(self.listed.columns[2], self.points_level)
        for row in np.flatnonzero(self.holds[:, MENTOR] >= 0).tolist():
            self.weight[row] = self.find(row, self.holds[row, :3].tolist())

    def _more_labels(self, size: int) -> None:
        self.price = _longer(self.price, size)
        self.free, self.used, self.owner, self.first, self._uses = (
            _longer(one, size) for one in (self.free, self.used, self.owner, self.first, self._uses)
        )
        self.coaches.owners(size)

    def _more_people(self, size: int) -> None:
        self.live = _longer(self.live, size)
        self.weight, self.surplus = (_longer(one, size) for one in (self.weight, self.surplus))
        before = len(self.holds)
        self.holds, self.after, self.before = (
            _longer(one, size) for one in (self.holds, self.after, self.before)
        )
        for one in (self.holds, self.after, self.before):
            one[before:] = NONE
        self.pairs.owners(size)
        self.own.owners(size)

    def widen(self, level: int) -> None:
        """Take in a level that came in at a place; everything is worth 0 there so far."""
        self.price, self.surplus = (
            np.insert(one, level, 0, axis=1) for one in (self.price, self.surplus)
        )
        for runs in (self.coaches, self.own, self.pairs):
            runs.widen(level)
        self.heft.widen(level)
        self._reheft()

    def copy(self, book: Book) -> Columns:
        """Return the same columns, apart, over another copy of the book."""
        other = Columns.__new__(Columns)
        other.book, other.heft, other.sets = book, self.heft.copy(), dict(self.sets)
        other.labels, other.people = self.labels.copy(), self.people.copy()
        other._lists = self._lists.copy()  # noqa: SLF001 - of the same class
        for name in (
            *("price", "free", "used", "owner", "first", "_uses"),
            *("live", "holds", "after", "before", "weight", "surplus"),
            *("coaches", "doors", "own", "pairs", "listed"),
        ):
            setattr(other, name, getattr(self, name).copy())
        return other


def _longer(column: Array, size: int) -> Array:
    found = np.zeros((size, *column.shape[1:]), dtype=column.dtype)
    found[: len(column)] = column
    return found
