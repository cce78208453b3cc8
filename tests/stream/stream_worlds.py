"""A tiny programme in which every event can happen, and synthetic ones."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Employer, Lot, Project, Promotor
from matcher.domain.values import Answer, Decision, Level
from matcher.intake import read_folder
from matcher.rulesets import default_rules
from matcher.simulation.population import PopulationSettings, population
from matcher.simulation.year import year_of_events
from matcher.stream import events
from matcher.stream.events import Event

DEMO = Path(__file__).parents[2] / "scenarios" / "demo"
AS_OF = date(2026, 11, 2)
_NUMBERS = itertools.count(1)


def mentee(key: str, **facts: Any) -> Mentee:
    """Return a mentee whom every rule admits."""
    given: dict[str, Any] = {
        "id": key,
        "languages": {"ara": Level.C2},
        "registered_on": AS_OF - timedelta(days=30),
        "residence": "44021",
        "working": Answer.NO,
        "vdab_guidance": Answer.YES,
        "migration_background": Answer.YES,
        "dutch_certificate": Answer.NO,
        "vdab_decision": Decision.APPROVED,
    }
    return Mentee(**{**given, **facts})


def mentor(key: str, **facts: Any) -> Mentor:
    """Return a mentor whom every mentee here can have."""
    given: dict[str, Any] = {
        "id": key,
        "promotor": "O1",
        "languages": {"ara": Level.C2, "nld": Level.C2},
        "residence": "44021",
        "coach": "C1",
    }
    return Mentor(**{**given, **facts})


def small(**tables: Any) -> Problem:
    """Return three mentees and two mentors of one promotor."""
    given: dict[str, Any] = {
        "as_of": AS_OF,
        "rules": default_rules(),
        "mentees": (
            mentee("E1"),
            mentee("E2", registered_on=AS_OF - timedelta(days=100)),
            mentee("E3", vdab_decision=Decision.PENDING),
        ),
        "mentors": (mentor("M1"), mentor("M2")),
        "coaches": (Coach(id="C1", promotor="O1", languages={"nld": Level.C2}),),
        "projects": (Project(id="P1", promotor="O1", lot="L1"),),
        "promotors": (Promotor(id="O1"),),
        "lots": (Lot(id="L1"),),
        "employers": (Employer(id="W1"),),
    }
    return Problem(**{**given, **tables})


def event(kind: type[Event], at: date = AS_OF, **facts: Any) -> Any:
    """Return an event with an id of its own."""
    return kind(id=f"G{next(_NUMBERS)}", at=at, **facts)


def proposed(match: str = "K1", who: str = "E1", by: str = "M1", at: date = AS_OF) -> Event:
    """Return that a proposal is shown."""
    found: Event = event(
        events.ProposalMade, at, match=match, mentee=who, mentor=by, coach="C1", project="P1"
    )
    return found


@cache
def demo() -> Problem:
    """Return the demo."""
    return read_folder(DEMO, as_of=AS_OF, rules=default_rules()).problem


@cache
def demo_year() -> tuple[Event, ...]:
    """Return the demo's year of events."""
    return year_of_events(demo(), 1)


def drawn(seed: int, *, mentees: int = 30, mentors: int = 12) -> Problem:
    """Return a small synthetic programme; every third has a floor for points."""
    shapes = ("programme", "flow", "cross")
    settings = PopulationSettings(
        seed=seed,
        as_of=AS_OF,
        shape=shapes[seed % 3],  # type: ignore[arg-type]  # one of the three
        mentees=mentees,
        mentors=mentors,
        promotors=2,
        projects=4,
        coaches=3,
        employers=20,
    )
    problem = population(settings).problem
    if seed % 3:
        return problem
    return replace(problem, rules=replace(problem.rules, min_points=150))
