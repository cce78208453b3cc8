"""The network by the keys of its people and places, at the costs that the book gives."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matcher.engine.live.book import Book, ordered
from matcher.engine.live.facts import Key, Kind, Place
from matcher.engine.live.graph import UNLIMITED
from matcher.engine.live.network import LiveNetwork
from matcher.engine.live.people import Gate
from matcher.engine.problem.arrays import IntArray


class Numbers:
    """A number for each key, free again when the key goes."""

    def __init__(self) -> None:
        self.of: dict[Key, int] = {}
        self.key: dict[int, Key] = {}
        self._free: list[int] = []

    def add(self, key: Key) -> int:
        """Give a key a number."""
        number = self._free.pop() if self._free else len(self.of)
        self.of[key], self.key[number] = number, key
        return number

    def remove(self, key: Key) -> int:
        """Take a key's number back."""
        number = self.of.pop(key)
        del self.key[number]
        self._free.append(number)
        return number

    def copy(self) -> Numbers:
        """Return the same numbers, apart."""
        other = Numbers()
        other.of, other.key = dict(self.of), dict(self.key)
        other._free = list(self._free)
        return other


class KeyedNetwork:
    """A `LiveNetwork` that reads what it needs in a `Book`."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.flow = LiveNetwork(len(book.levels))
        self.mentees, self.mentors = Numbers(), Numbers()
        self._gates: dict[Kind, Numbers] = {
            "coach": Numbers(),
            "project": Numbers(),
            "promotor": Numbers(),
        }

    # -- events -------------------------------------------------------------------------------

    def add_place(self, kind: Kind, key: Key) -> None:
        """Add a coach, project or promotor without limit."""
        number = self._gates[kind].add(key)
        if kind == "coach":
            self.flow.add_coach(number)
        elif kind == "promotor":
            self.flow.add_promotor(number)
        else:
            promotor = self.book.promotor_of[key]
            owner = None if promotor is None else self._gates["promotor"].of[promotor]
            self.flow.add_project(number, owner)

    def limit(self, kind: Kind, key: Key) -> None:
        """Take in that a capacity changed."""
        free = self.book.free(kind, key)
        self.flow.set_capacity(self._arc(kind, key), UNLIMITED if free is None else free)

    def add_mentee(self, key: Key) -> None:
        """Let a mentee arrive."""
        projects, mentors, points = self._pairs(key)
        number = self.mentees.add(key)
        cost = self._cost(key, projects, mentors, points)
        self.flow.add_mentee(number, self._projects(projects), self._mentors(mentors), cost)

    def remove_mentee(self, key: Key) -> None:
        """Let a mentee leave."""
        self.flow.remove_mentee(self.mentees.remove(key))

    def change_mentee(self, key: Key) -> None:
        """Take in that what a mentee can have or what it is worth changed."""
        self.remove_mentee(key)
        self.add_mentee(key)

    def change_pair(self, mentee: Key, mentor: Key) -> None:
        """Take in that one pair of a mentee changed, came or went."""
        facts = self.book.mentees[mentee]
        number, other = self.mentees.of[mentee], self.mentors.of[mentor]
        person = self.flow.people[number]
        found = self.book.regular(facts, mentor) if mentor in facts.pairs else None
        had = other in person.mentors
        if found is None or not found[0]:
            if had:
                self.flow.remove_pair(number, other)
            return
        projects = ordered(found[0])
        if not self._same(projects, person.projects):
            self.change_mentee(mentee)
            return
        cost = self._pair_cost(mentee, projects, mentor, found[1])
        if had:
            self.flow.set_cost(number, other, cost)
        else:
            self.flow.add_pair(number, other, cost)

    def add_mentor(self, key: Key) -> None:
        """Let a mentor come, with the pairs of mentees who are here."""
        number = self.mentors.add(key)
        facts = self.book.mentors[key]
        coaches = ordered(facts.coaches)
        cost = [-self.book.coach_worth(key, coach) for coach in coaches]
        of_coach = self._gates["coach"].of
        self.flow.add_mentor(
            number,
            np.array([of_coach[coach] for coach in coaches], dtype=np.int64),
            np.array(cost, dtype=np.int64).reshape(len(cost), len(self.book.levels)),
        )
        joined: list[int] = []
        costs: list[IntArray] = []
        later: list[Key] = []
        single: list[tuple[Key, Key, int]] = []
        for mentee in ordered(facts.mentees & self.mentees.of.keys()):
            found = self.book.regular(self.book.mentees[mentee], key)
            if found is None or not found[0]:
                continue
            projects, person = ordered(found[0]), self.flow.people[self.mentees.of[mentee]]
            if not self._same(projects, person.projects):
                later.append(mentee)
                continue
            if len(projects) == 1:
                # most have one project: their costs are made all at once
                single.append((mentee, projects[0], found[1]))
                continue
            joined.append(self.mentees.of[mentee])
            costs.append(self._pair_cost(mentee, projects, key, found[1]))
        costs.extend(-self.book.mentor_worth(key, single)[:, None])
        joined.extend(self.mentees.of[mentee] for mentee, _, _ in single)
        self.flow.add_pairs(number, np.array(joined, dtype=np.int64), costs)
        self.limit("mentor", key)
        for mentee in later:
            self.change_mentee(mentee)

    def remove_mentor(self, key: Key) -> None:
        """Let a mentor leave, and lose every pair."""
        here = ordered(self.book.mentors[key].mentees & self.mentees.of.keys())
        self.flow.remove_mentor(self.mentors.remove(key), [self.mentees.of[e] for e in here])

    def change_coach(self, mentor: Key, coach: Key) -> None:
        """Take in that what a mentor's coach is worth changed."""
        number = self._gates["coach"].of[coach]
        self.flow.set_coach_cost(
            self.mentors.of[mentor], number, -self.book.coach_worth(mentor, coach)
        )

    # -- what is best ---------------------------------------------------------------------------

    def chosen(self) -> dict[Key, Place]:
        """Return who is served, and where."""
        coach, project = self._gates["coach"].key, self._gates["project"].key
        return {
            self.mentees.key[e]: Place(self.mentors.key[m], coach[c], project[p])
            for e, m, c, p in self.flow.chosen(self._rank)
        }

    def place_of(self, key: Key) -> Place | None:
        """Return where a mentee is served."""
        found = self.flow.place_of(self.mentees.of[key], self._rank)
        if found is None:
            return None
        mentor, coach, project = found
        gates = self._gates
        return Place(
            self.mentors.key[mentor], gates["coach"].key[coach], gates["project"].key[project]
        )

    def total(self) -> IntArray:
        """Return what is reached by level, (W,)."""
        return -self.flow.total()

    def price(self, kind: Kind, key: Key) -> IntArray:
        """Return what one place more is worth at most by level, (W,)."""
        return self.flow.price(int(self._arc(kind, key)[0]))

    def profit(self, key: Key) -> IntArray:
        """Return what a mentee adds at least beyond the prices along any option, by level, (W,)."""
        return self.flow.profit(self.mentees.of[key])

    def regret(self, key: Key) -> dict[Key, IntArray]:
        """Return by mentor what giving them this mentee costs all together by level, (W,)."""
        found = self.flow.regret(self.mentees.of[key])
        return {self.mentors.key[mentor]: cost for mentor, cost in found.items()}

    def copy(self, book: Book) -> KeyedNetwork:
        """Return the same network, apart, over another copy of the book."""
        other = KeyedNetwork.__new__(KeyedNetwork)
        other.book, other.flow = book, self.flow.copy()
        other.mentees, other.mentors = self.mentees.copy(), self.mentors.copy()
        other._gates = {kind: one.copy() for kind, one in self._gates.items()}  # noqa: SLF001 - of the same class
        return other

    # -- inside ---------------------------------------------------------------------------------

    def _rank(self, mentees: list[int]) -> list[int]:
        """Return mentees in the order of their keys."""
        keys = ordered(self.mentees.key[number] for number in mentees)
        return [self.mentees.of[key] for key in keys]

    def _arc(self, kind: Kind, key: Key) -> IntArray:
        if kind == "mentor":
            return self.flow.mentors[self.mentors.of[key]].inner
        gates: dict[Kind, dict[int, Gate]] = {
            "coach": self.flow.coaches,
            "project": self.flow.projects,
            "promotor": self.flow.promotors,
        }
        return gates[kind][self._gates[kind].of[key]].arc

    def _pairs(self, mentee: Key) -> tuple[list[Key], list[Key], list[int]]:
        """Return the projects of a mentee, and the mentors here with the points."""
        book, facts = self.book, self.book.mentees[mentee]
        here = self.mentors.of
        plain = len(facts.sets) == 1 and sum(facts.sets.values()) == len(facts.pairs)
        if plain and facts.pairs.keys() <= here.keys():
            amounts = [one for one in facts.pairs.values() if isinstance(one, int)]
            if len(amounts) == len(facts.pairs):
                return ordered(next(iter(facts.sets))), list(facts.pairs), amounts
        found = [(m, book.regular(facts, m)) for m in facts.pairs if m in here]
        pairs = [(mentor, one) for mentor, one in found if one is not None and one[0]]
        projects = ordered(pairs[0][1][0]) if pairs else []
        return projects, [mentor for mentor, _ in pairs], [points for _, (_, points) in pairs]

    def _cost(
        self, mentee: Key, projects: Iterable[Key], mentors: list[Key], points: list[int]
    ) -> IntArray:
        """Return what options cost, (P, M, W)."""
        by_project = np.array([self.book.project_worth(mentee, p) for p in projects])
        by_project = by_project.reshape(-1, 1, len(self.book.levels))
        return -(by_project + self.book.pairs_worth(mentee, mentors, points)[None])

    def _pair_cost(self, mentee: Key, projects: list[Key], mentor: Key, points: int) -> IntArray:
        """Return what one pair costs, (P, W)."""
        pair = self.book.pair_worth(mentee, mentor, points)
        return -np.array([pair + self.book.project_worth(mentee, p) for p in projects])

    def _same(self, projects: list[Key], numbers: IntArray) -> bool:
        of = self._gates["project"].of
        return bool([of[key] for key in projects] == numbers.tolist())

    def _projects(self, keys: list[Key]) -> IntArray:
        return np.array([self._gates["project"].of[key] for key in keys], dtype=np.int64)

    def _mentors(self, keys: list[Key]) -> IntArray:
        return np.array([self.mentors.of[key] for key in keys], dtype=np.int64)
