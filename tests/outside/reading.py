"""A second reading of the programme's rules, straight from the CSV files of an intake folder.

It shares nothing with the product but the raw table of municipalities, takes no care of speed,
and says every rule of PROGRAMME §2 and §3 once more in the plainest way.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import NamedTuple

from tests.outside.facts import (
    BROKEN,
    HELD,
    UNKNOWN,
    Row,
    can_meet,
    can_travel,
    condition,
    day,
    entries,
    in_subgroup,
    last_day,
    limit,
    limited_dutch,
    number,
    opposite,
    pairs,
    share_a_language,
    share_a_slot,
    some,
    towns,
    truth,
    wish,
)

MOST_DUOS_OF_A_MENTOR = 2


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
        self.matches: list[Row] = [
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
