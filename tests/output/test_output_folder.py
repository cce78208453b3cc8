"""The output folder: whole or not there, the same for the same input, and complete in itself."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from output_worlds import AS_OF, World, names, small_tables, world, write_tables

from matcher.app.suggest import adviser_of
from matcher.audit.text import Language, explain_mentee, explain_pair
from matcher.domain.errors import InputError
from matcher.output.folder import read_run
from matcher.output.verify import verify
from matcher.output.writing import NotWrittenError, write_folder

LANGUAGES: tuple[Language, ...] = ("nl", "en")


def stable(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the files without what depends on the clock: timings, and a workbook's own date."""
    found: dict[str, Any] = dict(files)
    book = openpyxl.load_workbook(io.BytesIO(files["proposals.xlsx"]))
    found["proposals.xlsx"] = [list(sheet.values) for sheet in book]
    run = json.loads(files["run.json"])
    assert set(run["timings_seconds"]) == {"audits", "compile", "solve"}
    del run["timings_seconds"], run["sha256"]["proposals.xlsx"], run["sha256_of_this_file"]
    found["run.json"] = run
    return found


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def matched_elsewhere(intake: Path, target: Path, hash_seed: str) -> dict[str, bytes]:
    """Return the files that another process makes of an intake."""
    command = [sys.executable, "-m", "matcher.cli", "match", str(intake), "--out", str(target)]
    subprocess.run(
        [*command, "--as-of", AS_OF.isoformat(), "--json"],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    return content(target)


# --- the same for the same ------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes_twice(small: World, tmp_path: Path) -> None:
    again = world(small_tables(2), tmp_path)
    assert stable(again.files) == stable(small.files)


def test_another_process_with_another_hash_seed_gives_the_same_bytes(
    small: World, tmp_path: Path
) -> None:
    found = matched_elsewhere(small.intake, tmp_path / "out", "4711")
    assert stable(found) == stable(small.files)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_and_columns_changes_no_byte(
    small: World, tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)  # noqa: S311 -- test data, not secrets
    shuffled = {}
    for name, rows in small_tables(2).items():
        mixed = [dict(draw.sample(list(row.items()), len(row))) for row in rows]
        shuffled[name] = draw.sample(mixed, len(mixed))
    assert stable(world(shuffled, tmp_path).files) == stable(small.files)


def test_the_order_of_languages_in_a_cell_changes_no_proposal(small: World, tmp_path: Path) -> None:
    tables = small_tables(2)
    for row in (*tables["mentees"], *tables["mentors"], *tables["coaches"]):
        row["languages"] = "; ".join(reversed(row["languages"].split("; ")))
    assert stable(world(tables, tmp_path).files) == stable(small.files)


# --- complete in itself ---------------------------------------------------------------------------


def test_a_copy_elsewhere_verifies_and_explains_the_same(
    small: World, folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(folder, copy)
    shutil.rmtree(folder)
    assert verify(copy).ok
    stored = read_run(copy)
    matching, adviser = stored.matching, adviser_of(stored)
    problem = small.result.problem
    for mentee in problem.mentees:
        for language in LANGUAGES:
            told = str(explain_mentee(matching, mentee.id, language, adviser))
            assert told == str(small.result.explain(mentee.id, language))
            assert told
        for mentor in problem.mentors:
            own = small.result.matching
            assert explain_pair(matching, mentee.id, mentor.id, "en", adviser) == explain_pair(
                own, mentee.id, mentor.id, "en", small.result.adviser
            )


def test_what_the_files_count_is_what_the_result_says(small: World, folder: Path) -> None:
    found = verify(folder)
    result = small.result
    assert (found.status, found.served, found.points) == (
        "optimal",
        result.served,
        result.objective,
    )
    rows = (folder / "proposals.csv").read_text("utf-8").splitlines()
    assert len(rows) == 1 + result.served
    assert len([name for name in names(folder) if name.startswith("audit/")]) == result.served


# --- whole or not there ---------------------------------------------------------------------------


class Interrupts:
    """Interrupts the nth time that a method of `Path` is called."""

    def __init__(self, patch: pytest.MonkeyPatch, method: str, after: int) -> None:
        self.left = after
        original = getattr(Path, method)

        def instead(path: Path, *args: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
            return original(path, *args, **named)

        patch.setattr(Path, method, instead)


@pytest.mark.parametrize(
    ("method", "after"),
    [
        ("write_bytes", 1),
        ("write_bytes", 9),
        ("mkdir", 2),
        ("rename", 1),
        ("rename", 2),
    ],
)
def test_an_interrupt_keeps_the_earlier_result_and_leaves_nothing_else(
    small: World, folder: Path, monkeypatch: pytest.MonkeyPatch, method: str, after: int
) -> None:
    earlier = content(folder)
    files = {**small.files, "todo.csv": b"another"}
    with monkeypatch.context() as patch:
        interrupts = Interrupts(patch, method, after)
        with pytest.raises(KeyboardInterrupt):
            write_folder(files, folder)
    assert interrupts.left <= 0
    assert content(folder) == earlier
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    write_folder(files, folder)
    assert content(folder) == files
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("method", ["write_bytes", "rename"])
def test_an_interrupt_leaves_no_folder_where_there_was_none(
    small: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    with monkeypatch.context() as patch:
        Interrupts(patch, method, 1)
        with pytest.raises(KeyboardInterrupt):
            write_folder(small.files, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_result_is_replaced_as_a_whole(small: World, quick: World, folder: Path) -> None:
    write_folder(quick.files, folder)
    assert content(folder) == dict(quick.files)
    assert set(quick.files) != set(small.files)


def test_an_empty_folder_is_filled(small: World, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert verify(small.write(tmp_path / "out")).ok


def test_folders_above_are_made(small: World, tmp_path: Path) -> None:
    assert verify(small.write(tmp_path / "new" / "and" / "deep")).ok


@pytest.mark.parametrize("name", ["thesis.docx", "run.txt", ".git", "todo.csv"])
def test_a_folder_with_other_content_is_left_alone(small: World, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match="expected an empty folder or an earlier result"):
        small.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_earlier_result_with_notes_beside_it_is_left_alone(small: World, folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"found notes\.txt"):
        small.write(folder)
    assert (folder / "notes.txt").read_text() == "mine"


def test_an_intake_folder_is_not_taken_for_a_result(small: World, tmp_path: Path) -> None:
    intake = write_tables(small_tables(2), tmp_path / "intake")
    before = content(intake)
    with pytest.raises(InputError):
        small.write(intake)
    assert content(intake) == before


def test_a_file_in_place_of_the_folder_is_left_alone(small: World, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(InputError, match="found a file"):
        small.write(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_that_is_replaced_while_it_is_looked_at_is_looked_at_again(
    small: World, quick: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = small.write(tmp_path / "out")
    looks = []

    def list_while_another_writes(path: Path) -> list[str]:
        looks.append(path)
        if len(looks) == 1:
            target.rename(tmp_path / "away")
            quick.write(target)
            return ["audits"]
        return [one.name for one in os.scandir(path)]

    monkeypatch.setattr("matcher.output.writing.os.listdir", list_while_another_writes)
    write_folder(small.files, target)
    assert content(target) == dict(small.files)


def test_writers_at_the_same_time_leave_one_whole_result(
    small: World, quick: World, tmp_path: Path
) -> None:
    """One of them may be told that the other was first; what stands there is whole."""
    target = tmp_path / "out"
    start = threading.Barrier(4)

    def write(files: Mapping[str, bytes]) -> None:
        start.wait()
        for _ in range(8):
            try:
                write_folder(files, target)
            except NotWrittenError:
                continue

    threads = [
        threading.Thread(target=write, args=(one.files,)) for one in (small, quick, small, quick)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert content(target) in (dict(small.files), dict(quick.files))
    assert verify(target).ok
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
