"""Facts as words in both languages, for the sentences of rules and criteria."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from babel.dates import format_date

from matcher.domain.sentence import Sentence, listing
from matcher.domain.values import DAYS, MeetingMode

_DAYS = dict(
    zip(
        DAYS,
        (
            Sentence("maandag", "Monday"),
            Sentence("dinsdag", "Tuesday"),
            Sentence("woensdag", "Wednesday"),
            Sentence("donderdag", "Thursday"),
            Sentence("vrijdag", "Friday"),
            Sentence("zaterdag", "Saturday"),
            Sentence("zondag", "Sunday"),
        ),
        strict=True,
    )
)
_PARTS = {
    "am": Sentence("voormiddag", "morning"),
    "pm": Sentence("namiddag", "afternoon"),
    "eve": Sentence("avond", "evening"),
}
_MODES = {
    MeetingMode.IN_PERSON: Sentence("in het echt", "in person"),
    MeetingMode.ONLINE: Sentence("online", "online"),
    MeetingMode.EITHER: Sentence("online of in het echt", "online or in person"),
}


@cache
def date_words(day: date) -> Sentence:
    """Return a date as people write it: "3 maart 2026", "3 March 2026"."""
    return Sentence(
        format_date(day, "d MMMM y", locale="nl"), format_date(day, "d MMMM y", locale="en_GB")
    )


def mode_words(mode: MeetingMode) -> Sentence:
    """Return a meeting mode in words."""
    return _MODES[mode]


def slot_words(slot: str) -> Sentence:
    """Return a weekly slot in words: "maandagavond", "Monday evening"."""
    day, part = slot.split("-")
    return Sentence(_DAYS[day].nl + _PARTS[part].nl, f"{_DAYS[day].en} {_PARTS[part].en}")


def kilometres(km10: int) -> Sentence:
    """Return tenths of kilometres as "12,3 km" and "12.3 km", whole ones as "12 km"."""
    whole, tenth = divmod(km10, 10)
    if not tenth:
        return Sentence(f"{whole} km", f"{whole} km")
    return Sentence(f"{whole},{tenth} km", f"{whole}.{tenth} km")


def counted(n: int, one: Sentence, many: Sentence) -> Sentence:
    """Return a number with what is counted: "1 duo", "2 duo's"."""
    name = one if n == 1 else many
    return Sentence(f"{n} {name.nl}", f"{n} {name.en}")


def lowered(title: Sentence) -> Sentence:
    """Return a title as part of a sentence: its first letter small, its names untouched."""
    return Sentence(title.nl[:1].lower() + title.nl[1:], title.en[:1].lower() + title.en[1:])


def euros(cents: int) -> Sentence:
    """Return euro cents as "€ 1.234,50" and "€1,234.50"."""
    whole, rest = divmod(cents, 100)
    english = f"{whole:,}.{rest:02d}"
    return Sentence("€ " + english.translate(str.maketrans(",.", ".,")), "€" + english)


def names(items: Iterable[str]) -> Sentence:
    """Return ids or proper names as running text."""
    return listing([Sentence(item, item) for item in items])
