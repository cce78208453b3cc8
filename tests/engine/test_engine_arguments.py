"""What each argument of the engine means, on instances small enough to see through."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.domain.errors import PointsOverflowError
from matcher.engine import assign
from matcher.engine.problem.options import OptionsError

TWO = {"mentor_capacity": [1, 1]}


def test_participation_serves_one_more_where_fit_takes_more_points() -> None:
    mentee, mentor, points = [0, 0, 1], [0, 1, 0], [1, 0, 0]
    fit = assign(mentee, mentor, [10, 0, 9], mentor_capacity=[1, 0], objective="fit")
    assert fit.chosen.tolist() == [0]
    both = assign(mentee, mentor, points, **TWO, objective="participation")
    assert both.chosen.tolist() == [1, 2]
    best = assign(mentee, mentor, points, **TWO, objective="fit")
    assert best.chosen.tolist() == [0]
    assert (best.objective, best.served) == (1, 1)


def test_a_higher_priority_class_is_served_before_more_of_a_lower_one() -> None:
    usage = ([0, 0, 0], [2], [2, 1, 1])
    plain = {"mentor_capacity": [1, 1, 1], "families": [usage], "objective": "participation"}
    assert assign([0, 1, 2], [0, 1, 2], [0, 0, 0], **plain).chosen.tolist() == [1, 2]
    first = assign([0, 1, 2], [0, 1, 2], [0, 0, 0], **plain, priority=[5, 0, 0])
    assert first.chosen.tolist() == [0]
    assert [level.name for level in first.levels] == ["served:5", "served:0"]


def test_options_shown_before_are_kept_when_points_tie() -> None:
    square = ([0, 0, 1, 1], [0, 1, 0, 1], [3, 3, 3, 3])
    for previous in ([1, 2], np.array([False, True, True, False])):
        kept = assign(*square, **TWO, previous=previous, lottery=[9, 0, 0, 9])
        assert kept.chosen.tolist() == [1, 2]
    assert assign(*square, **TWO, lottery=[9, 0, 0, 9]).chosen.tolist() == [0, 3]


def test_options_shown_before_do_not_outweigh_a_point() -> None:
    moved = assign([0, 0, 1, 1], [0, 1, 0, 1], [3, 3, 3, 4], **TWO, previous=[1, 2])
    assert moved.chosen.tolist() == [0, 3]


def test_continuity_decides_between_sets_that_keep_as_much_and_before_the_lottery() -> None:
    square = ([0, 0, 1, 1], [0, 1, 0, 1], [3, 3, 3, 3])
    lots = [9, 0, 0, 9]
    assert assign(*square, **TWO, continuity=[0, 1, 0, 0], lottery=lots).chosen.tolist() == [1, 2]
    many = assign(*square, **TWO, previous=[0], continuity=[0, 2, 2, 0], lottery=lots)
    assert many.chosen.tolist() == [0, 3]
    assert [level.name for level in many.levels][-3:] == ["previous", "continuity", "lottery"]


def test_a_mentor_of_two_mentees_has_one_coach_for_both() -> None:
    mentee, coach = [0, 0, 1, 1], [0, 1, 0, 1]
    mentor = [0, 0, 0, 0]
    coaches = [(coach, [1, 1])]
    free = assign(mentee, mentor, [1] * 4, mentor_capacity=[2], families=coaches)
    assert free.served == 2
    one = assign(
        mentee,
        mentor,
        [1] * 4,
        mentor_capacity=[2],
        families=coaches,
        single_choice=[(mentor, coach)],
    )
    assert (one.served, one.status) == (1, "optimal")


def test_a_choice_that_cannot_differ_leaves_the_component_a_flow() -> None:
    mentee, coach, mentor = [0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 0, 0]
    one = assign(mentee, mentor, [1, 2, 3, 4], mentor_capacity=[1], single_choice=[(mentor, coach)])
    assert [component.method for component in one.components] == ["flow"]
    assert one.chosen.tolist() == [3]


def test_a_label_of_one_constant_cost_counts_places_and_stays_a_flow() -> None:
    solution = assign(
        [0, 1, 2],
        [0, 1, 2],
        [5, 4, 3],
        mentor_capacity=[1, 1, 1],
        families=[([0, 0, 0], [250], [100, 100, 100])],
    )
    assert solution.chosen.tolist() == [0, 1]
    assert solution.families[2].capacity.tolist() == [2]
    assert solution.families[2].usage.tolist() == [1, 1, 1]
    assert [component.method for component in solution.components] == ["flow"]
    assert solution.gap == 0


def test_projects_before_the_mentee_and_coaches_after_the_mentor_are_one_flow() -> None:
    grid = [(e, m, p, c) for e in range(4) for p in range(2) for m in range(3) for c in range(2)]
    mentee, mentor, project, coach = np.array(grid).T
    solution = assign(
        mentee,
        mentor,
        (mentee * 7 + mentor * 5) % 11,
        mentor_capacity=[2, 2, 2],
        families=[(coach, [2, 1]), (project, [1, 1])],
        lottery=(mentee * 13 + mentor * 17 + project * mentee * 3 + coach * mentor * 5) << 40,
    )
    assert [component.method for component in solution.components] == ["flow"]
    assert (solution.served, solution.status, solution.gap) == (2, "optimal", 0)


def test_a_label_without_places_closes_its_options_at_a_price_that_covers_them() -> None:
    solution = assign([0, 0], [0, 1], [9, 4], mentor_capacity=[0, 1])
    assert solution.chosen.tolist() == [1]
    assert solution.gap == 0
    assert solution.prices[1][0] >= solution.weights[0] - solution.prices[0][0]


def test_of_two_equal_options_the_first_is_taken() -> None:
    solution = assign([0, 0, 0], [0, 0, 0], [4, 5, 5], mentor_capacity=[1])
    assert solution.chosen.tolist() == [1]


def test_options_that_cost_points_are_taken_only_to_serve_somebody() -> None:
    assert assign([0], [0], [-3], mentor_capacity=[1]).served == 0
    served = assign([0], [0], [-3], mentor_capacity=[1], objective="participation")
    assert (served.served, served.objective, served.status) == (1, -3, "optimal")


def test_no_options_is_a_solved_instance() -> None:
    empty = assign([], [], [], mentor_capacity=[2], priority=[0, 0])
    assert (empty.chosen.tolist(), empty.status, empty.objective) == ([], "optimal", 0)
    assert [len(price) for price in empty.prices] == [2, 1]


def test_inputs_are_left_as_they_were() -> None:
    points = np.array([3, 2, 1])
    capacity = np.array([1, 1])
    assign([0, 1, 1], [0, 0, 1], points, mentor_capacity=capacity, lottery=[1, 2, 3])
    assert points.tolist() == [3, 2, 1]
    assert capacity.tolist() == [1, 1]


def test_large_points_are_added_up_exactly() -> None:
    big = 2**50
    solution = assign([0, 0, 1], [0, 1, 0], [big + 1, 1, big], mentor_capacity=[1, 1])
    assert solution.objective == big + 1
    assert solution.chosen.tolist() == [1, 2]
    assert solution.gap == 0


def test_points_too_large_for_exact_arithmetic_are_refused() -> None:
    with pytest.raises(PointsOverflowError, match="below 2\\^61"):
        assign([0, 1], [0, 0], [2**60, 2**60], mentor_capacity=[1])
    with pytest.raises(PointsOverflowError, match="within 64 bits, got 18446744073709551616"):
        assign([0], [0], [2**64], mentor_capacity=[1])
    with pytest.raises(PointsOverflowError, match="network nodes, got 576460752303423488"):
        assign([0], [0], [2**59], mentor_capacity=[1])
    usage = ([0, 0], [2**60], [2**60, 2**60])
    with pytest.raises(PointsOverflowError, match="usages of family 0"):
        assign([0, 1], [0, 0], [1, 1], mentor_capacity=[1], families=[usage])
    with pytest.raises(PointsOverflowError, match="between -2\\^61 and 2\\^61"):
        assign([0], [0], [2**62], mentor_capacity=[1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mentee": [0]}, "Expected 2 entries of mentee labels, got 1."),
        ({"mentee": [-1, 0]}, "Expected mentee labels >= 0, got -1 at option 0."),
        ({"mentor": [0, 7]}, "Expected mentor labels below 1, .* got 7 at option 1."),
        ({"points": [0.5, 1]}, "Expected integers in points, got float64."),
        ({"points": [[1, 2]]}, "Expected points as a 1-D array, got 2 dimensions."),
        ({"mentor_capacity": [-1]}, "Expected capacity >= 0, got -1 for label 0 of mentor."),
        (
            {"families": [([0, 0], [1, 1, 1, -4])]},
            "Expected capacity >= 0, got -4 for label 3 of family 0.",
        ),
        (
            {"families": [([0, 0], [1], [2, -9])]},
            "Expected usage >= 0, got -9 at option 1 of family 0.",
        ),
        ({"previous": [5]}, "Expected previous options between 0 and 1, got 5."),
        ({"previous": [True]}, "Expected a mask of 2 options"),
        ({"priority": [1]}, "Expected a priority for each of 2 mentees, got 1."),
        ({"continuity": [1]}, "Expected 2 entries of continuity, got 1."),
        ({"lottery": [1]}, "Expected 2 entries of lottery, got 1."),
        ({"objective": "best"}, "Expected objective 'fit' or 'participation', got 'best'."),
        ({"time_limit": -1}, "Expected time_limit >= 0 seconds, got -1."),
        ({"memory_limit": 0}, "Expected memory_limit > 0 bytes, got 0."),
    ],
)
def test_an_input_out_of_range_is_named(arguments: dict[str, object], message: str) -> None:
    good = {"mentee": [0, 1], "mentor": [0, 0], "points": [1, 2], "mentor_capacity": [1]}
    with pytest.raises(OptionsError, match=message) as caught:
        assign(**{**good, **arguments})
    assert isinstance(caught.value, ValueError)
