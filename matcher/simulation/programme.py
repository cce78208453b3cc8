"""Calls, lots, promotors and projects, and afterwards the limits of promotors and projects."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from matcher.constraints.capacities.mentor_capacity import MentorCapacity
from matcher.domain.problem import Problem
from matcher.domain.programme import Call, Lot, Project, Promotor
from matcher.domain.values import MatchStatus, MentorStatus, Subgroup
from matcher.simulation import names
from matcher.simulation.settings import PopulationSettings

HOA, LOA, YOUNG = Subgroup


@dataclass(frozen=True, slots=True)
class Plan:
    """A lot and how a project for it goes.

    Months are counted from the as-of day back to the start (``begun``), from there to the end
    (``months``) and on to the end of an extension (``extra``). ``bound`` is the limit that the
    project has, with room for ``room`` per cent of the promotor's free mentor places.
    """

    provinces: tuple[str, ...]
    subgroups: tuple[Subgroup, ...]
    begun: int
    months: int
    extra: int
    bound: Literal["places", "places_total", "budget_eur", ""]
    room: int


PLANS = (
    Plan(("BE21",), (), 16, 36, 0, "places", 60),
    Plan(("BE21",), (HOA,), 10, 24, 0, "budget_eur", 15),
    Plan(("BE23",), (), 20, 36, 0, "places_total", 70),
    Plan(("BE23", "BE25"), (LOA,), 10, 36, 0, "places", 75),
    Plan(("BE25",), (), 22, 24, 0, "", 0),
    Plan(("BE24",), (), 28, 24, 12, "budget_eur", 40),
    Plan((), (HOA,), 4, 24, 0, "", 0),
    Plan(("BE24", "BE22"), (LOA,), 20, 24, 0, "places", 85),
    Plan(("BE22",), (), 13, 30, 0, "places_total", 70),
    Plan(("BE21", "BE25"), (YOUNG,), 7, 24, 0, "", 0),
    Plan(("BE25",), (), 3, 36, 0, "places", 75),
    Plan(("BE21", "BE23"), (LOA, YOUNG), 9, 24, 0, "budget_eur", 40),
)
"""Taken in turn. The fifth and the eighth end too soon for a trajectory of six months."""

LONG_MONTHS = 36
CAPPED_PROMOTORS = {1: 75, 4: 70, 6: 80}
"""Which of eight promotors have a capacity, with room for so many per cent as in `Plan`."""

COSTS = (1850, 2100, 1640, 2325)
"""Euros per mentee, taken in turn; invented."""

BUDGET_STEP = 100


@dataclass(frozen=True, slots=True)
class Frame:
    """The organisations, lots and projects, before any limit is set."""

    calls: tuple[Call, ...]
    lots: tuple[Lot, ...]
    promotors: tuple[Promotor, ...]
    projects: tuple[Project, ...]


def key(letter: str, index: int, count: int) -> str:
    """Return an id such as ``E007``; as wide as the last one, so that ids sort as they count."""
    return f"{letter}{index + 1:0{len(str(count))}}"


def months_later(day: date, months: int) -> date:
    """Return the first day of the month so many months later (before, if negative)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def frame(settings: PopulationSettings) -> Frame:
    """Return calls, lots, promotors and projects; each project has a lot of its own."""
    earlier, later = (f"R{settings.as_of.year - back}" for back in (2, 1))
    calls = tuple(
        Call(id=i, name=name, budget_eur=Decimal(budget), opened_on=date(int(i[1:]), 2, 1))
        for i, name, budget in (
            (earlier, "Eerste oproep", 1_600_000),
            (later, "Tweede oproep", 900_000),
        )
    )
    promotors = tuple(
        Promotor(id=key("O", i, settings.promotors), name=names.promotor(i))
        for i in range(settings.promotors)
    )
    lots, projects = [], []
    for i in range(settings.projects):
        plan = PLANS[i % len(PLANS)]
        lot = key("L", i, settings.projects)
        start = months_later(settings.as_of, -plan.begun)
        months = plan.months if settings.shape == "programme" else LONG_MONTHS
        end = months_later(start, months) - timedelta(days=1)
        extended = months_later(start, months + plan.extra) - timedelta(days=1)
        lots.append(
            Lot(
                id=lot,
                call=earlier if start.year <= int(earlier[1:]) else later,
                provinces=plan.provinces,
                subgroups=plan.subgroups,
            )
        )
        projects.append(
            Project(
                id=key("P", i, settings.projects),
                promotor=promotors[i * settings.promotors // settings.projects].id,
                lot=lot,
                start=start,
                end=end,
                extended_until=extended if plan.extra else None,
                cost_per_mentee_eur=Decimal(COSTS[i % len(COSTS)]),
            )
        )
    return Frame(calls, tuple(lots), promotors, tuple(projects))


def with_limits(given: Frame, problem: Problem) -> Frame:
    """Return the frame with limits that hold the problem's duos and somewhat more."""
    matches, mentor_places = problem.matches, MentorCapacity()
    now = Counter(m.project for m in matches if m.committed)
    ever = Counter(m.project for m in matches if m.status is not MatchStatus.PROPOSED)
    busy = Counter(m.mentor for m in matches if m.committed)
    free: defaultdict[str, int] = defaultdict(int)
    for mentor in problem.mentors:
        if mentor.status is MentorStatus.ACTIVE:
            free[mentor.promotor] += mentor_places.limit(mentor.id, problem) - busy[mentor.id]
    projects = []
    for i, project in enumerate(given.projects):
        plan = PLANS[i % len(PLANS)]
        room = 1 + free[project.promotor] * plan.room // 100
        limited = project
        if plan.bound == "places":
            limited = replace(project, places=now[project.id] + room)
        elif plan.bound == "places_total":
            limited = replace(project, places_total=ever[project.id] + room)
        elif plan.bound == "budget_eur":
            cost = (ever[project.id] + room) * int(project.cost_per_mentee_eur or 0)
            steps = -(-cost // BUDGET_STEP)
            limited = replace(project, budget_eur=Decimal(steps * BUDGET_STEP))
        projects.append(limited)
    of_promotor = Counter(p.promotor for p in given.projects for _ in range(now[p.id]))
    promotors = []
    for i, promotor in enumerate(given.promotors):
        share = CAPPED_PROMOTORS.get(i % len(names.PROMOTORS))
        if share is None:
            promotors.append(promotor)
        else:
            capacity = of_promotor[promotor.id] + 1 + free[promotor.id] * share // 100
            promotors.append(replace(promotor, capacity=capacity))
    return replace(given, promotors=tuple(promotors), projects=tuple(projects))
