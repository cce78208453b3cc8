"""Tables of all pairs and a scan make the same instance, whatever is asked of it afterwards."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from matcher.domain.problem import Problem
from matcher.instance.allowed import Allowed
from matcher.instance.on_demand import OnDemand
from matcher.instance.options import allowed_options
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

WORLDS = 24
OPTIONS = ("mentee", "mentor", "coach", "project", "option_points")


def both(seed: int) -> tuple[Problem, Allowed, Allowed]:
    """Return a world, and its options by tables and by a scan."""
    problem = world(
        seed,
        disorder=(0.1, 0.3)[seed % 2],
        rules=rule_set(seed),
        mentees=7,
        mentors=6,
        coaches=3,
    )
    return problem, allowed_options(problem), allowed_options(problem, many=0)


def test_a_scan_finds_the_options_that_tables_find_in_the_same_order() -> None:
    found = 0
    for seed in range(WORLDS):
        _, tabled, scanned = both(seed)
        for name in OPTIONS:
            assert getattr(scanned, name).tolist() == getattr(tabled, name).tolist(), (seed, name)
        found += len(tabled.mentee)
    assert found > 50


def test_rows_worked_out_on_demand_are_those_of_the_tables() -> None:
    for seed in range(WORLDS):
        problem, tabled, scanned = both(seed)
        assert list(scanned.criterion_points) == list(tabled.criterion_points)
        tables = [
            (scanned.points, tabled.points),
            (scanned.barred.em, tabled.barred.em),
            *(
                (scanned.criterion_points[k], tabled.criterion_points[k])
                for k in tabled.criterion_points
            ),
        ]
        for lazy, table in tables:
            for e in reversed(range(len(problem.waiting))):
                assert lazy[e].tolist() == table[e].tolist(), seed
                assert lazy[e].dtype == table[e].dtype
                assert int(lazy[e, 2]) == int(table[e, 2])
                assert lazy[e, np.array([4, 1])].tolist() == table[e, [4, 1]].tolist()


def test_a_run_of_rows_is_the_rows_one_by_one() -> None:
    for seed in range(WORLDS):
        problem, tabled, scanned = both(seed)
        for low, high in ((0, len(problem.waiting)), (2, 5), (4, 4)):
            for lazy, table in (
                (scanned.points, tabled.points),
                (scanned.barred.em, tabled.barred.em),
            ):
                assert lazy[low:high].tolist() == table[low:high].tolist(), seed
                assert lazy[low:high].dtype == table.dtype  # type: ignore[attr-defined]


def test_cells_of_many_pairs_come_back_in_the_order_asked() -> None:
    for seed in range(4):
        problem, tabled, scanned = both(seed)
        chance = np.random.default_rng(seed)
        mentee = chance.integers(len(problem.waiting), size=40)
        mentor = chance.integers(len(problem.mentors), size=40)
        for size in (0, 1, 40):
            pick = mentee[:size], mentor[:size]
            assert scanned.points[pick].tolist() == tabled.points[pick].tolist()


def test_both_ways_name_the_same_nearest_options_and_broken_rules() -> None:
    for seed in range(WORLDS):
        problem, tabled, scanned = both(seed)
        for e in range(len(problem.waiting)):
            assert scanned.barred.nearest(e).tolist() == tabled.barred.nearest(e).tolist()
            for m in range(len(problem.mentors)):
                expected = tabled.barred.nearest_option(e, m)
                assert scanned.barred.nearest_option(e, m) == expected


def test_all_but_pairs_of_mentee_and_mentor_is_tabled_either_way() -> None:
    _, tabled, scanned = both(1)
    for field in fields(tabled.barred):
        if field.name not in {"keys", "em"}:
            one, other = getattr(scanned.barred, field.name), getattr(tabled.barred, field.name)
            assert one.tolist() == other.tolist()


@pytest.mark.parametrize("many", [0, 10**9])
@pytest.mark.parametrize("table", ["mentees", "coaches", "projects"])
def test_without_people_or_projects_there_is_no_option(table: str, many: int) -> None:
    problem = replace(world(1, disorder=0, matches=0), **{table: ()})
    found = allowed_options(problem, many=many)
    assert [len(getattr(found, name)) for name in OPTIONS] == [0] * len(OPTIONS)


def test_pairs_are_scanned_from_a_number_on() -> None:
    problem = world(1)
    pairs = len(problem.waiting) * len(problem.mentors)
    for many, lazy in ((pairs, True), (pairs + 1, False)):
        assert isinstance(allowed_options(problem, many=many).points, OnDemand) == lazy


def test_a_row_is_worked_out_once_and_cannot_be_written() -> None:
    asked = []

    def rows(first: int, height: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        asked.append(first)
        return np.arange(3) + np.arange(first, first + height)[:, None]

    made = []
    table = OnDemand(lambda: made.append(1) or rows)  # type: ignore[func-returns-value]
    assert not made
    assert [int(table[1, 2]), int(table[1, 0]), int(table[0, 0])] == [3, 1, 0]
    assert asked == [1, 0]
    assert len(made) == 1
    with pytest.raises(ValueError, match="read-only"):
        table[1][0] = 9
