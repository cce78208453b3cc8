"""Events as JSON Lines: one object a line, ``id``, ``at``, ``kind`` and the fields of the kind."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from matcher.domain.people import Mentee, Mentor
from matcher.domain.private import Contact, SpecialCategories
from matcher.domain.sentence import Sentence
from matcher.intake import order
from matcher.intake.cells import CellError
from matcher.intake.rows import RowProblem
from matcher.intake.tables import TABLE_BY_NAME
from matcher.stream.errors import LineError, LinesError
from matcher.stream.events import KINDS, Event
from matcher.stream.fields import EVERY, FIELDS, Cell, Changes, Field, Record, Ties
from matcher.stream.records import (
    OBJECT,
    FieldError,
    closest,
    default_of,
    read_changes,
    read_record,
    text_of,
    type_of,
    write_columns,
)

_UTF8 = Sentence("tekst in UTF-8", "text in UTF-8")
_JSON = Sentence("een JSON-object op één regel", "a JSON object on one line")
_TWICE = Sentence("elk veld één keer", "each field once")
_RECORDS: Mapping[str, type[Any]] = {"mentees": Mentee, "mentors": Mentor}


def read_events(path: str | Path) -> tuple[Event, ...]:
    """Return the events of a file, in its order.

    Raises
    ------
    LinesError
        When any line cannot be read; then none is.
    OSError
        When the file cannot be read.
    """
    file = Path(path)
    return events_of(file.read_bytes(), file.name)


def events_of(content: bytes, file: str) -> tuple[Event, ...]:
    """Return the events in the content of a file with this name; see `read_events`."""
    found: list[Event] = []
    errors: list[LineError] = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(_event(line))
        except FieldError as error:
            errors.append(
                LineError(
                    file=file,
                    line=number,
                    field=error.field,
                    found=error.found,
                    expected=error.expected,
                    suggestion=error.suggestion,
                )
            )
    if errors:
        raise LinesError(tuple(errors))
    return tuple(found)


def lines_of(events: Iterable[Event]) -> bytes:
    """Return events as the content of a file; `events_of` gives them back."""
    return b"".join(
        json.dumps(event_document(event), ensure_ascii=False).encode() + b"\n" for event in events
    )


def event_document(event: Event) -> dict[str, Any]:
    """Return an event as plain data, as it stands on its line."""
    document: dict[str, Any] = {
        "id": event.id,
        "at": event.at.isoformat(),
        "kind": event.kind,
    }
    for name, field in FIELDS[event.kind].items():
        value = getattr(event, name)
        written: str | dict[str, str] | None
        match field:
            case Cell(format=kind):
                written = None if value is None else kind.write(value)
            case Ties(format=kind):
                written = {key: kind.write(tie) for key, tie in value.items()} or None
            case Changes(table=table):
                written = write_columns(value, table)
            case Record(table=table):
                written = _person(event, value, table)
        if written is not None:
            document[name] = written
    return document


def _person(event: Event, value: Any, table: str) -> dict[str, str]:
    columns = TABLE_BY_NAME[table].columns
    apart = [
        one
        for one in (getattr(event, "contact", None), getattr(event, "special", None))
        if one is not None
    ]
    values: dict[str, Any] = {}
    for column in columns:
        owners = [value] if column.target == "record" else apart
        given = next((getattr(o, column.name) for o in owners if hasattr(o, column.name)), None)
        if column.target == "record" and not column.required:
            given = None if given == default_of(TABLE_BY_NAME[table], column.name) else given
        if given is not None:
            values[column.name] = given
    return write_columns(values, table)


def _event(line: bytes) -> Event:
    document = _document(line)
    kind = document.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        kinds = ", ".join(KINDS)
        expected = Sentence(f"een soort gebeurtenis: {kinds}", f"a kind of event: {kinds}")
        found = kind if isinstance(kind, str) else "" if kind is None else type_of(kind)
        hint = closest(kind, list(KINDS)) if isinstance(kind, str) else None
        raise FieldError("kind", found, expected, hint)
    fields: dict[str, Field] = {**EVERY, **FIELDS[kind]}
    for name in document:
        if name not in fields:
            known = ", ".join(FIELDS[kind])
            expected = Sentence(f"een veld van {kind}: {known}", f"a field of {kind}: {known}")
            raise FieldError(None, name, expected, closest(name, list(fields)))
    values: dict[str, Any] = {}
    for name, field in fields.items():
        values.update(_read(name, document.get(name), field, values))
    return KINDS[kind](**values)


def _document(line: bytes) -> dict[str, Any]:
    try:
        text = unicodedata.normalize("NFC", line.decode("utf-8"))
    except UnicodeDecodeError:
        raise FieldError(None, None, _UTF8) from None
    try:
        document = json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except (ValueError, RecursionError):
        raise FieldError(None, None, _JSON) from None
    if not isinstance(document, dict):
        raise FieldError(None, None, OBJECT)
    return document


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise FieldError(None, next(n for n in names if names.count(n) > 1), _TWICE)
    return found


def _read(name: str, value: Any, field: Field, read: Mapping[str, Any]) -> dict[str, Any]:
    match field:
        case Cell(format=kind, needed=needed):
            text = text_of(value, name)
            if text is None:
                if needed:
                    raise FieldError(name, "", kind.expected)
                return {name: None}
            try:
                return {name: kind.parse(text)}
            except CellError as error:
                raise FieldError(name, text, error.expected, error.suggestion) from None
        case Ties():
            return {name: _ties(name, value, field)}
        case Changes():
            return {name: read_changes(value, name, field)}
        case Record(table=table):
            return _record(name, value, table, read)


def _ties(name: str, value: Any, field: Ties) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise FieldError(name, type_of(value), OBJECT)
    found: dict[str, Any] = {}
    for key, tie in value.items():
        text_of(key, name)
        text = text_of(tie, f"{name}.{key}")
        try:
            found[key] = field.format.parse(text or "?")
        except CellError as error:
            raise FieldError(
                f"{name}.{key}", text or "", error.expected, error.suggestion
            ) from None
    return found


def _record(name: str, value: Any, table: str, read: Mapping[str, Any]) -> dict[str, Any]:
    record, contact, special = read_record(value, name, table)
    try:
        order.check(table, record, read["at"])
    except RowProblem as problem:
        raise FieldError(
            f"{name}.{problem.column}", problem.value, problem.expected, problem.suggestion
        ) from None
    values: dict[str, Any] = {name: _RECORDS[table](**record)}
    if contact:
        values["contact"] = Contact(table=table, id=record["id"], **contact)
    if special:
        values["special"] = SpecialCategories(mentee=record["id"], **special)
    return values
