"""Duos that exist or existed, and pairs that must not be made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain.values import MatchStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A duo, proposed, locked, running or ended."""

    id: str
    mentee: str
    mentor: str
    coach: str | None = None
    project: str | None = None
    status: MatchStatus
    started_on: date | None = None
    ended_on: date | None = None
    reason: str | None = None

    @property
    def committed(self) -> bool:
        """Whether the duo stays and uses capacity: it runs or was accepted."""
        return self.status in {MatchStatus.RUNNING, MatchStatus.ACCEPTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Two people who must not be matched: a conflict of interest, or blocked by hand."""

    mentee: str
    mentor: str
    reason: str | None = None
