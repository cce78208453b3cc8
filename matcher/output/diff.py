"""Two output folders side by side: which proposals stayed, changed, came or went, and why.

What is said of a proposal follows from the facts of both folders, read without `verify`. Only
what keeping a proposal would cost the whole asks the solver, and may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from matcher.audit.matching import Matching
from matcher.domain.errors import InputError
from matcher.instance.solve import Duo
from matcher.output.certificate import STATUSES
from matcher.output.diff_cost import Costs
from matcher.output.diff_facts import (
    SettingChange,
    TableChange,
    changed_settings,
    changed_tables,
)
from matcher.output.diff_why import Why, pair_points, why_gone, why_not_before
from matcher.output.folder import StoredRun, read_run

PARTS = ("mentor", "coach", "project")


class Fate(StrEnum):
    """What became of a mentee's proposal."""

    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalChange:
    """One mentee's proposal in both results.

    ``parts`` names what differs: mentor, coach, project. Points are each result's own, without
    bonus. ``gone`` says why the old proposal is no more, ``came`` why the new one was not there
    before; both empty where the proposal was kept.
    """

    mentee: str
    fate: Fate
    old: Duo | None
    new: Duo | None
    parts: tuple[str, ...]
    points_before: int | None
    points_now: int | None
    gone: tuple[Why, ...]
    came: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two results in a few figures. ``points`` count no bonus."""

    as_of: str
    ruleset: str
    digest: str
    status: str
    waiting: int
    served: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Two results compared; ``counts`` has the number of proposals by fate, all four."""

    before: Side
    now: Side
    counts: Mapping[str, int]
    settings: tuple[SettingChange, ...]
    tables: tuple[TableChange, ...]
    proposals: tuple[ProposalChange, ...]


def diff(before: Path, now: Path, *, exact: bool = True) -> Diff:
    """Compare two output folders.

    Parameters
    ----------
    before, now
        The folders; the order matters.
    exact
        Compute for each proposal that lost to the whole what keeping it would cost, by a solve
        each. It is never computed where the new set is not called best.

    Raises
    ------
    InputError
        When a folder is not there, or a file in it is not what a run writes.
    """
    return compare(_read(before), _read(now), exact=exact)


def compare(before: StoredRun, now: StoredRun, *, exact: bool = True) -> Diff:
    """Compare two results that were read; see `diff`."""
    old = {duo.mentee: duo for duo in before.matching.duos}
    new = {duo.mentee: duo for duo in now.matching.duos}
    costs = Costs(now.matching) if exact and _status(now) == "optimal" else None
    found = tuple(
        _change(before.matching, now.matching, old.get(mentee), new.get(mentee), costs)
        for mentee in sorted({*old, *new})
    )
    return Diff(
        before=_side(before),
        now=_side(now),
        counts={fate.value: sum(one.fate is fate for one in found) for fate in Fate},
        settings=changed_settings(before.matching.problem, now.matching.problem),
        tables=changed_tables(before.matching.problem, now.matching.problem),
        proposals=found,
    )


def _change(
    before: Matching, now: Matching, old: Duo | None, new: Duo | None, costs: Costs | None
) -> ProposalChange:
    fate = Fate.DROPPED
    parts: tuple[str, ...] = ()
    gone: tuple[Why, ...] = ()
    came: tuple[Why, ...] = ()
    if old is None:
        fate = Fate.NEW
    elif new is not None:
        parts = tuple(part for part in PARTS if getattr(old, part) != getattr(new, part))
        fate = Fate.CHANGED if parts else Fate.KEPT
    if old is not None and fate is not Fate.KEPT:
        gone = why_gone(before, now, old, new, costs)
    if new is not None and fate is not Fate.KEPT:
        came = why_not_before(before, now, new)
    either = old or new
    assert either is not None  # noqa: S101 -- a mentee of one of the two results
    return ProposalChange(
        mentee=either.mentee,
        fate=fate,
        old=old,
        new=new,
        parts=parts,
        points_before=pair_points(before, old) if old else None,
        points_now=pair_points(now, new) if new else None,
        gone=gone,
        came=came,
    )


def _side(run: StoredRun) -> Side:
    matching, rules = run.matching, run.matching.problem.rules
    return Side(
        as_of=matching.problem.as_of.isoformat(),
        ruleset=f"{rules.name} {rules.version}",
        digest=rules.digest,
        status=_status(run),
        waiting=len(matching.problem.waiting),
        served=len(matching.duos),
        points=int(matching.instance.option_points[matching.chosen].sum()),
    )


def _status(run: StoredRun) -> str:
    return str(run.certificate["status"])


def _read(folder: Path) -> StoredRun:
    """Read a folder; errors name it, as there are two."""
    try:
        run = read_run(folder)
    except InputError as error:
        said = str(error)
        named = said.startswith(f"{folder.name}:")
        raise InputError(said if named else f"{folder.name}/{said}") from error
    if run.certificate.get("status") not in STATUSES:
        raise InputError(
            f"{folder.name}/certificate.json: expected a status among {', '.join(STATUSES)}."
        )
    return run
