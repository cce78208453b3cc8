"""A second reading of the programme's rules, straight from the CSV files of an intake folder.

It shares nothing with the product but the raw table of municipalities, takes no care of speed,
and says every rule of PROGRAMME §2 and §3 once more in the plainest way.
"""

from __future__ import annotations

import csv
import math
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]
Truth = bool | None
"""Yes, no, or None where the facts do not tell."""

HELD, OPEN, BROKEN, UNKNOWN = "held", "open", "broken", "unknown"
"""What a rule says of an option; ``OPEN``: a limit that nobody gave, so nothing is limited."""

LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
ARABIC = {"ara", "arb"}
TRAJECTORY_MONTHS = 6
MOST_DUOS_OF_A_MENTOR = 2
TOWNS_FILE = Path(__file__).parents[2] / "matcher" / "vocabulary" / "data" / "municipalities.tsv"


class Option(NamedTuple):
    """The ids of a mentee, a mentor, a coach and a project."""

    mentee: str
    mentor: str
    coach: str
    project: str


class Fault(NamedTuple):
    """The rule that a result breaks, and whom or what it breaks it on."""

    rule: str
    subject: str


# --- cells ---------------------------------------------------------------------------------------


def day(text: str) -> date | None:
    """Return the date of a cell such as 2026-12-31 or 31/12/2026, None where it is empty."""
    if not text:
        return None
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  # a day has no zone
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


# --- yes, no, unknown ----------------------------------------------------------------------------


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


# --- places and days -----------------------------------------------------------------------------


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
    end = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return end - timedelta(days=1)


# --- rules on people -----------------------------------------------------------------------------


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


# --- the folder ----------------------------------------------------------------------------------


class _Table(dict[str, Row]):
    """Rows of a table by id, or by line where the table has no ids; absent cells are empty."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__()
        path = folder / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                for line, row in enumerate(csv.DictReader(file)):
                    self[row.get("id", str(line))] = _Cells(row)


class _Cells(dict[str, str]):
    def __missing__(self, column: str) -> str:
        return ""


class Reading:
    """What an intake folder allows as of the end of a day."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self.as_of = as_of
        self.mentors, self.coaches, self.projects, self.lots, self.promotors, exclusions = (
            _Table(folder, name)
            for name in ("mentors", "coaches", "projects", "lots", "promotors", "exclusions")
        )
        self.mentees = {
            key: row
            for key, row in _Table(folder, "mentees").items()
            if not self._later(row["registered_on"])
        }
        self.excluded = {(row["mentee"], row["mentor"]) for row in exclusions.values()}
        self.matches = [
            _Cells(row | {"status": self._status(row)})
            for row in _Table(folder, "matches").values()
            if row["mentee"] in self.mentees
        ]
        self.committed = [row for row in self.matches if row["status"] in {"running", "accepted"}]
        in_a_duo = {row["mentee"] for row in self.committed}
        self.waiting = [key for key in self.mentees if key not in in_a_duo]
        self.broken_duos = {
            (row["mentee"], row["mentor"]) for row in self.matches if row["status"] == "stopped"
        }

    def _later(self, cell: str) -> bool:
        found = day(cell)
        return found is not None and found > self.as_of

    def _status(self, match: Row) -> str:
        if self._later(match["started_on"]) and match["status"] in {
            "running",
            "completed",
            "stopped",
        }:
            return "accepted"
        if self._later(match["ended_on"]) and match["status"] in {"completed", "stopped"}:
            return "running"
        return match["status"]

    def coach_of(self, mentor: str) -> str:
        """Return the coach who follows a mentor already, empty where there is none."""
        followed = [row["coach"] for row in self.committed if row["mentor"] == mentor]
        return self.mentors[mentor]["coach"] or next(filter(None, followed), "")

    # --- options ---------------------------------------------------------------------------------

    def _on_mentee(self, mentee: str) -> dict[str, str]:
        row = self.mentees[mentee]
        languages = pairs(row["languages"])
        foreign = bool(set(languages) - {"nld"}) and languages.get("nld") not in {"C1", "C2"}
        home = towns()[row["residence"]] if row["residence"] else None
        refused = row["vdab_decision"] == "refused" and not self._later(row["vdab_decided_on"])
        return {
            "not working": condition(opposite(truth(row["working"]))),
            "anderstalig": condition(foreign),
            "migration background": condition(truth(row["migration_background"])),
            "in Flanders": condition(None if home is None else home["region"] == "flanders"),
            "VDAB guidance": condition(truth(row["vdab_guidance"])),
            "VDAB decision": BROKEN if refused else HELD,
        }

    def _on_admission(self, mentee: str, project: str) -> dict[str, str]:
        row, target = self.mentees[mentee], self.projects[project]
        lot = self.lots[target["lot"]] if target["lot"] else _Cells()
        verdicts = {
            "referred promotor": limit(
                row["promotor"] == target["promotor"] if row["promotor"] else None
            ),
            "admitted project": limit(row["project"] == project if row["project"] else None),
        }
        subgroups = entries(lot["subgroups"])
        if subgroups:
            verdicts["subgroup " + " ".join(sorted(subgroups))] = condition(
                some(in_subgroup(row, subgroup) for subgroup in subgroups)
            )
        else:
            verdicts["limited Dutch"] = condition(limited_dutch(row))
        provinces = entries(lot["provinces"])
        home = towns()[row["residence"]]["province"] if row["residence"] else None
        if provinces:
            verdicts["province"] = condition(None if home is None else home in provinces)
        return verdicts

    def _on_mentor(self, mentor: str, project: str) -> dict[str, str]:
        row = self.mentors[mentor]
        own = entries(row["projects"])
        return {
            "mentor active": HELD if row["status"] in {"", "active"} else BROKEN,
            "mentor's promotor": limit(row["promotor"] == self.projects[project]["promotor"]),
            "mentor's projects": limit(project in own if own else None),
        }

    def _on_coach(self, coach: str, project: str) -> dict[str, str]:
        row = self.coaches[coach]
        own = entries(row["projects"])
        return {
            "coach's promotor": limit(row["promotor"] == self.projects[project]["promotor"]),
            "coach's projects": limit(project in own if own else None),
        }

    def _on_following(self, mentor: str, coach: str) -> dict[str, str]:
        followed_by = self.coach_of(mentor)
        return {
            "mentor's coach": limit(followed_by == coach if followed_by else None),
            "language mentor-coach": limit(
                share_a_language(self.mentors[mentor], self.coaches[coach])
            ),
        }

    def _on_pair(self, mentee: str, mentor: str) -> dict[str, str]:
        one, other = self.mentees[mentee], self.mentors[mentor]
        return {
            "language mentee-mentor": limit(share_a_language(one, other)),
            "weekly slots": limit(share_a_slot(one, other)),
            "meeting mode": limit(can_meet(one, other)),
            "travel": limit(can_travel(one, other)),
            "exclusion": BROKEN if (mentee, mentor) in self.excluded else HELD,
            "broken duo": BROKEN if (mentee, mentor) in self.broken_duos else HELD,
            "mentor's gender": wish(one, other, "mentor_gender"),
            "mentee's gender": wish(other, one, "mentee_gender"),
        }

    def days_to_spare(self, mentee: str, mentor: str, project: str) -> dict[str, int | None]:
        """Return the days left of each limit after a trajectory's last; None where not given."""
        row, volunteer, target = self.mentees[mentee], self.mentors[mentor], self.projects[project]
        given = (row["start_from"], volunteer["available_from"], target["start"])
        last = last_day(max(filter(None, [self.as_of, *map(day, given)])))
        limits = {
            "end of project": day(target["extended_until"] or target["end"]),
            "available until": day(volunteer["available_until"]),
        }
        return {name: None if most is None else (most - last).days for name, most in limits.items()}

    def _on_dates(self, mentee: str, mentor: str, project: str) -> dict[str, str]:
        spare = self.days_to_spare(mentee, mentor, project)
        return {name: limit(None if days is None else days >= 0) for name, days in spare.items()}

    def verdicts(self, option: Option) -> dict[str, str]:
        """Return what each rule says of an option."""
        mentee, mentor, coach, project = option
        return {
            **self._cached("_on_mentee", mentee),
            **self._cached("_on_admission", mentee, project),
            **self._cached("_on_mentor", mentor, project),
            **self._cached("_on_coach", coach, project),
            **self._cached("_on_following", mentor, coach),
            **self._cached("_on_pair", mentee, mentor),
            **self._cached("_on_dates", mentee, mentor, project),
        }

    @cached_property
    def _said(self) -> dict[tuple[str, ...], dict[str, str]]:
        return {}

    def _cached(self, rules: str, *people: str) -> dict[str, str]:
        if (rules, *people) not in self._said:
            self._said[rules, *people] = getattr(self, rules)(*people)
        return self._said[rules, *people]

    def candidates(self) -> Iterator[Option]:
        """Give every option that the waiting mentees, mentors, coaches and projects could form."""
        for ids in product(self.waiting, self.mentors, self.coaches, self.projects):
            yield Option(*ids)

    def broken(self, option: Option) -> list[str]:
        """Return the rules that bar an option."""
        said = self.verdicts(option)
        return [rule for rule, verdict in said.items() if verdict in {BROKEN, UNKNOWN}]

    @cached_property
    def allowed(self) -> frozenset[Option]:
        """The options that no rule bars, whatever the capacities."""
        return frozenset(option for option in self.candidates() if not self.broken(option))

    # --- capacities ------------------------------------------------------------------------------

    @cached_property
    def room(self) -> dict[tuple[str, str], int]:
        """How many new duos each person, project and promotor can still take; no limit: absent."""
        ever = [row for row in self.matches if row["status"] != "proposed"]
        now: Counter[tuple[str, str]] = Counter()
        life: Counter[str] = Counter(row["project"] for row in ever if row["project"])
        for row in self.committed:
            home = self.projects[row["project"]] if row["project"] else self.mentors[row["mentor"]]
            now["mentor's capacity", row["mentor"]] += 1
            now["caseload", row["coach"] or self.coach_of(row["mentor"])] += 1
            now["places", row["project"]] += 1
            now["promotor's capacity", home["promotor"]] += 1
        room: dict[tuple[str, str], int] = {}
        for key, row in self.mentors.items():
            most = min(int(row["capacity"] or 1), MOST_DUOS_OF_A_MENTOR)
            room["mentor's capacity", key] = most
        for key, row in self.coaches.items():
            room["caseload", key] = int(row["caseload"] or 30)
        for key, row in self.projects.items():
            if row["places"]:
                room["places", key] = int(row["places"])
            if row["places_total"]:
                room["places over its life", key] = int(row["places_total"]) - life[key]
            budget, cost = number(row["budget_eur"]), number(row["cost_per_mentee_eur"])
            if budget is not None and cost:
                room["budget", key] = math.floor((budget - life[key] * cost) / cost)
        for key, row in self.promotors.items():
            if row["capacity"]:
                room["promotor's capacity", key] = int(row["capacity"])
        return {key: max(0, most - now[key]) for key, most in room.items()}

    def uses(self, option: Option) -> Iterator[tuple[str, str]]:
        """Give what a duo takes one place of."""
        yield "mentor's capacity", option.mentor
        yield "caseload", option.coach
        for name in ("places", "places over its life", "budget"):
            yield name, option.project
        yield "promotor's capacity", self.projects[option.project]["promotor"]

    def faults(self, duos: Iterable[Option]) -> list[Fault]:
        """Return every rule that a list of new duos breaks, none where it may stand."""
        proposed = list(duos)
        found = [Fault("waiting", duo.mentee) for duo in proposed if duo.mentee not in self.waiting]
        found += [
            Fault(rule, str(tuple(duo)))
            for duo in proposed
            if duo.mentee in self.mentees
            for rule in self.broken(duo)
        ]
        for mentee, times in Counter(duo.mentee for duo in proposed).items():
            if times > 1:
                found.append(Fault("one duo per mentee", mentee))
        followed = {(duo.mentor, duo.coach) for duo in proposed}
        for mentor, coaches in Counter(mentor for mentor, _ in followed).items():
            if coaches > 1:
                found.append(Fault("one coach per mentor", mentor))
        for key, taken in Counter(use for duo in proposed for use in self.uses(duo)).items():
            if taken > self.room.get(key, taken):
                found.append(Fault(*key))
        return found


def allowed_options(folder: Path, as_of: date) -> frozenset[Option]:
    """Return the options of a folder that no rule bars."""
    return Reading(folder, as_of).allowed


def check_result(folder: Path, as_of: date, duos: Iterable[Option]) -> list[Fault]:
    """Return every rule that new duos for a folder break."""
    return Reading(folder, as_of).faults(duos)
