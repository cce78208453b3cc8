"""How much one job or sector is like another, by distance in the ISCO-08 and NACE trees.

Likeness is an integer in permille. It is read from a scale by how far down the tree two codes
stay together, so the same two codes always give the same number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from matcher.vocabulary.occupations import shared_digits
from matcher.vocabulary.sectors import section_of

Degree = Literal[
    "unit_group", "minor_group", "sub_major_group", "major_group", "division", "section"
]
OCCUPATION_DEGREES: tuple[Degree, ...] = (
    "major_group",
    "sub_major_group",
    "minor_group",
    "unit_group",
)
"""ISCO-08 groups by the number of digits that two codes share: 1, 2, 3, 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessScale:
    """Permille of likeness for each degree; a deeper degree never has less than a higher one.

    ``occupation`` holds permille for 1, 2, 3 and 4 shared ISCO-08 digits.
    """

    occupation: tuple[int, int, int, int]
    same_division: int
    same_section: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two codes that are alike: what the mentee wants, what is offered, and how much alike."""

    degree: Degree
    target: str
    offered: str
    permille: int

    @property
    def is_occupation(self) -> bool:
        """Whether the two codes are occupations; else they are sectors."""
        return self.degree in OCCUPATION_DEGREES


def best_likeness(
    target_occupations: Iterable[str],
    target_sectors: Iterable[str],
    occupations: Iterable[str],
    sectors: Iterable[str],
    scale: LikenessScale,
) -> Likeness | None:
    """Return the strongest likeness between what is wanted and what is offered.

    Parameters
    ----------
    target_occupations, target_sectors
        ISCO-08 and NACE codes that the mentee aims at.
    occupations, sectors
        ISCO-08 and NACE codes of a mentor or an employer.
    scale
        Permille for each degree.

    Returns
    -------
    Likeness or None
        None where nothing is alike. Of equal likenesses, occupations come first, then the
        lowest codes, so that the order in which codes are listed does not matter.
    """
    offers = tuple(occupations), tuple(sectors)
    found = [
        *_occupations(target_occupations, offers[0], scale),
        *_sectors(target_sectors, offers[1], scale),
    ]
    if not found:
        return None
    negative, _, target, offered, degree = min(found)
    return Likeness(degree=degree, target=target, offered=offered, permille=-negative)


def division_of(code: str) -> str | None:
    """Return the NACE division that a code is, None for a section letter."""
    return code if code.isdigit() else None


_Found = tuple[int, int, str, str, Degree]
"""A likeness as it is ranked: permille below 0, 0 for occupations and 1 for sectors, both codes."""


def _occupations(
    targets: Iterable[str], offered: tuple[str, ...], scale: LikenessScale
) -> Iterator[_Found]:
    for target in targets:
        for code in offered:
            if target[0] != code[0]:
                continue
            shared = shared_digits(target, code)
            if permille := scale.occupation[shared - 1]:
                yield -permille, 0, target, code, OCCUPATION_DEGREES[shared - 1]


def _sectors(
    targets: Iterable[str], offered: tuple[str, ...], scale: LikenessScale
) -> Iterator[_Found]:
    for target in targets:
        for code in offered:
            degree: Degree
            if division_of(target) is not None and division_of(target) == division_of(code):
                degree, permille = "division", scale.same_division
            elif section_of(target) == section_of(code):
                degree, permille = "section", scale.same_section
            else:
                continue
            if permille:
                yield -permille, 1, target, code, degree
