"""Searches whole units on a woven component's parts: HiGHS, or CP-SAT for large numbers.

A choice is a 0-1 variable of its own: its rights carry at most as many units as can meet there
when it is made and none when it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.engine.crossing.hinted import Programme, improve, search
from matcher.engine.crossing.pricing import parts_of
from matcher.engine.crossing.relaxation import Face, stack
from matcher.engine.crossing.search import FLOAT_LIMIT, NEAR
from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray, distinct
from matcher.engine.running.clock import LEAST_SECONDS, Clock


@dataclass(frozen=True, slots=True)
class Units:
    """The best ``flow`` (n,) found, None when there is none, and whether the search was closed.

    ``late``: stopped by the clock. No flow over the parts searched weighs more than ``bound``, None
    where nothing is known of it.
    """

    flow: IntArray | None
    closed: bool
    late: bool = False
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class _Choices:
    """Single choices over some parts: ``member[i]`` (a place among them) needs ``needs[i]``.

    ``most`` is how many units can make each choice, ``group`` the group of each.
    """

    member: IntArray
    needs: IntArray
    most: IntArray
    group: IntArray


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: until the ``clock`` stops it, and for so many ``nodes`` at most."""

    clock: Clock
    nodes: int | None = None


def close(
    face: Face, weights: IntArray, start: IntArray | None, effort: Effort, woven: Woven
) -> Units:
    """Return the best flow in a face by ``weights`` (n,), its totals reached at least.

    ``start`` is a flow to begin with, where the solver can use one.
    """
    columns = face.columns
    total = int(np.abs(weights[columns]).max(initial=0)) * woven.problem.mentees
    if total < FLOAT_LIMIT:
        found = _highs(face, weights, start, effort, woven)
        if found is not None:
            return found
    return _cp_sat(face, weights, start, effort.clock, woven)


def _choices(woven: Woven, columns: IntArray) -> list[_Choices]:
    rights = parts_of(woven, columns)[2]
    offset = len(columns) - len(rights)
    found = []
    for group, choice in zip(woven.group[:, rights], woven.choice[:, rights], strict=True):
        member = np.flatnonzero(group >= 0)
        if not member.size:
            continue
        first, needs = distinct([group[member], choice[member]])
        most = _most(woven, woven.first_right + rights[member], needs, len(first))
        found.append(_Choices(offset + member, needs, most, group[member][first]))
    return found


def _most(woven: Woven, parts: IntArray, needs: IntArray, count: int) -> IntArray:
    """Return how many units all parts of a choice can carry, by the family that allows least."""
    problem = woven.problem
    most = np.full(count, problem.mentees, dtype=np.int64)
    place = woven.places(parts)[woven.column]
    inside = np.flatnonzero(place >= 0)
    family = problem.family[woven.row[inside]]
    sizes = np.bincount(needs, minlength=count)
    for number in np.unique(family).tolist():
        here = inside[family == number]
        need, row, usage = needs[place[here]], woven.row[here], woven.usage[here]
        covered = np.bincount(need, minlength=count) == sizes
        first, rank = distinct([need, row])
        least = np.full(len(first), np.iinfo(np.int64).max)
        np.minimum.at(least, rank, usage)
        room = np.zeros(count, dtype=np.int64)
        np.add.at(room, need[first], problem.capacity[row[first]] // least)
        most[covered] = np.minimum(most, room)[covered]
    return most


def _programme(face: Face, weights: IntArray, woven: Woven) -> Programme:
    """Return the programme over the parts of a face, then a variable for each choice."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - loads with the solvers

    columns = face.columns
    matrix, used = woven.rows_over(columns)
    balance = woven.balance_over(columns)
    totals = [csr_array(values[columns][None, :].astype(float)) for values, _ in face.totals]
    limit = woven.problem.capacity[used]
    fixed = np.array([total for _, total in face.totals], dtype=np.int64)
    none = np.zeros(balance.shape[0])
    blocks = [stack([matrix, *totals, balance])]
    high = [limit, np.full(len(fixed), np.inf), none]
    low = [np.where(face.full[used], limit, -np.inf), fixed, none]
    size = len(columns)
    most = [np.ones(size)]
    most[0][size - len(parts_of(woven, columns)[2]) :] = np.inf
    for one in _choices(woven, columns):
        count = len(one.most)
        made = size + np.arange(count)
        groups, group = np.unique(one.group, return_inverse=True)
        row = np.concatenate([one.needs, np.arange(count), count + group])
        column = np.concatenate([one.member, made, made])
        value = np.concatenate([np.ones(len(one.member)), -one.most.astype(float), np.ones(count)])
        shape = (count + len(groups), size + count)
        blocks.append(csr_array((value, (row, column)), shape=shape))
        high.append(np.repeat([0, 1], [count, len(groups)]))
        low.append(np.full(shape[0], -np.inf))
        most.append(np.ones(count))
        size += count
    for block in blocks:
        block.resize(block.shape[0], size)
    objective = np.zeros(size)
    objective[: len(columns)] = weights[columns]
    return Programme(
        objective, np.concatenate(most), stack(blocks), np.concatenate(low), np.concatenate(high)
    )


def _highs(
    face: Face, weights: IntArray, start: IntArray | None, effort: Effort, woven: Woven
) -> Units | None:
    """Return HiGHS' optimum, or None when it is no exact solution."""
    columns, clock = face.columns, effort.clock
    programme = _programme(face, weights, woven)
    if start is None:
        answer = search(programme, clock.seconds, effort.nodes)
    else:
        first = start[columns].astype(np.float64)
        answer = improve(programme, first, clock.seconds, effort.nodes)
    if answer is None:
        return None
    late = not answer.ended and clock.seconds <= LEAST_SECONDS
    bound = int(np.floor(answer.bound + NEAR)) if np.isfinite(answer.bound) else None
    if answer.values is None:
        return Units(None, answer.ended, late, bound)
    flow = np.zeros(woven.size, dtype=np.int64)
    flow[columns] = np.round(answer.values[: len(columns)])
    if not _inside(woven, face, flow):
        return Units(None, closed=False, late=True, bound=bound) if late else None
    closed = answer.ended and bound is not None and bound <= int(weights @ flow)
    return Units(flow, closed, late, bound)


def _inside(woven: Woven, face: Face, flow: IntArray) -> bool:
    """Return whether a flow is feasible and reaches the totals."""
    return woven.feasible(flow) and all(int(v @ flow) >= total for v, total in face.totals)


def _cp_sat(
    face: Face, weights: IntArray, start: IntArray | None, clock: Clock, woven: Woven
) -> Units:
    """Return CP-SAT's optimum: exact integers throughout."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - solvers load when solving

    columns = face.columns
    model = cp_model.CpModel()
    units = _model(model, face, woven)
    model.maximize(cp_model.LinearExpr.weighted_sum(units, weights[columns].tolist()))
    if start is not None:
        for variable, value in zip(units, start[columns].tolist(), strict=True):
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 0
    if clock.deadline is not None:
        solver.parameters.max_time_in_seconds = clock.seconds
    status = solver.solve(model)
    closed = status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    flow = None
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        flow = np.zeros(woven.size, dtype=np.int64)
        flow[columns] = [solver.value(unit) for unit in units]
    return Units(flow, closed, late=not closed and clock.deadline is not None)


def _model(model: Any, face: Face, woven: Woven) -> list[Any]:
    """Put the rows of a face into a CP-SAT model; return a variable for each of its parts."""
    columns = face.columns
    from ortools.sat.python import cp_model  # noqa: PLC0415 - solvers load when solving

    sum_of = cp_model.LinearExpr.weighted_sum
    first_right = len(columns) - len(parts_of(woven, columns)[2])
    most = woven.problem.mentees
    units: list[Any] = [model.new_bool_var("") for _ in range(first_right)]
    units += [model.new_int_var(0, most, "") for _ in range(len(columns) - first_right)]
    matrix, used = woven.rows_over(columns)
    balance = woven.balance_over(columns)
    for block, rows in ((matrix, used.tolist()), (balance, None)):
        for number in range(block.shape[0]):
            span = slice(block.indptr[number], block.indptr[number + 1])
            terms = [units[column] for column in block.indices[span].tolist()]
            total = sum_of(terms, [round(value) for value in block.data[span].tolist()])
            if rows is None:
                model.add(total == 0)
                continue
            limit = int(woven.problem.capacity[rows[number]])
            model.add(total == limit if face.full[rows[number]] else total <= limit)
    for values, amount in face.totals:
        model.add(sum_of(units, values[columns].tolist()) >= amount)
    for one in _choices(woven, columns):
        made = [model.new_bool_var("") for _ in one.most]
        for number, limit in enumerate(one.most.tolist()):
            terms = [units[i] for i in one.member[one.needs == number].tolist()]
            model.add(sum(terms) <= limit * made[number])
        for group in np.unique(one.group):
            model.add_at_most_one([made[i] for i in np.flatnonzero(one.group == group)])
    return units
