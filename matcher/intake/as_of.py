"""What had happened by the end of the as-of day: later facts are taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from matcher.domain.values import Decision, MatchStatus

_BEGUN = frozenset({MatchStatus.RUNNING, MatchStatus.COMPLETED, MatchStatus.STOPPED})
_ENDED = frozenset({MatchStatus.COMPLETED, MatchStatus.STOPPED})


def _later(day: date | None, as_of: date) -> bool:
    return day is not None and day > as_of


def registered(mentee: dict[str, Any], as_of: date) -> bool:
    """Tell whether the mentee was registered by then; one without a date was."""
    return not _later(mentee.get("registered_on"), as_of)


def take_back_decision(mentee: dict[str, Any], as_of: date) -> None:
    """Make a decision that VDAB took later a pending one, in place."""
    if _later(mentee.get("vdab_decided_on"), as_of):
        mentee["vdab_decision"] = Decision.PENDING
        del mentee["vdab_decided_on"]


def take_back_dates(match: dict[str, Any], as_of: date) -> bool:
    """Undo a later start or end of a duo, in place; tell whether its start was undone.

    A duo that starts later is accepted only; one that ends later still runs.
    """
    if _later(match.get("started_on"), as_of):
        for column in ("started_on", "ended_on", "reason"):
            match.pop(column, None)
        if match["status"] in _BEGUN:
            match["status"] = MatchStatus.ACCEPTED
        return True
    if _later(match.get("ended_on"), as_of):
        match.pop("ended_on")
        match.pop("reason", None)
        if match["status"] in _ENDED:
            match["status"] = MatchStatus.RUNNING
    return False
