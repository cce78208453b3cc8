"""How long the demo programme takes, from folder to proposals with all audits, in process.

Imports are done first, one run warms up. Wall and CPU seconds of each part, and each part's share
of the whole, over a number of runs: machines are shared, so the least and the median count.

    python benchmarks/demo.py [runs]
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import scipy.optimize  # noqa: F401 -- solvers load before the clock starts
from ortools.graph.python import min_cost_flow  # noqa: F401 -- likewise
from ortools.sat.python import cp_model  # noqa: F401 -- likewise

from matcher.app.match import match
from matcher.intake import read_folder
from matcher.rulesets import default_rules

DEMO = Path(__file__).parents[1] / "scenarios" / "demo"
AS_OF = date(2026, 11, 2)


def once() -> tuple[dict[str, float], str]:
    """Return seconds by part of one run, and what came out."""
    cpu = time.process_time()
    clock = [time.perf_counter()]
    intake = read_folder(DEMO, as_of=AS_OF, rules=default_rules())
    clock.append(time.perf_counter())
    result = match(intake.problem)
    clock.append(time.perf_counter())
    result.files(intake.contacts)
    clock.append(time.perf_counter())
    parts = dict(zip(("read", "match", "audits"), (b - a for a, b in pairwise(clock)), strict=True))
    parts["whole"] = clock[-1] - clock[0]
    parts["cpu"] = time.process_time() - cpu
    said = f"{result.served} of {len(result.problem.waiting)} served, {result.objective} points, {result.status}"
    return parts, said


def main() -> None:
    """Print a table of least, median and most."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    once()
    found = [once() for _ in range(runs)]
    print(f"Python {platform.python_version()}, {platform.machine()}, {runs} runs: {found[0][1]}")
    print(f"{'part':8}{'least':>9}{'median':>9}{'most':>9}   share of whole")
    whole = statistics.median(parts["whole"] for parts, _ in found)
    for name in found[0][0]:
        seconds = sorted(parts[name] for parts, _ in found)
        median = statistics.median(seconds)
        print(f"{name:8}{seconds[0]:9.3f}{median:9.3f}{seconds[-1]:9.3f}   {median / whole:.2f}")


if __name__ == "__main__":
    main()
