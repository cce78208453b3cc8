"""Random facts for an intake folder: mostly good ones, and days and distances near each boundary."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.outside.facts import distance, last_day, towns

DAYS = tuple(
    map(
        date.fromisoformat,
        [
            "2026-03-15",
            "2026-08-31",
            "2027-08-31",
            "2026-01-31",
            "2026-12-31",
            "2026-02-28",
            "2024-02-29",
            "2026-07-01",
            "2026-10-30",
        ],
    )
)
LANGUAGES = ("ara", "arb", "fra", "eng", "tur", "prs")
SLOTS = ("mon-am", "mon-eve", "tue-pm", "wed-eve", "thu-pm", "sat-am", "sun-pm")
# fmt: off
FACTS = (
    "working", "guidance", "background", "certificate", "foreign", "dutch", "residence",
    "decision", "language", "mentor status", "start", "until", "project end", "wish", "slots",
    "mode", "travel", "exclusions", "matches", "referral", "own projects", "own coach",
    "capacity", "education", "age",
)
# fmt: on
"""What folders go astray on, a few of these each."""

ADMITTED_BY = {
    "age": "young",
    "certificate": "LOA",
    "education": "HOA",
    "dutch": "HOA",
    "foreign": "HOA",
}
"""The subgroup that lots list alone where folders go astray on a fact that decides about it."""


class Draws:
    """What the cells of one seed's folder are drawn from."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 -- test data, not secrets
        self.as_of = self.random.choice(DAYS)
        turn = [FACTS[(3 * seed + step) % len(FACTS)] for step in range(3)]
        self.astray = {*turn, self.random.choice(FACTS)}
        admitted = [ADMITTED_BY[fact] for fact in ADMITTED_BY if fact in self.astray]
        self.admitted = admitted[0] if admitted else ""
        provinces = self.random.sample(("BE21", "BE22", "BE23", "BE24", "BE25"), 2)
        self.provinces = provinces
        by_code = towns()
        refnis = sorted(code for code in by_code if len(code) == 5)
        self.near = self.random.sample(
            [code for code in refnis if by_code[code]["province"] in provinces], 5
        )
        self.far = [*self.random.sample(refnis, 3), "21004"]
        self.starts = [self.as_of + timedelta(days=days) for days in (1, 14, 30)]
        self.spoken = self.random.sample(LANGUAGES, 3)

    def chance(self, rate: float) -> bool:
        return self.random.random() < rate

    def slips(self, fact: str) -> bool:
        return self.chance(0.35 if fact in self.astray else 0.04)

    def one(self, *values: str) -> str:
        return self.random.choice(values)

    def yes(self, fact: str) -> str:
        return (
            self.one("no", "unknown", "", "nee", "0")
            if self.slips(fact)
            else self.one("yes", "ja", "1")
        )

    def no(self, fact: str) -> str:
        return (
            self.one("yes", "onbekend", "", "1") if self.slips(fact) else self.one("no", "nee", "0")
        )

    def sometimes(self, rate: float, *values: str) -> str:
        return self.one(*values) if self.chance(rate) else ""

    def day(self, found: date) -> str:
        return found.strftime("%d/%m/%Y") if self.chance(0.1) else found.isoformat()

    def near_day(self, found: date) -> date:
        return found + timedelta(days=self.random.choice((-1, 0, 1)))

    def last(self, fact: str) -> date:
        """Return a last day that some trajectory just meets or just misses, or a late one."""
        if self.slips(fact) or self.chance(0.25):
            return self.near_day(last_day(self.random.choice([self.as_of, *self.starts])))
        return self.as_of + timedelta(days=self.random.randint(260, 800))

    def residence(self) -> str:
        if self.slips("residence"):
            return self.one("", *self.far)
        code = self.one(*self.near)
        postcodes = [c for c in towns()[code]["postcodes"].split() if c in towns()]
        return self.one(*postcodes) if postcodes and self.chance(0.3) else code

    def languages(self, most: int) -> dict[str, str]:
        count = self.random.randint(1, most)
        chosen = self.random.sample(self.spoken, count)
        if self.slips("language"):
            return {self.one(*LANGUAGES): self.one("A1", "A2", "B1")}
        return {code: self.one("B1", "B2", "C1", "C2", "C2", "A2") for code in chosen}

    def cell(self, languages: dict[str, str]) -> str:
        found = [f"{code}:{level}" for code, level in languages.items()]
        self.random.shuffle(found)
        return self.one("; ", ";").join(found)

    def slots(self) -> str:
        if self.chance(0.5):
            return ""
        few = self.random.randint(1, 2) if "slots" in self.astray else self.random.randint(2, 5)
        return "; ".join(self.random.sample(SLOTS, few))

    def mode(self) -> str:
        if "mode" in self.astray:
            return self.one("in_person", "online", "either", "")
        if "travel" in self.astray:
            return self.one("in_person", "in_person", "either", "")
        return self.one("in_person", "either", "either", "", "in_person", "", "online")

    def travel(self, residence: str) -> str:
        if not self.chance(0.7 if "travel" in self.astray else 0.15):
            return ""
        tenths = distance(residence or self.near[0], self.one(*self.near))
        found = max(0.0, float(tenths) + self.random.choice((0, 0, -0.1, 0.1, -0.05, 0.05, 30)))
        text = f"{found:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.chance(0.3) else text

    def wish(self, name: str) -> str:
        return f"{name}:{self.one('f', 'm')}" if self.slips("wish") else ""
