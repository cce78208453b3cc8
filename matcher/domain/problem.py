"""A matching problem: people, programme, commitments and rules as of one day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

from matcher.domain.commitments import Exclusion, Match
from matcher.domain.errors import UnknownNameError
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.programme import (
    Acquaintance,
    Call,
    Employer,
    EmployerContact,
    Lot,
    Project,
    Promotor,
)
from matcher.domain.ruleset import RuleSet

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything that rules and criteria may read, each table sorted by id."""

    as_of: date
    rules: RuleSet
    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    coaches: tuple[Coach, ...]
    projects: tuple[Project, ...]
    promotors: tuple[Promotor, ...] = ()
    calls: tuple[Call, ...] = ()
    lots: tuple[Lot, ...] = ()
    employers: tuple[Employer, ...] = ()
    contacts: tuple[EmployerContact, ...] = ()
    acquaintances: tuple[Acquaintance, ...] = ()
    matches: tuple[Match, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    @cached_property
    def mentee_by_id(self) -> dict[str, Mentee]:
        """Mentees by id."""
        return {m.id: m for m in self.mentees}

    @cached_property
    def mentor_by_id(self) -> dict[str, Mentor]:
        """Mentors by id."""
        return {m.id: m for m in self.mentors}

    @cached_property
    def coach_by_id(self) -> dict[str, Coach]:
        """Mentor-coaches by id."""
        return {c.id: c for c in self.coaches}

    @cached_property
    def project_by_id(self) -> dict[str, Project]:
        """Projects by id."""
        return {p.id: p for p in self.projects}

    @cached_property
    def lot_by_id(self) -> dict[str, Lot]:
        """Lots by id."""
        return {lot.id: lot for lot in self.lots}

    @cached_property
    def promotor_by_id(self) -> dict[str, Promotor]:
        """Promotors by id."""
        return {p.id: p for p in self.promotors}

    @cached_property
    def employer_by_id(self) -> dict[str, Employer]:
        """Employers by id."""
        return {e.id: e for e in self.employers}

    @cached_property
    def committed(self) -> tuple[Match, ...]:
        """Duos that run or were accepted: they use capacity."""
        return tuple(m for m in self.matches if m.committed)

    @cached_property
    def in_a_duo(self) -> frozenset[str]:
        """Ids of mentees who are in a committed duo."""
        return frozenset(m.mentee for m in self.committed)

    @cached_property
    def waiting(self) -> tuple[Mentee, ...]:
        """Mentees who can get a proposal: those in no committed duo, sorted by id."""
        return tuple(m for m in self.mentees if m.id not in self.in_a_duo)

    @cached_property
    def _derived(self) -> dict[Callable[[Problem], Any], Any]:
        return {}

    def once(self, make: Callable[[Problem], T]) -> T:
        """Return what ``make`` derives from this problem; derived the first time only, then kept.

        ``make`` reads nothing but the problem. What it returns is shared: nobody may change it.
        """
        known = self._derived
        if make not in known:
            known[make] = make(self)
        found: T = known[make]
        return found

    def of_role(self, role: Literal["mentee", "mentor", "coach", "project"]) -> tuple[Any, ...]:
        """Return the records that can take this role in a match, sorted by id."""
        tables: dict[str, tuple[Any, ...]] = {
            "mentee": self.waiting,
            "mentor": self.mentors,
            "coach": self.coaches,
            "project": self.projects,
        }
        return tables[role]

    def lot_of(self, project: Project) -> Lot:
        """Return the project's lot; without one, the base target group in all of Flanders."""
        if project.lot is None:
            return Lot(id="")
        return self.lot_by_id[project.lot]

    def mentee(self, key: str) -> Mentee:
        """Return the mentee with this id.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        if key not in self.mentee_by_id:
            raise UnknownNameError(
                f"Expected the id of one of {len(self.mentees)} mentees, got {key!r}."
            )
        return self.mentee_by_id[key]

    def mentor(self, key: str) -> Mentor:
        """Return the mentor with this id.

        Raises
        ------
        UnknownNameError
            When there is none.
        """
        if key not in self.mentor_by_id:
            raise UnknownNameError(
                f"Expected the id of one of {len(self.mentors)} mentors, got {key!r}."
            )
        return self.mentor_by_id[key]
