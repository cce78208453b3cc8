"""Made-up instances whose capacities cross, and the programmes that are woven of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from engine_reference import Instance

from matcher.engine.crossing.component import Crossing, crossings
from matcher.engine.problem.components import split
from matcher.engine.problem.levels import build_levels, fold
from matcher.engine.problem.options import read_options


def programme(seed: int, *, mentees: int = 24, budgets: bool = False) -> Instance:
    """Draw mentees open to several promotors, mentors with a choice of coach, all of it short."""
    rng = np.random.default_rng(seed)
    mentors, promotors, projects, coaches = 10, 2, 4, 4
    of_mentor, of_coach, of_project = (
        np.arange(size) % promotors for size in (mentors, coaches, projects)
    )
    admits = rng.random((mentees, projects)) < 0.6
    fits = rng.random((mentees, mentors)) < 0.4
    speaks = rng.random((mentors, coaches)) < 0.8
    rows = [
        (e, m, c, p)
        for e, m, c, p in np.ndindex(mentees, mentors, coaches, projects)
        if fits[e, m]
        and admits[e, p]
        and speaks[m, c]
        and of_mentor[m] == of_coach[c] == of_project[p]
    ]
    mentee, mentor, coach, project = np.array(rows, dtype=np.int64).T
    families: list[Any] = [(coach, rng.integers(2, 5, coaches)), (project, rng.integers(2, 5, 4))]
    if budgets:
        cost = rng.integers(900, 2600, (mentees, projects))
        families.append((of_project[project], np.array([9_000, 7_000]), cost[mentee, project]))
    chance = [rng.integers(0, 2**32, shape) for shape in ((mentees, 4), (mentees, 10), (10, 4))]
    return Instance(
        mentee,
        mentor,
        rng.integers(0, 1_001, (mentees, mentors))[mentee, mentor],
        {
            "mentor_capacity": rng.integers(1, 4, mentors),
            "families": families,
            "single_choice": [(mentor, coach)],
            "objective": "participation",
            "priority": rng.integers(0, 2, mentees),
            "lottery": chance[0][mentee, project]
            + chance[1][mentee, mentor]
            + chance[2][mentor, coach],
        },
    )


def thin() -> Instance:
    """Return few mentors with few mentees each, of whom any may have any of a few coaches."""
    mentee, mentor, coach = np.indices((12, 4, 3)).reshape(3, -1)
    return Instance(
        mentee,
        mentor,
        1 + mentee * 7 + mentor,
        {
            "mentor_capacity": np.full(4, 2),
            "families": [(coach, np.full(3, 2))],
            "single_choice": [(mentor, coach)],
            "objective": "fit",
        },
    )


def component(instance: Instance) -> Crossing:
    """Return the largest component of an instance as the programme that is woven."""
    given = {key: value for key, value in instance.more.items() if key != "objective"}
    filled = {"single_choice": [], "previous": None, "lottery": None, "priority": None, **given}
    options = read_options(instance.mentee, instance.mentor, instance.points, **filled)
    options = options.take(options.canonical_order())
    parts = split(options)
    levels = build_levels(options, instance.more["objective"])
    folding = fold(levels, nodes=parts.nodes, families=9, size=options.size)
    rows = np.arange(options.size)
    found = crossings(parts, folding, rows, np.ones(parts.count, dtype=np.bool_))
    return max(found, key=lambda one: len(one.rows))
