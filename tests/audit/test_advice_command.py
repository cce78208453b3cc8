"""``matcher advise``: words and data from a folder, and what it says of a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matcher import match, read
from matcher.cli import main
from matcher.output.writing import write_folder

DEMO = Path(__file__).parents[2] / "scenarios" / "demo"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("advise") / "out"
    write_folder(match(read(DEMO, as_of="2026-11-02")).files(), target)
    return target


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["advise", *map(str, arguments)])


@pytest.mark.parametrize(
    ("language", "head"),
    [("nl", "Welke mentor het meest geeft"), ("en", "Which mentor gives most")],
)
def test_the_advice_is_told_in_either_language(folder: Path, language: str, head: str) -> None:
    found = run(folder, "--top", 2, "--lang", language)
    assert found.exit_code == 0
    assert head in found.stdout


def test_the_advice_as_data_holds_counts_and_ids(folder: Path) -> None:
    found = run(folder, "--top", 4, "--json")
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert document["proven"] is True
    for part in ("places", "mentors"):
        rows = document[part]["rows"]
        assert len(rows) == 4
        for row in rows:
            gain = row["gain"]
            assert row["people"] == len(gain["served"]) - len(gain["lost"])
            assert row["says"]["nl"] != row["says"]["en"]
    assert [len(one["members"]) for one in document["mentors"]["together"]] == [2, 3]


@pytest.mark.parametrize("arguments", [["--json"], []])
def test_a_missing_folder_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    found = run(tmp_path / "none", *arguments)
    assert found.exit_code == 2
    told = json.loads(found.stdout)["error"] if arguments else found.stderr
    assert "none: expected an output folder" in told


def test_a_certificate_without_prices_exits_with_2(folder: Path, tmp_path: Path) -> None:
    for name in ("problem.json", "certificate.json", "run.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    document = json.loads((tmp_path / "certificate.json").read_bytes())
    del document["prices"]
    (tmp_path / "certificate.json").write_text(json.dumps(document))
    found = run(tmp_path)
    assert found.exit_code == 2
    assert "certificate.json: expected prices and claims" in found.stderr


def test_a_top_below_one_is_refused(folder: Path) -> None:
    assert run(folder, "--top", 0).exit_code == 2
