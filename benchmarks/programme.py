"""A population as events on a live assignment, drawn one by one: what `live.py` measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.engine import LiveAssignment
from matcher.engine.live.facts import Kind
from matcher.engine.problem.arrays import IntArray
from matcher.instance.capacities import MENTOR, Capacity
from matcher.instance.compile import Instance
from matcher.instance.lottery import Lottery

HELD_BACK = 500
SHARES = {
    "arrival": 35,
    "departure": 25,
    "mentor capacity": 15,
    "coach capacity": 6,
    "project capacity": 3,
    "promotor capacity": 1,
    "points": 6,
    "mentor leaves": 2,
    "mentor joins": 2,
    "fixed": 3,
    "fixed duo ends": 2,
}


@dataclass(frozen=True)
class Places:
    """What goes together: mentor, coach and project (three columns), what that uses, the options.

    ``options`` are runs of mentee, mentor, project and points.
    """

    roles: tuple[IntArray, IntArray, IntArray]
    capacities: tuple[Capacity, ...]
    options: Iterator[tuple[IntArray, IntArray, IntArray, IntArray]]

    @classmethod
    def of(cls, instance: Instance) -> Places:
        """Read an instance, also one that holds too many options to list."""
        wide = instance.wide
        if wide is None:
            own = (instance.mentor, instance.coach, instance.project)
            every = (instance.mentee, instance.mentor, instance.project, instance.weighed)
            return cls(own, (instance.mentor_capacity, *instance.capacities), iter([every]))
        blocks = (wide.finished(block) for block in wide.placed())
        options = (
            (block.mentee, wide.mentor[block.place], wide.project[block.place], block.points)
            for block in blocks
        )
        return cls((wide.mentor, wide.coach, wide.project), wide.capacities, options)


class Lots:
    """The published lottery over indices, a pair or many at a time."""

    def __init__(self, lottery: Lottery) -> None:
        self._kinds = {
            "mentee-project": lottery.mentee_project,
            "mentee-mentor": lottery.mentee_mentor,
            "mentor-coach": lottery.mentor_coach,
        }

    def __call__(self, kind: str, left: int, right: int) -> int:
        """Return the lot of a pair."""
        return self._kinds[kind].lot(left, right)

    def many(self, kind: str, lefts: list[int], rights: list[int]) -> list[int]:
        """Return the lots of some pairs."""
        lots: list[int] = self._kinds[kind].draw(np.array(lefts), np.array(rights)).tolist()
        return lots


class Programme:
    """An instance as events on a live assignment; what is away can come back."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        problem = instance.problem
        self._priority = instance.priority
        self._points: dict[int, dict[int, int]] = {}
        self._homes: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._admitted: dict[int, set[int]] = {}
        places = Places.of(instance)
        around: dict[int, tuple[set[int], set[int]]] = {}
        for m, c, p in zip(*(column.tolist() for column in places.roles), strict=True):
            coaches, projects = around.setdefault(m, (set(), set()))
            coaches.add(c)
            projects.add(p)
        self._homes = {m: (tuple(sorted(c)), tuple(sorted(p))) for m, (c, p) in around.items()}
        for mentee, mentor, project, points in places.options:
            self._read(mentee, mentor, points)
            for e, p in np.unique(np.stack([mentee, project]), axis=1).T.tolist():
                self._admitted.setdefault(e, set()).add(p)
        lots = Lots(Lottery.of(problem))
        self.live = LiveAssignment(problem.rules.objective, lottery=lots, one_coach=True)
        self._places(places)
        limits = self.limits["mentor"]
        for m, (coaches, projects) in self._homes.items():
            self.live.add_mentor(m, limits[m], coaches, projects, {})
        self.here = self._rng.permutation(sorted(self._points)).tolist()
        self.away = [self.here.pop() for _ in range(HELD_BACK)]
        for e in self.here:
            self._arrive(e)
        self.gone: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def _read(self, mentee: IntArray, mentor: IntArray, points: IntArray) -> None:
        """Take in the pairs of some options."""
        _, first = np.unique(np.stack([mentee, mentor]), axis=1, return_index=True)
        for e, m, amount in zip(
            mentee[first].tolist(), mentor[first].tolist(), points[first].tolist(), strict=True
        ):
            self._points.setdefault(e, {})[m] = amount

    def _places(self, places: Places) -> None:
        """Set what coaches, projects and promotors hold; of a project the least of its limits."""
        live = self.live
        _, coach, project = places.roles
        labels = {"coach": coach, "project": project}
        owner = next(c for c in places.capacities if c.key == "promotor_capacity")
        for place in np.unique(project, return_index=True)[1].tolist():
            live.add_project(int(project[place]), int(owner.labels[place]))
        for label, limit in enumerate(owner.limit.tolist()):
            live.set_capacity("promotor", label, limit)
        least: dict[tuple[str, int], int] = {}
        for capacity in places.capacities:
            kind = {"coach_caseload": "coach"}.get(capacity.key, "project")
            if capacity.key in {owner.key, MENTOR}:
                continue
            keys = labels[kind]
            for place in np.unique(keys, return_index=True)[1].tolist():
                label = int(keys[place])
                use = int(capacity.usage[place])
                free = int(capacity.limit[capacity.labels[place]]) // use
                least[kind, label] = min(free, least.get((kind, label), free))
        for (kind, label), limit in least.items():
            live.set_capacity(kind, label, limit)  # type: ignore[arg-type]  # one of the four
        self.limits: dict[str, dict[int, int]] = {"coach": {}, "project": {}, "promotor": {}}
        for (kind, label), limit in least.items():
            self.limits[kind][label] = limit
        self.limits["promotor"] = dict(enumerate(owner.limit.tolist()))
        mentors = next(c for c in places.capacities if c.key == MENTOR)
        self.limits["mentor"] = dict(enumerate(mentors.limit.tolist()))

    def _arrive(self, e: int) -> None:
        here = {m: points for m, points in self._points[e].items() if m in self._homes}
        self.live.add_mentee(e, here, self._admitted[e], priority=int(self._priority[e]))

    def event(self, kind: str) -> Callable[[], Any] | None:
        """Draw an event of a kind; None when there is none of it now. Only the call is timed."""
        rng, live = self._rng, self.live

        def pick(some: list[Any]) -> Any:
            return some.pop(int(rng.integers(len(some))))

        if kind == "arrival" and self.away:
            e = pick(self.away)
            self.here.append(e)
            here = {m: p for m, p in self._points[e].items() if m in self._homes}
            admitted, priority = self._admitted[e], int(self._priority[e])
            return lambda: live.add_mentee(e, here, admitted, priority=priority)
        if kind == "departure" and self.here:
            e = pick(self.here)
            self.away.append(e)
            return lambda: live.remove_mentee(e)
        if kind.endswith("capacity"):
            which: Kind = kind.split(maxsplit=1)[0]  # type: ignore[assignment]  # one of the four
            labels = [k for k in self.limits[which] if which != "mentor" or k in self._homes]
            label = labels[int(rng.integers(len(labels)))]
            step = 1 if rng.random() < 0.5 else -1  # noqa: PLR2004 - as often up as down
            limit = max(live.fixed_at(which, label), self.limits[which][label] + step)
            self.limits[which][label] = limit
            return lambda: live.set_capacity(which, label, limit)
        if kind == "points" and self.here:
            e = self.here[int(rng.integers(len(self.here)))]
            known = [m for m in self._points[e] if m in self._homes]
            if not known:
                return None
            m = known[int(rng.integers(len(known)))]
            self._points[e][m] = max(0, self._points[e][m] + int(rng.integers(-50, 51)))
            points = self._points[e][m]
            return lambda: live.set_points(e, m, points)
        return self._rarer(kind)

    def _rarer(self, kind: str) -> Callable[[], Any] | None:  # noqa: PLR0911 - one for each kind
        rng, live = self._rng, self.live
        if kind == "mentor leaves":
            free = [m for m in self._homes if not live.fixed_at("mentor", m)]
            m = free[int(rng.integers(len(free)))]
            self.gone[m] = self._homes.pop(m)
            return lambda: live.remove_mentor(m)
        if kind == "mentor joins" and self.gone:
            m = sorted(self.gone)[int(rng.integers(len(self.gone)))]
            coaches, projects = self._homes[m] = self.gone.pop(m)
            pairs = {e: self._points[e][m] for e in self.here if m in self._points[e]}
            limit = self.limits["mentor"][m]
            return lambda: live.add_mentor(m, limit, coaches, projects, pairs)
        if kind == "fixed":
            fixed = live.fixed
            chosen = [(e, place) for e, place in live.chosen.items() if e not in fixed]
            if not chosen:
                return None
            e, place = chosen[int(rng.integers(len(chosen)))]
            self.here.remove(e)
            return lambda: live.fix(e, place.mentor)
        if kind == "fixed duo ends":
            if not live.fixed:
                return None
            e = sorted(live.fixed)[int(rng.integers(len(live.fixed)))]
            self.away.append(e)
            return lambda: live.remove_mentee(e)
        return None
