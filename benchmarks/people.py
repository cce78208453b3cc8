"""Programmes of people side by side: this engine and other solvers on the same compiled options.

In *flow* capacities nest: projects, promotors and budgets around the mentee, coaches around the
mentor. In *cross* half the mentees are open to several promotors and a third of the mentors have no
coach yet: no min-cost flow and no linear programme alone is exact there. All maximise points, one
level; ``all levels`` is what `match` does: served by priority, points, least change, lottery, compiled
from the people too. Every competitor runs in a process of its own, after a small run that is not counted.

    python benchmarks/people.py [flow] [cross] [S] [B] [M] [L] [--cap SECONDS] [--write]
"""
# ruff: noqa: PLC0415 -- each process loads only the solver that it runs

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from measuring import Lines, Stopwatch, alone

if TYPE_CHECKING:
    from matcher.simulation.settings import Shape

SIZES = {"S": (500, 150), "B": (2_000, 500), "M": (10_000, 2_000), "L": (100_000, 20_000)}


SMALL = (150, 60)
"""Solved first, so that loading code is no part of a figure."""


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


def ours_sparse(given: Given) -> Answer:
    """Solve with `assign_sparse`: a solver that sees few options, prices that hold for all."""
    from matcher.engine import assign_sparse
    from matcher.engine.sparse.source import ArraySource, OptionBlock

    told = given.arguments
    columns = tuple((labels, usage) for labels, _, usage in told["families"])
    solution = assign_sparse(
        ArraySource(OptionBlock(told["mentee"], told["mentor"], told["points"], columns)),
        mentor_capacity=told["mentor_capacity"],
        capacities=[limit for _, limit, _ in told["families"]],
        objective="fit",
    )
    return solution.objective, f"{solution.status}, {solution.core} of {solution.options} seen"


def bare_flow(given: Given) -> Answer:
    """Solve with OR-Tools' min-cost flow, an arc an option; capacities nest on both sides."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    told = given.arguments
    mentee, mentor = told["mentee"], told["mentor"]
    sides: list[list[tuple[np.ndarray, np.ndarray]]] = [[], []]
    for labels, limit, usage in told["families"]:
        per = np.ones(len(limit), dtype=np.int64)
        per[labels] = usage
        side = 0 if _follows(mentee, labels) else 1
        sides[side].append((labels, limit // per))
    source, sink, count = 0, 1, 2
    flow = SimpleMinCostFlow()
    middle = []
    own = (np.ones(int(mentee.max()) + 1, dtype=np.int64), told["mentor_capacity"])
    for side, (outer, labels, limit) in enumerate(
        zip((source, sink), (mentee, mentor), own, strict=True)
    ):
        # from the finest labels to the coarsest, then to the end
        chain = sorted(sides[side], key=lambda each: -len(np.unique(each[0])))
        inner, most = labels, limit
        start = count
        middle.append(start + labels)
        count += len(limit)
        for next_labels, next_most in [*chain, (np.zeros_like(labels), None)]:
            _, first = np.unique(inner, return_index=True)
            last = next_most is None
            outwards = np.full(len(first), outer) if last else count + next_labels[first]
            ends = (
                (outwards, start + inner[first]) if side == 0 else (start + inner[first], outwards)
            )
            flow.add_arcs_with_capacity_and_unit_cost(
                *ends, most[inner[first]], np.zeros(len(first))
            )
            if not last:
                inner, most, start = next_labels, next_most, count
                count += len(next_most)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        *middle, np.ones(len(mentee), dtype=np.int64), -told["points"]
    )
    everyone = len(own[0])
    flow.add_arc_with_capacity_and_unit_cost(source, sink, everyone, 0)
    flow.set_nodes_supplies(np.array([source, sink]), np.array([everyone, -everyone]))
    status = flow.solve()
    if status != flow.OPTIMAL:
        return None, str(status)
    return int((flow.flows(arcs) * told["points"]).sum()), "optimal, unproven"


def _follows(one: np.ndarray, labels: np.ndarray) -> bool:
    """Return whether equal entries of one always have equal labels."""
    _, first, back = np.unique(one, return_index=True, return_inverse=True)
    return bool((labels[first][back] == labels).all())


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


COMPETITORS: dict[str, tuple[Callable[[Given], Answer], dict[str, str]]] = {
    "ours": (ours, {"flow": "SM", "cross": "SB"}),
    "ours, sparse": (ours_sparse, {"flow": "SM"}),
    "ours, all levels": (ours_all_levels, {"flow": "SML", "cross": "SBM"}),
    "OR-Tools min-cost flow": (bare_flow, {"flow": "SML"}),
    "scipy milp (HiGHS)": (highs, {"flow": "SM", "cross": "SB"}),
    "OR-Tools CP-SAT": (cp_sat, {"flow": "SM", "cross": "SB"}),
}
"""What runs, and at which sizes of which shape."""


def child(name: str, shape: Shape, size: str, cap: float) -> None:
    """Run one competitor and print its figures as JSON."""
    from matcher.instance.compile import compile_instance
    from matcher.instance.solve import engine_arguments
    from matcher.simulation.population import PopulationSettings, population

    run, _ = COMPETITORS[name]

    def drawn(mentees: int, mentors: int) -> Given:
        settings = PopulationSettings(
            seed=1, as_of=date(2026, 11, 2), shape=shape, mentees=mentees, mentors=mentors
        )
        problem = population(settings).problem
        arguments = {}
        if run is not ours_all_levels:
            arguments = engine_arguments(compile_instance(problem))
            for level in ("priority", "previous", "continuity", "lottery"):
                del arguments[level]
        return Given(problem, arguments, cap)

    run(drawn(*SMALL))
    given = drawn(*SIZES[size])
    watch = Stopwatch()
    points, said = run(given)
    print(json.dumps({"points": points, "said": said, **watch.read()}))


def measure(name: str, shape: str, size: str, cap: float) -> str:
    """Return a line of the table."""
    got = alone("people.py", "--one", name, shape, size, str(cap), timeout=2 * cap + 120)
    head = f"{shape:6}{size}  {name:23}"
    if isinstance(got, str):
        return head + got
    points = "–" if got["points"] is None else f"{got['points']:,}"
    return (
        f"{head}{got['seconds']:9.2f}{got['cpu']:9.2f}{got['megabytes']:9.0f}"
        f"{points:>11}  {got['said']}"
    )


def main(arguments: list[str]) -> None:
    """Print the table, and write it when asked to."""
    if arguments[:1] == ["--one"]:
        name, shape, size, cap = arguments[1:]
        child(name, "flow" if shape == "flow" else "cross", size, float(cap))
        return
    most = float(arguments[arguments.index("--cap") + 1]) if "--cap" in arguments else 60.0
    shapes = [shape for shape in ("flow", "cross") if shape in arguments] or ["flow", "cross"]
    sizes = [size for size in SIZES if size in arguments] or list(SIZES)
    told = f"python benchmarks/people.py {' '.join([*shapes, *sizes])} --cap {most:.0f}"
    lines = Lines("people.txt", told)
    lines.add(f"{'':32}{'seconds':>9}{'CPU':>9}{'MB':>9}{'points':>11}")
    for shape in shapes:
        for size in sizes:
            for name, (_, where) in COMPETITORS.items():
                if size in where.get(shape, ""):
                    lines.add(measure(name, shape, size, most))
    if "--write" in arguments:
        lines.write()


if __name__ == "__main__":
    main(sys.argv[1:])
