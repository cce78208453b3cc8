"""Small random intake folders, by seed, in which every rule is broken, held and unknown often.

Most facts are such that a duo may be made, so that one rule alone decides about many options;
each folder goes astray on a few facts more than on the others.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from tests.outside.draws import Draws
from tests.outside.facts import Row

ADMITTED_EDUCATION = {"young": "1223", "HOA": "568", "LOA": "1234"}
"""Levels of education of most mentees there."""

OPTIONAL = {
    "mentees": ("meeting_mode", "max_travel_km", "availability", "wishes", "start_from", "project"),
    "mentors": ("meeting_mode", "max_travel_km", "availability", "wishes", "status", "projects"),
    "coaches": ("projects", "caseload"),
    "projects": ("extended_until", "budget_eur", "places"),
}


class _Folder(Draws):
    def programme(self) -> None:
        names = ["p1", "p2"][: self.random.choice((1, 2, 2))]
        self.promotors = [
            {"id": name, "capacity": self.sometimes(0.4, "1", "2", "3", "5")} for name in names
        ]
        self.lots: list[Row] = []
        for i in range(self.random.randint(1, 4)):
            subgroups = self.random.sample(("HOA", "LOA", "young"), self.random.randint(1, 3))
            if self.admitted:
                subgroups = [self.admitted]
            self.lots.append(
                {
                    "id": f"l{i}",
                    "provinces": self.one("", "; ".join(self.provinces), self.provinces[0]),
                    "subgroups": "; ".join(subgroups) if self.chance(0.6) else "",
                }
            )
        self.projects: list[Row] = []
        for i in range(self.random.randint(2, 5)):
            end = self.last("project end")
            start = self.random.choice(
                [end - timedelta(days=800), self.as_of, *map(self.near_day, self.starts)]
            )
            lasts = (end, end + timedelta(days=1), end + timedelta(days=30))
            extended = self.chance(0.5 if "project end" in self.astray else 0.2)
            self.projects.append(
                {
                    "id": f"pr{i}",
                    "promotor": names[i % len(names)],
                    "lot": self.sometimes(0.85, *(row["id"] for row in self.lots)),
                    "start": "" if self.chance(0.2) or start > end else self.day(start),
                    "end": "" if self.chance(0.2) else self.day(end),
                    "extended_until": self.day(self.random.choice(lasts)) if extended else "",
                    "places": self.sometimes(0.4, "0", "1", "2", "4"),
                    "places_total": self.sometimes(0.4, "1", "2", "3", "5"),
                    "budget_eur": self.sometimes(0.5, "5000", "2999,99", "3000.00", "10000"),
                    "cost_per_mentee_eur": self.sometimes(0.8, "1500", "1499.99", "2000,5", "0"),
                }
            )
        self.coaches: list[Row] = []
        for i in range(self.random.randint(2, 5)):
            promotor = names[i % len(names)]
            self.coaches.append(
                {
                    "id": f"c{i}",
                    "promotor": promotor,
                    "languages": self.cell(
                        self.languages(2) | {"nld": self.one("C2", "C2", "B1", "A2")}
                    ),
                    "caseload": self.sometimes(0.5, "0", "1", "2", "3"),
                    "projects": self.own_projects(promotor),
                }
            )

    def own_projects(self, promotor: str) -> str:
        if not self.slips("own projects"):
            return ""
        anyones = self.chance(0.1)
        own = [row["id"] for row in self.projects if anyones or row["promotor"] == promotor]
        return ";".join(self.random.sample(own, self.random.randint(1, len(own))))

    def mentor(self, i: int) -> Row:
        promotor = self.one(*(row["id"] for row in self.promotors))
        anyones = self.chance(0.1)
        coaches = [row["id"] for row in self.coaches if anyones or row["promotor"] == promotor]
        residence = self.residence()
        begins = self.random.choice(
            [self.as_of - timedelta(days=9), *map(self.near_day, self.starts)]
        )
        ends = self.last("until")
        starts = self.slips("start")
        return {
            "id": f"m{i}",
            "promotor": promotor,
            "languages": self.cell(
                self.languages(3) | {"nld": self.one("C2", "C1", "B1", "A2", "A1")}
            ),
            "projects": self.own_projects(promotor),
            "residence": residence,
            "capacity": self.one("", "1", "2", "3") if not self.slips("capacity") else "0",
            "coach": self.one(*coaches) if self.slips("own coach") else "",
            "meeting_mode": self.mode(),
            "max_travel_km": self.travel(residence),
            "availability": self.slots(),
            "available_from": self.day(begins) if starts else "",
            "available_until": self.day(ends) if ends > begins and self.chance(0.4) else "",
            "gender": self.one("f", "m", ""),
            "wishes": self.wish("mentee_gender"),
            "status": self.one("paused", "left")
            if self.slips("mentor status")
            else self.one("", "active"),
        }

    def dutch_facts(self) -> Row:
        """Return facts that fit the base target group, a subgroup's rule on Dutch, or neither."""
        languages = self.languages(3)
        dutch = self.one("", "A1", "A2", "A2")
        education = self.one("1", "2", "2", "3", "4", "5", "6", "8")
        needed = self.sometimes(0.4, "A2", "B1", "B2", "C1")
        if self.admitted:
            education = self.one(*ADMITTED_EDUCATION[self.admitted])
        if self.slips("education"):
            education = self.one("", "4", "5", "7")
        if self.slips("dutch"):
            dutch = self.one("B1", "B2", "C1")
            education, needed = self.one("5", "7"), self.one("", "B2", "C1", "C2")
        if self.slips("foreign"):
            education = "6"
            dutch, needed = self.random.choice((("C1", "C2"), ("B2", "C1"), ("A2", "")))
            languages = {} if dutch != "C1" else languages
        return {
            "languages": self.cell(languages | ({"nld": dutch} if dutch else {})),
            "education": education,
            "dutch_needed": needed,
            "diploma_in_dutch": self.no("education"),
            "dutch_certificate": self.no("certificate"),
        }

    def age_facts(self) -> Row:
        registered = self.as_of - timedelta(days=self.random.randint(10, 200))
        if self.chance(0.1):
            registered = self.near_day(self.as_of)
        referred = registered + timedelta(days=self.random.choice((-20, -1, 0, 1, 15)))
        on = referred
        cells = {"registered_on": self.day(registered), "referred_on": self.day(referred)}
        if self.chance(0.3) or self.slips("age"):
            cells["referred_on"], on = "", registered
        if self.slips("age"):
            cells["registered_on"] = ""
        on = self.random.choice((on, on, registered))
        years = 25 if self.chance(0.5) else self.random.randint(18, 30)
        day = 28 if (on.month, on.day) == (2, 29) else on.day
        born = self.near_day(on.replace(year=on.year - years, day=day))
        if (born.month, born.day) == (2, 29):
            born += timedelta(days=1)
        return cells | {"birth_date": "" if self.chance(0.1) else self.day(born)}

    def mentee(self, i: int) -> Row:
        residence = self.residence()
        referred = (
            self.one(*(row["id"] for row in self.promotors)) if self.slips("referral") else ""
        )
        fitting = {referred} if referred and self.chance(0.9) else {"p1", "p2"}
        projects = [row["id"] for row in self.projects if row["promotor"] in fitting]
        decided = self.random.choice((-30, -1, 0, 1, 1, 5))
        decision = self.one("", "pending", "approved")
        if self.slips("decision"):
            decision = self.one("refused", "refused", "approved")
        dated = decision in {"approved", "refused"} and self.chance(0.8)
        starts = self.slips("start")
        return {
            "id": f"e{i}",
            **self.dutch_facts(),
            **self.age_facts(),
            "residence": residence,
            "working": self.no("working"),
            "vdab_guidance": self.yes("guidance"),
            "migration_background": self.yes("background"),
            "meeting_mode": self.mode(),
            "max_travel_km": self.travel(residence),
            "availability": self.slots(),
            "start_from": self.day(self.near_day(self.random.choice(self.starts)))
            if starts
            else "",
            "wishes": self.wish("mentor_gender"),
            "promotor": referred,
            "project": self.one(*projects) if self.slips("referral") else "",
            "vdab_decision": decision,
            "vdab_decided_on": self.day(self.as_of + timedelta(days=decided)) if dated else "",
            "gender": self.one("f", "m", ""),
        }

    def match(self, i: int, mentee: Row, mentor: Row, status: str) -> Row:
        home = {mentor["promotor"]} if self.chance(0.9) else {"p1", "p2"}
        coaches = [row["id"] for row in self.coaches if row["promotor"] in home]
        projects = [row["id"] for row in self.projects if row["promotor"] in home]
        started = self.as_of + timedelta(days=self.random.choice((-200, -100, -1, 0, 1, 5)))
        ended = started + timedelta(days=self.random.choice((0, 1, 60, 150)))
        dated = status != "proposed" and self.chance(0.8)
        over = self.chance(0.8 if status in {"completed", "stopped"} else 0.1)
        follows = self.follows.setdefault(mentor["id"], mentor["coach"] or self.one("", *coaches))
        if mentor["coach"] and self.chance(0.3):
            follows = self.one(*coaches)
        return {
            "id": f"d{i}",
            "mentee": mentee["id"],
            "mentor": mentor["id"],
            "coach": self.one(follows, follows, ""),
            "project": self.sometimes(0.75, *projects),
            "status": status,
            "started_on": self.day(started) if dated else "",
            "ended_on": self.day(ended) if dated and over else "",
            "reason": "",
        }

    def past(self) -> None:
        self.follows: dict[str, str] = {}
        self.matches: list[Row] = []
        busy = self.random.sample(self.mentees, min(len(self.mentees), 7))
        for i in range(self.random.randint(0, 5)):
            status = self.one("running", "accepted", "completed", "stopped", "stopped")
            mentors = self.mentors[:2] if "matches" in self.astray else self.mentors
            self.matches.append(self.match(i, busy[i], self.random.choice(mentors), status))
        if self.slips("matches"):
            for i in range(5, 45):
                mentee = self.random.choice(self.mentees)
                if mentee not in busy:
                    row = self.match(i, mentee, self.random.choice(self.mentors), "stopped")
                    row |= {
                        "started_on": "",
                        "ended_on": self.day(self.as_of - timedelta(days=i % 3)),
                    }
                    row["status"] = self.one(
                        "proposed", "completed", "completed", "stopped", "stopped"
                    )
                    self.matches.append(row)
        self.exclusions = [
            {
                "mentee": self.random.choice(self.mentees)["id"],
                "mentor": self.random.choice(self.mentors)["id"],
                "reason": self.one("", "family"),
            }
            for _ in range(40 if self.slips("exclusions") else 3)
        ]

    def build(self) -> dict[str, Sequence[Row]]:
        self.programme()
        self.mentors = [self.mentor(i) for i in range(self.random.randint(5, 15))]
        self.mentees = [self.mentee(i) for i in range(self.random.randint(8, 25))]
        self.past()
        tables: dict[str, list[Row]] = {
            "mentees": self.mentees,
            "mentors": self.mentors,
            "coaches": self.coaches,
            "projects": self.projects,
            "lots": self.lots,
            "promotors": self.promotors,
            "matches": self.matches,
            "exclusions": self.exclusions,
        }
        for name, rows in tables.items():
            columns = list(rows[0]) if rows else []
            left_out = [c for c in OPTIONAL.get(name, ()) if self.chance(0.05)]
            kept = [column for column in columns if column not in left_out]
            self.random.shuffle(kept)
            self.random.shuffle(rows)
            tables[name] = [{column: row[column] for column in kept} for row in rows]
        if self.chance(0.15):
            del tables["promotors"]
        return dict(tables)


def write_random_folder(folder: Path, seed: int) -> date:
    """Write the tables of a seed as CSV files into a folder that exists; return the as-of date."""
    made = _Folder(seed)
    for name, rows in made.build().items():
        if rows:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
    return made.as_of
