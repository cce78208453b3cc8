"""Which rules bar whom: a bit for each rule, over each two roles that a rule compares.

A match is an option of four: mentee, mentor, coach, project. Every rule's encoding is a
conjunction over at most two of them, so five small tables say all there is to say about any
option: its broken rules are the bits of ``em | ep | mp | mc | cp``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from matcher.constraints.contract import HardRule
from matcher.constraints.encoding import ROLES, Role, roles_of
from matcher.constraints.evaluate import Evaluator
from matcher.constraints.registry import hard_rules
from matcher.domain.problem import Problem

Mask = np.uint32
Masks = npt.NDArray[np.uint32]
MIN_POINTS = "min_points"
"""The bit of a pair with fewer points than the rule set's floor: no rule, but barred all the same."""

AROUND_CELLS = 1 << 20
"""Mentors × coaches × projects that are looked at together."""

HOME: dict[tuple[Role, ...], str] = {
    ("mentee",): "em",
    ("mentor",): "em",
    ("mentee", "mentor"): "em",
    ("project",): "ep",
    ("mentee", "project"): "ep",
    ("mentor", "project"): "mp",
    ("coach",): "mc",
    ("mentor", "coach"): "mc",
    ("coach", "project"): "cp",
}
"""The table of `Barred` that a clause bars in, by the roles that it reads."""
AXES: dict[str, tuple[Role, Role]] = {
    "em": ("mentee", "mentor"),
    "ep": ("mentee", "project"),
    "mp": ("mentor", "project"),
    "mc": ("mentor", "coach"),
    "cp": ("coach", "project"),
}
"""The two roles of each table."""


class Rows(Protocol):
    """A table (mentees, mentors): indexed by a mentee or a run of them, by both, or by an array of each."""

    def __getitem__(self, key: Any, /) -> Any:
        """Return a row, a cell, or the cells of pairs."""


@dataclass(frozen=True, eq=False)
class Barred:
    """Bit masks of broken rules, shapes (E, M), (E, P), (M, P), (M, C) and (C, P).

    ``keys[i]`` names the rule of bit i. ``em`` may be worked out row by row.
    """

    keys: tuple[str, ...]
    em: Rows
    ep: Masks
    mp: Masks
    mc: Masks
    cp: Masks

    def bit(self, key: str) -> np.uint32:
        """Return the mask of one rule."""
        return Mask(1 << self.keys.index(key))

    def names(self, mask: int) -> tuple[str, ...]:
        """Return the keys of the rules in a mask."""
        return tuple(key for i, key in enumerate(self.keys) if mask >> i & 1)

    def counts(self, masks: Masks) -> dict[str, int]:
        """Return by rule in how many of the masks its bit stands; rules in none are left out."""
        found = {
            key: int(np.count_nonzero(masks & Mask(1 << i))) for i, key in enumerate(self.keys)
        }
        return {key: count for key, count in sorted(found.items()) if count}

    def triples(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Return every (mentor, coach, project) that no rule bars, sorted."""
        mentor, coach = np.nonzero(self.mc == 0)
        pair, project = np.nonzero((self.cp[coach] | self.mp[mentor]) == 0)
        return mentor[pair], coach[pair], project

    def served(self) -> npt.NDArray[np.bool_]:
        """Return in which projects each mentor has some coach, shape (M, P)."""
        mentor, _, project = self.triples()
        found = np.zeros(self.mp.shape, dtype=np.bool_)
        found[mentor, project] = True
        return found

    def nearest(self, mentee: int) -> Masks:
        """Return for each mentor the broken rules of the option that breaks fewest.

        Among equals the first project and coach in order of id. Without any coach or project
        every mentor lacks one of the same promotor.
        """
        return np.asarray(self.nearest_of(mentee, mentee + 1)[0], dtype=Mask)

    def nearest_of(self, low: int, high: int) -> Masks:
        """Return `nearest` of the mentees from ``low`` up to ``high``, shape (high - low, M)."""
        pairs = self.em[low:high]
        if 0 in self.cp.shape:
            return np.asarray(pairs | self.bit("same_promotor"), dtype=Mask)
        around, _ = self._around_mentor
        best: Masks | None = None
        for own, others in zip(self.ep[low:high].T, around.T, strict=True):
            masks = pairs | own[:, None] | others[None, :]
            broken = np.bitwise_count(masks)
            if best is None:
                best, fewest = masks, broken
                continue
            np.copyto(best, masks, where=broken < fewest)
            np.minimum(fewest, broken, out=fewest)
        assert best is not None  # noqa: S101 -- the table of coaches and projects is not empty
        return best

    def nearest_option(self, mentee: int, mentor: int) -> tuple[int, int] | None:
        """Return (coach, project) of the option that breaks fewest rules; None without any."""
        if 0 in self.cp.shape:
            return None
        around, coach = self._around_mentor
        union = self.em[mentee, mentor] | self.ep[mentee] | around[mentor]
        project = int(np.bitwise_count(union).argmin())
        return int(coach[mentor, project]), project

    @cached_property
    def _around_mentor(self) -> tuple[Masks, npt.NDArray[np.intp]]:
        """Return masks (M, P) with the coach that breaks fewest, and that coach.

        No rule on a coach reads the mentee, so the best coach of a mentor and a project is the
        same for every mentee.
        """
        best, coach = np.zeros_like(self.mp), np.zeros(self.mp.shape, dtype=np.intp)
        height = max(1, AROUND_CELLS // max(1, self.cp.size))
        for first in range(0, len(self.mp), height):
            run = slice(first, first + height)
            masks = self.mp[run, None, :] | self.mc[run, :, None] | self.cp[None, :, :]
            coach[run] = np.bitwise_count(masks).argmin(axis=1)
            best[run] = np.take_along_axis(masks, coach[run, None, :], axis=1)[:, 0, :]
        return best, coach


def enabled(
    rules: Sequence[HardRule[Any, Any]], problem: Problem
) -> tuple[HardRule[Any, Any], ...]:
    """Return the rules that the rule set does not switch off."""
    return tuple(rule for rule in rules if rule.settings(problem).enabled)


def barred(problem: Problem, *, pairs: bool = True) -> Barred:
    """Evaluate every enabled rule's encoding over the waiting mentees and all others.

    Without ``pairs`` nothing is evaluated over mentee and mentor, and ``em`` has no cell.
    """
    people = {role: problem.of_role(role) for role in ROLES}
    keys = (*(rule.key for rule in hard_rules()), MIN_POINTS)
    tables: dict[str, Masks] = {
        name: np.zeros((len(people[a]), len(people[b])), dtype=Mask)
        for name, (a, b) in AXES.items()
        if pairs or name != "em"
    }
    tables.setdefault("em", np.zeros((0, 0), dtype=Mask))
    evaluator = Evaluator(people)
    for rule in enabled(hard_rules(), problem):
        bit = Mask(1 << keys.index(rule.key))
        for clause in rule.encoding(problem):
            home = HOME[roles_of(clause)]
            if home == "em" and not pairs:
                continue
            holds = evaluator.condition(clause, AXES[home])
            np.bitwise_or(tables[home], bit, out=tables[home], where=~holds)
    return Barred(keys=keys, **tables)
