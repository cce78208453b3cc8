"""Cell formats for slots, wishes and ties."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from matcher.domain.sentence import Sentence
from matcher.domain.values import SLOTS, Gender
from matcher.intake.cells import (
    TIE,
    CellError,
    Format,
    as_is,
    cached,
    explain_artefacts,
    write_decimal,
)
from matcher.intake.choices import GENDER, words
from matcher.intake.lists import TAGGED, join, list_of, mapping_of

_DAY_WORDS = {
    "mon": ("ma", "maandag", "monday"),
    "tue": ("di", "dinsdag", "tuesday"),
    "wed": ("wo", "woensdag", "wednesday"),
    "thu": ("do", "donderdag", "thursday"),
    "fri": ("vr", "vrijdag", "friday"),
    "sat": ("za", "zaterdag", "saturday"),
    "sun": ("zo", "zondag", "sunday"),
}
_PART_WORDS = {
    "am": ("vm", "voormiddag", "morning"),
    "pm": ("nm", "namiddag", "afternoon"),
    "eve": ("av", "avond", "evening"),
}
_SLOT_WORDS = {
    f"{day_word}_{part_word}": f"{day}-{part}"
    for day, day_words in _DAY_WORDS.items()
    for part, part_words in _PART_WORDS.items()
    for day_word in (day, *day_words)
    for part_word in (part, *part_words)
}
_SLOT_LIST = list_of(
    words(_SLOT_WORDS, ["mon-am … sun-eve"], as_is),
    Sentence("dagdelen zoals 'mon-am; tue-eve'", "slots such as 'mon-am; tue-eve'"),
)
_TIE = Sentence(
    "works_there, worked_there, knows_someone of een getal van 0 tot 1",
    "works_there, worked_there, knows_someone or a number from 0 to 1",
)
_TIE_WORDS = words(
    {
        **{word: word for word in ("works_there", "worked_there", "knows_someone")},
        **dict.fromkeys(("werkt_er", "werkt_daar"), "works_there"),
        **dict.fromkeys(("werkte_er", "werkte_daar"), "worked_there"),
        **dict.fromkeys(("kent_iemand",), "knows_someone"),
    },
    ["works_there", "worked_there", "knows_someone"],
    as_is,
)

AVAILABILITY: Format[frozenset[str]] = Format(
    _SLOT_LIST.expected,
    cached(lambda text: frozenset(_SLOT_LIST.parse(text))),
    lambda value: join([slot for slot in SLOTS if slot in value]),
)


def _employer_tie(text: str) -> str | Decimal:
    if text[0].isdigit() or text[0] == "-":
        try:
            return TIE.parse(text)
        except CellError:
            raise CellError(_TIE) from None
    try:
        return _TIE_WORDS.parse(text)
    except CellError as error:
        explain_artefacts(text)
        raise CellError(_TIE, error.suggestion) from None


EMPLOYER_TIE: Format[str | Decimal] = Format(
    _TIE,
    cached(_employer_tie),
    lambda value: value if isinstance(value, str) else write_decimal(value),
)


def wishes(key: str, dutch: str) -> Format[Mapping[str, str]]:
    """Return the format of a wishes cell that knows one wish, about a gender."""
    expected = Sentence(
        f"een wens zoals '{key}:f' (f, m of x)", f"a wish such as '{key}:f' (f, m or x)"
    )
    names = (key, *dutch.split())

    def pair(text: str) -> tuple[str, str]:
        found = TAGGED.fullmatch(text)
        if found is None:
            explain_artefacts(text)
            raise CellError(expected)
        try:
            gender = GENDER.parse(found[2])
        except CellError:
            raise CellError(expected, None) from None
        if found[1].casefold().replace("-", "_") not in names:
            raise CellError(expected, f"{key}:{gender.value}")
        return key, Gender(gender).value

    return mapping_of(expected, pair, as_is)
