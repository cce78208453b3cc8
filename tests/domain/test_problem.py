"""A problem and what follows from it."""

from __future__ import annotations

from dataclasses import replace

from matcher.domain.problem import Problem
from tests.contract.contract_worlds import world


def test_what_follows_from_a_problem_is_worked_out_once() -> None:
    asked = []

    def count(problem: Problem) -> int:
        asked.append(problem)
        return len(problem.mentees)

    problem = world(1)
    assert [problem.once(count), problem.once(count)] == [len(problem.mentees)] * 2
    assert len(asked) == 1


def test_a_changed_problem_knows_nothing_of_the_one_before() -> None:
    def first(problem: Problem) -> str:
        return problem.mentees[0].id

    problem = world(1)
    others = replace(problem, mentees=problem.mentees[1:])
    assert problem.once(first) == problem.mentees[0].id
    assert others.once(first) == problem.mentees[1].id
