"""What holds of every matching: places, rules, commitments, and that more room never hurts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from property_worlds import (
    SEEDS,
    achieved,
    changed,
    option_of,
    programme,
    solved,
    with_proposals_accepted,
)

from matcher.app.match import match
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.domain.people import Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import EmployerContact
from matcher.domain.values import Level
from matcher.instance.points import points_by_criterion
from tests.contract.contract_draw import Draw
from tests.contract.contract_worlds import TIES

every_seed = pytest.mark.parametrize("seed", SEEDS)


def test_the_generated_programmes_are_scarce_and_various() -> None:
    served = [solved(seed).served for seed in SEEDS]
    unserved = [len(solved(seed).problem.waiting) - solved(seed).served for seed in SEEDS]
    assert sum(count > 0 for count in served) >= 30
    assert sum(count > 0 for count in unserved) >= 30
    methods = {c.method for seed in SEEDS for c in solved(seed).solution.components}
    assert {"flow", "milp"} <= methods


@every_seed
def test_every_duo_respects_every_rule_that_is_on(seed: int) -> None:
    result = solved(seed)
    for duo in result.matching.duos:
        option = option_of(result.problem, duo.mentee, duo.mentor, duo.coach, duo.project)
        for rule in hard_rules():
            if rule.settings(result.problem).enabled:
                assert rule.judge(option, result.problem).allowed, rule.key


@every_seed
def test_no_capacity_is_passed_by_the_proposals(seed: int) -> None:
    result = solved(seed)
    problem = result.problem
    for rule in capacity_rules():
        taken: Counter[str] = Counter()
        for duo in result.matching.duos:
            option = option_of(problem, duo.mentee, duo.mentor, duo.coach, duo.project)
            one = getattr(option, rule.role)
            taken[rule.label(one)] += rule.usage(one)
        for label, usage in taken.items():
            free = rule.free(label, problem)
            assert free is None or usage <= free, (rule.key, label)


@every_seed
def test_nobody_is_proposed_twice_and_who_is_in_a_duo_stays_out(seed: int) -> None:
    result = solved(seed)
    mentees = [duo.mentee for duo in result.matching.duos]
    assert len(set(mentees)) == len(mentees)
    assert not set(mentees) & result.problem.in_a_duo


@every_seed
def test_a_mentor_has_one_coach_over_all_duos(seed: int) -> None:
    result = solved(seed)
    coaches = defaultdict(set)
    for duo in result.matching.duos:
        coaches[duo.mentor].add(duo.coach)
    assert all(len(own) == 1 for own in coaches.values())


@every_seed
def test_a_second_round_after_accepting_all_serves_nobody_who_could_have_been_served(
    seed: int,
) -> None:
    again = match(with_proposals_accepted(solved(seed)))
    assert again.served == 0


def newcomer(problem: Problem, seed: int) -> Mentor:
    """Return a mentor whom nobody knows and who suits many."""
    draw = Draw(seed, 0)
    return Mentor(
        id="M0",
        promotor=draw.one(problem.projects).promotor,
        languages={"fra": Level.C1, "ara": Level.B2, "tur": Level.B1},
        occupations=("5223",),
        capacity=2,
    )


def test_a_mentor_more_never_makes_the_whole_worse_and_often_better() -> None:
    better = 0
    for seed in SEEDS:
        problem = programme(seed)
        more = changed(problem, mentors=(newcomer(problem, seed), *problem.mentors))
        after = match(more)
        assert after.status == "optimal"
        assert achieved(after) >= achieved(solved(seed)), seed
        better += achieved(after) > achieved(solved(seed))
    assert better > len(SEEDS) // 3


def roomier(problem: Problem, seed: int) -> Problem:
    """Return the problem with one more place at one mentor, coach, project or promotor."""
    draw = Draw(seed, 0)
    table, column = draw.one(
        [
            ("mentors", "capacity"),
            ("coaches", "caseload"),
            ("projects", "places"),
            ("projects", "places_total"),
            ("projects", "budget_eur"),
            ("promotors", "capacity"),
        ]
    )
    step = Decimal(1500) if column == "budget_eur" else 1
    rows = list(getattr(problem, table))
    for chosen in {draw.random.randrange(len(rows)) for _ in rows}:
        value = getattr(rows[chosen], column)
        if value is not None:
            rows[chosen] = replace(rows[chosen], **{column: value + step})
    return changed(problem, **{table: tuple(rows)})


def test_a_place_more_never_makes_the_whole_worse_and_sometimes_better() -> None:
    better = 0
    for seed in SEEDS:
        after = match(roomier(programme(seed), seed))
        assert after.status == "optimal"
        assert achieved(after) >= achieved(solved(seed)), seed
        better += achieved(after) > achieved(solved(seed))
    assert better > 0


def test_a_contact_more_never_takes_network_points_away_and_sometimes_gives_some() -> None:
    gained = 0
    for seed in SEEDS:
        problem = programme(seed)
        draw = Draw(seed, 0)
        known = {(c.mentor, c.employer) for c in problem.contacts}
        new = [
            (m.id, w.id)
            for m in problem.mentors
            for w in problem.employers
            if (m.id, w.id) not in known
        ]
        mentor, employer = draw.one(new)
        contact = EmployerContact(mentor=mentor, employer=employer, tie=draw.one(TIES))
        order = sorted((*problem.contacts, contact), key=lambda c: (c.mentor, c.employer))
        before = points_by_criterion(problem)["network_fit"]
        after = points_by_criterion(changed(problem, contacts=tuple(order)))["network_fit"]
        assert np.all(after >= before), seed
        gained += int((after > before).any())
    assert gained > len(SEEDS) // 3
