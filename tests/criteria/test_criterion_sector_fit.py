"""Occupation and sector of the mentor against the job target."""

from __future__ import annotations

import pytest
from criteria_worlds import criterion, mentee, mentor, problem

from matcher.constraints.contract import Outcome
from matcher.vocabulary.occupations import occupation_name

SECTOR_FIT = criterion("sector_fit")
RETAIL, WHOLESALE, TRADE, FOOD = "47", "46", "G", "10"


@pytest.mark.parametrize(
    ("target", "occupation", "points"),
    [
        ("5223", "5223", 300),
        ("5223", "5221", 255),
        ("5223", "5249", 165),
        ("5223", "5120", 60),
        ("5223", "7223", 0),
        ("52", "5223", 165),
        ("5223", "5", 60),
    ],
)
def test_occupations_closer_in_the_tree_give_more_points(
    target: str, occupation: str, points: int
) -> None:
    a, b = mentee(target_occupations=(target,)), mentor(occupations=(occupation,))
    assert SECTOR_FIT.points(a, b, problem()).points == points


@pytest.mark.parametrize(
    ("target", "sector", "points"),
    [
        (RETAIL, RETAIL, 210),
        (RETAIL, WHOLESALE, 120),
        (TRADE, RETAIL, 120),
        (TRADE, TRADE, 120),
        (RETAIL, FOOD, 0),
    ],
)
def test_the_same_division_counts_more_than_the_same_section(
    target: str, sector: str, points: int
) -> None:
    a, b = mentee(target_sectors=(target,)), mentor(sectors=(sector,))
    assert SECTOR_FIT.points(a, b, problem()).points == points


def test_the_best_of_occupation_and_sector_counts_and_is_named() -> None:
    a = mentee(target_occupations=("5223", "7231"), target_sectors=(RETAIL,))
    b = mentor(occupations=("7233", "5120"), sectors=(RETAIL,))
    found = SECTOR_FIT.points(a, b, problem())
    likeness = found.evidence.likeness
    assert (likeness.target, likeness.offered, likeness.degree) == ("7231", "7233", "minor_group")
    assert found.points == 255
    assert "heel dicht bij elkaar" in SECTOR_FIT.sentence(found, a, b).nl


def test_a_mentor_from_another_field_gets_no_points_and_the_target_is_named() -> None:
    a, b = mentee(target_occupations=("5223",)), mentor(occupations=("7231",))
    found = SECTOR_FIT.points(a, b, problem())
    assert found.outcome is Outcome.BROKEN
    sentence = SECTOR_FIT.sentence(found, a, b)
    assert occupation_name("5223").en in sentence.en
    assert sentence.en.endswith("is not close enough to that.")


@pytest.mark.parametrize(
    ("a", "b", "missing"),
    [
        (
            mentee(),
            mentor(occupations=("5223",)),
            ("mentees.target_occupations", "mentees.target_sectors", "mentors.sectors"),
        ),
        (
            mentee(target_occupations=("5223",)),
            mentor(sectors=(RETAIL,)),
            ("mentees.target_sectors", "mentors.occupations"),
        ),
        (
            mentee(target_occupations=("5223",), target_sectors=(RETAIL,)),
            mentor(),
            ("mentors.occupations", "mentors.sectors"),
        ),
    ],
)
def test_without_facts_on_both_sides_nothing_is_known_and_the_columns_are_named(
    a: object, b: object, missing: tuple[str, ...]
) -> None:
    found = SECTOR_FIT.points(a, b, problem())
    assert (found.outcome, found.points, found.missing) == (Outcome.UNKNOWN, 0, missing)
    assert SECTOR_FIT.sentence(found, a, b).nl.startswith("Wij kunnen uw jobdoelwit niet")
