"""Calls, lots, projects, promotors and employers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from matcher.domain.values import Subgroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call (oproep): a total budget with lots under it."""

    id: str
    name: str | None = None
    budget_eur: Decimal | None = None
    opened_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part (perceel) of a call. Empty provinces: all of Flanders; empty subgroups: base target group."""

    id: str
    call: str | None = None
    provinces: tuple[str, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A promotor's project for a lot.

    ``end`` is the last day, inclusive; ``extended_until`` replaces it when given. ``places``
    counts duos at the same time, ``places_total`` and ``budget_eur`` hold over the project's
    life. None: no limit.
    """

    id: str
    promotor: str
    lot: str | None = None
    start: date | None = None
    end: date | None = None
    extended_until: date | None = None
    places: int | None = None
    places_total: int | None = None
    budget_eur: Decimal | None = None
    cost_per_mentee_eur: Decimal | None = None

    @property
    def last_day(self) -> date | None:
        """The last day of the project, extension included."""
        return self.extended_until or self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotor:
    """An organisation that runs projects. ``capacity``: duos at the same time, None: no limit."""

    id: str
    name: str | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """An employer whom mentors know. ``sector`` NACE, ``occupations`` ISCO-08 that they hire."""

    id: str
    name: str | None = None
    sector: str | None = None
    residence: str | None = None
    occupations: tuple[str, ...] = ()
    vacancies: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerContact:
    """A mentor's tie with an employer: a named kind or a strength from 0 to 1."""

    mentor: str
    employer: str
    tie: str | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """Two mentors who know each other, with a strength from 0 to 1; holds both ways."""

    mentor: str
    other_mentor: str
    tie: Decimal
