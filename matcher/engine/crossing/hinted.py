"""HiGHS over whole numbers: from nothing, or from a solution already found.

scipy's takes no first solution and, stopped before it has one, tells no bound; OR-Tools' does both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Programme:
    """Maximise ``weights`` over whole numbers from 0 to ``most`` (both (n,)).

    ``matrix`` (m, n), sparse by rows, is kept from ``low`` to ``high`` (both (m,)).
    """

    weights: Floats
    most: Floats
    matrix: Any
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Answer:
    """``values`` (n,) found, None without; the ``bound``; whether the search ended by itself."""

    values: Floats | None
    bound: float
    ended: bool


def search(programme: Programme, seconds: float, nodes: int | None) -> Answer | None:
    """Return the best solution found, or None when the solver fails."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - solvers load when solving

    options: Any = {"mip_rel_gap": 0.0, "time_limit": seconds}
    if nodes is not None:
        options["node_limit"] = nodes
    result = milp(
        -programme.weights,
        integrality=np.ones(len(programme.weights), dtype=np.int64),
        bounds=Bounds(0, programme.most),
        constraints=LinearConstraint(programme.matrix, programme.low, programme.high),
        options=options,
    )
    optimal, limit, infeasible = result.status == 0, result.status == 1, result.status == 2  # noqa: PLR2004 - as scipy says
    if not (optimal or limit or infeasible):
        return None
    bound = np.inf if result.mip_dual_bound is None else -result.mip_dual_bound
    return Answer(result.x, bound, optimal or infeasible)


def improve(programme: Programme, start: Floats, seconds: float, nodes: int | None) -> Answer:
    """Return the best solution found from ``start``, values of the first variables."""
    from ortools.math_opt import model_pb2  # noqa: PLC0415 - solvers load when solving
    from ortools.math_opt.python import mathopt  # noqa: PLC0415 - likewise

    size = len(programme.weights)
    proto = model_pb2.ModelProto()
    variables, rows = proto.variables, proto.linear_constraints
    variables.ids.extend(range(size))
    variables.lower_bounds.extend([0.0] * size)
    variables.upper_bounds.extend(programme.most.tolist())
    variables.integers.extend([True] * size)
    proto.objective.maximize = True
    weighed = np.flatnonzero(programme.weights)
    proto.objective.linear_coefficients.ids.extend(weighed.tolist())
    proto.objective.linear_coefficients.values.extend(programme.weights[weighed].tolist())
    rows.ids.extend(range(len(programme.low)))
    rows.lower_bounds.extend(programme.low.tolist())
    rows.upper_bounds.extend(programme.high.tolist())
    matrix = programme.matrix.tocsr(copy=True)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    proto.linear_constraint_matrix.row_ids.extend(row.tolist())
    proto.linear_constraint_matrix.column_ids.extend(matrix.indices.tolist())
    proto.linear_constraint_matrix.coefficients.extend(matrix.data.tolist())
    model = mathopt.Model.from_model_proto(proto)
    units = list(model.variables())
    hint = dict(zip(units, start.tolist(), strict=False))
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=None if np.isinf(seconds) else timedelta(seconds=seconds),
            node_limit=nodes,
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=0.0,
        ),
        model_params=mathopt.ModelSolveParameters(
            solution_hints=[mathopt.SolutionHint(variable_values=hint)]
        ),
    )
    reason = result.termination.reason
    ended = reason in {mathopt.TerminationReason.OPTIMAL, mathopt.TerminationReason.INFEASIBLE}
    values = None
    if result.has_primal_feasible_solution():
        values = np.array(result.variable_values(units))
    return Answer(values, result.termination.objective_bounds.dual_bound, ended)
