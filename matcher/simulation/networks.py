"""Employers, who knows them, and which mentors know each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from matcher.domain.people import Mentor
from matcher.domain.programme import Acquaintance, Employer, EmployerContact
from matcher.simulation import jobs, names, places, shares
from matcher.simulation.draw import Draw
from matcher.simulation.programme import key
from matcher.simulation.settings import PopulationSettings

IN_OWN_SECTOR = 60
WORKS_THERE = 45
IN_OWN_ORGANISATION = 70
"""Per cent of contacts in the mentor's sector, of first contacts, of acquaintances."""


def employers(settings: PopulationSettings) -> tuple[Employer, ...]:
    """Return the employers, sorted by id."""
    draw = Draw(settings.seed, "employers")
    found = []
    for i in range(settings.employers):
        job = draw.of(jobs.EMPLOYERS)
        found.append(
            Employer(
                id=key("W", i, settings.employers),
                name=names.employer(draw, job.employer),
                sector=draw.one(job.sectors),
                residence=draw.of(places.towns(draw.of(places.PROVINCE))),
                occupations=tuple(draw.some(job.occupations, draw.whole(1, 3))),
                vacancies=draw.of(shares.VACANCIES),
            )
        )
    return tuple(found)


def contacts(
    settings: PopulationSettings, mentors: Sequence[Mentor], known: Sequence[Employer]
) -> tuple[EmployerContact, ...]:
    """Return who knows which employers, about four a mentor, sorted by mentor and employer."""
    draw = Draw(settings.seed, "contacts")
    by_sector: defaultdict[str | None, list[str]] = defaultdict(list)
    for one in known:
        by_sector[one.sector].append(one.id)
    everyone = [one.id for one in known]
    found = []
    for mentor in mentors:
        own = by_sector[next(iter(mentor.sectors), None)] or everyone
        picked: dict[str, str | Decimal] = {}
        for i in range(draw.of(shares.CONTACTS)):
            employer = draw.one(own if draw.chance(IN_OWN_SECTOR) else everyone)
            tie = "works_there" if i == 0 and draw.chance(WORKS_THERE) else draw.of(shares.TIE)
            picked.setdefault(employer, tie)
        found += [
            EmployerContact(mentor=mentor.id, employer=employer, tie=tie)
            for employer, tie in sorted(picked.items())
        ]
    return tuple(found)


def acquaintances(
    settings: PopulationSettings, mentors: Sequence[Mentor]
) -> tuple[Acquaintance, ...]:
    """Return which mentors know each other, mostly of one organisation, each pair once, sorted."""
    draw = Draw(settings.seed, "acquaintances")
    colleagues: defaultdict[str, list[str]] = defaultdict(list)
    for mentor in mentors:
        colleagues[mentor.promotor].append(mentor.id)
    everyone = [mentor.id for mentor in mentors]
    found: dict[tuple[str, str], Decimal] = {}
    for mentor in mentors:
        own = colleagues[mentor.promotor]
        for _ in range(draw.of(shares.ACQUAINTANCES)):
            other = draw.one(own if draw.chance(IN_OWN_ORGANISATION) else everyone)
            tie = draw.of(shares.ACQUAINTANCE_TIE)
            if other != mentor.id:
                first, second = sorted((mentor.id, other))
                found.setdefault((first, second), tie)
    return tuple(
        Acquaintance(mentor=first, other_mentor=second, tie=tie)
        for (first, second), tie in sorted(found.items())
    )
