"""Generated programmes of a few people, with facts at and beside every boundary of the rules.

A seed gives a programme, the same one on every machine. `disorder` is the chance that a fact is
drawn from everything that a cell may hold; else it is one that suits the programme. Ids do not
follow the order of drawing. All people are made up.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from matcher.domain.commitments import Exclusion, Match
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
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
from matcher.domain.values import (
    SLOTS,
    Answer,
    Decision,
    Gender,
    Level,
    MatchStatus,
    MeetingMode,
    MentorStatus,
    Subgroup,
)
from tests.contract.contract_draw import Draw
from tests.contract.contract_rules import rule_set

AS_OF = date(2026, 2, 28)
GENT, AALST, ANTWERPEN, LEUVEN, BRUSSELS, LIEGE = (
    "44021",
    "41002",
    "11002",
    "24062",
    "21004",
    "62063",
)
TOWNS = (GENT, AALST, ANTWERPEN, LEUVEN, BRUSSELS, LIEGE)
TONGUES = ("ara", "arb", "fra", "tur", "prs")
OCCUPATIONS = ("5", "52", "522", "5223", "5120", "7231", "72")
SECTORS = ("G", "47", "46", "C", "10", "I", "56")
TIES: tuple[str | Decimal, ...] = ("works_there", "worked_there", "knows_someone", Decimal("0.35"))


def _languages(draw: Draw) -> dict[str, Level]:
    every = list(Level)
    return {
        code: draw.fact([Level.B1, Level.B2, Level.C1], every)
        for code in draw.some(TONGUES, 3, least=0 if draw.random.random() < draw.disorder else 1)
    }


def _mentee(draw: Draw, key: str, problem: dict[str, Any]) -> Mentee:
    answers = list(Answer)
    languages = _languages(draw)
    dutch = draw.fact([None, Level.A1, Level.A2], [None, *Level])
    if dutch is not None:
        languages["nld"] = dutch
    skills = draw.fact([()], [(), ("speaking",), ("reading", "writing"), ("speaking", "listening")])
    referred = draw.fact([AS_OF], [None, AS_OF, date(2024, 2, 29)])
    birthdays = [date(2001, 2, 28), date(2001, 3, 1), date(1999, 2, 28), date(2000, 2, 29)]
    days = range(5, 400)
    return Mentee(
        id=key,
        languages=languages,
        dutch_skills={skill: draw.fact([Level.A1, Level.A2], list(Level)) for skill in skills},
        registered_on=draw.fact(
            [AS_OF - timedelta(days=draw.one(days))], [None, AS_OF, date(2025, 2, 28)]
        ),
        referred_on=referred,
        birth_date=draw.one([None, draw.day(*birthdays), date(1980, 5, 5)]),
        residence=draw.fact([GENT, AALST, ANTWERPEN], [None, *TOWNS]),
        working=draw.fact([Answer.NO], answers),
        working_on=draw.one([None, AS_OF, draw.day(AS_OF - timedelta(days=30))]),
        vdab_guidance=draw.fact([Answer.YES], answers),
        migration_background=draw.fact([Answer.YES], answers),
        dutch_certificate=draw.fact([Answer.NO], answers),
        education=draw.fact([1, 3, 4, 5, 6], [None, 2, 3, 4, 5]),
        diploma_in_dutch=draw.fact([Answer.NO], answers),
        diploma_recognised=draw.one(answers),
        target_occupations=draw.some(OCCUPATIONS, 2),
        target_sectors=draw.some(SECTORS, 2),
        dutch_needed=draw.one([None, Level.A2, Level.B1, Level.B2]),
        meeting_mode=draw.fact([None, MeetingMode.EITHER], [None, *MeetingMode]),
        max_travel_km=draw.one([None, Decimal(0), Decimal("25.4"), Decimal("25.49"), Decimal(60)]),
        availability=frozenset(draw.some(SLOTS[:5], 3)),
        start_from=draw.fact([None], [None, draw.day(AS_OF, AS_OF + timedelta(days=31))]),
        wishes=draw.fact([{}], [{}, {"mentor_gender": "f"}, {"mentor_gender": "x"}]),
        promotor=draw.fact([None], [None, *(p.id for p in problem["promotors"])]),
        project=draw.fact([None], [None, *(p.id for p in problem["projects"])]),
        priority=draw.fact([0, 0, 1], [0, 1, 2]),
        vdab_decision=draw.fact([Decision.PENDING, Decision.APPROVED], list(Decision)),
        vdab_decided_on=draw.one([None, AS_OF]),
        gender=draw.one([None, *Gender]),
    )


def _mentor(draw: Draw, key: str, problem: dict[str, Any]) -> Mentor:
    promotor = draw.one(problem["promotors"]).id
    own = [p.id for p in problem["projects"] if p.promotor == promotor]
    coaches = [c.id for c in problem["coaches"] if c.promotor == promotor]
    every_coach = [c.id for c in problem["coaches"]]
    end = AS_OF + timedelta(days=181)
    return Mentor(
        id=key,
        promotor=promotor,
        languages=_languages(draw),
        projects=draw.fact([()], [(), draw.some(own, 2), draw.some(own, 1)]),
        occupations=draw.some(OCCUPATIONS, 2),
        sectors=draw.some(SECTORS, 2),
        residence=draw.fact([GENT, AALST, ANTWERPEN], [None, *TOWNS]),
        capacity=draw.fact([1, 1, 2, 3], [0, 1, 2]),
        coach=draw.fact([None, *coaches], [None, *every_coach]),
        meeting_mode=draw.fact([None, MeetingMode.EITHER], [None, *MeetingMode]),
        max_travel_km=draw.one([None, None, Decimal("25.4"), Decimal("39.95")]),
        availability=frozenset(draw.some(SLOTS[:5], 3)),
        available_from=draw.fact([None], [None, draw.day(AS_OF, AS_OF + timedelta(days=61))]),
        available_until=draw.fact([None], [None, draw.day(end, end + timedelta(days=31))]),
        gender=draw.one([None, *Gender]),
        wishes=draw.fact([{}], [{}, {"mentee_gender": "m"}]),
        status=draw.fact([MentorStatus.ACTIVE], list(MentorStatus)),
    )


def _project(draw: Draw, key: str, problem: dict[str, Any]) -> Project:
    last = AS_OF + timedelta(days=181)
    return Project(
        id=key,
        promotor=draw.one(problem["promotors"]).id,
        lot=draw.one([None, *(lot.id for lot in problem["lots"])]),
        start=draw.fact([None], [None, draw.day(AS_OF, AS_OF + timedelta(days=2))]),
        end=draw.fact([None, AS_OF + timedelta(days=700)], [None, draw.day(last)]),
        extended_until=draw.fact([None], [None, draw.day(last, last + timedelta(days=61))]),
        places=draw.fact([None, 2, 4], [None, 0, 1]),
        places_total=draw.fact([None, 3, 6], [None, 0, 1, 2]),
        budget_eur=draw.one([None, Decimal(3000), Decimal("5000.50"), Decimal(0)]),
        cost_per_mentee_eur=draw.one([None, Decimal(1500), Decimal("1250.13"), Decimal(0)]),
    )


def _match(draw: Draw, key: str, problem: dict[str, Any], waiting: list[str]) -> Match | None:
    """Return a duo that an intake would let through: at most one committed duo a mentee."""
    status = draw.one(list(MatchStatus))
    mentor = draw.one(problem["mentors"])
    committed = status in {MatchStatus.RUNNING, MatchStatus.ACCEPTED}
    if committed and not waiting:
        return None
    mentee = waiting.pop() if committed else draw.one(problem["mentees"]).id
    ended = status in {MatchStatus.COMPLETED, MatchStatus.STOPPED}
    return Match(
        id=key,
        mentee=mentee,
        mentor=mentor.id,
        coach=mentor.coach or draw.one([None, *(c.id for c in problem["coaches"])]),
        project=draw.one([None, *(p.id for p in problem["projects"])]),
        status=status,
        ended_on=draw.one([None, AS_OF - timedelta(days=40)]) if ended else None,
    )


def world(
    seed: int,
    *,
    disorder: float = 0.5,
    rules: RuleSet | None = None,
    mentees: int = 3,
    mentors: int = 3,
    coaches: int = 2,
    projects: int = 3,
    promotors: int = 2,
    employers: int = 3,
    matches: int = 3,
) -> Problem:
    """Return a generated programme, every table sorted by id as an intake gives it."""
    draw = Draw(seed, disorder)
    made: dict[str, Any] = {"calls": [Call(id="OP1")]}
    made["promotors"] = [
        Promotor(id=key, capacity=draw.fact([None, 3, 6], [None, 0, 1]))
        for key in draw.ids("ORG", promotors)
    ]
    groups = list(Subgroup)
    made["lots"] = [
        Lot(
            id=key,
            call="OP1",
            provinces=draw.fact([(), ("BE23", "BE21")], [(), ("BE23",), ("BE24", "BE21")]),
            subgroups=draw.fact([(), (Subgroup.LOA, Subgroup.HOA)], [draw.some(groups, 3)]),
        )
        for key in draw.ids("L", 2)
    ]
    made["projects"] = [_project(draw, key, made) for key in draw.ids("PR", projects)]
    made["coaches"] = [
        Coach(
            id=key,
            promotor=made["promotors"][i % promotors].id,
            languages={**_languages(draw), "fra": draw.fact([Level.C1], list(Level))},
            caseload=draw.fact([2, 4, 30], [0, 1, 2]),
            projects=draw.fact([()], [draw.some([p.id for p in made["projects"]], 2)]),
        )
        for i, key in enumerate(draw.ids("C", coaches))
    ]
    made["mentors"] = [_mentor(draw, key, made) for key in draw.ids("M", mentors)]
    made["mentees"] = [_mentee(draw, key, made) for key in draw.ids("E", mentees)]
    made["employers"] = [
        Employer(
            id=key,
            sector=draw.one([None, *SECTORS]),
            residence=draw.one([None, *TOWNS[:4]]),
            occupations=draw.some(OCCUPATIONS, 2),
        )
        for key in draw.ids("W", employers)
    ]
    known = [(m.id, w.id) for m in made["mentors"] for w in made["employers"]]
    made["contacts"] = [
        EmployerContact(mentor=a, employer=b, tie=draw.one(TIES))
        for a, b in draw.some(known, len(known) // 3)
    ]
    met = [(a.id, b.id) for a in made["mentors"] for b in made["mentors"] if a.id < b.id]
    made["acquaintances"] = [
        Acquaintance(mentor=a, other_mentor=b, tie=Decimal(draw.one(["0", "0.4", "1"])))
        for a, b in draw.some(met, len(met) // 2)
    ]
    free = [m.id for m in draw.some(made["mentees"], max(1, mentees // 4))]
    duos = (_match(draw, key, made, free) for key in draw.ids("D", matches))
    made["matches"] = [duo for duo in duos if duo is not None]
    pairs = [(a.id, b.id) for a in made["mentees"] for b in made["mentors"]]
    made["exclusions"] = [
        Exclusion(mentee=a, mentor=b, reason="made up")
        for a, b in draw.some(pairs, max(1, len(pairs) // 20))
    ]
    return Problem(
        as_of=AS_OF,
        rules=rules or rule_set(seed, disorder=disorder),
        **{name: tuple(sorted(rows, key=_key)) for name, rows in made.items()},
    )


def _key(row: Any) -> tuple[str, ...]:
    names = ("id", "mentee", "mentor", "employer", "other_mentor")
    return tuple(str(getattr(row, name, "")) for name in names)
