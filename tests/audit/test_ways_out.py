"""Ways out lead where they say, and no part of one does; nobody is asked to be someone else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest

from matcher.audit.matching import Matching
from matcher.audit.unmatched import Reason, unmatched_mentee
from matcher.audit.ways_out import MOST_CHANGES, MOST_WAYS, Opening, WayOut, ways_out
from matcher.constraints.change import Change, Who, changed
from matcher.constraints.contract import HardRule, Option
from matcher.constraints.registry import hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, MentorStatus
from matcher.instance import compile_instance
from matcher.instance.barred import MIN_POINTS
from matcher.intake import read_folder
from matcher.rulesets import default_rules
from tests.contract.contract_worlds import world
from tests.outside.folders import write_random_folder

NEVER_ASKED = {
    "earlier_duo",
    "exclusion",
    "other_language",
    "same_promotor",
    "vdab_decision",
    "wish",
}
ASKED = {
    "mentees": {
        *("languages", "meeting_mode", "max_travel_km", "availability", "start_from"),
        *("promotor", "project"),
    },
    "mentors": {
        *("languages", "meeting_mode", "max_travel_km", "availability", "available_until"),
        *("status", "coach", "projects"),
    },
    "coaches": {"languages", "projects"},
    "projects": {"extended_until"},
    "rules": {"min_points"},
}
"""Facts that may be changed; others of a mentee may only be told, where nobody gave them."""


Found = tuple[tuple[Matching, Mentee, WayOut], ...]


def matching(problem: Problem) -> Matching:
    return Matching(compile_instance(problem), np.array([], dtype=np.int64))


@cache
def worlds() -> tuple[Matching, ...]:
    sizes = {"mentees": 4, "mentors": 4}
    disorder = (0.1, 0.2, 0.3, 0.5)
    return tuple(matching(world(seed, disorder=disorder[seed % 4], **sizes)) for seed in range(100))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Matching, ...]:
    def read(seed: int) -> Matching:
        folder: Path = tmp_path_factory.mktemp("folder")
        as_of = write_random_folder(folder, seed)
        return matching(read_folder(folder, as_of=as_of, rules=default_rules()).problem)

    return tuple(read(seed) for seed in range(20))


def found(among: tuple[Matching, ...]) -> Iterator[tuple[Matching, Mentee, WayOut]]:
    for here in among:
        for index, mentee in enumerate(here.problem.waiting):
            for way in ways_out(here, index):
                yield here, mentee, way


@cache
def in_worlds() -> Found:
    return tuple(found(worlds()))


@pytest.fixture(scope="module")
def in_folders(folders: tuple[Matching, ...]) -> Found:
    return tuple(found(folders))


def judged(problem: Problem, mentee: str, opening: Opening) -> frozenset[str]:
    """Return the rules that bar an opening's option in a problem, by their meaning."""
    option = Option(
        mentee=problem.mentee_by_id[mentee],
        mentor=problem.mentor_by_id[opening.mentor],
        coach=problem.coach_by_id[opening.coach],
        project=problem.project_by_id[opening.project],
    )
    broken = {
        rule.key
        for rule in hard_rules()
        if rule.settings(problem).enabled and not rule.judge(option, problem).allowed
    }
    points = sum(
        criterion.points(option.mentee, option.mentor, problem).points
        for criterion in criteria()
        if criterion.settings(problem).enabled
    )
    return frozenset(broken | ({MIN_POINTS} if points < problem.rules.min_points else set()))


def parts(changes: tuple[Change, ...]) -> Iterator[tuple[Change, ...]]:
    for size in range(len(changes)):
        yield from combinations(changes, size)


def leads_there_and_no_part_does(here: Matching, mentee: str, opening: Opening) -> None:
    assert not judged(changed(here.problem, opening.changes), mentee, opening)
    for part in parts(opening.changes):
        assert judged(changed(here.problem, part), mentee, opening)


def test_every_way_leads_to_an_allowed_pair_and_no_part_of_it_does() -> None:
    count = 0
    for here, mentee, way in in_worlds():
        for opening in way.openings:
            leads_there_and_no_part_does(here, mentee.id, opening)
            count += 1
    assert count >= 150


def test_so_it_is_for_folders_read_from_files(in_folders: Found) -> None:
    count = 0
    for here, mentee, way in in_folders:
        leads_there_and_no_part_does(here, mentee.id, way.example)
        count += 1
    assert count >= 60


def test_matching_again_after_a_way_finds_its_option_allowed() -> None:
    for here, mentee, way in in_worlds()[::6]:
        after = compile_instance(changed(here.problem, way.changes))
        tables = (
            after.problem.waiting,
            after.problem.mentors,
            after.problem.coaches,
            after.problem.projects,
        )
        ids = (mentee.id, way.example.mentor, way.example.coach, way.example.project)
        index = [
            [one.id for one in table].index(key)
            for table, key in zip(tables, ids, strict=True)  # type: ignore[attr-defined]
        ]
        assert after.option_at(*index) is not None


def test_someone_with_an_allowed_mentor_needs_no_way_out() -> None:
    for here in worlds():
        for index in range(len(here.problem.waiting)):
            if unmatched_mentee(here, index).reason is Reason.OUTBID:
                assert ways_out(here, index) == ()


def test_someone_refused_gets_no_way_out(folders: tuple[Matching, ...]) -> None:
    refused = 0
    for here in (*worlds(), *folders):
        for index in range(len(here.problem.waiting)):
            if unmatched_mentee(here, index).reason in {Reason.REFUSED, Reason.NOT_ELIGIBLE}:
                assert ways_out(here, index) == () or not_only_the_nearest(here, index)
                refused += 1
    assert refused > 0


def not_only_the_nearest(here: Matching, index: int) -> bool:
    """Tell whether each way refers elsewhere: where the mentee may go now, no change helps."""
    return all(
        any(change.rule == "referral" for change in way.changes) for way in ways_out(here, index)
    )


def test_nobody_is_asked_to_be_someone_else(in_folders: Found) -> None:
    for here, mentee, way in (*in_worlds(), *in_folders):
        for change in (change for opening in way.openings for change in opening.changes):
            assert change.rule not in NEVER_ASKED
            for edit in change.edits:
                if change.assumed:
                    assert edit.table == "mentees"
                    stale = edit.field in {"working", "working_on"}
                    assert stale or getattr(mentee, edit.field) in {None, Answer.UNKNOWN}
                else:
                    assert edit.field in ASKED[edit.table]
                if edit.field == "status":
                    assert here.problem.mentor_by_id[edit.id].status is MentorStatus.PAUSED


def test_who_could_make_a_change_is_whose_fact_it_is() -> None:
    owners = {
        "mentees": {Who.MENTEE, Who.VDAB},
        "mentors": {Who.MENTOR, Who.PROMOTOR},
        "coaches": {Who.PROMOTOR},
        "projects": {Who.PROMOTOR},
        "rules": {Who.RULE_SET},
    }
    seen = set()
    for _, _, way in in_worlds():
        for change in way.changes:
            seen.add(change.who)
            assert all(change.who in owners[edit.table] for edit in change.edits)
    assert seen == set(Who)


def test_most_rules_that_could_give_way_do_so_somewhere(in_folders: Found) -> None:
    able = {rule.key for rule in hard_rules() if type(rule).changes is not HardRule.changes}
    rules = Counter(
        change.rule for _, _, way in (*in_worlds(), *in_folders) for change in way.changes
    )
    assert able == {rule.key for rule in hard_rules()} - NEVER_ASKED | {"other_language"}
    assert set(rules) >= able - {"lot_province", "other_language"}


def test_ways_are_few_and_the_shortest_and_widest_come_first() -> None:
    for here in worlds():
        for index in range(len(here.problem.waiting)):
            ways = ways_out(here, index)
            order = [(len(way.changes), -len(way.mentors)) for way in ways]
            assert order == sorted(order)
            assert len(ways) <= MOST_WAYS
            assert all(1 <= size <= MOST_CHANGES for size, _ in order)
            words = [frozenset(c for one in way.changes for c in one.conditions) for way in ways]
            assert len(set(words)) == len(words)
            assert not any(a < b for a in words for b in words)
            assert all(len(set(way.mentors)) == len(way.mentors) for way in ways)
            assert all(list(way.mentors) == sorted(way.mentors) for way in ways)


def test_a_change_of_the_mentee_opens_every_mentor_that_it_opens() -> None:
    count = 0
    for here, mentee, way in in_worlds()[::5]:
        if any(edit.table != "mentees" for change in way.changes for edit in change.edits):
            continue
        after = compile_instance(changed(here.problem, way.changes))
        index = [one.id for one in after.problem.waiting].index(mentee.id)
        options = np.flatnonzero(after.mentee == index)
        open_now = {after.problem.mentors[after.mentor[i]].id for i in options}
        assert set(way.mentors) == open_now
        count += 1
    assert count > 10


def test_a_single_rule_that_could_give_way_is_among_the_ways() -> None:
    count = 0
    for here in worlds():
        for index, mentee in enumerate(here.problem.waiting):
            ways = ways_out(here, index)
            single = {
                change.rule for way in ways if len(way.changes) == 1 for change in way.changes
            }
            if unmatched_mentee(here, index).reason is Reason.OUTBID or len(ways) == MOST_WAYS:
                continue
            for rule in rules_that_alone_would_do(here.problem, mentee):
                assert rule in single
                count += 1
    assert count > 50


def rules_that_alone_would_do(problem: Problem, mentee: Mentee) -> set[str]:
    """Return the rules that alone bar some option and offer a change that would allow it."""
    found = set()
    rules = {rule.key: rule for rule in hard_rules()}
    for mentor, coach, project in product(problem.mentors, problem.coaches, problem.projects):
        opening = Opening(mentor=mentor.id, coach=coach.id, project=project.id, changes=())
        barring = judged(problem, mentee.id, opening)
        if len(barring) != 1 or barring == {MIN_POINTS}:
            continue
        (key,) = barring
        option = Option(mentee=mentee, mentor=mentor, coach=coach, project=project)
        for change in rules[key].changes(option, rules[key].judge(option, problem), problem):
            if not judged(changed(problem, (change,)), mentee.id, opening):
                found.add(key)
    return found
