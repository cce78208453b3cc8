"""The workbook is one that others can open, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from matcher.output.xlsx import LONGEST, shown, xlsx_bytes

HEADER = ("name", "count", "remark")
ROWS = [
    ("<Élise & 'co'>", 12, None),
    ("=1+1", -3, ""),
    ("  two  spaces ", 0, 'quotes " and\nlines'),
]


def sheet_of(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_what_was_written_is_read_back_as_text_and_numbers() -> None:
    sheet = sheet_of(xlsx_bytes("people & co", HEADER, ROWS))
    assert sheet.title == "people & co"
    assert list(sheet.values) == [HEADER, *ROWS]
    assert sheet["A3"].data_type == "s"


def test_the_header_is_bold_and_stays_in_view() -> None:
    sheet = sheet_of(xlsx_bytes("people", HEADER, ROWS))
    assert [[cell.font.b for cell in row] for row in sheet.iter_rows()] == [[True] * 3] + [
        [False] * 3
    ] * 3
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 16


def test_the_same_rows_give_the_same_bytes() -> None:
    assert xlsx_bytes("people", HEADER, ROWS) == xlsx_bytes("people", HEADER, iter(ROWS))


def test_a_sheet_without_rows_holds_its_header() -> None:
    assert list(sheet_of(xlsx_bytes("people", HEADER, ())).values) == [HEADER]


def test_a_cell_holds_no_control_characters_and_no_more_than_a_cell_can() -> None:
    assert shown("a\x07b\x00c") == "abc"
    assert shown("x" * (LONGEST + 5)) == "x" * LONGEST


def test_every_part_that_is_named_is_there(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx_bytes("people", HEADER, ROWS))
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        listed = re.findall(r'PartName="/([^"]+)"', archive.read("[Content_Types].xml").decode())
        linked = re.findall(
            r'Target="/?([^"]+)"',
            "".join(archive.read(name).decode() for name in names if name.endswith(".rels")),
        )
    assert len(listed) == len(linked) == 3
    assert set(listed) == set(linked) < names
