"""``proposals.xlsx``: the proposals as a coordinator opens them, with names where they are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matcher.domain.private import Contact
from matcher.output.documents import PROPOSAL_COLUMNS
from matcher.output.xlsx import xlsx_bytes

PEOPLE = (("mentee", "mentees"), ("mentor", "mentors"), ("coach", "coaches"))
CONTACT_COLUMNS = tuple(
    f"{person}_{field}" for person, _ in PEOPLE for field in ("name", "email", "phone")
)
SHEET = "proposals"


def workbook_bytes(rows: Iterable[Sequence[Any]], contacts: Iterable[Contact]) -> bytes:
    """Return the workbook. Text that a spreadsheet would take for a formula stays text."""
    by_person = {(c.table, c.id): c for c in contacts}
    records = ((row, dict(zip(PROPOSAL_COLUMNS, row, strict=True))) for row in rows)
    return xlsx_bytes(
        SHEET,
        (*PROPOSAL_COLUMNS, *CONTACT_COLUMNS),
        ((*row, *_details(record, by_person)) for row, record in records),
    )


def _details(
    record: Mapping[str, Any], contacts: Mapping[tuple[str, str], Contact]
) -> list[str | None]:
    out: list[str | None] = []
    for person, table in PEOPLE:
        contact = contacts.get((table, record[person]))
        out += [contact.name, contact.email, contact.phone] if contact else [None] * 3
    return out
