"""Recognising register numbers; every number here is computed, none is of a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.vocabulary.register_number import (
    contains_register_number,
    looks_like_register_number,
)


def number(first_nine: str, *, since_2000: bool = False) -> str:
    """Return nine digits with their two check digits."""
    return f"{first_nine}{97 - int(('2' if since_2000 else '') + first_nine) % 97:02d}"


def written(digits: str) -> str:
    """Return a number the way an identity card shows it."""
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}"


FIRST_NINE = st.builds(
    lambda year, month, extra, day, serial: f"{year:02d}{month + extra:02d}{day:02d}{serial:03d}",
    st.integers(0, 99),
    st.integers(0, 12),
    st.sampled_from([0, 20, 40]),
    st.integers(0, 31),
    st.integers(1, 998),
).filter(lambda digits: not digits.startswith(("3245", "3246", "3247", "3248", "3249")))


@given(FIRST_NINE, st.booleans())
def test_register_and_bis_numbers_are_recognised_in_any_writing(
    first_nine: str, since_2000: bool
) -> None:
    digits = number(first_nine, since_2000=since_2000)
    for text in (digits, written(digits), f"{digits[:6]} {digits[6:9]} {digits[9:]}"):
        assert looks_like_register_number(text)
        assert contains_register_number(text)
        assert contains_register_number(f"RRN: {text}, gsm 0470 12 34 56")
        assert contains_register_number(f"tel. 0470 12 34 56 {text}")


@given(FIRST_NINE, st.integers(1, 96))
def test_one_wrong_check_is_enough_to_be_no_number(first_nine: str, shift: int) -> None:
    right = {number(first_nine), number(first_nine, since_2000=True)}
    check = (int(number(first_nine)[9:]) + shift - 1) % 97 + 1
    text = f"{first_nine}{check:02d}"
    assert looks_like_register_number(text) == (text in right)


@pytest.mark.parametrize("date", ["851300", "859915", "853301", "855301", "850732"])
def test_an_impossible_date_makes_no_number(date: str) -> None:
    assert not looks_like_register_number(number(f"{date}123"))


def test_a_number_inside_a_longer_string_of_digits_is_none() -> None:
    digits = number("850730033")
    assert not contains_register_number(f"1{digits}")
    assert not contains_register_number(f"{digits}1")


@pytest.mark.parametrize(
    "text",
    [
        "0470 12 34 56",
        "+32 470 12 34 56",
        "0032 470 12 34 56",
        "09 123 45 67",
        "BE68 5390 0754 7034",
        "BE68539007547034",
        "NL91 ABNA 0417 1643 00",
        "0403.170.701",
        "2026-11-24 / 2027-05-24",
        "31/12/2026",
        "",
        "geen",
    ],
)
def test_telephone_numbers_accounts_and_dates_are_no_register_numbers(text: str) -> None:
    assert not looks_like_register_number(text)
    assert not contains_register_number(text)


def test_no_belgian_mobile_number_with_its_country_code_is_taken_for_one() -> None:
    for subscriber in range(10**5):
        text = f"32470{subscriber:05d}1"
        assert not looks_like_register_number(text)
        assert not contains_register_number(f"+{text}")


def test_digits_of_other_scripts_do_not_count() -> None:
    western = number("850730033")
    assert not looks_like_register_number(
        western.translate({48 + i: 0x0660 + i for i in range(10)})
    )
