"""What a matched programme reaches, and the same programme with what was advised really done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from matcher.app.match import Result, match
from matcher.audit.advice_profile import Profile, hypothetical
from matcher.domain.problem import Problem


def reached(result: Result) -> tuple[int, ...]:
    """Return people by class, highest first, and weighed points, in the objective's order."""
    instance, problem = result.matching.instance, result.problem
    chosen = result.matching.chosen
    classes = sorted({person.priority for person in problem.waiting}, reverse=True)
    own = np.array([problem.waiting[i].priority for i in instance.mentee[chosen]])
    people = [int((own == priority).sum()) for priority in classes]
    points = int(instance.weighed[chosen].sum())
    return (points, *people) if problem.rules.objective == "fit" else (*people, points)


def won(before: Result, problem: Problem) -> tuple[int, ...]:
    """Return what matching a changed problem reaches more."""
    after = match(problem)
    assert after.status == "optimal"
    return tuple(b - a for a, b in zip(reached(before), reached(after), strict=True))


def joined_by(problem: Problem, profiles: Iterable[Profile]) -> Problem:
    """Return the problem with a mentor of each profile in it."""
    new = [hypothetical(one, problem, f"new {n}") for n, one in enumerate(profiles)]
    everyone = sorted((*problem.mentors, *new), key=lambda mentor: mentor.id)
    return replace(problem, mentors=tuple(everyone))
