"""Where mentees, mentors and capacities stand in the graph: their nodes, arcs and members."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from matcher.engine.problem.arrays import IntArray


@dataclass(slots=True)
class Served:
    """A mentee in the graph: nodes ``into`` and ``out``, and the arcs.

    ``from_project`` (P,), ``inner`` (1,), ``to_mentor`` (M,).
    """

    into: int
    out: int
    from_project: IntArray
    inner: IntArray
    to_mentor: IntArray

    @property
    def arcs(self) -> IntArray:
        """All arcs, (P + 1 + M,)."""
        return np.concatenate([self.from_project, self.inner, self.to_mentor])


@dataclass(slots=True)
class Person:
    """A mentee: ``members`` (P, M) are their options by project and mentor."""

    projects: IntArray
    mentors: IntArray
    members: IntArray
    served: Served | None = None


@dataclass(slots=True)
class Helper:
    """A mentor: two nodes with ``inner`` (1,) between, arcs to coaches, and lanes."""

    into: int
    out: int
    inner: IntArray
    coaches: IntArray
    to_coach: IntArray
    lanes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Gate:
    """A coach, project or promotor: its node and the arc (1,) with its capacity."""

    node: int
    arc: IntArray
