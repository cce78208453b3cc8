"""Cases of who may take part, and of people and projects that belong together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from golden_case import BRUSSEL, HOA, LOA, OOSTENDE, YOUNG, Case

from matcher.domain.programme import Lot
from matcher.domain.values import Answer, Decision, Level, MentorStatus


def conditions() -> Iterator[Case]:
    unknown, no, yes = Answer.UNKNOWN, Answer.NO, Answer.YES
    loa = Lot(id="L", subgroups=(LOA,))
    apart = {"subgroup": {"inherit_base": False}}
    for key, column, held, broken in (
        ("migration_background", "migration_background", yes, no),
        ("vdab_guidance", "vdab_guidance", yes, no),
        ("not_working", "working", no, yes),
    ):
        yield Case(key=key, name="meets it", mentee={column: held})
        yield Case(key=key, name="does not", mentee={column: broken})
        yield Case(key=key, name="not given", mentee={column: unknown})
        yield Case(key=key, name="not asked apart", lot=loa, rules=apart)
    yield Case(key="lives_in_flanders", name="Gent")
    yield Case(key="lives_in_flanders", name="Brussels", mentee={"residence": BRUSSEL})
    yield Case(
        key="lives_in_flanders",
        name="Brussels where it counts",
        mentee={"residence": BRUSSEL},
        rules={"lives_in_flanders": {"brussels_counts": True}},
    )
    yield Case(key="lives_in_flanders", name="not given", mentee={"residence": None})
    yield Case(key="lives_in_flanders", name="not asked apart", lot=loa, rules=apart)
    fra, nld = {"fra": Level.C1}, {"nld": Level.B1}
    yield Case(key="other_language", name="French and some Dutch")
    yield Case(key="other_language", name="fluent", mentee={"languages": {**fra, "nld": Level.C1}})
    yield Case(key="other_language", name="Dutch alone", mentee={"languages": nld})
    yield Case(key="other_language", name="not asked apart", lot=loa, rules=apart)
    yield Case(key="limited_dutch", name="A2, not certified")
    yield Case(key="limited_dutch", name="no Dutch", mentee={"languages": fra})
    yield Case(key="limited_dutch", name="B1", mentee={"languages": {**fra, **nld}})
    yield Case(
        key="limited_dutch",
        name="B1 and certified",
        mentee={"languages": {**fra, **nld}, "dutch_certificate": yes},
    )
    yield Case(key="limited_dutch", name="A2 and certified", mentee={"dutch_certificate": yes})
    yield Case(
        key="limited_dutch",
        name="speaks B1, writes A1",
        mentee={"dutch_skills": {"speaking": Level.B1, "writing": Level.A1}},
    )
    yield Case(key="limited_dutch", name="not given", mentee={"dutch_certificate": unknown})
    yield Case(
        key="limited_dutch",
        name="no Dutch, not given",
        mentee={"languages": fra, "dutch_certificate": unknown},
    )
    yield Case(key="limited_dutch", name="judged by the subgroup", lot=loa)
    yield Case(key="vdab_decision", name="approved")
    yield Case(
        key="vdab_decision", name="approved on a day", mentee={"vdab_decided_on": date(2026, 2, 3)}
    )
    refused = {"vdab_decision": Decision.REFUSED}
    yield Case(key="vdab_decision", name="refused", mentee=refused)
    yield Case(
        key="vdab_decision",
        name="refused on a day",
        mentee={**refused, "vdab_decided_on": date(2026, 2, 3)},
    )
    yield Case(key="vdab_decision", name="pending", mentee={"vdab_decision": Decision.PENDING})


def subgroups() -> Iterator[Case]:
    key = "subgroup"
    hoa, loa, young = (Lot(id="L", subgroups=(group,)) for group in (HOA, LOA, YOUNG))
    every = Lot(id="L", subgroups=(HOA, LOA, YOUNG))
    fluent = {"languages": {"fra": Level.C1, "nld": Level.B2}}
    yield Case(key=key, name="open to all")
    yield Case(key=key, name="HOA", lot=hoa)
    yield Case(key=key, name="LOA", lot=loa, mentee={"education": 4})
    boy = {"education": 2, "birth_date": date(2005, 5, 6)}
    yield Case(key=key, name="young", lot=young, mentee=boy)
    yield Case(key=key, name="HOA without diploma", lot=hoa, mentee={"education": 4})
    yield Case(key=key, name="HOA with enough Dutch", lot=hoa, mentee=fluent)
    yield Case(
        key=key, name="HOA with a Dutch diploma", lot=hoa, mentee={"diploma_in_dutch": Answer.YES}
    )
    yield Case(
        key=key,
        name="HOA outside Flanders",
        lot=hoa,
        mentee={"residence": BRUSSEL, "vdab_guidance": Answer.NO},
        rules={"subgroup": {"inherit_base": False}},
    )
    yield Case(key=key, name="LOA with a higher diploma", lot=loa)
    yield Case(key=key, name="LOA with good Dutch", lot=loa, mentee={**fluent, "education": 3})
    yield Case(
        key=key,
        name="LOA certified",
        lot=loa,
        mentee={"education": 3, "dutch_certificate": Answer.YES},
    )
    yield Case(key=key, name="young, but older", lot=young, mentee={"education": 2})
    yield Case(key=key, name="young, but schooled", lot=young, mentee={**boy, "education": 3})
    yield Case(key=key, name="in none of three", lot=every, mentee=fluent)
    nothing = {"education": None, "diploma_in_dutch": Answer.UNKNOWN, "birth_date": None}
    yield Case(key=key, name="HOA not known", lot=hoa, mentee=nothing)
    yield Case(
        key=key, name="young not known", lot=young, mentee={**nothing, "registered_on": None}
    )


def programme() -> Iterator[Case]:
    key = "lot_province"
    lot = Lot(id="L", provinces=("BE23", "BE21"))
    yield Case(key=key, name="all of Flanders, home not given", mentee={"residence": None})
    yield Case(key=key, name="in the province", lot=lot)
    yield Case(key=key, name="elsewhere", lot=lot, mentee={"residence": OOSTENDE})
    yield Case(key=key, name="not given", lot=lot, mentee={"residence": None})
    key = "referral"
    yield Case(key=key, name="referred here", mentee={"promotor": "ORG"})
    yield Case(key=key, name="admitted here", mentee={"promotor": "ORG", "project": "X"})
    yield Case(key=key, name="referred elsewhere", mentee={"promotor": "ANDERS"})
    yield Case(key=key, name="admitted elsewhere", mentee={"promotor": "ORG", "project": "Y"})
    yield Case(
        key=key,
        name="admitted here, referred elsewhere",
        mentee={"promotor": "ANDERS", "project": "X"},
    )
    yield Case(key=key, name="not referred")
    key = "assigned_projects"
    yield Case(key=key, name="mentor's list", mentor={"projects": ("X",)})
    yield Case(key=key, name="both lists", mentor={"projects": ("X",)}, coach={"projects": ("X",)})
    yield Case(key=key, name="not the mentor's", mentor={"projects": ("Y",)})
    yield Case(
        key=key, name="not the coach's", mentor={"projects": ("X",)}, coach={"projects": ("Y",)}
    )
    yield Case(key=key, name="neither's", mentor={"projects": ("Y",)}, coach={"projects": ("Y",)})
    yield Case(key=key, name="no lists")
    key = "same_promotor"
    yield Case(key=key, name="one organisation")
    yield Case(key=key, name="coach of another", coach={"promotor": "ANDERS"})
    yield Case(key=key, name="project of another", project={"promotor": "ANDERS"})
    yield Case(key=key, name="mentor of another", mentor={"promotor": "ANDERS"})
    yield Case(key=key, name="no coach and no project", absent=frozenset({"coach", "project"}))
    key = "own_coach"
    yield Case(key=key, name="followed by this coach", mentor={"coach": "K1"})
    yield Case(key=key, name="followed by another", mentor={"coach": "K2"})
    yield Case(key=key, name="followed by nobody")
    key = "mentor_active"
    yield Case(key=key, name="active")
    yield Case(key=key, name="paused", mentor={"status": MentorStatus.PAUSED})
    for key, role, column in (
        ("mentor_period", "mentor", "available_until"),
        ("project_period", "project", "end"),
    ):
        for name, last in (("in time", date(2026, 12, 31)), ("too short", date(2026, 6, 30))):
            yield Case(key=key, name=name, **{role: {column: last}})
        yield Case(key=key, name="no end given")
