"""What can happen in a programme, one record a kind (PROGRAMME §3, §5).

Every event has an ``id`` of its own and the programme day ``at`` on which it counts. Days are
whole: a day's events count together at the end of that day, as an intake's as-of day does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from matcher.domain.people import Mentee, Mentor
from matcher.domain.private import Contact, SpecialCategories
from matcher.domain.values import Decision


class Reason(StrEnum):
    """Why someone stops, withdraws or declines (PROGRAMME §5)."""

    WORK_FOUND = "work_found"
    TRAINING = "training"
    NO_TIME = "no_time"
    NO_SHOW = "no_show"
    NO_CLICK = "no_click"
    LANGUAGE = "language"
    ILLNESS_OR_FAMILY = "illness_or_family"
    MOVED = "moved"
    OTHER_TRAJECTORY = "other_trajectory"
    CODE_OF_CONDUCT = "code_of_conduct"


class Ground(StrEnum):
    """Why two people must not be matched (PROGRAMME §3.10)."""

    FAMILY = "family"
    SAME_EMPLOYER = "same_employer"
    STATED_WISH = "stated_wish"
    BY_HAND = "by_hand"


class Party(StrEnum):
    """Who declines a proposal."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    COACH = "coach"
    PROMOTOR = "promotor"
    VDAB = "vdab"


class Ending(StrEnum):
    """How a duo ends."""

    COMPLETED = "completed"
    STOPPED = "stopped"


class Limit(StrEnum):
    """Which limit changes: duos at the same time, or over a project's life, or its budget."""

    MENTOR = "mentor"
    COACH = "coach"
    PROJECT = "project"
    PROJECT_TOTAL = "project_total"
    PROMOTOR = "promotor"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event has; ``kind`` is its name in a file."""

    kind: ClassVar[str]
    id: str
    at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MenteeArrived(Event):
    """A mentee joins the waiting list. How to reach them and what reports need stay apart."""

    kind: ClassVar[str] = "mentee_arrived"
    mentee: Mentee
    contact: Contact | None = field(default=None, repr=False)
    special: SpecialCategories | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenteeWithdrawn(Event):
    """A mentee leaves the programme."""

    kind: ClassVar[str] = "mentee_withdrawn"
    mentee: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MenteeChanged(Event):
    """Facts of a mentee change: values by name of the field."""

    kind: ClassVar[str] = "mentee_changed"
    mentee: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class VdabDecided(Event):
    """VDAB decides on a mentee: approved or refused, never pending."""

    kind: ClassVar[str] = "vdab_decided"
    mentee: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorJoined(Event):
    """A mentor joins, with the ties to employers and to other mentors, by id."""

    kind: ClassVar[str] = "mentor_joined"
    mentor: Mentor
    employers: Mapping[str, str | Decimal] = field(default_factory=dict)
    acquaintances: Mapping[str, Decimal] = field(default_factory=dict)
    contact: Contact | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorPaused(Event):
    """A mentor takes no new duos from ``begins`` (None: at once) to ``until`` (None: open), both included."""

    kind: ClassVar[str] = "mentor_paused"
    mentor: str
    begins: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorResumed(Event):
    """A mentor takes part again."""

    kind: ClassVar[str] = "mentor_resumed"
    mentor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorLeft(Event):
    """A mentor leaves the programme."""

    kind: ClassVar[str] = "mentor_left"
    mentor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorChanged(Event):
    """Facts of a mentor change: values by name of the field."""

    kind: ClassVar[str] = "mentor_changed"
    mentor: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityChanged(Event):
    """The limit of one mentor, coach, project or promotor changes; None: no limit."""

    kind: ClassVar[str] = "capacity_changed"
    limit: Limit
    of: str
    value: int | Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalMade(Event):
    """A proposal is shown to people; ``match`` is its id from now on."""

    kind: ClassVar[str] = "proposal_made"
    match: str
    mentee: str
    mentor: str
    coach: str
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAccepted(Event):
    """Mentor and mentee agree: the duo is locked and uses capacity."""

    kind: ClassVar[str] = "proposal_accepted"
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDeclined(Event):
    """Someone declines, up to the start of the duo: the two are not proposed again."""

    kind: ClassVar[str] = "proposal_declined"
    match: str
    by: Party
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DuoStarted(Event):
    """An agreed duo begins."""

    kind: ClassVar[str] = "duo_started"
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuoEnded(Event):
    """A running duo ends; ``reason`` is given where it was stopped, and only there."""

    kind: ClassVar[str] = "duo_ended"
    match: str
    ending: Ending
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionAdded(Event):
    """Two people must not be matched."""

    kind: ClassVar[str] = "exclusion_added"
    mentee: str
    mentor: str
    reason: Ground


KINDS: Mapping[str, type[Event]] = MappingProxyType(
    {
        each.kind: each
        for each in (
            MenteeArrived,
            MenteeWithdrawn,
            MenteeChanged,
            VdabDecided,
            MentorJoined,
            MentorPaused,
            MentorResumed,
            MentorLeft,
            MentorChanged,
            CapacityChanged,
            ProposalMade,
            ProposalAccepted,
            ProposalDeclined,
            DuoStarted,
            DuoEnded,
            ExclusionAdded,
        )
    }
)
"""Every kind of event by its name in a file."""
