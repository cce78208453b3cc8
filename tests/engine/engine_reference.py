"""An independent statement of the problem, to test the engine against.

Written from the definition: which sets are feasible, and what their levels are. Nothing here
comes from the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


@dataclass
class Instance:
    """The arguments of `assign`, as drawn."""

    mentee: np.ndarray
    mentor: np.ndarray
    points: np.ndarray
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.points)

    def families(self) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Return all families with usage, the mentee's own included."""
        one = np.ones(self.size, dtype=np.int64)
        people = int(self.mentee.max()) + 1
        found = [(self.mentee, np.ones(people, dtype=np.int64), one)]
        found.append((self.mentor, self.more["mentor_capacity"], one))
        rest = self.more.get("families", [])
        return found + [(given[0], given[1], [*given, one][2]) for given in rest]

    def levels(self) -> list[np.ndarray]:
        """Return what each option adds to each level, highest level first."""
        classes = self.more.get("priority")
        mine = np.zeros(self.size, dtype=np.int64) if classes is None else classes[self.mentee]
        served = [(mine == c).astype(np.int64) for c in sorted(set(mine.tolist()), reverse=True)]
        chain = [self.points, *served]
        if self.more.get("objective") == "participation":
            chain = [*served, self.points]
        if "previous" in self.more:
            chain.append(self.more["previous"].astype(np.int64))
        if "continuity" in self.more:
            chain.append(self.more["continuity"])
        if "lottery" in self.more:
            chain.append(self.more["lottery"])
        return chain

    def permuted(self, order: np.ndarray) -> Instance:
        """Return the same instance with its options in another order."""
        more = dict(self.more)
        more["families"] = [
            (given[0][order], given[1], *(usage[order] for usage in given[2:]))
            for given in self.more.get("families", [])
        ]
        more["single_choice"] = [
            (group[order], choice[order]) for group, choice in self.more.get("single_choice", [])
        ]
        for key in ("previous", "continuity", "lottery"):
            if key in more:
                more[key] = more[key][order]
        return Instance(self.mentee[order], self.mentor[order], self.points[order], more)

    def totals(self, chosen: np.ndarray) -> list[int]:
        """Return the levels' totals of a set."""
        return [int(level[chosen].sum()) for level in self.levels()]

    def feasible_sets(self) -> Iterator[tuple[int, ...]]:
        """Yield every feasible set of options."""
        families = self.families()
        left = [capacity.tolist() for _, capacity, _ in families]
        made: list[dict[int, list[int]]] = [{} for _ in self.more.get("single_choice", [])]

        def grow(start: int, taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
            yield taken
            for option in range(start, self.size):
                uses = [(int(labels[option]), int(u[option])) for labels, _, u in families]
                if any(room[k] < u for room, (k, u) in zip(left, uses, strict=True)):
                    continue
                choices = [
                    (seen, int(group[option]), int(choice[option]))
                    for seen, (group, choice) in zip(
                        made, self.more.get("single_choice", []), strict=True
                    )
                ]
                if any(set(seen.get(g, [])) - {c} for seen, g, c in choices):
                    continue
                for room, (k, u) in zip(left, uses, strict=True):
                    room[k] -= u
                for seen, g, c in choices:
                    seen.setdefault(g, []).append(c)
                yield from grow(option + 1, (*taken, option))
                for room, (k, u) in zip(left, uses, strict=True):
                    room[k] += u
                for seen, g, _ in choices:
                    seen[g].pop()

        yield from grow(0, ())

    def best_sets(self) -> tuple[list[int], list[tuple[int, ...]]]:
        """Return the best totals over all feasible sets, and every set that reaches them."""
        best: tuple[int, ...] = ()
        sets: list[tuple[int, ...]] = []
        levels = self.levels()
        for taken in self.feasible_sets():
            totals = tuple(sum(int(level[i]) for i in taken) for level in levels)
            if not sets or totals > best:
                best, sets = totals, [taken]
            elif totals == best:
                sets.append(taken)
        return list(best), sets

    def best_totals(self) -> list[int]:
        """Return the best totals by HiGHS, level after level; it works in floats."""
        rows: list[np.ndarray] = []
        most: list[int] = []
        for labels, capacity, usage in self.families():
            for label, limit in enumerate(capacity.tolist()):
                rows.append(np.where(labels == label, usage, 0))
                most.append(limit)
        for group, choice in self.more.get("single_choice", []):
            for i in range(self.size):
                for j in np.flatnonzero((group[:i] == group[i]) & (choice[:i] != choice[i])):
                    row = np.zeros(self.size)
                    row[[i, j]] = 1
                    rows.append(row)
                    most.append(1)
        totals: list[int] = []
        for level in self.levels():
            answer = milp(
                -level.astype(float),
                integrality=np.ones(self.size),
                bounds=Bounds(0, 1),
                constraints=LinearConstraint(np.array(rows), -np.inf, most),
                options={"mip_rel_gap": 0.0},
            )
            totals.append(round(-answer.fun))
            rows.append(-level)
            most.append(-totals[-1])
        return totals


def draw(seed: int, *, mentees: int = 9, mentors: int = 6, density: float = 0.7) -> Instance:
    """Draw a small instance: promotors with projects, mentors and coaches; some of it crossing."""
    rng = np.random.default_rng(seed)
    people, helpers = int(rng.integers(1, mentees)), int(rng.integers(1, mentors))
    projects, coaches, promotors = (int(rng.integers(1, k)) for k in (4, 4, 3))
    owner = rng.integers(0, promotors, projects)
    of_mentor = rng.integers(0, promotors, helpers)
    of_coach = rng.integers(0, promotors, coaches)
    admits = rng.random((people, projects)) < 0.6
    allowed = rng.random((people, helpers)) < density
    crossing = rng.random((people, helpers)) < 0.2
    rows = [
        (e, m, p, c, owner[p])
        for e, m, p, c in np.ndindex(people, helpers, projects, coaches)
        if allowed[e, m]
        and admits[e, p]
        and of_coach[c] == of_mentor[m]
        and (owner[p] == of_mentor[m] or crossing[e, m])
    ] or [(0, 0, 0, 0, 0)]
    mentee, mentor, project, coach, promotor = np.array(rows, dtype=np.int64).T
    count = len(rows)
    points = rng.integers(0, 6, (people, helpers))[mentee, mentor]
    if rng.random() < 0.3:
        points = rng.integers(-2, 6, count)
    families: list[Any] = [
        (coach, rng.integers(0, 4, coaches)),
        (project, rng.integers(0, 4, projects)),
        (promotor, rng.integers(0, 6, promotors)),
    ]
    if rng.random() < 0.3:
        families.append((project, rng.integers(0, 60, projects), rng.integers(0, 20, count)))
    more: dict[str, Any] = {
        "mentor_capacity": rng.integers(0, 4, helpers),
        "families": [given for given in families if rng.random() < 0.8],
        "objective": ("fit", "participation")[int(rng.integers(2))],
    }
    if rng.random() < 0.5:
        more["previous"] = rng.random(count) < 0.2
    if rng.random() < 0.4:
        more["priority"] = rng.integers(0, 3, people)
    if rng.random() < 0.3:
        more["single_choice"] = [(mentor, coach)]
    if rng.random() < 0.5:
        bits = 2 ** int(rng.choice([3, 32]))
        chance = [
            rng.integers(0, bits, shape)
            for shape in ((people, projects), (people, helpers), (helpers, coaches))
        ]
        more["lottery"] = (
            chance[0][mentee, project] + chance[1][mentee, mentor] + chance[2][mentor, coach]
        )
    if rng.random() < 0.4:
        same = rng.random((people, projects)) < 0.4, rng.random((helpers, coaches)) < 0.4
        more["continuity"] = same[0][mentee, project].astype(np.int64) + same[1][mentor, coach]
    return Instance(mentee, mentor, points, more)


def with_lottery_per_option(instance: Instance, seed: int) -> Instance:
    """Return the same with 20 to 50 random bits per option, so that hardly two sets tie."""
    bits = (20, 40, 50)[seed % 3]
    chance = np.random.default_rng(seed).integers(1, 2**bits, instance.size)
    return Instance(
        instance.mentee, instance.mentor, instance.points, {**instance.more, "lottery": chance}
    )
