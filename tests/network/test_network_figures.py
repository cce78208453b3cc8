"""The figures below reach: likeness, nearness, chances as integers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from network_worlds import LIKENESS, SCALE

from matcher.domain.errors import UnknownNameError
from matcher.domain.programme import Employer
from matcher.network import distances
from matcher.network.distances import distance_grid
from matcher.network.likeness import best_likeness
from matcher.network.scale import Wanted
from matcher.network.units import share, thresholds, unit_table
from matcher.vocabulary.municipalities import distance_km10, municipalities

GENT, AALST, OOSTENDE = "44021", "41002", "35013"


@pytest.mark.parametrize("permille", [0, 1, 5, 250, 500, 700, 998, 999])
def test_one_chance_alone_gives_itself_back(permille: int) -> None:
    assert share(unit_table()[permille], 1000) == permille
    assert share(unit_table()[permille], 300) == 300 * permille // 1000


def test_a_certain_chance_counts_as_nearly_certain() -> None:
    assert unit_table()[1000] == unit_table()[999]


def test_units_and_thresholds_follow_their_formula() -> None:
    assert all(
        unit == math.ceil(-math.log(1 - p / 1000) * 2**20)
        for p, unit in enumerate(unit_table()[:1000])
    )
    assert all(
        bound == math.ceil(-math.log(1 - k / 300) * 2**20)
        for k, bound in enumerate(thresholds(300), 1)
    )


def test_share_counts_the_thresholds_passed() -> None:
    first, second = thresholds(300)[:2]
    assert [share(units, 300) for units in (0, first - 1, first, second - 1, second)] == [
        0,
        0,
        1,
        1,
        2,
    ]
    assert share(10**12, 300) == 299
    assert share(10**12, 0) == 0


def test_a_closer_sector_beats_a_distant_occupation() -> None:
    found = best_likeness(("5223",), ("47",), ("5120",), ("47",), LIKENESS)
    assert found is not None
    assert (found.degree, found.permille, found.is_occupation) == ("division", 700, False)


def test_of_equal_likenesses_the_lowest_codes_are_named() -> None:
    found = best_likeness(("5223", "5221"), (), ("5221", "5223"), (), LIKENESS)
    assert found is not None
    assert (found.target, found.offered) == ("5221", "5221")


def test_nothing_in_common_is_no_likeness() -> None:
    assert best_likeness(("5223",), ("47",), ("7231",), ("10",), LIKENESS) is None


@pytest.mark.parametrize(
    ("home", "fit"), [(GENT, 1000), (AALST, 700), (OOSTENDE, 300), (None, 500)]
)
def test_a_nearer_employer_fits_better(home: str | None, fit: int) -> None:
    employer = Employer(id="W1", occupations=("5223",), residence=GENT)
    wanted = Wanted(occupations=("5223",), sectors=(), residence=home)
    assert SCALE.fit(employer, wanted) == fit


def test_the_grid_of_distances_is_that_of_single_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    towns = [town.refnis for town in municipalities()]
    some = towns[::10]
    singly = [[distance_km10(a, b) for b in some] for a in some]
    assert distance_grid(some, some).tolist() == singly
    monkeypatch.setattr(distances, "IN_DOUBT", 0.05)
    assert distance_grid(some, some).tolist() == singly


def test_an_empty_grid_has_its_shape_and_an_unknown_place_is_refused() -> None:
    assert np.array_equal(distance_grid([], [GENT]), np.empty((0, 1)))
    with pytest.raises(UnknownNameError, match="got '99999'"):
        distance_grid([GENT], ["99999"])
