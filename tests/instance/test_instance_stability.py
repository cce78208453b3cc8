"""The second round of a programme under a bonus for what was shown: calmer, at a known price."""

from __future__ import annotations

import pytest

from benchmarks.stability import fewest_changed, outcomes, totals

SMALL = {"mentees": 300, "mentors": 90, "moved": 30}


def test_a_second_round_is_counted_alike_each_time_and_grows_calmer_with_the_bonus() -> None:
    found = [outcomes(seed, **SMALL, bonuses=(0, 15, 60, 1000)) for seed in (1, 2)]  # type: ignore[arg-type]
    assert outcomes(1, **SMALL, bonuses=(0, 15, 60, 1000)) == found[0]  # type: ignore[arg-type]
    for run in found:
        changed = [one.changed for one in run if one.bonus is not None]
        points = [one.points for one in run if one.bonus is not None]
        assert changed == sorted(changed, reverse=True)
        assert points == sorted(points, reverse=True)
        assert len({one.served for one in run}) == 1
    forgotten, plain, *_, calm = totals(found)
    assert forgotten.points == plain.points
    assert forgotten.changed >= plain.changed > calm.changed


def test_no_bonus_changes_fewer_than_is_proven_for_the_points_that_it_loses() -> None:
    found = totals([outcomes(3, **SMALL, bonuses=(0, 10, 20, 40, 80))])  # type: ignore[arg-type]
    for one in found:
        lost = round(one.lost * 1_000_000) + 1
        assert fewest_changed(found, lost) <= one.changed
    assert fewest_changed(found, 0) > fewest_changed(found, 20_000) >= 0


@pytest.mark.soak
def test_at_2000_by_500_a_bonus_of_80_halves_the_changes_that_newcomers_bring() -> None:
    seeds = (1, 2, 3)
    _, plain, calm = totals([outcomes(s, arrivals="newest", bonuses=(0, 80)) for s in seeds])
    assert calm.changed * 2 <= plain.changed
    assert calm.lost < 0.0025
    assert plain.ousted > calm.ousted > 0
