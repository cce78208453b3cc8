"""The instance admits exactly what no rule forbids, with what commitments leave."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import product

import pytest

from matcher.constraints.contract import Option
from matcher.constraints.registry import hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, Level, Subgroup
from matcher.instance.barred import MIN_POINTS, Barred
from matcher.instance.compile import Instance, compile_instance
from matcher.rulesets import rules_from_document
from tests.contract.contract_draw import Draw
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

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


def quadruples(instance: Instance) -> list[Quadruple]:
    """Return the ids of every option, in the order of the instance."""
    problem = instance.problem
    rows = zip(instance.mentee, instance.mentor, instance.coach, instance.project, strict=True)
    return [
        (
            problem.waiting[e].id,
            problem.mentors[m].id,
            problem.coaches[c].id,
            problem.projects[p].id,
        )
        for e, m, c, p in rows
    ]


def admitted(instance: Instance) -> set[Quadruple]:
    return set(quadruples(instance))


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


def published_lot(problem: Problem, kind: str, first: str, second: str) -> int:
    """Return a lot by the published recipe: the first bits of a SHA-256 over seed, kind and ids."""
    text = f"{problem.rules.lottery_seed}\x1f{kind}\x1f{first}\x1f{second}"
    bits = int(hashlib.sha256(text.encode()).hexdigest(), 16)
    return bits >> (256 - problem.rules.lottery_bits)


def test_anyone_can_draw_the_lots_again() -> None:
    drawn = 0
    for seed in range(20):
        problem = world(seed, disorder=0.1, **SIZE)
        instance = compile_instance(problem)
        for i, (e, m, c, p) in enumerate(quadruples(instance)):
            assert instance.lottery[i] == (
                published_lot(problem, "mentee-project", e, p)
                + published_lot(problem, "mentee-mentor", e, m)
                + published_lot(problem, "mentor-coach", m, c)
            )
            drawn += 1
    assert drawn > 50


def test_generated_facts_are_the_same_for_the_same_seed() -> None:
    assert world(11) == world(11)
    assert Draw(3, 0.5).ids("E", 4) == Draw(3, 0.5).ids("E", 4)
