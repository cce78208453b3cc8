"""Facts of an intake folder as the outside reader takes them: cells, places, days and people."""

from __future__ import annotations

import csv
import math
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

Row = dict[str, str]
Truth = bool | None
"""Yes, no, or None where the facts do not tell."""

HELD, OPEN, BROKEN, UNKNOWN = "held", "open", "broken", "unknown"
"""What a rule says of an option; ``OPEN``: a limit that nobody gave, so nothing is limited."""

LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
ARABIC = {"ara", "arb"}
TRAJECTORY_MONTHS = 6
TOWNS_FILE = Path(__file__).parents[2] / "matcher" / "vocabulary" / "data" / "municipalities.tsv"


def day(text: str) -> date | None:
    """Return the date of a cell such as 2026-12-31 or 31/12/2026, None where it is empty."""
    if not text:
        return None
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 -- a day has no zone
    return date.fromisoformat(text)


def truth(text: str) -> Truth:
    """Return what a yes/no/unknown cell says."""
    return {"yes": True, "ja": True, "1": True, "no": False, "nee": False, "0": False}.get(text)


def number(text: str) -> Fraction | None:
    """Return the exact number of a cell, with a decimal point or comma; None where it is empty."""
    return Fraction(text.replace(",", ".")) if text else None


def entries(text: str) -> list[str]:
    """Return the members of a list in a cell."""
    return [part.strip() for part in text.split(";") if part.strip()]


def pairs(text: str) -> dict[str, str]:
    """Return the members of a list such as ``ara:C2; fra:B1`` by what stands before the colon."""
    return dict(part.split(":") for part in entries(text))


def every(answers: Iterable[Truth]) -> Truth:
    """Return Kleene's "and"."""
    found = set(answers)
    return False if False in found else None if None in found else True


def some(answers: Iterable[Truth]) -> Truth:
    """Return Kleene's "or"."""
    found = set(answers)
    return True if True in found else None if None in found else False


def opposite(answer: Truth) -> Truth:
    """Return Kleene's "not"."""
    return None if answer is None else not answer


def condition(answer: Truth) -> str:
    """Return the verdict of a condition that blocks where it is unknown (§2)."""
    return {True: HELD, False: BROKEN, None: UNKNOWN}[answer]


def limit(answer: Truth) -> str:
    """Return the verdict of a limit that restricts nothing where it is not given (§3)."""
    return {True: HELD, False: BROKEN, None: OPEN}[answer]


@cache
def towns() -> dict[str, Row]:
    """Return the municipalities by REFNIS code and by each postcode that only one of them has."""
    with TOWNS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    sharing = Counter(code for row in rows for code in row["postcodes"].split())
    by_code = {row["refnis"]: row for row in rows}
    for row in rows:
        by_code |= {code: row for code in row["postcodes"].split() if sharing[code] == 1}
    return by_code


def distance(here: str, there: str) -> Fraction:
    """Return the kilometres between two municipalities, to the nearest tenth, halves up."""
    a, b = (
        tuple(math.radians(float(towns()[code][name])) for name in ("latitude", "longitude"))
        for code in (here, there)
    )
    haversine = (
        math.sin((b[0] - a[0]) / 2) ** 2
        + math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2
    )
    kilometres = 2 * 6371.0088 * math.atan2(math.sqrt(haversine), math.sqrt(1 - haversine))
    return Fraction(math.floor(kilometres * 10 + 0.5), 10)


def last_day(start: date) -> date:
    """Return the last day of a trajectory that starts on a day."""
    months = start.year * 12 + start.month - 1 + TRAJECTORY_MONTHS
    year, month = divmod(months, 12)
    days = monthrange(year, month + 1)[1]
    if start.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, start.day) - timedelta(days=1)


def dutch(mentee: Row) -> int:
    """Return the mentee's level of Dutch, 0 for none to 6 for C2."""
    return LEVELS.index(pairs(mentee["languages"]).get("nld", "none"))


def limited_dutch(mentee: Row) -> Truth:
    """Tell whether the mentee has no or limited Dutch: at most A2, and not certified."""
    return every(
        [dutch(mentee) <= LEVELS.index("A2"), opposite(truth(mentee["dutch_certificate"]))]
    )


def under_25(mentee: Row) -> Truth:
    """Tell whether the mentee was under 25 on referral, or else on registration."""
    born = day(mentee["birth_date"])
    on = day(mentee["referred_on"]) or day(mentee["registered_on"])
    if born is None or on is None:
        return None
    return (on.year - born.year, on.month, on.day) < (25, born.month, born.day)


def in_subgroup(mentee: Row, subgroup: str) -> Truth:
    """Tell whether the mentee is of a subgroup, its own rule on Dutch included."""
    education = int(mentee["education"]) if mentee["education"] else None
    if subgroup == "HOA":
        needed = mentee["dutch_needed"]
        insufficient = dutch(mentee) < LEVELS.index(needed) if needed else None
        return every(
            [
                None if education is None else education >= 5,
                opposite(truth(mentee["diploma_in_dutch"])),
                some([limited_dutch(mentee), insufficient]),
            ]
        )
    if subgroup == "LOA":
        return every([None if education is None else education <= 4, limited_dutch(mentee)])
    return every(
        [
            None if education is None else education <= 2,
            under_25(mentee),
            limited_dutch(mentee),
        ]
    )


def share_a_language(here: Row, there: Row) -> bool:
    """Tell whether two people both have at least B1 in one language."""
    spoken: list[set[str]] = []
    for person in (here, there):
        good = {
            code
            for code, level in pairs(person["languages"]).items()
            if LEVELS.index(level) >= LEVELS.index("B1")
        }
        spoken.append(good | ARABIC if good & ARABIC else good)
    return bool(spoken[0] & spoken[1])


def share_a_slot(here: Row, there: Row) -> Truth:
    """Tell whether two people are free at a same time of the week; None where one gives none."""
    a, b = (set(entries(person["availability"])) for person in (here, there))
    return bool(a & b) if a and b else None


def can_meet(here: Row, there: Row) -> Truth:
    """Tell whether the ways of meeting go together; None where one gives none."""
    modes = {here["meeting_mode"], there["meeting_mode"]}
    return None if "" in modes else modes != {"in_person", "online"}


def can_travel(here: Row, there: Row) -> Truth:
    """Tell whether the two live near enough; None where they need not travel or give no limit."""
    limits = [number(person["max_travel_km"]) for person in (here, there)]
    given = [most for most in limits if most is not None]
    at_a_place = "in_person" in {here["meeting_mode"], there["meeting_mode"]}
    if not at_a_place or not given or not here["residence"] or not there["residence"]:
        return None
    return distance(here["residence"], there["residence"]) <= min(given)


def wish(asking: Row, asked: Row, name: str) -> str:
    """Return the verdict of a person's wish for the other's gender."""
    wished = pairs(asking["wishes"]).get(name)
    if wished is None:
        return OPEN
    return condition(asked["gender"] == wished if asked["gender"] else None)
