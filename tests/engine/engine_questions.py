"""Answers to what-if questions by trying every set, to test the engine's answers against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import gcd
from typing import Any

import numpy as np
from engine_reference import Instance, draw

from matcher.engine import Solution, assign
from matcher.engine.answers.settled import Settled
from matcher.engine.problem.options import Options, read_options
from matcher.engine.proof.certificate import check

FEW_SETS = 3000
"""Instances with more sets than this, capacities apart, are not enumerated."""


LEAST = 3
"""Instances with no more options than this that fit by themselves are passed over."""


def few(start: int, count: int, sets: int = FEW_SETS) -> Iterator[tuple[int, Instance]]:
    """Yield (seed, instance) for the first instances from a seed on that are small enough."""
    seed = start
    while count:
        instance = draw(seed, mentees=5, mentors=4, density=0.6)
        per_mentee = np.bincount(instance.mentee) + 1.0
        fitting = np.ones(instance.size, dtype=np.bool_)
        for labels, capacity, usage in instance.families():
            fitting &= usage <= capacity[labels]
        if fitting.sum() > LEAST and float(np.prod(per_mentee)) <= sets:
            yield seed, instance
            count -= 1
        seed += 1


def options_of(instance: Instance) -> Options:
    more = {key: value for key, value in instance.more.items() if key != "objective"}
    defaults: dict[str, Any] = {
        "families": [],
        "single_choice": [],
        "priority": None,
        "previous": None,
    }
    given = {**defaults, "continuity": None, "lottery": None, **more}
    return read_options(instance.mentee, instance.mentor, instance.points, **given)


def settle(instance: Instance, **limits: object) -> tuple[Solution, Settled]:
    solution = assign(
        instance.mentee, instance.mentor, instance.points, **{**instance.more, **limits}
    )
    objective = instance.more.get("objective", "fit")
    return solution, Settled.of(options_of(instance), objective, solution)


def totals(instance: Instance, chosen: Iterable[int]) -> tuple[int, ...]:
    """Return the totals of the levels that any option counts in."""
    rows = list(chosen)
    return tuple(int(level[rows].sum()) for level in instance.levels() if level.any())


def best_by_pair(instance: Instance) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return for each mentee and mentor the best totals of any set in which they are a duo."""
    best: dict[tuple[int, int], tuple[int, ...]] = {}
    for taken in instance.feasible_sets():
        reached = totals(instance, taken)
        for option in taken:
            pair = int(instance.mentee[option]), int(instance.mentor[option])
            best[pair] = max(best.get(pair, reached), reached)
    return best


def best_by_label(instance: Instance) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the best totals with one more unit of each label, families numbered from 1.

    A unit of a label is the greatest common divisor of what its options use of it. Every set is
    tried that has room when all labels have a unit more; it counts for a label when no other
    label is used beyond its own capacity.
    """
    families = instance.families()
    limits: list[list[int]] = []
    roomy: list[np.ndarray] = []
    for labels, capacity, usage in families:
        units = [gcd(*usage[labels == k].tolist()) or 1 for k in range(len(capacity))]
        limits.append([int(c) // u * u for c, u in zip(capacity, units, strict=True)])
        roomy.append(np.array([c + u for c, u in zip(limits[-1], units, strict=True)]))
    more = {**instance.more, "mentor_capacity": roomy[1]}
    more["families"] = [
        (given[0], capacity, *given[2:])
        for given, capacity in zip(instance.more.get("families", []), roomy[2:], strict=True)
    ]
    best: dict[tuple[int, int], tuple[int, ...]] = {}
    every = [(f, k) for f in range(1, len(families)) for k in range(len(limits[f]))]
    for taken in Instance(instance.mentee, instance.mentor, instance.points, more).feasible_sets():
        over = set()
        for number, (labels, _, usage) in enumerate(families):
            used = np.zeros(len(limits[number]), dtype=np.int64)
            np.add.at(used, labels[list(taken)], usage[list(taken)])
            over |= {(number, k) for k in np.flatnonzero(used > limits[number]).tolist()}
        if len(over) > 1:
            continue
        reached = totals(instance, taken)
        for label in over or every:
            best[label] = max(best.get(label, reached), reached)
    return best


def moved(chosen: np.ndarray, moves: Iterable[tuple[int | None, int | None]]) -> list[int]:
    """Return the set after the moves; every old option must be there."""
    after = set(chosen.tolist())
    for old, _ in moves:
        if old is not None:
            after.remove(old)
    for _, new in moves:
        if new is not None:
            assert new not in after
            after.add(new)
    return sorted(after)


def fits(options: Options, solution: Solution, chosen: list[int]) -> bool:
    """Return whether a set respects every capacity and choice."""
    rows = np.array(chosen, dtype=np.int64)
    return check(options, rows, solution.prices, solution.weights).ok
