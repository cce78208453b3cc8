"""Points of every criterion for every waiting mentee and mentor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from matcher.constraints.encoding import ROLES
from matcher.constraints.evaluate import Evaluator
from matcher.criteria.registry import criteria
from matcher.domain.problem import Problem

Points = npt.NDArray[np.int64]


def points_by_criterion(problem: Problem) -> Mapping[str, Points]:
    """Return by criterion an int64 array (waiting mentees, mentors); a criterion switched off gives none."""
    shape = (len(problem.waiting), len(problem.mentors))
    evaluator = Evaluator({role: problem.of_role(role) for role in ROLES})
    tables: dict[str, Points] = {}
    for criterion in criteria():
        if not criterion.settings(problem).enabled:
            continue
        table = criterion.table(problem)
        grid = (
            table if isinstance(table, np.ndarray) else evaluator.score(table, ("mentee", "mentor"))
        )
        tables[criterion.key] = np.broadcast_to(grid, shape)
    return tables
