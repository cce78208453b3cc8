"""Which few of all options to hold: those of little slack, and enough of everybody's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.answers.catalogue import Catalogue
from matcher.engine.sparse.scan import Pool


@dataclass(frozen=True, slots=True)
class Holding:
    """Some options; ``reach`` is a slack up to which there are none outside, None for any."""

    pool: Pool
    reach: int | None

    def covers(self, slack: int) -> bool:
        """Return whether no option of up to that slack is outside."""
        return self.reach is None or slack <= self.reach


def hold(catalogue: Catalogue, slack: int | None, count: int, extra: Pool) -> Holding:
    """Return options to hold.

    Parameters
    ----------
    catalogue
        All options.
    slack
        All options of up to this slack are wanted, None for any, as far as they are the ``count``
        of least slack.
    count
        See there; >= 1.
    extra
        Options that are held in any case.

    Notes
    -----
    Beside them are held the best option or so of everybody, see `Catalogue.least`, and all options
    of a pair of mentee and mentor of whom one is held, as a network has all of them or none.
    """
    limit = np.inf if slack is None else catalogue.limit(slack)
    pool, limit = catalogue.least(count, limit, extra)
    return Holding(pool, catalogue.sure(limit) if np.isfinite(limit) else None)
