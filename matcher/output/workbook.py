"""``proposals.xlsx``: the proposals as a coordinator opens them, with names where they are known."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from matcher.domain.private import Contact
from matcher.output.documents import PROPOSAL_COLUMNS

PEOPLE = (("mentee", "mentees"), ("mentor", "mentors"), ("coach", "coaches"))
CONTACT_COLUMNS = tuple(
    f"{person}_{field}" for person, _ in PEOPLE for field in ("name", "email", "phone")
)
SHEET = "proposals"
WIDTH = 16


def workbook_bytes(rows: Iterable[Sequence[Any]], contacts: Iterable[Contact]) -> bytes:
    """Return the workbook. Text that a spreadsheet would take for a formula stays text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 -- a new workbook has a sheet; tells mypy
    sheet.title = SHEET
    by_person = {(c.table, c.id): c for c in contacts}
    sheet.append([*PROPOSAL_COLUMNS, *CONTACT_COLUMNS])
    for row in rows:
        record = dict(zip(PROPOSAL_COLUMNS, row, strict=True))
        sheet.append([shown(value) for value in (*row, *_details(record, by_person))])
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for number, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shown(value: Any) -> Any:
    """Return a value without the control characters that a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _details(
    record: Mapping[str, Any], contacts: Mapping[tuple[str, str], Contact]
) -> list[str | None]:
    out: list[str | None] = []
    for person, table in PEOPLE:
        contact = contacts.get((table, record[person]))
        out += [contact.name, contact.email, contact.phone] if contact else [None] * 3
    return out
