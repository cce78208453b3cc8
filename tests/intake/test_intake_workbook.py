"""Workbooks: the same tables as sheets, and files that are dangerous or broken."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from intake_worlds import AS_OF, RULES, SOUND

from matcher.domain.errors import InputError
from matcher.intake import Intake, package, read_folder
from matcher.intake.package import check
from matcher.intake.workbook import as_text

MAIN = "xl/worksheets/sheet1.xml"


def book(path: Path, **tables: list[list[object]]) -> Path:
    """Write the sound tables, replaced or completed by those given, as sheets."""
    sheets: dict[str, list[list[object]]] = {
        name: [list(row) for row in csv.reader(io.StringIO(text))] for name, text in SOUND.items()
    }
    written = openpyxl.Workbook()
    written.remove(written.active)
    for name, rows in (sheets | tables).items():
        sheet = written.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written.save(path)
    return path


def read(path: Path) -> Intake:
    return read_folder(path, as_of=AS_OF, rules=RULES)


def rewrite(path: Path, part: str, old: str, new: str) -> Path:
    """Replace text in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_workbook_reads_like_a_folder_and_keeps_typed_cells(tmp_path: Path) -> None:
    path = book(
        tmp_path / "intake.xlsx",
        Kandidaten=[
            ["id", "Talen", "geboortedatum", "registered_on", "residence", "working", "education"],
            [7, "ara:C2\nfra:B1", datetime(1990, 2, 1), "1/3/2026", 9000, False, 5.0],  # noqa: DTZ001 – cells know no zone
        ],
    )
    with pytest.raises(InputError, match="both hold the table mentees"):
        read(path)
    written = openpyxl.load_workbook(path)
    del written["mentees"]
    written.save(path)
    intake = read(path)
    (mentee,) = intake.problem.mentees
    assert intake.report.errors == ()
    assert (mentee.id, list(mentee.languages), mentee.residence) == ("7", ["ara", "fra"], "44021")
    assert (mentee.birth_date, mentee.registered_on) == (date(1990, 2, 1), date(2026, 3, 1))
    assert (mentee.working, mentee.education) == ("no", 5)


def test_a_table_may_begin_off_the_corner(tmp_path: Path) -> None:
    path = book(
        tmp_path / "intake.xlsx",
        mentees=[
            [],
            [None, None, "id", "languages"],
            [None, None, "E1", "ara:C2"],
            [None, None, "E2", "?"],
        ],
    )
    intake = read(path)
    assert [m.id for m in intake.problem.mentees] == ["E1"]
    assert [(e.file, e.row) for e in intake.report.errors] == [("intake.xlsx/mentees", 4)]


def test_a_formula_without_its_value_and_an_error_value_are_errors(tmp_path: Path) -> None:
    path = book(
        tmp_path / "intake.xlsx",
        mentees=[
            ["id", "languages", "priority", "name"],
            ["E1", "ara:C2", "=1+1", None],
            ["E2", "ara:C2", "#N/A", None],
            ["E3", "ara:C2", None, "=A1"],
            ["E4", "ara:C2", 1, None],
        ],
    )
    intake = read(path)
    assert [m.id for m in intake.problem.mentees] == ["E4"]
    assert [(e.row, e.column, e.value) for e in intake.report.errors] == [
        (2, "priority", "="),
        (3, "priority", "#N/A"),
        (4, "name", None),
    ]
    assert "not a formula" in str(intake.report.errors[0])


def test_a_formula_with_its_value_is_that_value(tmp_path: Path) -> None:
    path = book(
        tmp_path / "intake.xlsx",
        mentees=[["id", "languages", "priority"], ["E1", "ara:C2", "=1+1"]],
    )
    rewrite(path, sheet_of(path, "mentees"), "<v />", "<v>2</v>")
    assert read(path).problem.mentees[0].priority == 2


def sheet_of(path: Path, name: str) -> str:
    """Return the part that holds a sheet written by openpyxl."""
    return f"xl/worksheets/sheet{openpyxl.load_workbook(path).sheetnames.index(name) + 1}.xml"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1626796.4, "1626796.4"),
        (3.0, "3"),
        (True, "true"),
        (datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 – cells know no zone
        (datetime(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05"),  # noqa: DTZ001 – likewise
        (date(2026, 1, 2), "2026-01-02"),
        (time(3, 4), "03:04:00"),
        (timedelta(hours=30), "108000 s"),
        ("as it is ", "as it is "),
    ],
)
def test_a_typed_cell_reads_as_a_csv_would_hold_it(value: object, text: str) -> None:
    assert as_text(value) == text


def test_lost_values_outside_the_other_cells_are_found_too(tmp_path: Path) -> None:
    path = book(
        tmp_path / "intake.xlsx",
        mentees=[["id", "languages", "priority"], ["E1", "ara:C2"], ["=A1", "=A1", "=A1"]],
    )
    assert [(e.row, e.column) for e in read(path).report.errors] == [(3, "id")]


def test_a_sheet_with_too_many_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.intake.workbook.MAX_ROWS", 1)
    with pytest.raises(InputError, match="sheet mentors: has more than 1 rows under its header"):
        read(book(tmp_path / "intake.xlsx"))


def test_missing_sheets_are_named(tmp_path: Path) -> None:
    path = tmp_path / "intake.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(
        InputError, match=r"missing coaches, mentees, mentors, projects \(found Sheet"
    ):
        read(path)


def test_an_empty_sheet_and_an_unknown_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="sheet mentors: is empty"):
        read(book(tmp_path / "a.xlsx", mentors=[]))
    assert read(book(tmp_path / "b.xlsx", notes=[["x"]])).report.unknown_files == ("notes",)


def test_a_register_number_stored_as_a_number_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "intake.xlsx", mentees=[["id", "languages"], [85073003328, "ara:C2"]])
    intake = read(path)
    assert intake.problem.mentees == ()
    assert "85073003328" not in str(intake.report.errors[0])


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", "is empty"),
        (b"id,languages\nE1,ara:C2\n", "no readable zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted workbook or one in the old"),
        (b"PK\x03\x04" + bytes(100), "no readable zip file"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes, wanted: str) -> None:
    path = tmp_path / "intake.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"intake.xlsx: .*{wanted}"):
        read(path)


def test_a_sheet_without_its_part_is_missing(tmp_path: Path) -> None:
    path = book(tmp_path / "intake.xlsx")
    rewrite(path, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/sheet9.xml")
    with pytest.raises(InputError, match=r"missing mentees|cannot be read"):
        read(path)


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ('<row r="9"><c r="A9" t="s"><v>999</v></c></row>', "sheet mentees: cannot be read"),
        ('<row r="9"><c r="A9" t="n"><v>abc</v></c></row>', "sheet mentees: cannot be read"),
        ('<row r="9"><c r="9"><v>1</v></c></row>', "found '9' where a cell is named"),
        ('<row r="0"><c><v>1</v></c></row>', "found 'A0' where a cell is named"),
        ("<row r='9'><c r='aaaa9'><v>1</v></c></row>", "found 'aaaa9' where a cell is named"),
        ("<row r='9'><c r='A40000000'><v>1</v></c></row>", "where a cell is named"),
        ('<row r="9"><c s="0" r="xfd4000000"><v>1</v></c></row>', "spans 4,000,000 rows"),
        ('<row r="9000000"><c/><c/><c/><c/><c/><c/><c/></row>', "spans 9,000,000 rows"),
    ],
)
def test_cells_that_make_no_sense_are_refused(tmp_path: Path, row: str, wanted: str) -> None:
    path = rewrite(book(tmp_path / "intake.xlsx"), MAIN, "</sheetData>", f"{row}</sheetData>")
    with pytest.raises(InputError, match=rf"intake\.xlsx, .*{wanted}"):
        read(path)


def test_a_file_larger_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError, match="expected at most 10"):
        read(book(tmp_path / "intake.xlsx"))


def test_a_workbook_of_very_many_parts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_PARTS", 3)
    with pytest.raises(InputError, match="parts, expected at most 3"):
        read(book(tmp_path / "intake.xlsx"))


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "intake.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mentees.csv", "id")
    with pytest.raises(InputError, match=r"no \.xlsx workbook"):
        read(path)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "intake.xlsx")
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="is encrypted"):
        read(path)


def test_a_zip_bomb_is_refused_before_any_reader_sees_it(tmp_path: Path) -> None:
    path = book(tmp_path / "intake.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/picture.bin", bytes(60_000_000))
    assert path.stat().st_size < 200_000
    with pytest.raises(InputError, match="more than 200 times its size"):
        read(path)


def test_a_zip_bomb_that_declares_a_small_size_is_refused_all_the_same(tmp_path: Path) -> None:
    path = book(tmp_path / "intake.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/picture.bin", bytes(60_000_000))
    data = path.read_bytes().replace(struct.pack("<I", 60_000_000), struct.pack("<I", 60))
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"more than 200 times its size|no readable zip file"):
        read(path)


def test_the_size_of_what_is_unpacked_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(InputError, match="unpacks to more than 1,000 bytes"):
        read(book(tmp_path / "intake.xlsx"))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "intake.xlsx")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet '
    rewrite(path, MAIN, "<worksheet ", bomb)
    with pytest.raises(InputError, match="document type declaration"):
        read(path)


def test_damaged_xml_is_refused(tmp_path: Path) -> None:
    path = rewrite(book(tmp_path / "intake.xlsx"), MAIN, "<sheetData>", "<sheetData><<")
    with pytest.raises(InputError, match="damaged XML"):
        read(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<dimension ref="A1:', '<dimension ref="A1:XFD900000" /><dimension ref="A1:'),
        ("</sheetData>", '<row r="900000"><c r="XFD900000"><v>1</v></c></row></sheetData>'),
    ],
)
def test_a_sheet_with_a_cell_far_away_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = rewrite(book(tmp_path / "intake.xlsx"), MAIN, old, new)
    with pytest.raises(InputError, match="spans 900,000 rows and 16,384 columns"):
        check(path)
