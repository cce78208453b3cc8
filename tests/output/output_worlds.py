"""Small invented programmes as intake folders, their results, and tools to spoil a result."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from matcher.app.match import Result, match
from matcher.audit.matching import Matching
from matcher.audit.proposal import audit_proposals
from matcher.audit.suggest import Adviser
from matcher.domain.private import Contact
from matcher.intake import Intake, read_folder
from matcher.output.certificate import Proof, proven
from matcher.output.documents import documents, proposal_row
from matcher.output.plain import to_json
from matcher.output.run import provenance, run_document, versions
from matcher.output.verify import Verified, verify
from matcher.output.workbook import workbook_bytes
from matcher.output.writing import write_folder
from matcher.rulesets import default_rules

AS_OF = date(2026, 10, 30)
Row = dict[str, str]
Tables = dict[str, list[Row]]
NEEDED = ("id", "promotor", "languages")
"""Columns of a table without rows."""

PROMOTORS: list[Row] = [
    {"id": "P1", "name": "Wilgenpad vzw"},
    {"id": "P2", "name": "Zandbank vzw", "capacity": "3"},
    {"id": "P3", "name": "Duinhof vzw"},
]
PROJECTS: list[Row] = [
    {"id": "J1", "promotor": "P1", "lot": "L1", "places": "5", "places_total": "9"},
    {
        "id": "J2",
        "promotor": "P1",
        "lot": "L2",
        "budget_eur": "4200",
        "cost_per_mentee_eur": "2000",
    },
    {"id": "J3", "promotor": "P2", "lot": "L1", "start": "2026-01-01", "end": "2028-12-31"},
    {"id": "J4", "promotor": "P3"},
]
LOTS: list[Row] = [{"id": "L1", "call": "R1"}, {"id": "L2", "call": "R1", "subgroups": "HOA"}]
CALLS: list[Row] = [{"id": "R1", "name": "Oproep", "budget_eur": "100000.50"}]
TOWNS = ("11002", "12025", "24062", "44021")
SPOKEN = ("ara", "fra", "eng", "tur")
OCCUPATIONS = ("2512", "5120", "9112", "8322")
SECTORS = ("62", "56", "81", "49")
EMPLOYERS: list[Row] = [
    {"id": f"W{i}", "name": f"Werkhuis {i}", "sector": s, "residence": t, "occupations": o}
    for i, (s, t, o) in enumerate(zip(SECTORS, TOWNS, OCCUPATIONS, strict=True), start=1)
]
P3_MENTEE: Row = {"promotor": "P3", "meeting_mode": "online", "availability": ""}
P3_MENTOR: Row = {"meeting_mode": "online", "availability": "", "capacity": "1", "coach": ""}
ODD_MENTEES: Mapping[str, Row] = {
    "refused": {"id": "E90", "vdab_decision": "refused", "vdab_decided_on": "2026-10-01"},
    "not_eligible": {"id": "E91", "working": "yes"},
    "facts_missing": {"id": "E92", "vdab_guidance": "unknown", "migration_background": ""},
    "no_allowed_mentor": {"id": "E93", "languages": "mon:C2"},
}
"""By reason, what is odd about the one mentee who stays unmatched for it."""


def sound_mentee(key: str, draw: random.Random) -> Row:
    """Return a mentee whom the base target group admits."""
    spoken = draw.sample(SPOKEN, 2)
    return {
        "id": key,
        "languages": f"{spoken[0]}:C1; {spoken[1]}:B1; nld:A1",
        "registered_on": f"2026-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}",
        "birth_date": f"19{draw.randint(60, 99)}-0{draw.randint(1, 9)}-11",
        "residence": draw.choice(TOWNS),
        "working": "no",
        "vdab_guidance": "yes",
        "migration_background": "yes",
        "dutch_certificate": "no",
        "education": str(draw.choice((2, 4, 6))),
        "diploma_in_dutch": "no",
        "target_occupations": draw.choice(OCCUPATIONS),
        "target_sectors": draw.choice(SECTORS),
        "meeting_mode": draw.choice(("either", "in_person", "online", "")),
        "max_travel_km": draw.choice(("", "45", "62.5")),
        "availability": draw.choice(("", "mon-am; tue-eve; wed-pm", "tue-eve; sat-am")),
        "promotor": draw.choice(("P1", "P1", "P2", "")),
        "benefits": draw.choice(("yes", "no")),
        "nationality": draw.choice(("SY", "TR", "MA")),
        "gender": draw.choice(("f", "m", "x")),
        "name": f"Naam van {key}",
        "email": f"{key.lower()}@example.org",
        "phone": f"0470 00 {key[1:]} 11",
    }


def sound_mentor(key: str, promotor: str, draw: random.Random) -> Row:
    """Return an active mentor of a promotor, followed by a coach or not yet."""
    return {
        "id": key,
        "promotor": promotor,
        "languages": f"{draw.choice(SPOKEN)}:C2; nld:C1",
        "occupations": draw.choice(OCCUPATIONS),
        "sectors": draw.choice(SECTORS),
        "residence": draw.choice(TOWNS),
        "capacity": draw.choice(("1", "1", "2")),
        "coach": draw.choice(("", "", f"C{promotor[1]}1")),
        "meeting_mode": draw.choice(("either", "", "online")),
        "availability": draw.choice(("", "tue-eve; mon-am")),
        "gender": draw.choice(("f", "m")),
        "name": f"Naam van {key}",
        "email": f"{key.lower()}@example.org",
        "phone": f"0470 00 {key[1:]} 22",
    }


def small_tables(seed: int = 1, mentees: int = 14, mentors: int = 9) -> Tables:
    """Return the tables of a small programme in which every kind of shortage occurs."""
    draw = random.Random(seed)  # noqa: S311 -- test data, not secrets
    people = [sound_mentee(f"E{i:02d}", draw) for i in range(1, mentees + 1)]
    people += [sound_mentee(odd["id"], draw) | odd for odd in ODD_MENTEES.values()]
    people.append(sound_mentee("E95", draw))
    people += [
        sound_mentee(f"E{i}", draw) | P3_MENTEE | {"languages": f"{language}:C1"}
        for i, language in enumerate(("spa", "spa", "spa", "rus", "rus"), start=70)
    ]
    helpers = [
        sound_mentor(f"M{i:02d}", "P2" if i % 3 == 0 else "P1", draw) for i in range(1, mentors + 1)
    ]
    helpers += [
        sound_mentor(f"M{i}", "P3", draw) | P3_MENTOR | {"languages": f"{language}:C2; nld:C1"}
        for i, language in enumerate(("spa", "spa", "rus"), start=70)
    ]
    helpers.append(sound_mentor("M90", "P1", draw) | {"status": "paused"})
    helpers.append(sound_mentor("M91", "P1", draw) | {"coach": "C11", "capacity": "2"})
    coaches = [
        {"id": "C11", "promotor": "P1", "languages": "nld:C2", "caseload": "3"},
        {"id": "C12", "promotor": "P1", "languages": "nld:C2; fra:C1", "caseload": "3"},
        {"id": "C21", "promotor": "P2", "languages": "nld:C2"},
        {"id": "C31", "promotor": "P3", "languages": "nld:C2"},
        {"id": "C22", "promotor": "P2", "languages": "nld:C1", "caseload": "2"},
    ]
    for coach in coaches:
        coach |= {"name": f"Naam van {coach['id']}", "email": f"{coach['id'].lower()}@example.org"}
    return {
        "mentees": people,
        "mentors": helpers,
        "coaches": coaches,
        "projects": PROJECTS,
        "promotors": PROMOTORS,
        "lots": LOTS,
        "calls": CALLS,
        "employers": EMPLOYERS,
        "contacts": [
            {"mentor": f"M{i:02d}", "employer": f"W{1 + i % 4}", "tie": tie}
            for i, tie in enumerate(("works_there", "0.35", "knows_someone", "1"), start=1)
        ],
        "acquaintances": [{"mentor": "M01", "other_mentor": "M05", "tie": "0.5"}],
        "matches": [
            {
                "id": "D1",
                "mentee": "E95",
                "mentor": "M91",
                "coach": "C11",
                "project": "J1",
                "status": "running",
                "started_on": "2026-09-01",
            },
            {
                "id": "D2",
                "mentee": "E02",
                "mentor": "M02",
                "status": "stopped",
                "ended_on": "2026-06-30",
                "reason": "geen klik tussen beiden",
            },
        ],
        "exclusions": [{"mentee": "E01", "mentor": "M01", "reason": "zij zijn neef en nicht"}],
    }


def write_tables(tables: Mapping[str, Sequence[Mapping[str, str]]], folder: Path) -> Path:
    """Write tables as an intake folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row)) or list(NEEDED)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def read_tables(tables: Mapping[str, Sequence[Mapping[str, str]]], folder: Path) -> Intake:
    """Return what the product reads from tables; every row must be sound."""
    found = read_folder(write_tables(tables, folder), as_of=AS_OF, rules=default_rules())
    assert not found.report.errors, [str(error) for error in found.report.errors]
    return found


@dataclass(frozen=True)
class World:
    """An intake folder, what was read and matched of it, and the files of the result."""

    intake: Path
    result: Result
    contacts: tuple[Contact, ...]
    files: Mapping[str, bytes]

    def write(self, target: Path) -> Path:
        """Write the output folder anew and return it."""
        write_folder(self.files, target)
        return target


def world(tables: Tables, folder: Path, *, time_limit: float | None = None) -> World:
    """Return a world made of tables."""
    read = read_tables(tables, folder)
    result = match(read.problem, time_limit=time_limit)
    return World(folder, result, read.contacts, result.files(read.contacts))


def names(folder: Path) -> list[str]:
    """Return the names of a folder's files, sorted."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def forge_digests(folder: Path) -> None:
    """Recompute every digest that ``run.json`` holds, its own as well, as a forger would."""
    run = json.loads((folder / "run.json").read_bytes())
    files = {name: (folder / name).read_bytes() for name in names(folder) if name != "run.json"}
    run["sha256"] = {name: digest_of(content) for name, content in files.items()}
    run["sha256_of_this_file"] = ""
    run["sha256_of_this_file"] = digest_of(to_json(run))
    (folder / "run.json").write_bytes(to_json(run))


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a content, computed here and not by the product."""
    return hashlib.sha256(content).hexdigest()


def change_json(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    """Change a JSON file in place, written as the product writes JSON."""
    document = json.loads((folder / name).read_bytes())
    change(document)
    (folder / name).write_bytes(to_json(document))


def refused(folder: Path, name: str, *words: str) -> Verified:
    """Check that a folder is not verified, and that what is said names the wrong file."""
    found = verify(folder)
    assert not found.ok
    assert found.problem is not None
    assert found.problem.startswith(f"{name}: "), found.problem
    for word in words:
        assert word in found.problem, found.problem
    return found


def render(
    made: World,
    target: Path,
    *,
    chosen: Sequence[int] | None = None,
    prices: Sequence[Any] | None = None,
    claim: tuple[str, str] = ("milp", "optimal"),
) -> Path:
    """Write a folder for another set or other prices, every document consistent with them.

    Where the prices leave a gap, the best is claimed of every component.
    """
    own = made.result.matching
    options = sorted(own.chosen.tolist() if chosen is None else chosen)
    matching = Matching(own.instance, np.array(options, dtype=np.int64))
    bare = Proof("optimal", tuple(made.result.proof.prices if prices is None else prices), ())
    proof = replace(bare, methods=(claim,) * len(proven(matching, bare).loose))
    source = provenance(matching.problem, digest_of(made.files["problem.json"]), versions())
    files = documents(matching, proof, source)
    adviser = Adviser(matching, proof.prices, proven=False)
    rows = [proposal_row(audit) for audit in audit_proposals(matching, adviser)]
    files["proposals.xlsx"] = workbook_bytes(rows, made.contacts)
    files["run.json"] = run_document(source, "optimal", {}, files)
    write_folder(files, target)
    return target
