"""The live engine after every event, held against a solve from scratch."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from live_world import COACHES, PROJECTS, PROMOTORS, World, compare

from matcher.domain.errors import UnknownNameError
from matcher.engine import LiveAssignment
from matcher.engine.live.facts import CapacityError
from matcher.engine.problem.levels import Objective
from matcher.engine.problem.options import OptionsError

LIMITS = st.sampled_from([None, 0, 1, 1, 2, 3])
PLACES = [
    *(("coach", key) for key in COACHES),
    *(("project", key) for key in PROJECTS),
    *(("promotor", key) for key in PROMOTORS),
]


class Events(RuleBasedStateMachine):
    """Events of all kinds. Where families nest, nobody can have mentors of two promotors."""

    crossing = False

    def __init__(self) -> None:
        super().__init__()
        self.born = 0

    @initialize(
        objective=st.sampled_from(["fit", "participation"]),
        one_coach=st.booleans(),
        most=st.sampled_from([2, 1000]),
        seed=st.integers(0, 2**32),
    )
    def start(self, objective: Objective, one_coach: bool, most: int, seed: int) -> None:
        self.world = World(objective, one_coach)
        self.live = self.world.live()
        self.most = most
        self.chance = Random(seed)  # noqa: S311 - drawn to be drawn again
        for _ in range(4):
            self._join(self.chance.choice([1, 2, None]))
        for _ in range(9):
            self._arrive(self.chance.choice([0, 0, 1]))

    def _new(self, letter: str) -> str:
        self.born += 1
        return f"{letter}{self.born}"

    def _points(self, mentor: str) -> Any:
        draw = self.chance
        if not self.crossing or draw.random() < 0.8:
            return draw.randint(0, self.most)
        coaches, projects = self.world.mentors[mentor]
        pairs = [(coach, project) for coach in coaches for project in projects]
        return {pair: draw.randint(0, self.most) for pair in pairs if draw.random() < 0.7}

    def _some(self, known: list[str]) -> list[str]:
        return [key for key in known if self.chance.random() < 0.7]

    def _side(self, key: str) -> str:
        return PROMOTORS[int(key[1:]) % 2]

    def _together(self, mentee: str, mentor: str) -> bool:
        return self.crossing or self._side(mentee) == self._side(mentor)

    @rule(priority=st.sampled_from([0, 0, 0, 1, 2]))
    def a_mentee_arrives(self, priority: int) -> None:
        self._arrive(priority)

    def _arrive(self, priority: int) -> None:
        key = self._new("e")
        some = self._some([m for m in self.world.mentors if self._together(key, m)])
        points = {mentor: self._points(mentor) for mentor in some}
        own = frozenset(p for p, owner in PROJECTS.items() if owner == self._side(key))
        projects: frozenset[str] | None = own
        if self.crossing and self.chance.random() < 0.7:
            projects = None if self.chance.random() < 0.5 else frozenset(PROJECTS)
        self.live.add_mentee(key, points, projects, priority=priority)
        self.world.mentees[key] = (priority, projects)
        self.world.points |= {(key, mentor): one for mentor, one in points.items()}

    @rule(limit=LIMITS)
    def a_mentor_joins(self, limit: int | None) -> None:
        self._join(limit)

    def _join(self, limit: int | None) -> None:
        key = self._new("m")
        draw = self.chance
        projects = tuple(p for p, owner in PROJECTS.items() if owner == self._side(key))
        coaches = tuple(draw.sample(COACHES, draw.randint(1, 3)))
        if self.crossing:
            projects = tuple(draw.sample([*PROJECTS], draw.randint(1, 3)))
        elif self.world.one_coach:
            coaches = coaches[:1]
        self.world.mentors[key] = (coaches, projects)
        some = self._some([e for e in self._waiting() if self._together(e, key)])
        points = {mentee: self._points(key) for mentee in some}
        self.live.add_mentor(
            key,
            limit,
            coaches if len(coaches) > 1 else coaches[0],
            projects if len(projects) > 1 else projects[0],
            points,
        )
        self.world.limits["mentor", key] = limit
        self.world.points |= {(mentee, key): one for mentee, one in points.items()}

    def _waiting(self) -> list[str]:
        return [e for e in self.world.mentees if e not in self.world.fixed]

    @precondition(lambda self: self.world.mentees)
    @rule(data=st.data())
    def a_mentee_leaves(self, data: Any) -> None:
        key = data.draw(st.sampled_from([*self.world.mentees]))
        self.live.remove_mentee(key)
        del self.world.mentees[key]
        self.world.fixed.pop(key, None)
        self.world.points = {k: v for k, v in self.world.points.items() if k[0] != key}

    @precondition(lambda self: self.world.mentors)
    @rule(data=st.data())
    def a_mentor_leaves(self, data: Any) -> None:
        key = data.draw(st.sampled_from([*self.world.mentors]))
        if any(duo[1] == key for duo, _ in self.world.fixed.values()):
            with pytest.raises(CapacityError):
                self.live.remove_mentor(key)
            return
        self.live.remove_mentor(key)
        del self.world.mentors[key], self.world.limits["mentor", key]
        self.world.points = {k: v for k, v in self.world.points.items() if k[1] != key}

    @rule(data=st.data(), limit=LIMITS)
    def a_capacity_changes(self, data: Any, limit: int | None) -> None:
        mentors = [("mentor", key) for key in self.world.mentors]
        kind, key = data.draw(st.sampled_from([*PLACES, *mentors]))
        fixed = -self.world.left((kind, key), 0)
        if self.world.limits.get((kind, key)) is not None:
            fixed += self.world.limits[kind, key] or 0
        else:
            fixed = sum((kind, key) in self.world.labels(d) for d, _ in self.world.fixed.values())
        if limit is not None and limit < fixed:
            with pytest.raises(CapacityError):
                self.live.set_capacity(kind, key, limit)
            return
        self.live.set_capacity(kind, key, limit)
        self.world.limits[kind, key] = limit

    @precondition(lambda self: self.world.mentors and self._waiting())
    @rule(data=st.data())
    def a_pair_changes(self, data: Any) -> None:
        mentee = data.draw(st.sampled_from(self._waiting()))
        mentor = data.draw(st.sampled_from([*self.world.mentors]))
        if not self._together(mentee, mentor):
            return
        points = self._points(mentor) if data.draw(st.integers(0, 3)) else None
        self.live.set_points(mentee, mentor, points)
        self.world.points.pop((mentee, mentor), None)
        if points is not None:
            self.world.points[mentee, mentor] = points

    @rule(data=st.data())
    def a_duo_is_fixed(self, data: Any) -> None:
        options = sorted(self.world.options())
        if not options:
            return
        option, points = data.draw(st.sampled_from(options))
        people = len(self.world.mentees)
        full = any(not self.world.left(label, people) for label in self.world.labels(option))
        if full:
            with pytest.raises(CapacityError):
                self.live.fix(*option)
            return
        self.live.fix(*option)
        self.world.fixed[option[0]] = (option, points)

    @precondition(lambda self: self.world.fixed)
    @rule(data=st.data())
    def a_fixed_duo_is_let_go(self, data: Any) -> None:
        mentee = data.draw(st.sampled_from([*self.world.fixed]))
        self.live.unfix(mentee)
        del self.world.fixed[mentee]

    @rule(data=st.data())
    def a_proposal_is_shown(self, data: Any) -> None:
        options = sorted(self.world.options())
        if not options:
            return
        (mentee, mentor, coach, project), _ = data.draw(st.sampled_from(options))
        one = data.draw(st.sampled_from([None, coach]))
        other = data.draw(st.sampled_from([None, project]))
        self.live.show(mentee, mentor, one, other)
        self.world.shown.setdefault(mentee, []).append((mentor, one, other))

    @precondition(lambda self: self.world.shown)
    @rule(data=st.data())
    def a_proposal_is_taken_back(self, data: Any) -> None:
        mentee = data.draw(st.sampled_from([*self.world.shown]))
        self.live.unshow(mentee)
        del self.world.shown[mentee]

    @rule()
    def it_is_settled(self) -> None:
        self.live.settle()
        assert self.live.status == "optimal"

    @precondition(lambda self: self.world.mentees)
    @rule(data=st.data())
    def a_what_if_leaves_no_trace(self, data: Any) -> None:
        snapshot = self.live.snapshot()
        other = self.live.copy()
        key = data.draw(st.sampled_from([*self.world.mentees]))
        other.remove_mentee(key)
        assert key not in other.chosen
        self.live.remove_mentee(key)
        assert self.live.totals == other.totals
        self.live.restore(snapshot)

    @rule()
    def what_cannot_be_is_refused(self) -> None:
        with pytest.raises(UnknownNameError):
            self.live.remove_mentee("nobody")
        with pytest.raises(UnknownNameError):
            self.live.add_mentee("e0", {"nobody": 3})
        with pytest.raises(UnknownNameError):
            self.live.set_capacity("mentor", "nobody", 1)
        with pytest.raises(OptionsError):
            self.live.set_capacity("coach", "c1", -1)
        for key in [*self.world.mentees][:1]:
            with pytest.raises(OptionsError):
                self.live.add_mentee(key, {})

    @invariant()
    def it_is_what_a_solve_from_scratch_gives(self) -> None:
        if hasattr(self, "live"):
            compare(self.world, self.live)
            assert self.crossing or self.live.status == "optimal"


class CrossingEvents(Events):
    """The same where anybody can have any mentor."""

    crossing = True


def _run(machine: type[Events], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_event_leaves_the_best_set_where_families_nest() -> None:
    """All kinds of events, each state held against a solve from scratch."""
    _run(Events, 60, 25)


def test_every_event_leaves_a_set_within_its_bound_where_families_cross() -> None:
    """Bounded at once, the best when settled."""
    _run(CrossingEvents, 25, 20)


@pytest.mark.soak
@pytest.mark.parametrize("machine", [Events, CrossingEvents])
def test_two_thousand_sequences_of_events(machine: type[Events]) -> None:
    """A thousand of each kind."""
    _run(machine, 1000, 30)


def test_who_takes_a_place_over_keeps_it_when_the_pair_before_goes() -> None:
    """Rows that one mentee leaves free are another's at once."""
    live = LiveAssignment("participation")
    for mentor in ("m1", "m2"):
        live.add_mentor(mentor, 1, "c", "p", {})
    for number in range(6):
        live.add_mentee(f"e{number}", {"m1": 90 - number, "m2": 50 - number})
    for number in range(6):
        for mentor in ("m1", "m2"):
            live.set_points(f"e{number}", mentor, None)
        left = 6 - number - 1
        assert live.served == min(2, left)
        assert set(live.chosen) == {f"e{one}" for one in range(number + 1, number + 3) if one < 6}


def test_regrets_are_what_forcing_the_pair_costs() -> None:
    """Each mentor's regret is the difference to the best set that has that pair."""
    for crossing in (False, True):
        live = _drawn(crossing)
        before = list(live.totals.values())
        for mentee in ("e0", "e3", "e5"):
            for regret in live.regret(mentee, 10):
                forced = []
                for coach in COACHES:
                    for project in PROJECTS:
                        other = live.copy()
                        try:
                            other.fix(mentee, regret.mentor, coach, project)
                        except OptionsError:
                            continue
                        other.settle()
                        own = live.worth(mentee, regret.mentor, coach, project)
                        forced.append(
                            [
                                a + b
                                for a, b in zip(other.totals.values(), own.values(), strict=True)
                            ]
                        )
                best = max(forced)
                assert list(regret.levels.values()) == [
                    a - b for a, b in zip(before, best, strict=True)
                ]


def _drawn(crossing: bool) -> LiveAssignment:
    """Return eight mentees and five mentors, settled."""
    world = World("participation", one_coach=crossing)
    live = world.live()
    live.set_capacity("project", "P1", 2)
    live.set_capacity("coach", "c2", 2)
    for number in range(5):
        coaches = ("c1", "c2") if crossing else COACHES[number % 3]
        projects = ("P1", "P2") if number % 2 or not crossing else ("P2",)
        live.add_mentor(f"m{number}", 1 + number % 2, coaches, projects, {})
    for number in range(8):
        points = {f"m{m}": (number * 37 + m * 61) % 97 for m in range(5) if (number + m) % 3}
        live.add_mentee(f"e{number}", points)
    live.settle()
    return live
