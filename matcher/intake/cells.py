"""Cell formats and the simplest of them: text, ids, numbers, dates.

A `Format` reads one cell's text into a value and writes it back. Reading raises `CellError`.
Texts arrive stripped and not empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Generic, TypeVar

from matcher.domain.sentence import Sentence

T = TypeVar("T")

CACHED_CELLS = 65_536
"""How many distinct cell texts each format remembers."""

LARGEST_COUNT = 1_000_000_000
LARGEST_AMOUNT = Decimal(1_000_000_000_000)

FORMULA = Sentence(
    "een waarde, geen formule (bewaar het blad met de berekende waarden)",
    "a value, not a formula (save the sheet with the calculated values)",
)
SPREADSHEET_ERROR = Sentence(
    "een waarde, geen foutmelding van het rekenblad", "a value, not a spreadsheet error"
)
NO_NUMBER = Sentence("een gegeven, niet NaN of oneindig", "a fact, not NaN or infinity")
ONE_LINE = Sentence("tekst zonder stuurtekens", "text without control characters")

_FORMULA = re.compile(r"=|[+\-@]\s*[^\W\d_]|[+\-@]\s*[(@=]")
_SPREADSHEET_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE
)
_NO_NUMBER = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)


class CellError(Exception):
    """A cell that cannot be read: what was expected and, if close, a value that would do."""

    def __init__(self, expected: Sentence, suggestion: str | None = None) -> None:
        super().__init__(expected.en)
        self.expected = expected
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """How one kind of cell is read and written.

    ``expected`` says in words what the cell holds; it is the text of the documentation and of
    errors alike.
    """

    expected: Sentence
    parse: Callable[[str], T]
    write: Callable[[T], str]


def refuse_artefacts(text: str) -> None:
    """Refuse what a spreadsheet leaves in place of a value: formulas and error marks.

    Raises
    ------
    CellError
        When the text is one.
    """
    first = text[0]
    if first in "=+-@" and _FORMULA.match(text):
        raise CellError(FORMULA)
    if first == "#" and _SPREADSHEET_ERROR.match(text):
        raise CellError(SPREADSHEET_ERROR)


def explain_artefacts(text: str) -> None:
    """Like `refuse_artefacts`, and NaN and infinities too: for formats that failed on a text."""
    refuse_artefacts(text)
    if _NO_NUMBER.fullmatch(text):
        raise CellError(NO_NUMBER)


def closest(text: str, known: list[str]) -> str | None:
    """Return the known word nearest to the text, or None when none is near."""
    found = get_close_matches(text.casefold(), known, n=1, cutoff=0.6)
    return found[0] if found else None


def cached(parse: Callable[[str], T]) -> Callable[[str], T]:
    """Remember a format's answers: most columns repeat a few texts many times."""
    return lru_cache(maxsize=CACHED_CELLS)(parse)


def as_is(value: str) -> str:
    """Write a text as it is."""
    return value


# --- text -----------------------------------------------------------------------------------


def _free_text(text: str) -> str:
    refuse_artefacts(text)
    return text


def _identifier(text: str) -> str:
    if text[0] in "=+-@#nNiI":
        explain_artefacts(text)
    if not text.isprintable() and any(unicodedata.category(c) == "Cc" for c in text):
        raise CellError(ONE_LINE)
    return text


TEXT = Format(Sentence("vrije tekst", "free text"), _free_text, as_is)
IDENTIFIER = Format(Sentence("een niet-lege id", "a non-empty id"), _identifier, as_is)


# --- numbers --------------------------------------------------------------------------------

_COUNT = Sentence("een geheel getal vanaf 0", "a whole number, 0 or more")
_AMOUNT = Sentence(
    "een bedrag in euro vanaf 0 met hoogstens twee decimalen",
    "an amount in euros, 0 or more, with at most two decimals",
)
_MEASURE = Sentence("een getal vanaf 0", "a number, 0 or more")
_TIE = Sentence("een getal van 0 tot 1", "a number from 0 to 1")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{0,15})?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([.\s'])\d{3})+(?:[.,]\d{1,2})?")
_CENTS = 2
_THOUSANDS = 3


def _decimal(text: str, expected: Sentence) -> Decimal:
    if not _NUMBER.fullmatch(text):
        explain_artefacts(text)
        raise CellError(expected, _ungrouped(text))
    number = Decimal(text.replace(",", "."))
    if number < 0:
        raise CellError(expected)
    return abs(number)


def _ungrouped(text: str) -> str | None:
    bare = text.removeprefix("€").removesuffix("€").strip()
    found = _GROUPED.fullmatch(bare)
    if found:
        whole, mark, cents = bare, "", ""
        if bare[-3:-2] in {".", ","}:
            whole, mark, cents = bare[:-3], ".", bare[-2:]
        return re.sub(r"[.\s']", "", whole) + mark + cents
    return bare if bare != text and _NUMBER.fullmatch(bare) else None


def _unambiguous(text: str, expected: Sentence) -> tuple[Decimal, int]:
    """Return a number and how many decimals it is written with."""
    number = _decimal(text, expected)
    decimals = -int(number.as_tuple().exponent)
    if decimals == _THOUSANDS:
        # "1.500" may be a thousand and a half or one and a half: nobody but the sender knows.
        raise CellError(expected, re.sub(r"[.,]", "", text))
    return number, decimals


def _count(text: str) -> int:
    number, _ = _unambiguous(text, _COUNT)
    if number != number.to_integral_value() or number > LARGEST_COUNT:
        raise CellError(_COUNT)
    return int(number)


def _amount(text: str) -> Decimal:
    number, decimals = _unambiguous(text, _AMOUNT)
    if decimals > _CENTS or number > LARGEST_AMOUNT:
        raise CellError(_AMOUNT)
    return number


def _measure(text: str) -> Decimal:
    return _decimal(text, _MEASURE)


def _tie(text: str) -> Decimal:
    number = _decimal(text, _TIE)
    if number > 1:
        raise CellError(_TIE)
    return number


def write_decimal(value: Decimal) -> str:
    """Write a decimal without exponent."""
    return format(value, "f")


COUNT = Format(_COUNT, cached(_count), str)
AMOUNT = Format(_AMOUNT, cached(_amount), write_decimal)
MEASURE = Format(_MEASURE, cached(_measure), write_decimal)
TIE = Format(_TIE, cached(_tie), write_decimal)

# --- dates ----------------------------------------------------------------------------------

_DATE = Sentence(
    "een datum als 2026-12-31 of 31/12/2026", "a date such as 2026-12-31 or 31/12/2026"
)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?", re.ASCII
)
_BELGIAN = re.compile(r"(\d{1,2})([/\-.])(\d{1,2})\2(\d{4})", re.ASCII)
_EARLIEST_YEAR = 1900


def _date(text: str) -> date:
    if found := _ISO.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _BELGIAN.fullmatch(text):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
    else:
        explain_artefacts(text)
        raise CellError(_DATE)
    try:
        value = date(year, month, day)
    except ValueError:
        swapped = f"{year:04}-{day:02}-{month:02}" if day <= 12 < month <= 31 else None  # noqa: PLR2004 – months and days
        raise CellError(_DATE, swapped) from None
    if year < _EARLIEST_YEAR:
        raise CellError(_DATE)
    return value


DATE = Format(_DATE, cached(_date), date.isoformat)
