"""Closes what the relaxation leaves open: HiGHS, or CP-SAT where floats would lose integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.engine.crossing.component import Crossing
from matcher.engine.crossing.relaxation import Face, rows_of, stack, totals_of
from matcher.engine.problem.arrays import IntArray
from matcher.engine.running.clock import Clock, OutOfTimeError

FLOAT_LIMIT = 2**37
"""Totals up to this are searched in floating point; its solutions are checked as integers."""

NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Found:
    """The best set found (positions in the problem, sorted) and whether none is better."""

    chosen: IntArray
    closed: bool


@dataclass(frozen=True, slots=True)
class _Link:
    """Single choices over some columns: column ``member[i]`` needs the choice ``needs[i]``.

    ``clique`` numbers the (mentee, choice) pair of each member; ``group`` the group per choice.
    """

    member: IntArray
    needs: IntArray
    clique: IntArray
    group: IntArray


def search(
    problem: Crossing, face: Face, start: IntArray, *, weights: IntArray, clock: Clock
) -> Found:
    """Return the best set in a face by ``weights`` (n,), starting from the set ``start``.

    Raises
    ------
    OutOfTimeError
        When the solver reaches the clock's deadline.
    """
    size = int(np.abs(weights[face.columns]).max(initial=0)) * problem.mentees
    if size < FLOAT_LIMIT:
        found = _highs(problem, face, weights, clock)
        if found is not None:
            return found
    return _cp_sat(problem, face, weights, start, clock)


def respects(problem: Crossing, face: Face, chosen: IntArray) -> bool:
    """Return whether a set respects every capacity, choice and total, exactly."""
    inside = np.isin(problem.column, chosen)
    used = np.zeros(len(problem.capacity), dtype=np.int64)
    np.add.at(used, problem.row[inside], problem.usage[inside])
    if (used > problem.capacity).any():
        return False
    for group, choice in zip(problem.group[:, chosen], problem.choice[:, chosen], strict=True):
        made = np.unique(np.stack([group, choice])[:, group >= 0], axis=1)
        if len(np.unique(made[0])) < made.shape[1]:
            return False
    return all(int(values[chosen].sum()) == total for values, total in face.totals)


def _links(problem: Crossing, columns: IntArray) -> list[_Link]:
    links = []
    for group, choice in zip(problem.group[:, columns], problem.choice[:, columns], strict=True):
        member = np.flatnonzero(group >= 0)
        if not member.size:
            continue
        pairs, needs = np.unique(
            np.stack([group[member], choice[member]]), axis=1, return_inverse=True
        )
        needs = needs.reshape(-1)
        mentee = problem.mentee[columns[member]]
        _, clique = np.unique(np.stack([mentee, needs]), axis=1, return_inverse=True)
        links.append(_Link(member, needs, clique.reshape(-1), pairs[0]))
    return links


def _highs(problem: Crossing, face: Face, weights: IntArray, clock: Clock) -> Found | None:
    """Return HiGHS' optimum, or None when it is no exact solution."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - solvers load when solving
    from scipy.sparse import csr_array  # noqa: PLC0415 - likewise

    columns = face.columns
    matrix, used = rows_of(problem, columns)
    blocks = [stack([matrix, *totals_of(face)])]
    high = [problem.capacity[used], np.array([t for _, t in face.totals], dtype=np.int64)]
    low = [np.where(face.full[used], high[0], -np.inf), high[1]]
    size = len(columns)
    for link in _links(problem, columns):
        choices = len(link.group)
        cliques, first = np.unique(link.clique, return_index=True)
        groups, group = np.unique(link.group, return_inverse=True)
        row = np.concatenate([link.clique, cliques, len(cliques) + group])
        column = np.concatenate([link.member, size + link.needs[first], size + np.arange(choices)])
        value = np.concatenate(
            [np.ones(len(link.member)), -np.ones(len(cliques)), np.ones(choices)]
        )
        shape = (len(cliques) + len(groups), size + choices)
        blocks.append(csr_array((value, (row, column)), shape=shape))
        high.append(np.repeat([0, 1], [len(cliques), len(groups)]))
        low.append(np.full(shape[0], -np.inf))
        size += choices
    for block in blocks:
        block.resize(block.shape[0], size)
    objective = np.zeros(size)
    objective[: len(columns)] = -weights[columns]
    result = milp(
        objective,
        integrality=np.ones(size, dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(stack(blocks), np.concatenate(low), np.concatenate(high)),
        options={
            "mip_rel_gap": 0.0,
            "time_limit": clock.seconds,
        },
    )
    late = result.status == 1
    if result.x is None:
        if late:
            raise OutOfTimeError
        return None
    chosen = columns[result.x[: len(columns)] > 0.5]  # noqa: PLR2004 - halfway
    exact = respects(problem, face, chosen)
    if late:
        raise OutOfTimeError(chosen if exact else None)
    if not exact:
        return None
    total = int(weights[chosen].sum())
    closed = result.status == 0 and np.floor(-result.mip_dual_bound + NEAR) <= total
    return Found(chosen, bool(closed))


def _cp_sat(
    problem: Crossing,
    face: Face,
    weights: IntArray,
    start: IntArray,
    clock: Clock,
) -> Found:
    """Return CP-SAT's optimum: exact integers throughout."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - solvers load when solving

    columns = face.columns
    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in columns]
    matrix, used = rows_of(problem, columns)
    for number, row in enumerate(used.tolist()):
        span = slice(matrix.indptr[number], matrix.indptr[number + 1])
        terms = [take[column] for column in matrix.indices[span].tolist()]
        usage = [round(value) for value in matrix.data[span].tolist()]
        expression = cp_model.LinearExpr.weighted_sum(terms, usage)
        limit = int(problem.capacity[row])
        model.add(expression == limit if face.full[row] else expression <= limit)
    for values, total in face.totals:
        model.add(cp_model.LinearExpr.weighted_sum(take, values[columns].tolist()) == total)
    for link in _links(problem, columns):
        _add_link(model, take, link)
    model.maximize(cp_model.LinearExpr.weighted_sum(take, weights[columns].tolist()))
    hinted = set(start.tolist())
    for variable, column in zip(take, columns.tolist(), strict=True):
        model.add_hint(variable, column in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 0
    if clock.deadline is not None:
        solver.parameters.max_time_in_seconds = clock.seconds
    status = solver.solve(model)
    known = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    picked = [known and solver.boolean_value(variable) for variable in take]
    chosen = columns[np.array(picked, dtype=np.bool_)] if known else start
    if status != cp_model.OPTIMAL and clock.deadline is not None:
        raise OutOfTimeError(chosen)
    return Found(chosen, status == cp_model.OPTIMAL)


def _add_link(model: Any, take: list[Any], link: _Link) -> None:
    made = [model.new_bool_var("") for _ in link.group]
    for member, needs in zip(link.member.tolist(), link.needs.tolist(), strict=True):
        model.add_implication(take[member], made[needs])
    for group in np.unique(link.group):
        model.add_at_most_one([made[i] for i in np.flatnonzero(link.group == group)])
