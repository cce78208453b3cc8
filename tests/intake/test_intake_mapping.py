"""Importing a spreadsheet of any shape."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from intake_worlds import AS_OF, RULES

from matcher.domain.errors import InputError
from matcher.intake import read_folder
from matcher.intake.mapping import ImportReport, import_spreadsheet
from matcher.intake.mapping_file import SHIPPED, literal_text, read_mapping

FORM = Path(__file__).parents[3] / "shared" / "data" / "form-responses-2021.xlsx"

SHEET = """Who;Role;Speaks;Wants;Places;Mail
Ann;mentor;Arabic, French;;2;ann@example.org
Bob;Mentee;Arabic;Baker;;bob@example.org
Cem;MENTEE;Turkish;"baker, Cook";;cem@example.org
Dee;visitor;Dutch;;;dee@example.org
"""

MAPPING = """
note = "how we read it"

[[table]]
name = "projects"
invented = true
rows = [{ id = "J1", promotor = "P1", start = 2026-01-01, places = 5 }]

[[table]]
name = "coaches"
rows = [{ id = "C1", promotor = "P1", languages = "nld:C2" }]

[[table]]
name = "mentors"
where = { column = "Role", equals = "Mentor" }
[table.columns]
id = { template = "M{row}" }
promotor = { constant = "P1", invented = true }
capacity = { column = "Places", default = 1 }
name = { column = "Who" }
[table.columns.languages]
column = "Speaks"
split = ","
values = { Arabic = "ara:C1", French = "fra:B1", Turkish = "tur:C2" }

[[table]]
name = "mentees"
where = { column = "role", equals = ["Mentee", "kandidaat"] }
[table.columns]
id = { template = "E{number}" }
name = { column = "Who" }
[table.columns.languages]
column = "Speaks"
split = ","
values = { Arabic = "ara:C1", French = "fra:B1", Turkish = "tur:C2" }
[table.columns.target_occupations]
column = "Wants"
split = ","
join = "|"
values = { baker = "7512", cook = "5120" }
"""


def run(tmp_path: Path, sheet: str = SHEET, mapping: str = MAPPING) -> ImportReport:
    (tmp_path / "sheet.csv").write_text(sheet, encoding="cp1252")
    (tmp_path / "map.toml").write_text(mapping, encoding="utf-8")
    return import_spreadsheet(tmp_path / "sheet.csv", tmp_path / "map.toml", tmp_path / "out")


def test_one_sheet_becomes_an_intake_that_reads(tmp_path: Path) -> None:
    report = run(tmp_path)
    assert report.tables == {"projects": 1, "coaches": 1, "mentors": 1, "mentees": 2}
    assert report.errors == ()
    assert report.rows_of_no_table == (5,)
    assert report.unused_columns == ("Mail",)
    assert report.note == "how we read it"
    assert report.invented == (
        "projects: 1 row written out in the mapping",
        "mentors.promotor: P1",
    )
    intake = read_folder(tmp_path / "out", as_of=AS_OF, rules=RULES, strict=True)
    assert [(m.id, m.capacity, list(m.languages)) for m in intake.problem.mentors] == [
        ("M2", 2, ["ara", "fra"])
    ]
    assert [(m.id, m.target_occupations) for m in intake.problem.mentees] == [
        ("E1", ("7512",)),
        ("E2", ("7512", "5120")),
    ]
    assert intake.contacts[0].name == "Bob"
    assert report.as_document()["tables"] == dict(report.tables)


def test_a_workbook_sheet_with_a_title_above_its_header_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Our people"])
    for line in SHEET.splitlines():
        book.active.append([cell.strip('"') for cell in line.split(";")])
    book.save(tmp_path / "sheet.xlsx")
    (tmp_path / "map.toml").write_text(
        "[source]\nheader_row = 2\n" + MAPPING.replace("note", "# note")
    )
    report = import_spreadsheet(tmp_path / "sheet.xlsx", tmp_path / "map.toml", tmp_path / "out")
    assert report.tables["mentees"] == 2
    assert report.rows_of_no_table == (6,)


def test_a_csv_with_a_title_above_its_header_is_read(tmp_path: Path) -> None:
    source = '[source]\nheader_row = 2\ndelimiter = ";"\nencoding = "cp1252"\n'
    report = run(tmp_path, f"Our people é\n{SHEET}", source + MAPPING.replace("note", "# note"))
    assert report.tables["mentees"] == 2
    assert report.rows_of_no_table == (6,)


def test_a_row_with_wild_quotes_is_an_error_of_its_own(tmp_path: Path) -> None:
    report = run(tmp_path, SHEET.replace("Bob;", '"Bob"x;'))
    assert [(e.row, e.value) for e in report.errors] == [(3, None)]
    assert report.tables["mentees"] == 1


def test_a_value_that_the_mapping_does_not_know_is_an_error_of_its_row(tmp_path: Path) -> None:
    report = run(tmp_path, SHEET.replace("Ann;mentor;Arabic, French", "Ann;mentor;Arabic, Frensh"))
    (error,) = report.errors
    assert str(error) == (
        "sheet.csv, row 2, column languages: found 'Frensh', expected a value of the mapping. "
        "Did you mean 'French'?"
    )
    assert report.tables["mentees"] == 2


@pytest.mark.parametrize(("rule", "languages"), [("drop", ["ara"]), ("keep", None)])
def test_unknown_values_may_be_dropped_or_kept(
    tmp_path: Path, rule: str, languages: list[str] | None
) -> None:
    mapping = MAPPING.replace('split = ","', f'split = ","\nunmapped = "{rule}"')
    report = run(tmp_path, SHEET.replace("French", "Klingon"), mapping)
    if languages is None:
        assert "found 'ara:C1;Klingon'" in str(report.errors[0])
    else:
        problem = read_folder(tmp_path / "out", as_of=AS_OF, rules=RULES).problem
        assert list(problem.mentors[0].languages) == languages


def test_ids_do_not_move_when_a_row_is_in_error(tmp_path: Path) -> None:
    run(tmp_path, SHEET.replace("Bob;Mentee;Arabic", "Bob;Mentee;Gibberish"))
    problem = read_folder(tmp_path / "out", as_of=AS_OF, rules=RULES).problem
    assert [m.id for m in problem.mentees] == ["E2"]


def test_a_register_number_in_any_column_refuses_the_row(tmp_path: Path) -> None:
    report = run(tmp_path, SHEET.replace("bob@example.org", "85.07.30-033.28"))
    assert [e.row for e in report.errors] == [3]
    assert "033" not in str(report)
    assert "033" not in (tmp_path / "out" / "mentees.csv").read_text()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert run(tmp_path).tables["mentors"] == 1
    with pytest.raises(InputError, match="not empty"):
        run(tmp_path)


def test_nothing_is_left_behind_when_an_import_fails(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mapping, table coaches.*expected language codes"):
        run(tmp_path, mapping=MAPPING.replace('"nld:C2"', '"dutch"'))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.toml", "sheet.csv"]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("split =", "splitt =", r"unknown key 'splitt'.*Did you mean 'split'\?"),
        (
            'name = "mentors"',
            'name = "mentor"',
            r"unknown table 'mentor'.*Did you mean 'mentors'\?",
        ),
        ("capacity =", "capacitty =", r"unknown column 'capacitty'.*Did you mean 'capacity'\?"),
        ("places = 5", "plaatsje = 5", r"unknown column 'plaatsje'"),
        ('template = "M{row}"', 'template = "M{name}"', r"no other placeholders than \{row\}"),
        ('constant = "P1"', 'constant = "P1", column = "Who"', "exactly one of column, constant"),
        (
            'promotor = { constant = "P1", invented = true }',
            "",
            "expected the column promotor of mentors",
        ),
        ('name = "coaches"', 'name = "projects"', "unknown column 'languages'|table coaches too"),
        ("[[table]]", "[[table", "is no TOML"),
        (
            'rows = [{ id = "C1"',
            'where = { column = "a", equals = "b" }\nrows = [{ id = "C1"',
            "with columns only",
        ),
        (
            'rows = [{ id = "C1", promotor = "P1", languages = "nld:C2" }]',
            "",
            "either columns or rows",
        ),
        (
            '[[table]]\nname = "coaches"',
            '[[table]]\nname = "calls"',
            "unknown column|table coaches too",
        ),
        ("invented = true", 'invented = "perhaps"', "got 'perhaps'"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(
    tmp_path: Path, old: str, new: str, wanted: str
) -> None:
    assert old in MAPPING
    with pytest.raises(InputError, match=wanted) as caught:
        run(tmp_path, mapping=MAPPING.replace(old, new))
    assert str(caught.value).startswith("map.toml")
    assert not (tmp_path / "out").exists()


def test_a_mapping_without_a_table_that_must_be_there_is_refused(tmp_path: Path) -> None:
    coaches = MAPPING.partition('[[table]]\nname = "coaches"')[2].partition("[[table]]")[0]
    mapping = MAPPING.replace(f'[[table]]\nname = "coaches"{coaches}', "")
    with pytest.raises(InputError, match=r"map\.toml, the whole: expected the table coaches too"):
        run(tmp_path, mapping=mapping)


def test_every_row_goes_to_a_table_without_where_and_a_needed_cell_must_be_filled(
    tmp_path: Path,
) -> None:
    mapping = MAPPING.replace('where = { column = "role", equals = ["Mentee", "kandidaat"] }', "")
    report = run(tmp_path, SHEET.replace("Cem;MENTEE;Turkish", "Cem;MENTEE;"), mapping)
    assert report.rows_of_no_table == ()
    assert [(e.row, e.column, e.value) for e in report.errors] == [
        (4, "languages", ""),
        (5, "languages", "Dutch"),
    ]


def test_a_column_that_is_read_may_be_marked_as_invented(tmp_path: Path) -> None:
    mapping = MAPPING.replace('column = "Wants"', 'column = "Wants"\ninvented = true')
    assert (
        "mentees.target_occupations: from 'Wants' as the mapping says"
        in run(tmp_path, mapping=mapping).invented
    )


def test_an_import_tells_its_progress(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET + "Eve;visitor;;;;\n" * 10_000, encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    told: list[tuple[str, int]] = []
    import_spreadsheet(
        tmp_path / "sheet.csv",
        tmp_path / "map.toml",
        tmp_path / "out",
        progress=lambda file, rows: told.append((file, rows)),
    )
    assert told == [("sheet.csv", 10_000)]


def test_a_sheet_without_rows_at_the_header_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "sheet.xlsx")
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    with pytest.raises(InputError, match="expected column names in row 1, found nothing"):
        import_spreadsheet(tmp_path / "sheet.xlsx", tmp_path / "map.toml", tmp_path / "out")


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "yes"), (False, "no"), (3, "3"), (1.5, "1.5"), (date(2026, 1, 2), "2026-01-02")],
)
def test_values_written_in_a_mapping_become_cells(value: bool | float | date, text: str) -> None:
    assert literal_text(value) == text


def test_a_column_that_the_sheet_lacks_is_named_with_its_likeness(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a column 'Speaks', found none. Did you mean 'Speks'\?"):
        run(tmp_path, SHEET.replace("Speaks", "Speks"))
    with pytest.raises(InputError, match="'Who' once, found it twice"):
        run(tmp_path, SHEET.replace("Mail", "who"))


def test_a_missing_file_mapping_or_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere.*does not exist"):
        import_spreadsheet(tmp_path / "nowhere.csv", "form-responses-2021", tmp_path / "out")
    with pytest.raises(InputError, match=r"expected a mapping file or one of form-responses-2021"):
        import_spreadsheet(tmp_path / "nowhere.csv", "no-such-mapping", tmp_path / "out")
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="'Form Responses 1' to be one of the sheets 'Sheet'"):
        import_spreadsheet(tmp_path / "other.xlsx", "form-responses-2021", tmp_path / "out")


def test_every_shipped_mapping_is_valid() -> None:
    found = sorted(SHIPPED.glob("*.toml"))
    assert found
    for path in found:
        assert read_mapping(path.stem).note


def test_the_form_of_2021_gives_fourteen_mentors_and_nineteen_mentees(tmp_path: Path) -> None:
    if not FORM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"Expected {FORM.name} in the shared data.")
        pytest.skip("the shared form responses are not here")
    report = import_spreadsheet(FORM, "form-responses-2021", tmp_path / "out")
    assert report.errors == ()
    assert report.rows_of_no_table == ()
    assert "mentors.languages: eng:C1" in report.invented
    intake = read_folder(tmp_path / "out", as_of=AS_OF, rules=RULES, strict=True)
    assert len(intake.problem.mentors) == 14
    assert len(intake.problem.mentees) == 19
    assert intake.report.warnings == ()
    assert all(person.occupations for person in intake.problem.mentors)
    assert all(person.target_occupations for person in intake.problem.mentees)
    assert sum(mentor.capacity for mentor in intake.problem.mentors) == 27
