"""Cases of two people meeting, of places, and of points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from golden_case import ANTWERPEN, AS_OF, GENT, OOSTENDE, Case, duo

from matcher.domain.commitments import Exclusion
from matcher.domain.people import Mentor
from matcher.domain.programme import Acquaintance, Employer, EmployerContact, Promotor
from matcher.domain.values import Gender, Level, MatchStatus, MeetingMode


def meeting() -> Iterator[Case]:
    one_language = {"min_level": "B1"}
    for key, left in (("mentee_mentor_language", "mentee"), ("mentor_coach_language", "coach")):
        settings = {key: one_language}
        yield Case(key=key, name="same language", rules=settings)
        yield Case(
            key=key,
            name="two codes for one language",
            mentor={"languages": {"arb": Level.C1}},
            **{left: {"languages": {"ara": Level.C2}}},
        )
        yield Case(key=key, name="level too low", mentor={"languages": {"fra": Level.A2}})
        yield Case(key=key, name="none in common", mentor={"languages": {"tur": Level.C2}})
    key = "meeting_mode"
    online, either = {"meeting_mode": MeetingMode.ONLINE}, {"meeting_mode": MeetingMode.EITHER}
    absent: dict[str, Any] = {"meeting_mode": None}
    yield Case(key=key, name="in person and either")
    yield Case(key=key, name="either and online", mentee=either, mentor=online)
    yield Case(key=key, name="in person against online", mentor=online)
    yield Case(key=key, name="mentee's not given", mentee=absent)
    yield Case(key=key, name="mentor's not given", mentor=absent)
    yield Case(key=key, name="neither given", mentee=absent, mentor=absent)
    key = "travel_limit"
    yield Case(key=key, name="within the limit")
    yield Case(key=key, name="same town", mentor={"residence": GENT})
    yield Case(key=key, name="too far", mentor={"residence": OOSTENDE})
    yield Case(key=key, name="can meet online", mentee=either)
    yield Case(key=key, name="no limit", mentee={"max_travel_km": None})
    yield Case(key=key, name="home not given", mentor={"residence": None})
    key = "weekly_slots"
    yield Case(key=key, name="two in common")
    yield Case(
        key=key,
        name="one in common",
        mentor={"availability": frozenset({"fri-eve"})},
    )
    yield Case(key=key, name="none in common", mentor={"availability": frozenset({"sun-am"})})
    nothing = {"availability": frozenset[str]()}
    yield Case(key=key, name="mentee gave none", mentee=nothing)
    yield Case(key=key, name="mentor gave none", mentor=nothing)
    yield Case(key=key, name="neither gave any", mentee=nothing, mentor=nothing)


def exclusions() -> Iterator[Case]:
    key = "earlier_duo"
    stopped = duo(1, mentee="E1", status=MatchStatus.STOPPED)
    on_a_day = duo(1, mentee="E1", status=MatchStatus.STOPPED, ended_on=date(2025, 9, 30))
    yield Case(key=key, name="none")
    yield Case(key=key, name="stopped", tables={"matches": (stopped,)})
    yield Case(key=key, name="stopped on a day", tables={"matches": (on_a_day,)})
    key = "exclusion"
    yield Case(key=key, name="not listed")
    listed = Exclusion(mentee="E1", mentor="M1", reason="zussen")
    yield Case(key=key, name="listed", tables={"exclusions": (listed,)})
    key = "wish"
    woman: dict[str, Any] = {"wishes": {"mentor_gender": "f"}}
    asks_man: dict[str, Any] = {"wishes": {"mentee_gender": "m"}}
    female, male = {"gender": Gender.FEMALE}, {"gender": Gender.MALE}
    yield Case(key=key, name="no wish")
    yield Case(key=key, name="mentee's met", mentee=woman, mentor=female)
    yield Case(key=key, name="mentor's met", mentee=male, mentor=asks_man)
    yield Case(key=key, name="mentee's not met", mentee=woman, mentor=male)
    yield Case(key=key, name="mentor's not met", mentee=female, mentor=asks_man)
    yield Case(
        key=key,
        name="mentee's met, mentor's not",
        mentee={**woman, **female},
        mentor={**asks_man, **female},
    )
    yield Case(key=key, name="mentor's gender not given", mentee=woman)
    yield Case(key=key, name="mentee's gender not given", mentor=asks_man)


def capacities() -> Iterator[Case]:
    one, two = (duo(1),), (duo(1), duo(2))
    key = "mentor_capacity"
    yield Case(key=key, name="one, free", mentor={"capacity": 1})
    yield Case(key=key, name="two, one taken", mentor={"capacity": 2}, tables={"matches": one})
    yield Case(key=key, name="one, taken", mentor={"capacity": 1}, tables={"matches": one})
    yield Case(key=key, name="five offered, two allowed", mentor={"capacity": 5})
    key = "coach_caseload"
    yield Case(key=key, name="thirty, one taken", tables={"matches": one})
    yield Case(key=key, name="one, taken", coach={"caseload": 1}, tables={"matches": one})
    for key, column in (("project_places", "places"), ("project_places_total", "places_total")):
        yield Case(key=key, name="three, one taken", project={column: 3}, tables={"matches": one})
        yield Case(key=key, name="two, taken", project={column: 2}, tables={"matches": two})
        yield Case(key=key, name="no limit given")
    key = "promotor_capacity"
    for name, limit in (("five, two taken", 5), ("two, taken", 2), ("no limit given", None)):
        promotor = Promotor(id="ORG", capacity=limit)
        yield Case(key=key, name=name, tables={"promotors": (promotor,), "matches": two})
    key = "project_budget"
    cost = {"cost_per_mentee_eur": Decimal("1250.50")}
    rich, poor = {**cost, "budget_eur": Decimal(30000)}, {**cost, "budget_eur": Decimal(2000)}
    yield Case(key=key, name="enough left", project=rich, tables={"matches": one})
    yield Case(key=key, name="too little left", project=poor, tables={"matches": one})
    yield Case(key=key, name="no budget given", project=cost)


def points() -> Iterator[Case]:
    key = "distance"
    yield Case(key=key, name="some way")
    yield Case(key=key, name="same town", mentor={"residence": GENT})
    yield Case(key=key, name="online", mentor={"meeting_mode": MeetingMode.ONLINE})
    yield Case(key=key, name="far", mentee={"residence": ANTWERPEN}, mentor={"residence": OOSTENDE})
    yield Case(key=key, name="mentee's home not given", mentee={"residence": None})
    yield Case(key=key, name="mentor's home not given", mentor={"residence": None})
    key = "language_quality"
    yield Case(key=key, name="same language")
    yield Case(key=key, name="two codes", mentee={"languages": {"arb": Level.C2}},
               mentor={"languages": {"ara": Level.B2}})  # fmt: skip
    yield Case(key=key, name="none in common", mentor={"languages": {"tur": Level.C2}})
    yield Case(key=key, name="too low for points", mentor={"languages": {"fra": Level.A1}})
    yield Case(key=key, name="mentor's not given", mentor={"languages": {}})
    key = "sector_fit"
    yield Case(key=key, name="same occupation")
    yield Case(key=key, name="close occupation", mentor={"occupations": ("5221",)})
    yield Case(key=key, name="related occupation", mentor={"occupations": ("5211",)})
    yield Case(key=key, name="same large group", mentor={"occupations": ("5120",)})
    trade: dict[str, Any] = {"target_occupations": (), "target_sectors": ("47",)}
    yield Case(key=key, name="same sector", mentee=trade, mentor={"sectors": ("47",)})
    yield Case(key=key, name="same large sector", mentee=trade, mentor={"sectors": ("G",)})
    yield Case(key=key, name="another field", mentor={"occupations": ("7231",)})
    yield Case(key=key, name="no target", mentee={"target_occupations": ()})
    yield Case(key=key, name="nothing known of the mentor", mentor={"occupations": ()})
    yield Case(key=key, name="not comparable", mentee=trade)
    yield from _networks()
    key = "waiting_time"
    yield Case(key=key, name="forty days")
    yield Case(key=key, name="one day", mentee={"registered_on": AS_OF - timedelta(days=1)})
    yield Case(
        key=key,
        name="from referral",
        mentee={"registered_on": None, "referred_on": date(2025, 12, 1)},
    )
    yield Case(key=key, name="not given", mentee={"registered_on": None})


def _networks() -> Iterator[Case]:
    key = "network_fit"
    shops = tuple(
        Employer(id=f"W{i}", name=f"Winkel {i}", occupations=("5223",), residence=GENT)
        for i in range(1, 5)
    )
    garage = Employer(id="W9", name="Garage Zuid", occupations=("7231",), residence=GENT)
    knows = Acquaintance(mentor="M1", other_mentor="M2", tie=Decimal(1))

    def network(*ties: tuple[str, str, str | Decimal]) -> dict[str, Any]:
        contacts = tuple(EmployerContact(mentor=m, employer=w, tie=tie) for m, w, tie in ties)
        return {"employers": (*shops, garage), "contacts": contacts, "acquaintances": (knows,)}

    yield Case(key=key, name="works there", tables=network(("M1", "W1", "works_there")))
    yield Case(
        key=key,
        name="several",
        tables=network(
            ("M1", "W1", "worked_there"),
            ("M1", "W2", "knows_someone"),
            ("M1", "W3", Decimal("0.4")),
            ("M1", "W4", Decimal("0.1")),
        ),
    )
    friend = Mentor(id="M2", promotor="ORG", languages={})
    at_second_hand = network(("M2", "W1", "works_there"))
    yield Case(key=key, name="through a friend", tables=at_second_hand, others=(friend,))
    yield Case(key=key, name="none known", tables=network())
    yield Case(key=key, name="none that suits", tables=network(("M1", "W9", "works_there")))
    yield Case(key=key, name="too weak", tables=network(("M1", "W1", Decimal("0.002"))))
    yield Case(key=key, name="no target", mentee={"target_occupations": ()})
