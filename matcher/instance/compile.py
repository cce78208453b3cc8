"""Compiles a problem: allowed options with points, lots and capacities, in a canonical order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.constraints.capacity import CapacityRule
from matcher.constraints.registry import capacity_rules
from matcher.domain.problem import Problem
from matcher.instance.barred import MIN_POINTS, Barred, barred
from matcher.instance.lottery import lot
from matcher.instance.points import points_by_criterion
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
    ``criterion_points`` holds it by criterion. ``weighed`` is an option's points with the bonus
    of stability. ``priority`` has one class per waiting mentee, ``previous`` lists the options
    whose pair was proposed before, ``continuity`` counts what else an option keeps of what was
    shown, ``lottery`` has one number an option.
    """

    problem: Problem
    barred: Barred
    criterion_points: Mapping[str, Integers]
    points: Integers
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

    @property
    def option_points(self) -> Integers:
        """Points of each option, without bonus."""
        return self.points[self.mentee, self.mentor]

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


def compile_instance(problem: Problem) -> Instance:
    """Compile a problem. The result depends on its content alone, not on the order of its tables."""
    bars = barred(problem)
    by_criterion = points_by_criterion(problem)
    shape = (len(problem.waiting), len(problem.mentors))
    points = sum(by_criterion.values(), start=np.zeros(shape, dtype=np.int64))
    bars.em[...] |= np.where(points < problem.rules.min_points, bars.bit(MIN_POINTS), np.uint32(0))
    m, c, p = bars.triples()
    allowed = (bars.em[:, m] | bars.ep[:, p]) == 0
    mentee, triple = np.nonzero(allowed)
    mentor, coach, project = m[triple], c[triple], p[triple]
    kept = kept_of_shown(problem, mentee, mentor, coach, project)
    weighed = points[mentee, mentor].copy()
    weighed[kept.previous] += problem.rules.stability_points
    families = [
        _capacity(rule, problem, {"mentor": mentor, "coach": coach, "project": project}[rule.role])
        for rule in capacity_rules()
    ]
    return Instance(
        problem=problem,
        barred=bars,
        criterion_points=by_criterion,
        points=points,
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
        one_coach=bool(problem.rules.rules["own_coach"].enabled),  # type: ignore[attr-defined]  # settings
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
