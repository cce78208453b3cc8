"""Two or three changes at once: what they give, and whether that is what each gives added up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.audit.advice_gain import Gain, Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Changes made at once.

    ``members`` are positions in the list that it belongs to; one that stands there twice is made
    twice. ``people_apart`` and ``points_apart`` are what each alone gives, added up. ``shared``
    holds the mentees whom two unlike ones alone would each give another option or a first one.
    """

    members: tuple[int, ...]
    gain: Gain
    people_apart: int
    points_apart: int
    shared: tuple[str, ...]

    @property
    def adds_up(self) -> bool:
        """Whether together they give what each alone gives, added up."""
        return self.gain.exact and (self.people_apart, self.points_apart) == (
            self.gain.people,
            self.gain.points,
        )


def together(members: Sequence[int], alone: Sequence[Gain], gain: Gain) -> Together:
    """Return what some changes give at once; ``alone`` is what each of them gives by itself."""
    shared: set[str] = set()
    unlike = dict(zip(members, alone, strict=True))
    for one, other in combinations(unlike.values(), 2):
        shared |= set(one.moved) & set(other.moved)
    return Together(
        members=tuple(members),
        gain=gain,
        people_apart=sum(one.people for one in alone),
        points_apart=sum(one.points for one in alone),
        shared=tuple(sorted(shared)),
    )


def grown(
    gains: Sequence[Gain],
    ask: Callable[[Sequence[int]], Gain],
    at_most: Callable[[Sequence[int]], Rank],
    most: int,
) -> tuple[Together, ...]:
    """Return the best first change with one more, and one more, each time the one that adds most.

    Parameters
    ----------
    gains
        What each change gives alone, the best first.
    ask
        Returns exactly what changes give at once; one may be named twice.
    at_most
        Returns what they give at most, without a search.
    most
        How many are put together at most.
    """
    found: list[Together] = []
    members: tuple[int, ...] = (0,)
    while gains and len(members) < most:
        members, best = _with_one_more(members, len(gains), ask, at_most)
        found.append(together(members, [gains[number] for number in members], best))
    return tuple(found)


def _with_one_more(
    members: tuple[int, ...],
    count: int,
    ask: Callable[[Sequence[int]], Gain],
    at_most: Callable[[Sequence[int]], Rank],
) -> tuple[tuple[int, ...], Gain]:
    """Return the best of the changes beside the members; of equal ones that higher in the list."""
    larger = [(*members, number) for number in range(count)]
    hopes = {one: at_most(one) for one in larger}
    best: tuple[tuple[int, ...], Gain] | None = None
    for one in sorted(larger, key=lambda one: ([-amount for amount in hopes[one]], one)):
        if best is not None and hopes[one] < best[1].rank:
            break
        gain = ask(one)
        if best is None or (gain.rank, best[0]) > (best[1].rank, one):
            best = one, gain
    assert best is not None  # noqa: S101 -- there is a change to be made
    return best
