"""Write an intake folder in its canonical form: CSV, comma, UTF-8, English headers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from matcher.domain.errors import InputError
from matcher.domain.private import Contact, SpecialCategories
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.intake.cells import IDENTIFIER, TEXT, CellError, Format
from matcher.intake.columns import Table
from matcher.intake.lists import IDENTIFIERS, split
from matcher.intake.tables import TABLES

_UNSPLIT = Sentence(
    "id's zonder ';', '|' en regeleinden in een lijst van id's",
    "ids without ';', '|' and line ends in a list of ids",
)


def write_folder(
    problem: Problem,
    folder: str | Path,
    *,
    contacts: Iterable[Contact] = (),
    special: Iterable[SpecialCategories] = (),
) -> None:
    """Write a problem's records as an intake folder; reading it back gives an equal problem.

    The folder is made if need be; tables without records are left out unless they must be there.

    Parameters
    ----------
    problem
        The records; its as-of day and rules are not part of an intake folder.
    folder
        Where the files go; files of the same names are replaced.
    contacts, special
        Contact details and special categories, written into the tables of their people.

    Raises
    ------
    InputError
        When a text would not read back: an id in a list of ids that holds a separator, a text
        that a spreadsheet would take for a formula.
    """
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    details: dict[tuple[str, str], dict[str, Any]] = {}
    for contact in contacts:
        place = details.setdefault((contact.table, contact.id), {})
        place.update(name=contact.name, email=contact.email, phone=contact.phone)
    for category in special:
        place = details.setdefault(("mentees", category.mentee), {})
        place.update(nationality=category.nationality, benefits=category.benefits)
    for table in TABLES:
        records = getattr(problem, table.name)
        path = out / f"{table.name}.csv"
        if records or table.required:
            _write(path, table, records, details)
        else:
            path.unlink(missing_ok=True)


def _write(
    path: Path,
    table: Table,
    records: Iterable[Any],
    details: Mapping[tuple[str, str], Mapping[str, Any]],
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        for record in records:
            apart = details.get((table.name, record.id), {}) if table.has_id else {}
            values = {c.name: getattr(record, c.name, apart.get(c.name)) for c in table.columns}
            try:
                writer.writerow([_cell(c.format, values[c.name]) for c in table.columns])
            except CellError as error:
                known = f" of {record.id!r}" if table.has_id else ""
                raise InputError(
                    f"{path.name}: a record{known} cannot be written, expected {error}."
                ) from None


def _cell(kind: Format[Any], value: Any) -> str:
    if value is None:
        return ""
    if kind is IDENTIFIERS and any(split(key) != [key] for key in value):
        raise CellError(_UNSPLIT)
    if value and (kind is TEXT or kind is IDENTIFIER):
        kind.parse(value)
    return kind.write(value)
