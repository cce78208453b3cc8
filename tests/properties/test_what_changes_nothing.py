"""What may change nothing: who someone is beside the facts, the order of rows, the names of ids."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from property_worlds import SEEDS, XLSX, achieved, changed, programme, solved, stable_files

from matcher.app.match import Result, match
from matcher.domain.people import Mentee
from matcher.domain.private import Contact, SpecialCategories
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, Gender
from matcher.intake import read_folder, write_folder
from matcher.output.facts import minimised
from matcher.output.plain import plain
from matcher.output.run import NAME
from tests.contract.contract_draw import Draw

every_seed = pytest.mark.parametrize("seed", SEEDS)
NATIONALITIES = ("SY", "AF", "UA", "TR", "MA")


# --- nationality, benefits, names ----------------------------------------------------------------


def private_tables(problem: Problem, seed: int) -> dict[str, list[Any]]:
    """Return made-up contact details and special categories, other ones for another seed."""
    draw = Draw(seed, 0)
    return {
        "contacts": [
            Contact(
                table=table,
                id=person.id,
                name=f"Invented {draw.random.randrange(10**6)}",
                email=f"p{draw.random.randrange(10**6)}@example.org",
                phone=f"0499 {draw.random.randrange(10**6)}",
            )
            for table in ("mentees", "mentors", "coaches")
            for person in getattr(problem, table)
        ],
        "special": [
            SpecialCategories(
                mentee=mentee.id,
                nationality=draw.one(NATIONALITIES),
                benefits=draw.one(list(Answer)),
            )
            for mentee in problem.mentees
        ],
    }


def read_back(folder: Path, problem: Problem) -> Problem:
    intake = read_folder(folder, as_of=problem.as_of, rules=problem.rules)
    assert not intake.report.errors
    return intake.problem


@every_seed
def test_nationality_benefits_and_names_change_no_byte_of_the_result(
    seed: int, tmp_path: Path
) -> None:
    problem = programme(seed)
    texts, results = [], []
    for number in (1, 2):
        folder = tmp_path / str(number)
        write_folder(problem, folder, **private_tables(problem, number))
        texts.append((folder / "mentees.csv").read_text(encoding="utf-8"))
        results.append(match(read_back(folder, problem)))
    assert texts[0] != texts[1]
    first, second = (stable_files(result) for result in results)
    assert first == second
    assert first == stable_files(solved(seed))
    everything = b"".join(first.values())
    assert b"Invented" not in everything
    assert b"example.org" not in everything


def test_a_problem_has_no_place_for_nationality_benefits_or_names() -> None:
    fields = {field.name for field in dataclasses.fields(Mentee)}
    assert not fields & {"nationality", "benefits", "name", "email", "phone"}


def run_without_clock(files: Mapping[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files[NAME])
    del found["timings_seconds"], found["sha256_of_this_file"]
    found["sha256"].pop(XLSX)
    return found


def test_the_account_of_two_runs_differs_in_its_timings_only() -> None:
    for seed in SEEDS[:5]:
        first, second = solved(seed).files(), match(programme(seed)).files()
        assert run_without_clock(first) == run_without_clock(second)


# --- gender --------------------------------------------------------------------------------------


def regendered(people: tuple[Any, ...], seed: int) -> tuple[Any, ...]:
    draw = Draw(seed, 0)
    return tuple(dataclasses.replace(one, gender=draw.one([None, *Gender])) for one in people)


def wishless(people: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dataclasses.replace(one, wishes={}) for one in people)


@pytest.mark.parametrize(("whose", "wishing"), [("mentees", "mentors"), ("mentors", "mentees")])
def test_gender_changes_no_byte_of_the_result_where_nobody_has_a_wish_about_it(
    whose: str, wishing: str
) -> None:
    for seed in SEEDS:
        problem = programme(seed)
        problem = changed(problem, **{wishing: wishless(getattr(problem, wishing))})
        other = changed(problem, **{whose: regendered(getattr(problem, whose), seed + 1000)})
        assert getattr(other, whose) != getattr(problem, whose)
        assert minimised(other) == minimised(problem)
        if seed % 4 == 0:
            assert stable_files(match(problem)) == stable_files(match(other))


# --- order ---------------------------------------------------------------------------------------


def shuffle_rows(path: Path, random: Random) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    random.shuffle(rows)
    columns = list(range(len(header)))
    random.shuffle(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[c] for c in columns] for row in (header, *rows)])


@every_seed
def test_the_order_of_rows_and_columns_changes_no_byte_of_the_result(
    seed: int, tmp_path: Path
) -> None:
    problem = programme(seed)
    write_folder(problem, tmp_path)
    for path in sorted(tmp_path.glob("*.csv")):
        shuffle_rows(path, Draw(seed, 0).random)
    assert stable_files(match(read_back(tmp_path, problem))) == stable_files(solved(seed))


# --- process -------------------------------------------------------------------------------------

IN_ANOTHER_PROCESS = """
import hashlib, sys
sys.path[:0] = sys.argv[1:]
from property_worlds import programme, stable_files
from matcher.app.match import match
for seed in range(8):
    for name, content in sorted(stable_files(match(programme(seed))).items()):
        print(seed, name, hashlib.sha256(content).hexdigest())
"""


def printed(hash_seed: str) -> list[str]:
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, str(here), str(here.parents[1])],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_another_process_with_another_hash_seed_writes_the_same_bytes() -> None:
    here = [
        f"{seed} {name} {hashlib.sha256(content).hexdigest()}"
        for seed in range(8)
        for name, content in sorted(stable_files(solved(seed)).items())
    ]
    assert printed("1") == here
    assert printed("2") == here


# --- names ---------------------------------------------------------------------------------------

ID_FIELDS = {
    "mentees": {"id": "mentees", "promotor": "promotors", "project": "projects"},
    "mentors": {
        "id": "mentors",
        "promotor": "promotors",
        "projects": "projects",
        "coach": "coaches",
    },
    "coaches": {"id": "coaches", "promotor": "promotors", "projects": "projects"},
    "projects": {"id": "projects", "promotor": "promotors", "lot": "lots"},
    "promotors": {"id": "promotors"},
    "lots": {"id": "lots"},
    "employers": {"id": "employers"},
    "contacts": {"mentor": "mentors", "employer": "employers"},
    "acquaintances": {"mentor": "mentors", "other_mentor": "mentors"},
    "matches": {
        "mentee": "mentees",
        "mentor": "mentors",
        "coach": "coaches",
        "project": "projects",
    },
    "exclusions": {"mentee": "mentees", "mentor": "mentors"},
}
"""For each table its fields that hold ids, and of which table."""


def new_names(problem: Problem, seed: int) -> dict[str, dict[str, str]]:
    """Return for each table of people and places a new name for every id, in another order."""
    draw = Draw(seed, 0)
    names = {}
    for table, fields in ID_FIELDS.items():
        if "id" in fields:
            old = [row.id for row in getattr(problem, table)]
            names[table] = dict(zip(old, draw.ids(f"new-{table}-", len(old)), strict=True))
    return names


def renamed(problem: Problem, names: Mapping[str, Mapping[str, str]]) -> Problem:
    """Return the problem with every id replaced, each table sorted by its new ids."""

    def value(old: Any, rename: Callable[[str], str]) -> Any:
        if old is None:
            return None
        return rename(old) if isinstance(old, str) else tuple(rename(key) for key in old)

    tables = {}
    for table, fields in ID_FIELDS.items():
        rows = [
            dataclasses.replace(
                row,
                **{
                    field: value(getattr(row, field), names[target].__getitem__)
                    for field, target in fields.items()
                },
            )
            for row in getattr(problem, table)
        ]
        order = ("id", *fields)
        tables[table] = tuple(
            sorted(rows, key=lambda row: [str(getattr(row, name, "")) for name in order])
        )
    return changed(problem, **tables)


def quadruples(result: Result) -> set[tuple[str, str, str, str]]:
    options = (result.matching.option(i) for i in range(len(result.matching.instance.mentee)))
    return {(o.mentee.id, o.mentor.id, o.coach.id, o.project.id) for o in options}  # type: ignore[union-attr]


def pair_points(result: Result) -> dict[tuple[str, str], int]:
    points = result.matching.instance.points
    return {
        (e.id, m.id): int(points[i, k])
        for i, e in enumerate(result.problem.waiting)
        for k, m in enumerate(result.problem.mentors)
    }


@every_seed
def test_other_ids_change_no_allowed_option_no_points_and_no_level_above_the_lottery(
    seed: int,
) -> None:
    problem = programme(seed)
    names = new_names(problem, seed)
    assert sorted(names["mentees"]) != sorted(names["mentees"], key=names["mentees"].__getitem__)
    before, after = solved(seed), match(renamed(problem, names))
    e, m, c, p = (names[table] for table in ("mentees", "mentors", "coaches", "projects"))
    assert quadruples(after) == {(e[a], m[b], c[d], p[f]) for a, b, d, f in quadruples(before)}
    assert pair_points(after) == {
        (e[a], m[b]): points for (a, b), points in pair_points(before).items()
    }
    assert achieved(after) == achieved(before)


def test_every_table_with_ids_is_renamed() -> None:
    tables = {
        name
        for name in ("mentees", "mentors", "coaches", "projects", "promotors", "lots", "employers")
        if getattr(programme(0), name)
    }
    assert tables == set(new_names(programme(0), 0))
    names = new_names(programme(0), 0)
    stored = json.dumps([plain(row) for row in renamed(programme(0), names).mentors])
    assert not any(f'"{old}"' in stored for table in names.values() for old in table)
