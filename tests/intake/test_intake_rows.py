"""Rows as a whole: width, blanks, quotes, duplicates and national register numbers."""

from __future__ import annotations

import pytest
from intake_worlds import OnlyError, Read

REGISTER_NUMBER = "85.07.30-033.28"


def test_blank_rows_do_not_count_and_numbers_stay_those_of_the_sheet(read: Read) -> None:
    intake = read(mentees="id,languages\n\n , \nE1,ara:C2\n\nE2,??\n")
    assert [e.row for e in intake.report.errors] == [6]
    assert [m.id for m in intake.problem.mentees] == ["E1"]


def test_a_row_with_too_many_cells_is_an_error(only_error: OnlyError) -> None:
    error = only_error(mentees="id,languages\nE1,ara:C2,fra:B1\nE2,tur:C1,\n")
    assert error == "mentees.csv, row 2: found '3', expected 2 cells, as the header."


def test_a_row_may_leave_out_its_last_empty_cells(read: Read) -> None:
    assert len(read(mentees="id,languages,name\nE1,ara:C2\n").problem.mentees) == 1


@pytest.mark.parametrize("row", [",ara:C2", "E1,", " ,ara:C2"])
def test_a_row_without_id_or_language_is_an_error(only_error: OnlyError, row: str) -> None:
    assert "found an empty cell, expected" in only_error(mentees=f"id,languages\n{row}\n")


def test_a_quote_that_never_closes_costs_its_own_lines_only(read: Read) -> None:
    intake = read(mentees='id,languages\nE1,ara:C2\nE2,"tur:C1\nE3,ara:C2\n')
    (error,) = intake.report.errors
    assert "lines 3 to 4" in str(error)
    assert [m.id for m in intake.problem.mentees] == ["E1"]


def test_text_behind_a_closing_quote_is_an_error_of_its_row(read: Read) -> None:
    intake = read(mentees='id,languages\nE1,"ara:C2"x\nE2,tur:C1\n')
    assert [e.row for e in intake.report.errors] == [2]
    assert [m.id for m in intake.problem.mentees] == ["E2"]


def test_the_second_row_with_an_id_is_the_error(read: Read) -> None:
    intake = read(mentees="id,languages\nE1,ara:C2\nE1,tur:C1\n")
    (error,) = intake.report.errors
    assert str(error) == (
        "mentees.csv, row 3, column id: found 'E1', expected an id that occurs once (see row 2)."
    )
    assert list(intake.problem.mentees[0].languages) == ["ara"]


@pytest.mark.parametrize(
    "row",
    [
        f"{REGISTER_NUMBER},ara:C2,,",
        f"E1,ara:C2,{REGISTER_NUMBER},",
        f"E1,ara:C2,,see {REGISTER_NUMBER}",
    ],
)
def test_a_register_number_refuses_its_row_and_is_never_repeated(read: Read, row: str) -> None:
    intake = read(
        mentees=f"id,languages,name,remarks\n{row}\nE2,tur:C1,,\n",
        exclusions=f"mentee,mentor\n{row.partition(',')[0]},M1\n",
    )
    assert [m.id for m in intake.problem.mentees] == ["E2"]
    assert intake.report.errors[0].row == 2
    assert "national register number" in str(intake.report.errors[0])
    everything = str(intake) + str(intake.report.as_document())
    everything += "".join(str(e) for e in intake.report.errors)
    assert "033" not in everything


def test_rows_are_counted(read: Read) -> None:
    report = read(mentees="id,languages\nE1,ara:C2\nE1,ara:C2\nE3,?\n").report
    table = next(t for t in report.tables if t.table == "mentees")
    assert (table.rows, table.kept) == (3, 1)


def test_a_column_without_name_is_reported(read: Read) -> None:
    report = read(mentees="id,,languages\nE1,x,ara:C2\n").report
    assert [c.column for c in report.unknown_columns] == ["(2)"]
