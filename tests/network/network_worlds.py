"""Small synthetic networks for the tests, made by hand or generated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Acquaintance, Employer, EmployerContact
from matcher.domain.ruleset import RuleSet
from matcher.network.likeness import LikenessScale
from matcher.network.scale import NetworkScale

TOWNS = ("44021", "11002", "41002", "35013")
OCCUPATIONS = ("5223", "5221", "5120", "52", "7231")
SECTORS = ("G", "47", "46", "10")
TIES: tuple[str | Decimal, ...] = ("works_there", "knows_someone", Decimal("0.35"), Decimal(0))

LIKENESS = LikenessScale(occupation=(200, 550, 850, 1000), same_division=700, same_section=400)
SCALE = NetworkScale(
    likeness=LIKENESS,
    ties={"works_there": 1000, "worked_there": 700, "knows_someone": 500},
    second_step=500,
    near_km10=250,
    far_km10=500,
    near=1000,
    middle=700,
    beyond=300,
    region_unknown=500,
)
RULES = RuleSet(
    name="test",
    version="1",
    objective="participation",
    min_points=0,
    stability_points=0,
    lottery_seed="seed",
    lottery_bits=8,
    same_language=frozenset(),
    rules={},
    criteria={},
    document={},
    digest="",
)


def network(
    mentors: int,
    contacts: tuple[tuple[str, str, str | Decimal], ...] = (),
    acquaintances: tuple[tuple[str, str, str], ...] = (),
    employers: tuple[Employer, ...] = (),
    mentees: tuple[Mentee, ...] = (),
) -> Problem:
    """Return a problem with mentors M0, M1, … and these ties."""
    return Problem(
        as_of=date(2026, 3, 1),
        rules=RULES,
        mentees=mentees,
        mentors=tuple(Mentor(id=f"M{i}", promotor="P1", languages={}) for i in range(mentors)),
        coaches=(),
        projects=(),
        employers=employers,
        contacts=tuple(EmployerContact(mentor=m, employer=e, tie=t) for m, e, t in contacts),
        acquaintances=tuple(
            Acquaintance(mentor=m, other_mentor=o, tie=Decimal(t)) for m, o, t in acquaintances
        ),
    )


def _codes(pool: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(pool), max_size=2, unique=True).map(tuple)


_home = st.none() | st.sampled_from(TOWNS)


@st.composite
def networks(draw: st.DrawFn) -> Problem:
    """Return networks of a few people at random; some rows name nobody who is there."""

    def several(kind: Any, letter: str, **facts: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        count = draw(st.integers(0, 4))
        return tuple(
            draw(st.builds(kind, id=st.just(f"{letter}{i}"), **facts)) for i in range(count)
        )

    mentors = draw(st.integers(0, 4))
    mentor_ids = st.integers(0, mentors).map(lambda i: f"M{i}")
    employers = several(
        Employer,
        "W",
        sector=st.none() | st.sampled_from(SECTORS),
        residence=_home,
        occupations=_codes(OCCUPATIONS),
    )
    employer_ids = st.integers(0, len(employers)).map(lambda i: f"W{i}")
    mentees = several(
        Mentee,
        "E",
        languages=st.just({}),
        residence=_home,
        target_occupations=_codes(OCCUPATIONS),
        target_sectors=_codes(SECTORS),
    )
    contact = st.tuples(mentor_ids, employer_ids, st.sampled_from(TIES))
    acquaintance = st.tuples(mentor_ids, mentor_ids, st.sampled_from(("0", "0.5", "0.99", "1")))
    return network(
        mentors,
        tuple(draw(st.lists(contact, max_size=8))),
        tuple(draw(st.lists(acquaintance, max_size=6))),
        employers,
        mentees,
    )
