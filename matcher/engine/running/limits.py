"""What may stop a solve: a deadline, a request to cancel, too much memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from matcher.engine.problem.options import OptionsError

Stop = Literal["time", "cancelled", "memory"]


class Event(Protocol):
    """What `threading.Event` offers to those who poll."""

    def is_set(self) -> bool:
        """Return whether it happened."""
        ...


Cancel = Callable[[], bool] | Event


@dataclass(frozen=True, slots=True)
class Limits:
    """``deadline`` on the monotonic clock in seconds, ``memory`` in bytes; None: no limit."""

    deadline: float | None = None
    memory: int | None = None
    cancel: Cancel | None = None

    @classmethod
    def read(
        cls, time_limit: float | None, memory_limit: int | None, cancel: Cancel | None
    ) -> Limits:
        """Check limits as given and start the clock.

        Raises
        ------
        OptionsError
            When a limit is out of range.
        """
        if time_limit is not None and not time_limit >= 0:
            raise OptionsError(f"Expected time_limit >= 0 seconds, got {time_limit}.")
        if memory_limit is not None and memory_limit <= 0:
            raise OptionsError(f"Expected memory_limit > 0 bytes, got {memory_limit}.")
        deadline = None if time_limit is None else time.monotonic() + time_limit
        return cls(deadline, memory_limit, cancel)

    @property
    def given(self) -> bool:
        """Whether there is any limit."""
        return not (self.deadline is None and self.memory is None and self.cancel is None)

    @property
    def seconds(self) -> float | None:
        """How many seconds are left, at least 0; None when there is no deadline."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def reached(self) -> Stop | None:
        """Return why to stop now, or None. Memory is watched where the work is done."""
        if self.cancel is not None:
            asked = self.cancel() if callable(self.cancel) else self.cancel.is_set()
            if asked:
                return "cancelled"
        return "time" if self.seconds == 0 else None
