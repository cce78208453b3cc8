"""Where families cross: the bound after every event, and proofs read from columns, also late ones."""

from __future__ import annotations

from random import Random

import pytest
from live_world import COACHES, PROJECTS, World, compare

from matcher.engine import LiveAssignment
from matcher.engine.live import placing

MENTEES, MENTORS, EVENTS = 60, 12, 24


@pytest.fixture(autouse=True)
def _read_from_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "LISTED", 0)


class Tangle:
    """A world in which anybody can have nearly any mentor, and events drawn on it."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - drawn to be drawn again
        self.world = World("participation", one_coach=True)
        self.live = self.world.live()
        self.born = 0
        for key in COACHES:
            self._limit("coach", key, 5)
        for key in PROJECTS:
            self._limit("project", key, 4)
        for number in range(MENTORS):
            self._join(f"m{number}")
        for _ in range(MENTEES):
            self.arrive()

    def _limit(self, kind: str, key: str, limit: int) -> None:
        self.live.set_capacity(kind, key, limit)  # type: ignore[arg-type]  # one of the four
        self.world.limits[kind, key] = limit

    def _join(self, key: str) -> None:
        coaches = tuple(self.chance.sample(COACHES, self.chance.randint(1, 3)))
        projects = tuple(self.chance.sample([*PROJECTS], 2))
        limit = self.chance.randint(0, 3)
        self.live.add_mentor(key, limit, coaches, projects, {})
        self.world.mentors[key] = coaches, projects
        self.world.limits["mentor", key] = limit

    def arrive(self) -> None:
        """Let somebody in, of a class that may be new."""
        key = f"e{self.born}"
        self.born += 1
        points = {m: self.chance.randint(1, 99) for m in self.world.mentors}
        projects = frozenset(self.chance.sample([*PROJECTS], 3))
        priority = self.chance.choice([0, 0, 0, 1])
        self.live.add_mentee(key, points, projects, priority=priority)
        self.world.mentees[key] = priority, projects
        self.world.points |= {(key, mentor): one for mentor, one in points.items()}

    def event(self) -> None:
        """Draw an event: somebody leaves, a capacity or points change, or somebody arrives."""
        kind = self.chance.choice(["arrive", "leave", "mentor", "coach", "points"])
        if kind == "arrive":
            self.arrive()
        elif kind == "leave":
            key = self.chance.choice(sorted(self.world.mentees))
            self.live.remove_mentee(key)
            del self.world.mentees[key]
            self.world.points = {k: v for k, v in self.world.points.items() if k[0] != key}
        elif kind == "points":
            pair = self.chance.choice(sorted(self.world.points))
            self.world.points[pair] = self.chance.randint(1, 99)
            self.live.set_points(*pair, self.world.points[pair])
        else:
            some = [key for what, key in self.world.limits if what == kind]
            key = self.chance.choice(sorted(some))
            self._limit(kind, key, self.chance.randint(0, 4))


@pytest.mark.parametrize("seed", range(3))
def test_no_set_passes_the_bound_after_an_event_and_settling_finds_the_best(seed: int) -> None:
    """The bound and the certificate are held against a solve from scratch after every event."""
    tangle = Tangle(seed)
    tangle.live.settle()
    for number in range(EVENTS):
        tangle.event()
        compare(tangle.world, tangle.live)
        if number % 8 == 7:
            tangle.live.settle()
            assert tangle.live.status == "optimal"
            compare(tangle.world, tangle.live)


def test_a_proof_that_comes_late_is_taken_for_what_it_is_still_worth() -> None:
    """What a proof was made of does not follow events, and what they changed stays bounded."""
    tangle = Tangle(7)
    tangle.live.settle()
    for _ in range(6):
        tangle.event()
    task = tangle.live.proving()
    assert task is not None
    before = tangle.live.copy()
    for _ in range(6):
        tangle.event()
    proof = task.solve()
    bounds, totals = (list(each.values()) for each in (tangle.live.bounds, tangle.live.totals))
    tangle.live.adopt(proof)
    assert list(tangle.live.bounds.values()) <= bounds
    assert list(tangle.live.totals.values()) >= totals
    compare(tangle.world, tangle.live)
    other = before.proving()
    assert other is not None
    again = other.solve()
    assert again.chosen == proof.chosen
    assert again.prices == proof.prices


def test_a_proof_from_columns_is_that_of_all_options_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same set comes of either way to solve."""
    read = Tangle(3)
    read.live.settle()
    monkeypatch.setattr(placing, "LISTED", 10**9)
    listed = Tangle(3)
    listed.live.settle()
    assert isinstance(read.live, LiveAssignment)
    assert read.live.chosen == listed.live.chosen
    assert read.live.totals == listed.live.totals
