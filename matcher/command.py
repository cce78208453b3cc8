"""Where the ``matcher`` command starts: from here on a signal ends it with one plain sentence."""

from __future__ import annotations

import json
import signal
import sys
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM)
SIGNALLED = 128
"""Exit codes above this say which signal ended a process, as shells have it."""


class Interrupted(BaseException):
    """The process was asked to end. No `Exception`, so that nothing mistakes it for a failure."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Stopped by {signal.Signals(number).name} before it was done.")
        self.number = number


def main() -> None:
    """Run the command; exit 130 after an interrupt and 143 after a request to terminate."""
    _listen()
    sys.unraisablehook = _unraised
    try:
        from matcher.cli import main as command  # noqa: PLC0415 -- signals may come while it loads

        command()
    except Interrupted as stop:
        _tell(stop)
        sys.exit(SIGNALLED + stop.number)
    finally:
        _ignore_more()


def _listen() -> None:
    for one in ENDING:
        signal.signal(one, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """End what runs; signals that come while it tidies up change nothing."""
    del frame
    _ignore_more()
    raise Interrupted(number)


def _unraised(lost: sys.UnraisableHookArgs) -> None:
    """Listen again when a request to end came where Python drops errors; tell of no other.

    What fails while an object is taken down follows from a failure that is told already.
    """
    if isinstance(lost.exc_value, Interrupted):
        _listen()


def _ignore_more() -> None:
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)


def _tell(stop: Interrupted) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": str(stop)}) + "\n")
    else:
        sys.stderr.write(f"{stop}\n")
