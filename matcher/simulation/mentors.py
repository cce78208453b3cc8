"""Mentors and the mentor-coaches who follow them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from matcher.domain.people import Coach, Mentor
from matcher.domain.values import Gender, Level
from matcher.simulation import jobs, languages, places, shares
from matcher.simulation.draw import Draw
from matcher.simulation.mentees import slots, spoken
from matcher.simulation.programme import Frame, key
from matcher.simulation.settings import PopulationSettings

LIMITED_COACH = 5
WITHOUT_COACH = {"programme": 10, "flow": 0, "cross": 34}
"""Per cent of mentors, by shape."""


def coaches(settings: PopulationSettings, frame: Frame) -> tuple[Coach, ...]:
    """Return the coaches, dealt out to the promotors in turn, sorted by id."""
    draw = Draw(settings.seed, "coaches")
    caseload = shares.FULL_CASELOAD if settings.shape == "flow" else shares.CASELOAD
    found = []
    for i in range(settings.coaches):
        promotor = frame.promotors[i % settings.promotors].id
        own = [p.id for p in frame.projects if p.promotor == promotor]
        limited = settings.shape == "programme" and i % LIMITED_COACH == 0 and len(own) > 1
        levels = {"nld": Level.C2}
        for other, percent in languages.COACH_LANGUAGES:
            if draw.chance(percent):
                levels[other] = draw.of(languages.WORKING_LEVEL)
        found.append(
            Coach(
                id=key("C", i, settings.coaches),
                promotor=promotor,
                languages=levels,
                caseload=draw.of(caseload),
                projects=(draw.one(own),) if limited else (),
            )
        )
    return tuple(found)


def mentors(
    settings: PopulationSettings, frame: Frame, followers: tuple[Coach, ...]
) -> tuple[Mentor, ...]:
    """Return the mentors, dealt out to the coaches in turn, sorted by id."""
    draw = Draw(settings.seed, "mentors")
    provinces = {lot.id: lot.provinces or places.PROVINCES for lot in frame.lots}
    projects: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for project in frame.projects:
        projects.setdefault(project.promotor, []).append((project.id, provinces[project.lot or ""]))
    return tuple(
        _mentor(
            draw, key("M", i, settings.mentors), settings, followers[i % len(followers)], projects
        )
        for i in range(settings.mentors)
    )


def _mentor(
    draw: Draw,
    identity: str,
    settings: PopulationSettings,
    coach: Coach,
    projects: Mapping[str, list[tuple[str, tuple[str, ...]]]],
) -> Mentor:
    own = projects[coach.promotor]
    project, provinces = draw.one(own)
    job = draw.of(jobs.KNOWN)
    gender = draw.of(shares.MENTOR_GENDER)
    limited = settings.shape == "programme" and len(own) > 1 and draw.chance(12)
    as_of = settings.as_of
    return Mentor(
        id=identity,
        promotor=coach.promotor,
        languages=_languages(draw),
        projects=(project,) if limited else (),
        occupations=tuple(draw.some(job.occupations, draw.whole(1, 2))),
        sectors=(draw.one(job.sectors),) if draw.chance(90) else (),
        residence=None if draw.chance(2) else draw.of(places.towns(draw.one(provinces))),
        capacity=draw.of(shares.CAPACITY),
        coach=None if draw.chance(WITHOUT_COACH[settings.shape]) else coach.id,
        meeting_mode=draw.of(shares.MENTOR_MODE),
        max_travel_km=draw.of(shares.MENTOR_TRAVEL),
        availability=slots(draw, draw.of(shares.MENTOR_SLOTS), daytime=35),
        available_from=as_of + timedelta(days=draw.early(5, 120)) if draw.chance(8) else None,
        available_until=as_of + timedelta(days=draw.whole(90, 420)) if draw.chance(10) else None,
        gender=gender,
        wishes={"mentee_gender": (gender or Gender.FEMALE).value} if draw.chance(3) else {},
        status=draw.of(shares.STATUS),
    )


def _languages(draw: Draw) -> dict[str, Level]:
    origin = draw.of(languages.MENTOR_ORIGIN)
    if origin == "flemish":
        return spoken(draw, languages.FLEMISH, languages.FLEMISH_LEVEL)
    home = draw.of(languages.HOME_SHARES)
    levels = spoken(draw, home)
    if origin == "newcomer":
        levels["nld"] = draw.of(languages.NEWCOMER_DUTCH)
    elif draw.chance(75):
        levels.setdefault(draw.one(languages.WORKING_LANGUAGES), draw.of(languages.WORKING_LEVEL))
    return levels
