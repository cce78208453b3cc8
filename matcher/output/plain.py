"""Domain records as plain data for JSON, the same bytes for the same content."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from matcher.domain.values import Level

_PLAIN: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Level, lambda value: value.name),
    (Enum, lambda value: value.value),
    ((bool, int, str, type(None)), lambda value: value),
    (date, lambda value: value.isoformat()),
    (Decimal, lambda value: format(value, "f")),
    (Mapping, lambda value: {str(k): plain(v) for k, v in sorted(value.items())}),
    (frozenset, lambda value: sorted(plain(v) for v in value)),
    ((list, tuple), lambda value: [plain(v) for v in value]),
)


def plain(value: Any) -> Any:
    """Return a record as dicts, lists, strings, integers, booleans and None.

    Raises
    ------
    TypeError
        When the value is of no kind that the product records; floats are not.
    """
    kind: Any = type(value)
    return _converter(kind)(value)


@cache
def _converter(kind: type) -> Callable[[Any], Any]:
    """Return what makes values of one type plain; found out once a type."""
    for known, convert in _PLAIN:
        if issubclass(kind, known):
            return convert
    if not dataclasses.is_dataclass(kind):
        raise TypeError(f"Expected a record of the product, got {kind.__name__}.")
    names = [field.name for field in dataclasses.fields(kind)]
    return lambda record: {name: plain(getattr(record, name)) for name in names}


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """Return a record type's fields with their defaults; `MISSING` where there is none."""
    return tuple(
        (
            field.name,
            field.default
            if field.default_factory is dataclasses.MISSING
            else field.default_factory(),
        )
        for field in dataclasses.fields(kind)
    )


def stated(value: Any) -> dict[str, Any]:
    """Return a record as `plain` does, without the fields that stand at their default."""
    kind: Any = type(value)
    return {
        name: plain(given)
        for name, default in _defaults(kind)
        if (given := getattr(value, name)) != default
    }


def to_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON in UTF-8: a line per key, and per entry of a list of records.

    NaN and infinity are refused.
    """
    lines = ",\n".join(f"{_line(key)}: {_value(value)}" for key, value in document.items())
    return f"{{\n{lines}\n}}\n".encode()


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = ",\n  ".join(_line(row) for row in value)
        return f"[\n  {rows}\n ]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
