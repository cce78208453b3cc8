"""Proposals shown before: what an option keeps of them, and what the next round does with that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from matcher.app.match import Result, match
from matcher.domain.commitments import Match
from matcher.domain.problem import Problem
from matcher.domain.ruleset import RuleSet
from matcher.domain.values import MatchStatus
from matcher.instance.compile import compile_instance
from matcher.rulesets import default_rules
from matcher.simulation.population import PopulationSettings, population
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

SEEDS = range(12)


def first_round(seed: int) -> Problem:
    """Return a programme in which nothing was shown yet, with ties: few criteria tell people apart."""
    made = world(
        seed,
        disorder=0.05,
        rules=rule_set(seed, disorder=0.1, off=["distance", "waiting_time", "network_fit"]),
        mentees=16,
        mentors=9,
        coaches=4,
        projects=4,
    )
    unshown = tuple(m for m in made.matches if m.status is not MatchStatus.PROPOSED)
    return replace(made, matches=unshown)


def other_lots(rules: RuleSet) -> RuleSet:
    return replace(rules, lottery_seed=rules.lottery_seed + " again")


def shown(result: Result) -> tuple[Match, ...]:
    """Return the proposals of a result as matches that were shown."""
    return tuple(
        Match(
            id=f"S{number}",
            mentee=duo.mentee,
            mentor=duo.mentor,
            coach=duo.coach,
            project=duo.project,
            status=MatchStatus.PROPOSED,
        )
        for number, duo in enumerate(result.matching.duos)
    )


@cache
def second_round(seed: int) -> tuple[Result, Problem]:
    """Return a first round, and its problem with the result shown and other lots."""
    first = match(first_round(seed))
    matches = (*first.problem.matches, *shown(first))
    return first, replace(first.problem, matches=matches, rules=other_lots(first.problem.rules))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_option_keeps_the_pair_the_mentors_coach_and_the_mentees_project(seed: int) -> None:
    _, problem = second_round(seed)
    matches = [m for m in problem.matches if m.status is MatchStatus.PROPOSED]
    forgetful = tuple(replace(m, coach=None) if i % 3 else m for i, m in enumerate(matches))
    instance = compile_instance(replace(problem, matches=forgetful))
    problem = instance.problem
    kept = []
    for i in range(len(instance.mentee)):
        e = problem.waiting[instance.mentee[i]].id
        m = problem.mentors[instance.mentor[i]].id
        c = problem.coaches[instance.coach[i]].id
        p = problem.projects[instance.project[i]].id
        if any((s.mentee, s.mentor) == (e, m) for s in forgetful):
            kept.append(i)
        expected = any((s.mentor, s.coach) == (m, c) for s in forgetful)
        expected += any((s.mentee, s.project) == (e, p) for s in forgetful)
        assert instance.continuity[i] == expected
    assert instance.previous.tolist() == kept


def test_a_round_on_the_same_facts_proposes_what_was_shown_whatever_the_lots() -> None:
    would_differ = 0
    for seed in SEEDS:
        first, problem = second_round(seed)
        assert match(problem).matching.duos == first.matching.duos, seed
        unshown = replace(problem, matches=first.problem.matches)
        would_differ += match(unshown).matching.duos != first.matching.duos
    assert would_differ > len(SEEDS) // 3


def test_the_coach_and_project_shown_are_kept_where_the_pair_cannot_be() -> None:
    """The shown mentor keeps the shown coach for the next mentee, the mentee the project."""
    moved = 0
    for seed in SEEDS:
        first, problem = second_round(seed)
        gone = {duo.mentee for duo in first.matching.duos[::2]}
        fewer = replace(problem, mentees=tuple(m for m in problem.mentees if m.id not in gone))
        with_coaches, without = match(fewer), match(_pairs_only(fewer))
        coach_of = {m.mentor: m.coach for m in fewer.matches if m.status is MatchStatus.PROPOSED}
        mine = sum(coach_of.get(d.mentor) == d.coach for d in with_coaches.matching.duos)
        pairs = {(d.mentee, d.mentor) for d in first.matching.duos}
        kept = [
            sum((d.mentee, d.mentor) in pairs for d in result.matching.duos)
            for result in (with_coaches, without)
        ]
        assert kept[0] == kept[1]
        moved += mine > sum(coach_of.get(d.mentor) == d.coach for d in without.matching.duos)
    assert moved > 0


def _pairs_only(problem: Problem) -> Problem:
    """Return the problem with shown proposals that name no coach and no project."""
    return replace(
        problem,
        matches=tuple(
            replace(m, coach=None, project=None) if m.status is MatchStatus.PROPOSED else m
            for m in problem.matches
        ),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_more_stability_never_keeps_fewer_pairs_nor_gives_more_points(seed: int) -> None:
    first, problem = second_round(seed)
    fewer = replace(problem, mentees=problem.mentees[2:])
    pairs = {(d.mentee, d.mentor) for d in first.matching.duos}
    found = []
    for bonus in (0, 20, 90, 400):
        result = match(replace(fewer, rules=replace(fewer.rules, stability_points=bonus)))
        kept = sum((d.mentee, d.mentor) in pairs for d in result.matching.duos)
        found.append((kept, result.served, -result.objective))
    assert [kept for kept, _, _ in found] == sorted(kept for kept, _, _ in found)
    if fewer.rules.objective == "participation":
        assert len({served for _, served, _ in found}) == 1
        assert found == sorted(found)


def test_proposals_shown_leave_every_component_of_a_flow_a_flow() -> None:
    made = population(
        PopulationSettings(as_of=date(2026, 11, 2), shape="flow", mentees=300, mentors=90)
    ).problem
    first = match(replace(made, rules=default_rules()))
    again = match(replace(made, matches=(*made.matches, *shown(first))))
    assert len(first.matching.duos) > 30
    assert {c.method for c in again.solution.components} <= {"flow", "trivial"}
    assert again.solution.gap == 0
