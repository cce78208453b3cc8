"""The instance admits exactly what no rule forbids, with what commitments leave."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from contract_worlds import Draw, rule_set, world

from matcher.constraints.capacity import CapacityRule
from matcher.constraints.contract import Option, Outcome
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, Level, Subgroup
from matcher.instance.barred import MIN_POINTS, Barred
from matcher.instance.compile import Instance, compile_instance
from matcher.rulesets import rules_from_document

RULES = [rule.key for rule in hard_rules()]
Quadruple = tuple[str, str, str, str]
SIZE = {"mentees": 6, "mentors": 5, "coaches": 3}


def broken(problem: Problem, option: Option) -> frozenset[str]:
    """Return the rules that an option breaks, by their meaning; the floor of points likewise."""
    found = {
        rule.key
        for rule in hard_rules()
        if rule.settings(problem).enabled and not rule.judge(option, problem).allowed
    }
    points = sum(
        criterion.points(option.mentee, option.mentor, problem).points
        for criterion in criteria()
        if criterion.settings(problem).enabled
    )
    return frozenset(found | ({MIN_POINTS} if points < problem.rules.min_points else set()))


def by_meaning(problem: Problem) -> dict[Quadruple, frozenset[str]]:
    """Return the broken rules of every combination of four, the mentees those who wait."""
    tables = problem.waiting, problem.mentors, problem.coaches, problem.projects
    return {
        (e.id, m.id, c.id, p.id): broken(problem, Option(mentee=e, mentor=m, coach=c, project=p))
        for e, m, c, p in product(*tables)
    }


def admitted(instance: Instance) -> set[Quadruple]:
    problem = instance.problem
    rows = zip(instance.mentee, instance.mentor, instance.coach, instance.project, strict=True)
    return {
        (
            problem.waiting[e].id,
            problem.mentors[m].id,
            problem.coaches[c].id,
            problem.projects[p].id,
        )
        for e, m, c, p in rows
    }


def bars_anyone(instance: Instance, key: str) -> bool:
    """Tell whether a rule's bit stands anywhere in the tables of broken rules."""
    bars = instance.barred
    tables = bars.em, bars.ep, bars.mp, bars.mc, bars.cp
    return any(bool((table & bars.bit(key)).any()) for table in tables)


def test_the_instance_admits_exactly_what_no_rule_forbids() -> None:
    sizes = []
    for seed in range(24):
        problem = world(seed, disorder=0.12, rules=rule_set(seed), **SIZE)
        instance = compile_instance(problem)
        expected = {four for four, rules in by_meaning(problem).items() if not rules}
        assert admitted(instance) == expected, seed
        assert len(instance.mentee) == len(expected)
        sizes.append(len(expected))
    assert sum(size > 0 for size in sizes) > len(sizes) // 2


@pytest.mark.parametrize("off", RULES)
def test_a_rule_that_is_switched_off_bars_nothing_and_never_shrinks_what_is_allowed(
    off: str,
) -> None:
    barred = False
    for seed in range(20):
        problem = world(seed, disorder=(0.12, 0.4)[seed % 2], rules=rule_set(seed), **SIZE)
        without = replace(problem, rules=rule_set(seed, off=[off]))
        before, after = compile_instance(problem), compile_instance(without)
        assert admitted(before) <= admitted(after), seed
        assert not bars_anyone(after, off)
        barred |= bars_anyone(before, off)
        if seed < 2:
            expected = {four for four, rules in by_meaning(without).items() if not rules}
            assert admitted(after) == expected, seed
    assert barred


def test_options_are_sorted_by_mentee_mentor_coach_and_project() -> None:
    for seed in range(10):
        instance = compile_instance(world(seed, disorder=0.1, **SIZE))
        rows = list(
            zip(
                instance.mentee.tolist(),
                instance.mentor.tolist(),
                instance.coach.tolist(),
                instance.project.tolist(),
                strict=True,
            )
        )
        assert rows == sorted(set(rows))
        for index, row in enumerate(rows):
            assert instance.option_at(*row) == index


def names(bars: Barred, mask: int) -> frozenset[str]:
    return frozenset(bars.names(mask))


def test_the_nearest_option_of_a_mentor_is_one_that_breaks_fewest_rules() -> None:
    for seed in range(12):
        problem = world(seed, disorder=0.3, **SIZE)
        bars = compile_instance(problem).barred
        meaning = by_meaning(problem)
        for e, mentee in enumerate(problem.waiting):
            masks = bars.nearest(e)
            for m, mentor in enumerate(problem.mentors):
                around = {
                    (c.id, p.id): meaning[mentee.id, mentor.id, c.id, p.id]
                    for c, p in product(problem.coaches, problem.projects)
                }
                found = names(bars, int(masks[m]))
                assert len(found) == min(len(rules) for rules in around.values()), seed
                option = bars.nearest_option(e, m)
                assert option is not None
                c, p = option
                assert around[problem.coaches[c].id, problem.projects[p].id] == found


@pytest.mark.parametrize("inherit", [True, False])
@pytest.mark.parametrize("groups", [(Subgroup.LOA,), (Subgroup.HOA, Subgroup.LOA)])
def test_switching_the_subgroups_off_keeps_in_who_was_in_by_a_subgroup(
    groups: tuple[Subgroup, ...], *, inherit: bool
) -> None:
    problem = world(1, disorder=0, matches=0)
    problem = replace(problem, lots=tuple(replace(lot, subgroups=groups) for lot in problem.lots))
    for facts in (
        {"education": 6, "dutch_needed": Level.C1, "languages": {"fra": Level.B2, "nld": Level.B1}},
        {"education": 2, "working": Answer.YES},
        {"education": 2},
    ):
        people = tuple(replace(mentee, **facts) for mentee in problem.mentees)
        found = []
        for enabled in (True, False):
            document = {
                **problem.rules.document,
                "rules": {"subgroup": {"inherit_base": inherit, "enabled": enabled}},
            }
            rules = rules_from_document(document)
            found.append(admitted(compile_instance(replace(problem, mentees=people, rules=rules))))
        assert found[0] <= found[1]


@pytest.mark.parametrize("table", ["coaches", "projects"])
def test_without_coaches_or_projects_every_mentor_lacks_one_of_the_same_promotor(
    table: str,
) -> None:
    problem = replace(world(1, disorder=0, matches=0), **{table: ()}, rules=rule_set(1, disorder=0))
    bars = compile_instance(problem).barred
    for e in range(len(problem.waiting)):
        assert all("same_promotor" in bars.names(mask) for mask in bars.nearest(e).tolist())
        assert bars.nearest_option(e, 0) is None


# --- capacities ----------------------------------------------------------------------------------

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


def test_generated_facts_are_the_same_for_the_same_seed() -> None:
    assert world(11) == world(11)
    assert Draw(3, 0.5).ids("E", 4) == Draw(3, 0.5).ids("E", 4)
