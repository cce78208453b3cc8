"""The live engine at 10,000 × 2,000: CPU of each event, beside a solve from scratch in the same run.

``python benchmarks/live.py [EVENTS] [--long N] [--write]``. Events of all kinds in the shares of
`SHARES`; arrivals are mentees of the population who were held back, or who left before. At the end
the set is compared to one solved from scratch, and after ``--long`` further events (100,000 unless
said) memory is compared to what it was.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import psutil
from measuring import Lines

from matcher.engine import LiveAssignment, assign
from matcher.engine.live.facts import Kind
from matcher.instance.compile import Instance, compile_instance
from matcher.instance.lottery import Lottery
from matcher.instance.solve import engine_arguments
from matcher.simulation.population import PopulationSettings, population

AS_OF = date(2026, 11, 2)
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
ARRIVAL_AIM, ALL_AIM, SHARE_AIM = 0.001, 0.015, 1 / 20
WARM = 300
"""Events before figures are taken: machine code is made, caches are warm."""


class Programme:
    """An instance as events on a live assignment; what is away can come back."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        problem = instance.problem
        self._priority = instance.priority
        self._points: dict[int, dict[int, int]] = {}
        self._homes: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._admitted: dict[int, set[int]] = {}
        projects: dict[int, set[int]] = {}
        for e, m, c, p, points in zip(
            instance.mentee.tolist(),
            instance.mentor.tolist(),
            instance.coach.tolist(),
            instance.project.tolist(),
            instance.weighed.tolist(),
            strict=True,
        ):
            self._points.setdefault(e, {})[m] = points
            projects.setdefault(m, set()).add(p)
            self._homes[m] = (c, tuple(sorted(projects[m])))
            self._admitted.setdefault(e, set()).add(p)
        lottery = Lottery.of(problem)
        kinds = {
            "mentee-project": lottery.mentee_project,
            "mentee-mentor": lottery.mentee_mentor,
            "mentor-coach": lottery.mentor_coach,
        }

        def draw(kind: str, left: int, right: int) -> int:
            return kinds[kind].lot(left, right)

        self.live = LiveAssignment(problem.rules.objective, lottery=draw, one_coach=True)
        self._places(instance)
        limits = instance.mentor_capacity.limit.tolist()
        for m, (coach, served) in self._homes.items():
            self.live.add_mentor(m, limits[m], coach, served, {})
        self.here = self._rng.permutation(sorted(self._points)).tolist()
        self.away = [self.here.pop() for _ in range(HELD_BACK)]
        for e in self.here:
            self._arrive(e)
        self.gone: dict[int, tuple[int, tuple[int, ...]]] = {}

    def _places(self, instance: Instance) -> None:
        """Set what coaches, projects and promotors hold; of a project the least of its limits."""
        live, labels = self.live, {"coach": instance.coach, "project": instance.project}
        owner = next(c for c in instance.capacities if c.key == "promotor_capacity")
        for option in np.unique(instance.project, return_index=True)[1].tolist():
            live.add_project(int(instance.project[option]), int(owner.labels[option]))
        for label, limit in enumerate(owner.limit.tolist()):
            live.set_capacity("promotor", label, limit)
        least: dict[tuple[str, int], int] = {}
        for capacity in instance.capacities:
            kind = {"coach_caseload": "coach"}.get(capacity.key, "project")
            if capacity.key == owner.key:
                continue
            keys = labels[kind]
            for option in np.unique(keys, return_index=True)[1].tolist():
                label = int(keys[option])
                use = int(capacity.usage[option])
                free = int(capacity.limit[capacity.labels[option]]) // use
                least[kind, label] = min(free, least.get((kind, label), free))
        for (kind, label), limit in least.items():
            live.set_capacity(kind, label, limit)  # type: ignore[arg-type]  # one of the four
        self.limits: dict[str, dict[int, int]] = {"coach": {}, "project": {}, "promotor": {}}
        for (kind, label), limit in least.items():
            self.limits[kind][label] = limit
        self.limits["promotor"] = dict(enumerate(owner.limit.tolist()))
        self.limits["mentor"] = dict(enumerate(instance.mentor_capacity.limit.tolist()))

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
            coach, served = self._homes[m] = self.gone.pop(m)
            pairs = {e: self._points[e][m] for e in self.here if m in self._points[e]}
            limit = self.limits["mentor"][m]
            return lambda: live.add_mentor(m, limit, coach, served, pairs)
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


def main() -> None:
    """Print and write the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("events", nargs="?", type=int, default=5_000)
    asked.add_argument("--long", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true")
    words = asked.parse_args()
    lines = Lines("live.txt", f"python benchmarks/live.py {words.events} --long {words.long}")
    settings = PopulationSettings(as_of=AS_OF, shape="flow", seed=1, mentees=10_000, mentors=2_000)
    instance = compile_instance(population(settings).problem)
    arguments = engine_arguments(instance)
    objective = instance.problem.rules.objective
    assign(**arguments, objective=objective)
    start = time.process_time()
    assign(**arguments, objective=objective)
    scratch = time.process_time() - start
    start = time.process_time()
    programme = Programme(instance, words.seed)
    lines.add(
        f"{len(instance.option_points)} options; scratch {scratch:.3f} s; "
        f"{len(programme.here)} arrivals one by one {time.process_time() - start:.1f} s; "
        f"{programme.live.served} served, {programme.live.status}"
    )
    rng = np.random.default_rng(words.seed)
    kinds = rng.choice(list(SHARES), words.events + WARM, p=np.array([*SHARES.values()]) / 100)
    spent = _run(programme, kinds.tolist())
    _table(lines, spent, scratch)
    _compare(lines, programme)
    if words.long:
        process = psutil.Process()
        more = rng.choice(list(SHARES), words.long, p=np.array([*SHARES.values()]) / 100).tolist()
        tenth = len(more) // 10
        _run(programme, more[:tenth])
        gc.collect()
        before = process.memory_info().rss
        _run(programme, more[tenth:])
        gc.collect()
        after = process.memory_info().rss
        lines.add(
            f"memory after {tenth} events {before >> 20} MB, after {len(more)} {after >> 20} MB"
        )
        _compare(lines, programme)
    if words.write:
        lines.write()


def _run(programme: Programme, kinds: list[str]) -> dict[str, list[float]]:
    """Return CPU seconds by kind, those of the first events left out."""
    spent: dict[str, list[float]] = {}
    gc.disable()
    for number, kind in enumerate(kinds):
        event = programme.event(kind)
        if event is None:
            continue
        start = time.process_time()
        event()
        seconds = time.process_time() - start
        if number >= WARM:
            spent.setdefault(kind, []).append(seconds)
        if number % 1000 == 0:
            gc.collect()
    gc.enable()
    return spent


def _table(lines: Lines, spent: dict[str, list[float]], scratch: float) -> None:
    every = np.concatenate([np.array(found) for found in spent.values()])
    lines.add(f"{'milliseconds of CPU':24}{'events':>8}{'p50':>9}{'p99':>9}{'most':>9}")
    for kind in [*SHARES, "all kinds"]:
        found = every if kind == "all kinds" else np.array(spent.get(kind, [0.0]))
        middle, late, most = (1000 * np.quantile(found, q) for q in (0.5, 0.99, 1))
        aim = {"arrival": ARRIVAL_AIM, "all kinds": min(ALL_AIM, SHARE_AIM * scratch)}.get(kind)
        told = (
            ""
            if aim is None
            else f"  at most {1000 * aim:.1f} " + ("met" if late <= 1000 * aim else "MISSED")
        )
        lines.add(f"{kind:24}{len(found):>8}{middle:>9.3f}{late:>9.3f}{most:>9.3f}{told}")
    share = np.quantile(every, 0.99) / scratch
    lines.add(f"p99 of all kinds is 1/{1 / share:.0f} of a solve from scratch")


def _compare(lines: Lines, programme: Programme) -> None:
    """Solve the end state from scratch."""
    live = programme.live
    exported = live.exported()
    solution = assign(**exported.arguments)
    best: dict[Any, Any] = dict(exported.options[option] for option in solution.chosen.tolist())
    mine = {e: place for e, place in live.chosen.items() if e not in live.fixed}
    same = best == mine
    lines.add(
        f"end state: {live.status}, {live.served} served, {live.objective} points; the set from "
        f"scratch is {'the same' if same else 'ANOTHER'}"
    )


if __name__ == "__main__":
    main()
