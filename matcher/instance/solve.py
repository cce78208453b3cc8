"""Hands an instance to the engine and reads back duos."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.engine import Solution, assign
from matcher.engine.problem.options import Options, read_options
from matcher.instance.compile import Instance


@dataclass(frozen=True, slots=True, order=True)
class Duo:
    """A chosen option by ids, sorted by mentee."""

    mentee: str
    mentor: str
    coach: str
    project: str


def engine_arguments(instance: Instance) -> dict[str, Any]:
    """Return the arguments of `matcher.engine.assign` that describe an instance."""
    mentor = instance.mentor_capacity
    return {
        "mentee": instance.mentee,
        "mentor": instance.mentor,
        "points": instance.weighed,
        "mentor_capacity": mentor.limit,
        "families": [(c.labels, c.limit, c.usage) for c in instance.capacities],
        "priority": instance.priority,
        "previous": instance.previous,
        "continuity": instance.continuity,
        "lottery": instance.lottery,
        "single_choice": [(instance.mentor, instance.coach)] if instance.one_coach else [],
    }


def solve(
    instance: Instance,
    *,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Solution:
    """Return the best set of options by the rule set's objective; see `matcher.engine.assign`.

    Raises
    ------
    ValueError
        When the instance does not hold all options: what is best of some is not best of all.
    """
    if instance.partial:
        raise ValueError("Expected an instance with all options, got one of some: use propose.")
    return assign(
        **engine_arguments(instance),
        objective=instance.problem.rules.objective,
        time_limit=time_limit,
        memory_limit=memory_limit,
        cancel=cancel,
        progress=progress,
    )


def duos(instance: Instance, chosen: npt.NDArray[np.int64]) -> tuple[Duo, ...]:
    """Return the chosen options by ids, sorted."""
    problem = instance.problem
    return tuple(
        sorted(
            Duo(
                mentee=problem.waiting[instance.mentee[i]].id,
                mentor=problem.mentors[instance.mentor[i]].id,
                coach=problem.coaches[instance.coach[i]].id,
                project=problem.projects[instance.project[i]].id,
            )
            for i in chosen.tolist()
        )
    )


def engine_options(instance: Instance) -> Options:
    """Return the instance as the engine's checked options, in the same order."""
    return read_options(**engine_arguments(instance))
