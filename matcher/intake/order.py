"""Facts of one row that cannot both be right, and facts that are odd but usable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from matcher.domain.months import last_day_of
from matcher.domain.sentence import Sentence
from matcher.intake.rows import RowProblem

LEAST_PROJECT_MONTHS = 24
"""Shortest life of a project (PROGRAMME §3.7); shorter is a notice only."""

_ORDERED = {
    "projects": (("start", "end"),),
    "matches": (("started_on", "ended_on"),),
    "mentors": (("available_from", "available_until"),),
}


def check(table: str, record: Mapping[str, Any], as_of: date) -> None:
    """Check the order of dates in a row, and that nobody knows themselves.

    Raises
    ------
    RowProblem
        When the order is impossible.
    """
    for first, second in _ORDERED.get(table, ()):
        earlier, later = record.get(first), record.get(second)
        if earlier is not None and later is not None and later < earlier:
            expected = Sentence(
                f"een datum niet voor {first} ({earlier})", f"a date not before {first} ({earlier})"
            )
            raise RowProblem(second, later.isoformat(), expected)
    if table == "mentees":
        born = record.get("birth_date")
        if born is not None and born > as_of:
            expected = Sentence(f"een datum niet na {as_of}", f"a date not after {as_of}")
            raise RowProblem("birth_date", born.isoformat(), expected)
    if table == "acquaintances" and record["mentor"] == record["other_mentor"]:
        expected = Sentence("een andere mentor dan mentor", "another mentor than mentor")
        raise RowProblem("other_mentor", record["other_mentor"], expected)


def early_extension(record: Mapping[str, Any]) -> Sentence | None:
    """Return what to remark on an extension that ends before the project would have."""
    end, extended = record.get("end"), record.get("extended_until")
    if end is None or extended is None or extended >= end:
        return None
    return Sentence(
        f"de verlenging tot {extended} eindigt voor het project zelf ({end}); ze geldt wel.",
        f"the extension to {extended} ends before the project itself ({end}); it counts all the same.",
    )


def short_project(record: Mapping[str, Any]) -> Sentence | None:
    """Return what to remark on a project that is shorter than the programme asks."""
    start, end = record.get("start"), record.get("end") or record.get("extended_until")
    if start is None or end is None or end >= last_day_of(start, LEAST_PROJECT_MONTHS):
        return None
    return Sentence(
        f"het project loopt van {start} tot {end}, korter dan {LEAST_PROJECT_MONTHS} maanden.",
        f"the project runs from {start} to {end}, shorter than {LEAST_PROJECT_MONTHS} months.",
    )
