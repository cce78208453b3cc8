"""``matcher verify``: exit codes, JSON, and no solver."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from output_worlds import World

from matcher.cli import main
from matcher.domain.errors import InputError
from matcher.output.verify import verify

SOLVERS = ("ortools", "scipy.optimize", "highspy")
IN_A_FRESH_PROCESS = """
import sys
from pathlib import Path
{run}
print(*[name for name in {solvers!r} if name in sys.modules])
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def printed(found: Result) -> Any:
    return json.loads(found.stdout)


def spoil(folder: Path, name: str = "todo.csv") -> None:
    (folder / name).write_bytes((folder / name).read_bytes() + b"more\n")


def test_a_good_folder_exits_with_0(small: World, folder: Path) -> None:
    found = run("verify", folder)
    assert found.exit_code == 0
    assert f"{small.result.served} proposals" in found.stdout
    assert "optimal" in found.stdout


def test_a_good_folder_in_json(small: World, folder: Path) -> None:
    found = run("verify", folder, "--json")
    assert found.exit_code == 0
    assert printed(found) == {
        "ok": True,
        "problem": None,
        "status": "optimal",
        "served": small.result.served,
        "points": small.result.objective,
        "options": len(small.result.matching.instance.mentee),
        "gap_by_level": {},
    }


def test_a_wrong_file_exits_with_1_and_is_named(folder: Path) -> None:
    spoil(folder)
    found = run("verify", folder)
    assert found.exit_code == 1
    assert found.stdout == ""
    assert "todo.csv" in found.stderr


def test_a_wrong_file_in_json(folder: Path) -> None:
    spoil(folder)
    found = run("verify", folder, "--json")
    assert found.exit_code == 1
    document = printed(found)
    assert document["ok"] is False
    assert document["problem"].startswith("todo.csv: ")


@pytest.mark.parametrize("name", ["problem.json", "certificate.json", "run.json", "proposals.xlsx"])
def test_a_missing_file_inside_exits_with_1(folder: Path, name: str) -> None:
    (folder / name).unlink()
    found = run("verify", folder, "--json")
    assert found.exit_code == 1
    assert name in printed(found)["problem"]


def test_an_empty_folder_exits_with_1(tmp_path: Path) -> None:
    found = run("verify", tmp_path, "--json")
    assert found.exit_code == 1
    assert printed(found)["ok"] is False


@pytest.mark.parametrize("kind", ["nothing", "a file"])
def test_a_missing_folder_exits_with_2(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "out"
    if kind == "a file":
        place.write_text("{}")
    found = run("verify", place)
    assert found.exit_code == 2
    assert "out: expected an output folder" in found.stderr
    in_json = run("verify", place, "--json")
    assert in_json.exit_code == 2
    assert "expected an output folder" in printed(in_json)["error"]
    with pytest.raises(InputError, match="expected an output folder"):
        verify(place)


def test_a_gap_is_told(quick: World, tmp_path: Path) -> None:
    folder = quick.write(tmp_path / "out")
    found = run("verify", folder)
    assert found.exit_code == 0
    assert "feasible" in found.stdout
    assert "gap" in found.stdout
    in_json = run("verify", folder, "--json")
    assert in_json.exit_code == 0
    assert printed(in_json)["status"] == "feasible"
    assert any(printed(in_json)["gap_by_level"].values())


@pytest.mark.parametrize(
    "code",
    [
        "from matcher.output.verify import verify\nassert verify(Path(sys.argv[1])).ok",
        "from matcher.cli import main\nmain(['verify', sys.argv[1], '--json'], standalone_mode=False)",
    ],
    ids=["function", "command"],
)
def test_verifying_loads_no_solver(folder: Path, code: str) -> None:
    script = IN_A_FRESH_PROCESS.format(run=code, solvers=SOLVERS)
    found = subprocess.run(
        [sys.executable, "-c", script, str(folder)], check=True, capture_output=True, text=True
    )
    assert found.stdout.splitlines()[-1] == ""


def test_steps_are_told_in_order(folder: Path) -> None:
    steps: list[str] = []
    assert verify(folder, steps.append).ok
    assert steps == ["facts", "prices", "documents", "digests"]
