"""Language levels: the six of the CEFR (ERK) and the ways in which intake files write them."""

from __future__ import annotations

import re

from matcher.domain.values import Level
from matcher.vocabulary.tables import plain

_CEFR = re.compile(r"([abc][12])\s?\+?")
_GRADE = re.compile(r"(?:nt2 )?(?:richtgraad|rg) ?(1\.1|1\.2|[1-4])")
_LEVEL_OF_GRADE = {
    "1.1": Level.A1,
    "1.2": Level.A2,
    "1": Level.A2,
    "2": Level.B1,
    "3": Level.B2,
    "4": Level.C1,
}
_MOTHER_TONGUE = {
    "native",
    "native speaker",
    "mother tongue",
    "moedertaal",
    "moedertaalspreker",
    "langue maternelle",
}


def parse_level(text: str) -> Level | None:
    """Read a level, whatever the case; None when the text is none.

    ``A1`` … ``C2``, a plus being dropped (``B1+`` is at least B1); the grades of adult education
    (NT2 richtgraad 1 is A2, with parts 1.1 at A1 and 1.2 at A2; 2 is B1, 3 is B2, 4 is C1:
    PROGRAMME §8); a mother tongue is C2.
    """
    words = plain(text)
    if words in _MOTHER_TONGUE:
        return Level.C2
    if found := _CEFR.fullmatch(words):
        return Level[found[1].upper()]
    if found := _GRADE.fullmatch(words):
        return _LEVEL_OF_GRADE[found[1]]
    return None
