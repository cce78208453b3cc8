"""Cells that hold several items: lists of codes and ``key:value`` lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from matcher.domain.sentence import Sentence
from matcher.intake.cells import IDENTIFIER, CellError, Format, T, cached

_SEPARATORS = re.compile(r"[;|\n\r]+")
TAGGED = re.compile(r"([^\s:=()]+)\s*(?:[:=]\s*|\s|\()\s*\(?([^()]+?)\s*\)?")
"""One ``key:value`` item, also written ``key value`` or ``key (value)``."""


def split(text: str) -> list[str]:
    """Return the items of a list cell: between ``;``, ``|`` or line ends, blanks left out."""
    return [item for part in _SEPARATORS.split(text) if (item := part.strip())]


def join(items: list[str]) -> str:
    """Write items as a list cell."""
    return "; ".join(items)


def list_of(item: Format[str], noun: Sentence) -> Format[tuple[str, ...]]:
    """Return a format for lists of one kind of code; order kept, repetitions once."""
    expected = Sentence(f"{noun.nl}, gescheiden door ';'", f"{noun.en}, separated by ';'")

    def parse(text: str) -> tuple[str, ...]:
        values: dict[str, None] = {}
        for part in split(text):
            try:
                values[item.parse(part)] = None
            except CellError as error:
                hint = error.suggestion
                if hint is None and "," in text:
                    hint = join([p.strip() for p in text.replace(",", ";").split(";") if p.strip()])
                raise CellError(expected, hint) from None
        return tuple(values)

    return Format(expected, cached(parse), lambda value: join([item.write(v) for v in value]))


def mapping_of(
    expected: Sentence,
    pair: Callable[[str], tuple[str, T]],
    write: Callable[[T], str],
) -> Format[Mapping[str, T]]:
    """Return a format for ``key:value`` lists; the same key with two values is an error."""

    def parse(text: str) -> Mapping[str, T]:
        values: dict[str, T] = {}
        for part in split(text):
            key, value = pair(part)
            if values.setdefault(key, value) != value:
                twice = Sentence(
                    f"{expected.nl}, elk één keer ('{key}' staat er twee keer)",
                    f"{expected.en}, each once ('{key}' is there twice)",
                )
                raise CellError(twice)
        return values

    return Format(
        expected,
        cached(parse),
        lambda value: join([f"{key}:{write(item)}" for key, item in value.items()]),
    )


IDENTIFIERS = list_of(IDENTIFIER, Sentence("id's", "ids"))
