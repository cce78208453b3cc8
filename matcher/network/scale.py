"""How strong a tie is and how near an employer is, in permille."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from matcher.domain.errors import UnknownNameError
from matcher.domain.people import Mentee
from matcher.domain.programme import Employer
from matcher.network.likeness import LikenessScale, best_likeness
from matcher.vocabulary.municipalities import distance_km10

FULL = 1000
"""Permille of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an employer is measured by: the targets that a mentee has, sorted, and their home."""

    occupations: tuple[str, ...]
    sectors: tuple[str, ...]
    residence: str | None

    @classmethod
    def by(cls, mentee: Mentee) -> Wanted:
        """Return what this mentee wants."""
        return cls(
            occupations=tuple(sorted(set(mentee.target_occupations))),
            sectors=tuple(sorted(set(mentee.target_sectors))),
            residence=mentee.residence,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkScale:
    """The figures from which reach is computed; all permille but for the distances.

    ``ties`` gives the strength of each named tie, ``second_step`` what is left of a tie through
    an acquaintance. An employer counts ``near`` up to ``near_km10`` tenths of a kilometre from
    the mentee's home, ``middle`` up to ``far_km10``, ``beyond`` past that, and
    ``region_unknown`` where a residence is not given.
    """

    likeness: LikenessScale
    ties: Mapping[str, int]
    second_step: int
    near_km10: int
    far_km10: int
    near: int
    middle: int
    beyond: int
    region_unknown: int

    def tie(self, tie: str | Decimal) -> int:
        """Return the permille of a tie with a named kind or a strength from 0 to 1.

        Raises
        ------
        UnknownNameError
            When the kind has no strength in the rule set.
        """
        if isinstance(tie, Decimal):
            return int(tie * FULL)
        if tie not in self.ties:
            raise UnknownNameError(
                f"Expected a tie of {', '.join(sorted(self.ties))}, got {tie!r}."
            )
        return self.ties[tie]

    def through(self, acquaintance: int, contact: int) -> int:
        """Return the tie that two steps make: mentor – acquaintance – employer."""
        return acquaintance * contact * self.second_step // (FULL * FULL)

    def region(self, employer: str | None, mentee: str | None) -> int:
        """Return the factor for the distance between two residences (REFNIS codes)."""
        if employer is None or mentee is None:
            return self.region_unknown
        distance = distance_km10(employer, mentee)
        if distance <= self.near_km10:
            return self.near
        return self.middle if distance <= self.far_km10 else self.beyond

    def fit(self, employer: Employer, wanted: Wanted) -> int:
        """Return how well an employer suits: likeness of the job × nearness, in permille."""
        likeness = best_likeness(
            wanted.occupations,
            wanted.sectors,
            employer.occupations,
            () if employer.sector is None else (employer.sector,),
            self.likeness,
        )
        if likeness is None:
            return 0
        return likeness.permille * self.region(employer.residence, wanted.residence) // FULL
