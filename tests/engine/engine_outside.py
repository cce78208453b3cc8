"""Larger instances with what-if questions answered by HiGHS, level after level, over all options.

Written from the definition, as `engine_reference`; nothing here comes from the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from typing import Any

import numpy as np
from engine_reference import Instance
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

FOLD = 2**22
"""Levels whose totals, folded into one number, stay below this are asked for at once."""

SIZES = {"market": (24, 34), "network": (24, 34), "one coach": (14, 20), "crossing": (16, 22)}
"""By kind the least number of mentees and of mentors, and one more than the most."""


def large(seed: int) -> tuple[str, Instance]:
    """Draw an instance of each kind in turn, of a few hundred options or more."""
    rng = np.random.default_rng(seed)
    kind = [*SIZES][seed % len(SIZES)]
    people, helpers = (int(n) for n in rng.integers(*SIZES[kind], 2))
    projects, coaches, promotors = 4, 6, 2
    of_mentor = rng.integers(0, promotors, helpers)
    of_coach = np.arange(coaches) % promotors
    owner = np.arange(projects) % promotors
    # who waits is of one promotor, but where families cross
    of_mentee = rng.integers(0, promotors, people)
    admits = rng.random((people, projects)) < 0.7
    own_coach = rng.random((helpers, coaches)) < (0.9 if kind == "one coach" else 0.35)
    own_coach |= np.arange(coaches) == of_mentor[:, None]
    allowed = rng.random((people, helpers)) < 0.9
    crossing = kind == "crossing"
    rows = [
        (e, m, p, c)
        for e, m in zip(*np.nonzero(allowed), strict=True)
        for p in range(projects)
        for c in range(coaches)
        if kind != "market" or (p, c) == (0, 0)
        if kind == "market"
        or (
            (crossing or of_mentee[e] == of_mentor[m])
            and owner[p] == of_mentor[m]
            and of_coach[c] == of_mentor[m]
            and own_coach[m, c]
            and admits[e, p]
            and (not crossing or (e + m + p + c) % 3)
        )
    ]
    mentee, mentor, project, coach = np.array(rows, dtype=np.int64).T
    points = rng.integers(0, int(rng.choice([6, 1000])), (people, helpers))[mentee, mentor]
    scarce = int(rng.integers(2, 4))
    families: list[Any] = []
    if kind != "market":
        families = [
            (coach, rng.integers(1, 7, coaches)),
            (project, rng.integers(2, 9, projects)),
            (owner[project], rng.integers(6, 14, promotors)),
        ]
    if crossing and rng.random() < 0.5:
        cost = rng.integers(2, 9, projects)[project]
        families.append((owner[project], rng.integers(20, 60, promotors), cost))
    more: dict[str, Any] = {
        "mentor_capacity": rng.integers(0, scarce, helpers),
        "families": families,
        "objective": ("fit", "participation")[seed // 4 % 2],
    }
    if kind == "one coach":
        more["single_choice"] = [(mentor, coach)]
    if rng.random() < 0.4:
        more["priority"] = rng.integers(0, 3, people)
    if rng.random() < 0.3:
        more["previous"] = (rng.random((people, helpers)) < 0.1)[mentee, mentor]
    if seed // 8 % 2:
        chance = [
            rng.integers(1, 2**20, shape)
            for shape in ((people, projects), (people, helpers), (helpers, coaches))
        ]
        more["lottery"] = (
            chance[0][mentee, project] + chance[1][mentee, mentor] + chance[2][mentor, coach]
        )
    return kind, Instance(mentee, mentor, points, more)


def best_totals(
    instance: Instance, capacities: Sequence[np.ndarray], forced: np.ndarray | None = None
) -> list[int] | None:
    """Return the best totals under these capacities (one array per family), level after level.

    With ``forced`` (a mask) one of those options is taken; None where that cannot be.
    """
    size = instance.size
    lines = _Lines()
    for (labels, _, usage), capacity in zip(instance.families(), capacities, strict=True):
        lines.add(labels, np.arange(size), usage, capacity)
    width = size
    for group, choice in instance.more.get("single_choice", []):
        # a variable says whether a group makes a choice: at most one, and only then is it taken
        made, of_option = np.unique(np.stack([group, choice]), axis=1, return_inverse=True)
        _, pair = np.unique(np.stack([instance.mentee, of_option]), axis=1, return_inverse=True)
        pairs = int(pair.max()) + 1
        first = np.unique(pair, return_index=True)[1]
        lines.add(pair, np.arange(size), np.ones(size), np.zeros(pairs))
        lines.also(np.arange(pairs), width + of_option[first], -np.ones(pairs))
        groups, name = np.unique(made[0], return_inverse=True)
        count = made.shape[1]
        lines.add(name, width + np.arange(count), np.ones(count), np.ones(len(groups)))
        width += count
    if forced is not None:
        mine = np.flatnonzero(forced)
        lines.add(np.zeros(len(mine), dtype=np.int64), mine, -np.ones(len(mine)), -np.ones(1))
    totals: list[int] = []
    for run in _runs(instance):
        weight = np.zeros(width)
        scale = 1
        for level, unit in reversed(run):
            weight[:size] += level * scale
            scale *= unit
        answer = milp(
            -weight,
            integrality=np.ones(width),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(lines.table(width), -np.inf, lines.most),
            options={"mip_rel_gap": 0.0},
        )
        if answer.x is None:
            return None
        picked = np.round(answer.x[:size]) > 0
        totals += [int(level[picked].sum()) for level, _ in run]
        reached = round(-answer.fun)
        assert reached == round(float(weight[:size][picked].sum()))
        here = np.flatnonzero(weight)
        lines.add(np.zeros(len(here), dtype=np.int64), here, -weight[here], -np.array([reached]))
    return totals


class _Lines:
    """Lines of a table, each a sum of variables that is at most a number."""

    def __init__(self) -> None:
        self.most: list[float] = []
        self._parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def add(
        self, line: np.ndarray, variable: np.ndarray, value: np.ndarray, most: np.ndarray
    ) -> None:
        self._parts.append((line + len(self.most), variable, value))
        self.most += most.tolist()
        self._last = len(self.most) - len(most)

    def also(self, line: np.ndarray, variable: np.ndarray, value: np.ndarray) -> None:
        """Add variables to the lines added last."""
        self._parts.append((line + self._last, variable, value))

    def table(self, width: int) -> csr_array:
        line, variable, value = (
            np.concatenate(column) for column in zip(*self._parts, strict=True)
        )
        shape = (len(self.most), width)
        return csr_array((value.astype(float), (line, variable)), shape=shape)


def _runs(instance: Instance) -> list[list[tuple[np.ndarray, int]]]:
    """Return the levels with room for their totals, those together that are small enough."""
    people = int(instance.mentee.max()) + 1
    runs: list[list[tuple[np.ndarray, int]]] = []
    reach = FOLD
    for level in instance.levels():
        if not level.any():
            continue
        unit = people * int(np.abs(level).max()) * 2 + 1
        if reach * unit > FOLD:
            runs.append([])
            reach = 1
        reach *= unit
        runs[-1].append((level, unit))
    return runs


def limits(instance: Instance) -> list[np.ndarray]:
    """Return the capacities of all families, the mentees' included."""
    return [capacity for _, capacity, _ in instance.families()]


def unit_of(instance: Instance, family: int, label: int) -> int:
    """Return the unit in which a label's capacity is counted: its usages' common divisor."""
    labels, _, usage = instance.families()[family]
    return gcd(*usage[labels == label].tolist()) or 1
