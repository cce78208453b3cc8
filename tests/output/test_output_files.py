"""Files that are missing, too many, unreadable or not files, and the run record that lists them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from output_worlds import World, change_json, digest_of, forge_digests, names, refused

from matcher.output.verify import verify

FACTS = "problem.json"


@pytest.mark.parametrize("name", ["notes.txt", "audit/P000000000000.json", ".hidden"])
def test_an_extra_file_is_not_verified(folder: Path, name: str) -> None:
    (folder / name).write_text("{}")
    forge_digests(folder)
    refused(folder, name, "no such file")


def test_an_extra_folder_is_not_verified(folder: Path) -> None:
    (folder / "more").mkdir()
    refused(folder, "more")


def test_each_missing_file_is_named(small: World, folder: Path) -> None:
    for name in names(folder):
        (folder / name).unlink()
        if name != "run.json":
            forge_digests(folder)
        refused(folder, name)
        (folder / name).write_bytes(small.files[name])


def test_each_file_that_cannot_be_read_is_named(small: World, folder: Path) -> None:
    for name in names(folder):
        (folder / name).unlink()
        (folder / name).mkdir()
        refused(folder, name)
        (folder / name).rmdir()
        (folder / name).write_bytes(small.files[name])


def test_each_file_of_another_content_is_named(small: World, folder: Path) -> None:
    kinds = [n for n in names(folder) if not n.startswith("audit/")] + [
        next(n for n in names(folder) if n.startswith("audit/"))
    ]
    for content in (b"", b"\xff\xfe\x00", b"[]", b"null", b"[" * 100_000, b'{"a": 1e999}'):
        for name in kinds:
            (folder / name).write_bytes(content)
            if name != "run.json":
                forge_digests(folder)
            refused(folder, name)
            (folder / name).write_bytes(small.files[name])
        forge_digests(folder)


def test_a_link_in_place_of_a_file_is_not_verified(folder: Path, tmp_path: Path) -> None:
    for number, name in enumerate(names(folder)):
        elsewhere = tmp_path / str(number)
        (folder / name).rename(elsewhere)
        (folder / name).symlink_to(elsewhere)
        refused(folder, name, "link")
        (folder / name).unlink()
        elsewhere.rename(folder / name)
    assert verify(folder).ok


def test_a_link_in_place_of_the_folder_of_audits_is_not_verified(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "audit").rename(tmp_path / "elsewhere")
    (folder / "audit").symlink_to(tmp_path / "elsewhere")
    refused(folder, "audit", "link")


def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder: Path) -> None:
    (folder / FACTS).unlink()
    os.mkfifo(folder / FACTS)
    refused(folder, FACTS)


# --- the run record -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"as_of": "2026-10-31"},
        {"lottery_seed": "another"},
        {"ruleset": {"name": "x", "version": "1", "digest": "0"}},
        {"status": "feasible"},
        {"more": "than a run writes"},
        {"versions": []},
        {"timings_seconds": 3},
        {"sha256": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_run_record_cannot_say_another_thing(folder: Path, change: dict[str, Any]) -> None:
    change_json(folder, "run.json", lambda document: document.update(change))
    if "sha256" not in change:
        forge_digests(folder)
    # versions stand in every document, and the first that names others is told
    refused(folder, "proposals.json" if "versions" in change else "run.json")


def test_another_digest_of_a_file_is_seen(folder: Path) -> None:
    run = json.loads((folder / "run.json").read_bytes())
    for name in run["sha256"]:
        other = run["sha256"] | {name: digest_of(b"another")}
        change_json(folder, "run.json", lambda document, found=other: document.update(sha256=found))
        refused(folder, name, "run.json")
