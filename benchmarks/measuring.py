"""What the benchmarks share: runs in a process of their own, CPU, memory, and where it all ran."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
PACKAGES = ("numpy", "scipy", "ortools", "numba")
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def used() -> float:
    """Return CPU seconds of this process and of those it started."""
    return sum(each.ru_utime + each.ru_stime for each in map(resource.getrusage, WHO))


def peak() -> float:
    """Return the most memory in MB that this process had, and the largest of those it started."""
    return sum(resource.getrusage(who).ru_maxrss for who in WHO) / 1024


class Stopwatch:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self._cpu, self._wall = used(), time.perf_counter()

    def read(self) -> dict[str, float]:
        """Return seconds as ``cpu`` and ``seconds``, and the peak as ``megabytes``."""
        return {
            "cpu": used() - self._cpu,
            "seconds": time.perf_counter() - self._wall,
            "megabytes": peak(),
        }


def alone(script: str, *words: str, timeout: float) -> dict[str, Any] | str:
    """Run a script of this folder in a process of its own; its last line is its answer in JSON.

    Returns what went wrong, in a few words, when there is none.
    """
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(  # noqa: S603 -- a file of this folder
            [sys.executable, str(Path(__file__).parent / script), *words],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
            timeout=timeout,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return f"not done after {timeout:.0f} s"
    except subprocess.CalledProcessError as failed:
        if failed.returncode < 0:
            return f"ended by signal {-failed.returncode}"
        return f"failed: {(failed.stderr.splitlines() or [''])[-1][:90]}"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def heading(command: str) -> str:
    """Return which command, commit, machine and versions a result is of."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607 -- found on the path
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return "\n".join(
        (
            f"command: {command}",
            f"commit: {commit}; Python {platform.python_version()}, {platform.machine()}, "
            f"{os.cpu_count()} shared cores; "
            + ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        )
    )


class Lines:
    """Lines of a result, printed as they come and written to a file at the end when asked to."""

    def __init__(self, name: str, command: str) -> None:
        self._file = RESULTS / name
        self._lines: list[str] = []
        self.add(heading(command))

    def add(self, line: str = "") -> None:
        """Print a line and keep it."""
        print(line, flush=True)
        self._lines.append(line)

    def write(self) -> None:
        """Write all lines to the results folder."""
        self._file.write_text("\n".join(self._lines) + "\n", encoding="utf-8")
