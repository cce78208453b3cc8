"""Sectors: the 22 sections (A to V) and 87 divisions (two digits) of NACE Rev. 2.1."""

from __future__ import annotations

import re
from functools import cache

from matcher.domain.errors import UnknownNameError
from matcher.domain.sentence import Sentence
from matcher.vocabulary.tables import read_table

_WRITTEN = re.compile(r"([A-V])?(?:([0-9]{2})(?:\.?[0-9](?:[0-9](?:\.?[0-9]{1,3})?)?)?)?")


@cache
def _sectors() -> dict[str, tuple[str, Sentence]]:
    return {
        row["code"]: (row["section"], Sentence(row["nl"], row["en"]))
        for row in read_table("sectors")
    }


def sector_codes() -> tuple[str, ...]:
    """Return every section and division, sorted as text (divisions first)."""
    return tuple(sorted(_sectors()))


def is_sector(code: str) -> bool:
    """Tell whether this is a section (a capital) or a division (two digits)."""
    return code in _sectors()


def section_of(code: str) -> str:
    """Return the section of a division, or the section itself.

    Raises
    ------
    UnknownNameError
        When the code is neither.
    """
    return _sector(code)[0]


def sector_name(code: str) -> Sentence:
    """Return the name of a section or division.

    Raises
    ------
    UnknownNameError
        When the code is neither.
    """
    return _sector(code)[1]


def parse_sector(text: str) -> str | None:
    """Return the section or division that a NACE code stands for; None when it is none.

    Deeper codes are brought back to their division, with or without dots and section letter:
    ``46.3``, ``4631``, ``G46.31`` and ``46.31.001`` are ``46``. A letter must be the division's
    own section. The digits after the division are not checked: national ones differ.
    """
    found = _WRITTEN.fullmatch("".join(text.split()).upper())
    if found is None:
        return None
    section, division = found[1], found[2]
    code = division or section
    if code is None or not is_sector(code) or section not in {None, section_of(code)}:
        return None
    return code


def _sector(code: str) -> tuple[str, Sentence]:
    if code not in _sectors():
        raise UnknownNameError(
            f"Expected a NACE Rev. 2.1 section A to V or division of two digits, got {code!r}."
        )
    return _sectors()[code]
