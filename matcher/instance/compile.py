"""Compiles a problem: allowed options with points, lots and capacities, in a canonical order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.constraints.capacity import CapacityRule
from matcher.constraints.registry import capacity_rules
from matcher.domain.problem import Problem
from matcher.instance.allowed import allowed_options
from matcher.instance.barred import Barred, Rows
from matcher.instance.lottery import lot
from matcher.instance.shown import kept_of_shown

Integers = npt.NDArray[np.int64]


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


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A problem as arrays.

    Options are sorted by mentee, mentor, coach, project, each an index into ``problem.waiting``,
    ``problem.mentors``, ``problem.coaches``, ``problem.projects``. ``points`` is (E, M);
    ``criterion_points`` holds it by criterion; of a large problem both are worked out for who is
    asked after. ``option_points`` are an option's points, ``weighed`` the same with the bonus of
    stability. ``priority`` has one class per waiting mentee, ``previous`` lists the options
    whose pair was proposed before, ``continuity`` counts what else an option keeps of what was
    shown, ``lottery`` has one number an option.
    """

    problem: Problem
    barred: Barred
    criterion_points: Mapping[str, Rows]
    points: Rows
    option_points: Integers
    mentee: Integers
    mentor: Integers
    coach: Integers
    project: Integers
    weighed: Integers
    priority: Integers
    previous: Integers
    continuity: Integers
    lottery: Integers
    mentor_capacity: Capacity
    capacities: tuple[Capacity, ...]
    one_coach: bool

    def option_at(self, mentee: int, mentor: int, coach: int, project: int) -> int | None:
        """Return the index of an option by its four indices, None where it is not allowed."""
        low, high = np.searchsorted(self.mentee, [mentee, mentee + 1])
        same = (
            (self.mentor[low:high] == mentor)
            & (self.coach[low:high] == coach)
            & (self.project[low:high] == project)
        )
        found = np.flatnonzero(same)
        return int(low + found[0]) if len(found) else None


def compile_instance(
    problem: Problem, *, progress: Callable[[str], None] | None = None
) -> Instance:
    """Compile a problem. The result depends on its content alone, not on the order of its tables.

    ``progress`` is called with a sentence before machine code is made, which large problems need.
    """
    found = allowed_options(problem, progress=progress)
    mentee, mentor, coach, project = found.mentee, found.mentor, found.coach, found.project
    kept = kept_of_shown(problem, mentee, mentor, coach, project)
    weighed = found.option_points.copy()
    weighed[kept.previous] += problem.rules.stability_points
    families = [
        _capacity(rule, problem, {"mentor": mentor, "coach": coach, "project": project}[rule.role])
        for rule in capacity_rules()
    ]
    return Instance(
        problem=problem,
        barred=found.barred,
        criterion_points=found.criterion_points,
        points=found.points,
        option_points=found.option_points,
        mentee=mentee,
        mentor=mentor,
        coach=coach,
        project=project,
        weighed=weighed,
        priority=np.array([e.priority for e in problem.waiting], dtype=np.int64),
        previous=kept.previous,
        continuity=kept.continuity,
        lottery=_lottery(problem, mentee, mentor, coach, project),
        mentor_capacity=next(f for f in families if f.key == "mentor_capacity"),
        capacities=tuple(f for f in families if f.key != "mentor_capacity"),
        one_coach="own_coach" not in problem.rules.switched_off,
    )


def _capacity(rule: CapacityRule, problem: Problem, of_option: Integers) -> Capacity:
    records = problem.of_role(rule.role)
    own = [rule.label(one) for one in records]
    # The mentor family keeps one label a mentor, in order: the engine names mentors by index.
    names = own if rule.key == "mentor_capacity" else sorted(set(own))
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


def _lottery(
    problem: Problem, mentee: Integers, mentor: Integers, coach: Integers, project: Integers
) -> Integers:
    seed, bits = problem.rules.lottery_seed, problem.rules.lottery_bits
    sides = (
        ("mentee-project", problem.waiting, mentee, problem.projects, project),
        ("mentee-mentor", problem.waiting, mentee, problem.mentors, mentor),
        ("mentor-coach", problem.mentors, mentor, problem.coaches, coach),
    )
    total = np.zeros(len(mentee), dtype=np.int64)
    for kind, left, i, right, j in sides:
        both = i * max(1, len(right)) + j
        distinct, back = np.unique(both, return_inverse=True)
        lots = [
            lot(seed, kind, left[k // len(right)].id, right[k % len(right)].id, bits)
            for k in distinct.tolist()
        ]
        total += np.array(lots, dtype=np.int64)[back] if lots else 0
    return total
