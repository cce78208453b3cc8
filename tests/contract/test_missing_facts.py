"""What is asked for, and why someone waits: the cases that are easily got wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matcher.audit.matching import Matching
from matcher.audit.todo import Standings, ToDo, to_do_from
from matcher.audit.unmatched import Reason, unmatched_mentee
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.programme import Lot, Project, Promotor
from matcher.domain.values import Answer, Decision, Level, Subgroup
from matcher.instance.barred import barred
from matcher.instance.compile import compile_instance
from matcher.rulesets import rules_from_document
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import AS_OF, GENT, world

ORDERLY = Mentee(
    id="E1",
    languages={"ara": Level.C1, "nld": Level.A1},
    residence=GENT,
    working=Answer.NO,
    vdab_guidance=Answer.YES,
    migration_background=Answer.YES,
    dutch_certificate=Answer.NO,
    education=3,
    diploma_in_dutch=Answer.NO,
)


def asked(mentee: Mentee, problem: Problem) -> tuple[ToDo, ...]:
    """Return what a mentee is asked for."""
    standings = Standings(problem, barred(problem, pairs=False))
    return to_do_from(mentee, standings.of(problem.waiting.index(mentee)))


def one_mentee(
    *,
    subgroups: tuple[Subgroup, ...] = (),
    settings: dict[str, dict[str, object]] | None = None,
    projects: tuple[Project, ...] = (Project(id="PR1", promotor="ORG1", lot="L1"),),
    **facts: Any,
) -> Problem:
    """Return a programme of one mentee and no mentor, with one lot of these subgroups."""
    document = {**rule_set(0, disorder=0).document, "rules": settings or {}}
    return Problem(
        as_of=AS_OF,
        rules=rules_from_document(document),
        mentees=(replace(ORDERLY, **facts),),
        mentors=(),
        coaches=(),
        projects=projects,
        promotors=(Promotor(id="ORG1"), Promotor(id="ORG2")),
        lots=(Lot(id="L1", subgroups=subgroups), Lot(id="L2", subgroups=(Subgroup.HOA,))),
    )


def missing(problem: Problem) -> set[str]:
    items = asked(problem.mentees[0], problem)
    return {column for item in items for column in item.missing}


def reason(problem: Problem) -> Reason:
    matching = Matching(compile_instance(problem), np.array([], dtype=np.int64))
    return unmatched_mentee(matching, 0).reason


def test_who_is_eligible_waits_for_a_mentor_and_nothing_is_asked() -> None:
    problem = one_mentee()
    assert missing(problem) == set()
    assert reason(problem) is Reason.NO_ALLOWED_MENTOR


def test_a_refusal_is_the_reason_also_where_there_is_no_mentor_at_all() -> None:
    refused = {"vdab_decision": Decision.REFUSED}
    assert reason(one_mentee(**refused)) is Reason.REFUSED
    assert reason(one_mentee(**refused, working=Answer.UNKNOWN)) is Reason.REFUSED
    off: dict[str, dict[str, object]] = {"vdab_decision": {"enabled": False}}
    assert reason(one_mentee(**refused, settings=off)) is Reason.NO_ALLOWED_MENTOR


def test_who_is_eligible_for_one_project_lacks_a_mentor_though_another_project_asks_more() -> None:
    projects = (
        Project(id="PR1", promotor="ORG1", lot="L1"),
        Project(id="PR2", promotor="ORG1", lot="L2"),
    )
    problem = one_mentee(projects=projects, education=6, diploma_in_dutch=Answer.UNKNOWN)
    assert missing(problem) == {"diploma_in_dutch"}
    assert reason(problem) is Reason.NO_ALLOWED_MENTOR


def test_one_broken_condition_asks_for_nothing_more() -> None:
    problem = one_mentee(vdab_guidance=Answer.NO, working=Answer.UNKNOWN)
    assert missing(problem) == set()
    assert reason(problem) is Reason.NOT_ELIGIBLE


def test_a_referral_to_a_promotor_without_project_leaves_no_project_to_be_eligible_for() -> None:
    problem = one_mentee(promotor="ORG2", working=Answer.UNKNOWN)
    assert missing(problem) == set()
    assert reason(problem) is Reason.NO_ALLOWED_MENTOR


def test_with_the_referral_rule_off_facts_are_asked_for_every_project() -> None:
    off: dict[str, dict[str, object]] = {"referral": {"enabled": False}}
    problem = one_mentee(promotor="ORG2", working=Answer.UNKNOWN, settings=off)
    assert missing(problem) == {"working"}
    assert reason(problem) is Reason.FACTS_MISSING


@pytest.mark.parametrize(
    ("education", "recognised", "asked"),
    [
        (6, Answer.NO, set()),
        (None, Answer.NO, set()),
        (6, Answer.UNKNOWN, {"diploma_recognised"}),
        (None, Answer.UNKNOWN, {"education", "diploma_recognised"}),
        (None, Answer.YES, {"education"}),
    ],
)
def test_a_diploma_known_not_to_be_recognised_counts_as_none_and_is_not_asked_for_again(
    education: int | None, recognised: Answer, asked: set[str]
) -> None:
    settings: dict[str, dict[str, object]] = {"subgroup": {"unrecognised_counts": False}}
    problem = one_mentee(
        subgroups=(Subgroup.LOA,),
        settings=settings,
        education=education,
        diploma_recognised=recognised,
    )
    assert missing(problem) == asked
    expected = Reason.FACTS_MISSING if asked else Reason.NO_ALLOWED_MENTOR
    assert reason(problem) is expected


def test_recognition_is_asked_only_where_it_would_tell_and_no_default_stands_in_for_it() -> None:
    settings: dict[str, dict[str, object]] = {
        "subgroup": {"unrecognised_counts": False, "education_not_given": "no"}
    }
    facts = {"diploma_recognised": Answer.UNKNOWN, "settings": settings}
    for groups, education, asked in (
        ((Subgroup.HOA,), 6, {"diploma_recognised"}),
        ((Subgroup.HOA,), 4, set()),
        ((Subgroup.LOA,), 4, set()),
        ((Subgroup.LOA,), None, set()),
    ):
        assert missing(one_mentee(subgroups=groups, education=education, **facts)) == asked
    assert reason(one_mentee(subgroups=(Subgroup.HOA,), education=4, **facts)) is (
        Reason.NOT_ELIGIBLE
    )


def test_the_level_that_a_job_asks_is_no_matter_for_who_has_the_highest() -> None:
    settings: dict[str, dict[str, object]] = {"limited_dutch": {"skills": "max"}}
    problem = one_mentee(
        subgroups=(Subgroup.HOA,),
        settings=settings,
        education=6,
        dutch_skills={"reading": Level.C2},
        dutch_needed=None,
    )
    assert missing(problem) == set()
    assert reason(problem) is Reason.NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("working", "days", "asked"),
    [
        (Answer.NO, None, {"working_on"}),
        (Answer.YES, None, {"working", "working_on"}),
        (Answer.UNKNOWN, None, {"working", "working_on"}),
        (Answer.NO, 31, {"working", "working_on"}),
        (Answer.NO, 30, set()),
        (Answer.UNKNOWN, 30, {"working"}),
    ],
)
def test_where_work_must_be_known_of_late_what_is_asked_would_settle_it(
    working: Answer, days: int | None, asked: set[str]
) -> None:
    settings: dict[str, dict[str, object]] = {"not_working": {"max_age_days": 30}}
    day = None if days is None else AS_OF.fromordinal(AS_OF.toordinal() - days)
    problem = one_mentee(settings=settings, working=working, working_on=day)
    assert missing(problem) == asked
    person = replace(problem.mentees[0], working=Answer.NO, working_on=AS_OF)
    assert missing(replace(problem, mentees=(person,))) == set()


@pytest.mark.parametrize("column", ["vdab_guidance", "residence"])
def test_higher_education_asks_guidance_and_residence_itself_where_the_base_is_not_inherited(
    column: str,
) -> None:
    settings: dict[str, dict[str, object]] = {"subgroup": {"inherit_base": False}}
    unknown = {"vdab_guidance": Answer.UNKNOWN, "residence": None}[column]
    facts = {"settings": settings, "education": 6, column: unknown}
    assert missing(one_mentee(subgroups=(Subgroup.HOA,), **facts)) == {column}
    assert missing(one_mentee(subgroups=(Subgroup.LOA,), **{**facts, "education": 2})) == set()


def test_what_is_asked_is_the_same_whatever_the_rest_of_the_programme() -> None:
    problem = world(4, disorder=0.3)
    for mentee in problem.waiting:
        alone = replace(problem, mentees=(mentee,), mentors=(), matches=())
        assert asked(mentee, alone) == asked(mentee, problem)
