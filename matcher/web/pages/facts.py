"""The facts of a duo side by side, in words. Gender, age and wishes are not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from matcher.constraints.words import date_words, mode_words, slot_words
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.sentence import Sentence, listing
from matcher.domain.values import SLOTS, Level, MeetingMode
from matcher.vocabulary.languages import language_name
from matcher.vocabulary.municipalities import residence_name
from matcher.vocabulary.occupations import occupation_name
from matcher.vocabulary.sectors import sector_name
from matcher.web.words import SENTENCES

NOT_GIVEN = SENTENCES["not_given"]
Row = tuple[Sentence, tuple[Sentence | None, ...]]


def facts(mentee: Mentee, mentor: Mentor, coach: Coach) -> tuple[Row, ...]:
    """Return per fact its name and what mentee, mentor and coach gave; None where it is not asked."""
    return (
        _row("languages", *(_languages(one.languages) for one in (mentee, mentor, coach))),
        _row("residence", _place(mentee.residence), _place(mentor.residence)),
        _row(
            "target",
            _apart(map(occupation_name, mentee.target_occupations)),
            _apart(map(occupation_name, mentor.occupations)),
        ),
        _row(
            "sectors",
            _apart(map(sector_name, mentee.target_sectors)),
            _apart(map(sector_name, mentor.sectors)),
        ),
        _row("meeting", _mode(mentee.meeting_mode), _mode(mentor.meeting_mode)),
        _row("travel", _travel(mentee.max_travel_km), _travel(mentor.max_travel_km)),
        _row("availability", _slots(mentee.availability), _slots(mentor.availability)),
        _row("start", _day(mentee.start_from), _day(mentor.available_from)),
        _row("registered", _day(mentee.registered_on), None),
    )


def _row(key: str, *cells: Sentence | None) -> Row:
    return SENTENCES[key], (*cells, *[None] * (3 - len(cells)))


def _several(items: Iterable[Sentence]) -> Sentence:
    found = list(items)
    return listing(found) if found else NOT_GIVEN


def _apart(items: Iterable[Sentence]) -> Sentence:
    """Return names that may hold commas and "and" themselves."""
    found = list(items)
    if not found:
        return NOT_GIVEN
    return Sentence("; ".join(one.nl for one in found), "; ".join(one.en for one in found))


def _languages(given: Mapping[str, Level]) -> Sentence:
    strongest = sorted(given.items(), key=lambda item: (-item[1], item[0]))
    return _several(
        language_name(code) + Sentence(level.name, level.name) for code, level in strongest
    )


def _place(refnis: str | None) -> Sentence:
    if refnis is None:
        return NOT_GIVEN
    name = residence_name(refnis)
    return Sentence(name, name)


def _mode(mode: MeetingMode | None) -> Sentence:
    return NOT_GIVEN if mode is None else mode_words(mode)


def _travel(limit: Decimal | None) -> Sentence:
    if limit is None:
        return NOT_GIVEN
    text = format(limit, "f")
    return SENTENCES["kilometres"].fill(km=Sentence(text.replace(".", ","), text))


def _slots(given: frozenset[str]) -> Sentence:
    return _several(slot_words(slot) for slot in SLOTS if slot in given)


def _day(day: date | None) -> Sentence:
    return NOT_GIVEN if day is None else date_words(day)
