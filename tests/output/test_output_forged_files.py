"""A forger who changes single files and recomputes every digest in the run record."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from output_worlds import World, change_json, forge_digests, names, refused

from matcher.output.verify import verify


def first_audit(folder: Path) -> str:
    return next(name for name in names(folder) if name.startswith("audit/"))


def richest_audit(folder: Path) -> str:
    """Return the audit with most alternatives."""
    audits = [name for name in names(folder) if name.startswith("audit/")]
    return max(audits, key=lambda n: len(json.loads((folder / n).read_bytes())["alternatives"]))


def forge(folder: Path, name: str, change: Callable[[Any], Any]) -> None:
    change_json(folder, name, lambda document: change(document) and None)
    forge_digests(folder)


def change_csv(folder: Path, name: str, change: Callable[[list[list[str]]], Any]) -> None:
    rows = list(csv.reader(io.StringIO((folder / name).read_text("utf-8"))))
    change(rows)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    (folder / name).write_text(text.getvalue(), "utf-8")


def change_sheet(folder: Path, change: Callable[[openpyxl.Workbook], Any]) -> None:
    book = openpyxl.load_workbook(folder / "proposals.xlsx")
    change(book)
    book.save(folder / "proposals.xlsx")
    forge_digests(folder)


def test_forging_digests_alone_changes_nothing(folder: Path) -> None:
    forge_digests(folder)
    assert verify(folder).ok


# --- points ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [1, -1])
def test_no_criterion_can_give_a_point_more_or_less(folder: Path, step: int) -> None:
    name = first_audit(folder)
    content = (folder / name).read_bytes()
    criteria = json.loads(content)["criteria"]
    assert len(criteria) >= 4
    for number in range(len(criteria)):

        def change(document: Any, at: int = number) -> None:
            document["criteria"][at]["points"] += step

        forge(folder, name, change)
        refused(folder, name, "points")
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("step", [1, -1])
def test_no_point_can_change_in_all_documents_together(
    small: World, folder: Path, step: int
) -> None:
    """Consistent in audit, lists and workbook; the first of them to be read is named."""
    name = first_audit(folder)
    audit = json.loads((folder / name).read_bytes())
    points = str(audit["points"] + step)

    def in_audit(document: Any) -> None:
        document["criteria"][0]["points"] += step
        document["points"] += step

    def in_list(document: Any) -> None:
        document["points"] += step
        for row in document["proposals"]:
            row["points"] += step * (row["proposal"] == audit["proposal"])

    def in_rows(rows: list[list[str]]) -> None:
        for row in rows:
            row[6] = points if row[0] == audit["proposal"] else row[6]

    def in_book(book: openpyxl.Workbook) -> None:
        for row in book["proposals"].iter_rows():
            row[6].value = int(points) if row[0].value == audit["proposal"] else row[6].value

    change_json(folder, name, in_audit)
    change_json(folder, "proposals.json", in_list)
    change_csv(folder, "proposals.csv", in_rows)
    change_sheet(folder, in_book)
    refused(folder, "proposals.csv", points)
    for restored, wrong in (("proposals.csv", "proposals.json"), ("proposals.json", name)):
        (folder / restored).write_bytes(small.files[restored])
        forge_digests(folder)
        refused(folder, wrong)
    (folder / name).write_bytes(small.files[name])
    forge_digests(folder)
    refused(folder, "proposals.xlsx")


# --- what audits and lists say --------------------------------------------------------------------


def other_alternative(document: Any) -> None:
    document["alternatives"][0]["difference"] -= 1


def no_alternative(document: Any) -> None:
    document["alternatives"].pop()


def free_alternative(document: Any) -> None:
    full = next(a for a in document["alternatives"] if a["full"])
    full["full"] = []


def better_rank(document: Any) -> None:
    document["rank"] += 1


def other_sentence(document: Any) -> None:
    document["rules"][0]["sentence"]["nl"] += " Echt waar."


def other_evidence(document: Any) -> None:
    document["rules"][-1]["evidence"]["invented"] = True


def rule_held(document: Any) -> None:
    document["rules"][0]["outcome"] = "broken"


def other_version(document: Any) -> None:
    document["versions"]["numpy"] = "0.1"


@pytest.mark.parametrize(
    "change",
    [
        other_alternative,
        no_alternative,
        free_alternative,
        better_rank,
        other_sentence,
        other_evidence,
        rule_held,
        other_version,
    ],
    ids=lambda change: change.__name__,
)
def test_an_audit_cannot_say_another_thing(folder: Path, change: Callable[[Any], None]) -> None:
    name = richest_audit(folder)
    forge(folder, name, change)
    refused(folder, name)


def test_a_rank_cannot_change_in_the_list(folder: Path) -> None:
    change_csv(folder, "proposals.csv", lambda rows: rows[1].__setitem__(7, "9"))
    forge_digests(folder)
    refused(folder, "proposals.csv", "9")


def test_the_reason_of_an_unmatched_mentee_cannot_change(folder: Path) -> None:
    forge(folder, "unmatched.json", lambda d: d["mentees"][0].update(reason="not_eligible"))
    refused(folder, "unmatched.json", "not_eligible")


def test_the_reason_of_a_free_mentor_cannot_change(folder: Path) -> None:
    forge(folder, "unmatched.json", lambda d: d["mentors"][0].update(free=7))
    refused(folder, "unmatched.json")


def test_an_unmatched_mentee_cannot_be_left_out(folder: Path) -> None:
    forge(folder, "unmatched.json", lambda d: d["mentees"].pop())
    refused(folder, "unmatched.json")


def test_a_line_of_the_to_do_list_cannot_be_dropped(folder: Path) -> None:
    change_csv(folder, "todo.csv", lambda rows: rows.pop())
    forge_digests(folder)
    refused(folder, "todo.csv", "lines")


# --- the workbook ---------------------------------------------------------------------------------


def test_a_row_cannot_be_added_to_the_workbook(folder: Path) -> None:
    change_sheet(folder, lambda book: book["proposals"].append(["P0", "E01", "M01"]))
    refused(folder, "proposals.xlsx")


def test_a_sheet_cannot_be_added_to_the_workbook(folder: Path) -> None:
    change_sheet(folder, lambda book: book.create_sheet("more").append(["E01", "M01"]))
    refused(folder, "proposals.xlsx")


def test_a_row_cannot_hide_beyond_the_size_that_a_sheet_states(folder: Path) -> None:
    change_sheet(folder, lambda book: book["proposals"].append(["P0", "E01", "M01"]))
    path = folder / "proposals.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    rows = len((folder / "proposals.csv").read_text("utf-8").splitlines())
    parts[sheet] = parts[sheet].replace(f'R{rows + 1}"'.encode(), f'R{rows}"'.encode(), 1)
    assert f':R{rows}"'.encode() in parts[sheet]
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    forge_digests(folder)
    refused(folder, "proposals.xlsx")


def test_a_workbook_must_be_one(folder: Path) -> None:
    (folder / "proposals.xlsx").write_bytes(b"no workbook")
    forge_digests(folder)
    refused(folder, "proposals.xlsx")
