"""The advice as a page: what one more place or one more mentor would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from matcher.audit import advice_phrases as said
from matcher.audit.advice_gain import Gain, people_of
from matcher.audit.advice_places import Place, Places
from matcher.audit.advice_profile import Profile
from matcher.audit.advice_recruit import Recruits, Row
from matcher.audit.advice_together import Together
from matcher.audit.phrases import POINT
from matcher.audit.text import Language, Page
from matcher.constraints.words import counted, euros, names
from matcher.domain.sentence import Sentence, listing
from matcher.engine.problem.levels import POINTS
from matcher.vocabulary.languages import language_name
from matcher.vocabulary.municipalities import municipality, province_name
from matcher.vocabulary.sectors import sector_name

SHOWN_LANGUAGES = 3
"""Alternative languages that a sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is advised: more places, more mentors, and what is assumed of those mentors.

    ``proven`` says whether the present proposals are proven the best.
    """

    places: Places
    mentors: Recruits
    assumed: tuple[Sentence, ...]
    proven: bool


def advice_page(advice: Advice, language: Language) -> Page:
    """Return the advice in plain words."""
    rows = advice.mentors.rows
    opening = [] if advice.places.rows or rows else [said.NOTHING]
    if not advice.proven:
        opening.append(said.UNPROVEN)
    sections = (
        ("", opening),
        ("places", [place_words(row, n) for n, row in enumerate(advice.places.rows, start=1)]),
        ("more", _more(advice.places)),
        ("places_together", [*map(places_together, advice.places.together)]),
        ("mentors", [row_words(row, n) for n, row in enumerate(rows, start=1)]),
        ("mentors_together", [*map(mentors_together, advice.mentors.together)]),
        ("assumed", list(advice.assumed) if rows else []),
    )
    return Page(
        tuple(
            (said.HEADINGS[key][language] if key else "", tuple(line[language] for line in lines))
            for key, lines in sections
            if lines
        )
    )


def gain_words(gain: Gain) -> Sentence:
    """Return what a change gives, in sentences."""
    found = [*_people(gain), *_points(gain)] or [said.SAME]
    if not gain.exact:
        found.append(said.AT_LEAST)
        if gain.at_most is not None:
            people = counted(people_of(gain.at_most), *said.PERSON)
            points = counted(gain.at_most[POINTS], *POINT)
            found.append(said.AT_MOST.fill(people=people, points=points))
    return _joined(found)


def _people(gain: Gain) -> list[Sentence]:
    people = counted(abs(gain.people), *said.PERSON)
    if gain.people > 0:
        return [said.MORE.fill(people=people)]
    found = [said.FEWER.fill(people=people)] if gain.people < 0 else []
    changed = any(n for name, n in gain.levels.items() if name != POINTS)
    return [*found, said.PRIORITY] if changed and gain.people == 0 else found


def _points(gain: Gain) -> list[Sentence]:
    if not gain.points:
        return []
    template = said.WINS if gain.points > 0 else said.LOSES
    return [template.fill(points=counted(abs(gain.points), *POINT))]


def place_words(place: Place, number: int) -> Sentence:
    """Return what room for one duo more, or several, gives; ``number`` is its place in the list."""
    where = said.WHERE[place.rule].fill(label=place.label)
    template = said.PLACE if place.units == 1 else said.PLACES
    head = [template.fill(number=number, units=place.units, where=where)]
    if place.cents is not None:
        head.append(said.NEEDED.fill(amount=euros(place.cents)))
    return _joined([*head, gain_words(place.gain)])


def _more(places: Places) -> list[Sentence]:
    at = {(row.rule, row.label): n for n, row in enumerate(places.rows, start=1)}
    return [place_words(place, at[place.rule, place.label]) for place in places.more]


def row_words(row: Row, number: int) -> Sentence:
    """Return whom to look for and what they give; ``number`` is the place in the list."""
    profile = row.profiles[0]
    found = [
        said.PROFILE.fill(
            number=number,
            languages=_languages([one.languages for one in row.profiles]),
            place=_place(profile),
            projects=_either(
                names([one]) for one in dict.fromkeys(p.project for p in row.profiles)
            ),
        ),
        said.ANY_SECTOR
        if profile.sector is None
        else said.SECTOR.fill(sector=sector_name(profile.sector)),
        gain_words(row.gain),
    ]
    if row.any_sector is not None:
        found += _any_sector(row.gain, row.any_sector)
    if row.fitting:
        found.append(said.FITTING.fill(people=counted(len(row.fitting), *said.PERSON)))
    return _joined(found)


def _any_sector(gain: Gain, alone: Gain) -> list[Sentence]:
    """Return what a mentor from any sector gives, next to one from the best."""
    if {**gain.levels, POINTS: 0} != {**alone.levels, POINTS: 0} or not (
        gain.exact and alone.exact
    ):
        return [said.OTHER_SECTOR, gain_words(alone)]
    return [said.FEWER_POINTS.fill(points=counted(gain.points - alone.points, *POINT))]


def _languages(alternatives: Sequence[tuple[str, ...]]) -> Sentence:
    """Return the languages of alternatives: any of the first ones, and the others besides."""
    distinct = list(dict.fromkeys(alternatives))
    if len({one[1:] for one in distinct}) > 1:
        return _either(listing(list(map(language_name, one))) for one in distinct)
    first = _either(language_name(one[0]) for one in distinct)
    return listing([first, *map(language_name, distinct[0][1:])])


def _either(items: Iterable[Sentence]) -> Sentence:
    """Return the first of some alternatives as running text."""
    some = list(items)[:SHOWN_LANGUAGES]
    return Sentence(" of ".join(one.nl for one in some), " or ".join(one.en for one in some))


def _place(profile: Profile) -> Sentence:
    town = None if profile.residence is None else municipality(profile.residence)
    if town is None:
        return said.ONLINE
    return said.TOWN.fill(town=town.name, province=province_name(town.province))


def places_together(one: Together) -> Sentence:
    """Return what some places of the list give at once."""
    return _together(one, said.PLACE_NAME)


def mentors_together(one: Together) -> Sentence:
    """Return what some mentors of the list give at once."""
    return _together(one, said.PROFILE_NAME)


def _together(one: Together, template: Sentence) -> Sentence:
    """Return what changes give at once, and whether that is each one's added up."""

    def name(member: int) -> Sentence:
        return template.fill(number=member + 1)

    members = [
        name(member) if times == 1 else said.TIMES.fill(times=times, name=name(member))
        for member, times in sorted(Counter(one.members).items())
    ]
    found = [said.TOGETHER.fill(names=listing(members)), gain_words(one.gain)]
    if one.adds_up:
        found.append(said.ADDS_UP)
    elif one.gain.exact:
        found.append(_difference(one))
    return _joined(found)


def _difference(one: Together) -> Sentence:
    """Return by what it is not the sum of each alone, and why."""
    template, both, apart = said.IN_PEOPLE, one.gain.people, one.people_apart
    if both == apart:
        template, both, apart = said.IN_POINTS, one.gain.points, one.points_apart
    reason = said.SAME_PEOPLE if one.shared else said.SAME_ROOM
    if not one.shared and len(set(one.members)) < len(one.members):
        # of mentors alike nothing tells whether people or places are too few
        reason = said.NO_REASON
    return said.NOT_APART.fill(
        both=template.fill(amount=f"{both:+d}"),
        apart=template.fill(amount=f"{apart:+d}"),
        reason=said.FILL_UP if both > apart else reason,
    )


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    return reduce(add, sentences)
