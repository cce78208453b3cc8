"""The criteria that exist."""

from __future__ import annotations

from functools import cache
from typing import Any

from matcher.constraints.discovery import discover
from matcher.criteria import catalogue
from matcher.criteria.contract import Criterion


@cache
def criteria() -> tuple[Criterion[Any, Any], ...]:
    """Return every criterion of the catalogue, sorted by key."""
    return discover(catalogue, Criterion)  # type: ignore[type-abstract]  # only concrete ones come out
