"""Occupations: the ISCO-08 tree of 10 majors, 43 sub-majors, 130 minors and 436 unit groups."""

from __future__ import annotations

from functools import cache
from itertools import takewhile

from matcher.domain.errors import UnknownNameError
from matcher.domain.sentence import Sentence
from matcher.vocabulary.tables import read_table

_NAMED_DIGITS = 3


@cache
def _names() -> dict[str, Sentence]:
    return {row["code"]: Sentence(row["nl"], row["en"]) for row in read_table("occupations")}


@cache
def _units() -> frozenset[str]:
    return frozenset(unit for row in read_table("occupations") for unit in row["units"].split())


def occupation_codes() -> tuple[str, ...]:
    """Return every ISCO-08 code of one to four digits, sorted as text."""
    return tuple(sorted(_names().keys() | _units()))


def is_occupation(code: str) -> bool:
    """Tell whether this is an ISCO-08 code of one to four digits, leading zeros included."""
    return code in _names() or code in _units()


def occupation_name(code: str) -> Sentence:
    """Return the name of an occupation; a unit group (four digits) bears that of its minor group.

    Raises
    ------
    UnknownNameError
        When the code is not in ISCO-08.
    """
    if not is_occupation(code):
        raise UnknownNameError(f"Expected an ISCO-08 code of 1 to 4 digits, got {code!r}.")
    return _names()[code[:_NAMED_DIGITS]]


def shared_digits(a: str, b: str) -> int:
    """Return how many leading digits two codes have in common, 0 to 4.

    The count is bounded by the shorter code: ``52`` and ``5223`` share two digits.
    """
    same = takewhile(lambda digits: digits[0] == digits[1], zip(a, b, strict=False))
    return sum(1 for _ in same)
