"""Domain records as plain data for JSON, the same bytes for the same content."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
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
    for kind, convert in _PLAIN:
        if isinstance(value, kind):
            return convert(value)
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"Expected a record of the product, got {type(value).__name__}.")


def stated(value: Any) -> dict[str, Any]:
    """Return a record as `plain` does, without the fields that stand at their default."""
    out = {}
    for field in dataclasses.fields(value):
        given = getattr(value, field.name)
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        if default is dataclasses.MISSING or given != default:
            out[field.name] = plain(given)
    return out


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
