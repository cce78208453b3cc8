"""What the folder never holds, and what stands in the workbook alone."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from output_worlds import Tables, World, small_tables, world

from matcher.output.verify import verify

PEOPLE = ("mentees", "mentors", "coaches")


def text_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the text of every file; of a workbook, of all its parts."""
    found = {}
    for name, content in files.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"\n".join(book.read(part) for part in book.namelist())  # noqa: PLW2901
        found[name] = content.decode()
    return found


@pytest.fixture(scope="module")
def tables() -> Tables:
    return small_tables(2)


@pytest.mark.parametrize("field", ["name", "email", "phone"])
def test_contact_details_stand_in_the_workbook_alone(
    small: World, tables: Tables, field: str
) -> None:
    details = [row[field] for table in PEOPLE for row in tables[table] if row.get(field)]
    assert len(details) > 30
    found = text_of(small.files)
    book = found.pop("proposals.xlsx")
    assert [detail for detail in details if detail in book]
    for name, text in found.items():
        assert not [detail for detail in details if detail in text], name


def test_the_workbook_shows_people_of_proposals_only(small: World) -> None:
    book = text_of(small.files)["proposals.xlsx"]
    matched = {duo.mentee for duo in small.result.matching.duos}
    for mentee in small.result.problem.mentees:
        assert (f"Naam van {mentee.id}" in book) == (mentee.id in matched)


def test_a_control_character_in_a_name_spoils_no_workbook(tmp_path: Path) -> None:
    tables = small_tables(2)
    for row in tables["mentees"]:
        row["name"] = "Naam\x0b met\x07 bel"
    made = world(tables, tmp_path / "in")
    assert "Naam met bel" in text_of(made.files)["proposals.xlsx"]
    assert verify(made.write(tmp_path / "out")).ok


def test_nationality_and_benefits_are_nowhere(small: World, tables: Tables) -> None:
    countries = {row["nationality"] for row in tables["mentees"]}
    assert countries == {"SY", "TR", "MA"}
    anywhere = re.compile(rf"\b(?:{'|'.join(countries)})\b|(?i:nationalit|benefit|uitkering)")
    for name, text in text_of(small.files).items():
        assert anywhere.findall(text) == [], name


def test_reasons_of_exclusions_and_endings_are_nowhere(small: World, tables: Tables) -> None:
    reasons = [
        row["reason"]
        for name in ("exclusions", "matches")
        for row in tables[name]
        if "reason" in row
    ]
    assert len(reasons) == 2
    for name, text in text_of(small.files).items():
        assert not [reason for reason in reasons if reason in text], name


def test_gender_is_nowhere_when_nobody_has_a_wish(small: World) -> None:
    for name, text in text_of(small.files).items():
        assert '"gender"' not in text, name


@pytest.mark.parametrize(
    ("table", "wish", "shown", "hidden"),
    [
        ("mentees", "mentor_gender:f", "mentors", "mentees"),
        ("mentors", "mentee_gender:f", "mentees", "mentors"),
    ],
)
def test_a_wish_shows_the_gender_of_those_whom_it_is_about(
    tmp_path: Path, table: str, wish: str, shown: str, hidden: str
) -> None:
    tables = small_tables(2)
    tables[table][0]["wishes"] = wish
    facts = json.loads(world(tables, tmp_path).files["problem.json"])
    assert all(row["gender"] in {"f", "m", "x"} for row in facts[shown])
    assert not any("gender" in row for row in facts[hidden])


def test_what_is_private_changes_no_other_file(
    small: World, tables: Tables, tmp_path: Path
) -> None:
    changed = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for row in changed["mentees"]:
        row |= {"nationality": "BE", "benefits": "unknown", "gender": "", "name": "N.", "email": ""}
    for row in changed["exclusions"]:
        row["reason"] = "een andere reden"
    found = world(changed, tmp_path).files
    assert set(found) == set(small.files)
    for name, content in found.items():
        if name not in {"proposals.xlsx", "run.json"}:
            assert content == small.files[name], name
