"""Mentees and mentors who join a programme that is under way, drawn as its people were."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, Decision, MentorStatus
from matcher.simulation import mentees, mentors, networks, shares
from matcher.simulation.draw import Draw
from matcher.simulation.programme import Frame, key
from matcher.simulation.settings import PopulationSettings, Shape

LATER = 1000
"""Added to a seed, so that newcomers are other people than those who are there."""


@dataclass(frozen=True, slots=True)
class Joining:
    """A mentor who will join, with contacts and acquaintances by id."""

    mentor: Mentor
    employers: dict[str, str | Decimal]
    acquaintances: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Who will come, in order; their dates are put right on the day that they do."""

    mentees: list[Mentee]
    mentors: list[Joining]


def newcomers(problem: Problem, seed: int, *, seekers: int, volunteers: int) -> Newcomers:
    """Return so many people for a problem, with ids that nobody has (``N…`` and ``V…``)."""
    settings = PopulationSettings(
        seed=seed + LATER,
        as_of=problem.as_of,
        shape=_shape(problem),
        mentees=max(1, seekers),
        mentors=max(1, volunteers),
    )
    frame = Frame(problem.calls, problem.lots, problem.promotors, problem.projects)
    people = mentees.mentees(settings, frame, problem.coaches)[:seekers]
    drawn = mentors.mentors(settings, frame, problem.coaches)[:volunteers]
    joining = [
        replace(one, id=key("V", i, volunteers), status=MentorStatus.ACTIVE)
        for i, one in enumerate(drawn)
    ]
    ties = networks.contacts(settings, joining, problem.employers) if problem.employers else ()
    draw = Draw(seed, "whom newcomers know")
    return Newcomers(
        [replace(one, id=key("N", i, seekers)) for i, one in enumerate(people)],
        [
            Joining(
                mentor=one,
                employers={tie.employer: tie.tie for tie in ties if tie.mentor == one.id},
                acquaintances={
                    other.id: draw.of(shares.ACQUAINTANCE_TIE)
                    for other in draw.some(problem.mentors, draw.of(shares.ACQUAINTANCES))
                },
            )
            for one in joining
        ],
    )


def _shape(problem: Problem) -> Shape:
    """Return the habits by which people are referred, as those who are there show them."""
    to_one_project = sum(one.project is not None for one in problem.mentees)
    if to_one_project == len(problem.mentees):
        return "flow"
    return "programme" if to_one_project else "cross"


def arriving(mentee: Mentee, drawn_on: date, day: date) -> Mentee:
    """Return a mentee, drawn as of one day, as they are on the day that they register."""
    start = mentee.start_from
    return replace(
        mentee,
        registered_on=day,
        referred_on=day,
        working_on=None if mentee.working is Answer.UNKNOWN else day,
        start_from=None if start is None else start + (day - drawn_on),
        vdab_decision=Decision.PENDING,
        vdab_decided_on=None,
    )


def joining_on(mentor: Mentor, drawn_on: date, day: date) -> Mentor:
    """Return a mentor, drawn as of one day, as they are on the day that they join."""
    passed: timedelta = day - drawn_on

    def later(when: date | None) -> date | None:
        return None if when is None else when + passed

    return replace(
        mentor,
        available_from=later(mentor.available_from),
        available_until=later(mentor.available_until),
    )
