"""Living in Flanders, and in the provinces of a lot."""

from __future__ import annotations

from matcher.constraints.contract import Settings
from matcher.constraints.target_group.finding import Finding, known
from matcher.domain.people import Mentee
from matcher.domain.values import Answer
from matcher.vocabulary import municipalities


class FlandersSettings(Settings):
    """``brussels_counts``: a residence in Brussels counts as Flanders (default: it does not)."""

    brussels_counts: bool = False


def in_flanders(mentee: Mentee, settings: FlandersSettings) -> Finding:
    """Return whether the mentee lives in Flanders."""
    if mentee.residence is None:
        return Finding(Answer.UNKNOWN, ("residence",))
    return known(
        met=municipalities.in_flanders(mentee.residence, brussels_counts=settings.brussels_counts)
    )
