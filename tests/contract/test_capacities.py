"""Capacities: limits less what commitments use, judged and compiled alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import numpy as np
import pytest

from matcher.constraints.capacity import CapacityRule
from matcher.constraints.contract import Option, Outcome
from matcher.constraints.registry import capacity_rules
from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.values import MatchStatus
from matcher.instance.compile import Instance, compile_instance
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

SIZE = {"mentees": 6, "mentors": 5, "coaches": 3}

every_capacity = pytest.mark.parametrize("rule", capacity_rules(), ids=lambda rule: rule.key)


def compiled(instance: Instance, key: str) -> dict[str, int]:
    """Return what a compiled capacity leaves, by label."""
    every = (instance.mentor_capacity, *instance.capacities)
    capacity = next(c for c in every if c.key == key)
    return dict(zip(capacity.names, capacity.limit.tolist(), strict=True))


def records(rule: CapacityRule, problem: Problem) -> tuple[object, ...]:
    tables = {
        "mentee": problem.mentees,
        "mentor": problem.mentors,
        "coach": problem.coaches,
        "project": problem.projects,
    }
    return tables[rule.role]


@every_capacity
def test_what_is_free_is_the_limit_less_what_is_used_and_never_below_nothing(
    rule: CapacityRule,
) -> None:
    seen = set()
    for seed in range(80):
        problem = world(seed, matches=6)
        left = compiled(compile_instance(problem), rule.key)
        for one in records(rule, problem):
            label = rule.label(one)
            limit, used = rule.limit(label, problem), rule.used(problem).get(label, 0)
            if limit is None:
                assert rule.free(label, problem) is None
                assert left[label] >= len(problem.waiting) * rule.usage(one)
                seen.add("no limit")
                continue
            assert rule.free(label, problem) == max(0, limit - used) == left[label]
            seen.add("over" if used > limit else "used" if used else "free")
    if "over" in seen:
        seen.add("used")
    assert {"used", "free"} <= seen


@pytest.mark.parametrize(
    ("status", "now", "ever"),
    [
        (MatchStatus.PROPOSED, 0, 0),
        (MatchStatus.ACCEPTED, 1, 1),
        (MatchStatus.RUNNING, 1, 1),
        (MatchStatus.COMPLETED, 0, 1),
        (MatchStatus.STOPPED, 0, 1),
    ],
)
def test_a_duo_takes_places_while_it_is_committed_and_counts_for_life_once_it_began(
    status: MatchStatus, now: int, ever: int
) -> None:
    problem = world(2, disorder=0, matches=0)
    mentor, project = problem.mentors[0], problem.projects[0]
    coach = problem.coaches[0].id
    duo = Match(
        id="D1",
        mentee=problem.mentees[0].id,
        mentor=mentor.id,
        coach=coach,
        project=project.id,
        status=status,
    )
    priced = replace(project, budget_eur=Decimal(100), cost_per_mentee_eur=Decimal("10.50"))
    projects = tuple(priced if p.id == project.id else p for p in problem.projects)
    problem = replace(problem, matches=(duo,), projects=projects)
    used = {rule.key: rule.used(problem) for rule in capacity_rules()}
    assert used["mentor_capacity"].get(mentor.id, 0) == now
    assert used["coach_caseload"].get(coach, 0) == now
    assert used["project_places"].get(project.id, 0) == now
    assert used["promotor_capacity"].get(project.promotor, 0) == now
    assert used["project_places_total"].get(project.id, 0) == ever
    assert used["project_budget"].get(project.id, 0) == 1050 * ever


@every_capacity
def test_a_capacity_is_judged_by_whether_one_more_fits(rule: CapacityRule) -> None:
    seen = set()
    for seed in range(80):
        problem = world(seed, matches=6)
        for e, m, c, p in product(
            problem.mentees[:1], problem.mentors, problem.coaches, problem.projects
        ):
            option = Option(mentee=e, mentor=m, coach=c, project=p)
            verdict = rule.judge(option, problem)
            one = getattr(option, rule.role)
            free = rule.free(rule.label(one), problem)
            assert verdict.allowed == (free is None or rule.usage(one) <= free)
            assert (verdict.outcome is Outcome.UNKNOWN) == (free is None)
            seen.add(verdict.outcome)
            said = rule.sentence(verdict, option)
            assert not {"{", "}"} & set(said.nl + said.en)
    assert seen == set(rule.texts)


@every_capacity
def test_a_capacity_that_is_switched_off_limits_nothing(rule: CapacityRule) -> None:
    for seed in range(10):
        problem = world(seed, rules=rule_set(seed, off=[rule.key]), matches=6)
        left = compiled(compile_instance(problem), rule.key)
        for one in records(rule, problem):
            assert left[rule.label(one)] >= len(problem.waiting) * rule.usage(one)


def test_every_option_stands_under_its_own_labels_with_its_own_usage() -> None:
    rules = {rule.key: rule for rule in capacity_rules()}
    for seed in range(20):
        problem = world(seed, disorder=0.1, **SIZE)
        instance = compile_instance(problem)
        index = {
            "mentor": (instance.mentor, problem.mentors),
            "coach": (instance.coach, problem.coaches),
            "project": (instance.project, problem.projects),
        }
        for capacity in (instance.mentor_capacity, *instance.capacities):
            rule = rules[capacity.key]
            of_option, table = index[rule.role]
            assert capacity.labels.dtype == np.int64
            for i, k in enumerate(of_option.tolist()):
                assert capacity.names[capacity.labels[i]] == rule.label(table[k])
                assert capacity.usage[i] == rule.usage(table[k])
