"""Matches mentees with mentors for Mentoring naar Werk: proven best, and explained.

``read`` an intake folder, ``match`` it, ``verify`` what came out::

    from matcher import read, match
    result = match(read("scenarios/demo", as_of="2026-11-02"))
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.app.match import Result
    from matcher.domain.problem import Problem
    from matcher.domain.ruleset import RuleSet
    from matcher.output.verify import Verified

__all__ = ["match", "read", "verify"]


def read(
    path: str | Path, *, as_of: date | str | None = None, rules: RuleSet | str | Path | None = None
) -> Problem:
    """Read an intake folder or .xlsx.

    Parameters
    ----------
    path
        The folder, or the workbook with a sheet per table.
    as_of
        The day that counts, at its end; None: today in Brussels.
    rules
        A rule set, or the path of one in TOML; None: the one that the product ships.

    Raises
    ------
    matcher.domain.errors.InputError
        When the folder or rule set cannot be used. Rows that cannot be read are left out: use
        `matcher.intake.read_folder` for the report on them.
    """
    from matcher.app.read import read_problem  # noqa: PLC0415 -- nothing happens on import

    return read_problem(Path(path), as_of=as_of, rules=rules)


def match(problem: Problem, **options: Any) -> Result:
    """Return the best set of duos for a problem; see `matcher.app.match.match`."""
    from matcher.app.match import match as run  # noqa: PLC0415 -- solvers load when needed

    return run(problem, **options)


def verify(folder: str | Path) -> Verified:
    """Check an output folder from its facts alone; see `matcher.output.verify.verify`."""
    from matcher.output.verify import verify as run  # noqa: PLC0415 -- nothing happens on import

    return run(Path(folder))
