"""How often things happen in a programme's year, and how they go; the shares are invented."""

from __future__ import annotations

from matcher.domain.values import Decision
from matcher.simulation.draw import Shares
from matcher.stream.events import Ground, Limit, Party, Reason

DAYS = 365
MEETING = 1
"""The weekday of the meeting: Tuesday."""
PROPOSED_A_WEEK = 6
"""Proposals per thousand people who wait."""

PER_THOUSAND = {
    "_arrive": 220,
    "_withdraw": 110,
    "_change_mentee": 80,
    "_exclude": 30,
    "_join": 55,
    "_pause": 60,
    "_resume": 25,
    "_leave": 40,
    "_change_mentor": 55,
    "_limit": 50,
}
"""What happens in a year, per thousand mentees (mentors count as people here too)."""

ANSWER = Shares.of({"yes": 62, "no": 30, "": 8})
BY = Shares.of({Party.MENTEE: 45, Party.MENTOR: 35, Party.COACH: 10, Party.PROMOTOR: 10})
DECLINED = Shares.of(
    {
        Reason.NO_CLICK: 30,
        Reason.NO_TIME: 25,
        Reason.LANGUAGE: 15,
        Reason.NO_SHOW: 15,
        Reason.MOVED: 5,
        Reason.ILLNESS_OR_FAMILY: 10,
    }
)
STOPPED = Shares.of(
    {
        Reason.WORK_FOUND: 30,
        Reason.NO_CLICK: 20,
        Reason.NO_TIME: 15,
        Reason.TRAINING: 15,
        Reason.NO_SHOW: 10,
        Reason.ILLNESS_OR_FAMILY: 8,
        Reason.CODE_OF_CONDUCT: 2,
    }
)
WITHDRAWN = Shares.of(
    {
        Reason.WORK_FOUND: 40,
        Reason.OTHER_TRAJECTORY: 20,
        Reason.TRAINING: 15,
        Reason.MOVED: 10,
        Reason.NO_TIME: 8,
        Reason.ILLNESS_OR_FAMILY: 7,
    }
)
APPROVED = Shares.of({Decision.APPROVED: 92, Decision.REFUSED: 8})
GROUNDS = Shares.of(
    {Ground.FAMILY: 40, Ground.SAME_EMPLOYER: 25, Ground.STATED_WISH: 25, Ground.BY_HAND: 10}
)
DECIDES_SOON = 50
"""Per cent of decisions pending at the start that VDAB takes within the year."""
COMPLETES = 70
FINDS_WORK = 60
"""Per cent of duos that are completed, and of those that end in work."""
TRAJECTORY_DAYS = 182

STEP: dict[Limit, tuple[str, str, int]] = {
    Limit.MENTOR: ("mentors", "capacity", 1),
    Limit.COACH: ("coaches", "caseload", 2),
    Limit.PROJECT: ("projects", "places", 2),
    Limit.PROJECT_TOTAL: ("projects", "places_total", 3),
    Limit.PROMOTOR: ("promotors", "capacity", 3),
    Limit.BUDGET: ("projects", "budget_eur", 4000),
}
"""The table and field of each limit, and by how much it changes at a time."""
