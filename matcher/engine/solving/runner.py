"""Decides where each task is solved, and what to do when a limit is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from matcher.engine.problem.structure import Layered
from matcher.engine.running.clock import Clock, OutOfTimeError
from matcher.engine.running.limits import Limits, Stop
from matcher.engine.solving.child import solve_in_child
from matcher.engine.solving.tasks import Outcome, Task, run

FLOW_IN_PROCESS = 2_000_000
"""Options in networks up to which a solve takes seconds at most. Where no limit was given there is
nobody to hear meanwhile, and a child would hold all of it in memory a second time."""

CROSSING_IN_PROCESS = 20_000
"""Likewise for options in crossing components."""

LIMITED_IN_PROCESS = 2_000
"""Likewise where a limit was given: starting a child costs about as much as solving this."""

PATIENCE_SECONDS = 0.5
"""A search in process that takes longer is started again in a child."""

Progress = Callable[[str], None]


def run_all(
    tasks: Sequence[Task], scales: Sequence[int], limits: Limits, progress: Progress | None
) -> Iterator[tuple[int, Outcome] | Stop]:
    """Yield (task number, outcome) as tasks are solved; last a reason, if a limit was reached."""
    done = 0
    for answer in _somewhere(tasks, scales, limits):
        if progress is not None:
            done += not isinstance(answer, str)
            stopped = f", stopped by {answer}" if isinstance(answer, str) else ""
            progress(f"{done} of {len(tasks)} parts solved{stopped}")
        yield answer


def _somewhere(
    tasks: Sequence[Task], scales: Sequence[int], limits: Limits
) -> Iterator[tuple[int, Outcome] | Stop]:
    start = 0
    if not _large(tasks, limits):
        for number, task in enumerate(tasks):
            reason = limits.reached()
            if reason is not None:
                yield reason
                return
            left = limits.seconds
            short = left is not None and left <= PATIENCE_SECONDS
            clock = Clock.after(left if short else PATIENCE_SECONDS, partial=short)
            try:
                outcome = run(task, scales, clock)
                yield number, outcome
            except OutOfTimeError:
                if not short:
                    break
            start = number + 1
    if start < len(tasks):
        for answer in solve_in_child(tasks[start:], scales, limits):
            yield answer if isinstance(answer, str) else (start + answer[0], answer[1])


def _large(tasks: Sequence[Task], limits: Limits) -> bool:
    flow = sum(len(task.rows) for task in tasks if isinstance(task, Layered))
    crossing = sum(len(task.rows) for task in tasks) - flow
    if limits.given and flow + crossing > LIMITED_IN_PROCESS:
        return True
    return flow > FLOW_IN_PROCESS or crossing > CROSSING_IN_PROCESS
