"""Where families cross: a feasible set with a bound at once, the best set when it is asked for.

The set is mended near the event, the bound follows from the prices of the last proof: see `mending`
and `bounding`. Facts are told as they change in the book; at the end of an event comes `mend`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from matcher.engine.live import bounding
from matcher.engine.live.book import Book, ordered
from matcher.engine.live.columns import UNLIMITED, Columns
from matcher.engine.live.facts import KINDS, Key, Kind, Place
from matcher.engine.live.levels import LARGEST, Fold, Vector
from matcher.engine.live.mending import Mending
from matcher.engine.live.tables import NEVER

ROOM = LARGEST * 2**30
"""A level's room in a folded weight, whatever is added up."""

Label = tuple[Kind, Key]


class Pool:
    """People whose options are no network; ``mentors`` are theirs."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.mentors: set[Key] = set()
        self.columns = Columns(book)
        self._mending = Mending(self.columns)
        self._dirty: set[int] = set()
        self._everyone = False
        self._untuned: dict[int, None] = {}
        self._total: Vector | None = None
        self._bound: Vector | None = None

    @property
    def mentees(self) -> Mapping[Key, int]:
        """Who is here, with their rows."""
        return self.columns.people.of

    @property
    def fold(self) -> Fold:
        """How prices are folded when they are shown."""
        return Fold([ROOM] * len(self.book.levels))

    def chosen(self) -> dict[Key, Place]:
        """Return who is served, and where."""
        columns = self.columns
        served = np.flatnonzero(columns.holds[:, 0] >= 0).tolist()
        places = ((columns.people.key[row], columns.place(row)) for row in served)
        return {mentee: place for mentee, place in places if place is not None}

    def place_of(self, mentee: Key) -> Place | None:
        """Return where a mentee is served."""
        return self.columns.place(self.columns.people.of[mentee])

    def total(self) -> Vector:
        """Return what the set adds up to by level."""
        if self._total is None:
            self._total = self._mending.total()
        return self._total

    def bound(self) -> Vector:
        """Return what no set passes, by level."""
        if self._bound is None:
            self._bound = bounding.bound(self.columns)
        return self._bound

    def surpluses(self) -> dict[Key, Vector]:
        """Return by mentee what is left to them above prices."""
        rows = self.columns.people.of
        amounts = self.columns.surplus.tolist()
        return {mentee: tuple(amounts[row]) for mentee, row in rows.items()}

    def price(self, label: Label) -> Vector | None:
        """Return the price of a label, None where nobody here can use it."""
        row = self.columns.label(*label)
        return None if row is None else tuple(self.columns.price[row].tolist())

    # -- mentors --------------------------------------------------------------------------------

    def add_mentor(self, mentor: Key) -> None:
        """Let a mentor in, without pairs."""
        self.mentors.add(mentor)
        row = self.columns.add_mentor(mentor)
        self._mending.stale()
        self._untuned[row] = None

    def remove_mentor(self, mentor: Key) -> None:
        """Let a mentor go, with all pairs."""
        columns = self.columns
        self.mentors.remove(mentor)
        row = columns.labels.of["mentor", mentor]
        held = np.flatnonzero(columns.holds[:, 0] == row).tolist()
        for mentee in held:
            self._mending.release(mentee)
        self._mending.loosen(held)
        self._dirty.update(columns.drop_pairs(mentor).tolist())
        columns.drop_mentor(mentor)
        self._mending.stale()
        self._untuned.pop(row, None)

    def recoach(self, mentor: Key) -> None:
        """Take in that what a mentor's coaches add is another amount."""
        columns = self.columns
        columns.write_coaches(mentor)
        row = columns.labels.of["mentor", mentor]
        self._dirty.update(columns.of_mentor(row)[0].tolist())
        held = np.flatnonzero(columns.holds[:, 0] == row).tolist()
        for mentee in held:
            columns.weight[mentee] = columns.find(mentee, columns.holds[mentee, :3].tolist())
        self._mending.loosen(held)
        self._mending.stale()

    def limit(self, label: Label) -> None:
        """Take in that a capacity changed."""
        columns = self.columns
        row = columns.label(*label)
        if row is None:
            return
        before = int(columns.free[row])
        columns.limit(row)
        if columns.free[row] == before:
            return
        self._mending.stale()
        if columns.free[row] == UNLIMITED:
            columns.price[row] = 0
            self._everyone = True
        else:
            self._untuned[row] = None
            self._mending.evict(row, KINDS.index(label[0]))

    # -- mentees --------------------------------------------------------------------------------

    def add(self, mentee: Key) -> None:
        """Let a mentee in."""
        self._write(mentee)

    def enter(self, mentee: Key, place: Place | None) -> None:
        """Let a mentee in who has a place already, if it can be kept."""
        row = self._write(mentee)
        labels = None if place is None else self.columns.rows_of(place)
        if labels is not None:
            self._mending.place([(row, labels)])

    def forget(self, mentee: Key) -> None:
        """Let a mentee go."""
        row = self.columns.people.of[mentee]
        self._mending.forget(row)
        self._dirty.discard(row)
        self.columns.drop(mentee)
        if not self.mentees:
            self.columns.price[:] = 0  # nothing crosses any more: no price is left to prove

    def reweigh(self, mentees: Iterable[Key]) -> None:
        """Take in that options of mentees changed."""
        for mentee in ordered(mentees):
            self._write(mentee)

    def add_pairs(self, mentor: Key, mentees: Iterable[Key]) -> None:
        """Take in new pairs of a mentor with mentees who are here."""
        self._dirty.update([self.columns.add_pair(mentee, mentor) for mentee in ordered(mentees)])

    def _write(self, mentee: Key) -> int:
        columns = self.columns
        row = columns.write(mentee)
        if columns.holds[row, 0] >= 0:
            heft = columns.find(row, columns.holds[row, :3].tolist())
            if heft == NEVER:
                self._mending.release(row)
            else:
                columns.weight[row] = heft
        self._dirty.add(row)
        self._mending.loosen([row])
        return row

    # -- the end of an event ----------------------------------------------------------------------

    def mend(self) -> None:
        """Let in who gains, and bound anew what changed."""
        self._mending.mend()
        self._reprice()
        self._total = self._bound = None

    def _reprice(self) -> None:
        columns = self.columns
        who = np.flatnonzero(columns.live)
        if not self._everyone:
            who = np.array(sorted(self._dirty), dtype=np.int64)
            who = who[columns.live[who]] if len(who) else who
        if len(who):
            bounding.refresh(columns, who)
        for label in self._untuned:
            bounding.tune(columns, label)
        self._dirty, self._everyone, self._untuned = set(), False, {}

    # -- proofs ---------------------------------------------------------------------------------

    def set_price(self, label: Label, price: Vector) -> None:
        """Give a label a price; one that has no limit has none."""
        row = self.columns.label(*label)
        if row is not None and self.columns.free[row] < UNLIMITED:
            self.columns.price[row] = bounding.capped(price)
            self._everyone = True

    def take_prices(self, prices: Mapping[Label, Vector], shut: Iterable[Label]) -> None:
        """Take other prices for some labels, when they bound better.

        Those ``shut`` when prices were found get one here if they are open now.
        """
        columns = self.columns
        bound, price, surplus = self.bound(), columns.price.copy(), columns.surplus.copy()
        for label, amount in prices.items():
            self.set_price(label, amount)
        rows = [row for label in shut if (row := columns.label(*label)) is not None]
        self._untuned.update({row: None for row in sorted(rows) if columns.free[row] > 0})
        self._reprice()
        self._bound = None
        if self.bound() > bound:
            columns.price[:], columns.surplus[:] = price, surplus
            self._bound = bound

    def take_proven(self, chosen: Mapping[Key, Place]) -> None:
        """Take a set that is the best there is."""
        self._mending.restart(self._rows(chosen))
        self._total = None

    def take_set(self, chosen: Mapping[Key, Place]) -> None:
        """Take a set as far as it is possible still, when it weighs more than the one there is."""
        mending = self._mending
        before, held, others = self.total(), mending.held(), self.chosen()
        mending.restart([*self._rows(chosen), *self._rows(others)])
        mending.mend()
        self._total = None
        if self.total() < before:
            mending.go_back(held)
            self._total = before

    def _rows(self, chosen: Mapping[Key, Place]) -> list[tuple[int, tuple[int, int, int]]]:
        rows, columns = self.columns.people.of, self.columns
        return [
            (rows[mentee], labels)
            for mentee in ordered(chosen)
            if mentee in rows and (labels := columns.rows_of(chosen[mentee])) is not None
        ]

    # -- copies ---------------------------------------------------------------------------------

    def widen(self, level: int) -> None:
        """Take in a level that came in at a place; everything is worth 0 there so far."""
        self.columns.widen(level)
        self._mending.stale()
        self._everyone = True
        self._total = self._bound = None

    def copy(self, book: Book) -> Pool:
        """Return the same pool, apart, over another copy of the book."""
        other = Pool.__new__(Pool)
        other.book, other.mentors = book, set(self.mentors)
        other.columns = self.columns.copy(book)
        other._mending = self._mending.copy(other.columns)  # noqa: SLF001 - of the same class
        other._dirty, other._everyone = set(self._dirty), self._everyone  # noqa: SLF001 - of the same class
        other._untuned = dict(self._untuned)  # noqa: SLF001 - of the same class
        other._total, other._bound = self._total, self._bound  # noqa: SLF001 - of the same class
        return other
