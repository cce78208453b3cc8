"""Terms of whole months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.months import last_day_of


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2026, 1, 1), 24, date(2027, 12, 31)),
        (date(2026, 3, 1), 24, date(2028, 2, 29)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 8, 15), 6, date(2027, 2, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(9999, 12, 1), 6, date.max),
    ],
)
def test_a_term_ends_the_day_before_or_with_the_month(start: date, months: int, day: date) -> None:
    assert last_day_of(start, months) == day


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_a_later_start_never_ends_earlier(start: date, months: int) -> None:
    assert last_day_of(start, months) <= last_day_of(start + timedelta(days=1), months)
