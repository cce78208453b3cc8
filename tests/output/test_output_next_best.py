"""What the folder says of other mentors: complete, true, and not to be forged."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from output_worlds import World, change_json, forge_digests, names, refused

from matcher.app.suggest import adviser_of
from matcher.audit.next_best import other_mentor
from matcher.cli import main
from matcher.output.certificate import read_proof
from matcher.output.documents import documents
from matcher.output.facts import digest
from matcher.output.folder import read_run
from matcher.output.run import provenance

COLUMN = 8
CELL = re.compile(r"(?:\d+|-[1-9]\d* served(?::\d+)?)(?: or more)?|")


def rows(folder: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO((folder / "proposals.csv").read_text("utf-8"))))


def write_rows(folder: Path, lines: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    (folder / "proposals.csv").write_text(text.getvalue(), "utf-8")


def audits(folder: Path) -> dict[str, dict[str, Any]]:
    found = [name for name in names(folder) if name.startswith("audit/")]
    return {name: json.loads((folder / name).read_bytes()) for name in found}


@pytest.mark.parametrize("fixture", ["small", "quick", "gapped"])
def test_every_proposal_tells_what_the_best_other_mentor_costs(
    request: pytest.FixtureRequest, fixture: str, tmp_path: Path
) -> None:
    folder = request.getfixturevalue(fixture).write(tmp_path / "out")
    cells = {line[0]: line[COLUMN] for line in rows(folder)[1:]}
    listed = json.loads((folder / "proposals.json").read_bytes())["proposals"]
    assert {one["proposal"]: str(one["regret_of_next_best"]) for one in listed} == cells
    assert all(CELL.fullmatch(cell) for cell in cells.values())
    for audit in audits(folder).values():
        cell = cells[audit["proposal"]]
        assert bool(cell) == bool(audit["next_best"])
        assert bool(cell) <= bool(audit["alternatives"])
        for best in audit["next_best"][:1]:
            assert cell.endswith(" or more") != best["exact"]
            if cell.isdecimal():
                assert best["loss"]["points"] == int(cell)


@pytest.mark.parametrize("fixture", ["small", "gapped"])
def test_what_is_stated_is_what_matching_again_with_the_choice_forced_costs(
    request: pytest.FixtureRequest, fixture: str
) -> None:
    world = request.getfixturevalue(fixture)
    seen = {True: 0, False: 0}
    for name, content in world.files.items():
        audit = json.loads(content) if name.startswith("audit/") else {"next_best": []}
        for one in audit["next_best"]:
            forced = world.result.adviser.cost_of(audit["duo"]["mentee"], one["mentor"])
            true = other_mentor(forced)
            assert true.exact
            if one["exact"]:
                assert one["loss"] == dict(true.loss)
            else:
                assert [one["loss"][level] for level in true.loss if level in one["loss"]] <= [
                    *true.loss.values()
                ]
            seen[one["exact"]] += 1
    assert seen[True]
    assert seen[False]


def test_a_stored_run_gives_the_same_bytes_again(small: World, folder: Path) -> None:
    stored = read_run(folder)
    proof = read_proof(stored.certificate, stored.matching.instance)
    facts = digest((folder / "problem.json").read_bytes())
    source = provenance(stored.matching.problem, facts, stored.run["versions"])
    for name, content in documents(stored.matching, proof, source).items():
        assert content == small.files[name]


@pytest.mark.parametrize("forged", ["0", "9999", "-1 served", ""])
def test_a_regret_cannot_change_in_the_list(folder: Path, forged: str) -> None:
    lines = rows(folder)
    at = next(i for i, line in enumerate(lines[1:], start=1) if line[COLUMN] not in {forged, ""})
    lines[at][COLUMN] = forged
    write_rows(folder, lines)
    forge_digests(folder)
    refused(folder, "proposals.csv")


def test_a_regret_cannot_change_in_all_documents_together(small: World, folder: Path) -> None:
    """Consistent in audit, lists and workbook; the first of them to be read is named."""
    name, audit = next(
        (n, a) for n, a in audits(folder).items() if a["next_best"] and a["next_best"][0]["exact"]
    )
    lines = rows(folder)
    line = next(line for line in lines if line[0] == audit["proposal"])
    line[COLUMN] = "7777"
    write_rows(folder, lines)

    def in_list(document: Any) -> None:
        for row in document["proposals"]:
            if row["proposal"] == audit["proposal"]:
                row["regret_of_next_best"] = 7777

    def in_audit(document: Any) -> None:
        document["next_best"][0]["loss"]["points"] = 7777

    change_json(folder, "proposals.json", in_list)
    change_json(folder, name, in_audit)
    book = openpyxl.load_workbook(folder / "proposals.xlsx")
    for cells in book["proposals"].iter_rows():
        if cells[0].value == audit["proposal"]:
            cells[COLUMN].value = 7777
    book.save(folder / "proposals.xlsx")
    forge_digests(folder)
    refused(folder, "proposals.csv", "7777")
    for restored, wrong in (("proposals.csv", "proposals.json"), ("proposals.json", name)):
        (folder / restored).write_bytes(small.files[restored])
        forge_digests(folder)
        refused(folder, wrong)
    (folder / name).write_bytes(small.files[name])
    forge_digests(folder)
    refused(folder, "proposals.xlsx")


def sure(document: Any) -> None:
    document["next_best"][0]["exact"] ^= True


def dearer(document: Any) -> None:
    document["next_best"][0]["loss"]["points"] = 7777


def nobody_moves(document: Any) -> None:
    document["next_best"][0]["moves"] = []


def somebody_else(document: Any) -> None:
    document["next_best"][0]["mentor"] = "M90"


def left_out(document: Any) -> None:
    document["next_best"].pop()


@pytest.mark.parametrize(
    "change", [sure, dearer, nobody_moves, somebody_else, left_out], ids=lambda one: one.__name__
)
def test_an_audit_cannot_tell_another_cost(folder: Path, change: Callable[[Any], None]) -> None:
    name = next(
        n for n, a in audits(folder).items() if a["next_best"] and a["next_best"][0]["moves"]
    )
    change_json(folder, name, change)
    forge_digests(folder)
    refused(folder, name)


def test_the_command_tells_what_an_allowed_mentor_would_cost(folder: Path) -> None:
    stored = read_run(folder)
    adviser = adviser_of(stored)
    told = 0
    for audit in audits(folder).values():
        mentee = audit["duo"]["mentee"]
        for one in audit["next_best"][:1]:
            asked = ["explain", str(folder), mentee, "--mentor", one["mentor"], "--json"]
            found = CliRunner().invoke(main, asked)
            assert found.exit_code == 0, found.output
            answer = json.loads(found.output)
            forced = adviser.cost_of(mentee, one["mentor"])
            assert forced is not None
            assert answer["answer"]["cost"]["exact"]
            assert answer["answer"]["cost"]["loss"] == dict(other_mentor(forced).loss)
            assert forced.sentence().nl in answer["text"]
            told += 1
    assert told
