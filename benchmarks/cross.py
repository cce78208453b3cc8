"""The programme whose capacities cross, side by side: this engine and MILP solvers.

Half the mentees are open to several promotors and a third of the mentors have no coach yet: no
min-cost flow, no assignment matrix and no linear programme alone is exact here. All maximise
points; all duos of one mentor have one coach. ``ours, all levels`` does what `match` does: served
by priority, points, least change, lottery. Every competitor runs in a process of its own on the
same compiled options. At M there are some twelve million of them, and only ours is run.

    python benchmarks/cross.py [S] [B] [M] [--cap SECONDS] [--write]
"""
# ruff: noqa: PLC0415 -- each process loads only the solver that it runs

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from measuring import Lines, Stopwatch, alone

SIZES = {"S": (500, 150), "B": (2_000, 500), "M": (10_000, 2_000)}


@dataclass(frozen=True)
class Given:
    """The problem, its compiled instance where a solver takes one, and the seconds it may have."""

    problem: Any
    arguments: dict[str, Any]
    cap: float

    def rows(self) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
        """Return every capacity as labels, limits and usage of options; mentees first."""
        mentee = self.arguments["mentee"]
        one = np.ones(len(mentee), dtype=np.int64)
        families = [
            (mentee, np.ones(int(mentee.max()) + 1, dtype=np.int64), one),
            (self.arguments["mentor"], self.arguments["mentor_capacity"], one),
            *self.arguments["families"],
        ]
        labels, limits, usage = (list(column) for column in zip(*families, strict=True))
        return labels, limits, usage

    def coaching(self) -> tuple[np.ndarray, np.ndarray]:
        """Return each option's pair of mentor and coach, and each such pair's mentor."""
        mentor, coach = self.arguments["single_choice"][0]
        pairs, pair = np.unique(np.stack([mentor, coach]), axis=1, return_inverse=True)
        return pair.ravel(), pairs[0]


Answer = tuple[int | None, str]


def ours(given: Given) -> Answer:
    """Solve with `assign`: points, then served; the gap as the prices leave it."""
    from matcher.engine import assign

    solution = assign(**given.arguments, objective="fit")
    return solution.objective, f"{solution.status}, bound {solution.bound}"


def ours_all_levels(given: Given) -> Answer:
    """Compile and solve with all levels by `match`."""
    from matcher.app.match import match

    result = match(given.problem, time_limit=given.cap)
    most = result.solution.bound_served
    return (
        result.objective,
        f"{result.status}, {result.served} served, at most {most}; compiled too",
    )


def highs(given: Given) -> Answer:
    """Solve the integer programme with HiGHS through scipy."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    points = given.arguments["points"]
    count = len(points)
    pair, mentor_of_pair = given.coaching()
    width = count + len(mentor_of_pair)
    option = np.arange(count)
    constraints = [
        LinearConstraint(csr_array((usage, (label, option)), shape=(len(limit), width)), ub=limit)
        for label, limit, usage in zip(*given.rows(), strict=True)
    ]
    chosen = count + np.arange(len(mentor_of_pair))
    most = given.arguments["mentor_capacity"][mentor_of_pair]
    uses = csr_array(
        (
            np.concatenate([np.ones(count), -most]),
            (np.concatenate([pair, np.arange(len(most))]), np.concatenate([option, chosen])),
        ),
        shape=(len(most), width),
    )
    shape = (len(given.arguments["mentor_capacity"]), width)
    single = csr_array((np.ones(len(most)), (mentor_of_pair, chosen)), shape=shape)
    constraints += [LinearConstraint(uses, ub=0), LinearConstraint(single, ub=1)]
    solved = milp(
        np.concatenate([-points.astype(float), np.zeros(len(most))]),
        constraints=constraints,
        integrality=np.ones(width),
        bounds=Bounds(0, 1),
        options={"time_limit": given.cap},
    )
    bound = None if solved.mip_dual_bound is None else round(-solved.mip_dual_bound)
    found = None if solved.x is None else round(-solved.fun)
    return found, f"{'optimal' if solved.status == 0 else 'stopped'}, bound {bound}"


def cp_sat(given: Given) -> Answer:
    """Solve with CP-SAT, one Boolean per option and per mentor with a coach, one worker."""
    from ortools.sat.python import cp_model

    points = given.arguments["points"]
    pair, mentor_of_pair = given.coaching()
    model = cp_model.CpModel()
    take = np.array([model.new_bool_var("") for _ in points], dtype=object)
    chosen = np.array([model.new_bool_var("") for _ in mentor_of_pair], dtype=object)
    for label, limit, usage in zip(*given.rows(), strict=True):
        for one, inside in _grouped(label):
            model.add(
                cp_model.LinearExpr.weighted_sum(take[inside].tolist(), usage[inside].tolist())
                <= int(limit[one])
            )
    most = given.arguments["mentor_capacity"][mentor_of_pair]
    for one, inside in _grouped(pair):
        model.add(sum(take[inside].tolist()) <= int(most[one]) * chosen[one])
    for _, inside in _grouped(mentor_of_pair):
        model.add_at_most_one(chosen[inside].tolist())
    model.maximize(cp_model.LinearExpr.weighted_sum(take.tolist(), points.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = given.cap
    status = solver.solve(model)
    known = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    said = f"{solver.status_name(status).lower()}, bound {round(solver.best_objective_bound)}"
    return (round(solver.objective_value) if known else None), said


def _grouped(labels: np.ndarray) -> list[tuple[int, np.ndarray]]:
    order = np.argsort(labels, kind="stable")
    names, starts = np.unique(labels[order], return_index=True)
    return list(zip(names.tolist(), np.split(order, starts[1:]), strict=True))


COMPETITORS: dict[str, tuple[Callable[[Given], Answer], str]] = {
    "ours": (ours, "SB"),
    "ours, all levels": (ours_all_levels, "SBM"),
    "scipy milp (HiGHS)": (highs, "SB"),
    "OR-Tools CP-SAT": (cp_sat, "SB"),
}
"""What runs, and at which sizes."""


def child(name: str, size: str, cap: float) -> None:
    """Run one competitor and print its figures as JSON."""
    from matcher.instance.compile import compile_instance
    from matcher.instance.solve import engine_arguments
    from matcher.simulation.population import PopulationSettings, population

    run, _ = COMPETITORS[name]
    mentees, mentors = SIZES[size]
    settings = PopulationSettings(
        seed=1, as_of=date(2026, 11, 2), shape="cross", mentees=mentees, mentors=mentors
    )
    problem = population(settings).problem
    arguments = {}
    if run is not ours_all_levels:
        arguments = engine_arguments(compile_instance(problem))
        for level in ("priority", "previous", "continuity", "lottery"):
            del arguments[level]
    watch = Stopwatch()
    points, said = run(Given(problem, arguments, cap))
    print(json.dumps({"points": points, "said": said, **watch.read()}))


def measure(name: str, size: str, cap: float) -> str:
    """Return a line of the table."""
    got = alone("cross.py", "--one", name, size, str(cap), timeout=2 * cap + 60)
    if isinstance(got, str):
        return f"{size}  {name:20} {got}"
    points = "–" if got["points"] is None else f"{got['points']:,}"
    return (
        f"{size}  {name:20}{got['seconds']:9.2f}{got['cpu']:9.2f}{got['megabytes']:9.0f}"
        f"{points:>11}  {got['said']}"
    )


def main(arguments: list[str]) -> None:
    """Print the table, and write it when asked to."""
    if arguments[:1] == ["--one"]:
        child(arguments[1], arguments[2], float(arguments[3]))
        return
    cap = float(arguments[arguments.index("--cap") + 1]) if "--cap" in arguments else 60.0
    sizes = [size for size in SIZES if size in arguments] or ["S", "B"]
    lines = Lines("cross.txt", f"python benchmarks/cross.py {' '.join(sizes)} --cap {cap:.0f}")
    lines.add(f"{'':3}{'':20}{'seconds':>9}{'CPU':>9}{'MB':>9}{'points':>11}")
    for size in sizes:
        for name, (_, where) in COMPETITORS.items():
            if size in where:
                lines.add(measure(name, size, cap))
    if "--write" in arguments:
        lines.write()


if __name__ == "__main__":
    main(sys.argv[1:])
