"""The mentors that are told are the best of all that were looked at."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from matcher.app.advise import advise
from matcher.app.match import Result, match
from matcher.audit.advice_hiring import Hiring
from matcher.audit.advice_lacking import coaches_with_room, profiles_lacking
from matcher.audit.advice_pairs import open_pairs
from matcher.audit.advice_phrases import NOTHING
from matcher.audit.advice_profile import Profile, hypotheticals
from matcher.audit.advice_recruit import recruits
from matcher.audit.advice_text import advice_page
from matcher.constraints.contract import Option
from matcher.constraints.registry import hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.people import Mentor
from matcher.domain.problem import Problem
from matcher.domain.values import MeetingMode, MentorStatus
from matcher.instance.barred import enabled
from tests.audit.advice_worlds import joined_by
from tests.properties.property_worlds import solved

EVERY = (3, 5, 7, 8, 12, 14)
"""Programmes small enough to work out every profile."""


def hiring_of(result: Result) -> Hiring:
    matching = result.matching
    opens = [
        one
        for project in range(len(matching.problem.projects))
        for one in open_pairs(matching, project, profiles_lacking(matching, project))
    ]
    return Hiring(matching, opens, proven=True)


@pytest.mark.parametrize("seed", EVERY)
def test_no_profile_gives_more_than_the_one_told_of_its_project_and_language(seed: int) -> None:
    hiring = hiring_of(solved(seed))
    panel = hiring.panel(range(len(hiring.opens)))
    gains = [panel.gain([number]) for number in range(len(hiring.opens))]
    best: dict[tuple[str, str], tuple[int, ...]] = {}
    for one, gain in zip(hiring.opens, gains, strict=True):
        group = one.profile.project, one.profile.languages[0]
        best[group] = max(best.get(group, gain.rank), gain.rank)
    helping = sorted((rank for rank in best.values() if any(rank)), reverse=True)

    found = recruits(hiring, len(best) + 1).rows

    told = [row.gain.rank for row in found for _ in row.profiles]
    assert sorted(told, reverse=True) == helping
    first = recruits(hiring, 1).rows
    assert [row.gain.rank for row in first] == helping[:1]


@pytest.mark.parametrize("seed", EVERY)
def test_no_mentor_gives_more_than_prices_say(seed: int) -> None:
    hiring = hiring_of(solved(seed))
    panel = hiring.panel(range(len(hiring.opens)))
    for number in range(len(hiring.opens)):
        assert panel.gain([number]).rank <= tuple(hiring.at_most([number]).values())
        twice = [number, number]
        assert panel.gain(twice).rank <= tuple(hiring.at_most(twice).values())


@pytest.mark.parametrize("seed", EVERY)
def test_of_profiles_that_give_the_same_the_one_that_asks_least_is_told(seed: int) -> None:
    hiring = hiring_of(solved(seed))
    panel = hiring.panel(range(len(hiring.opens)))
    for row in recruits(hiring, 5).rows:
        profile = row.profiles[0]
        for number, one in enumerate(hiring.opens):
            other = one.profile
            same = (other.project, other.languages[0]) == (profile.project, profile.languages[0])
            if same and other.demands < profile.demands:
                assert panel.gain([number]).rank < row.gain.rank


@pytest.mark.parametrize("seed", EVERY)
def test_whom_a_mentor_could_have_is_what_every_rule_and_criterion_says(seed: int) -> None:
    """Meaning, not encoding: each rule judges each pair."""
    matching = solved(seed).matching
    problem = matching.problem
    for project in range(len(problem.projects)):
        profiles = profiles_lacking(matching, project)[:6]
        mentors = hypotheticals(profiles, problem)
        there = replace(problem, mentors=mentors)
        found = {one.profile: one for one in open_pairs(matching, project, profiles)}
        for profile, mentor in zip(profiles, mentors, strict=True):
            said = {
                (mentee, coach, _points(there, mentee, mentor))
                for mentee in range(len(problem.waiting))
                for coach in coaches_with_room(matching, project)
                if _allowed(there, mentee, mentor, coach, project)
            }
            one = found.get(profile)
            listed = set()
            if one is not None:
                pairs = zip(one.mentees.tolist(), one.points.tolist(), strict=True)
                listed = {(e, c, n) for e, n in pairs for c in one.coaches.tolist()}
            assert listed == said


def _points(there: Problem, mentee: int, mentor: Mentor) -> int:
    person = there.waiting[mentee]
    scores = (one for one in criteria() if one.settings(there).enabled)
    return sum(one.points(person, mentor, there).points for one in scores)


def _allowed(there: Problem, mentee: int, mentor: Mentor, coach: int, project: int) -> bool:
    option = Option(
        mentee=there.waiting[mentee],
        mentor=mentor,
        coach=there.coaches[coach],
        project=there.projects[project],
    )
    held = all(rule.judge(option, there).allowed for rule in enabled(hard_rules(), there))
    return held and _points(there, mentee, mentor) >= there.rules.min_points


def test_nothing_is_asked_of_a_mentor_but_languages_sector_place_and_project() -> None:
    """Never where someone comes from, gender, age or benefits."""
    problem = solved(0).problem
    profile = Profile(
        project=problem.projects[0].id, languages=("prs", "nld"), sector="47", residence="44021"
    )
    plain = Mentor(id="+0", promotor=problem.projects[0].promotor, languages={})
    (mentor,) = hypotheticals([profile], problem)
    asked = {
        field.name
        for field in fields(Mentor)
        if getattr(mentor, field.name) != getattr(plain, field.name)
    }
    assert asked == {"languages", "projects", "sectors", "residence"}
    (online,) = hypotheticals([replace(profile, residence=None)], problem)
    assert online.meeting_mode is MeetingMode.ONLINE


def test_a_mentor_who_could_be_looked_for_has_an_id_that_nobody_has() -> None:
    problem = solved(0).problem
    there = replace(problem, mentors=(replace(problem.mentors[0], id="+0"),))
    profile = Profile(
        project=problem.projects[0].id, languages=("prs",), sector=None, residence=None
    )
    assert hypotheticals([profile], there)[0].id == "++0"


def test_without_anyone_who_waits_nothing_is_advised() -> None:
    problem = solved(0).problem
    waiting = {person.id for person in problem.waiting}
    alone = replace(
        problem,
        mentees=tuple(person for person in problem.mentees if person.id not in waiting),
        exclusions=(),
    )
    result = match(alone)
    found = advise(result.matching, result.proof, 3)
    assert (found.places.rows, found.mentors.rows, found.mentors.together) == ((), (), ())
    assert str(advice_page(found, "en")) == NOTHING.en


def test_where_nobody_has_an_allowed_mentor_yet_the_first_one_is_advised() -> None:
    problem = solved(5).problem
    gone = tuple(replace(mentor, status=MentorStatus.LEFT) for mentor in problem.mentors)
    result = match(replace(problem, mentors=gone, matches=()))
    assert result.served == 0
    rows = advise(result.matching, result.proof, 2).mentors.rows
    assert [row.gain.people for row in rows] == [1, 1]
    joined = match(joined_by(result.problem, rows[0].profiles[:1]))
    assert {duo.mentee for duo in joined.matching.duos} == set(rows[0].gain.served)


def test_advice_is_the_same_whatever_the_order_of_the_tables() -> None:
    result = solved(3)
    problem = result.problem
    names = ("mentees", "mentors", "coaches", "projects", "lots", "matches", "exclusions")
    other = replace(problem, **{name: getattr(problem, name)[::-1] for name in names})
    again = match(other)
    texts = [str(advice_page(advise(one.matching, one.proof, 3), "nl")) for one in (result, again)]
    assert texts[0] == texts[1]
