"""The flow of a programme whose families nest, kept at its optimum as it changes.

Units run from the origin over promotor, project, mentee, mentor and coach back to the origin. Who
waits is held in lanes (`matcher.engine.live.lanes`); who is served has two nodes and an arc to each
mentor allowed. After every change at most one arc is violated, and `mend` sets that right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from matcher.engine.flow.potentials import CertificateError
from matcher.engine.live.graph import (
    IN,
    NONE,
    OUT,
    PLAIN,
    UNLIMITED,
    lower_head,
    raise_tail,
    remove,
    total,
)
from matcher.engine.live.ground import FIRST_NODES, ORIGIN, Ground
from matcher.engine.live.lanes import asked, found, leave, wait
from matcher.engine.live.people import Gate, Helper, Person, Served
from matcher.engine.live.room import longer
from matcher.engine.live.search import BEHIND, FAR, SETTLED, forget, mend, search
from matcher.engine.live.seats import ask, enrol, serve, sit, stand
from matcher.engine.problem.arrays import IntArray


class LiveNetwork(Ground):
    """People and places by number, with W levels of cost each; see the module.

    Numbers of mentees and mentors are the caller's, and free to be used again when they left.
    """

    def __init__(self, levels: int) -> None:
        super().__init__(levels)
        self.people: dict[int, Person] = {}
        self.mentors: dict[int, Helper] = {}
        self.coaches: dict[int, Gate] = {}
        self.projects: dict[int, Gate] = {}
        self.promotors: dict[int, Gate] = {}
        self._at: dict[int, int] = {}
        self._into = np.full(FIRST_NODES, NONE, dtype=np.int64)

    # -- people ------------------------------------------------------------------------------

    def add_mentee(
        self, mentee: int, projects: IntArray, mentors: IntArray, cost: IntArray
    ) -> None:
        """Let a mentee arrive. ``cost`` (P, M, W), a sum of a part by project and one by mentor."""
        lanes = self._lanes_of(projects, mentors)
        members = self.take_members(lanes.size).reshape(lanes.shape)
        person = self.people[mentee] = Person(projects, mentors, members)
        if enrol(self.graph, self.lanes, members, lanes, mentee, cost):
            self._ask(mentee, person)

    def remove_mentee(self, mentee: int) -> None:
        """Let a mentee leave, wherever they are."""
        person = self.people[mentee]
        self._unplace(mentee)
        del self.people[mentee]
        self.members.give(person.members.ravel())

    def set_cost(self, mentee: int, mentor: int, cost: IntArray) -> None:
        """Change what one mentor costs a mentee, (P, W)."""
        person = self.people[mentee]
        at = int(np.flatnonzero(person.mentors == mentor)[0])
        if person.served is None:
            leave(self.graph, self.lanes, person.members[:, at])
            self.lanes.cost[person.members[:, at]] = cost
            wait(self.graph, self.lanes, person.members[:, at])
            if asked(self.graph, self.lanes, person.members[:, at]):
                leave(self.graph, self.lanes, person.members.ravel())
                self._place(mentee)
            return
        self.lanes.cost[person.members[:, at]] = cost
        arc = int(person.served.to_mentor[at])
        self.graph.cost[arc] = cost[0]
        self._fill(arc, person)

    # -- mentors -----------------------------------------------------------------------------

    def add_mentor(self, mentor: int, coaches: IntArray, coach_cost: IntArray) -> None:
        """Let a mentor come, without places and without pairs yet; ``coach_cost`` (C, W)."""
        into, out = self.add_nodes(2).tolist()
        inner = self.add_arcs([into], [out], 0, PLAIN, np.zeros((1, self.levels), dtype=np.int64))
        heads = [self.coaches[c].node for c in coaches.tolist()]
        to_coach = self.add_arcs([out] * len(heads), heads, UNLIMITED, PLAIN, coach_cost)
        self.mentors[mentor] = Helper(into, out, inner, coaches, to_coach)
        self._at[into] = mentor
        if mentor >= len(self._into):
            self._into = longer(self._into, 0, 2 * (mentor + 1), NONE)
        self._into[mentor] = into
        raise_tail(self.graph, out)
        self.graph.potential[into] = self.graph.potential[out]

    def remove_mentor(self, mentor: int, mentees: Iterable[int]) -> None:
        """Let a mentor leave, and lose every pair; ``mentees`` are all who may have one."""
        self.set_capacity(self.mentors[mentor].inner, 0)
        helper = self.mentors.pop(mentor)
        self._part_all([self.people[mentee] for mentee in mentees], mentor)
        lanes = np.array(helper.lanes, dtype=np.int64)
        arcs = self.lanes.arc[lanes]
        for arc in arcs.tolist():
            del self.lane_of[arc]
        self.lane_rows.give(lanes)
        self.drop_arcs(np.concatenate([arcs, helper.inner, helper.to_coach]))
        self.lanes.into[helper.into] = NONE
        self.nodes.give(np.array([helper.into, helper.out]))
        del self._at[helper.into]

    def add_pairs(self, mentor: int, mentees: IntArray, costs: Sequence[IntArray]) -> None:
        """Let mentees have a mentor whom they could not have before; costs (P, W) each.

        The mentor has no places at the time, so that no arc is violated when this returns.
        """
        people = [self.people[mentee] for mentee in mentees.tolist()]
        single = np.array([len(person.projects) == 1 for person in people], dtype=np.bool_)
        for at in np.flatnonzero(~single).tolist():
            self._join(people[at], int(mentees[at]), mentor, costs[at])
        rows = np.flatnonzero(single).tolist()
        if rows:
            # all at once: most have one project, and a mentor may have hundreds of mentees
            self._join_single(
                [people[at] for at in rows],
                mentees[rows],
                mentor,
                np.array([costs[at][0] for at in rows], dtype=np.int64),
            )
        lower_head(self.graph, self.mentors[mentor].into)

    def add_pair(self, mentee: int, mentor: int, cost: IntArray) -> None:
        """Let a mentee have a mentor whom they could not have before; ``cost`` (P, W)."""
        person = self.people[mentee]
        self._join(person, mentee, mentor, cost)
        if person.served is not None:
            self._fill(int(person.served.to_mentor[-1]), person)
        elif asked(self.graph, self.lanes, person.members[:, -1]):
            leave(self.graph, self.lanes, person.members.ravel())
            self._place(mentee)

    def remove_pair(self, mentee: int, mentor: int) -> None:
        """Let a mentee no longer have a mentor."""
        person = self.people[mentee]
        if person.served is not None:
            at = int(np.flatnonzero(person.mentors == mentor)[0])
            arc = int(person.served.to_mentor[at])
            self.graph.capacity[arc] = 0
            if self.graph.flow[arc]:
                self._mend(arc, -1, forced=True)
        self._part(person, mentor)

    # -- coaches, projects, promotors -----------------------------------------------------------

    def add_coach(self, coach: int) -> None:
        """Add a coach without limit."""
        self.coaches[coach] = self._gate(ORIGIN, into_origin=True)

    def add_promotor(self, promotor: int) -> None:
        """Add a promotor without limit."""
        self.promotors[promotor] = self._gate(ORIGIN, into_origin=False)

    def add_project(self, project: int, promotor: int | None) -> None:
        """Add a project without limit, of a promotor or of none."""
        source = ORIGIN if promotor is None else self.promotors[promotor].node
        gate = self.projects[project] = self._gate(source, into_origin=False)
        self._at[gate.node] = project

    def set_capacity(self, arc: IntArray, capacity: int) -> None:
        """Set what an arc (1,) may carry: a mentor's ``inner``, or that of a `Gate`."""
        number = int(arc[0])
        self.graph.capacity[number] = capacity
        while self.graph.flow[number] > capacity:
            self._mend(number, -1, forced=True)
        self._fill(number)

    def set_coach_cost(self, mentor: int, coach: int, cost: IntArray) -> None:
        """Change what a mentor's coach costs, (W,)."""
        helper = self.mentors[mentor]
        arc = int(helper.to_coach[int(np.flatnonzero(helper.coaches == coach)[0])])
        self.graph.cost[arc] = cost
        self._fill(arc)

    def profit(self, mentee: int) -> IntArray:
        """Return by level the price of a mentee: what their option is worth above the others."""
        served = self.people[mentee].served
        if served is None:
            return np.zeros(self.levels, dtype=np.int64)
        found = self.graph.potential[served.out] - self.graph.potential[served.into]
        return np.asarray(found, dtype=np.int64)

    def regret(self, mentee: int) -> dict[int, IntArray]:
        """Return by mentor what giving them this mentee costs all together, (W,).

        That is the reduced cost of the pair and the shortest way back from the mentor to the
        mentee, so that a unit goes round.
        """
        person = self.people[mentee]
        waits = person.served is None
        if not person.members.size:
            return {}
        served = person.served
        if served is None:
            served, arcs = self._seat(mentee, person)
            sit(self.graph, self.lanes, person.members, served.into, served.out, arcs)
        graph = self.graph
        goal = served.into if waits else served.out
        bound = np.zeros(self.levels, dtype=np.int64)
        bound[0] = FAR
        seen = np.zeros(2, dtype=np.int64)
        search(graph, NONE, goal, bound, np.zeros((2, self.levels), dtype=np.int64), seen)
        inner = graph.potential[served.into] - graph.potential[served.out]
        found: dict[int, IntArray] = {}
        for mentor, arc in zip(person.mentors.tolist(), served.to_mentor.tolist(), strict=True):
            head = int(graph.head[arc])
            if graph.flow[arc]:
                found[mentor] = np.zeros(self.levels, dtype=np.int64)
            elif graph.place[BEHIND, head] == SETTLED:
                reduced = graph.cost[arc] + graph.potential[served.out] - graph.potential[head]
                found[mentor] = reduced + graph.distance[BEHIND, head] + (inner if waits else 0)
        forget(graph, seen)
        if waits:
            self._exit(person)
        return found

    def copy(self) -> LiveNetwork:
        """Return the same network, apart."""
        other = LiveNetwork.__new__(LiveNetwork)
        other.fill_from(self)
        other.people = {
            key: replace(one, served=None if one.served is None else replace(one.served))
            for key, one in self.people.items()
        }
        other.mentors = {
            key: replace(one, lanes=list(one.lanes)) for key, one in self.mentors.items()
        }
        for name in ("coaches", "projects", "promotors", "_at"):
            setattr(other, name, dict(getattr(self, name)))
        other._into = self._into.copy()  # noqa: SLF001 - of the same class
        return other

    # -- what is best ---------------------------------------------------------------------------

    def chosen(self, rank: Callable[[list[int]], list[int]]) -> list[tuple[int, int, int, int]]:
        """Return who is served, as (mentee, mentor, coach, project).

        Of a mentor's mentees, put in order by ``rank``, the first goes with the first coach.
        """
        return [
            (mentee, mentor, coach, project)
            for mentor, helper in self.mentors.items()
            for mentee, coach, project in self._duos(helper, rank)
        ]

    def place_of(
        self, mentee: int, rank: Callable[[list[int]], list[int]]
    ) -> tuple[int, int, int] | None:
        """Return mentor, coach and project of a mentee, None when not served; as `chosen`."""
        served = self.people[mentee].served
        if served is None:
            return None
        arc = int(self.graph.first[OUT, served.out])
        mentor = self._at[int(self.graph.head[arc])]
        for other, coach, project in self._duos(self.mentors[mentor], rank):
            if other == mentee:
                return mentor, coach, project
        return None

    def _duos(
        self, helper: Helper, rank: Callable[[list[int]], list[int]]
    ) -> list[tuple[int, int, int]]:
        """Return mentee, coach and project of each duo of a mentor."""
        graph = self.graph
        arc = int(graph.first[IN, helper.into])
        held: list[int] = []
        while arc != NONE and graph.flow[arc]:
            held.append(self._at[int(graph.tail[arc])])
            arc = int(graph.after[IN, arc])
        if len(held) > 1:
            held = rank(held)
        coaches = np.repeat(helper.coaches, graph.flow[helper.to_coach]).tolist() if held else []
        found = []
        for mentee, coach in zip(held, coaches, strict=True):
            served = self.people[mentee].served
            if served is not None:
                entry = int(graph.first[IN, served.into])
                found.append((mentee, coach, self._at[int(graph.tail[entry])]))
        return found

    def total(self) -> IntArray:
        """Return what is reached at each level, (W,): less cost is more."""
        return total(self.graph, self.arcs.used)

    def price(self, arc: int) -> IntArray:
        """Return by level what one place more on an arc is worth at most, (W,)."""
        graph = self.graph
        reduced = (
            graph.cost[arc] + graph.potential[graph.tail[arc]] - graph.potential[graph.head[arc]]
        )
        return -reduced if tuple(reduced) < (0,) * len(reduced) else np.zeros_like(reduced)

    # -- inside ---------------------------------------------------------------------------------

    def _place(self, mentee: int) -> None:
        """Serve a mentee who is nowhere yet, where that is better; else let them wait."""
        person = self.people[mentee]
        members = person.members.ravel()
        if asked(self.graph, self.lanes, members):
            self._ask(mentee, person)
        else:
            wait(self.graph, self.lanes, members)

    def _ask(self, mentee: int, person: Person) -> None:
        """Serve a mentee who is nowhere yet and may be worth it, or else let them wait."""
        served, arcs = self._seat(mentee, person)
        moved, count = ask(
            self.graph, self.lanes, person.members, served.into, served.out, arcs, self.steps
        )
        if not moved:
            self._free(person, arcs)
        self._settle(count)

    def _unplace(self, mentee: int) -> None:
        """Take a mentee out of where they are served or wait."""
        person = self.people[mentee]
        if person.served is None:
            leave(self.graph, self.lanes, person.members.ravel())
            return
        inner = int(person.served.inner[0])
        self.graph.capacity[inner] = 0
        self._mend(inner, -1, forced=True)
        self._exit(person)

    def _seat(self, mentee: int, person: Person) -> tuple[Served, IntArray]:
        """Return a seat for a mentee and its arcs (P + 1 + M,), which are not in the graph yet."""
        into, out = self.add_nodes(2).tolist()
        projects, mentors = person.members.shape
        arcs = self.take_arcs(projects + 1 + mentors)
        served = person.served = Served(
            into, out, arcs[:projects], arcs[projects : projects + 1], arcs[projects + 1 :]
        )
        self._at[into] = self._at[out] = mentee
        return served, arcs

    def _exit(self, person: Person) -> None:
        """Take a seat back on which nothing flows any more."""
        if person.served is not None:
            arcs = person.served.arcs
            remove(self.graph, arcs)
            self._free(person, arcs)

    def _free(self, person: Person, arcs: IntArray) -> None:
        """Give nodes and arcs back that are no longer in the graph."""
        served = person.served
        if served is None:  # pragma: no cover - callers know who has a seat
            return
        self.arcs.give(arcs)
        self.nodes.give(np.array([served.into, served.out]))
        del self._at[served.into], self._at[served.out]
        person.served = None

    def _mend(self, arc: int, units: int, *, forced: bool = False) -> bool:
        """Mend one arc, then let those in whom a lane stood for, and out who lost their place."""
        moved, count = mend(self.graph, arc, units, forced, self.steps)
        if forced and not moved:  # pragma: no cover - what flows can always flow back
            raise CertificateError("Expected a way back for a unit that has to go, found none.")
        self._settle(count)
        return bool(moved)

    def _settle(self, count: int) -> None:
        """Let those in whom a lane stood for, and out who lost their place, as `mend` wrote."""
        steps = self.steps[:count].tolist()
        members = [int(self.lanes.best[self.lane_of[step]]) for step in steps if step >= 0]
        for step in steps:
            if step < 0:
                person = self.people[self._at[int(self.graph.tail[-1 - step])]]
                if person.served is not None:
                    arcs = person.served.arcs
                    stand(self.graph, self.lanes, person.members, arcs)
                    self._free(person, arcs)
        for member in members:
            self._serve(member)
        self.shift()

    def _fill(self, arc: int, person: Person | None = None) -> None:
        """Cancel and push units on an arc until it is violated neither way.

        An arc of a ``person`` is there no longer once they lost their place.
        """
        served = None if person is None else person.served
        for units in (-1, 1):
            while person is None or person.served is served:
                if not self._mend(arc, units):
                    break

    def _serve(self, member: int) -> None:
        """Move a mentee who waits into the graph, with a unit along one option."""
        mentee = int(self.lanes.owner[member])
        person = self.people[mentee]
        served, arcs = self._seat(mentee, person)
        serve(self.graph, self.lanes, person.members, member, served.into, served.out, arcs)

    def _join(self, person: Person, mentee: int, mentor: int, cost: IntArray) -> None:
        """Add a pair to what a mentee has, whatever it is worth."""
        lanes = self._lanes_of(person.projects, np.array([mentor]))
        members = self.add_members(mentee, lanes, cost[:, None, :])
        person.mentors = np.append(person.mentors, mentor)
        person.members = np.concatenate([person.members, members], axis=1)
        if person.served is None:
            wait(self.graph, self.lanes, members[:, 0])
        else:
            self._reach(person, mentor, cost[:1])

    def _join_single(
        self, people: list[Person], mentees: IntArray, mentor: int, cost: IntArray
    ) -> None:
        """Add a pair to people of one project each; ``cost`` (n, W)."""
        projects = np.array([int(person.projects[0]) for person in people], dtype=np.int64)
        known, which = np.unique(projects, return_inverse=True)
        lanes = self._lanes_of(known, np.array([mentor]))[:, 0]
        members = self.add_members(mentees, lanes[which], cost)
        served = [at for at, person in enumerate(people) if person.served is not None]
        waits = np.ones(len(people), dtype=np.bool_)
        waits[served] = False
        new = np.array([mentor])
        for person, member in zip(people, members.reshape(-1, 1, 1), strict=True):
            person.mentors = np.concatenate((person.mentors, new))
            person.members = np.concatenate((person.members, member), axis=1)
        wait(self.graph, self.lanes, members[waits])
        for at in served:
            self._reach(people[at], mentor, cost[at : at + 1])

    def _reach(self, person: Person, mentor: int, cost: IntArray) -> None:
        """Add the arc of a new pair to a mentee who is served; ``cost`` (1, W)."""
        if person.served is None:  # pragma: no cover - callers know who is served
            return
        into = self.mentors[mentor].into
        arc = self.add_arcs([person.served.out], [into], UNLIMITED, PLAIN, cost)
        person.served.to_mentor = np.append(person.served.to_mentor, arc)

    def _part(self, person: Person, mentor: int) -> None:
        """Take a pair that carries nothing from a mentee."""
        stays = person.mentors != mentor
        members = person.members[:, ~stays].ravel()
        if person.served is None:
            leave(self.graph, self.lanes, members)
        else:
            self.drop_arcs(person.served.to_mentor[~stays])
            person.served.to_mentor = person.served.to_mentor[stays]
        person.mentors, person.members = person.mentors[stays], person.members[:, stays]
        person.members = np.ascontiguousarray(person.members)
        self.members.give(members)

    def _part_all(self, people: list[Person], mentor: int) -> None:
        """Take all pairs of a mentor whose lanes go too, so that nobody has to leave them."""
        members, arcs = [], []
        for person in people:
            mine = person.mentors
            at = int((mine == mentor).argmax()) if len(mine) else 0
            if at == len(mine) or mine[at] != mentor:
                continue
            rows = person.members
            members.append(rows[:, at])
            person.mentors = np.concatenate((mine[:at], mine[at + 1 :]))
            person.members = np.concatenate((rows[:, :at], rows[:, at + 1 :]), axis=1)
            served = person.served
            if served is not None:
                held = served.to_mentor
                arcs.append(held[at])
                served.to_mentor = np.concatenate((held[:at], held[at + 1 :]))
        if members:
            self.members.give(np.concatenate(members))
            self.drop_arcs(np.array(arcs, dtype=np.int64))

    def _gate(self, source: int, *, into_origin: bool) -> Gate:
        node = int(self.add_nodes(1)[0])
        tail, head = (node, source) if into_origin else (source, node)
        none = np.zeros((1, self.levels), dtype=np.int64)
        self.graph.potential[node] = self.graph.potential[source]
        return Gate(node, self.add_arcs([tail], [head], UNLIMITED, PLAIN, none))

    def _lanes_of(self, projects: IntArray, mentors: IntArray) -> IntArray:
        """Return the lanes (P, M) of projects and mentors, those made that were not there."""
        nodes = np.array([self.projects[p].node for p in projects.tolist()], dtype=np.int64)
        heads = self._into[mentors]
        lanes = found(self.graph, self.lanes, nodes, heads)
        for row, column in np.argwhere(lanes == NONE).tolist() if (lanes == NONE).any() else ():
            lane = lanes[row, column] = self.add_lane(int(nodes[row]), int(heads[column]))
            self.mentors[int(mentors[column])].lanes.append(lane)
        return lanes
