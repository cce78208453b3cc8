"""What each event does to the state, and what it must not do."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from stream_worlds import AS_OF, demo, demo_year, drawn, event, mentee, mentor, proposed, small

from matcher.app.match import match
from matcher.domain.commitments import Exclusion
from matcher.domain.errors import MatcherError
from matcher.domain.problem import Problem
from matcher.domain.programme import Acquaintance, EmployerContact
from matcher.domain.values import Answer, Decision, Level, MatchStatus, MentorStatus
from matcher.intake import read_folder
from matcher.intake.write import write_folder
from matcher.output.facts import facts_document
from matcher.output.verify import verify
from matcher.output.writing import write_folder as write_files
from matcher.simulation.year import year_of_events
from matcher.stream import events
from matcher.stream.errors import EventError
from matcher.stream.events import KINDS, Ending, Event, Ground, Limit, Party, Reason
from matcher.stream.programme import Applied, Programme, after

NEXT = AS_OF + timedelta(days=1)


def tell(*happened: Event, problem: Problem | None = None) -> Applied:
    programme = after(Programme.of(problem or small()), happened[:-1])
    return programme.apply(happened[-1])


def told(*happened: Event, problem: Problem | None = None) -> Problem:
    return tell(*happened, problem=problem).programme.problem


def refused(*happened: Event, problem: Problem | None = None) -> str:
    programme = after(Programme.of(problem or small()), happened[:-1])
    state, before = programme.state, facts_document(programme.problem)
    with pytest.raises(EventError) as caught:
        programme.apply(happened[-1])
    assert programme.state == state
    assert facts_document(programme.problem) == before
    assert isinstance(caught.value, MatcherError)
    assert happened[-1].id in caught.value.sentence.nl
    return str(caught.value)


def status(problem: Problem, match: str) -> MatchStatus:
    return next(one.status for one in problem.matches if one.id == match)


AGREED = (proposed(), event(events.ProposalAccepted, match="K1"))
STARTED = (*AGREED, event(events.DuoStarted, match="K1"))


# -- mentees --------------------------------------------------------------------------------------


def test_a_mentee_who_arrives_waits() -> None:
    found = told(event(events.MenteeArrived, mentee=mentee("E0")))

    assert [one.id for one in found.waiting] == ["E0", "E1", "E2", "E3"]


def test_a_mentee_arrives_once() -> None:
    assert "E1" in refused(event(events.MenteeArrived, mentee=mentee("E1")))


def test_a_mentee_cannot_be_registered_later_than_the_day() -> None:
    assert "registered_on" in refused(
        event(events.MenteeArrived, mentee=mentee("E9", registered_on=NEXT))
    )


def test_a_mentee_cannot_be_referred_to_a_promotor_whom_nobody_knows() -> None:
    assert "'O9'" in refused(event(events.MenteeArrived, mentee=mentee("E9", promotor="O9")))


def test_who_withdraws_is_gone_with_proposals_and_exclusions() -> None:
    problem = small(exclusions=(Exclusion(mentee="E1", mentor="M2"),))
    found = tell(
        proposed(),
        event(events.MenteeWithdrawn, mentee="E1", reason=Reason.MOVED),
        problem=problem,
    )

    assert "E1" not in found.programme.problem.mentee_by_id
    assert found.programme.problem.matches == ()
    assert found.programme.problem.exclusions == ()
    assert found.warnings[0].nl == "Voorstel K1 vervalt."


def test_nobody_withdraws_from_a_duo_that_runs() -> None:
    assert "K1" in refused(
        *STARTED, event(events.MenteeWithdrawn, mentee="E1", reason=Reason.MOVED)
    )


def test_duos_of_who_withdrew_still_count_over_a_projects_life() -> None:
    found = told(
        *STARTED,
        event(events.DuoEnded, match="K1", ending=Ending.COMPLETED),
        event(events.MenteeWithdrawn, mentee="E1", reason=Reason.WORK_FOUND),
    )

    assert status(found, "K1") is MatchStatus.COMPLETED


def test_facts_of_a_mentee_change() -> None:
    found = told(
        event(events.MenteeChanged, mentee="E1", changes={"priority": 2, "working": Answer.YES})
    )

    assert found.mentee("E1") == mentee("E1", priority=2, working=Answer.YES)


def test_vdab_decides_once() -> None:
    found = told(event(events.VdabDecided, mentee="E3", decision=Decision.APPROVED))

    assert found.mentee("E3").vdab_decision is Decision.APPROVED
    assert found.mentee("E3").vdab_decided_on == AS_OF
    assert "E1" in refused(event(events.VdabDecided, mentee="E1", decision=Decision.REFUSED))


def test_a_refusal_ends_what_was_agreed() -> None:
    found = tell(
        proposed(who="E3"),
        event(events.ProposalAccepted, match="K1"),
        event(events.VdabDecided, mentee="E3", decision=Decision.REFUSED),
    )

    assert found.programme.problem.matches == ()
    assert len(found.warnings) == 1


# -- mentors --------------------------------------------------------------------------------------


def test_a_mentor_joins_with_a_network() -> None:
    found = told(
        event(
            events.MentorJoined,
            mentor=mentor("M3"),
            employers={"W1": "works_there"},
            acquaintances={"M1": Decimal("0.5")},
        )
    )

    assert [one.id for one in found.mentors] == ["M1", "M2", "M3"]
    assert found.contacts == (EmployerContact(mentor="M3", employer="W1", tie="works_there"),)
    assert found.acquaintances == (
        Acquaintance(mentor="M1", other_mentor="M3", tie=Decimal("0.5")),
    )


@pytest.mark.parametrize(
    "facts",
    [
        {"mentor": mentor("M1")},
        {"mentor": mentor("M3", coach="C9")},
        {"mentor": mentor("M3", promotor="O9")},
        {"mentor": mentor("M3", projects=("P9",))},
        {"mentor": mentor("M3"), "employers": {"W9": "works_there"}},
        {"mentor": mentor("M3"), "acquaintances": {"M9": Decimal(1)}},
        {"mentor": mentor("M3", available_from=NEXT, available_until=AS_OF)},
    ],
)
def test_a_mentor_joins_with_what_is_known(facts: dict[str, object]) -> None:
    refused(event(events.MentorJoined, **facts))


def test_a_pause_begins_and_ends_with_the_days() -> None:
    begins, until = AS_OF + timedelta(days=3), AS_OF + timedelta(days=5)
    programme = after(
        Programme.of(small()),
        [event(events.MentorPaused, mentor="M1", begins=begins, until=until)],
    )
    seen = [
        programme.advanced(AS_OF + timedelta(days=n)).problem.mentor("M1").status for n in range(8)
    ]

    paused = [i for i, one in enumerate(seen) if one is MentorStatus.PAUSED]
    assert paused == [3, 4, 5]
    assert seen[6] is MentorStatus.ACTIVE


def test_days_one_by_one_come_to_the_same_as_at_once() -> None:
    until = AS_OF + timedelta(days=5)
    programme = after(Programme.of(small()), [event(events.MentorPaused, mentor="M1", until=until)])
    last = AS_OF + timedelta(days=9)
    slow = programme
    for n in range(1, 10):
        slow = slow.advanced(AS_OF + timedelta(days=n))

    assert slow == programme.advanced(last)


def test_a_mentor_who_resumes_takes_part_and_plans_no_pause() -> None:
    paused = event(events.MentorPaused, mentor="M1")
    found = told(paused, event(events.MentorResumed, mentor="M1"))

    assert found == small()
    assert "M1" in refused(event(events.MentorResumed, mentor="M1"))
    assert "M1" in refused(paused, event(events.MentorPaused, mentor="M1"))


def test_a_planned_pause_can_be_taken_back() -> None:
    planned = event(events.MentorPaused, mentor="M1", begins=NEXT)
    programme = after(Programme.of(small()), [planned, event(events.MentorResumed, mentor="M1")])

    assert programme.advanced(NEXT).problem.mentor("M1").status is MentorStatus.ACTIVE


@pytest.mark.parametrize(
    ("begins", "until"), [(date(2026, 1, 1), None), (NEXT, AS_OF), (None, date(2026, 1, 1))]
)
def test_a_pause_lies_ahead_and_ends_after_it_begins(
    begins: date | None, until: date | None
) -> None:
    refused(event(events.MentorPaused, mentor="M1", begins=begins, until=until))


def test_a_pause_leaves_a_running_duo_as_it_is_and_says_so() -> None:
    found = tell(*STARTED, event(events.MentorPaused, mentor="M1"))

    assert status(found.programme.problem, "K1") is MatchStatus.RUNNING
    assert "1 duo" in found.warnings[0].nl


def test_a_mentor_leaves_once_and_without_running_duos() -> None:
    left = event(events.MentorLeft, mentor="M1")
    found = tell(proposed(), left)

    assert found.programme.problem.mentor("M1").status is MentorStatus.LEFT
    assert found.programme.problem.matches == ()
    assert "K1" in refused(*STARTED, event(events.MentorLeft, mentor="M1"))
    assert "M1" in refused(left, event(events.MentorLeft, mentor="M1"))


def test_facts_of_a_mentor_change() -> None:
    found = told(event(events.MentorChanged, mentor="M1", changes={"languages": {"fra": Level.B2}}))

    assert found.mentor("M1").languages == {"fra": Level.B2}
    refused(event(events.MentorChanged, mentor="M1", changes={"coach": "C9"}))


# -- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "of", "table", "field"),
    [
        (Limit.MENTOR, "M1", "mentors", "capacity"),
        (Limit.COACH, "C1", "coaches", "caseload"),
        (Limit.PROJECT, "P1", "projects", "places"),
        (Limit.PROJECT_TOTAL, "P1", "projects", "places_total"),
        (Limit.PROMOTOR, "O1", "promotors", "capacity"),
        (Limit.BUDGET, "P1", "projects", "budget_eur"),
    ],
)
def test_a_limit_changes_and_below_what_is_committed_someone_is_told(
    limit: Limit, of: str, table: str, field: str
) -> None:
    project = replace(small().projects[0], cost_per_mentee_eur=Decimal(100))
    problem = small(projects=(project,))
    found = tell(
        *STARTED, event(events.CapacityChanged, limit=limit, of=of, value=0), problem=problem
    )
    (record,) = (one for one in getattr(found.programme.problem, table) if one.id == of)

    assert getattr(record, field) == 0
    assert len(found.warnings) == 1
    assert of in found.warnings[0].nl
    assert status(found.programme.problem, "K1") is MatchStatus.RUNNING


@pytest.mark.parametrize(
    ("limit", "of", "value"),
    [
        (Limit.MENTOR, "M1", None),
        (Limit.COACH, "C1", None),
        (Limit.MENTOR, "M1", Decimal("1.5")),
        (Limit.PROJECT, "P1", -1),
        (Limit.PROJECT, "P9", 1),
    ],
)
def test_a_limit_is_a_number_that_makes_sense(
    limit: Limit, of: str, value: int | Decimal | None
) -> None:
    refused(event(events.CapacityChanged, limit=limit, of=of, value=value))


# -- proposals and duos ---------------------------------------------------------------------------


def test_a_proposal_is_shown_agreed_started_and_completed() -> None:
    seen = [status(told(*STARTED[: n + 1]), "K1") for n in range(3)]
    ended = told(*STARTED, event(events.DuoEnded, NEXT, match="K1", ending=Ending.COMPLETED))

    assert seen == [MatchStatus.PROPOSED, MatchStatus.ACCEPTED, MatchStatus.RUNNING]
    assert ended.matches[0].ended_on == NEXT
    assert ended.matches[0].started_on == AS_OF
    assert "E1" in {one.id for one in ended.waiting}


def test_a_new_proposal_takes_the_place_of_the_one_shown_before() -> None:
    found = tell(proposed(), proposed("K2", by="M2"))

    assert [one.id for one in found.programme.problem.matches] == ["K2"]
    assert "K1" in found.warnings[0].nl


def test_who_declines_is_not_proposed_the_same_again() -> None:
    said_no = event(events.ProposalDeclined, match="K1", by=Party.MENTOR, reason=Reason.NO_TIME)
    found = told(proposed(), said_no)

    assert found.matches == ()
    assert found.exclusions == (Exclusion(mentee="E1", mentor="M1", reason="no_time"),)
    assert "Geen uitsluiting" not in refused(proposed(), said_no, proposed("K2"))


def test_an_agreement_can_be_declined_until_the_start() -> None:
    said_no = event(events.ProposalDeclined, match="K1", by=Party.MENTEE, reason=Reason.NO_CLICK)

    assert told(*AGREED, said_no).matches == ()
    assert "running" in refused(*STARTED, said_no)


def test_a_stopped_duo_keeps_its_reason_and_is_not_made_again() -> None:
    stopped = event(events.DuoEnded, match="K1", ending=Ending.STOPPED, reason=Reason.NO_CLICK)
    found = told(*STARTED, stopped)

    assert found.matches[0].reason == "no_click"
    assert "broken off" in refused(*STARTED, stopped, proposed("K2"))


@pytest.mark.parametrize(
    ("ending", "reason"), [(Ending.STOPPED, None), (Ending.COMPLETED, Reason.MOVED)]
)
def test_a_reason_is_given_where_a_duo_stops_and_only_there(
    ending: Ending, reason: Reason | None
) -> None:
    refused(*STARTED, event(events.DuoEnded, match="K1", ending=ending, reason=reason))


def test_a_duo_does_not_start_before_vdab_approves() -> None:
    agreed = (proposed(who="E3"), event(events.ProposalAccepted, match="K1"))

    assert "VDAB" in refused(*agreed, event(events.DuoStarted, match="K1"))


def test_a_proposal_that_a_rule_bars_is_neither_made_nor_accepted() -> None:
    excluded = event(events.ExclusionAdded, mentee="E1", mentor="M1", reason=Ground.FAMILY)

    assert "No exclusion" in refused(excluded, proposed())
    assert "No exclusion" in refused(
        proposed(), excluded, event(events.ProposalAccepted, match="K1")
    )


def test_a_proposal_below_the_floor_of_points_is_not_made() -> None:
    rules = replace(small().rules, min_points=1000)

    assert "Enough points" in refused(proposed(), problem=small(rules=rules))


def test_a_place_is_taken_once() -> None:
    second = (proposed("K2", who="E2"), event(events.ProposalAccepted, match="K2"))

    assert "M1" in refused(*AGREED, *second)


def test_who_is_in_a_duo_gets_no_proposal() -> None:
    assert "K1" in refused(*AGREED, proposed("K2", by="M2"))


@pytest.mark.parametrize("kind", [events.DuoStarted, events.ProposalAccepted])
def test_steps_are_taken_in_order(kind: type[Event]) -> None:
    refused(*STARTED, event(kind, match="K1"))


def test_an_exclusion_of_a_running_duo_is_told_and_the_duo_stays() -> None:
    found = tell(
        *STARTED, event(events.ExclusionAdded, mentee="E1", mentor="M1", reason=Ground.FAMILY)
    )

    assert status(found.programme.problem, "K1") is MatchStatus.RUNNING
    assert "K1" in found.warnings[0].en


def test_of_exclusions_of_one_pair_the_first_reason_in_the_alphabet_stays() -> None:
    both = [
        event(events.ExclusionAdded, mentee="E1", mentor="M1", reason=ground)
        for ground in (Ground.FAMILY, Ground.BY_HAND)
    ]

    assert told(*both).exclusions == told(*reversed(both)).exclusions
    assert told(*both).exclusions[0].reason == "by_hand"


# -- every event ----------------------------------------------------------------------------------


def test_an_event_counts_once() -> None:
    one = event(events.MentorPaused, mentor="M1")

    assert "counts already" in refused(one, one)


def test_an_event_before_the_clocks_day_is_too_late() -> None:
    first = event(events.MentorPaused, NEXT, mentor="M1")

    assert "2026-11-03" in refused(first, event(events.MentorPaused, AS_OF, mentor="M2"))


@pytest.mark.parametrize(
    "one",
    [
        event(events.MenteeWithdrawn, mentee="E11", reason=Reason.MOVED),
        event(events.MenteeChanged, mentee="E11", changes={"priority": 1}),
        event(events.VdabDecided, mentee="E11", decision=Decision.APPROVED),
        event(events.MentorPaused, mentor="M11"),
        event(events.MentorResumed, mentor="M11"),
        event(events.MentorLeft, mentor="M11"),
        event(events.MentorChanged, mentor="M11", changes={"coach": None}),
        event(events.CapacityChanged, limit=Limit.MENTOR, of="M11", value=1),
        event(events.ProposalAccepted, match="K11"),
        event(events.ProposalDeclined, match="K11", by=Party.VDAB, reason=Reason.MOVED),
        event(events.DuoStarted, match="K11"),
        event(events.DuoEnded, match="K11", ending=Ending.COMPLETED),
        event(events.ExclusionAdded, mentee="E11", mentor="M1", reason=Ground.BY_HAND),
        event(events.ExclusionAdded, mentee="E1", mentor="M11", reason=Ground.BY_HAND),
        proposed(who="E11"),
        proposed(by="M11"),
    ],
)
def test_who_is_not_known_is_named_with_who_is_like_it(one: Event) -> None:
    problem = told(proposed())
    message = refused(one, problem=problem) if one.kind != "proposal_made" else refused(one)

    assert "11'" in message
    assert "Did you mean" in message


def test_the_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="2026-11-02"):
        Programme.of(small()).advanced(date(2026, 11, 1))


def test_the_year_of_the_demo_has_every_kind_of_event_and_every_limit() -> None:
    year = demo_year()

    assert {one.kind for one in year} == set(KINDS)
    assert {one.limit for one in year if isinstance(one, events.CapacityChanged)} == set(Limit)
    assert 600 <= len(year) <= 1000
    assert [one.at for one in year] == sorted(one.at for one in year)
    assert len({one.id for one in year}) == len(year)


def test_a_year_is_the_same_for_a_seed_and_another_for_another() -> None:
    assert year_of_events(drawn(2), 5) == year_of_events(drawn(2), 5)
    assert year_of_events(drawn(2), 5) != year_of_events(drawn(2), 6)


def test_the_year_of_the_demo_can_happen_and_ends_on_its_last_day() -> None:
    programme = after(Programme.of(demo()), demo_year())

    assert programme.problem.as_of == demo_year()[-1].at
    assert programme.state.seen == {one.id for one in demo_year()}


@pytest.mark.parametrize("seed", range(3))
def test_events_of_one_day_come_to_the_same_in_every_order_that_is_allowed(seed: int) -> None:
    problem = drawn(seed, mentees=60, mentors=25)
    programme, tried = Programme.of(problem), 0
    for _, group in itertools.groupby(year_of_events(problem, seed), key=lambda one: one.at):
        today = list(group)
        there = after(programme, today)
        for order in itertools.islice(itertools.permutations(today), 1, 24):
            try:
                other = after(programme, order)
            except EventError:
                continue
            tried += 1
            assert other == there
        programme = there

    assert tried > 20


def test_the_end_of_a_year_is_an_intake_that_reads_back_the_same(tmp_path: Path) -> None:
    found = after(Programme.of(demo()), demo_year()).problem
    # Duos of who withdrew count still, and name somebody who is no longer there.
    there = tuple(one for one in found.matches if one.mentee in found.mentee_by_id)
    assert len(found.matches) - len(there) < 20
    found = replace(found, matches=there)
    write_folder(found, tmp_path)
    read = read_folder(tmp_path, as_of=found.as_of, rules=found.rules)

    assert read.report.errors == ()
    assert read.problem == found


def test_the_end_of_a_year_is_matched_and_verified_as_any_programme(tmp_path: Path) -> None:
    found = after(Programme.of(demo()), demo_year()).problem
    write_files(match(found).files(), tmp_path / "out")

    assert verify(tmp_path / "out").ok
