"""From the rows of a table to values by column: headers recognised, every bad row reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from matcher.domain.errors import InputError
from matcher.domain.sentence import Sentence
from matcher.intake.cells import CellError
from matcher.intake.columns import Column, plain
from matcher.intake.report import Log, RowError, UnknownColumn
from matcher.intake.sources import Source
from matcher.vocabulary.register_number import contains_register_number

Progress = Callable[[str, int], None]
"""Told a table's name and how many of its rows were read so far."""

PROGRESS_EVERY = 10_000

# Cheaper still: what is left of a row's bytes without these, and what must then stand in a cell.
_NO_DIGIT_NOR_BAR = bytes(set(range(256)) - set(b"0123456789|"))
_ELEVEN_IN_A_CELL = re.compile(rb"[0-9]{11}")

# Much cheaper than the vocabulary's full check, and true wherever that one can be.
_ELEVEN_DIGITS = re.compile(r"(?<![+0-9])[0-9](?:[^0-9|]*[0-9]){10}")
_NO_REGISTER_NUMBER = Sentence(
    "geen rijksregisternummer: dat wordt nooit bewaard; gebruik een eigen referentie",
    "no national register number: it is never kept; use a reference of your own",
)
_INVISIBLE = "\ufeff\u200b\u2060"


@dataclass(frozen=True, slots=True)
class Row:
    """One readable row: its number, and its filled cells by column name and target."""

    number: int
    record: dict[str, Any]
    contact: dict[str, Any]
    special: dict[str, Any]


class RowProblem(Exception):  # noqa: N818 – a signal inside the package, never shown as such
    """A row that must be left out, and why; the fields are those of `RowError`."""

    def __init__(
        self,
        column: str | None,
        value: str | None,
        expected: Sentence,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(expected.en)
        self.column = column
        self.value = value
        self.expected = expected
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which cells to read: position, column, parser and the row's part it goes to."""

    reads: tuple[tuple[int, str, Callable[[str], Any], int], ...]
    columns: dict[str, Column]
    required: tuple[str, ...]
    defaults: tuple[tuple[str, object], ...]
    width: int
    id_at: int | None


_PART = {"record": 0, "contact": 1, "special": 2}


def read_table(
    source: Source, log: Log, refused: dict[str, int], progress: Progress | None = None
) -> Iterator[Row]:
    """Yield the readable rows of a table; report the others to the log.

    ``refused`` receives the ids of rows that are left out, with their row numbers.

    Raises
    ------
    InputError
        When a column that must be there is missing, or a header stands there twice.
    """
    table, file = source.table, source.file
    count = broken = 0

    def bad_row(number: int, expected: Sentence) -> None:
        nonlocal broken
        broken += 1
        log.errors.append(
            RowError(file=file, row=number, column=None, value=None, expected=expected)
        )

    header, rows = source.open(bad_row)
    plan = _plan(source, header, log)
    for number, cells in rows:
        count += 1
        if progress is not None and count % PROGRESS_EVERY == 0:
            progress(table.name, count)
        try:
            row = _read(number, cells, plan)
        except RowProblem as problem:
            log.errors.append(error_of(file, number, problem))
            if (key := _id_of(cells, plan)) is not None:
                refused[key] = number
            continue
        yield row
    log.rows_read[table.name] = count + broken
    if progress is not None:
        progress(table.name, count)


def error_of(file: str, number: int | None, problem: RowProblem) -> RowError:
    """Return the report's record of a problem."""
    return RowError(
        file=file,
        row=number,
        column=problem.column,
        value=problem.value,
        expected=problem.expected,
        suggestion=problem.suggestion,
    )


def _read(number: int, cells: list[str], plan: _Plan) -> Row:
    joined = "|".join(cells)
    if not joined.isascii():
        cells = [unicodedata.normalize("NFC", cell).strip(_INVISIBLE) for cell in cells]
    if _ELEVEN_IN_A_CELL.search(joined.encode(errors="replace").translate(None, _NO_DIGIT_NOR_BAR)):
        refuse_register_number(cells, {position: name for position, name, _, _ in plan.reads})
    if len(cells) > plan.width and any(cell.strip() for cell in cells[plan.width :]):
        text = Sentence(f"{plan.width} cellen, zoals de kop", f"{plan.width} cells, as the header")
        raise RowProblem(None, str(len(cells)), text)
    record, contact, special = _parse(cells, plan)
    for name in plan.required:
        if not record.get(name):
            raise RowProblem(name, "", plan.columns[name].format.expected)
    for name, default in plan.defaults:
        record.setdefault(name, default)
    return Row(number, record, contact, special)


def _parse(cells: list[str], plan: _Plan) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    parts: tuple[dict[str, Any], dict[str, Any], dict[str, Any]] = ({}, {}, {})
    have = len(cells)
    for position, name, parse, part in plan.reads:
        if position >= have or not (text := cells[position].strip()):
            continue
        try:
            parts[part][name] = parse(text)
        except CellError as error:
            shown = plan.columns[name].shown
            raise RowProblem(
                name,
                text if shown else None,
                error.expected,
                error.suggestion if shown else None,
            ) from None
    return parts


def _id_of(cells: list[str], plan: _Plan) -> str | None:
    if plan.id_at is None or plan.id_at >= len(cells):
        return None
    key = unicodedata.normalize("NFC", cells[plan.id_at]).strip()
    return key if key and not contains_register_number(key) else None


def refuse_register_number(cells: list[str], columns: Mapping[int, str] | None = None) -> None:
    """Refuse a row when any of its cells holds a national register number.

    ``columns`` names the column of a position, for the error.

    Raises
    ------
    RowProblem
        Without the value.
    """
    if not _ELEVEN_DIGITS.search("|".join(cells)):
        return
    for position, cell in enumerate(cells):
        if _ELEVEN_DIGITS.search(cell) and contains_register_number(cell):
            raise RowProblem((columns or {}).get(position), None, _NO_REGISTER_NUMBER)


def _plan(source: Source, headers: tuple[str, ...], log: Log) -> _Plan:
    table = source.table
    positions: dict[str, int] = {}
    for position, header in enumerate(headers):
        if not header:
            if any(headers[position:]):
                nameless = f"({position + 1})"
                log.unknown_columns.append(UnknownColumn(file=source.file, column=nameless))
            continue
        if contains_register_number(header):
            raise InputError(
                f"{source.file}: column {position + 1} of the header holds a national register "
                "number, expected column names in the first row."
            )
        column = table.column_by_header.get(plain(header))
        if column is None:
            log.unknown_columns.append(UnknownColumn(file=source.file, column=header))
        elif column.name in positions:
            first = headers[positions[column.name]]
            raise InputError(
                f"{source.file}: the headers {first!r} and {header!r} both stand for the column "
                f"{column.name}, expected it once."
            )
        else:
            positions[column.name] = position
    _require(source, headers, positions)
    columns = [c for c in table.columns if c.name in positions]
    return _Plan(
        reads=tuple((positions[c.name], c.name, c.format.parse, _PART[c.target]) for c in columns),
        columns=dict(table.column_by_name),
        required=tuple(c.name for c in table.columns if c.required),
        defaults=tuple((c.name, c.default) for c in table.columns if c.default is not None),
        width=max(i + 1 for i, header in enumerate(headers) if header),
        id_at=positions.get("id"),
    )


def _require(source: Source, headers: tuple[str, ...], positions: dict[str, int]) -> None:
    table = source.table
    missing = [c.name for c in table.columns if c.required and c.name not in positions]
    if not missing:
        return
    by_plain = {plain(header): header for header in headers}
    hints = [
        f"{by_plain[near[0]]!r} looks like {name}"
        for name in missing
        if (near := get_close_matches(plain(name), list(by_plain), n=1, cutoff=0.75))
    ]
    hint = f" ({'; '.join(hints)})" if hints else ""
    raise InputError(
        f"{source.file}: the header misses {', '.join(missing)}{hint}. "
        f"Expected at least {', '.join(c.name for c in table.columns if c.required)}."
    )
