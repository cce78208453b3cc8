"""ISCO-08 and NACE Rev. 2.1: complete trees with names in both languages."""

from __future__ import annotations

import csv
import importlib.resources
from collections import Counter

import naceconverter
import pytest

from matcher.domain.errors import UnknownNameError
from matcher.vocabulary.occupations import (
    is_occupation,
    occupation_codes,
    occupation_name,
    shared_digits,
)
from matcher.vocabulary.sectors import (
    is_sector,
    parse_sector,
    section_of,
    sector_codes,
    sector_name,
)


def nace() -> list[dict[str, str]]:
    """Return the rows of the NACE table that the package `naceconverter` brings."""
    source = importlib.resources.files(naceconverter) / "nacecodes.csv"
    return list(csv.DictReader(source.read_text("utf-8-sig").splitlines(), delimiter=";"))


def test_isco_has_10_majors_43_sub_majors_130_minors_and_436_unit_groups() -> None:
    assert Counter(map(len, occupation_codes())) == {1: 10, 2: 43, 3: 130, 4: 436}


def test_unit_groups_are_spread_over_the_majors_as_published() -> None:
    units = Counter(code[0] for code in occupation_codes() if len(code) == 4)
    assert units == {
        "0": 3,
        "1": 31,
        "2": 92,
        "3": 84,
        "4": 29,
        "5": 40,
        "6": 18,
        "7": 66,
        "8": 40,
        "9": 33,
    }


def test_every_occupation_has_its_parent_and_every_parent_a_child() -> None:
    codes = set(occupation_codes())
    assert {code[:-1] for code in codes if len(code) > 1} == {c for c in codes if len(c) < 4}


def test_every_occupation_has_a_name_in_both_languages() -> None:
    for code in occupation_codes():
        name = occupation_name(code)
        assert name.nl
        assert name.en


def test_a_unit_group_bears_the_name_of_its_minor_group() -> None:
    assert occupation_name("5120") == occupation_name("512")
    assert occupation_name("512").nl == "Koks"


@pytest.mark.parametrize("code", ["", "04", "123", "1234567", "9999", "512 ", "kok", "53211"])
def test_other_texts_are_no_occupation(code: str) -> None:
    assert not is_occupation(code)


def test_the_error_names_the_unknown_occupation() -> None:
    with pytest.raises(UnknownNameError, match=r"ISCO-08.*'9999'"):
        occupation_name("9999")


@pytest.mark.parametrize(
    ("a", "b", "digits"),
    [
        ("5223", "5223", 4),
        ("5223", "5221", 3),
        ("5223", "52", 2),
        ("5223", "5311", 1),
        ("5", "6", 0),
    ],
)
def test_nearness_of_occupations_is_the_number_of_leading_digits_shared(
    a: str, b: str, digits: int
) -> None:
    assert shared_digits(a, b) == shared_digits(b, a) == digits


def test_sections_and_divisions_are_those_of_nace_2_1() -> None:
    theirs = {
        row["code"]: (row["parentCode"].strip() or row["code"], row["name"])
        for row in nace()
        if row["level"] in {"1", "2"}
    }
    ours = {code: (section_of(code), sector_name(code).en) for code in sector_codes()}
    assert ours == theirs
    assert Counter(map(len, ours)) == {1: 22, 2: 87}


def test_every_sector_has_a_dutch_name() -> None:
    assert all(sector_name(code).nl for code in sector_codes())


def test_every_nace_code_of_any_depth_is_brought_back_to_its_division() -> None:
    for row in nace():
        if row["level"] in {"3", "4"}:
            assert parse_sector(row["code"]) == row["code"][:2]
            assert parse_sector(row["code"].replace(".", "")) == row["code"][:2]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("46.3", "46"),
        ("4631", "46"),
        ("g46.31", "46"),
        ("46.31.001", "46"),
        ("c", "C"),
        (" 81 ", "81"),
    ],
)
def test_sectors_are_read_however_deep_they_are_written(text: str, code: str) -> None:
    assert parse_sector(text) == code


@pytest.mark.parametrize("text", ["", "W", "45", "4520", "A46", "4", "46.", "bouw", "463100000"])
def test_what_is_no_nace_code_is_no_sector(text: str) -> None:
    assert parse_sector(text) is None
    assert not is_sector(text)


def test_the_error_names_the_unknown_sector() -> None:
    with pytest.raises(UnknownNameError, match=r"A to V.*'45'"):
        section_of("45")
