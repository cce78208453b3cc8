"""People inside an event: the columns of an intake table as the members of a JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from matcher.domain.sentence import Sentence
from matcher.intake.cells import CellError
from matcher.intake.columns import Column, Table, plain
from matcher.intake.tables import TABLE_BY_NAME
from matcher.stream.fields import Changes
from matcher.vocabulary.register_number import contains_register_number

Parts = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
_PART = {"record": 0, "contact": 1, "special": 2}

TEXT = Sentence("een tekst of een getal", "a text or a number")
OBJECT = Sentence("een object met velden", "an object with fields")
NO_REGISTER_NUMBER = Sentence(
    "geen rijksregisternummer: dat wordt nooit bewaard",
    "no national register number: it is never kept",
)
_READ_BY_RULES = Sentence(
    "een gegeven dat meetelt bij het zoeken naar een mentor",
    "a fact that counts in the search for a mentor",
)


class FieldError(Exception):
    """A field that cannot be read; the fields are those of `matcher.stream.errors.LineError`."""

    def __init__(
        self,
        field: str | None,
        found: str | None,
        expected: Sentence,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(expected.en)
        self.field = field
        self.found = found
        self.expected = expected
        self.suggestion = suggestion


def text_of(value: Any, field: str, *, shown: bool = True) -> str | None:
    """Return a JSON text or number as the text of a cell; None where nothing is given.

    Raises
    ------
    FieldError
        When it is something else, or holds a national register number.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise FieldError(field, type_of(value) if shown else None, TEXT)
    text = (format(value, "f") if isinstance(value, Decimal) else str(value)).strip()
    if contains_register_number(text):
        raise FieldError(field, None, NO_REGISTER_NUMBER)
    return text or None


def type_of(value: Any) -> str:
    """Return what a JSON value is, without what it holds."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return "{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else "…"


def closest(name: str, known: list[str]) -> str | None:
    """Return the known name nearest to another, if one is near."""
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return near[0] if near else None


def read_record(value: Any, field: str, table: str) -> Parts:
    """Return a person's record, contact details and special categories, by column.

    Raises
    ------
    FieldError
        When a member is unknown, cannot be read or misses.
    """
    owner = TABLE_BY_NAME[table]
    parts: Parts = ({}, {}, {})
    for column, text, where in _members(value, field, owner):
        if text is not None:
            parts[_PART[column.target]][column.name] = _parse(column, text, where)
    for column in owner.columns:
        if column.required and not parts[0].get(column.name):
            raise FieldError(f"{field}.{column.name}", "", column.format.expected)
    return parts


def read_changes(value: Any, field: str, kind: Changes) -> dict[str, Any]:
    """Return the columns that change, by name; what is no longer given becomes its default.

    Raises
    ------
    FieldError
        When a member is unknown, cannot be read, cannot be left out, or is not for this event.
    """
    owner = TABLE_BY_NAME[kind.table]
    found: dict[str, Any] = {}
    for column, text, where in _members(value, field, owner):
        if column.target != "record" or column.name == "id":
            raise FieldError(where, None if not column.shown else column.name, _READ_BY_RULES)
        if column.name in kind.apart:
            other = kind.apart[column.name]
            expected = Sentence(f"een gebeurtenis {other} daarvoor", f"an event {other} for that")
            raise FieldError(where, column.name, expected)
        if text is None and column.required:
            raise FieldError(where, "", column.format.expected)
        found[column.name] = (
            default_of(owner, column.name) if text is None else _parse(column, text, where)
        )
    if not found:
        raise FieldError(field, "", Sentence("minstens één veld", "at least one field"))
    return found


def write_columns(values: Mapping[str, Any], table: str) -> dict[str, str]:
    """Return columns as texts by name, in the order of the table; nothing given is empty."""
    written: dict[str, str] = {}
    for column in TABLE_BY_NAME[table].columns:
        if column.name in values:
            value = values[column.name]
            written[column.name] = "" if value is None else column.format.write(value)
    return written


def default_of(table: Table, name: str) -> Any:
    """Return what a record holds where a column is not given."""
    field = table.record.__dataclass_fields__[name]  # type: ignore[attr-defined]  # a dataclass
    if callable(field.default_factory):
        return field.default_factory()
    return field.default


def _members(value: Any, field: str, owner: Table) -> list[tuple[Column, str | None, str]]:
    if not isinstance(value, dict):
        raise FieldError(field, type_of(value), OBJECT)
    found: dict[str, tuple[Column, str | None, str]] = {}
    for name, given in value.items():
        column = owner.column_by_header.get(plain(name))
        if column is None:
            known = [each.name for each in owner.columns]
            expected = Sentence(
                f"een kolom van de tabel {owner.name}", f"a column of the table {owner.name}"
            )
            raise FieldError(field, name, expected, closest(name, known))
        where = f"{field}.{column.name}"
        if column.name in found:
            once = Sentence(f"{column.name} één keer", f"{column.name} once")
            raise FieldError(where, name, once)
        found[column.name] = (column, text_of(given, where, shown=column.shown), where)
    return list(found.values())


def _parse(column: Column, text: str, where: str) -> Any:
    try:
        return column.format.parse(text)
    except CellError as error:
        if not column.shown:
            raise FieldError(where, None, error.expected) from None
        raise FieldError(where, text, error.expected, error.suggestion) from None
