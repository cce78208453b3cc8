"""Domain records as plain data for JSON, the same bytes for the same content."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from matcher.domain.values import Level

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_AS_IS: frozenset[type] = frozenset((bool, int, str, type(None)))


def _each(values: Iterable[Any]) -> list[Any]:
    return [value if type(value) in _AS_IS else plain(value) for value in values]


_PLAIN: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Level, lambda value: value.name),
    (Enum, lambda value: value.value),
    (tuple(_AS_IS), lambda value: value),
    (date, lambda value: value.isoformat()),
    (Decimal, lambda value: format(value, "f")),
    (Mapping, lambda value: {str(k): plain(v) for k, v in sorted(value.items())}),
    (frozenset, lambda value: sorted(_each(value))),
    ((list, tuple), _each),
)


def plain(value: Any) -> Any:
    """Return a record as dicts, lists, strings, integers, booleans and None.

    Raises
    ------
    TypeError
        When the value is of no kind that the product records; floats are not.
    """
    kind: Any = type(value)
    return value if kind in _AS_IS else _converter(kind)(value)


@cache
def _converter(kind: type) -> Callable[[Any], Any]:
    """Return what makes values of one type plain; found out once a type."""
    for known, convert in _PLAIN:
        if issubclass(kind, known):
            return convert
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"Expected a record of the product, got {kind.__name__}.")
    names, values = _fields(kind)
    return lambda record: dict(zip(names, _each(values(record)), strict=True))


class Line(str):
    """A value as JSON on one line, ready to stand in a document."""

    __slots__ = ()


def line(value: Any) -> Line:
    """Return the JSON of what `plain` returns for a value, without making that first."""
    return Line(_text(value))


def lines(record: Any) -> dict[str, Any]:
    """Return a record's fields for `to_json`, with a line for each record in them."""
    kind: Any = type(record)
    names, values = _fields(kind)
    return {name: _field(value) for name, value in zip(names, values(record), strict=True)}


def stated(record: Any) -> Line:
    """Return the line of a record without the fields that stand at their default."""
    kind: Any = type(record)
    return Line(f"{{{_stated(kind)(record)[:-2]}}}")


def to_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON in UTF-8: a line per key, and per entry of a list of records.

    Its values are plain, or lines. NaN and infinity are refused.
    """
    text = ",\n".join(f"{_line(key)}: {_value(value)}" for key, value in document.items())
    return f"{{\n{text}\n}}\n".encode()


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict | Line):
        rows = ",\n  ".join(map(_line, value))
        return f"[\n  {rows}\n ]"
    return _line(value)


def _line(value: Any) -> str:
    return value if isinstance(value, Line) else _ENCODER.encode(value)


def _field(value: Any) -> Any:
    if isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
        return [line(one) for one in value]
    return line(value) if dataclasses.is_dataclass(value) else plain(value)


def _text(value: Any) -> str:
    return _WRITERS[type(value)](value)


class _Writers(dict[type, Callable[[Any], str]]):
    """What writes values of a type, found out once a type."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        found = self[kind] = _writer(kind)
        return found


def _writer(kind: type) -> Callable[[Any], str]:
    if issubclass(kind, str):
        return encode_basestring
    if issubclass(kind, list | tuple):
        return lambda values: (
            f"[{', '.join([_WRITERS[type(v)](v) for v in values])}]" if values else "[]"
        )
    if issubclass(kind, Mapping):
        return lambda value: f"{{{', '.join(_entries(value))}}}"
    if not dataclasses.is_dataclass(kind):
        return lambda value: _ENCODER.encode(plain(value))
    said = ", ".join(_SAID.format(name=field.name) for field in dataclasses.fields(kind))
    return _made(f"f'{{{{{said}}}}}'", {})


def _entries(mapping: Mapping[Any, Any]) -> list[str]:
    return [f"{encode_basestring(str(k))}: {_text(v)}" for k, v in sorted(mapping.items())]


@cache
def _stated(kind: Any) -> Callable[[Any], str]:
    """Return what writes a record's fields that are not at their default, ", " behind each."""
    said: list[str] = []
    defaults: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        text = f"f'{_SAID.format(name=field.name)}, '"
        if default is not dataclasses.MISSING:
            name = f"at_{field.name}"
            defaults[name] = default
            given = f"(v := r.{field.name}) is not {name} and v != {name}"
            text = f"({text} if {given} else '')"
        said.append(text)
    return _made(" + ".join(said), defaults)


_SAID = '"{name}": {{W[type(v := r.{name})](v)}}'
"""A field in the source of a writer, as a part of an f-string."""


def _made(source: str, names: dict[str, Any]) -> Callable[[Any], str]:
    """Return what writes a record ``r``, made of an expression as `dataclasses` makes its methods.

    Looking fields up one by one takes more than twice the time, and most of the output is records.
    """
    names = {"W": _WRITERS, **names}
    made: Callable[[Any], str] = eval(f"lambda r: {source}", names)  # noqa: S307 -- of field names alone
    return made


_WRITERS = _Writers(
    {
        bool: {True: "true", False: "false"}.__getitem__,
        int: int.__repr__,
        type(None): lambda _: "null",
        date: lambda day: f'"{day.isoformat()}"',
    }
)


@cache
def _fields(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return a record type's fields, and what gives their values."""
    names = tuple(field.name for field in dataclasses.fields(kind))
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda record: tuple(getattr(record, name) for name in names)
