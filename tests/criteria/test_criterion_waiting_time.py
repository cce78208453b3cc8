"""How long the mentee has waited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from criteria_worlds import AS_OF, criterion, mentee, mentor, problem

from matcher.constraints.contract import Outcome

WAITING = criterion("waiting_time")


@pytest.mark.parametrize(
    ("days", "points"),
    [(0, 0), (1, 0), (2, 1), (90, 75), (179, 149), (180, 150), (900, 150), (-3, 0)],
)
def test_points_grow_with_the_days_waited_up_to_half_a_year(days: int, points: int) -> None:
    a = mentee(registered_on=AS_OF - timedelta(days=days))
    assert WAITING.points(a, mentor(), problem()).points == points


def test_registration_counts_before_referral_unless_the_rule_set_says_otherwise() -> None:
    a = mentee(registered_on=AS_OF - timedelta(days=90), referred_on=AS_OF - timedelta(days=180))
    assert WAITING.points(a, mentor(), problem()).points == 75
    other = problem(settings={"waiting_time": {"counted_from": "referred_on"}})
    found = WAITING.points(a, mentor(), other)
    assert (found.points, found.evidence.counted_from) == (150, "referred_on")


def test_referral_counts_where_no_registration_is_given() -> None:
    a = mentee(referred_on=AS_OF - timedelta(days=90))
    assert WAITING.points(a, mentor(), problem()).evidence.days == 90


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "U wacht 1 dag op een mentor."), (30, "U wacht al 30 dagen op een mentor.")],
)
def test_the_sentence_tells_the_days(days: int, words: str) -> None:
    a = mentee(registered_on=AS_OF - timedelta(days=days))
    assert WAITING.sentence(WAITING.points(a, mentor(), problem()), a, mentor()).nl.startswith(
        words
    )


def test_without_a_date_the_wait_is_unknown_and_both_columns_are_named() -> None:
    found = WAITING.points(mentee(), mentor(), problem())
    assert (found.outcome, found.points) == (Outcome.UNKNOWN, 0)
    assert found.missing == ("mentees.registered_on", "mentees.referred_on")
