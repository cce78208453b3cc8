"""Solves in a process of its own, which time, memory and the caller can end at any moment.

Solvers hold the interpreter's lock and hear no signal while they work. The child is started as a
plain interpreter, not by `multiprocessing`, so that it neither runs the caller's main module again
nor asks it for a guard; arrays travel over its standard input and output.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import psutil

from matcher.domain.errors import MatcherError
from matcher.engine.running.clock import Clock, OutOfTimeError
from matcher.engine.running.limits import Limits, Stop
from matcher.engine.solving.tasks import Outcome, Task, run

PR_SET_PDEATHSIG = 1
"""From Linux's ``sys/prctl.h``."""

POLL_SECONDS = 0.05
"""How often limits are looked at."""

SHARE_OF_TIME = 0.85
"""Share of the time left that the child's solvers may take, so that they can answer in time."""

SECONDS_TO_ANSWER = 10.0
"""Of a long time they may take all but these."""

Message = tuple[int, Outcome | Exception] | None


class SolverDiedError(MatcherError):
    """The solving process ended without an answer, and nobody here ended it."""


def solve_in_child(
    tasks: Sequence[Task], scales: Sequence[int], limits: Limits
) -> Iterator[tuple[int, Outcome] | Stop]:
    """Yield (task number, outcome) as tasks are solved; last a reason, if a limit was reached.

    The child is gone when the iterator ends, is closed or raises.

    Raises
    ------
    SolverDiedError
        When the child ends by itself before the last task.
    """
    command = [sys.executable, "-P", "-c", "from matcher.engine.solving.child import main; main()"]
    path = os.pathsep.join(entry or str(os.getcwd()) for entry in sys.path)  # noqa: PTH109 - text wanted
    left = limits.seconds
    until = None
    if left is not None:
        until = time.time() + max(SHARE_OF_TIME * left, left - SECONDS_TO_ANSWER)
    request = pickle.dumps((tuple(tasks), tuple(scales), until))
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    ) as child:
        try:
            yield from _listen(child, request, limits)
        finally:
            child.kill()


def _listen(
    child: subprocess.Popen[bytes], request: bytes, limits: Limits
) -> Iterator[tuple[int, Outcome] | Stop]:
    if child.stdin is None or child.stdout is None:  # pragma: no cover - pipes were asked for
        raise SolverDiedError("Expected pipes to the solving process.")
    answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_send, args=(child.stdin, request), daemon=True).start()
    threading.Thread(target=_receive, args=(child.stdout, answers), daemon=True).start()
    process = psutil.Process(child.pid)
    while True:
        reason = limits.reached() or _too_large(process, limits.memory)
        if reason is not None:
            yield reason
            return
        try:
            message = answers.get(timeout=POLL_SECONDS)
        except queue.Empty:
            continue
        if message is None:
            code = child.wait()
            if code:
                raise SolverDiedError(f"Expected the solving process to finish, got code {code}.")
            return
        number, answer = message
        if isinstance(answer, MemoryError):
            yield "memory"
            return
        if isinstance(answer, Exception):
            raise answer
        yield number, answer


def _too_large(process: psutil.Process, memory: int | None) -> Stop | None:
    if memory is None:
        return None
    try:
        return "memory" if process.memory_info().rss > memory else None
    except psutil.NoSuchProcess:
        return None


def _send(pipe: BinaryIO, request: bytes) -> None:
    """Write the request and leave the pipe open: its end tells the child that we are gone."""
    try:
        pipe.write(request)
        pipe.flush()
    except OSError:
        return  # the child was ended meanwhile


def _receive(pipe: BinaryIO, answers: queue.SimpleQueue[Message]) -> None:
    try:
        while True:
            answers.put(pickle.load(pipe))  # noqa: S301 - written by our own child
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        answers.put(None)


def main() -> None:
    """Serve one request from standard input; ends when the asking process does."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a solver prints must not mix with answers
    _end_with_parent_at_once()
    try:
        tasks, scales, until = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's
    except (EOFError, pickle.UnpicklingError):
        os._exit(1)  # the asker ended before it had asked
    threading.Thread(target=_end_with_parent, daemon=True).start()
    clock = Clock.after(None if until is None else until - time.time(), partial=True)
    for number, task in enumerate(tasks):
        answer: Outcome | Exception
        try:
            answer = run(task, scales, clock)
        except OutOfTimeError:
            continue  # the asker has a quick set for what is not answered
        except (MatcherError, MemoryError) as error:
            answer = error
        pickle.dump((number, answer), answers)
        answers.flush()
    answers.close()
    os._exit(0)  # no tidying up: the watching thread holds standard input


def _end_with_parent_at_once() -> None:
    """Ask Linux to end this process with the one that started it, even in the middle of a solve."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_with_parent() -> None:
    sys.stdin.buffer.read(1)
    os._exit(1)
