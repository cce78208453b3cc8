"""How well every employer suits every mentee profile, as one array of permille.

The same figures as `NetworkScale.fit`, found another way: codes are split into digits once and
compared as arrays, and people with the same facts are looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from matcher.domain.people import Mentee
from matcher.domain.programme import Employer
from matcher.network.distances import distance_grid
from matcher.network.likeness import LikenessScale, division_of
from matcher.network.scale import FULL, NetworkScale, Wanted
from matcher.vocabulary.sectors import section_of

Grid = npt.NDArray[np.int32]
Index = npt.NDArray[np.intp]
OCCUPATION_DIGITS = 4

_Targets = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Profiles:
    """Mentees grouped by the facts that fit depends on.

    Attributes
    ----------
    of_mentee
        Profile of each mentee, shape (mentees,).
    job, region
        Row of each profile in ``jobs`` and ``regions``, shape (profiles,).
    jobs
        Likeness in permille, shape (distinct targets, employers).
    regions
        Nearness in permille, shape (distinct residences, employers).
    """

    of_mentee: Index
    job: Index
    region: Index
    jobs: Grid
    regions: Grid

    def fit(self, profiles: slice) -> Grid:
        """Return permille of fit for a run of profiles, shape (profiles, employers)."""
        return self.jobs[self.job[profiles]] * self.regions[self.region[profiles]] // FULL


def profiles_of(
    mentees: Sequence[Mentee], employers: Sequence[Employer], scale: NetworkScale
) -> Profiles:
    """Group mentees by targets and residence, and compare each group with every employer.

    Neither mentees nor employers may be empty.
    """
    wanted = [Wanted.by(mentee) for mentee in mentees]
    targets: dict[_Targets, int] = {}
    residences: dict[str | None, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    of_mentee = np.empty(len(mentees), dtype=np.intp)
    for row, one in enumerate(wanted):
        pair = (
            targets.setdefault((one.occupations, one.sectors), len(targets)),
            residences.setdefault(one.residence, len(residences)),
        )
        of_mentee[row] = pairs.setdefault(pair, len(pairs))
    columns = np.array(list(pairs), dtype=np.intp).reshape(-1, 2)
    return Profiles(
        of_mentee,
        columns[:, 0],
        columns[:, 1],
        _jobs(list(targets), employers, scale.likeness),
        nearness(list(residences), employers, scale),
    )


def likeness_by_code(
    occupations: list[str],
    sectors: list[str],
    employers: Sequence[Employer],
    scale: LikenessScale,
) -> Grid:
    """Return how like each code wanted is to what each employer offers, in permille.

    Shape (occupations and then sectors, employers); a mentee's figure is the largest of its codes'.
    """
    hired, active = _offers(employers)
    return np.concatenate(
        (
            _by_code(occupations, hired, _Occupations(scale))[:-1],
            _by_code(sectors, active, _Sectors(scale))[:-1],
        )
    )


def _jobs(targets: list[_Targets], employers: Sequence[Employer], scale: LikenessScale) -> Grid:
    """Return the best likeness of occupation or sector, shape (targets, employers)."""
    hired, active = _offers(employers)
    return np.maximum(
        _best([occupations for occupations, _ in targets], hired, _Occupations(scale)),
        _best([sectors for _, sectors in targets], active, _Sectors(scale)),
    )


def _offers(
    employers: Sequence[Employer],
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return by employer the occupations that it hires and the sector that it is active in."""
    return [e.occupations for e in employers], [
        () if e.sector is None else (e.sector,) for e in employers
    ]


class _Occupations:
    """Likeness of occupation codes, each row of digits against each other row."""

    def __init__(self, scale: LikenessScale) -> None:
        self._permille = np.array([0, *scale.occupation], dtype=np.int32)

    def __call__(self, left: list[str], right: list[str]) -> Grid:
        same = self._digits(left, "<")[:, None, :] == self._digits(right, ">")[None, :, :]
        shared = np.logical_and.accumulate(same, axis=2).sum(axis=2)
        permille: Grid = self._permille[shared]
        return permille

    @staticmethod
    def _digits(codes: list[str], absent: str) -> npt.NDArray[np.str_]:
        padded = [list(code.ljust(OCCUPATION_DIGITS, absent)) for code in codes]
        return np.array(padded, dtype="U1").reshape(-1, OCCUPATION_DIGITS)


class _Sectors:
    """Likeness of sector codes by division and section."""

    def __init__(self, scale: LikenessScale) -> None:
        self._scale = scale

    def __call__(self, left: list[str], right: list[str]) -> Grid:
        divisions = self._same(
            [division_of(c) or "<" for c in left], [division_of(c) or ">" for c in right]
        )
        sections = self._same([section_of(c) for c in left], [section_of(c) for c in right])
        return np.where(
            divisions,
            np.int32(self._scale.same_division),
            np.where(sections, np.int32(self._scale.same_section), np.int32(0)),
        )

    @staticmethod
    def _same(left: list[str], right: list[str]) -> npt.NDArray[np.bool_]:
        same: npt.NDArray[np.bool_] = (
            np.array(left, dtype="U2")[:, None] == np.array(right, dtype="U2")[None, :]
        )
        return same


def _best(
    wanted: list[tuple[str, ...]],
    offered: list[tuple[str, ...]],
    compare: _Occupations | _Sectors,
) -> Grid:
    """Return the largest comparison of any code wanted with any offered; 0 where there is none."""
    codes = sorted(set(chain(*wanted)))
    return _largest(_by_code(codes, offered, compare), _rows(wanted, codes), axis=0)


def _by_code(
    codes: list[str], offered: list[tuple[str, ...]], compare: _Occupations | _Sectors
) -> Grid:
    """Return the largest comparison of each code with any offered; a last row of zeros is "no code"."""
    right = sorted(set(chain(*offered)))
    # A last row and column of zeros stand for "no code": no set to take a maximum over is empty.
    table = np.zeros((len(codes) + 1, len(right) + 1), dtype=np.int32)
    table[:-1, :-1] = compare(codes, right)
    return _largest(table, _rows(offered, right), axis=1)


def _rows(sets: list[tuple[str, ...]], codes: list[str]) -> list[list[int]]:
    row = {code: i for i, code in enumerate(codes)}
    return [[len(codes), *(row[code] for code in one)] for one in sets]


def _largest(table: Grid, members: list[list[int]], axis: int) -> Grid:
    starts = np.cumsum([0, *map(len, members[:-1])])
    return np.maximum.reduceat(table.take(list(chain(*members)), axis=axis), starts, axis=axis)


def nearness(
    residences: list[str | None], employers: Sequence[Employer], scale: NetworkScale
) -> Grid:
    """Return the factor for nearness in permille, shape (residences, employers)."""
    places = [e.residence for e in employers]
    homes = sorted({r for r in residences if r is not None})
    towns = sorted({place for place in places if place is not None})
    # A last row and column stand for "not given".
    table = np.full((len(homes) + 1, len(towns) + 1), scale.region_unknown, dtype=np.int32)
    distances = distance_grid(homes, towns)
    table[:-1, :-1] = np.where(
        distances <= scale.near_km10,
        scale.near,
        np.where(distances <= scale.far_km10, scale.middle, scale.beyond),
    )
    return table[np.ix_(_places(residences, homes), _places(places, towns))]


def _places(residences: Sequence[str | None], known: list[str]) -> list[int]:
    position: dict[str | None, int] = {code: i for i, code in enumerate(known)}
    return [position.get(residence, len(known)) for residence in residences]
