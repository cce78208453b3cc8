"""The array tools agree with plain Python."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.problem.arrays import (
    among,
    compact,
    connected,
    distinct,
    distinct_count,
    exact_dot,
    first_of,
    lex_order,
    max_by,
    taken,
    ties,
)

WIDE = st.integers(-(2**40), 2**40)
ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=20)


@given(st.lists(st.tuples(WIDE, WIDE), max_size=20) | ROWS)
def test_rows_are_sorted_key_by_key_and_stably(rows: list[tuple[int, int]]) -> None:
    keys = [np.array([row[k] for row in rows], dtype=np.int64) for k in (0, 1)]
    assert lex_order(keys).tolist() == sorted(range(len(rows)), key=lambda i: rows[i])


@given(ROWS)
def test_distinct_rows_are_numbered_in_their_order(rows: list[tuple[int, int]]) -> None:
    first, rank = distinct([np.array([row[k] for row in rows]) for k in (0, 1)])
    names = sorted(set(rows))
    assert [rows[i] for i in first] == names
    assert [names[i] for i in rank] == rows
    assert first.tolist() == [rows.index(name) for name in names]


@given(st.lists(st.tuples(WIDE, WIDE), max_size=20) | ROWS, st.booleans())
def test_distinct_rows_are_counted(rows: list[tuple[int, int]], spread: bool) -> None:
    rows = [(a * (200 if spread else 1), b) for a, b in rows]
    keys = [np.array([row[k] for row in rows], dtype=np.int64) for k in (0, 1)]
    assert distinct_count(keys) == len(set(rows))


@given(ROWS, st.booleans())
def test_ties_are_told_only_of_rows_in_order(rows: list[tuple[int, int]], ordered: bool) -> None:
    rows = sorted(rows) if ordered else rows
    found = ties([np.array([row[k] for row in rows]) for k in (0, 1)])
    if rows == sorted(rows):
        assert found is not None
        assert found.tolist() == [one == other for one, other in pairwise(rows)]
    else:
        assert found is None


@given(st.integers(1, 4), st.integers(0, 3))
def test_rows_that_stand_in_the_order_of_their_last_keys_are_sorted_by_the_first(
    size: int, seed: int
) -> None:
    rows = np.random.default_rng(seed).integers(0, size, (1_200, 3))
    rows = rows[np.lexsort((rows[:, 2], rows[:, 1]))]
    expected = sorted(range(len(rows)), key=lambda i: tuple(rows[i]))
    assert lex_order(list(rows.T)).tolist() == expected


@given(st.lists(st.integers(0, 9), max_size=8), st.sets(st.integers(0, 9)))
def test_values_are_found_among_sorted_ones(values: list[int], others: set[int]) -> None:
    found = among(np.array(values, dtype=np.int64), np.array(sorted(others), dtype=np.int64))
    assert found.tolist() == [value in others for value in values]


@given(st.lists(st.integers(1, 2), min_size=1, max_size=5), st.lists(st.integers(0, 4), max_size=8))
def test_values_of_rows_are_taken_whether_or_not_all_are_alike(
    values: list[int], rows: list[int]
) -> None:
    rows = [row % len(values) for row in rows]
    given_values, given_rows = np.array(values), np.array(rows, dtype=np.int64)
    assert taken(given_values, given_rows).tolist() == [values[row] for row in rows]


@pytest.mark.parametrize("high", [3, 40, 2**9, 2**15, 2**20, 2**30, 2**40])
def test_many_rows_are_sorted_and_numbered_as_few_are(high: int) -> None:
    rng = np.random.default_rng(high)
    rows = rng.integers(0, high, (1_500, 2))
    rows[700:900] = rows[100:300]
    expected = sorted(range(len(rows)), key=lambda i: tuple(rows[i]))
    assert lex_order(list(rows.T)).tolist() == expected
    first, rank = distinct(list(rows.T))
    names = {name: i for i, name in reversed([*enumerate(map(tuple, rows.tolist()))])}
    assert first.tolist() == [names[name] for name in sorted(names)]
    assert [tuple(rows[first[i]]) for i in rank] == [tuple(row) for row in rows]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-9, 9)), max_size=12), st.booleans())
def test_the_first_row_and_the_largest_value_of_each_label_are_found(
    rows: list[tuple[int, int]], ordered: bool
) -> None:
    rows = sorted(rows) if ordered else rows
    labels, values = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    names = [name for name, _ in rows]
    expected = [names.index(name) if name in names else -1 for name in range(8)]
    assert first_of(labels, 8).tolist() == expected
    most = [max([-2, *(value for name, value in rows if name == k)]) for k in range(8)]
    assert max_by(labels, values, 8, least=-2).tolist() == most


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=25))
def test_nodes_are_connected_exactly_when_a_path_joins_them(edges: list[tuple[int, int]]) -> None:
    group = {node: {node} for node in range(15)}
    for one, other in edges:
        joined = group[one] | group[other]
        for node in joined:
            group[node] = joined
    left, right = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    assert connected(15, left, right).tolist() == [min(group[node]) for node in range(15)]


@pytest.mark.parametrize("big", [3, 2**70])
def test_sums_of_products_are_exact_at_any_size(big: int) -> None:
    values = compact(np.array([big, 0, -big, 1], dtype=object))
    assert values.dtype == (np.int64 if big == 3 else np.object_)
    assert exact_dot(values, np.array([5, 9, 2, 2**40])) == 3 * big + 2**40
