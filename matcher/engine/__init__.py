"""Exact assignment: `assign` over integer arrays, and `LiveAssignment`, kept best event by event."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.engine.live.assignment import LiveAssignment
    from matcher.engine.problem.solution import Solution
    from matcher.engine.solving.assign import assign
    from matcher.engine.sparse.assign import assign_sparse

__all__ = ["LiveAssignment", "Solution", "assign", "assign_sparse"]

_HOME = {
    "LiveAssignment": "matcher.engine.live.assignment",
    "assign": "matcher.engine.solving.assign",
    "assign_sparse": "matcher.engine.sparse.assign",
    "Solution": "matcher.engine.problem.solution",
}


def __getattr__(name: str) -> Any:
    """Load what solves only when it is asked for, so that checking needs no solver."""
    if name not in _HOME:
        raise AttributeError(f"Expected one of {__all__}, got {name!r}.")
    return getattr(import_module(_HOME[name]), name)
