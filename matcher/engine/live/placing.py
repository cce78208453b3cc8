"""Who is where: the network for what nests, the pool for what crosses, and the way between.

Coaches, projects and promotors that people can use together make a region. A region in which
somebody's options cross is in the pool, with all its people, until a proof finds it untangled.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matcher.engine.live.book import Book, ordered
from matcher.engine.live.export import export
from matcher.engine.live.facts import (
    Fixed,
    Key,
    Kind,
    MenteeFacts,
    MentorFacts,
    Place,
    Points,
    Shown,
)
from matcher.engine.live.keyed import KeyedNetwork
from matcher.engine.live.levels import Fold, Vector
from matcher.engine.live.marks import Marks
from matcher.engine.live.parting import count_options, part_of, shut_labels
from matcher.engine.live.pool import Pool
from matcher.engine.live.proving import Proof, Proving
from matcher.engine.live.regions import Node, Regions

LISTED = 50_000
"""More options than this are read from columns when they are solved apart: to list one takes some
microseconds, all in the caller's thread."""


class Placing:
    """Keeps the book, the network and the pool in step; what it is given is checked.

    After all that an event changes comes `mend`.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._network = KeyedNetwork(book)
        self._pool = Pool(book)
        self._regions = Regions()
        self._tangled, self._homes = Marks(), Marks()
        self._touched: set[Node] = set()
        self._revision = 0

    def mend(self) -> None:
        """End an event: let in who gains by it where families cross, and bound the set anew."""
        self._pool.mend()

    # -- places -----------------------------------------------------------------------------------

    def know(self, kind: Kind, key: Key) -> None:
        """Add a coach, project or promotor that is new, without limit."""
        if kind == "project" and key not in self._book.promotor_of:
            self.add_project(key, None)
        elif kind != "mentor" and key not in self._book.limits[kind]:
            self._book.limits[kind][key] = None
            self._network.add_place(kind, key)

    def add_project(self, key: Key, promotor: Key | None) -> None:
        """Add a project without limit."""
        if promotor is not None:
            self.know("promotor", promotor)
        self._book.promotor_of[key] = promotor
        self._book.limits["project"][key] = None
        self._network.add_place("project", key)

    def limit(self, kind: Kind, key: Key) -> None:
        """Take in a capacity that changed in the book."""
        self._revision += 1
        if kind == "mentor":
            self._mark("mentor", key, self._book.home(key), crossing=self._book.tangled_mentor(key))
            self._sort()
        if kind != "mentor" or key in self._network.mentors.of:
            self._network.limit(kind, key)
        node = self._book.home(key) if kind == "mentor" else (kind, key)
        if self._pooled(node):
            self._pool.limit((kind, key))
            self._touch([node])

    def open(self, *, priority: int | None = None, name: str | None = None) -> None:
        """Make sure that a class or level is there."""
        level = self._book.levels.open(priority=priority, name=name)
        if level is not None:
            self._network.flow.widen(level)
            self._pool.widen(level)

    # -- people -----------------------------------------------------------------------------------

    def arrive(self, key: Key, facts: MenteeFacts) -> None:
        """Let a mentee in."""
        self._revision += 1
        self._book.welcome(key, facts)
        self._tie(key, ())
        self._sort()
        if self._with_pool(key):
            self._pool.add(key)
        else:
            self._network.add_mentee(key)
        self._touch(facts.homes)

    def depart(self, key: Key) -> MenteeFacts:
        """Let a mentee go; return who they were."""
        self._revision += 1
        facts = self._book.mentees[key]
        self._touch(facts.homes)
        if key in self._pool.mentees:
            self._pool.forget(key)
        else:
            self._network.remove_mentee(key)
        self._regions.remove(facts.homes)
        self._tangled.drop(("mentee", key))
        return self._book.farewell(key)

    def come(self, key: Key, facts: MentorFacts, points: dict[Key, Points]) -> None:
        """Let a mentor in, with pairs."""
        self._revision += 1
        for coach in facts.all_coaches:
            self.know("coach", coach)
        for project in facts.projects:
            self.know("project", project)
        self._book.let_in(key, facts)
        self._regions.add(self._book.nodes(key))
        for mentee, amount in points.items():
            tied = tuple(self._book.mentees[mentee].homes)
            self._book.join(mentee, key, amount)
            self._tie(mentee, tied)
        home = self._book.home(key)
        self._mark("mentor", key, home, crossing=self._book.tangled_mentor(key))
        pooled = self._pooled(home)
        if pooled:
            self._to_pool(key)
            self._pool.add_pairs(key, points.keys() & self._pool.mentees.keys())
        self._sort()
        if pooled:
            for mentee in ordered(points.keys() & self._network.mentees.of.keys()):
                self._network.remove_mentee(mentee)
                self._pool.add(mentee)
        else:
            self._network.add_mentor(key)
        self._touch([home])

    def go(self, key: Key) -> tuple[MentorFacts, dict[Key, Points]]:
        """Let a mentor go, with all pairs; return who they were, and the pairs."""
        self._revision += 1
        facts = self._book.mentors[key]
        self._touch([self._book.home(key)])
        pooled = key in self._pool.mentors
        if not pooled:
            self._network.remove_mentor(key)
        points: dict[Key, Points] = {}
        for mentee in ordered(facts.mentees):
            tied = tuple(self._book.mentees[mentee].homes)
            points[mentee] = self._book.part(mentee, key)
            self._tie(mentee, tied)
        self._regions.remove(self._book.nodes(key))
        self._tangled.drop(("mentor", key))
        if pooled:
            self._from_pool(key)
            self._release(points)
        self._book.let_go(key)
        return facts, points

    def pair(self, mentee: Key, mentor: Key, points: Points | None) -> None:
        """Change a pair, or let it come or go."""
        self._revision += 1
        facts = self._book.mentees[mentee]
        self._touch(facts.homes)
        tied = tuple(facts.homes)
        if mentor in facts.pairs:
            self._book.part(mentee, mentor)
        if points is not None:
            self._book.join(mentee, mentor, points)
        self._tie(mentee, tied)
        self._sort()
        if mentee in self._pool.mentees:
            self._pool.reweigh([mentee])
            self._release([mentee])
        elif mentor in self._pool.mentors:
            self._network.remove_mentee(mentee)
            self._pool.add(mentee)
        else:
            self._network.change_pair(mentee, mentor)
        self._touch(facts.homes)

    def _release(self, mentees: Iterable[Key]) -> None:
        """Let mentees who can have nobody any more wait outside the pool."""
        for mentee in ordered(mentees):
            if not self._book.mentees[mentee].pairs:
                self._pool.forget(mentee)
                self._network.add_mentee(mentee)

    # -- what people decided ------------------------------------------------------------------------

    def fix(self, mentee: Key, place: Place, points: int) -> None:
        """Take a duo out of play; it keeps its places."""
        self._book.fixed[mentee] = Fixed(place, points, self.depart(mentee))
        self._hold(place, 1)

    def unfix(self, mentee: Key) -> MenteeFacts:
        """Give back the places of a fixed duo; return who the mentee is."""
        fixed = self._book.fixed.pop(mentee)
        self._hold(fixed.place, -1)
        return fixed.facts

    def _hold(self, place: Place, units: int) -> None:
        book = self._book
        for label in book.labels(place):
            book.fixed_at[label] = book.fixed_at.get(label, 0) + units
            if not book.fixed_at[label]:
                del book.fixed_at[label]
        helper = book.mentors[place.mentor]
        bound = (place.coach,) if book.fixed_at.get(("mentor", place.mentor)) else ()
        if book.one_coach and len(helper.all_coaches) > 1 and helper.bound != bound:
            facts, points = self.go(place.mentor)
            facts.bind(bound)
            self.come(place.mentor, facts, points)
        for kind, key in book.labels(place):
            self.limit(kind, key)

    def show(self, mentee: Key, shown: Shown) -> None:
        """Take in what a mentee was shown."""
        self._book.shown[mentee] = (*self._book.shown.get(mentee, ()), shown)
        self._follow(shown.mentor, shown.coach, 1)
        self._reweigh(mentee)

    def unshow(self, mentee: Key) -> None:
        """Forget what a mentee was shown."""
        for shown in self._book.shown.pop(mentee):
            self._follow(shown.mentor, shown.coach, -1)
        self._reweigh(mentee)

    def _follow(self, mentor: Key, coach: Key | None, units: int) -> None:
        if coach is None:
            return
        followed = self._book.followed
        before = followed.get((mentor, coach), 0)
        followed[mentor, coach] = before + units
        if not followed[mentor, coach]:
            del followed[mentor, coach]
        if bool(before) == bool(before + units) or mentor not in self._book.mentors:
            return
        if coach not in self._book.mentors[mentor].coaches:
            return
        self._revision += 1
        if mentor in self._pool.mentors:
            self._pool.recoach(mentor)
        else:
            self._network.change_coach(mentor, coach)
        self._touch([self._book.home(mentor)])

    def _reweigh(self, mentee: Key) -> None:
        if mentee not in self._book.mentees:
            return
        self._revision += 1
        if mentee in self._pool.mentees:
            self._pool.reweigh([mentee])
        else:
            self._network.change_mentee(mentee)
        self._touch(self._book.mentees[mentee].homes)

    # -- what is best ---------------------------------------------------------------------------------

    @property
    def fold(self) -> Fold:
        """How prices are folded."""
        return self._pool.fold

    @property
    def pooled(self) -> bool:
        """Whether anybody is in the pool."""
        return bool(self._pool.mentees)

    def chosen(self) -> dict[Key, Place]:
        """Return who is served, and where."""
        return {**self._network.chosen(), **self._pool.chosen()}

    def place_of(self, mentee: Key) -> Place | None:
        """Return where a mentee is served."""
        if mentee in self._pool.mentees:
            return self._pool.place_of(mentee)
        return self._network.place_of(mentee)

    def total(self) -> Vector:
        """Return what the set reaches, by level."""
        return self._plus(self._pool.total())

    def bound(self) -> Vector:
        """Return what no set passes."""
        return self._plus(self._pool.bound() if self._touched else self._pool.total())

    def _plus(self, pooled: Vector) -> Vector:
        flow = self._network.total().tolist()
        return tuple(a + b for a, b in zip(flow, pooled, strict=True))

    def prices(self) -> dict[str, dict[Key, int]]:
        """Return a price for each capacity that has one, and for each mentee."""
        fold, network = self.fold, self._network
        found: dict[str, dict[Key, int]] = {"mentee": {}}
        for mentee in network.mentees.of:
            found["mentee"][mentee] = fold.fold(network.profit(mentee).tolist())
        left = self._pool.surpluses()
        found["mentee"] |= {mentee: fold.fold(amounts) for mentee, amounts in left.items()}
        for kind, limits in self._book.limits.items():
            found[kind] = {}
            for key in limits:
                pooled = self._pool.price((kind, key))
                if pooled is not None:
                    found[kind][key] = fold.fold(pooled)
                elif kind != "mentor" or key in network.mentors.of:
                    found[kind][key] = fold.fold(network.price(kind, key).tolist())
                else:
                    found[kind][key] = 0
        return found

    def regret(self, mentee: Key) -> dict[Key, Vector] | None:
        """Return by mentor what giving them this mentee costs; None in the pool."""
        if mentee in self._pool.mentees:
            return None
        found = self._network.regret(mentee)
        return {mentor: tuple(cost.tolist()) for mentor, cost in found.items()}

    # -- proving ----------------------------------------------------------------------------------

    def proving(self) -> Proving | None:
        """Return the regions of the pool that something happened in since they were proven."""
        if not self._touched:
            return None
        roots = {self._regions.root(node) for node in self._touched}
        people = [e for e in self._pool.mentees if self._root_of(e) in roots]
        columns = self._pool.columns
        who = np.array([columns.people.of[mentee] for mentee in people], dtype=np.int64)
        many = count_options(columns, who) > LISTED
        problem = part_of(columns, people) if many else export(self._book, people)
        names = tuple(self._book.levels.names)
        return Proving(self._revision, names, problem, shut_labels(columns))

    def adopt(self, proof: Proof) -> None:
        """Take in a proof; what happened since keeps its set and bound."""
        pool = self._pool
        pool.take_prices(proof.prices, proof.shut)
        if proof.optimal and proof.revision == self._revision:
            stays = {e: at for e, at in pool.chosen().items() if e not in proof.mentees}
            pool.take_proven({**stays, **proof.chosen})
            self._touched = set()
            self._untangle()
            pool.mend()
        else:
            pool.take_set(proof.chosen)

    def _untangle(self) -> None:
        """Move people of regions in which nothing crosses any more from the pool to the network."""
        roots = {self._regions.root(node) for node in self._tangled.nodes}
        mentors = [
            m for m in ordered(self._pool.mentors) if self._root(self._book.home(m)) not in roots
        ]
        if not mentors:
            return
        mentees = [e for e in ordered(self._pool.mentees) if self._root_of(e) not in roots]
        for mentee in mentees:
            self._pool.forget(mentee)
        for mentor in mentors:
            self._from_pool(mentor)
            self._network.add_mentor(mentor)
        for mentee in mentees:
            self._network.add_mentee(mentee)

    # -- copies -----------------------------------------------------------------------------------

    def copy(self, book: Book) -> Placing:
        """Return the same placing, apart, over another copy of the book."""
        other = Placing.__new__(Placing)
        other._book = book  # noqa: SLF001 - of the same class, as all below
        other._network = self._network.copy(book)  # noqa: SLF001
        other._pool = self._pool.copy(book)  # noqa: SLF001
        other._regions = self._regions.copy()  # noqa: SLF001
        other._tangled, other._homes = self._tangled.copy(), self._homes.copy()  # noqa: SLF001
        other._touched = set(self._touched)  # noqa: SLF001
        other._revision = self._revision  # noqa: SLF001
        return other

    # -- regions ----------------------------------------------------------------------------------

    def _tie(self, mentee: Key, before: tuple[Node, ...]) -> None:
        """Tie together what a mentee's mentors need; ``before`` was tied before."""
        facts = self._book.mentees[mentee]
        after = tuple(facts.homes)
        if before != after:
            self._regions.remove(before)
            self._regions.add(after)
        self._mark("mentee", mentee, after[0] if after else None, crossing=facts.tangled)

    def _mark(self, kind: str, key: Key, node: Node, *, crossing: bool) -> None:
        if crossing:
            self._tangled.put((kind, key), node)
        else:
            self._tangled.drop((kind, key))

    def _to_pool(self, mentor: Key) -> None:
        self._pool.add_mentor(mentor)
        self._homes.put(mentor, self._book.home(mentor))

    def _from_pool(self, mentor: Key) -> None:
        self._pool.remove_mentor(mentor)
        self._homes.drop(mentor)

    def _root(self, node: Node) -> Node:
        return self._regions.root(node)

    def _root_of(self, mentee: Key) -> Node:
        homes = self._book.mentees[mentee].homes
        return self._root(next(iter(homes))) if homes else None

    def _roots(self) -> set[Node]:
        """Return the regions that belong in the pool."""
        return {self._root(node) for node in {*self._homes.nodes, *self._tangled.nodes}}

    def _pooled(self, node: Node) -> bool:
        return bool(self._tangled or self._pool.mentors) and self._root(node) in self._roots()

    def _with_pool(self, mentee: Key) -> bool:
        return any(mentor in self._pool.mentors for mentor in self._book.mentees[mentee].pairs)

    def _touch(self, nodes: Iterable[Node]) -> None:
        """Note where the pool is no longer proven."""
        if self._pool.mentors:
            roots = self._roots()
            self._touched.update(node for node in nodes if self._root(node) in roots)

    def _labels(self, mentors: Iterable[Key]) -> set[tuple[Kind, Key]]:
        """Return every capacity that duos of some mentors use."""
        found: set[tuple[Kind, Key]] = set()
        for mentor in mentors:
            facts = self._book.mentors[mentor]
            for coach in facts.all_coaches:
                for project in facts.projects:
                    found.update(self._book.labels(Place(mentor, coach, project)))
        return found

    def _sort(self) -> None:
        """Move the people of regions that now cross from the network to the pool."""
        if not self._tangled and not self._pool.mentors:
            return
        roots = self._roots()
        network, pool = self._network, self._pool
        mentors = ordered(m for m in network.mentors.of if self._root(self._book.home(m)) in roots)
        if not mentors:
            return
        moving = {e for m in mentors for e in self._book.mentors[m].mentees}
        mentees = ordered(moving & network.mentees.of.keys())
        places = network.chosen()
        prices = {
            (kind, key): network.price(kind, key).tolist()
            for kind, key in self._labels(mentors)
            if kind != "mentor" or key in network.mentors.of
        }
        for mentee in mentees:
            network.remove_mentee(mentee)
        for mentor in mentors:
            network.remove_mentor(mentor)
            self._to_pool(mentor)
        for label, price in prices.items():
            pool.set_price(label, tuple(price))
        for mentee in mentees:
            pool.enter(mentee, places.get(mentee))
        self._touched.update(self._book.home(mentor) for mentor in mentors)
