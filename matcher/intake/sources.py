"""Where the tables of an intake are: files in a folder or sheets of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from matcher.domain.errors import InputError
from matcher.intake.columns import Table, plain
from matcher.intake.delimited import MAX_ROWS, BadRow, find_layout, read_rows
from matcher.intake.tables import TABLES
from matcher.intake.workbook import Workbook

Rows = Iterator[tuple[int, list[str]]]

_TABLE_BY_FILE_NAME: Mapping[str, Table] = MappingProxyType(
    {plain(name): table for table in TABLES for name in (table.name, *table.dutch)}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One table as found.

    ``open`` starts reading: it returns the header and the rows under it. ``file`` is the file's
    name, for a sheet followed by the sheet's; ``encoding`` and ``delimiter`` are empty for a
    sheet.
    """

    table: Table
    file: str
    open: Callable[[BadRow], tuple[tuple[str, ...], Rows]]
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The tables found by name, and the files or sheets that are none."""

    by_table: Mapping[str, Source]
    unknown: tuple[str, ...]


def find_sources(path: Path) -> Sources:
    """Find the tables in a folder of CSV files or in one workbook.

    Raises
    ------
    InputError
        When the path does not exist, a table that must be there is missing or there twice, or
        a file cannot be understood at all.
    """
    if path.is_dir():
        names = sorted(p.name for p in path.iterdir() if p.is_file() and p.name[0] != ".")
        chosen, unknown = _choose(path.name, {n: Path(n).stem for n in names if _is_csv(n)})
        found = {table.name: _file(path / name, table) for name, table in chosen.items()}
        return Sources(found, tuple(sorted([*unknown, *(n for n in names if not _is_csv(n))])))
    if not path.is_file():
        raise InputError(f"{path}: does not exist, expected an intake folder or an .xlsx file.")
    if path.suffix.casefold() != ".xlsx":
        raise InputError(f"{path.name}: expected an intake folder or an .xlsx file.")
    return _workbook(path)


def _is_csv(name: str) -> bool:
    return Path(name).suffix.casefold() == ".csv"


def _choose(where: str, names: Mapping[str, str]) -> tuple[dict[str, Table], list[str]]:
    """Return the tables by name of file or sheet, given what each is called, and the others."""
    chosen: dict[str, Table] = {}
    unknown: list[str] = []
    for name, called in names.items():
        table = _TABLE_BY_FILE_NAME.get(plain(called))
        if table is None:
            unknown.append(name)
            continue
        twin = next((other for other, known in chosen.items() if known is table), None)
        if twin is not None:
            raise InputError(
                f"{where}: {twin} and {name} both hold the table {table.name}, expected one."
            )
        chosen[name] = table
    held = {table.name for table in chosen.values()}
    missing = [table.name for table in TABLES if table.required and table.name not in held]
    if missing:
        there = ", ".join(names) or "nothing"
        raise InputError(
            f"{where}: expected the tables mentees, mentors, coaches and projects; "
            f"missing {', '.join(sorted(missing))} (found {there})."
        )
    return chosen, unknown


def _file(path: Path, table: Table) -> Source:
    layout = find_layout(path, lambda header: plain(header) in table.column_by_header)
    return Source(
        table=table,
        file=path.name,
        open=lambda bad_row: (
            layout.header,
            read_rows(path, layout, bad_row, max_rows=MAX_ROWS),
        ),
        encoding=layout.encoding,
        delimiter=layout.delimiter,
    )


def _workbook(path: Path) -> Sources:
    book = Workbook(path)
    chosen, unknown = _choose(path.name, {name: name for name in book.sheets})
    return Sources(
        {table.name: _sheet(book, name, table) for name, table in chosen.items()}, tuple(unknown)
    )


def _sheet(book: Workbook, name: str, table: Table) -> Source:
    def start(_: BadRow) -> tuple[tuple[str, ...], Rows]:
        rows = book.rows(name)
        for _number, header in rows:
            return tuple(cell.strip() for cell in header), rows
        raise InputError(
            f"{book.path.name}, sheet {name}: is empty, expected a row with column names."
        )

    return Source(table=table, file=f"{book.path.name}/{name}", open=start)
