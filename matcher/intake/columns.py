"""What a column and a table of an intake are, and how their headers are recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from matcher.intake.cells import Format

Target = Literal["record", "contact", "special"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    ``dutch`` holds the Dutch headers and other accepted spellings. ``required`` columns must be
    there and filled in. ``default`` is used for an empty cell where the record has no default of
    its own. ``target`` says where the value goes: the record, the contact details or the special
    categories; values of the last two are never repeated in errors.
    """

    name: str
    format: Format[Any]
    dutch: tuple[str, ...] = ()
    required: bool = False
    default: object = None
    target: Target = "record"

    @property
    def shown(self) -> bool:
        """Whether an error may repeat the value."""
        return self.target == "record"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: its file or sheet names, its columns and the record that a row becomes."""

    name: str
    dutch: tuple[str, ...]
    record: type
    columns: tuple[Column, ...]
    required: bool = False

    @cached_property
    def column_by_header(self) -> Mapping[str, Column]:
        """Columns by every accepted header, in the form that `plain` gives."""
        return {plain(word): c for c in self.columns for word in (c.name, *c.dutch)}

    @cached_property
    def column_by_name(self) -> Mapping[str, Column]:
        """Columns by their canonical name."""
        return {c.name: c for c in self.columns}

    @property
    def has_id(self) -> bool:
        """Whether rows have an id of their own."""
        return self.columns[0].name == "id"


def plain(text: str) -> str:
    """Return a header or file name without case, accents, spaces, dashes and underscores."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9]+", "", bare)


def column(
    name: str,
    kind: Format[Any],
    dutch: str = "",
    *,
    required: bool = False,
    default: object = None,
    target: Target = "record",
) -> Column:
    """Return a `Column`, its Dutch headers given in one text with spaces between."""
    return Column(
        name=name,
        format=kind,
        dutch=tuple(dutch.split()),
        required=required,
        default=default,
        target=target,
    )
