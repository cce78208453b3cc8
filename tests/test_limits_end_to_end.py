"""The command under limits and signals: a clear end, and a result folder that is whole."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner, Result

from matcher import cli
from matcher.cli import main
from matcher.domain.errors import PointsOverflowError
from matcher.output.verify import verify
from matcher.output.writing import NotWrittenError, write_file
from matcher.simulation.population import PopulationSettings, population

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "scenarios" / "demo"
AS_OF = ("--as-of", "2026-11-02")

START = "import sys; print('ready', flush=True); import matcher.command as c; c.main()"

HOOKS = """
import importlib, os, sys

def send_at(where, number, nth):
    '''Send a signal to this process when a function is called for the nth time.'''
    name, _, path = where.partition(':')
    owner = importlib.import_module(name)
    *above, last = path.split('.')
    for one in above:
        owner = getattr(owner, one)
    original, calls = getattr(owner, last), []
    def instead(*given, **named):
        calls.append(given)
        if len(calls) == nth:
            if last == '_listen':
                print('child', given[0].pid, flush=True)
            os.kill(os.getpid(), number)
        return original(*given, **named)
    setattr(owner, last, instead)

def send_while_loading(module, number):
    '''Send a signal to this process when a module is looked for.'''
    class Finder:
        def find_spec(self, name, path=None, target=None):
            if name == module:
                sys.meta_path.remove(self)
                os.kill(os.getpid(), number)
    sys.meta_path.insert(0, Finder())
"""

SHOWN: dict[str, tuple[str, int]] = {
    "reading": ("matcher.cli:read_folder", 1),
    "compiling": ("matcher.app.match:compile_instance", 1),
    "solving in a child": ("matcher.engine.solving.child:_listen", 1),
    "making documents": ("matcher.app.match:documents", 1),
    "writing the first file": ("pathlib:Path.write_bytes", 1),
    "writing a later file": ("pathlib:Path.write_bytes", 9),
}


@pytest.fixture(scope="module")
def intake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an intake so large that a limit makes the solver a process of its own."""
    folder = tmp_path_factory.mktemp("limits") / "intake"
    settings = PopulationSettings(as_of=date(2026, 11, 2), shape="flow", mentees=800, mentors=250)
    population(settings).write(folder)
    return folder


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a result of the demo."""
    target = tmp_path_factory.mktemp("earlier") / "out"
    assert run("match", DEMO, "--out", target, *AS_OF).exit_code == 0
    return target


@pytest.fixture
def out(earlier: Path, tmp_path: Path) -> Path:
    """Return a copy of the demo's result, the only thing in its folder."""
    return Path(shutil.copytree(earlier, tmp_path / "place" / "out"))


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def said(found: Result) -> str:
    return " ".join(found.output.split())


def start(*words: str | Path, before: str = "") -> subprocess.Popen[str]:
    """Start the command in a process of its own, after some code."""
    code = f"{HOOKS}\n{before}\n{START}"
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def match_words(intake: Path, out: Path) -> tuple[str | Path, ...]:
    return ("match", intake, "--out", out, *AS_OF, "--memory-limit", "8000")


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def is_whole(folder: Path) -> bool:
    """Return whether a result holds exactly the files that its record names, unchanged."""
    found = content(folder)
    named = json.loads(found.pop("run.json"))["sha256"]
    return {name: hashlib.sha256(one).hexdigest() for name, one in found.items()} == named


def ended(process: int) -> bool:
    """Return whether a process ends, or has ended."""
    for _ in range(200):
        if not psutil.pid_exists(process):
            return True
        if psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


# --- signals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (moment, signal.SIGTERM if i % 2 else signal.SIGINT)
        for i, moment in enumerate(("loading", *SHOWN))
    ],
)
def test_a_signal_ends_the_command_with_one_sentence_and_keeps_the_earlier_result(
    moment: str, number: signal.Signals, intake: Path, out: Path
) -> None:
    before = content(out)
    hook = f"send_while_loading('matcher.app.match', {int(number)})"
    if moment in SHOWN:
        where, nth = SHOWN[moment]
        hook = f"send_at({where!r}, {int(number)}, {nth})"
    given = intake if moment == "solving in a child" else DEMO
    process = start(*match_words(given, out), before=hook)
    shown, error = process.communicate(timeout=120)
    assert process.returncode == 128 + number
    assert error == f"Stopped by {number.name} before it was done.\n"
    assert content(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    children = [int(line.split()[1]) for line in shown.splitlines() if line.startswith("child")]
    assert len(children) == (moment == "solving in a child")
    assert all(map(ended, children))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_the_swap_waits_until_the_new_result_stands_there(
    number: signal.Signals, out: Path
) -> None:
    before = content(out)
    hook = f"send_at('pathlib:Path.rename', {int(number)}, 2)"
    process = start(*match_words(DEMO, out), "--json", before=hook)
    shown, error = process.communicate(timeout=120)
    assert process.returncode == 128 + number
    assert error == ""
    assert number.name in json.loads(shown.removeprefix("ready\n"))["error"]
    assert content(out)["run.json"] != before["run.json"]
    assert is_whole(out)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_signal_at_any_moment_leaves_a_whole_result(out: Path) -> None:
    draw = random.Random(2026)  # noqa: S311 -- moments, no secrets
    for number in (signal.SIGINT, signal.SIGTERM) * 2:
        process = start(*match_words(DEMO, out))
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(draw.random() * 2)
        process.send_signal(number)
        _, error = process.communicate(timeout=120)
        assert process.returncode in {0, 128 + number}
        assert "Traceback" not in error
        assert is_whole(out)
        assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_command_that_is_killed_takes_its_solver_with_it(intake: Path, out: Path) -> None:
    before = content(out)
    hook = f"send_at('matcher.engine.solving.child:_listen', {int(signal.SIGKILL)}, 1)"
    process = start(*match_words(intake, out), before=hook)
    shown, error = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert error == ""
    assert ended(int(shown.split()[-1]))
    assert content(out) == before


@pytest.mark.parametrize(
    ("where", "nth", "stands"), [("Path.write_bytes", 5, True), ("Path.rename", 2, False)]
)
def test_what_a_killed_run_left_behind_is_put_right_by_the_next(
    where: str, nth: int, stands: bool, out: Path
) -> None:
    before = content(out)
    hook = f"send_at('pathlib:{where}', {int(signal.SIGKILL)}, {nth})"
    process = start(*match_words(DEMO, out), before=hook)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert out.exists() == stands
    assert len(list(out.parent.iterdir())) == 1 + stands
    write_file(b"", out.parent / "note.txt")
    assert content(out) == before
    assert {path.name for path in out.parent.iterdir()} == {"out", "note.txt"}


def test_what_a_running_process_is_writing_is_left_alone(out: Path) -> None:
    other = out.parent / f".matcher-elsewhere-{os.getpid()}-x"
    other.mkdir()
    write_file(b"", out.parent / "note.txt")
    assert other.exists()


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [("--time-limit", "0"), ("--memory-limit", "1")])
def test_a_limit_gives_a_set_with_its_bound_that_verifies(
    limit: tuple[str, str], intake: Path, tmp_path: Path
) -> None:
    found = run("match", intake, "--out", tmp_path / "out", *AS_OF, *limit)
    assert found.exit_code == 0
    assert "Status: feasible." in said(found)
    assert "No set serves more than" in said(found)
    checked = verify(tmp_path / "out")
    assert checked.ok
    assert checked.status == "feasible"


def test_a_limit_that_is_not_reached_changes_nothing(intake: Path, tmp_path: Path) -> None:
    wide = ("--time-limit", "60", "--memory-limit", "8000")
    for name, limits in (("free", ()), ("limited", wide)):
        assert run("match", intake, "--out", tmp_path / name, *AS_OF, *limits).exit_code == 0
    free, limited = content(tmp_path / "free"), content(tmp_path / "limited")
    assert free["certificate.json"] == limited["certificate.json"]
    assert json.loads(free["run.json"])["status"] == "optimal"


@pytest.mark.parametrize("limit", [("--time-limit", "-1"), ("--memory-limit", "0")])
def test_a_limit_out_of_range_is_bad_usage(limit: tuple[str, str], tmp_path: Path) -> None:
    found = run("match", DEMO, "--out", tmp_path / "out", *AS_OF, *limit)
    assert found.exit_code == 2
    assert "range" in said(found)


def test_a_time_limit_that_is_no_number_is_bad_usage(tmp_path: Path) -> None:
    found = run("match", DEMO, "--out", tmp_path / "out", *AS_OF, "--time-limit", "nan")
    assert found.exit_code == 2
    assert "Expected time_limit >= 0 seconds, got nan." in said(found)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "[criteria.distance]\nweight = 99999999999999999999",
        "[criteria.distance]\nweight = 1000",
        "[matching]\nstability_points = 9223372036854775807",
    ],
)
def test_points_beyond_the_range_are_refused_before_anything_is_matched(
    text: str, out: Path, tmp_path: Path
) -> None:
    before = content(out)
    rules = tmp_path / "rules.toml"
    head = '[ruleset]\nname = "far"\nversion = "1"\n[lottery]\nseed = "s"\n'
    rules.write_text(head + text)
    found = run("match", DEMO, "--out", out, *AS_OF, "--rules", rules)
    assert found.exit_code == 2
    assert found.output.startswith("Error. rules.toml: ")
    assert "1000" in found.output
    assert content(out) == before


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PointsOverflowError("Expected a total below 2^61."), "Expected a total below 2^61."),
        (MemoryError(), "Expected more memory than this process may have."),
        (OSError(errno.EIO, "Input/output error"), "Reading or writing failed: Input/output error"),
    ],
)
def test_what_a_solve_cannot_do_is_told_in_one_sentence(
    error: Exception, sentence: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(out)

    def fails(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(cli, "match", fails)
    found = run("match", DEMO, "--out", out, *AS_OF)
    assert found.exit_code == 2
    assert said(found) == f"Error. {sentence}"
    assert content(out) == before


# --- places that cannot be written ----------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_full_disk_ends_the_command_with_one_sentence(out: Path) -> None:
    before = content(out)
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    process = start("match", DEMO, "--out", out, *AS_OF, before=full)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 2
    assert error.count("\n") == 1
    assert "File too large" in error
    assert content(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("there", [True, False])
def test_a_disk_that_fills_while_writing_keeps_what_stood_there(
    there: bool, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(out)
    target = out if there else out.parent / "new" / "out"
    writes: Callable[..., int] = Path.write_bytes
    left = iter(range(7))

    def fills(path: Path, data: bytes) -> int:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return writes(path, data)

    monkeypatch.setattr(Path, "write_bytes", fills)
    found = run("match", DEMO, "--out", target, *AS_OF)
    assert found.exit_code == 2
    assert "Error. out: could not be written (No space left on device)" in said(found)
    assert content(out) == before
    assert not list(out.parent.glob("new/*"))
    assert not list(out.parent.glob(".*"))


def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> None:
        pytest.fail("expected no reading")

    monkeypatch.setattr(cli, "read_folder", never)
    (tmp_path / "file").write_text("mine")
    for target, sentence in (
        (tmp_path / "file", "file: expected a folder or nothing, found a file."),
        (tmp_path / "file" / "out", "file: expected a folder to write in, found a file."),
        (tmp_path, f"{tmp_path.name}: expected an empty folder or an earlier result, found file."),
        (tmp_path / ("n" * 300), "could not be written (File name too long)"),
    ):
        found = run("match", DEMO, "--out", target, *AS_OF)
        assert found.exit_code == 2
        assert sentence in said(found)
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    found = run("match", DEMO, "--out", tmp_path / "new" / "out", *AS_OF)
    assert found.exit_code == 2
    assert "expected a folder that may be written to." in said(found)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "pairs.csv"
    write_file(b"first", target)

    def full(_: Path, __: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(NotWrittenError, match=r"pairs.csv: could not be written"):
            write_file(b"second", target)
    assert target.read_bytes() == b"first"
    write_file(b"second", target)
    assert target.read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.csv"]
