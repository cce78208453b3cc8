"""What is left of every limit, one number for each mentor, coach, project and promotor.

Several rules may limit the same one: a project's places at the same time, over its life and by
its budget. The least that any of them leaves counts. A budget leaves as many duos as it pays for.
"""

from __future__ import annotations

from typing import Literal

from matcher.constraints.capacity import CapacityRule
from matcher.constraints.registry import capacity_rules
from matcher.domain.problem import Problem

Kind = Literal["mentor", "coach", "project", "promotor"]
Limits = dict[tuple[Kind, str], int | None]
"""Places left for new duos by kind and id; None: no limit."""


def limits_of(problem: Problem) -> Limits:
    """Return what commitments leave of every limit in force."""
    left: Limits = {("mentor", one.id): None for one in problem.mentors}
    left |= {("coach", one.id): None for one in problem.coaches}
    left |= {("project", one.id): None for one in problem.projects}
    left |= {("promotor", one.promotor): None for one in problem.projects}
    for rule in capacity_rules():
        if rule.settings(problem).enabled:
            _lower(left, rule, problem)
    return left


def _lower(left: Limits, rule: CapacityRule, problem: Problem) -> None:
    for one in problem.of_role(rule.role):
        label, usage = rule.label(one), rule.usage(one)
        key: tuple[Kind, str] = (_kind(rule), label)
        free = rule.free(label, problem)
        if free is None or usage <= 0:
            continue
        before = left[key]
        places = free // usage
        left[key] = places if before is None else min(before, places)


def _kind(rule: CapacityRule) -> Kind:
    if rule.role == "mentor":
        return "mentor"
    if rule.role == "coach":
        return "coach"
    return "project" if rule.source.table == "projects" else "promotor"
