"""The mapping file: how the columns of any spreadsheet become the tables of an intake.

A TOML document; unknown keys are refused with the nearest known one.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from matcher.domain.errors import InputError
from matcher.intake.tables import TABLE_BY_NAME, TABLES

SHIPPED = Path(__file__).parent / "mappings"
"""Where the mappings that come with the product are; each can be named without folder or suffix."""

Literally = str | int | float | bool | date


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceRule(_Strict):
    """Where to read: a sheet (default: the only one), the header's row (default: the first)."""

    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] = 1
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    encoding: str | None = None


class Where(_Strict):
    """Which rows a table takes: those whose cell in ``column`` is one of ``equals``."""

    column: str
    equals: str | list[str]

    @property
    def accepted(self) -> frozenset[str]:
        """The accepted texts, as `folded`."""
        options = [self.equals] if isinstance(self.equals, str) else self.equals
        return frozenset(folded(option) for option in options)


class ColumnRule(_Strict):
    """How one column of a table is filled.

    Exactly one of ``column`` (a column of the spreadsheet), ``constant`` and ``template`` (with
    ``{row}``, the spreadsheet's row, and ``{number}``, counted within the table). A cell is
    stripped, split at ``split``, each part looked up in ``values`` (case and spaces do not
    matter), and joined with ``join``; ``unmapped`` says what becomes of a part that is not in
    ``values``; an empty outcome becomes ``default``. ``invented`` marks what the spreadsheet
    does not say.
    """

    column: str | None = None
    constant: Literally | None = None
    template: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    split: Annotated[str, Field(min_length=1)] | None = None
    join: str = ";"
    default: Literally | None = None
    strip: bool = True
    unmapped: Literal["error", "keep", "drop"] = "error"
    invented: bool = False

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = [self.column, self.constant, self.template]
        if sum(origin is not None for origin in origins) != 1:
            raise ValueError("expected exactly one of column, constant, template")
        if self.template is not None:
            fields = {field for _, field, _, _ in string.Formatter().parse(self.template) if field}
            if fields - {"row", "number"}:
                raise ValueError("expected no other placeholders than {row} and {number}")
        return self


class TableRule(_Strict):
    """One table, from rows of the spreadsheet (``columns``) or written out (``rows``)."""

    name: str
    where: Where | None = None
    columns: dict[str, ColumnRule] = Field(default_factory=dict)
    rows: list[dict[str, Literally]] = Field(default_factory=list)
    invented: bool = False

    @model_validator(mode="after")
    def _known_names(self) -> Self:
        table = TABLE_BY_NAME.get(self.name)
        if table is None:
            raise ValueError(_unknown("table", self.name, TABLE_BY_NAME))
        if bool(self.columns) == bool(self.rows):
            raise ValueError("expected either columns or rows")
        if self.rows and self.where is not None:
            raise ValueError("expected where with columns only, not with rows")
        groups: list[Mapping[str, object]] = [self.columns, *self.rows]
        for names in groups:
            for name in names:
                if name not in table.column_by_name:
                    raise ValueError(_unknown("column", name, table.column_by_name))
            missing = [c.name for c in table.columns if c.required and c.name not in names]
            if names and missing:
                raise ValueError(f"expected the column {', '.join(missing)} of {self.name} too")
        return self


class SheetMapping(_Strict):
    """A whole mapping file."""

    note: str | None = None
    source: SourceRule = SourceRule()
    table: list[TableRule]

    @model_validator(mode="after")
    def _all_required(self) -> Self:
        there = {rule.name for rule in self.table}
        missing = sorted(t.name for t in TABLES if t.required and t.name not in there)
        if missing:
            raise ValueError(f"expected the table {', '.join(missing)} too")
        return self


def folded(text: str) -> str:
    """Return a text without regard to case and spacing."""
    return " ".join(text.split()).casefold()


def literal_text(value: Literally) -> str:
    """Return a TOML value as the text of a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def read_mapping(path: str | Path) -> SheetMapping:
    """Read and check a mapping file; the name of a shipped one will do.

    Raises
    ------
    InputError
        When there is no such file, it is no TOML, or it holds what a mapping does not know.
    """
    file = Path(path)
    shipped = SHIPPED / f"{path}.toml"
    if not file.is_file() and shipped.parent == SHIPPED and shipped.is_file():
        file = shipped
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        names = ", ".join(sorted(p.stem for p in SHIPPED.glob("*.toml")))
        raise InputError(
            f"{path}: cannot be read, expected a mapping file or one of {names}."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file.name}: is no TOML in UTF-8 ({error}).") from None
    try:
        return SheetMapping.model_validate(document)
    except ValidationError as error:
        lines = [f"{file.name}, {_place(e['loc'])}: {_reason(e)}" for e in error.errors()]
        raise InputError("\n".join(lines)) from None


def _place(location: Iterable[int | str]) -> str:
    words = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(words).lstrip(".") or "the whole"


_KNOWN_KEYS = sorted(
    {
        key
        for model in (SheetMapping, SourceRule, TableRule, Where, ColumnRule)
        for key in model.model_fields
    }
)


def _reason(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return _unknown("key", str(error["loc"][-1]), _KNOWN_KEYS)
    message = error["msg"].removeprefix("Value error, ")
    given = error["input"]
    shown = f", got {given!r}" if isinstance(given, str | int | float) else ""
    return f"{message}{shown}."


def _unknown(noun: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"unknown {noun} {name!r}, expected one of {', '.join(names)}.{hint}"
