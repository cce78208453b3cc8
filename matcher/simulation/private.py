"""Invented contact details, and the special categories that serve reports only.

Addresses are of ``example.org`` and telephone numbers lie in a block that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.private import Contact, SpecialCategories
from matcher.simulation import languages, names, shares
from matcher.simulation.draw import Draw
from matcher.simulation.settings import PopulationSettings


def contact_details(
    settings: PopulationSettings,
    mentees: Iterable[Mentee],
    mentors: Iterable[Mentor],
    coaches: Iterable[Coach],
) -> tuple[Contact, ...]:
    """Return a name, address and number for everybody, sorted by table and id."""
    draw = Draw(settings.seed, "contact details")
    return tuple(
        _contact(draw, table, one)
        for table, people in (("coaches", coaches), ("mentees", mentees), ("mentors", mentors))
        for one in people
    )


def special_categories(
    settings: PopulationSettings, mentees: Iterable[Mentee]
) -> tuple[SpecialCategories, ...]:
    """Return nationality and benefit entitlement of each mentee, sorted by id."""
    draw = Draw(settings.seed, "special categories")
    return tuple(
        SpecialCategories(
            mentee=mentee.id,
            nationality=draw.one(_home(next(iter(mentee.languages))).nationalities),
            benefits=draw.of(shares.BENEFITS),
        )
        for mentee in mentees
    )


@cache
def _home(language: str) -> languages.Home:
    return languages.BY_LANGUAGE.get(language, languages.FLEMISH)


def _contact(draw: Draw, table: str, one: Mentee | Mentor | Coach) -> Contact:
    gender = None if isinstance(one, Coach) else one.gender
    first, last = names.person(draw, _home(next(iter(one.languages))).names, gender)
    return Contact(
        table=table,
        id=one.id,
        name=f"{first} {last}",
        email=f"{first}.{last}.{one.id}@example.org".lower(),
        phone=f"0470 00 00 {draw.whole(0, 99):02}",
    )
