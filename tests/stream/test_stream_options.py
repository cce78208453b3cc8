"""Options of some people are those of the whole programme; limits and lots are those of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from stream_worlds import demo, demo_year, drawn

from matcher.domain.problem import Problem
from matcher.instance.compile import compile_instance
from matcher.instance.lottery import Kind
from matcher.stream.limits import limits_of
from matcher.stream.lots import Lots
from matcher.stream.options import (
    Pairs,
    all_options,
    options_of_mentees,
    options_of_mentors,
)
from matcher.stream.programme import Programme, after

SEEDS = range(30)


def compiled(problem: Problem) -> set[tuple[str, str, str, str, int]]:
    """Return every option of a problem with its points, as the whole is compiled."""
    found = compile_instance(problem)
    return {
        (
            problem.waiting[e].id,
            problem.mentors[m].id,
            problem.coaches[c].id,
            problem.projects[p].id,
            points,
        )
        for e, m, c, p, points in zip(
            found.mentee.tolist(),
            found.mentor.tolist(),
            found.coach.tolist(),
            found.project.tolist(),
            found.option_points.tolist(),
            strict=True,
        )
    }


def listed(pairs: Pairs) -> set[tuple[str, str, str, str, int]]:
    return {
        (mentee, mentor, coach, project, pair.points)
        for mentee, row in pairs.items()
        for mentor, pair in row.items()
        for coach, project in pair.places
    }


def by_mentee(problem: Problem) -> set[tuple[str, str, str, str, int]]:
    return set().union(*(listed(options_of_mentees(problem, {one.id})) for one in problem.mentees))


def by_mentor(problem: Problem) -> set[tuple[str, str, str, str, int]]:
    return set().union(
        *(listed(options_of_mentors(problem, {one.id}).pairs) for one in problem.mentors)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_options_person_by_person_are_those_of_the_whole(seed: int) -> None:
    problem = drawn(seed)
    whole = compiled(problem)

    assert listed(all_options(problem).pairs) == whole
    assert by_mentee(problem) == whole
    assert by_mentor(problem) == whole


@pytest.mark.parametrize("seed", SEEDS)
def test_options_of_several_people_at_once_are_those_of_the_whole(seed: int) -> None:
    problem = drawn(seed)
    whole = all_options(problem).pairs
    some = {one.id for one in problem.mentees[seed % 3 :: 3]}
    mentors = {one.id for one in problem.mentors[seed % 2 :: 2]}
    expected = {
        mentee: row
        for mentee, own in whole.items()
        if (row := {mentor: pair for mentor, pair in own.items() if mentor in mentors})
    }

    assert options_of_mentees(problem, some) == {k: v for k, v in whole.items() if k in some}
    assert options_of_mentors(problem, mentors).pairs == expected


def test_options_person_by_person_are_those_of_the_whole_demo() -> None:
    whole = compiled(demo())

    assert len(whole) > 500
    assert by_mentee(demo()) == whole
    assert by_mentor(demo()) == whole


def test_options_half_a_year_later_are_those_of_the_whole() -> None:
    problem = after(Programme.of(demo()), demo_year()[:450]).problem
    whole = compiled(problem)

    assert by_mentee(problem) == whole
    assert by_mentor(problem) == whole


def test_who_is_in_a_duo_or_gone_has_no_options() -> None:
    busy = next(iter(demo().in_a_duo))

    assert options_of_mentees(demo(), {busy, "E999"}) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_goes_with_a_mentor_is_found_for_the_mentor_alone(seed: int) -> None:
    problem = drawn(seed)
    whole = all_options(problem).around

    for one in problem.mentors:
        assert options_of_mentors(problem, {one.id}).around.get(one.id) == whole.get(one.id)
    for row in all_options(problem).pairs.values():
        for mentor, pair in row.items():
            assert set(pair.places) <= set(whole[mentor])


def tightest(problem: Problem) -> Mapping[tuple[str, str], int]:
    """Return how many duos each label leaves, from the capacities that the engine is given."""
    instance = compile_instance(problem)
    found: dict[tuple[str, str], int] = {}
    kinds = {
        "mentor_capacity": "mentor",
        "coach_caseload": "coach",
        "promotor_capacity": "promotor",
    }
    for capacity in (instance.mentor_capacity, *instance.capacities):
        for label in np.unique(capacity.labels).tolist():
            usage = int(capacity.usage[capacity.labels == label].max(initial=0))
            if usage:
                key = (kinds.get(capacity.key, "project"), capacity.names[label])
                places = int(capacity.limit[label]) // usage
                found[key] = min(places, found.get(key, places))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_one_number_says_of_each_limit_what_all_its_rules_leave(seed: int) -> None:
    problem = drawn(seed)
    limits, most = limits_of(problem), len(problem.waiting)

    for (kind, label), places in tightest(problem).items():
        left = limits[kind, label]  # type: ignore[index]  # one of the four kinds
        assert (most if left is None else min(left, most)) == min(places, most)


def test_a_rule_that_is_switched_off_limits_nothing() -> None:
    rules = demo().rules
    off = {key: one.model_copy(update={"enabled": False}) for key, one in rules.rules.items()}  # type: ignore[attr-defined]  # settings

    problem = replace(demo(), rules=replace(rules, rules=off))
    assert set(limits_of(problem).values()) == {None}


def test_lots_are_those_that_the_whole_draws() -> None:
    problem = demo()
    drawn_lot = Lots(problem.rules)
    kinds = {
        "mentee-project": (problem.waiting[:9], problem.projects),
        "mentee-mentor": (problem.waiting[:9], problem.mentors),
        "mentor-coach": (problem.mentors[:9], problem.coaches),
    }
    for kind, (left, right) in kinds.items():
        i, j = (axis.ravel() for axis in np.indices((len(left), len(right))))
        whole = Kind.of(problem, kind, left, right).draw(i, j)
        alone = [
            drawn_lot(kind, left[a].id, right[b].id)
            for a, b in zip(i.tolist(), j.tolist(), strict=True)
        ]
        lefts, rights = [left[a].id for a in i.tolist()], [right[b].id for b in j.tolist()]
        assert whole.tolist() == alone == drawn_lot.many(kind, lefts, rights)


def test_a_day_later_who_waits_has_more_points() -> None:
    problem = demo()
    later = replace(problem, as_of=problem.as_of + timedelta(days=60))
    now, then = all_options(problem).pairs, all_options(later).pairs

    assert any(
        then[mentee][mentor].points > pair.points
        for mentee, row in now.items()
        for mentor, pair in row.items()
        if mentor in then.get(mentee, {})
    )
