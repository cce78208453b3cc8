"""Turn any spreadsheet into an intake folder, as a mapping file says."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from matcher.domain.errors import InputError
from matcher.domain.sentence import Sentence
from matcher.intake.columns import Table
from matcher.intake.delimited import find_layout, read_rows
from matcher.intake.mapping_cells import checked, filled, invented
from matcher.intake.mapping_file import (
    SheetMapping,
    TableRule,
    folded,
    literal_text,
    read_mapping,
)
from matcher.intake.report import RowError
from matcher.intake.rows import (
    PROGRESS_EVERY,
    Progress,
    RowProblem,
    error_of,
    refuse_register_number,
)
from matcher.intake.tables import TABLE_BY_NAME, TABLES
from matcher.intake.workbook import Workbook

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did.

    ``tables`` counts the rows written per table, ``invented`` lists what the mapping made up,
    ``unused_columns`` the spreadsheet's columns that the mapping does not read, and
    ``rows_of_no_table`` the spreadsheet's rows that no table took.
    """

    out: Path
    tables: Mapping[str, int]
    errors: tuple[RowError, ...]
    invented: tuple[str, ...]
    unused_columns: tuple[str, ...]
    rows_of_no_table: tuple[int, ...]
    note: str | None

    def as_document(self) -> dict[str, object]:
        """Return the report as plain data for JSON."""
        return {
            "out": str(self.out),
            "tables": dict(self.tables),
            "errors": [{"nl": error.message.nl, "en": error.message.en} for error in self.errors],
            "invented": list(self.invented),
            "unused_columns": list(self.unused_columns),
            "rows_of_no_table": list(self.rows_of_no_table),
            "note": self.note,
        }


def import_spreadsheet(
    file: str | Path, mapping: str | Path, out: str | Path, *, progress: Progress | None = None
) -> ImportReport:
    """Write an intake folder from one spreadsheet (.csv or .xlsx).

    The folder appears complete or not at all. Rows that do not fit are left out and reported.

    Parameters
    ----------
    file
        The spreadsheet.
    mapping
        The mapping file, or the name of a shipped one.
    out
        The folder to make; it must not exist, or be empty.
    progress
        Called with the file's name and the number of rows read so far.

    Raises
    ------
    InputError
        When the file, the mapping or the folder cannot be used.
    """
    source, target = Path(file), Path(out)
    rules = read_mapping(mapping)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target}: exists and is not empty, expected a new folder.")
    header, rows, log = _open(source, rules)
    work = _Import(source.name, header, rules, log)
    for count, (number, cells) in enumerate(rows, start=1):
        work.row(number, cells)
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress(source.name, count)
    work.written_out()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as beside:
        made = Path(beside) / "intake"
        made.mkdir()
        work.write(made)
        if target.exists():
            target.rmdir()
        made.rename(target)
    return work.report(target)


def _open(path: Path, rules: SheetMapping) -> tuple[list[str], Rows, list[RowError]]:
    """Return the header, the rows under it, and a list that bad rows will be added to."""
    errors: list[RowError] = []
    if not path.is_file():
        raise InputError(f"{path}: does not exist, expected a .csv or .xlsx file.")
    skip = rules.source.header_row - 1
    if path.suffix.casefold() == ".xlsx":
        book = Workbook(path)
        rows = book.rows(_sheet(book, rules.source.sheet))
        for number, cells in rows:
            if number > skip:
                return [cell.strip() for cell in cells], rows, errors
        raise InputError(f"{path.name}: expected column names in row {skip + 1}, found nothing.")

    def bad_row(number: int, expected: Sentence) -> None:
        errors.append(
            RowError(file=path.name, row=number, column=None, value=None, expected=expected)
        )

    read = {folded(name) for name in _columns_read(rules)}
    layout = find_layout(
        path,
        lambda name: folded(name) in read,
        encoding=rules.source.encoding,
        delimiter=rules.source.delimiter,
        skip=skip,
    )
    return list(layout.header), read_rows(path, layout, bad_row), errors


def _sheet(book: Workbook, wanted: str | None) -> str:
    if wanted is None and len(book.sheets) == 1:
        return book.sheets[0]
    if wanted not in book.sheets:
        named = "source.sheet" if wanted is None else repr(wanted)
        raise InputError(
            f"{book.path.name}: expected {named} to be one of the sheets "
            f"{', '.join(map(repr, book.sheets))}."
        )
    return wanted


def _columns_read(rules: SheetMapping) -> list[str]:
    return [
        name
        for table in rules.table
        for name in (
            table.where.column if table.where else None,
            *(rule.column for rule in table.columns.values()),
        )
        if name is not None
    ]


@dataclass(slots=True)
class _Import:
    """One import: the spreadsheet's columns by name, and the rows made so far."""

    file: str
    header: list[str]
    rules: SheetMapping
    errors: list[RowError]
    made: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    position: dict[str, int] = field(default_factory=dict)
    stray: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        at: dict[str, list[int]] = {}
        for index, name in enumerate(self.header):
            at.setdefault(folded(name), []).append(index)
        for name in _columns_read(self.rules):
            places = at.get(folded(name), [])
            if len(places) == 1:
                self.position[name] = places[0]
                continue
            if places:
                raise InputError(f"{self.file}: expected the column {name!r} once, found it twice.")
            near = get_close_matches(folded(name), list(at), n=1, cutoff=0.6)
            hint = f" Did you mean {self.header[at[near[0]][0]]!r}?" if near else ""
            raise InputError(f"{self.file}: expected a column {name!r}, found none.{hint}")

    def row(self, number: int, cells: list[str]) -> None:
        """Give one row of the spreadsheet to the tables that want it."""
        try:
            refuse_register_number(cells)
        except RowProblem as problem:
            self.errors.append(error_of(self.file, number, problem))
            return
        taken = False
        for rule in self.rules.table:
            if rule.rows or not self._wanted(rule, cells):
                continue
            taken = True
            table = TABLE_BY_NAME[rule.name]
            count = self.taken[rule.name] = self.taken.get(rule.name, 0) + 1
            try:
                made = self._made(table, rule, number, count, cells)
                self.made.setdefault(rule.name, []).append(made)
            except RowProblem as problem:
                self.errors.append(error_of(self.file, number, problem))
        if not taken:
            self.stray.append(number)

    def _wanted(self, rule: TableRule, cells: list[str]) -> bool:
        if rule.where is None:
            return True
        return folded(self._cell(rule.where.column, cells)) in rule.where.accepted

    def _cell(self, name: str, cells: list[str]) -> str:
        at = self.position[name]
        return cells[at] if at < len(cells) else ""

    def _made(
        self, table: Table, rule: TableRule, number: int, count: int, cells: list[str]
    ) -> dict[str, str]:
        numbers = {"row": number, "number": count}
        row: dict[str, str] = {}
        for name, column in rule.columns.items():
            found = "" if column.column is None else self._cell(column.column, cells)
            row[name] = checked(table, name, filled(name, column, found, table, numbers))
        return row

    def written_out(self) -> None:
        """Add the rows that the mapping itself holds.

        Raises
        ------
        InputError
            When one of them cannot be read.
        """
        for rule in self.rules.table:
            for literal in rule.rows:
                texts = {name: literal_text(value) for name, value in literal.items()}
                table = TABLE_BY_NAME[rule.name]
                try:
                    row = {name: checked(table, name, text) for name, text in texts.items()}
                except RowProblem as problem:
                    place = f"the mapping, table {rule.name}"
                    raise InputError(str(error_of(place, None, problem))) from None
                self.made.setdefault(rule.name, []).append(row)

    def write(self, folder: Path) -> None:
        """Write the tables as CSV files."""
        for table in TABLES:
            rows = self.made.get(table.name, [])
            used = {name for row in rows for name in row}
            names = [c.name for c in table.columns if c.required or c.name in used]
            if not rows and not table.required:
                continue
            with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)

    def report(self, out: Path) -> ImportReport:
        """Return what was done."""
        read = set(self.position.values())
        return ImportReport(
            out=out,
            tables={t.name: len(self.made[t.name]) for t in TABLES if t.name in self.made},
            errors=tuple(self.errors),
            invented=tuple(invented(self.rules)),
            unused_columns=tuple(
                name for index, name in enumerate(self.header) if name and index not in read
            ),
            rows_of_no_table=tuple(self.stray),
            note=self.rules.note,
        )
