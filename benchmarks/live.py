"""The live engine at 10,000 × 2,000: CPU of each event, beside a solve from scratch in the same run.

``python benchmarks/live.py [EVENTS] [--part flow|cross] [--long N] [--rounds N] [--write]``. Events
of all kinds in the shares of `SHARES`; arrivals are mentees of the population who were held back, or
who left before. In *flow* the set is compared at the end to one solved from scratch, and after
``--long`` further events (100,000 unless said) memory is compared to what it was. In *cross* the set
is proven anew after every 100 events; the gap after each event is what ``bounds`` has above
``totals``, the classes served added up, as a share of the bound: of served, and where that is equal
of points.
"""

from __future__ import annotations

import argparse
import gc
import time
from datetime import date
from typing import Any, Literal

import numpy as np
import psutil
from measuring import Lines
from programme import SHARES, Programme

from matcher.engine import LiveAssignment, assign
from matcher.instance.compile import Instance, compile_instance
from matcher.instance.solve import engine_arguments
from matcher.simulation.population import PopulationSettings, population

AS_OF = date(2026, 11, 2)
ARRIVAL_AIM, ALL_AIM, SHARE_AIM = 0.001, 0.015, 1 / 20
EVENT_AIM, GAP_AIM, PROOF_AIM = 0.25, 0.005, 60
"""Seconds of an event at p99, the gap after any, and seconds of a proof, where families cross."""
ROUND = 100
WARM = 300
"""Events before figures are taken: machine code is made, caches are warm."""


Spent = dict[str, list[float]]


def main() -> None:
    """Print and write the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("events", nargs="?", type=int, default=5_000)
    asked.add_argument("--long", type=int, default=100_000)
    asked.add_argument("--part", choices=["flow", "cross"], action="append")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--write", action="store_true")
    words = asked.parse_args()
    parts = words.part or ["flow", "cross"]
    command = f"python benchmarks/live.py {words.events} --long {words.long}"
    command += f" --rounds {words.rounds} " + " ".join(f"--part {part}" for part in parts)
    lines = Lines("live.txt", command.strip())
    if "flow" in parts:
        _flow(lines, words)
    if "cross" in parts:
        _cross(lines, words)
    if words.write:
        lines.write()


def _instance(shape: Literal["flow", "cross"]) -> Instance:
    settings = PopulationSettings(as_of=AS_OF, shape=shape, seed=1, mentees=10_000, mentors=2_000)
    return compile_instance(population(settings).problem)


def _flow(lines: Lines, words: argparse.Namespace) -> None:
    """Measure where everything nests."""
    instance = _instance("flow")
    arguments = engine_arguments(instance)
    objective = instance.problem.rules.objective
    assign(**arguments, objective=objective)
    start = time.process_time()
    assign(**arguments, objective=objective)
    scratch = time.process_time() - start
    start = time.process_time()
    programme = Programme(instance, words.seed)
    lines.add(
        f"{len(instance.option_points)} options; scratch {scratch:.3f} s; "
        f"{len(programme.here)} arrivals one by one {time.process_time() - start:.1f} s; "
        f"{programme.live.served} served, {programme.live.status}"
    )
    rng = np.random.default_rng(words.seed)
    kinds = rng.choice(list(SHARES), words.events + WARM, p=np.array([*SHARES.values()]) / 100)
    spent = _run(programme, kinds.tolist())
    _table(lines, spent, scratch)
    _compare(lines, programme)
    if words.long:
        process = psutil.Process()
        more = rng.choice(list(SHARES), words.long, p=np.array([*SHARES.values()]) / 100).tolist()
        tenth = len(more) // 10
        _run(programme, more[:tenth])
        gc.collect()
        before = process.memory_info().rss
        _run(programme, more[tenth:])
        gc.collect()
        after = process.memory_info().rss
        lines.add(
            f"memory after {tenth} events {before >> 20} MB, after {len(more)} {after >> 20} MB"
        )
        _compare(lines, programme)


def _cross(lines: Lines, words: argparse.Namespace) -> None:
    """Measure where nearly everybody is in one tangled region."""
    start = time.process_time()
    programme = Programme(_instance("cross"), words.seed)
    live = programme.live
    lines.add("")
    lines.add(
        f"cross: {len(programme.here)} arrivals one by one, population and compiling included "
        f"{time.process_time() - start:.1f} s; {live.served} served, {live.status}"
    )
    _prove(lines, live)
    rng = np.random.default_rng(words.seed)
    spent: Spent = {}
    widest = 0.0
    for _ in range(words.rounds):
        kinds = rng.choice(list(SHARES), ROUND, p=np.array([*SHARES.values()]) / 100)
        gc.disable()
        for kind in kinds.tolist():
            event = programme.event(kind)
            if event is None:
                continue
            start = time.process_time()
            event()
            spent.setdefault(kind, []).append(time.process_time() - start)
            widest = max(widest, _gap(live))
        gc.enable()
        gc.collect()
        _prove(lines, live)
    told = "met" if widest <= GAP_AIM else "MISSED"
    lines.add(f"largest gap after any event {100 * widest:.2f} %, at most 0.5 {told}")
    _table(lines, spent, None)


def _gap(live: LiveAssignment) -> float:
    """Return how far the set can be from the best, as a share: of served, or else of points."""
    served, points = [], []
    for amounts in (live.bounds, live.totals):
        served.append(sum(n for name, n in amounts.items() if name.startswith("served")))
        points.append(amounts["points"])
    most, reached = served if served[0] != served[1] else points
    return (most - reached) / max(1, most)


def _prove(lines: Lines, live: LiveAssignment) -> None:
    """Prove anew, and hold the CPU of each step."""
    before = live.served, live.objective, _gap(live)
    task = live.proving()
    if task is None:
        return
    times = [time.process_time()]
    task = live.proving()
    times.append(time.process_time())
    proof = task.solve()
    times.append(time.process_time())
    live.adopt(proof)
    times.append(time.process_time())
    steps = np.diff(times)
    told = "met" if sum(steps) <= PROOF_AIM else "MISSED"
    lines.add(
        f"proven: proving {steps[0]:.2f} s, solve apart {steps[1]:.1f} s, adopt {steps[2]:.2f} s, "
        f"at most 60 {told}; {before[0]} served, {before[1]} points (gap {100 * before[2]:.2f} %) "
        f"become {live.served}, {live.objective}, {live.status}"
    )


def _run(programme: Programme, kinds: list[str]) -> Spent:
    """Return CPU seconds by kind, those of the first events left out."""
    spent: Spent = {}
    gc.disable()
    for number, kind in enumerate(kinds):
        event = programme.event(kind)
        if event is None:
            continue
        start = time.process_time()
        event()
        seconds = time.process_time() - start
        if number >= WARM:
            spent.setdefault(kind, []).append(seconds)
        if number % 1000 == 0:
            gc.collect()
    gc.enable()
    return spent


def _table(lines: Lines, spent: Spent, scratch: float | None) -> None:
    every = np.concatenate([np.array(found) for found in spent.values()])
    lines.add(f"{'milliseconds of CPU':24}{'events':>8}{'p50':>9}{'p99':>9}{'most':>9}")
    for kind in [*SHARES, "all kinds"]:
        found = every if kind == "all kinds" else np.array(spent.get(kind, [0.0]))
        middle, late, most = (1000 * np.quantile(found, q) for q in (0.5, 0.99, 1))
        aims = {"all kinds": EVENT_AIM}
        if scratch is not None:
            aims = {"arrival": ARRIVAL_AIM, "all kinds": min(ALL_AIM, SHARE_AIM * scratch)}
        aim = aims.get(kind)
        told = (
            ""
            if aim is None
            else f"  at most {1000 * aim:.1f} " + ("met" if late <= 1000 * aim else "MISSED")
        )
        lines.add(f"{kind:24}{len(found):>8}{middle:>9.3f}{late:>9.3f}{most:>9.3f}{told}")
    if scratch is None:
        return
    share = np.quantile(every, 0.99) / scratch
    lines.add(f"p99 of all kinds is 1/{1 / share:.0f} of a solve from scratch")


def _compare(lines: Lines, programme: Programme) -> None:
    """Solve the end state from scratch."""
    live = programme.live
    exported = live.exported()
    solution = assign(**exported.arguments)
    best: dict[Any, Any] = dict(exported.options[option] for option in solution.chosen.tolist())
    mine = {e: place for e, place in live.chosen.items() if e not in live.fixed}
    same = best == mine
    lines.add(
        f"end state: {live.status}, {live.served} served, {live.objective} points; the set from "
        f"scratch is {'the same' if same else 'ANOTHER'}"
    )


if __name__ == "__main__":
    main()
