"""References between tables."""

from __future__ import annotations

import pytest
from intake_worlds import OnlyError, Read

from matcher.intake.tables import TABLES


@pytest.mark.parametrize(
    ("table", "content", "column", "file"),
    [
        ("lots", "id,call\nL1,O9\n", "call", "calls.csv"),
        ("projects", "id,promotor,lot\nJ1,P1,L1\nJ2,P1,L9\n", "lot", "lots.csv"),
        ("projects", "id,promotor\nJ1,P1\nJ2,P9\n", "promotor", "promotors.csv"),
        ("coaches", "id,promotor,languages\nC1,P9,nld:C2\n", "promotor", "promotors.csv"),
        (
            "coaches",
            "id,promotor,languages,projects\nC1,P1,nld:C2,J1; J9\n",
            "projects",
            "projects.csv",
        ),
        (
            "mentors",
            "id,promotor,languages\nM1,P1,ara:C2\nM2,P9,ara:C2\n",
            "promotor",
            "promotors.csv",
        ),
        (
            "mentors",
            "id,promotor,languages,coach\nM1,P1,ara:C2,C9\nM2,P1,ara:C2,\n",
            "coach",
            "coaches.csv",
        ),
        (
            "mentors",
            "id,promotor,languages,projects\nM1,P1,ara:C2,\nM2,P1,ara:C2,J9\n",
            "projects",
            "projects.csv",
        ),
        (
            "mentees",
            "id,languages,promotor\nE1,ara:C2,\nE2,ara:C2,P9\n",
            "promotor",
            "promotors.csv",
        ),
        ("mentees", "id,languages,project\nE1,ara:C2,\nE2,ara:C2,J9\n", "project", "projects.csv"),
        ("contacts", "mentor,employer,tie\nM9,W1,1\n", "mentor", "mentors.csv"),
        ("contacts", "mentor,employer,tie\nM1,W9,1\n", "employer", "employers.csv"),
        ("acquaintances", "mentor,other_mentor,tie\nM1,M9,1\n", "other_mentor", "mentors.csv"),
        ("matches", "id,mentee,mentor,status\nX1,E9,M1,running\n", "mentee", "mentees.csv"),
        ("matches", "id,mentee,mentor,status\nX1,E1,M9,running\n", "mentor", "mentors.csv"),
        ("matches", "id,mentee,mentor,status,coach\nX1,E1,M1,running,C9\n", "coach", "coaches.csv"),
        (
            "matches",
            "id,mentee,mentor,status,project\nX1,E1,M1,running,J9\n",
            "project",
            "projects.csv",
        ),
        ("exclusions", "mentee,mentor\nE1,M9\n", "mentor", "mentors.csv"),
        ("exclusions", "mentee,mentor\nE9,M1\n", "mentee", "mentees.csv"),
    ],
)
def test_a_dangling_reference_is_an_error_of_its_row(
    only_error: OnlyError, table: str, content: str, column: str, file: str
) -> None:
    tables = {
        "promotors": "id\nP1\n",
        "calls": "id\nO1\n",
        "lots": "id,call\nL1,O1\n",
        "employers": "id\nW1\n",
    }
    error = only_error(**(tables | {table: content}))
    assert f"column {column}: found '" in error
    assert f"expected an id of {file}" in error


def test_the_closest_id_is_suggested(only_error: OnlyError) -> None:
    assert "Did you mean 'E1'?" in only_error(exclusions="mentee,mentor\ne1,M1\n")


def test_a_mentor_of_no_promotor_is_refused_when_projects_alone_name_promotors(
    only_error: OnlyError,
) -> None:
    error = only_error(mentors="id,promotor,languages\nM1,P1,ara:C2\nM2,P2,tur:C1\n")
    assert "found 'P2', expected a promotor of projects.csv. Did you mean 'P1'?" in error


def test_a_refused_row_takes_along_what_refers_to_it_in_one_pass(read: Read) -> None:
    intake = read(
        coaches="id,promotor,languages,caseload\nC1,P1,nld:C2,-1\n",
        mentors="id,promotor,languages,coach\nM1,P1,ara:C2,C1\nM2,P1,tur:C2,\n",
        matches="id,mentee,mentor,status\nX1,E1,M1,running\n",
    )
    assert [(e.file, e.column) for e in intake.report.errors] == [
        ("coaches.csv", "caseload"),
        ("mentors.csv", "coach"),
        ("matches.csv", "mentor"),
    ]
    assert "row 2 with this id was refused" in str(intake.report.errors[1])
    assert intake.problem.matches == ()


def test_a_table_that_is_absent_is_named(only_error: OnlyError) -> None:
    error = only_error(projects="id,promotor,lot\nJ1,P1,\nJ2,P1,L1\n")
    assert "expected an id of the table lots, which is not there" in error


def test_calls_and_promotors_are_implied_when_their_tables_are_absent(read: Read) -> None:
    problem = read(
        lots="id,call\nL1,O1\nL2,\n", projects="id,promotor,lot\nJ1,P1,L1\nJ2,P2,L2\n"
    ).problem
    assert [c.id for c in problem.calls] == ["O1"]
    assert [p.id for p in problem.promotors] == ["P1", "P2"]


def test_repeated_pairs_are_one(read: Read) -> None:
    problem = read(
        employers="id\nW1\n",
        contacts="mentor,employer,tie\nM1,W1,works_there\nM1,W1,works_there\nM1,W1,0.5\n",
        acquaintances="mentor,other_mentor,tie\nM2,M1,0.2\nM1,M2,0.9\nM1,M2,0.4\n",
        exclusions="mentee,mentor,reason\nE1,M1,\nE1,M1,family\nE1,M1,neighbours\n",
    ).problem
    assert [str(c.tie) for c in problem.contacts] == ["0.5", "works_there"]
    assert [(a.mentor, a.other_mentor, str(a.tie)) for a in problem.acquaintances] == [
        ("M1", "M2", "0.9")
    ]
    assert [e.reason for e in problem.exclusions] == ["family"]


@pytest.mark.parametrize(
    ("cell", "tie"),
    [
        ("works_there", "works_there"),
        ("werkte er", "worked_there"),
        ("kent iemand", "knows_someone"),
        ("", "knows_someone"),
        ("0,25", "0.25"),
        ("1", "1"),
    ],
)
def test_a_tie_is_a_kind_or_a_strength(read: Read, cell: str, tie: str) -> None:
    problem = read(employers="id\nW1\n", contacts=f'mentor,employer,tie\nM1,W1,"{cell}"\n').problem
    assert [str(c.tie) for c in problem.contacts] == [tie]


@pytest.mark.parametrize("cell", ["1.5", "-1", "works", "nan", "=A1"])
def test_a_tie_of_another_kind_is_an_error(only_error: OnlyError, cell: str) -> None:
    error = only_error(employers="id\nW1\n", contacts=f"mentor,employer,tie\nM1,W1,{cell}\n")
    assert f"contacts.csv, row 2, column tie: found '{cell}'" in error


def test_an_acquaintance_without_strength_is_halfway(read: Read) -> None:
    assert (
        str(read(acquaintances="mentor,other_mentor\nM1,M2\n").problem.acquaintances[0].tie)
        == "0.5"
    )


def test_nobody_is_their_own_acquaintance(only_error: OnlyError) -> None:
    error = only_error(acquaintances="mentor,other_mentor,tie\nM1,M1,1\n")
    assert "column other_mentor: found 'M1', expected another mentor" in error


def test_the_order_of_rows_does_not_matter(read: Read) -> None:
    tables = {
        "employers": ["id", "W1", "W2"],
        "contacts": ["mentor,employer,tie", "M1,W1,works_there", "M1,W2,0.3", "M2,W1,1"],
        "acquaintances": ["mentor,other_mentor,tie", "M2,M1,0.2", "M1,M2,0.9"],
        "exclusions": ["mentee,mentor,reason", "E1,M1,b", "E1,M1,a", "E2,M1,"],
        "mentees": ["id,languages", "E1,ara:C2", "E2,tur:C1", "E10,tur:C1"],
    }
    there = read(**{name: "\n".join(rows) for name, rows in tables.items()})
    back = read(**{n: "\n".join([rows[0], *reversed(rows[1:])]) for n, rows in tables.items()})
    assert there.problem == back.problem


def test_tables_come_after_those_they_refer_to() -> None:
    names = [table.name for table in TABLES]
    assert names.index("promotors") < names.index("projects") < names.index("coaches")
    assert names.index("coaches") < names.index("mentors") < names.index("mentees")
