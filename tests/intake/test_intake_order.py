"""Dates in impossible order, the as-of day, and remarks."""

from __future__ import annotations

from datetime import date

import pytest
from intake_worlds import OnlyError, Read

from matcher.domain.values import Decision, MatchStatus

DUO = "id,mentee,mentor,status,started_on,ended_on,reason\n"


@pytest.mark.parametrize(
    ("table", "content", "column"),
    [
        ("projects", "id,promotor,start,end\nJ1,P1,,\nJ2,P1,2026-01-01,2025-12-31\n", "end"),
        ("matches", f"{DUO}X1,E1,M1,stopped,2026-02-01,2026-01-31,\n", "ended_on"),
        (
            "mentors",
            (
                "id,promotor,languages,available_from,available_until\n"
                "M1,P1,ara:C2,2026-02-01,2026-01-31\n"
            ),
            "available_until",
        ),
        ("mentees", "id,languages,birth_date\nE1,ara:C2,2026-07-01\n", "birth_date"),
    ],
)
def test_dates_in_impossible_order_are_an_error(
    only_error: OnlyError, table: str, content: str, column: str
) -> None:
    assert f"column {column}: found '202" in only_error(**{table: content})


def test_an_extension_that_ends_early_is_remarked_on_and_counts(read: Read) -> None:
    intake = read(projects="id,promotor,end,extended_until\nJ1,P1,2029-02-01,2029-01-31\n")
    assert intake.report.errors == ()
    assert [w.column for w in intake.report.warnings] == ["extended_until"]
    assert intake.problem.projects[0].last_day == date(2029, 1, 31)


def test_the_same_day_is_in_order(read: Read) -> None:
    intake = read(
        mentees="id,languages,birth_date\nE1,ara:C2,2026-06-30\n",
        matches=f"{DUO}X1,E1,M1,stopped,2026-02-01,2026-02-01,\n",
        mentors="id,promotor,languages,available_from,available_until\n"
        "M1,P1,ara:C2,2026-02-01,2026-02-01\n",
    )
    assert intake.report.errors == ()


def test_registration_and_referral_may_come_in_either_order(read: Read) -> None:
    intake = read(
        mentees="id,languages,registered_on,referred_on\n"
        "E1,ara:C2,2026-01-01,2026-02-01\nE2,ara:C2,2026-02-01,2026-01-01\n"
    )
    assert intake.report.errors == ()


def test_a_mentee_registered_later_is_left_out_with_their_rows(read: Read) -> None:
    tables = {
        "mentees": "id,languages,registered_on,name,benefits\n"
        "E1,ara:C2,2026-06-30,Ann,yes\nE2,ara:C2,2026-07-01,Bob,yes\n",
        "matches": f"{DUO}X1,E2,M1,proposed,,,\n",
        "exclusions": "mentee,mentor\nE2,M1\nE1,M1\n",
    }
    intake = read(**tables)
    assert [m.id for m in intake.problem.mentees] == ["E1"]
    assert [c.name for c in intake.contacts] == ["Ann"]
    assert [s.mentee for s in intake.special] == ["E1"]
    assert intake.report.errors == ()
    assert intake.report.left_out == {"exclusions": 1, "matches": 1, "mentees": 1}
    assert len(read(as_of=date(2026, 7, 1), **tables).problem.mentees) == 2


def test_the_id_of_a_mentee_left_out_cannot_be_used_again(only_error: OnlyError) -> None:
    error = only_error(
        mentees="id,languages,registered_on\nE1,ara:C2,2026-07-01\nE1,ara:C2,2026-06-01\n"
    )
    assert "row 3, column id" in error


def test_a_later_decision_has_not_been_taken(read: Read) -> None:
    header = "id,languages,vdab_decision,vdab_decided_on\n"
    first, second, third = read(
        mentees=f"{header}E1,ara:C2,approved,2026-07-01\nE2,ara:C2,refused,2026-06-30\n"
        "E3,ara:C2,approved,\n"
    ).problem.mentees
    assert (first.vdab_decision, first.vdab_decided_on) == (Decision.PENDING, None)
    assert (second.vdab_decision, second.vdab_decided_on) == (Decision.REFUSED, date(2026, 6, 30))
    assert third.vdab_decision is Decision.APPROVED


@pytest.mark.parametrize("status", ["running", "completed", "stopped"])
def test_a_duo_that_starts_later_is_accepted(read: Read, status: str) -> None:
    (match,) = read(matches=f"{DUO}X1,E1,M1,{status},2026-07-01,2026-12-01,work\n").problem.matches
    assert match.status is MatchStatus.ACCEPTED
    assert (match.started_on, match.ended_on, match.reason) == (None, None, None)


@pytest.mark.parametrize("status", ["running", "completed", "stopped"])
def test_a_duo_that_ends_later_still_runs(read: Read, status: str) -> None:
    (match,) = read(matches=f"{DUO}X1,E1,M1,{status},2026-01-01,2026-07-01,work\n").problem.matches
    assert match.status is MatchStatus.RUNNING
    assert (match.started_on, match.ended_on, match.reason) == (date(2026, 1, 1), None, None)


def test_an_end_without_date_has_happened(read: Read) -> None:
    (match,) = read(matches=f"{DUO}X1,E1,M1,stopped,2026-01-01,,no click\n").problem.matches
    assert (match.status, match.reason) == (MatchStatus.STOPPED, "no click")


def test_a_mentee_in_two_duos_is_an_error_of_the_second_row(read: Read) -> None:
    intake = read(matches=f"{DUO}X2,E1,M1,running,,,\nX1,E1,M2,accepted,,,\n")
    assert [m.id for m in intake.problem.matches] == ["X2"]
    (error,) = intake.report.errors
    assert "row 3, column mentee: found 'E1', expected a mentee in no other running" in str(error)


def test_two_duos_one_after_the_other_are_no_error_on_a_day_in_the_first(read: Read) -> None:
    rows = "X2,E1,M2,running,2026-05-01,,\nX1,E1,M1,stopped,2026-01-01,2026-04-01,no click\n"
    now = read(matches=DUO + rows)
    assert [(m.id, m.status.value) for m in now.problem.matches] == [
        ("X1", "stopped"),
        ("X2", "running"),
    ]
    then = read(matches=DUO + rows, as_of=date(2026, 3, 1))
    assert [(m.id, m.status.value) for m in then.problem.matches] == [("X1", "running")]
    assert then.report.errors == ()
    assert then.report.left_out == {"matches": 1}


@pytest.mark.parametrize(
    ("second", "kept", "left_out"),
    [
        ("X2,E1,M2,accepted,,,", ["X1"], 1),
        ("X2,E1,M2,accepted,2026-05-01,,", ["X1"], 1),
        ("X2,E1,M2,completed,2026-05-01,2026-06-01,", ["X1"], 1),
        ("X2,E1,M2,proposed,,,", ["X1", "X2"], 0),
    ],
)
def test_on_a_day_in_the_past_the_earlier_duo_stays(
    read: Read, second: str, kept: list[str], left_out: int
) -> None:
    intake = read(
        matches=f"{DUO}{second}\nX1,E1,M1,stopped,2026-01-01,2026-04-01,no click\n",
        as_of=date(2026, 3, 1),
    )
    assert [m.id for m in intake.problem.matches] == kept
    assert intake.report.left_out.get("matches", 0) == left_out
    assert intake.report.errors == ()


def test_an_accepted_duo_beside_a_running_one_is_an_error_on_any_day(read: Read) -> None:
    rows = "X1,E1,M1,running,2026-01-01,,\nX2,E1,M2,accepted,2026-09-01,,\n"
    for day in (date(2025, 12, 1), date(2026, 3, 1), date(2026, 10, 1)):
        intake = read(matches=DUO + rows, as_of=day)
        assert [e.row for e in intake.report.errors] == [3]


def test_two_ended_duos_that_overlap_are_an_error_on_a_day_in_both(read: Read) -> None:
    rows = "X1,E1,M1,stopped,2026-01-01,2026-05-01,\nX2,E1,M2,stopped,2026-04-01,2026-06-01,\n"
    assert read(matches=DUO + rows).report.errors == ()
    assert [e.row for e in read(matches=DUO + rows, as_of=date(2026, 4, 15)).report.errors] == [3]


@pytest.mark.parametrize(("end", "remarked"), [("2027-12-31", False), ("2027-12-30", True)])
def test_a_project_under_two_years_is_remarked_on(read: Read, end: str, remarked: bool) -> None:
    report = read(projects=f"id,promotor,start,end\nJ1,P1,2026-01-01,{end}\n").report
    assert [w.column for w in report.warnings] == ["end"] * remarked
    assert report.errors == ()


def test_facts_that_do_not_fit_each_other_are_remarked_on(read: Read) -> None:
    report = read(
        projects="id,promotor\nJ1,P1\nJ2,P2\n",
        coaches="id,promotor,languages\nC1,P1,nld:C2\nC2,P2,nld:C2\n",
        mentors="id,promotor,languages,coach,projects\nM1,P1,ara:C2,C1,J2\nM2,P1,ara:C2,C2,\n",
        matches="id,mentee,mentor,status,project,coach,ended_on\n"
        "X1,E1,M1,running,J2,C2,2026-01-01\n",
    ).report
    assert report.errors == ()
    assert [(w.file, w.row, w.column) for w in report.warnings] == [
        ("mentors.csv", 2, "projects"),
        ("mentors.csv", 3, "coach"),
        ("matches.csv", 2, "coach"),
        ("matches.csv", 2, "project"),
        ("matches.csv", 2, "ended_on"),
    ]
