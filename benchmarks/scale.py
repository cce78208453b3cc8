"""From an intake folder to all documents at S and M, and every question that is asked afterwards.

Programmes in which capacities nest: S 500 mentees x 150 mentors, M 10,000 x 2,000. They are written
as intake folders first; what is measured starts from there, in processes of their own, after one
small run that loads machine code. CPU counts the processes started too and is what aims are held
against, as machines are shared; MB is the peak of the whole process up to that line.

    python benchmarks/scale.py [S] [M] [--write]
"""
# ruff: noqa: PLC0415 -- nothing is loaded before it is needed: loading is no part of a figure

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measuring import Lines, Stopwatch, alone

AS_OF = date(2026, 11, 2)
SIZES = {"S": (500, 150), "M": (10_000, 2_000)}
ASKED, PAIRS, FEW, NEXT_BEST = 400, 400, 10, 3
AIMS: dict[str, float] = {
    "S folder to all documents": 0.3,
    "M folder to all documents": 20.0,
    "M solve with certificate": 1.0,
    "M certificate check": 0.5,
    f"M {FEW} regrets of one mentee, p99": 0.05,
    "M why not, one pair, p99": 0.02,
    "M verify from disk": 10.0,
}
"""CPU seconds at most; lines without one are told only."""

TIMEOUT = 600

Line = dict[str, Any]


def make(size: str, folder: Path) -> list[Line]:
    """Write the intake folder of a size; not measured."""
    from matcher.simulation.population import PopulationSettings, population

    mentees, mentors = SIZES[size]
    settings = PopulationSettings(
        seed=1, as_of=AS_OF, shape="flow", mentees=mentees, mentors=mentors
    )
    population(settings).write(folder / size)
    population(PopulationSettings(as_of=AS_OF, shape="flow", mentees=60, mentors=20)).write(
        folder / "small"
    )
    return []


def whole(size: str, folder: Path) -> list[Line]:
    """Measure an intake folder read, matched, told in all documents and written."""
    _through(folder / "small", folder / "small out")
    return _through(folder / size, folder / f"{size} out")


def _through(intake: Path, out: Path) -> list[Line]:
    from matcher.app.match import match
    from matcher.intake import read_folder
    from matcher.output.writing import write_folder
    from matcher.rulesets import default_rules

    lines: list[Line] = []
    start = Stopwatch()
    read = _timed(lines, "read", lambda: read_folder(intake, as_of=AS_OF, rules=default_rules()))
    result = _timed(lines, "compile and solve", lambda: match(read.problem))
    files = _timed(lines, "all documents", lambda: result.files(read.contacts))
    _timed(lines, "written", lambda: write_folder(files, out))
    said = f"{result.served} of {len(read.problem.waiting)} served, {result.status}, {len(files)} files"
    return [{"name": "folder to all documents", **start.read(), "said": said}, *lines]


def answers(size: str, folder: Path) -> list[Line]:
    """Measure the solve alone, and what is asked of a result in memory."""
    from matcher.app.match import match
    from matcher.instance.compile import compile_instance
    from matcher.instance.solve import solve
    from matcher.intake import read_folder
    from matcher.output.certificate import proven
    from matcher.rulesets import default_rules

    for name in ("small", size):
        problem = read_folder(folder / name, as_of=AS_OF, rules=default_rules()).problem
        lines: list[Line] = []
        instance = compile_instance(problem)
        solution = _timed(lines, "solve with certificate", lambda x=instance: solve(x))
        lines[-1]["said"] = f"{solution.status}, gap {solution.gap}, {len(instance.mentee)} options"
        result = match(problem)
        checked = _timed(lines, "certificate check", lambda x=result: proven(x.matching, x.proof))
        lines[-1]["said"] = f"gap {checked.checked.gap}"
        draw = random.Random(1)  # noqa: S311 -- who is asked after, no secret
        placed = [duo.mentee for duo in result.matching.duos]
        asked = draw.sample(placed, min(ASKED, len(placed)))
        ask = result.adviser.suggest
        _timed(
            lines, "first question, made ready for all others", lambda a=ask, e=asked[0]: a(e, FEW)
        )
        _many(lines, f"{FEW} regrets of one mentee", (lambda e=e, a=ask: a(e, FEW) for e in asked))
        waiting, mentors = problem.waiting, problem.mentors
        pairs = [(draw.choice(waiting).id, draw.choice(mentors).id) for _ in range(PAIRS)]
        _many(lines, "why not, one pair", (lambda p=p, r=result: r.why_not(*p) for p in pairs))
        again = match(problem)
        _timed(
            lines,
            f"{NEXT_BEST} next best of every proposal",
            lambda r=again, p=placed: r.adviser.next_best(p, NEXT_BEST),
        )
        lines[-1]["said"] = f"{len(placed)} proposals"
    return lines


def verified(size: str, folder: Path) -> list[Line]:
    """Measure checking the written result, from disk, in a fresh process."""
    from matcher.output.verify import verify

    verify(folder / "small out")
    lines: list[Line] = []
    found = _timed(lines, "verify from disk", lambda: verify(folder / f"{size} out"))
    lines[-1]["said"] = found.problem or f"ok, {found.served} served, {found.options} options"
    return lines


STEPS: dict[str, Callable[[str, Path], list[Line]]] = {
    "make": make,
    "whole": whole,
    "answers": answers,
    "verified": verified,
}


def _timed(lines: list[Line], name: str, run: Callable[[], Any]) -> Any:
    watch = Stopwatch()
    found = run()
    lines.append({"name": name, **watch.read()})
    return found


def _many(lines: list[Line], name: str, runs: Iterable[Callable[[], Any]]) -> None:
    """Add the median, the 99th percentile and the most of many short runs."""
    figures = []
    for run in runs:
        cpu, wall = time.process_time(), time.perf_counter()
        run()
        figures.append((time.process_time() - cpu, time.perf_counter() - wall))
    figures.sort()
    for said, at in (("p50", 0.5), ("p99", 0.99)):
        cpu, wall = figures[min(len(figures) - 1, int(at * len(figures)))]
        most = f"at most {figures[-1][0]:.4f} over {len(figures)}"
        megabytes = Stopwatch().read()["megabytes"]
        lines.append(
            {
                "name": f"{name}, {said}",
                "cpu": cpu,
                "seconds": wall,
                "megabytes": megabytes,
                "said": most,
            }
        )


def _told(size: str, line: Line) -> str:
    name = f"{size} {line['name']}"
    aim = AIMS.get(name)
    against = "" if aim is None else f"{aim:.2f} " + ("met" if line["cpu"] <= aim else "MISSED")
    return (
        f"{name:44}{line['cpu']:10.4f}{line['seconds']:10.4f}{line['megabytes']:8.0f}"
        f"  {against:14}{line.get('said', '')}"
    )


def main(arguments: list[str]) -> None:
    """Print the table, and write it when asked to."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(STEPS[arguments[1]](arguments[2], Path(arguments[3]))))
        return
    sizes = [size for size in SIZES if size in arguments] or list(SIZES)
    lines = Lines("scale.txt", f"python benchmarks/scale.py {' '.join(sizes)}")
    lines.add(f"{'':44}{'CPU':>10}{'wall':>10}{'MB':>8}  {'aim (CPU)':14}")
    with TemporaryDirectory() as folder:
        for size in sizes:
            for step in STEPS:
                got = alone("scale.py", "--one", step, size, folder, timeout=TIMEOUT)
                if isinstance(got, str):
                    lines.add(f"{size} {step}: {got}")
                    continue
                for line in got:
                    lines.add(_told(size, line))
    if "--write" in arguments:
        lines.write()


if __name__ == "__main__":
    main(sys.argv[1:])
