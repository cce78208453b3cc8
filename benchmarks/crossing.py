"""Assignment where capacities cross: several promotors, a choice of coach, budgets in cents.

Mentees are open to one, two or three promotors; a mentor has no coach yet and may have any of
several of the promotor's, but all duos of one mentor have the same; projects have places, coaches
a caseload, and all of it is short. With budgets each promotor has a sum to spend, and what a duo
costs depends on mentee and project. Solved level by level: served by priority, points, lottery.
``cross`` is the made-up programme of that shape. Every instance runs in a process of its own; CPU
seconds count the processes that it starts.

    python benchmarks/crossing.py [NAME...] [--limit SECONDS] [--write]
"""
# ruff: noqa: PLC0415 -- each process loads what it runs

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
from measuring import Lines, alone, used

SEEDS = range(1, 6)
MENTEES, MENTORS, PROMOTORS, PROJECTS, COACHES = 2_000, 500, 8, 20, 60
PRIORITIES = (0.94, 0.05, 0.01)
ADMITTED, FITTING, SPEAKING = 0.7, 0.12, 0.5
"""Shares of mentee and project, mentee and mentor, mentor and coach that go together."""

SIZES = {2_000: 500, 10_000: 2_000}
Arguments = dict[str, Any]


def drawn(seed: int, *, budgets: bool, mentees: int = MENTEES, mentors: int = MENTORS) -> Arguments:
    """Return the arguments of `assign` for a programme drawn from a seed."""
    rng = np.random.default_rng(seed)
    of_mentor = rng.integers(0, PROMOTORS, mentors)
    of_coach, of_project = np.arange(COACHES) % PROMOTORS, np.arange(PROJECTS) % PROMOTORS
    open_to = np.zeros((mentees, PROMOTORS), dtype=bool)
    for promotors in rng.integers(0, PROMOTORS, (3, mentees)):
        open_to[np.arange(mentees), promotors] = True
    admits = rng.random((mentees, PROJECTS)) < ADMITTED
    fits = rng.random((mentees, mentors)) < FITTING
    speaks = rng.random((mentors, COACHES)) < SPEAKING
    capacity = rng.integers(1, 4, mentors)
    free = np.bincount(of_mentor, capacity, PROMOTORS)
    caseload = (0.75 * free[of_coach] / np.bincount(of_coach)[of_coach]).astype(int)
    places = (0.8 * free[of_project] / np.bincount(of_project)[of_project]).astype(int)
    points = rng.integers(0, 1_001, (mentees, mentors))
    lots = [
        rng.integers(0, 2**32, shape)
        for shape in ((mentees, PROJECTS), (mentees, mentors), (mentors, COACHES))
    ]
    found = []
    for promotor in range(PROMOTORS):
        people = np.flatnonzero(open_to[:, promotor])
        helpers, coaches, projects = (
            np.flatnonzero(of == promotor) for of in (of_mentor, of_coach, of_project)
        )
        who, which = np.nonzero(fits[np.ix_(people, helpers)])
        table = np.stack(np.meshgrid(np.arange(len(who)), coaches, projects, indexing="ij"))
        at, coach, project = table.reshape(3, -1)
        mentee, mentor = people[who[at]], helpers[which[at]]
        allowed = admits[mentee, project] & speaks[mentor, coach]
        found.append(np.stack([mentee, mentor, coach, project])[:, allowed])
    mentee, mentor, coach, project = np.concatenate(found, axis=1)
    families: list[Any] = [(coach, caseload), (project, places)]
    if budgets:
        cost = rng.integers(90_000, 260_000, (mentees, PROJECTS))
        families.append((of_project[project], (70_000 * free).astype(int), cost[mentee, project]))
    return {
        "mentee": mentee,
        "mentor": mentor,
        "points": points[mentee, mentor],
        "mentor_capacity": capacity,
        "families": families,
        "single_choice": [(mentor, coach)],
        "objective": "participation",
        "priority": rng.choice(len(PRIORITIES), mentees, p=PRIORITIES),
        "lottery": lots[0][mentee, project] + lots[1][mentee, mentor] + lots[2][mentor, coach],
    }


def programme(mentees: int, mentors: int) -> Any:
    """Return the instance of a made-up programme whose capacities cross."""
    from matcher.instance.compile import compile_instance
    from matcher.simulation.population import PopulationSettings, population

    settings = PopulationSettings(
        seed=1, as_of=date(2026, 11, 2), shape="cross", mentees=mentees, mentors=mentors
    )
    problem = population(settings).problem
    start = used()
    return compile_instance(problem), start


INSTANCES: dict[str, tuple[str, int]] = {
    "cross 2,000 x 500": ("cross", 2_000),
    **{f"coaches, seed {seed}": ("coaches", seed) for seed in SEEDS},
    **{f"budgets, seed {seed}": ("budgets", seed) for seed in SEEDS},
    "cross 10,000 x 2,000": ("cross", 10_000),
}


def child(name: str, limit: float) -> None:
    """Solve one instance and print its figures as JSON."""
    from matcher.engine import assign

    kind, number = INSTANCES[name]
    if kind == "cross":
        from matcher.instance.propose import propose

        instance, start = programme(number, SIZES[number])
        proposed = propose(instance, time_limit=limit)
        solution, scope = proposed.solution, proposed.scope
        options = len(solution.weights) if scope is None else scope.allowed
    else:
        arguments = drawn(number, budgets=kind == "budgets")
        start = used()
        solution = assign(**arguments, time_limit=limit)
        options = len(solution.weights)
    methods = Counter((part.method, part.status) for part in solution.components)
    gap = {name: value for name, value in solution.unfold(solution.gap).items() if value}
    figures = {
        "options": options,
        "cpu": used() - start,
        "status": solution.status,
        "served": (solution.served, solution.bound_served),
        "points": (solution.objective, solution.bound),
        "methods": ", ".join(f"{n} {how} {status}" for (how, status), n in sorted(methods.items())),
        "gap": ", ".join(f"{name} {value}" for name, value in gap.items()) or "0",
    }
    print(json.dumps(figures))


def measure(name: str, limit: float) -> str:
    """Return the lines of one instance."""
    got = alone("crossing.py", "--one", name, str(limit), timeout=10 * limit + 600)
    if isinstance(got, str):
        return f"{name:24} {got}"
    served, most_served = got["served"]
    points, most_points = got["points"]
    return (
        f"{name:24}{got['options']:>11,}{got['cpu']:>8.1f}  {got['status']:10}"
        f"{served:>7,}{most_served - served:>5}{points:>11,}{_share(points, most_points):>9}"
        f"  {got['methods']}\n{'':24}  gap by prices: {got['gap']}"
    )


def _share(value: int, bound: int) -> str:
    return f"{100 * (bound - value) / max(1, value):.3f} %"


def main(arguments: list[str]) -> None:
    """Print the table, and write it when asked to."""
    if arguments[:1] == ["--one"]:
        child(arguments[1], float(arguments[2]))
        return
    limit = float(arguments[arguments.index("--limit") + 1]) if "--limit" in arguments else 200.0
    names = [name for name in INSTANCES if name in arguments] or list(INSTANCES)
    chosen = "".join(f'"{name}" ' for name in names) if len(names) < len(INSTANCES) else ""
    lines = Lines("crossing.txt", f"python benchmarks/crossing.py {chosen}--limit {limit:.0f}")
    lines.add(
        f"{'':24}{'options':>11}{'CPU s':>8}  {'status':10}{'served':>7}{'gap':>5}"
        f"{'points':>11}{'gap':>9}  parts"
    )
    for name in names:
        lines.add(measure(name, limit))
    if "--write" in arguments:
        lines.write()


if __name__ == "__main__":
    main(sys.argv[1:])
