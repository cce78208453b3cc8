"""Why someone has no proposal: each reason held against a search by brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest
from property_worlds import SEEDS, allowed_options, option_of, solved, with_proposals_accepted

from matcher.app.match import Result, match
from matcher.audit.unmatched import Reason, UnmatchedMentee, free_mentors, unmatched_mentees
from matcher.constraints.capacity import CapacityRule
from matcher.constraints.contract import Option
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.domain.values import Answer, Decision, Level
from matcher.instance.barred import MIN_POINTS
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import ANTWERPEN, BRUSSELS, GENT, LEUVEN, world

MESSY = range(100, 140)
FAVOURABLE = {
    "working": Answer.NO,
    "vdab_guidance": Answer.YES,
    "migration_background": Answer.YES,
    "dutch_certificate": Answer.NO,
    "diploma_in_dutch": Answer.NO,
    "diploma_recognised": Answer.YES,
}


@cache
def messy(seed: int) -> Result:
    """Return a matched programme of which many facts are missing or unsuitable."""
    problem = world(
        seed,
        disorder=0.25,
        rules=rule_set(seed, disorder=0.3),
        mentees=10,
        mentors=6,
        coaches=3,
        projects=3,
    )
    return match(problem)


def without_proposal() -> Iterator[tuple[Result, UnmatchedMentee]]:
    results = [*(solved(seed) for seed in SEEDS), *(messy(seed) for seed in MESSY)]
    for result in results:
        for found in unmatched_mentees(result.matching):
            yield result, found


def open_projects(mentee: Mentee, problem: Problem) -> list[Project]:
    referral_counts = problem.rules.rules["referral"].enabled  # type: ignore[attr-defined]
    return [
        project
        for project in problem.projects
        if not referral_counts
        or (mentee.promotor in {None, project.promotor} and mentee.project in {None, project.id})
    ]


def eligible(mentee: Mentee, project: Project, problem: Problem) -> bool:
    option = Option(mentee=mentee, mentor=problem.mentors[0], coach=None, project=project)
    return all(
        rule.judge(option, problem).allowed
        for rule in hard_rules()
        if rule.kind == "eligibility" and rule.settings(problem).enabled
    )


def fillings(mentee: Mentee, problem: Problem) -> Iterator[Mentee]:
    """Return the mentee with what is unknown filled in, in every way that could matter.

    Where the rule set says what a gap stands for (no diploma, the other date) it is no gap.
    """
    subgroup: Any = problem.rules.rules["subgroup"]
    ways: dict[str, list[Any]] = {
        name: [Answer.YES, Answer.NO]
        for name in FAVOURABLE
        if getattr(mentee, name) is Answer.UNKNOWN
    }
    limit = problem.rules.rules["not_working"].max_age_days  # type: ignore[attr-defined]
    day = mentee.working_on
    if limit is not None and (day is None or day < problem.as_of - timedelta(days=limit)):
        ways |= {"working": [Answer.YES, Answer.NO], "working_on": [problem.as_of]}
    if mentee.education is None and subgroup.education_not_given == "unknown":
        ways["education"] = [2, 4, 5]
    if mentee.residence is None:
        ways["residence"] = [GENT, ANTWERPEN, LEUVEN, BRUSSELS]
    if mentee.dutch_needed is None:
        ways["dutch_needed"] = [Level.A1, Level.C2]
    if mentee.birth_date is None:
        ways["birth_date"] = [date(1900, 1, 1), problem.as_of]
    for name in ("referred_on", "registered_on"):
        either = subgroup.age_on == "referral_else_registration" and (
            mentee.referred_on or mentee.registered_on
        )
        if getattr(mentee, name) is None and not either:
            ways[name] = [mentee.birth_date or problem.as_of, problem.as_of]
    for values in product(*ways.values()):
        yield replace(mentee, **dict(zip(ways, values, strict=True)))


def could_become_eligible(mentee: Mentee, problem: Problem) -> bool:
    projects = open_projects(mentee, problem)
    return any(
        eligible(filled, project, problem)
        for filled in fillings(mentee, problem)
        for project in projects
    )


def test_facts_are_missing_exactly_where_filling_them_in_could_make_someone_eligible() -> None:
    seen: Counter[Reason] = Counter()
    for result, found in without_proposal():
        problem = result.problem
        mentee = problem.mentee_by_id[found.mentee]
        projects = open_projects(mentee, problem)
        seen[found.reason] += 1
        if found.reason is Reason.OUTBID:
            continue
        refused = mentee.vdab_decision is Decision.REFUSED
        assert (found.reason is Reason.REFUSED) == refused
        if refused:
            assert not found.to_do
            continue
        now = any(eligible(mentee, project, problem) for project in projects)
        if now or not projects:
            assert found.reason is Reason.NO_ALLOWED_MENTOR
        elif could_become_eligible(mentee, problem):
            assert found.reason is Reason.FACTS_MISSING
            assert found.to_do
        else:
            assert found.reason is Reason.NOT_ELIGIBLE
            assert not found.to_do
    assert set(seen) == set(Reason)


def test_filling_in_the_facts_of_the_to_do_list_makes_the_mentee_eligible() -> None:
    tried = 0
    for result, found in without_proposal():
        problem = result.problem
        mentee = problem.mentee_by_id[found.mentee]
        for name in {name for item in found.to_do for name in item.projects}:
            asked = {c for item in found.to_do if name in item.projects for c in item.missing}
            project = problem.project_by_id[name]
            assert not eligible(mentee, project, problem)
            assert any(
                eligible(
                    replace(mentee, **{c: getattr(filled, c) for c in asked}), project, problem
                )
                for filled in fillings(mentee, problem)
            ), (found.mentee, name, asked)
            tried += 1
    assert tried > 30


def test_no_fact_is_asked_for_that_is_given_already() -> None:
    asked = 0
    for result, found in without_proposal():
        mentee = result.problem.mentee_by_id[found.mentee]
        dated = result.problem.rules.rules["not_working"].max_age_days is not None
        for item in found.to_do:
            for column in item.missing:
                if dated and column in {"working", "working_on"}:
                    continue
                assert getattr(mentee, column) in {None, Answer.UNKNOWN}, (item, mentee)
                asked += 1
    assert asked > 30


def fits(rule: CapacityRule, option: Option, result: Result) -> bool:
    """Tell whether commitments and proposals leave room for an option under a capacity rule."""
    one = getattr(option, rule.role)
    free = rule.free(rule.label(one), result.problem)
    if free is None:
        return True
    for duo in result.matching.duos:
        proposed = option_of(result.problem, duo.mentee, duo.mentor, duo.coach, duo.project)
        other = getattr(proposed, rule.role)
        free -= rule.usage(other) if rule.label(other) == rule.label(one) else 0
    return rule.usage(one) <= free


def test_outbid_is_who_has_an_allowed_mentor_while_each_such_option_is_full() -> None:
    outbid = 0
    for result, found in without_proposal():
        options = {
            i: option
            for i, option in enumerate(allowed_options(result))
            if option.mentee.id == found.mentee
        }
        assert (found.reason is Reason.OUTBID) == bool(options)
        assert {a.mentor for a in found.allowed} == {o.mentor.id for o in options.values()}
        assert all(a.full for a in found.allowed)
        coach_of = {duo.mentor: duo.coach for duo in result.matching.duos}
        for i, option in options.items():
            assert option.coach is not None
            full = {
                (rule.key, rule.label(getattr(option, rule.role)))
                for rule in capacity_rules()
                if rule.settings(result.problem).enabled and not fits(rule, option, result)
            }
            coach = coach_of.get(option.mentor.id, option.coach.id)
            taken = {("own_coach", coach)} if coach != option.coach.id else set()
            assert full | taken, (found.mentee, option.mentor.id)
            assert set(result.matching.full(i)) == full | taken
            outbid += 1
    assert outbid > 100


def test_a_free_place_that_only_another_coach_could_follow_is_full_by_the_first_coach() -> None:
    mentee = Mentee(
        id="E1",
        languages={"ara": Level.C1},
        residence=GENT,
        working=Answer.NO,
        vdab_guidance=Answer.YES,
        migration_background=Answer.YES,
        dutch_certificate=Answer.NO,
    )
    speech = {"ara": Level.C1}
    problem = Problem(
        as_of=date(2026, 2, 28),
        rules=rule_set(0, disorder=0),
        mentees=(mentee, replace(mentee, id="E2")),
        mentors=(Mentor(id="M1", promotor="ORG1", languages=speech, capacity=2),),
        coaches=tuple(
            Coach(id=key, promotor="ORG1", languages=speech, caseload=1) for key in ("C1", "C2")
        ),
        projects=(Project(id="PR1", promotor="ORG1"),),
    )
    result = match(problem)
    assert (result.status, result.served) == ("optimal", 1)
    (found,) = unmatched_mentees(result.matching)
    coach = result.matching.duos[0].coach
    assert found.reason is Reason.OUTBID
    assert found.allowed[0].full == (("own_coach", coach),) or found.allowed[0].full == (
        ("coach_caseload", coach),
    )


def broken(option: Option, problem: Problem) -> list[str]:
    found = [
        rule.key
        for rule in hard_rules()
        if rule.settings(problem).enabled and not rule.judge(option, problem).allowed
    ]
    points = sum(
        criterion.points(option.mentee, option.mentor, problem).points
        for criterion in criteria()
        if criterion.settings(problem).enabled
    )
    return found + [MIN_POINTS] * (points < problem.rules.min_points)


def nearest(mentee: Mentee, mentor: Any, problem: Problem) -> list[str]:
    """Return the rules broken by the option that breaks fewest, of equal ones the first by id."""
    return min(
        (
            broken(Option(mentee=mentee, mentor=mentor, coach=coach, project=project), problem)
            for project in problem.projects
            for coach in problem.coaches
        ),
        key=len,
    )


@pytest.mark.parametrize("seed", MESSY[:8])
def test_the_rules_that_shut_mentors_and_mentees_out_are_counted_right(seed: int) -> None:
    result = messy(seed)
    problem = result.problem
    of_mentor: dict[str, Counter[str]] = {m.id: Counter() for m in problem.mentors}
    for found in unmatched_mentees(result.matching):
        counts: Counter[str] = Counter()
        for mentor in problem.mentors:
            keys = nearest(problem.mentee_by_id[found.mentee], mentor, problem)
            counts.update(keys)
            of_mentor[mentor.id].update(keys)
        assert found.shut_out == dict(counts)
    free = free_mentors(result.matching)
    for one in free:
        assert one.shut_out == dict(of_mentor[one.mentor])
        assert one.free > 0
    left = {m.id for m in problem.mentors} - {one.mentor for one in free}
    rule = next(rule for rule in capacity_rules() if rule.key == "mentor_capacity")
    after = with_proposals_accepted(result)
    assert all(rule.free(mentor, after) == 0 for mentor in left)
