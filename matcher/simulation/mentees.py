"""Mentees: who they are, what they seek, and to which promotor or project they were referred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from matcher.domain.people import Coach, Mentee
from matcher.domain.values import Answer, Decision, Gender, Level, Subgroup
from matcher.simulation import jobs, languages, places, shares
from matcher.simulation.draw import Draw, Shares
from matcher.simulation.languages import Home
from matcher.simulation.programme import Frame, key
from matcher.simulation.settings import PopulationSettings

HIGHER, SECONDARY, LOWER = 5, 4, 2
ADULT_EDUCATION = 25
LONGEST_WAIT_DAYS = 420


def spoken(
    draw: Draw, home: Home, second: Shares[Level] = languages.SECOND_LEVEL
) -> dict[str, Level]:
    """Return a home language and what someone with it speaks beside it."""
    levels = {home.language: draw.of(languages.HOME_LEVEL)}
    for other, percent in home.others:
        if draw.chance(percent):
            levels[other] = draw.of(second)
    return levels


def mentees(
    settings: PopulationSettings, frame: Frame, coaches: tuple[Coach, ...]
) -> tuple[Mentee, ...]:
    """Return the mentees, sorted by id."""
    draw = Draw(settings.seed, "mentees")
    referral = _Referral(settings, frame, coaches)
    return tuple(
        _mentee(draw, key("E", i, settings.mentees), settings.as_of, referral)
        for i in range(settings.mentees)
    )


def _mentee(draw: Draw, identity: str, as_of: date, referral: _Referral) -> Mentee:
    home = draw.of(languages.HOME_SHARES)
    levels = spoken(draw, home)
    dutch = draw.of(languages.MENTEE_DUTCH)
    if draw.chance(0.8):
        levels, dutch = {}, Level.C1
    if dutch is not None:
        levels["nld"] = dutch
    registered = as_of - timedelta(days=draw.early(0, LONGEST_WAIT_DAYS))
    later = registered + timedelta(days=draw.whole(0, 30))
    referred = later if later <= as_of else registered
    age = draw.whole(*draw.of(shares.AGE))
    born = referred - timedelta(days=age * 365 + age // 4 + draw.whole(20, 340))
    young = age < ADULT_EDUCATION
    education = draw.of(shares.EDUCATION_UNDER_25 if young else shares.EDUCATION)
    job = draw.of(jobs.SOUGHT[education or LOWER])
    province = draw.of(places.PROVINCE)
    residence = draw.of(places.towns("BE10" if draw.chance(1.5) else province))
    gender = draw.of(shares.MENTEE_GENDER)
    decision, decided = draw.of(shares.DECISION), referred + timedelta(days=draw.whole(5, 45))
    if decided > as_of:
        decision = Decision.PENDING
    working = draw.of(shares.WORKING)
    promotor, project = referral.of(draw, province, groups(education, young=young))
    higher = education is not None and education >= HIGHER
    wish = draw.chance(9 if gender is Gender.FEMALE else 2)
    return Mentee(
        id=identity,
        languages=levels,
        registered_on=registered,
        referred_on=referred,
        birth_date=None if draw.chance(2) else born,
        residence=None if draw.chance(2) else residence,
        working=working,
        working_on=referred if working is not Answer.UNKNOWN and draw.chance(60) else None,
        vdab_guidance=draw.of(shares.GUIDANCE),
        migration_background=draw.of(shares.MIGRATION),
        dutch_certificate=draw.of(_certificate(dutch)),
        education=education,
        diploma_in_dutch=draw.of(shares.DIPLOMA_IN_DUTCH) if higher else Answer.UNKNOWN,
        diploma_recognised=draw.of(shares.RECOGNISED) if higher else Answer.UNKNOWN,
        target_occupations=()
        if draw.chance(4)
        else tuple(draw.some(job.occupations, draw.whole(1, 2))),
        target_sectors=(draw.one(job.sectors),) if draw.chance(80) else (),
        dutch_needed=job.dutch if draw.chance(80) else None,
        meeting_mode=draw.of(shares.MENTEE_MODE),
        max_travel_km=draw.of(shares.MENTEE_TRAVEL),
        availability=slots(draw, draw.of(shares.MENTEE_SLOTS), daytime=70),
        start_from=as_of + timedelta(days=draw.early(5, 150)) if draw.chance(12) else None,
        wishes={"mentor_gender": (gender or Gender.FEMALE).value} if wish else {},
        promotor=promotor,
        project=project,
        priority=draw.of(shares.PRIORITY),
        vdab_decision=decision,
        vdab_decided_on=None if decision is Decision.PENDING else decided,
        gender=gender,
    )


def slots(draw: Draw, count: int, *, daytime: float) -> frozenset[str]:
    """Return weekly slots, so many per cent of them on weekdays by day."""
    by_day = sum(draw.chance(daytime) for _ in range(count))
    return frozenset(
        draw.some(shares.DAYTIME, by_day) + draw.some(shares.AFTER_HOURS, count - by_day)
    )


def groups(education: int | None, *, young: bool) -> frozenset[Subgroup]:
    """Return the subgroups that schooling and age point to; Dutch is left to the rules."""
    if education is None:
        return frozenset()
    found = {Subgroup.HOA if education >= HIGHER else Subgroup.LOA}
    if young and education <= LOWER:
        found.add(Subgroup.YOUNG)
    return frozenset(found)


@cache
def _certificate(dutch: Level | None) -> Shares[Answer]:
    if dutch is None or dutch < Level.A2:
        return shares.CERTIFICATE_BELOW_A2
    return shares.CERTIFICATE_A2 if dutch == Level.A2 else shares.CERTIFICATE_ABOVE


class _Referral:
    """Refers mentees to a promotor, and some to one of its projects, by the shape's habits."""

    def __init__(
        self, settings: PopulationSettings, frame: Frame, coaches: tuple[Coach, ...]
    ) -> None:
        self._lots = {lot.id: lot for lot in frame.lots}
        self._projects = frame.projects
        followed = Counter(c.promotor for c in coaches)
        sharing = Counter(p.promotor for p in frame.projects)
        self._weight = {key: 100 * followed[key] // sharing[key] for key in sharing}
        self._by_kind: dict[tuple[str, frozenset[Subgroup]], Shares[tuple[str, str]]] = {}
        # Per shape: how many per cent go to no promotor, to one elsewhere, to one project.
        self._nowhere, self._elsewhere, self._one_project = {
            "programme": (10, 3, 20),
            "flow": (0, 3, 100),
            "cross": (50, 3, 0),
        }[settings.shape]

    def of(
        self, draw: Draw, province: str, member_of: frozenset[Subgroup]
    ) -> tuple[str | None, str | None]:
        if draw.chance(self._nowhere):
            return None, None
        if draw.chance(self._elsewhere):
            province = draw.one(places.PROVINCES)
        promotor, project = draw.of(self._fitting(province, member_of))
        return promotor, project if draw.chance(self._one_project) else None

    def _fitting(self, province: str, member_of: frozenset[Subgroup]) -> Shares[tuple[str, str]]:
        kind = province, member_of
        if kind not in self._by_kind:
            weights: Mapping[tuple[str, str], int] = {
                (p.promotor, p.id): self._weight[p.promotor]
                for p in self._projects
                if self._suits(p.lot or "", province, member_of)
            }
            everywhere = {(p.promotor, p.id): 1 for p in self._projects}
            self._by_kind[kind] = Shares.of(weights or everywhere)
        return self._by_kind[kind]

    def _suits(self, lot: str, province: str, member_of: frozenset[Subgroup]) -> bool:
        provinces, subgroups = self._lots[lot].provinces, self._lots[lot].subgroups
        return (not provinces or province in provinces) and (
            not subgroups or not member_of.isdisjoint(subgroups)
        )
