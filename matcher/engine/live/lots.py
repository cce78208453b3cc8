"""Lots of pairs, drawn and checked before an event changes anything, kept while people are here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from matcher.engine.live.facts import Key, Lottery
from matcher.engine.live.levels import LARGEST
from matcher.engine.problem.options import OptionsError

MENTEE_PROJECT, MENTEE_MENTOR, MENTOR_COACH = "mentee-project", "mentee-mentor", "mentor-coach"
KINDS_OF_PAIR = (MENTEE_PROJECT, MENTEE_MENTOR, MENTOR_COACH)

Wanted = tuple[str, Sequence[Key], Sequence[Key]]
"""A kind of pair, and the keys on both sides, pair by pair."""


class Lots:
    """What a lottery gives, called only by `draw`.

    A lottery may offer a method ``many(kind, lefts, rights)``, which gives the lots of several
    pairs at once, the same as one by one.
    """

    def __init__(self, lottery: Lottery) -> None:
        self._lottery = lottery
        self._kept: dict[str, dict[Key, dict[Key, int]]] = {kind: {} for kind in KINDS_OF_PAIR}

    def __call__(self, kind: str, left: Key, right: Key) -> int:
        """Return the lot of a pair that was drawn."""
        return self._kept[kind][left][right]

    def row(self, kind: str, left: Key, rights: Iterable[Key]) -> list[int]:
        """Return the lots of pairs that were drawn, all of one key."""
        return list(map(self._kept[kind].get(left, {}).__getitem__, rights))

    def draw(self, wanted: Iterable[Wanted]) -> None:
        """Draw what is wanted and not here yet; when one lot is unusable, none is kept.

        Raises
        ------
        OptionsError
            When a lot is no integer from 0 to 2^40. What the lottery raises is passed on.
        """
        drawn: list[tuple[str, Sequence[Key], Sequence[Key], list[int]]] = []
        for kind, lefts, rights in wanted:
            kept = self._kept[kind]
            if any(left in kept for left in set(lefts)):
                new = [
                    pair
                    for pair in zip(lefts, rights, strict=True)
                    if pair[1] not in kept.get(pair[0], ())
                ]
                lefts, rights = [left for left, _ in new], [right for _, right in new]  # noqa: PLW2901 - what is left of them
            if lefts:
                drawn.append((kind, lefts, rights, self._checked(kind, lefts, rights)))
        for kind, lefts, rights, lots in drawn:
            kept = self._kept[kind]
            if len(set(lefts)) == 1:
                kept.setdefault(lefts[0], {}).update(zip(rights, lots, strict=True))
                continue
            for left, right, lot in zip(lefts, rights, lots, strict=True):
                kept.setdefault(left, {})[right] = lot

    def forget(self, kind: str, left: Key, right: Key) -> None:
        """Forget the lot of a pair."""
        self._kept[kind].get(left, {}).pop(right, None)

    def forget_all(self, kind: str, left: Key) -> None:
        """Forget all lots of a key on the left side."""
        self._kept[kind].pop(left, None)

    def copy(self) -> Lots:
        """Return the same lots, apart."""
        other = Lots(self._lottery)
        other._kept = {
            kind: {left: dict(row) for left, row in rows.items()}
            for kind, rows in self._kept.items()
        }
        return other

    def _checked(self, kind: str, lefts: Sequence[Key], rights: Sequence[Key]) -> list[int]:
        lottery: Any = self._lottery
        many = getattr(lottery, "many", None)
        if many is None:
            lots = [lottery(kind, left, right) for left, right in zip(lefts, rights, strict=True)]
        else:
            lots = list(many(kind, lefts, rights))
            if len(lots) != len(lefts):
                raise OptionsError(f"Expected {len(lefts)} lots of {kind}, got {len(lots)}.")
        if set(map(type, lots)) <= {int} and min(lots) >= 0 and max(lots) <= LARGEST:
            return lots
        for left, right, lot in zip(lefts, rights, lots, strict=True):
            whole = isinstance(lot, int | np.integer) and not isinstance(lot, bool)
            if not whole or not 0 <= lot <= LARGEST:
                raise OptionsError(
                    f"Expected an integer from 0 to 2^40 as lot of {kind} {left!r} and {right!r}, "
                    f"got {lot!r}."
                )
        return [int(lot) for lot in lots]
