"""Scans every allowed pair of a generated programme, and solves over all: work and memory.

``python benchmarks/scan.py [MENTEES MENTORS]``, 10,000 and 2,000 unless said. A small programme
is scanned first, so that machine code is there.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date

import psutil

from matcher.domain.problem import Problem
from matcher.instance.columns import compile_columns
from matcher.instance.compile import compile_instance
from matcher.instance.propose import propose
from matcher.instance.scan import scan_columns
from matcher.simulation.population import PopulationSettings, population

MEGABYTE = 1 << 20


def programme(mentees: int, mentors: int) -> Problem:
    """Return a programme in which capacities nest, the same one each time."""
    settings = PopulationSettings(
        as_of=date(2026, 11, 2), shape="flow", seed=1, mentees=mentees, mentors=mentors
    )
    return population(settings).problem


def main(mentees: int = 10_000, mentors: int = 2_000) -> None:
    """Print two lines of figures."""
    propose(compile_instance(programme(200, 80), many=0, most=0))
    problem = programme(mentees, mentors)
    waiting = len(problem.waiting)
    start = time.process_time()
    columns = compile_columns(problem)
    compiled = time.process_time()
    pairs = points = 0
    most = 0
    for block in scan_columns(columns):
        pairs += len(block)
        points += int(block.points.sum())
        most = max(most, psutil.Process().memory_info().rss)
    done = time.process_time()
    print(
        f"{waiting} waiting mentees × {mentors} mentors: {pairs} allowed pairs, {points} points; "
        f"columns {compiled - start:.2f} s, scan {done - compiled:.2f} s of processor time; "
        f"{most // MEGABYTE} MB"
    )
    start = _used()
    instance = compile_instance(problem, most=0)
    compiled = _used()
    found = propose(instance)
    done = _used()
    assert found.scope is not None  # noqa: S101 -- more than 0 options: none is held
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{found.scope.allowed} allowed options, {found.scope.seen} in the solver: "
        f"{found.solution.served} served, {found.solution.status}; compiled {compiled - start:.2f} s, "
        f"solved {done - compiled:.2f} s of processor time; {peak} MB at most"
    )


def _used() -> float:
    """Return seconds of processor time of this process and of those it started."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
