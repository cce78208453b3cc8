"""Large files."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_worlds import AS_OF, RULES, Read

from matcher.domain.errors import InputError
from matcher.intake import read_folder


def crowd(folder: Path, rows: int) -> None:
    """Write that many mentees, one in a thousand of whom cannot be read."""
    with (folder / "mentees.csv").open("w", encoding="utf-8") as file:
        file.write("id;languages;registered_on;residence;working;education;availability;phone\n")
        for n in range(rows):
            level = "Z9" if n % 1000 == 999 else "C1"
            day = f"2026-0{n % 5 + 1}-1{n % 10}"
            file.write(
                f"E{n};ara:{level};{day};9000;nee;{n % 8 + 1};mon-am|tue-eve;+32 470 {n:06d}\n"
            )


def test_fifty_thousand_rows_are_read_and_every_bad_one_told(read: Read, folder: Path) -> None:
    read()
    crowd(folder, 50_000)
    intake = read_folder(folder, as_of=AS_OF, rules=RULES)
    assert len(intake.problem.mentees) == 49_950
    assert [e.row for e in intake.report.errors] == list(range(1001, 50_002, 1000))


@pytest.mark.soak
def test_a_million_rows_are_read_and_every_bad_one_told(read: Read, folder: Path) -> None:
    read()
    crowd(folder, 1_000_000)
    intake = read_folder(folder, as_of=AS_OF, rules=RULES)
    assert len(intake.problem.mentees) == 999_000
    assert len(intake.report.errors) == 1000


def test_thousands_of_dangling_rows_are_all_told(read: Read) -> None:
    rows = "".join(f"E1,M{n}\n" for n in range(3, 5000))
    errors = read(exclusions=f"mentee,mentor\n{rows}").report.errors
    assert len(errors) == 4997
    assert {e.column for e in errors} == {"mentor"}


def test_more_rows_than_the_limit_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.intake.sources.MAX_ROWS", 1)
    with pytest.raises(InputError, match="has more than 1 rows"):
        read()


def test_a_cell_larger_than_any_fact_is_an_error(read: Read) -> None:
    intake = read(mentees=f"id,languages\nE1,{'a' * 200_000}\nE2,tur:C1\n")
    (error,) = intake.report.errors
    assert "row 2: found a value (not shown), expected cells of at most 131072" in str(error)
    assert [m.id for m in intake.problem.mentees] == ["E2"]
