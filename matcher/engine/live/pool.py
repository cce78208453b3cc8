"""Where families cross: a feasible set with a bound at once, the best set when it is asked for.

Prices of an earlier proof stay prices: whatever they are, Σ price × places + Σ what each mentee's best
option is worth above the prices along it bounds every set (weak duality). Events change few of these
terms. The set itself is mended near the event: who arrives takes a free place or one whose holder
costs less, a place that comes free goes to who gains most.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from matcher.engine.live.book import Book, ordered
from matcher.engine.live.facts import Key, Kind, Place
from matcher.engine.live.levels import LARGEST, Fold

ROOM = LARGEST * 2**30
"""A level's room in a folded weight, whatever is added up."""

Label = tuple[Kind, Key]


@dataclass(slots=True)
class Pool:
    """People whose options are no network; ``price`` by label and ``surplus`` by mentee, folded."""

    book: Book
    mentees: set[Key] = field(default_factory=set)
    mentors: set[Key] = field(default_factory=set)
    chosen: dict[Key, Place] = field(default_factory=dict)
    price: dict[Label, int] = field(default_factory=dict)
    surplus: dict[Key, int] = field(default_factory=dict)
    weight: dict[Key, dict[Place, int]] = field(default_factory=dict)
    holders: dict[Label, set[Key]] = field(default_factory=dict)

    @property
    def fold(self) -> Fold:
        """How weights are folded."""
        return Fold([ROOM] * len(self.book.levels))

    def total(self) -> int:
        """Return the folded weight of the set."""
        return sum(self.weight[mentee][place] for mentee, place in self.chosen.items())

    def bound(self) -> int:
        """Return the folded weight that no set passes."""
        total = sum(self.surplus.values())
        for (kind, key), price in self.price.items():
            free = self.book.free(kind, key)
            if price and free is not None:
                total += price * free
        return total

    # -- events -------------------------------------------------------------------------------

    def add(self, mentee: Key) -> None:
        """Let a mentee in."""
        self.mentees.add(mentee)
        self.weigh(mentee)
        self.insert(mentee)

    def enter(self, mentee: Key, place: Place | None) -> None:
        """Let a mentee in who has a place already, if it can be kept, or none."""
        self.mentees.add(mentee)
        self.weigh(mentee)
        if place is not None and place in self.weight[mentee] and not self._blocked(place):
            self._take(mentee, place)

    def forget(self, mentee: Key) -> None:
        """Let a mentee go, and nobody into the place."""
        self.mentees.remove(mentee)
        self._release(mentee, self.chosen.pop(mentee, None))
        del self.weight[mentee], self.surplus[mentee]
        if not self.mentees:
            self.price.clear()

    def remove(self, mentee: Key) -> None:
        """Let a mentee go, and whoever gains most into the place."""
        self.forget(mentee)
        self.fill()

    def reweigh(self, mentees: Iterable[Key]) -> None:
        """Take in that options of mentees changed."""
        for mentee in ordered(mentees):
            self.weigh(mentee)
            place = self.chosen.get(mentee)
            if place is not None and place not in self.weight[mentee]:
                self._release(mentee, self.chosen.pop(mentee))
            self._improve(mentee)
        self.fill()

    def limit(self, label: Label) -> None:
        """Take in that a capacity changed."""
        free = self.book.free(*label)
        if free is None:
            self.price.pop(label, None)
        for mentee in self.mentees:
            self._surplus(mentee)
        out: list[Key] = []
        held = self.holders.get(label, set())
        while free is not None and len(held) > free:
            least = min(ordered(held), key=lambda e: self.weight[e][self.chosen[e]])
            self._release(least, self.chosen.pop(least))
            out.append(least)
        for mentee in out:
            self.insert(mentee)
        self.fill()

    def reprice(self, price: dict[Label, int]) -> None:
        """Take other prices, when they bound better."""
        before, kept = self.bound(), self.price
        self.price = price
        for mentee in self.mentees:
            self._surplus(mentee)
        if self.bound() > before:
            self.price = kept
            for mentee in self.mentees:
                self._surplus(mentee)

    def adopt(self, chosen: dict[Key, Place]) -> None:
        """Take another set, as far as it is still possible, when it weighs more."""
        before, total = dict(self.chosen), self.total()
        self._restart({})
        for mentee in ordered(chosen):
            place = chosen[mentee]
            here = mentee in self.mentees and place in self.weight[mentee]
            if here and not self._blocked(place):
                self._take(mentee, place)
        self.fill()
        if self.total() < total:
            self._restart(before)

    def widen(self, level: int) -> None:
        """Take in a level that came in at a place; everything is worth 0 there so far."""
        after = self.fold
        before = Fold([ROOM] * (len(self.book.levels) - 1))

        def wider(price: int) -> int:
            vector = list(before.unfold(price))
            return after.fold([*vector[:level], 0, *vector[level:]])

        self.price = {label: wider(price) for label, price in self.price.items()}
        for mentee in self.mentees:
            self.weigh(mentee)

    def copy(self, book: Book) -> Pool:
        """Return the same pool, apart, over another copy of the book."""
        return Pool(
            book=book,
            mentees=set(self.mentees),
            mentors=set(self.mentors),
            chosen=dict(self.chosen),
            price=dict(self.price),
            surplus=dict(self.surplus),
            weight={mentee: dict(one) for mentee, one in self.weight.items()},
            holders={label: set(one) for label, one in self.holders.items()},
        )

    # -- inside -------------------------------------------------------------------------------

    def weigh(self, mentee: Key) -> None:
        """Work out what a mentee's options weigh."""
        fold, book = self.fold, self.book
        found = {
            place: fold.fold(book.worth(mentee, place, points).tolist())
            for place, points in book.places(mentee)
        }
        self.weight[mentee] = {place: weight for place, weight in found.items() if weight > 0}
        self._surplus(mentee)

    def _surplus(self, mentee: Key) -> None:
        price, book = self.price, self.book
        self.surplus[mentee] = max(
            (
                weight - sum(price.get(label, 0) for label in book.labels(place))
                for place, weight in self.weight[mentee].items()
                if all(book.free(*label) != 0 for label in book.labels(place))
            ),
            default=0,
        )
        self.surplus[mentee] = max(0, self.surplus[mentee])

    def insert(self, mentee: Key) -> None:
        """Give a mentee without a place the best there is, one other moving at most."""
        best = 0
        found: tuple[Place, Key, Place | None] | None = None
        for place, weight in sorted(self.weight[mentee].items(), key=lambda one: -one[1]):
            if weight <= best:
                break
            blocked = self._blocked(place)
            if not blocked:
                best, found = weight, (place, None, None)
                continue
            for other in self._who_blocks(blocked, place):
                loss = self.weight[other][self.chosen[other]]
                back = self._elsewhere(other, mentee, place)
                gain = weight - loss + (self.weight[other][back] if back is not None else 0)
                if gain > best:
                    best, found = gain, (place, other, back)
        if found is None:
            return
        place, other, back = found
        if other is not None:
            self._release(other, self.chosen.pop(other))
        self._take(mentee, place)
        if other is not None and back is not None:
            self._take(other, back)

    def _improve(self, mentee: Key) -> None:
        """Move a mentee to where they are best, if that is free."""
        place = self.chosen.pop(mentee, None)
        self._release(mentee, place)
        self.insert(mentee)
        if place is not None and mentee not in self.chosen and not self._blocked(place):
            self._take(mentee, place)

    def fill(self) -> None:
        """Give free places to those who gain most, until nobody can have one."""
        while True:
            best, found = 0, None
            for mentee in ordered(self.mentees):
                now = self.chosen.get(mentee)
                worth = 0 if now is None else self.weight[mentee][now]
                for place, weight in self.weight[mentee].items():
                    if weight - worth > best and not self._blocked(place, mentee):
                        best, found = weight - worth, (mentee, place)
            if found is None:
                return
            mentee, place = found
            self._release(mentee, self.chosen.pop(mentee, None))
            self._take(mentee, place)

    def _blocked(self, place: Place, mover: Key = None) -> list[set[Key]]:
        """Return for each capacity that is full at a place, and for another coach, who holds it."""
        found = []
        for label in self.book.labels(place):
            free = self.book.free(*label)
            held = self.holders.get(label, set()) - {mover}
            if free is not None and len(held) >= free:
                found.append(held)
        if self.book.one_coach:
            held = self.holders.get(("mentor", place.mentor), set())
            other = {e for e in held if e != mover and self.chosen[e].coach != place.coach}
            if other:
                found.append(other)
        return found

    def _who_blocks(self, blocked: list[set[Key]], place: Place) -> list[Key]:
        """Return the single mentees without whom a place would be free."""
        both = set.intersection(*blocked)
        return [one for one in ordered(both) if not self._blocked(place, one)]

    def _elsewhere(self, mentee: Key, instead: Key, taken: Place) -> Place | None:
        """Return the best place of a mentee when another takes their own."""
        own = self.chosen.pop(mentee)
        self._release(mentee, own)
        self._take(instead, taken)
        free = (
            (weight, place)
            for place, weight in self.weight[mentee].items()
            if not self._blocked(place)
        )
        best = max(free, key=lambda one: one[0], default=None)
        self._release(instead, self.chosen.pop(instead))
        self._take(mentee, own)
        return None if best is None else best[1]

    def _take(self, mentee: Key, place: Place) -> None:
        self.chosen[mentee] = place
        for label in self.book.labels(place):
            self.holders.setdefault(label, set()).add(mentee)

    def _release(self, mentee: Key, place: Place | None) -> None:
        if place is not None:
            for label in self.book.labels(place):
                self.holders[label].discard(mentee)

    def _restart(self, chosen: dict[Key, Place]) -> None:
        self.chosen, self.holders = {}, {}
        for mentee, place in chosen.items():
            self._take(mentee, place)
