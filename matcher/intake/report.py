"""What reading an intake found: errors per row, notices, and what was read and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.domain.errors import InputError
from matcher.domain.sentence import Sentence
from matcher.intake.wording import listed, unreadable

_EMPTY = Sentence("een lege cel", "an empty cell")


def _place(file: str, row: int | None, column: str | None) -> Sentence:
    nl, en = file, file
    if row is not None:
        nl, en = f"{nl}, rij {row}", f"{en}, row {row}"
    if column is not None:
        nl, en = f"{nl}, kolom {column}", f"{en}, column {column}"
    return Sentence(nl, en)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """A row that could not be read and was left out.

    ``row`` counts as a spreadsheet does: the header is row 1. ``column`` is None when the row as
    a whole is wrong. ``value`` is None where it must not be repeated (personal data), empty for
    an empty cell. ``suggestion`` is a value that would be accepted, if one is close.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: Sentence
    suggestion: str | None = None

    @property
    def message(self) -> Sentence:
        """The error in one sentence, in both languages."""
        place = _place(self.file, self.row, self.column)
        return unreadable(place, self.value, self.expected, self.suggestion, _EMPTY)

    def __str__(self) -> str:
        return self.message.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something odd that was read nevertheless. ``row`` and ``column`` as in `RowError`."""

    file: str
    row: int | None
    column: str | None
    text: Sentence

    @property
    def message(self) -> Sentence:
        """Place and text together, in both languages."""
        place = _place(self.file, self.row, self.column)
        return Sentence(f"{place.nl}: {self.text.nl}", f"{place.en}: {self.text.en}")

    def __str__(self) -> str:
        return self.message.en


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRead:
    """One table as found: ``rows`` with something in them, of which ``kept`` became records.

    ``encoding`` and ``delimiter`` are empty for a sheet. What is neither kept nor in error was a
    repetition or lies after the as-of day.
    """

    table: str
    file: str
    rows: int
    kept: int
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownColumn:
    """A column that no table knows; its values were not read."""

    file: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of reading an intake.

    ``left_out`` counts, per table, the rows that had not happened yet at the end of the as-of
    day.
    """

    errors: tuple[RowError, ...] = ()
    warnings: tuple[Notice, ...] = ()
    tables: tuple[TableRead, ...] = ()
    unknown_columns: tuple[UnknownColumn, ...] = ()
    unknown_files: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    def as_document(self) -> dict[str, object]:
        """Return the report as plain data for JSON, texts in both languages."""
        return {
            "errors": [
                {
                    "file": e.file,
                    "row": e.row,
                    "column": e.column,
                    "value": e.value,
                    "expected": {"nl": e.expected.nl, "en": e.expected.en},
                    "suggestion": e.suggestion,
                    "message": {"nl": e.message.nl, "en": e.message.en},
                }
                for e in self.errors
            ],
            "warnings": [
                {
                    "file": w.file,
                    "row": w.row,
                    "column": w.column,
                    "message": {"nl": w.message.nl, "en": w.message.en},
                }
                for w in self.warnings
            ],
            "tables": [
                {"table": t.table, "file": t.file, "rows": t.rows, "kept": t.kept}
                for t in self.tables
            ],
            "unknown_columns": [{"file": c.file, "column": c.column} for c in self.unknown_columns],
            "unknown_files": list(self.unknown_files),
            "left_out": dict(self.left_out),
        }


class IntakeError(InputError):
    """Rows that could not be read, where every row must be readable.

    The message lists the first 20; ``errors`` holds all of them.
    """

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        self.errors = errors
        rows = "row" if len(errors) == 1 else "rows"
        super().__init__(
            f"Expected every row to be readable, got {len(errors)} {rows} in error:\n"
            + listed(errors)
        )


@dataclass(slots=True)
class Log:
    """Collects what a reading finds, in order."""

    errors: list[RowError] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    tables: list[TableRead] = field(default_factory=list)
    unknown_columns: list[UnknownColumn] = field(default_factory=list)
    unknown_files: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    rows_read: dict[str, int] = field(default_factory=dict)

    def leave_out(self, table: str) -> None:
        """Count one row of this table as lying after the as-of day."""
        self.left_out[table] = self.left_out.get(table, 0) + 1

    def remark(self, file: str, row: int | None, column: str | None, text: Sentence) -> None:
        """Add a notice."""
        self.warnings.append(Notice(file=file, row=row, column=column, text=text))

    def report(self) -> Report:
        """Return what was collected, frozen."""
        return Report(
            errors=tuple(self.errors),
            warnings=tuple(self.warnings),
            tables=tuple(self.tables),
            unknown_columns=tuple(self.unknown_columns),
            unknown_files=tuple(self.unknown_files),
            left_out=dict(sorted(self.left_out.items())),
        )
