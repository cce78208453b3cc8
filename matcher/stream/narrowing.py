"""Who can be in an option with whom at most, found with as few looks as possible.

Rules are tried one after the other, each on those alone whom the rules before it left: first what
reads one person, then projects, then the pair. What is left is compiled as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.constraints.encoding import Condition, Role, roles_of
from matcher.constraints.evaluate import Evaluator
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import Project
from matcher.instance.columns import clauses_by_home

Flags = npt.NDArray[np.bool_]


def narrowed(
    problem: Problem, mentees: Sequence[Mentee], mentors: Sequence[Mentor]
) -> tuple[list[Mentee], list[Mentor]]:
    """Return those of some mentees and mentors who may have an option with another of them.

    Nobody is left out who has one; who is left may have none.
    """
    left = _Left(problem, mentees, mentors)
    clauses = clauses_by_home(problem)
    alone = [one for one in clauses["em"] if len(roles_of(one)) == 1]
    left.pairs(alone)
    left.projects(clauses["ep"], clauses["mp"])
    left.pairs(one for one in clauses["em"] if len(roles_of(one)) > 1)
    return left.mentees, left.mentors


class _Left:
    """The people who are left, and which of their pairs."""

    def __init__(
        self, problem: Problem, mentees: Sequence[Mentee], mentors: Sequence[Mentor]
    ) -> None:
        self._open: list[Project] = list(problem.projects)
        self.mentees, self.mentors = list(mentees), list(mentors)
        self._mask: Flags = np.ones((len(mentees), len(mentors)), dtype=np.bool_)

    def pairs(self, clauses: Iterable[Condition]) -> None:
        """Keep the pairs that clauses on mentee and mentor allow."""
        for clause in clauses:
            if not self._mask.size:
                return
            self._keep(self._holds(clause, ("mentee", "mentor")))

    def projects(self, of_mentees: Sequence[Condition], of_mentors: Sequence[Condition]) -> None:
        """Keep the pairs that have a project in common by the clauses on each of the two.

        Asked while every mentee left is open to every mentor left, so that who goes takes nobody
        of the other side along but the last. The side with fewest people goes first: the other is
        asked only after projects of theirs.
        """
        sides: list[tuple[Role, Sequence[Condition]]] = [
            ("mentee", of_mentees),
            ("mentor", of_mentors),
        ]
        sides.sort(key=lambda side: len(self._people[side[0]]))
        found: dict[Role, Flags] = {}
        for role, clauses in sides:
            found[role] = self._with_projects(role, clauses)
            some = _some(found[role], 0)
            self._open = [one for one, kept in zip(self._open, some, strict=True) if kept]
            found = {key: flags[:, some] for key, flags in found.items()}
        if self._mask.size:
            common = found["mentee"].astype(np.int64) @ found["mentor"].T.astype(np.int64)
            self._keep(common > 0)

    def _with_projects(self, role: Role, clauses: Sequence[Condition]) -> Flags:
        """Keep who has a project left; return which, shape (people, projects left)."""
        found: Flags = np.ones((len(self._people[role]), len(self._open)), dtype=np.bool_)
        for clause in clauses:
            if not found.size:
                break
            found = found & self._holds(clause, (role, "project"))
            some = _some(found, 1)
            if not some.all():
                found = found[some]
                self._keep(some[:, None] if role == "mentee" else some[None, :])
        return found

    @property
    def _people(self) -> dict[Role, Sequence[Any]]:
        return {"mentee": self.mentees, "mentor": self.mentors, "project": self._open}

    def _holds(self, clause: Condition, roles: tuple[Role, Role]) -> Flags:
        return np.asarray(Evaluator(self._people).condition(clause, roles))

    def _keep(self, allowed: Flags) -> None:
        mask: Flags = self._mask & allowed
        rows, columns = _some(mask, 1), _some(mask, 0)
        self._mask = mask[rows][:, columns]
        self.mentees = [one for one, kept in zip(self.mentees, rows, strict=True) if kept]
        self.mentors = [one for one, kept in zip(self.mentors, columns, strict=True) if kept]


def _some(flags: Flags, axis: int) -> Flags:
    """Return where some flag stands along an axis, shape (the other axis,)."""
    return np.asarray(flags.any(axis=axis), dtype=np.bool_)
