"""A programme as plain facts, and the live engine's answers held against a solve from scratch.

Written from the definition: which options there are, what they add to each level, which places they
use. Only `matcher.engine.assign` is asked for the best, over arrays made here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matcher.engine import LiveAssignment, assign
from matcher.engine.problem.levels import Objective

PROMOTORS = ("P", "Q")
PROJECTS = {"P1": "P", "P2": "P", "Q1": "Q", "free": None}
COACHES = ("c1", "c2", "c3")

Option = tuple[str, str, str, str]
"""Mentee, mentor, coach, project."""


def lot(kind: str, left: str, right: str) -> int:
    """Draw a lot of 32 bits."""
    return int.from_bytes(hashlib.sha256(f"{kind} {left} {right}".encode()).digest()[:4], "big")


@dataclass
class World:
    """Facts by key, as they were told to a live assignment."""

    objective: Objective
    one_coach: bool
    mentees: dict[str, tuple[int, frozenset[str] | None]] = field(default_factory=dict)
    mentors: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    points: dict[tuple[str, str], Any] = field(default_factory=dict)
    limits: dict[tuple[str, str], int | None] = field(default_factory=dict)
    fixed: dict[str, tuple[Option, int]] = field(default_factory=dict)
    shown: dict[str, list[tuple[str, str | None, str | None]]] = field(default_factory=dict)

    def live(self) -> LiveAssignment:
        """Return an empty live assignment of this kind, with its projects."""
        live = LiveAssignment(self.objective, lottery=lot, one_coach=self.one_coach)
        for project, promotor in PROJECTS.items():
            live.add_project(project, promotor)
        return live

    def labels(self, option: Option) -> list[tuple[str, str]]:
        """Return the capacities that an option uses."""
        _, mentor, coach, project = option
        found = [("mentor", mentor), ("coach", coach), ("project", project)]
        promotor = PROJECTS[project]
        return found + ([("promotor", promotor)] if promotor else [])

    def options(self) -> Iterator[tuple[Option, int]]:
        """Yield every option of who is not fixed, with its points."""
        bound = {duo[1]: duo[2] for duo, _ in self.fixed.values()} if self.one_coach else {}
        for (mentee, mentor), points in self.points.items():
            if mentee in self.fixed:
                continue
            admitted = self.mentees[mentee][1]
            coaches, projects = self.mentors[mentor]
            for coach in coaches:
                for project in projects:
                    if bound.get(mentor, coach) != coach:
                        continue
                    if isinstance(points, dict):
                        if (coach, project) in points:
                            yield (mentee, mentor, coach, project), points[coach, project]
                    elif admitted is None or project in admitted:
                        yield (mentee, mentor, coach, project), points

    def left(self, label: tuple[str, str], people: int) -> int:
        """Return the places that fixed duos leave."""
        limit = self.limits.get(label)
        used = sum(label in self.labels(duo) for duo, _ in self.fixed.values())
        return people if limit is None else limit - used

    def amounts(self, option: Option, points: int) -> dict[str, int]:
        """Return what an option adds to each level below the number served."""
        mentee, mentor, coach, project = option
        shown = self.shown.get(mentee, [])
        every = [one for some in self.shown.values() for one in some]
        followed = {(one[0], one[1]) for one in every if one[1] is not None}
        return {
            "points": points,
            "previous": int(mentor in [one[0] for one in shown]),
            "continuity": int((mentor, coach) in followed)
            + int(project in [one[2] for one in shown]),
            "lottery": lot("mentee-project", mentee, project)
            + lot("mentee-mentor", mentee, mentor)
            + lot("mentor-coach", mentor, coach),
        }

    def arguments(self, options: list[tuple[Option, int]]) -> dict[str, Any]:
        """Return the arguments of `assign` for these options."""
        rows = [option for option, _ in options]
        people = sorted({row[0] for row in rows})

        def labels(kind: str, names: list[Any]) -> tuple[np.ndarray, np.ndarray]:
            keys = sorted(set(names), key=repr)
            limit = [
                len(people) if key is None else self.left((kind, key), len(people)) for key in keys
            ]
            return np.array([keys.index(name) for name in names]), np.array(limit)

        mentors, places = labels("mentor", [row[1] for row in rows])
        coaches = labels("coach", [row[2] for row in rows])
        amounts = [self.amounts(option, points) for option, points in options]
        return {
            "mentee": np.array([people.index(row[0]) for row in rows]),
            "mentor": mentors,
            "points": np.array([points for _, points in options]),
            "mentor_capacity": places,
            "families": [
                coaches,
                labels("project", [row[3] for row in rows]),
                labels("promotor", [PROJECTS[row[3]] for row in rows]),
            ],
            "single_choice": [(mentors, coaches[0])] if self.one_coach else [],
            "objective": self.objective,
            "priority": np.array([self.mentees[mentee][0] for mentee in people]),
            "previous": np.array([one["previous"] for one in amounts], dtype=np.bool_),
            "continuity": np.array([one["continuity"] for one in amounts]),
            "lottery": np.array([one["lottery"] for one in amounts]),
        }

    def best(self) -> set[Option]:
        """Return the best set of who is not fixed, solved from scratch."""
        options = list(self.options())
        if not options:
            return set()
        solution = assign(**self.arguments(options))
        assert solution.status == "optimal"
        return {options[row][0] for row in solution.chosen.tolist()}

    def totals(self, chosen: set[Option], names: list[str]) -> list[int]:
        """Return what a set adds up to at each level."""
        points = dict(self.options())
        found = dict.fromkeys(names, 0)
        for option in chosen:
            found[f"served:{self.mentees[option[0]][0]}"] += 1
            for name, amount in self.amounts(option, points[option]).items():
                found[name] = found.get(name, 0) + amount
        return [found[name] for name in names]

    def exchangeable(self, chosen: set[Option]) -> tuple[list[Any], list[Any]]:
        """Return a set but for which of a mentor's mentees goes with which of several coaches.

        Where one coach is not asked for, swapping them changes nothing that anyone counts.
        """
        if self.one_coach:
            return sorted(chosen), []
        return sorted((e, m, p) for e, m, _, p in chosen), sorted((m, c) for _, m, c, _ in chosen)


def compare(world: World, live: LiveAssignment) -> None:
    """Hold a live assignment against a solve from scratch: set, totals, bound, capacities, prices."""
    chosen = {(mentee, *place) for mentee, place in live.chosen.items()}
    fixed = {duo for duo, _ in world.fixed.values()}
    assert fixed <= chosen
    mine, best = chosen - fixed, world.best()
    names = list(live.totals)
    reached, wanted = world.totals(mine, names), world.totals(best, names)
    assert list(live.totals.values()) == reached
    assert list(live.bounds.values()) >= wanted >= reached
    points = dict(world.options())
    assert live.objective == sum(points[one] for one in mine) + sum(
        amount for _, amount in world.fixed.values()
    )
    assert live.served == len(chosen)
    for kind, key in {label for one in mine for label in world.labels(one)}:
        used = sum((kind, key) in world.labels(one) for one in mine)
        assert used <= world.left((kind, key), used)
    if live.status == "optimal":
        assert reached == wanted
        assert world.exchangeable(mine) == world.exchangeable(best)
    prove(world, live, reached, exact=live.nested)


def prove(world: World, live: LiveAssignment, reached: list[int], *, exact: bool) -> None:
    """Check the two lines of the certificate in whole numbers, over all options."""
    prices, scales = live.prices, list(live.scales.values())
    names = list(live.scales)
    options = dict(world.options())
    people = len({option[0] for option in options})

    def fold(amounts: list[int]) -> int:
        return sum(amount * scale for amount, scale in zip(amounts, scales, strict=True))

    for option in options:
        if all(world.left(label, people) for label in world.labels(option)):
            along = prices["mentee"][option[0]]
            along += sum(prices[kind][key] for kind, key in world.labels(option))
            assert fold(world.totals({option}, names)) <= along
    total = sum(prices["mentee"].values())
    for kind in ("mentor", "coach", "project", "promotor"):
        for key, price in prices[kind].items():
            assert price >= 0
            if price:
                assert world.limits.get((kind, key)) is not None
                total += price * world.left((kind, key), people)
    assert total >= fold(reached)
    assert not exact or total == fold(reached)
