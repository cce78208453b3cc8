"""Mentees, mentors and mentor-coaches: the facts that rules and criteria may read.

Nationality, benefit status, names and addresses are not here: see `private.py`.
None means "not given"; an empty tuple or set likewise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from matcher.domain.values import Answer, Decision, Gender, Level, MeetingMode, MentorStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentee:
    """A non-Dutch-speaking jobseeker with a migration background who seeks a mentor.

    ``languages`` maps ISO 639-3 codes to CEFR levels. ``dutch_skills`` may give Dutch apart for
    ``listening``, ``reading``, ``speaking`` and ``writing``. ``residence`` is a REFNIS code,
    ``target_occupations`` are ISCO-08 codes of 1–4 digits, ``target_sectors`` NACE Rev. 2.1
    sections (a letter) or divisions (two digits). ``wishes`` knows ``mentor_gender``.
    ``promotor`` is the one referred to (None: any), ``project`` the one admitted to (None: any
    that admits). ``priority`` 0 is normal, higher goes first. ``working_on`` is the date on which
    ``working`` was established.
    """

    id: str
    languages: Mapping[str, Level]
    dutch_skills: Mapping[str, Level] = field(default_factory=dict)
    registered_on: date | None = None
    referred_on: date | None = None
    birth_date: date | None = None
    residence: str | None = None
    working: Answer = Answer.UNKNOWN
    working_on: date | None = None
    vdab_guidance: Answer = Answer.UNKNOWN
    migration_background: Answer = Answer.UNKNOWN
    dutch_certificate: Answer = Answer.UNKNOWN
    education: int | None = None
    diploma_in_dutch: Answer = Answer.UNKNOWN
    diploma_recognised: Answer = Answer.UNKNOWN
    target_occupations: tuple[str, ...] = ()
    target_sectors: tuple[str, ...] = ()
    dutch_needed: Level | None = None
    meeting_mode: MeetingMode | None = None
    max_travel_km: Decimal | None = None
    availability: frozenset[str] = frozenset()
    start_from: date | None = None
    wishes: Mapping[str, str] = field(default_factory=dict)
    promotor: str | None = None
    project: str | None = None
    priority: int = 0
    vdab_decision: Decision = Decision.PENDING
    vdab_decided_on: date | None = None
    gender: Gender | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """A volunteer of a promotor who opens a network of employers.

    Codes as with `Mentee`. ``projects`` empty means all of the promotor. ``coach`` is the
    mentor-coach who follows the mentor already. ``wishes`` knows ``mentee_gender``.
    """

    id: str
    promotor: str
    languages: Mapping[str, Level]
    projects: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    residence: str | None = None
    capacity: int = 1
    coach: str | None = None
    meeting_mode: MeetingMode | None = None
    max_travel_km: Decimal | None = None
    availability: frozenset[str] = frozenset()
    available_from: date | None = None
    available_until: date | None = None
    gender: Gender | None = None
    wishes: Mapping[str, str] = field(default_factory=dict)
    status: MentorStatus = MentorStatus.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Coach:
    """A mentor-coach: staff of the promotor who follows mentors and their duos.

    ``caseload`` counts duos at the same time; ``projects`` empty means all of the promotor.
    """

    id: str
    promotor: str
    languages: Mapping[str, Level]
    caseload: int = 30
    projects: tuple[str, ...] = ()
