"""Periods of whole months, counted as the law does: from a date to the day before that date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def last_day_of(start: date, months: int) -> date:
    """Return the last day of a period of whole months that begins on ``start``.

    It is the day before the same day so many months later; a month without that day ends it on
    the month's last day: six months from 15 August end on 14 February, from 31 August on
    28 February. Never decreases when ``start`` grows. Past the calendar's end: its last day.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    length = calendar.monthrange(year, month + 1)[1]
    if start.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, start.day) - timedelta(days=1)
