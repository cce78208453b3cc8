"""What every criterion must keep to: the points of a pair are those of its table."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.audit.verdicts import score_pair
from matcher.criteria.contract import Criterion
from matcher.criteria.registry import criteria
from matcher.instance.points import points_by_criterion
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

WORLDS = 60
every_criterion = pytest.mark.parametrize("criterion", criteria(), ids=lambda one: one.key)


@every_criterion
def test_the_table_of_a_criterion_gives_every_pair_the_points_of_its_meaning(
    criterion: Criterion[Any, Any],
) -> None:
    seen = set()
    for seed in range(WORLDS):
        problem = world(seed)
        table = points_by_criterion(problem)[criterion.key]
        assert table.shape == (len(problem.waiting), len(problem.mentors))
        for e, mentee in enumerate(problem.waiting):
            for m, mentor in enumerate(problem.mentors):
                found = criterion.points(mentee, mentor, problem)
                assert found.points == table[e, m], (seed, mentee, mentor)
                assert 0 <= found.points <= criterion.settings(problem).weight
                seen.add(found.outcome)
    assert seen == set(criterion.texts)


@every_criterion
def test_a_criterion_that_is_switched_off_gives_no_points_and_stands_in_no_audit(
    criterion: Criterion[Any, Any],
) -> None:
    problem = world(5, rules=rule_set(5, off=[criterion.key]))
    assert criterion.key not in points_by_criterion(problem)
    scores = score_pair(problem.mentees[0], problem.mentors[0], problem)
    assert sorted(score.key for score in scores) == [
        one.key for one in criteria() if one.key != criterion.key
    ]
