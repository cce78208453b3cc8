"""Time, memory and a request to cancel end a solve; what is returned then is told as such."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import psutil
import pytest

from matcher.engine import Solution, assign
from matcher.engine.crossing import milp
from matcher.engine.running.clock import Clock, OutOfTimeError
from matcher.engine.solving import child, runner

UNGUARDED = """
import numpy as np
from matcher.engine import assign
mentee, mentor = np.divmod(np.arange(3000), 30)
points = (mentee * 37 + mentor * 101) % 1000
limited = assign(mentee, mentor, points, mentor_capacity=np.ones(30, int), time_limit=60)
free = assign(mentee, mentor, points, mentor_capacity=np.ones(30, int))
print(limited.status, limited.objective == free.objective, limited.components[0].method)
"""


def many(**more: Any) -> Solution:
    """Solve 3,000 options of 100 mentees, a flow, or a crossing when given a budget."""
    mentee, mentor = np.divmod(np.arange(3000), 30)
    points = (mentee * 37 + mentor * 101) % 1000
    return assign(mentee, mentor, points, mentor_capacity=np.full(30, 2), **more)


def budget() -> dict[str, Any]:
    """Return a family whose usage differs from option to option."""
    usage = np.arange(3000) * 7919 % 13 + 1
    return {"families": [(np.zeros(3000, dtype=int), [200], usage)]}


def counted(after: int, then: Callable[[], bool]) -> Callable[[], bool]:
    """Return a request that says no so many times."""
    asked = iter(range(after))
    return lambda: False if next(asked, None) is not None else then()


@pytest.fixture(autouse=True)
def no_child_is_left() -> Any:
    before = {process.pid for process in psutil.Process().children()}
    yield
    left = {process.pid for process in psutil.Process().children()} - before
    assert not left


@pytest.mark.parametrize("more", [{}, budget()], ids=["flow", "budget"])
def test_no_time_at_all_gives_a_feasible_set_with_its_bound(more: dict[str, Any]) -> None:
    quick, best = many(time_limit=0, **more), many(**more)
    assert {component.method for component in quick.components} == {"greedy"}
    assert quick.weight <= best.weight <= quick.weight_bound
    assert quick.gap == quick.weight_bound - quick.weight
    assert quick.bound >= best.objective
    assert quick.status == ("optimal" if quick.gap == 0 else "feasible")


def test_a_quick_set_that_its_prices_prove_is_called_optimal() -> None:
    quick = assign([0, 1], [0, 0], [2, 1], mentor_capacity=[1], time_limit=0)
    assert (quick.status, quick.gap) == ("optimal", 0)


def test_a_quick_set_keeps_one_choice_per_group() -> None:
    mentee, coach = np.divmod(np.arange(6), 2)
    mentor = np.zeros(6, dtype=int)
    quick = assign(
        mentee,
        mentor,
        [9, 1, 2, 8, 7, 3],
        mentor_capacity=[3],
        families=[(coach, [2, 2])],
        single_choice=[(mentor, coach)],
        time_limit=0,
    )
    assert len(set(coach[quick.chosen].tolist())) == 1


@pytest.mark.parametrize("more", [{}, budget()], ids=["flow", "budget"])
def test_a_child_that_may_finish_gives_what_the_process_itself_gives(more: dict[str, Any]) -> None:
    told: list[str] = []
    limited, free = many(time_limit=100, progress=told.append, **more), many(**more)
    assert limited.status == "optimal"
    assert limited.chosen.tolist() == free.chosen.tolist()
    assert limited.weight_bound == free.weight_bound
    assert told == ["1 of 1 parts solved"]


def test_a_child_is_ended_at_the_time_limit() -> None:
    told: list[str] = []
    late = many(time_limit=0.02, progress=told.append)
    assert late.status == "feasible"
    assert told == ["0 of 1 parts solved, stopped by time"]


def test_a_child_is_ended_at_the_memory_limit() -> None:
    told: list[str] = []
    large = many(memory_limit=1_000_000, progress=told.append)
    assert large.status == "feasible"
    assert told == ["0 of 1 parts solved, stopped by memory"]


def test_a_child_is_ended_when_asked_to_cancel() -> None:
    stopped = many(cancel=counted(2, lambda: True))
    assert stopped.status == "cancelled"
    assert stopped.gap > 0


def test_an_event_cancels_too() -> None:
    event = threading.Event()
    event.set()
    assert many(cancel=event).status == "cancelled"
    square = ([0, 0, 1], [0, 1, 0], [1, 2, 3])
    assert assign(*square, mentor_capacity=[1, 1], cancel=event).status == "cancelled"


def test_an_interrupt_ends_the_child_and_goes_on() -> None:
    def interrupt() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        many(cancel=counted(2, interrupt))


def test_a_search_that_takes_too_long_here_is_finished_in_a_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def impatient(*_: object) -> None:
        raise OutOfTimeError

    best = many(**budget())
    monkeypatch.setattr(runner, "run", impatient)
    assert many(**budget()).chosen.tolist() == best.chosen.tolist()


def test_a_search_without_time_left_keeps_its_best_set_and_the_relaxation_s_prices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = many(**budget())

    def interrupted(*_: object, **__: object) -> None:
        raise OutOfTimeError

    monkeypatch.setattr(milp, "search", interrupted)
    monkeypatch.setattr(runner, "LIMITED_IN_PROCESS", 10_000)
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 1_000)
    late = many(time_limit=500, **budget())
    assert late.status == "feasible"
    assert [component.method for component in late.components] == ["milp"]
    assert late.weight <= best.weight <= late.weight_bound


def test_a_solver_that_stops_by_itself_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(child.SolverDiedError, match="got code 1"):
        many(time_limit=100)


def test_a_deadline_in_the_past_leaves_solvers_a_moment() -> None:
    assert Clock.after(-5, partial=True).seconds > 0


@pytest.mark.parametrize("way", ["-c", "script"])
def test_a_child_needs_no_guard_in_the_calling_script(way: str, tmp_path: Any) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED, encoding="utf-8")
    command = [sys.executable, "-c", UNGUARDED] if way == "-c" else [sys.executable, str(script)]
    out = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
    )
    assert out.stdout.split() == ["optimal", "True", "flow"]
