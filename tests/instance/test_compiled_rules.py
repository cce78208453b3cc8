"""A compiled rule and a compiled criterion say of every pair what the numpy evaluator says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from matcher.constraints.contract import HardRule
from matcher.constraints.encoding import (
    ROLES,
    AnyOf,
    AtMost,
    Best,
    Cell,
    Code,
    Condition,
    Holds,
    InTable,
    Names,
    NotIn,
    Number,
    Role,
    SharesName,
    roles_of,
)
from matcher.constraints.evaluate import Evaluator
from matcher.constraints.registry import hard_rules
from matcher.criteria.contract import Criterion
from matcher.criteria.registry import criteria
from matcher.domain.problem import Problem
from matcher.instance.barred import AXES, HOME, enabled
from matcher.instance.bits import BitsBuilder, unpacked
from matcher.instance.columns import ScoreBuilder, bits_of, everyone
from matcher.instance.points import points_by_criterion
from matcher.instance.scan import scan_columns
from tests.contract.contract_worlds import world

WORLDS = 40
SIZES = ({}, {"mentees": 7, "mentors": 70, "coaches": 5, "projects": 4})
"""A few people, and more mentors than bits in a word."""
LEAST = -1000
"""A floor that no points of these tests are below."""


def worlds() -> list[tuple[int, Problem]]:
    return [(seed, world(seed, **SIZES[seed % 8 == 0])) for seed in range(WORLDS)]


def people_of(problem: Problem) -> dict[Role, Sequence[Any]]:
    return {role: problem.of_role(role) for role in ROLES}


def held(clause: Condition, problem: Problem) -> np.ndarray[Any, Any]:
    """Return what the numpy evaluator says of a clause, over the table that it bars in."""
    people = people_of(problem)
    axes = AXES[HOME[roles_of(clause)]]
    shape = [len(people[axis]) for axis in axes]
    return np.broadcast_to(Evaluator(people).condition(clause, axes), shape)


def compiled(clauses: Sequence[Condition], problem: Problem) -> np.ndarray[Any, Any]:
    """Return what the compiled form says of clauses that bar in one table."""
    left, right = AXES[HOME[roles_of(clauses[0])]]
    people = people_of(problem)
    return unpacked(everyone(bits_of(left, right, clauses, people)), len(people[right]))


@pytest.mark.parametrize("rule", hard_rules(), ids=lambda rule: rule.key)
def test_a_compiled_rule_allows_whom_its_encoding_allows(rule: HardRule[Any, Any]) -> None:
    seen = set()
    for seed, problem in worlds():
        for clause in rule.encoding(problem):
            expected = held(clause, problem)
            found = compiled([clause], problem)
            assert found.tolist() == expected.tolist(), (seed, clause)
            seen |= set(expected.ravel().tolist())
    assert seen == {False, True}


def test_all_compiled_rules_together_allow_whom_the_tables_of_broken_rules_leave_free() -> None:
    for seed, problem in worlds():
        for home in AXES:
            clauses = [
                clause
                for rule in enabled(hard_rules(), problem)
                for clause in rule.encoding(problem)
                if HOME[roles_of(clause)] == home
            ]
            expected = np.logical_and.reduce([held(clause, problem) for clause in clauses])
            assert compiled(clauses, problem).tolist() == expected.tolist(), (seed, home)


def points_of(columns_of: Any, problem: Problem) -> list[list[int]]:
    """Return the points of every pair when all are allowed, with the mentors turned round."""
    order = np.arange(len(problem.mentors), dtype=np.int64)[::-1].copy()
    people = people_of(problem)
    people["mentor"] = [problem.mentors[i] for i in order]
    scores = ScoreBuilder(people, order)
    scores.add(columns_of)
    columns = scores.build(BitsBuilder("mentee", "mentor", people).build(), LEAST)
    found = np.full((len(problem.waiting), len(problem.mentors)), LEAST - 1, dtype=np.int64)
    for block in scan_columns(columns, cells=2 * len(problem.mentors)):
        found[block.mentee, block.mentor] = block.points
    return found.tolist()


@pytest.mark.parametrize("criterion", criteria(), ids=lambda one: one.key)
def test_a_compiled_criterion_gives_the_points_of_its_table(
    criterion: Criterion[Any, Any],
) -> None:
    seen = set()
    for seed, problem in worlds():
        expected = points_by_criterion(problem)[criterion.key]
        assert points_of(criterion.columns(problem), problem) == expected.tolist(), seed
        seen |= set(expected.ravel().tolist())
    assert len(seen) > 3


def test_a_criterion_that_has_a_table_of_all_pairs_only_is_read_from_it() -> None:
    for seed, problem in worlds()[:8]:
        for criterion in criteria():
            table = points_by_criterion(problem)[criterion.key]
            assert points_of(np.asarray(table), problem) == table.tolist(), seed


MENTEE_TONGUES = Names("mentee", lambda one: one.languages)
MENTOR_TONGUES = Names("mentor", lambda one: one.languages)
DISTANCE = Cell(
    Code("mentor", lambda one: one.residence),
    Code("mentee", lambda one: one.residence),
    lambda there, here: 3 * len(there or "") - 2 * len(here or "") + (there == here),
)
NEARNESS = Cell(DISTANCE.right, DISTANCE.left, lambda here, there: 10 * (here == there))
MENTEE_AGE = Number("mentee", lambda one: one.education or 0)
MENTOR_AGE = Number("mentor", lambda one: one.capacity)


def shapes(problem: Problem) -> list[Condition]:
    """Return conditions of every shape, turned either way and within each other."""
    pairs = frozenset((e.id, m.id) for e in problem.mentees for m in problem.mentors[:2])
    unknown = frozenset({("nobody", problem.mentors[0].id)})
    gender = InTable(
        Code("mentor", lambda one: one.gender), Code("mentee", lambda one: one.gender), _either
    )
    shares = SharesName(MENTOR_TONGUES, MENTEE_TONGUES)
    return [
        shares,
        gender,
        AtMost(MENTEE_AGE, MENTOR_AGE),
        AtMost(MENTOR_AGE, MENTEE_AGE),
        AtMost(DISTANCE, MENTEE_AGE),
        AtMost(DISTANCE, MENTOR_AGE),
        AtMost(MENTOR_AGE, DISTANCE),
        AtMost(DISTANCE, NEARNESS),
        NotIn("mentor", "mentee", frozenset((b, a) for a, b in pairs)),
        NotIn("mentee", "mentor", pairs | unknown),
        AnyOf((NotIn("mentee", "mentor", pairs), gender)),
        AnyOf((AnyOf((shares, Holds("mentee", lambda one: one.gender == "f"))), gender)),
        AnyOf((Holds("mentor", lambda one: one.capacity > 1), AtMost(DISTANCE, MENTEE_AGE))),
    ]


def _either(one: str | None, other: str | None) -> bool:
    return one == "f" or other == "m"


def test_every_shape_of_condition_compiles_to_what_the_evaluator_says_of_it() -> None:
    seen: dict[int, set[bool]] = {}
    for seed, problem in worlds():
        for number, condition in enumerate(shapes(problem)):
            expected = held(condition, problem)
            assert compiled([condition], problem).tolist() == expected.tolist(), (seed, number)
            seen.setdefault(number, set()).update(expected.ravel().tolist())
    assert all(found == {False, True} for found in seen.values())


def test_every_shape_of_score_compiles_to_what_the_evaluator_says_of_it() -> None:
    for seed, problem in worlds():
        conditions = shapes(problem)
        steps = tuple((condition, 40 - 7 * i) for i, condition in enumerate(conditions))
        for score in (MENTEE_AGE, MENTOR_AGE, DISTANCE, Best(steps), Best(steps[::-1]), Best(())):
            grid = Evaluator(people_of(problem)).score(score, ("mentee", "mentor"))
            expected = np.broadcast_to(grid, (len(problem.waiting), len(problem.mentors)))
            assert points_of(score, problem) == expected.tolist(), seed
