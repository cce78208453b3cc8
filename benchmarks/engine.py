"""Exact assignment side by side: this engine and other solvers on the same synthetic instances.

Mentees and mentors have a sector, a region and languages; about 2.5 % of pairs are allowed, a
mentor takes one to three mentees, and points are a sum of two small tables: made into columns before
the clock starts (S, M), or anew whenever a block is read (L). Every competitor runs in a process
of its own, after one small warm-up. Seconds are wall time; CPU counts the processes started too;
memory is the peak with the instance in it. ``mentor-match`` is no dependency: install it where
PYTHONPATH points, or its line says that it is not there.

    python benchmarks/engine.py [S] [M] [L] [--cap SECONDS] [--write]
"""
# ruff: noqa: PLC0415 -- each process loads only the solver that it runs

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from measuring import Lines, Stopwatch, alone

SIZES = {"S": (500, 150), "M": (10_000, 2_000), "L": (100_000, 20_000)}
SECTORS, LANGUAGES, REGIONS, KINDS = 15, 10, 40, 97
BLOCK = 2**18
IN_TABLES = 50_000
"""From so many mentees on options are made from the tables each time, not held in columns."""


@dataclass(frozen=True)
class Programme:
    """A programme drawn from a seed. Options are made when asked for: never all at once."""

    mentees: int
    mentors: int
    seed: int = 2026
    lottery: bool = True

    def __post_init__(self) -> None:
        """Draw the people and the tables of points."""
        rng = np.random.default_rng(self.seed)
        people, helpers = self.mentees, self.mentors
        facts = {
            "capacity": rng.integers(1, 4, helpers),
            "mentee_sector": rng.integers(0, SECTORS, people),
            "mentor_sector": rng.integers(0, SECTORS, helpers),
            "mentee_language": rng.integers(0, LANGUAGES, people),
            "mentor_languages": rng.integers(0, LANGUAGES, (2, helpers)),
            "mentee_region": rng.integers(0, REGIONS, people),
            "mentor_region": rng.integers(0, REGIONS, helpers),
            "mentee_kind": rng.integers(0, KINDS, people),
            "mentor_kind": rng.integers(0, KINDS, helpers),
            "near": rng.integers(0, 500, (REGIONS, REGIONS)),
            "fits": rng.integers(1, 500, (KINDS, KINDS)),
            "mentee_lot": rng.integers(1, 2**31, people),
            "mentor_lot": rng.integers(1, 2**31, helpers),
        }
        for name, values in facts.items():
            object.__setattr__(self, name, values)

    def pairs(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield blocks as mentees (a,) and mentors (b,), each with each."""
        for sector in range(SECTORS):
            near = (self.mentor_sector - sector) % SECTORS < 2  # noqa: PLR2004 -- this or the next
            for language in range(LANGUAGES):
                speaks = (self.mentor_languages == language).any(axis=0)
                mentors = np.flatnonzero(near & speaks)
                mentees = np.flatnonzero(
                    (self.mentee_sector == sector) & (self.mentee_language == language)
                )
                step = max(1, BLOCK // max(1, len(mentors)))
                for start in range(0, len(mentees) if len(mentors) else 0, step):
                    yield mentees[start : start + step], mentors

    def blocks(self) -> Iterator[Any]:
        """Yield blocks of options, as the engine's `Source` has them."""
        from matcher.engine.sparse.source import OptionBlock

        for mentees, mentors in self.pairs():
            shape = (len(mentees), len(mentors))
            points = self.near[np.ix_(self.mentee_region[mentees], self.mentor_region[mentors])]
            points += self.fits[np.ix_(self.mentee_kind[mentees], self.mentor_kind[mentors])]
            chance = self.mentee_lot[mentees][:, None] * self.mentor_lot[mentors]
            yield OptionBlock(
                np.broadcast_to(mentees[:, None], shape).ravel(),
                np.broadcast_to(mentors, shape).ravel(),
                points.ravel(),
                lottery=(chance >> 20).ravel() % 2**32 if self.lottery else None,
            )

    @cached_property
    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Mentee, mentor, points and lottery of all options, made once."""
        blocks = [(b.mentee, b.mentor, b.points, b.lottery) for b in self.blocks()]
        mentee, mentor, points, lottery = (np.concatenate(c) for c in zip(*blocks, strict=True))
        return mentee, mentor, points, lottery


Answer = tuple[int | None, str]
"""Points, None where there are none in time; and what more there is to say."""


def ours_sparse(programme: Programme, __: float) -> Answer:
    """Solve with `assign_sparse`: points, then served; proven by prices for every option."""
    return _sparse(programme, lottery=False)


def ours_sparse_all_levels(programme: Programme, __: float) -> Answer:
    """Solve with `assign_sparse`: served, points and a lottery of 32 bits an option."""
    return _sparse(programme, lottery=True)


def _sparse(programme: Programme, *, lottery: bool) -> Answer:
    from matcher.engine.sparse.assign import assign_sparse
    from matcher.engine.sparse.source import ArraySource, OptionBlock, Source

    source: Source = replace(programme, lottery=lottery)
    if programme.mentees < IN_TABLES:
        mentee, mentor, points, chance = programme.columns
        source = ArraySource(
            OptionBlock(mentee, mentor, points, lottery=chance if lottery else None)
        )
    solution = assign_sparse(
        source,
        mentor_capacity=programme.capacity,
        objective="participation" if lottery else "fit",
    )
    return solution.objective, (
        f"{solution.status}, gap {solution.gap}, {solution.served} served, {solution.options} options, "
        f"{solution.core} in the solver, {solution.rounds} rounds"
    )


def ours_dense(programme: Programme, __: float) -> Answer:
    """Solve with `assign`: points, then served; all options in the solver, proven by prices."""
    from matcher.engine import assign

    mentee, mentor, points, _ = programme.columns
    solution = assign(mentee, mentor, points, mentor_capacity=programme.capacity)
    return solution.objective, f"{solution.status}, gap {solution.gap}, {solution.served} served"


def ortools_flow(programme: Programme, __: float) -> Answer:
    """Solve with OR-Tools' min-cost flow over all options: points only, no prices."""
    from ortools.graph.python import min_cost_flow

    mentee, mentor, points, _ = programme.columns
    people, helpers = programme.mentees, programme.mentors
    solver = min_cost_flow.SimpleMinCostFlow()
    add = solver.add_arcs_with_capacity_and_unit_cost
    source, sink = people + helpers, people + helpers + 1
    everybody, everyone = np.arange(people), people + np.arange(helpers)
    add(mentee, people + mentor, np.ones_like(mentee), -points)
    add(np.full(people, source), everybody, np.ones_like(everybody), np.zeros_like(everybody))
    add(everyone, np.full(helpers, sink), programme.capacity, np.zeros_like(everyone))
    add(np.array([source]), np.array([sink]), np.array([people]), np.array([0]))
    solver.set_node_supply(source, people)
    solver.set_node_supply(sink, -people)
    status = solver.solve()
    return -solver.optimal_cost(), status.name.lower()


def scipy_assignment(programme: Programme, __: float) -> Answer:
    """Solve with scipy's `linear_sum_assignment` on a full matrix, a column per place."""
    from scipy.optimize import linear_sum_assignment

    mentee, mentor, points, _ = programme.columns
    matrix = np.zeros((programme.mentees, programme.mentors))
    matrix[mentee, mentor] = points
    matrix = np.repeat(matrix, programme.capacity, axis=1)
    return int(matrix[linear_sum_assignment(matrix, maximize=True)].sum()), "optimal"


def scipy_highs(programme: Programme, cap: float) -> Answer:
    """Solve the linear programme with HiGHS through scipy."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    mentee, mentor, points, _ = programme.columns
    count = len(points)
    rows = np.concatenate([mentee, programme.mentees + mentor])
    shape = (programme.mentees + programme.mentors, count)
    matrix = csr_array((np.ones(2 * count), (rows, np.tile(np.arange(count), 2))), shape=shape)
    limits = np.concatenate([np.ones(programme.mentees), programme.capacity])
    solved = linprog(
        -points.astype(float),
        A_ub=matrix,
        b_ub=limits,
        method="highs",
        options={"time_limit": cap} if cap else {},
    )
    return (round(-solved.fun) if solved.status == 0 else None), solved.message.split("\n")[0][:40]


def cp_sat(programme: Programme, cap: float) -> Answer:
    """Solve with CP-SAT, one Boolean per option, one worker."""
    from ortools.sat.python import cp_model

    mentee, mentor, points, _ = programme.columns
    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in points]
    for labels, limits in ((mentee, np.ones(programme.mentees)), (mentor, programme.capacity)):
        order = np.argsort(labels, kind="stable")
        cuts = np.searchsorted(labels[order], np.arange(len(limits) + 1))
        for limit, start, end in zip(limits.tolist(), cuts, cuts[1:], strict=False):
            model.add(sum(take[i] for i in order[start:end].tolist()) <= int(limit))
    model.maximize(cp_model.LinearExpr.weighted_sum(take, points.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if cap:
        solver.parameters.max_time_in_seconds = cap
    status = solver.solve(model)
    known = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    return (round(solver.objective_value) if known else None), solver.status_name(status).lower()


def networkx_flow(programme: Programme, __: float) -> Answer:
    """Solve with networkx's network simplex."""
    import networkx as nx

    mentee, mentor, points, _ = programme.columns
    graph = nx.DiGraph()
    graph.add_node("source", demand=-programme.mentees)
    graph.add_node("sink", demand=programme.mentees)
    graph.add_edge("source", "sink", capacity=programme.mentees, weight=0)
    for one in range(programme.mentees):
        graph.add_edge("source", ("mentee", one), capacity=1, weight=0)
    for one, places in enumerate(programme.capacity.tolist()):
        graph.add_edge(("mentor", one), "sink", capacity=places, weight=0)
    for one, other, worth in zip(mentee.tolist(), mentor.tolist(), points.tolist(), strict=True):
        graph.add_edge(("mentee", one), ("mentor", other), capacity=1, weight=-worth)
    return -nx.network_simplex(graph)[0], "optimal"


def mentor_match(programme: Programme, __: float) -> Answer:
    """Solve with mentor-match (its own matrix of all with all, then Munkres), a mentor per place."""
    from matching.match import Match
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.process import process_data

    mentee, mentor, points, _ = programme.columns
    worth = dict(
        zip(zip(mentee.tolist(), mentor.tolist(), strict=True), points.tolist(), strict=True)
    )

    class Worth:
        """Gives a pair its points; a pair that is not allowed is disqualified."""

        def evaluate(self, match: Match) -> bool:
            return (int(match.mentee.email), int(match.mentor.organisation)) in worth

        def apply(self, match: Match) -> int:
            match.disallowed = not self.evaluate(match)
            return worth.get((int(match.mentee.email), int(match.mentor.organisation)), 0)

    places = np.repeat(np.arange(programme.mentors), programme.capacity)
    seekers = [Mentee(grade=0, email=str(one)) for one in range(programme.mentees)]
    helpers = [
        Mentor(grade=0, email=f"place {number}", organisation=str(one))
        for number, one in enumerate(places.tolist())
    ]
    process_data(helpers, seekers, [[Worth()]])
    pairs = [(int(e.email), int(m.organisation)) for e in seekers for m in e.mentors]
    return sum(worth[pair] for pair in pairs), f"{len(pairs)} served"


COMPETITORS: dict[str, tuple[Callable[[Programme, float], Answer], str]] = {
    "ours, sparse": (ours_sparse, "SML"),
    "ours, sparse, all levels": (ours_sparse_all_levels, "SML"),
    "ours, dense": (ours_dense, "SM"),
    "OR-Tools min-cost flow": (ortools_flow, "SM"),
    "scipy linear_sum_assignment": (scipy_assignment, "SM"),
    "scipy linprog (HiGHS)": (scipy_highs, "SM"),
    "OR-Tools CP-SAT": (cp_sat, "SM"),
    "networkx network simplex": (networkx_flow, "S"),
    "mentor-match": (mentor_match, "S"),
}
"""What runs, and at which sizes."""


def child(name: str, size: str, cap: float) -> None:
    """Run one competitor and print its figures as JSON."""
    run, _ = COMPETITORS[name]
    run(Programme(60, 20), cap)  # loads what it needs, and machine code where kept
    programme = Programme(*SIZES[size])
    if programme.mentees < IN_TABLES:
        print(len(programme.columns[0]), "options")
    watch = Stopwatch()
    objective, said = run(programme, cap)
    print(json.dumps({"objective": objective, "said": said, **watch.read()}))


def measure(name: str, size: str, cap: float) -> str:
    """Return a line of the table."""
    got = alone("engine.py", "--one", name, size, str(cap), timeout=3 * cap + 60)
    if isinstance(got, str):
        return f"{size}  {name:28} {got}"
    objective = "–" if got["objective"] is None else f"{got['objective']:,}"
    return (
        f"{size}  {name:28}{got['seconds']:9.2f}{got['cpu']:9.2f}{got['megabytes']:9.0f}"
        f"{objective:>13}  {got['said']}"
    )


def main(arguments: list[str]) -> None:
    """Print the table, and write it when asked to."""
    if arguments[:1] == ["--one"]:
        child(arguments[1], arguments[2], float(arguments[3]))
        return
    cap = float(arguments[arguments.index("--cap") + 1]) if "--cap" in arguments else 60.0
    sizes = [size for size in SIZES if size in arguments] or ["S", "M"]
    lines = Lines("engine.txt", f"python benchmarks/engine.py {' '.join(sizes)} --cap {cap:.0f}")
    lines.add(f"{'':3}{'':28}{'seconds':>9}{'CPU':>9}{'MB':>9}{'points':>13}")
    for size in sizes:
        for name, (_, where) in COMPETITORS.items():
            if size in where:
                lines.add(measure(name, size, cap))
    if "--write" in arguments:
        lines.write()


if __name__ == "__main__":
    main(sys.argv[1:])
