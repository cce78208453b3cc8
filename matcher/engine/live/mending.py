"""The set of a pool, mended near an event: who lost a place or may gain one, and who moves then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.live.chains import Costs, costs_for, sweep
from matcher.engine.live.moves import improve, let_in, place_all, release
from matcher.engine.live.tables import MENTOR, Pairs, People, Places, reached
from matcher.engine.problem.arrays import BoolArray, IntArray

if TYPE_CHECKING:
    from matcher.engine.live.columns import Columns
    from matcher.engine.live.levels import Vector

SWEEPS = 2
"""How long the chains are that costs are found along."""

MOVES = 64
"""So many chains are moved at most at the end of an event."""

AGE = 8
"""Costs that so many moves have passed since are worked out anew before somebody is let in."""

Held = tuple[IntArray, IntArray, IntArray, IntArray, IntArray, IntArray]


class Mending:
    """Gives and takes places in columns; ``one_coach`` as in the book."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._loose: dict[int, None] = {}
        self._tight: BoolArray = np.ones(0, dtype=np.bool_)
        self._costs = costs_for(0, 0, 0)
        self._age = AGE
        self._unfinished = False

    @property
    def _one_coach(self) -> bool:
        return self._columns.book.one_coach

    def loosen(self, mentees: Iterable[int]) -> None:
        """Note that mentees may find another place."""
        self._loose.update(dict.fromkeys(mentees))

    def stale(self) -> None:
        """Note that costs are no longer what they were."""
        self._age = AGE

    def release(self, mentee: int) -> None:
        """Take a mentee's place away, if there is one."""
        if self._columns.holds[mentee, MENTOR] >= 0:
            places, people, _ = self._columns.tables()
            release(places, people, mentee)
            self._age += 1

    def forget(self, mentee: int) -> None:
        """Take a mentee out."""
        self.release(mentee)
        self._loose.pop(mentee, None)

    def evict(self, label: int, kind: int) -> None:
        """Take as many places at a label away as are too many, those first that weigh least."""
        columns = self._columns
        while columns.used[label] > columns.free[label]:
            held = np.flatnonzero(columns.holds[:, kind] == label)
            least = int(held[np.argmin(columns.weight[held])])
            self.release(least)
            self.loosen([least])

    def mend(self) -> None:
        """Let in who may gain, by costs found once or twice; the next event goes on from there."""
        columns = self._columns
        before = self._tight
        full = columns.used >= columns.free
        loosened = bool((~full[: len(before)] & before).any() or (~full[len(before) :]).any())
        if not (self._loose or loosened or self._unfinished):
            self._tight = full
            return
        tables = self._ready()
        loose, self._loose = list(self._loose), {}
        for mentee in loose:
            self._let_in(mentee)
        full = columns.used >= columns.free
        if loosened or self._unfinished or bool((~full[: len(before)] & before).any()):
            sweeps = SWEEPS if self._age >= AGE else 0
            moves = improve(*tables, self._costs, self._one_coach, sweeps, MOVES)
            self._unfinished = moves > 0 or (self._age > 0 and not sweeps)
            self._age = AGE if self._unfinished else 0
        self._tight = columns.used >= columns.free

    def restart(self, places: Iterable[tuple[int, tuple[int, int, int]]]) -> None:
        """Take everybody's place away, and give out others in turn as far as they are free."""
        columns = self._columns
        tables = columns.tables()
        for mentee in np.flatnonzero(columns.holds[:, MENTOR] >= 0).tolist():
            release(*tables[:2], mentee)
        self.place(places)
        self._tight = columns.used >= columns.free
        self._age = AGE

    def place(self, places: Iterable[tuple[int, tuple[int, int, int]]]) -> None:
        """Give out places in turn to mentees who have none, as far as they are free."""
        wanted = [(mentee, *place) for mentee, place in places]
        if wanted:
            tables = self._columns.tables()
            place_all(*tables, self._one_coach, np.array(wanted, dtype=np.int64))

    def held(self) -> Held:
        """Return what is needed to go back to the places that there are."""
        c = self._columns
        every = (c.holds, c.weight, c.after, c.before, c.first, c.used)
        return tuple(one.copy() for one in every)  # type: ignore[return-value]  # six of six

    def go_back(self, held: Held) -> None:
        """Go back to other places of the same people."""
        c = self._columns
        for mine, kept in zip(
            (c.holds, c.weight, c.after, c.before, c.first, c.used), held, strict=True
        ):
            mine[:] = kept
        self._age = AGE
        self._tight = c.used >= c.free

    def total(self) -> Vector:
        """Return what the set adds up to by level."""
        columns = self._columns
        found = np.zeros(columns.price.shape[1], dtype=np.int64)
        reached(*columns.tables(), columns.points_level, found)
        return tuple(found.tolist())

    def copy(self, columns: Columns) -> Mending:
        """Return the same, apart, over a copy of the columns."""
        other = Mending(columns)
        other._loose, other._tight = dict(self._loose), self._tight.copy()
        other._unfinished = self._unfinished
        other._costs = Costs(*(one.copy() for one in self._costs))
        other._age = self._age
        return other

    def _let_in(self, mentee: int) -> None:
        """Move one mentee to where all gain most, with costs that are not too old."""
        columns = self._columns
        tables = columns.tables()
        if not columns.live[mentee]:
            return
        if self._age >= AGE:
            sweep(*tables, self._costs, self._one_coach, SWEEPS)
            self._age = 0
        moved = let_in(*tables, self._costs, self._one_coach, mentee)
        if moved < 0 and self._age:
            sweep(*tables, self._costs, self._one_coach, SWEEPS)
            self._age = 0
            moved = let_in(*tables, self._costs, self._one_coach, mentee)
        self._age += moved > 0

    def _ready(self) -> tuple[Places, People, Pairs]:
        columns = self._columns
        sizes = len(columns.live), len(columns.free), len(columns.doors.at)
        had = len(self._costs.loss), len(self._costs.cost), len(self._costs.group_seen)
        if sizes != had:
            self._costs = costs_for(*sizes)
            self._age = AGE
        return columns.tables()
