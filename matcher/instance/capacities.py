"""Capacities as the engine sees them: labels for options, limits for labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.constraints.capacity import CapacityRule
from matcher.constraints.encoding import Role
from matcher.constraints.registry import capacity_rules
from matcher.domain.problem import Problem

Integers = npt.NDArray[np.int64]
MENTOR = "mentor_capacity"


@dataclass(frozen=True, slots=True, eq=False)
class Capacity:
    """A capacity as the engine sees it, with the names of its labels.

    ``labels`` and ``usage`` have one entry an option, ``limit`` (what is left after commitments)
    and ``names`` one a label. A label without limit has one that cannot bind.
    """

    key: str
    names: tuple[str, ...]
    labels: Integers
    limit: Integers
    usage: Integers


def capacities_of(
    problem: Problem, mentor: Integers, coach: Integers, project: Integers
) -> tuple[Capacity, ...]:
    """Return every capacity, the mentors' first, for options of these indices (n,)."""
    of_option: Mapping[Role, Integers] = {"mentor": mentor, "coach": coach, "project": project}
    found = [_capacity(rule, problem, of_option[rule.role]) for rule in capacity_rules()]
    return tuple(sorted(found, key=lambda capacity: capacity.key != MENTOR))


def _capacity(rule: CapacityRule, problem: Problem, of_option: Integers) -> Capacity:
    records = problem.of_role(rule.role)
    own = [rule.label(one) for one in records]
    # The mentor family keeps one label a mentor, in order: the engine names mentors by index.
    names = own if rule.key == MENTOR else sorted(set(own))
    index = {name: i for i, name in enumerate(names)}
    usage = np.array([rule.usage(one) for one in records], dtype=np.int64)
    unlimited = max(1, len(problem.waiting)) * max(1, int(usage.max(initial=1)))
    active = rule.settings(problem).enabled
    limits = [rule.limit(name, problem) if active else None for name in names]
    used = rule.used(problem)
    label_of = np.array([index[name] for name in own], dtype=np.int64)
    return Capacity(
        key=rule.key,
        names=tuple(names),
        labels=label_of[of_option],
        limit=np.array(
            [
                unlimited if limit is None else max(0, limit - used.get(name, 0))
                for name, limit in zip(names, limits, strict=True)
            ],
            dtype=np.int64,
        ),
        usage=usage[of_option],
    )
