"""What every hard rule must keep to: its meaning and its encoding say the same of everybody."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from matcher.audit.verdicts import judge_rules
from matcher.constraints.contract import HardRule, Option, Outcome
from matcher.constraints.encoding import ROLES, roles_of
from matcher.constraints.evaluate import Evaluator
from matcher.constraints.registry import hard_rules
from matcher.domain.problem import Problem
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

WORLDS = 80
every_rule = pytest.mark.parametrize("rule", hard_rules(), ids=lambda rule: rule.key)


@cache
def generated(seed: int) -> Problem:
    return world(seed)


def options(problem: Problem) -> list[Option]:
    """Return every combination of four, in the order of a (E, M, C, P) array."""
    tables = problem.mentees, problem.mentors, problem.coaches, problem.projects
    return [Option(mentee=e, mentor=m, coach=c, project=p) for e, m, c, p in product(*tables)]


def encoded(rule: HardRule[Any, Any], problem: Problem) -> np.ndarray[Any, Any]:
    """Return what the conjunction of a rule's clauses allows, shape (E, M, C, P)."""
    tables = problem.mentees, problem.mentors, problem.coaches, problem.projects
    evaluator = Evaluator(dict(zip(ROLES, tables, strict=True)))
    allowed = np.ones([len(table) for table in tables], dtype=bool)
    for clause in rule.encoding(problem):
        allowed = allowed & evaluator.condition(clause, ROLES)
    return allowed


@every_rule
def test_the_encoding_of_a_rule_allows_exactly_what_its_meaning_allows(
    rule: HardRule[Any, Any],
) -> None:
    seen: Counter[bool] = Counter()
    for seed in range(WORLDS):
        problem = generated(seed)
        found = encoded(rule, problem).ravel().tolist()
        for option, allowed in zip(options(problem), found, strict=True):
            verdict = rule.judge(option, problem)
            assert verdict.allowed == allowed, (seed, option, verdict)
            seen[allowed] += 1
    assert seen[True] > 0
    assert seen[False] > 0


@every_rule
def test_a_rule_reaches_every_outcome_that_it_has_words_for_and_fills_them(
    rule: HardRule[Any, Any],
) -> None:
    seen: set[Outcome] = set()
    for seed in range(WORLDS):
        problem = generated(seed)
        for option in options(problem):
            verdict = rule.judge(option, problem)
            seen.add(verdict.outcome)
            said = rule.sentence(verdict, option)
            for text in (said.nl, said.en):
                assert text.strip()
                assert not {"{", "}"} & set(text)
    assert seen == set(rule.texts)


@every_rule
def test_a_rule_bars_what_is_broken_allows_what_held_and_asks_only_for_what_is_unknown(
    rule: HardRule[Any, Any],
) -> None:
    for seed in range(WORLDS // 4):
        problem = generated(seed)
        for option in options(problem):
            verdict = rule.judge(option, problem)
            if verdict.outcome is not Outcome.UNKNOWN:
                assert verdict.allowed == (verdict.outcome is Outcome.HELD)
                assert not verdict.missing
            elif rule.kind == "eligibility" and not verdict.allowed:
                assert verdict.missing


@every_rule
def test_a_clause_compares_two_roles_at_most_and_the_rule_declares_them(
    rule: HardRule[Any, Any],
) -> None:
    clauses = rule.encoding(generated(0))
    assert clauses
    for clause in clauses:
        assert 1 <= len(roles_of(clause)) <= 2
        assert set(roles_of(clause)) <= set(rule.roles)


@every_rule
def test_a_rule_that_is_switched_off_says_so_in_every_audit(rule: HardRule[Any, Any]) -> None:
    problem = world(7, rules=rule_set(7, off=[rule.key]))
    for option in options(problem):
        off = [j for j in judge_rules(option, problem) if j.switched_off]
        assert [j.key for j in off] == [rule.key]
        assert off[0].allowed
        assert off[0].outcome is None


def test_an_audit_judges_every_rule_that_is_on() -> None:
    problem = generated(3)
    for option in options(problem):
        judged = {judgement.key: judgement for judgement in judge_rules(option, problem)}
        assert sorted(judged) == [rule.key for rule in hard_rules()]
        for rule in hard_rules():
            assert judged[rule.key].allowed == rule.judge(option, problem).allowed
