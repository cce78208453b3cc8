"""Of how many allowed options a solver saw how many."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Of ``allowed`` options a solver saw ``seen``; weights are folded for networks of ``nodes``."""

    allowed: int
    seen: int
    nodes: int
