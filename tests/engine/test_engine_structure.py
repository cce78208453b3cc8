"""Which components are flows, and which need a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.engine import assign
from matcher.engine.flow import network
from matcher.engine.flow.potentials import CertificateError, Residual
from matcher.engine.problem.components import split
from matcher.engine.problem.options import read_options
from matcher.engine.problem.structure import Layered, is_network


def methods(
    rows: list[tuple[int, ...]], points: list[int] | None = None, **more: object
) -> list[str]:
    """Solve (mentee, mentor, label…) rows where every label has one place; name the methods."""
    columns = np.array(rows).T
    places = [np.ones(int(column.max()) + 1, dtype=int) for column in columns]
    solution = assign(
        columns[0],
        columns[1],
        np.ones(len(rows), dtype=int) if points is None else points,
        mentor_capacity=places[1],
        families=list(zip(columns[2:], places[2:], strict=True)),
        **more,
    )
    assert solution.status == "optimal"
    return [component.method for component in solution.components]


def test_mentees_who_share_nothing_are_components_of_their_own() -> None:
    assert methods([(0, 0), (0, 1), (1, 2), (1, 3)]) == ["trivial", "trivial"]


def test_a_shared_mentor_makes_a_flow() -> None:
    assert methods([(0, 0), (1, 0), (2, 1)]) == ["flow", "trivial"]


def test_projects_that_follow_the_mentor_are_a_flow_even_for_a_mentee_open_to_several() -> None:
    assert methods([(0, 0, 0), (0, 1, 1), (1, 0, 0), (1, 1, 1), (2, 1, 1)]) == ["flow"]


def test_mentors_with_other_projects_for_each_mentee_are_searched() -> None:
    rows = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0), (2, 0, 0), (2, 1, 0)]
    assert methods(rows) == ["milp"]


def test_points_that_depend_on_the_whole_option_are_searched() -> None:
    grid = [(e, m, p) for e in range(2) for m in range(2) for p in range(2)]
    assert methods(grid, [3 * e + 2 * m + p for e, m, p in grid]) == ["flow"]
    assert methods(grid, [1 + int(e == m == p) for e, m, p in grid]) == ["milp"]


def test_crossing_components_leave_the_others_flows() -> None:
    crossing = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0), (2, 0, 0), (2, 1, 0)]
    nested = [(3, 2, 2), (4, 2, 2)]
    assert methods(crossing + nested) == ["milp", "flow"]


def test_a_verifier_can_ask_for_the_structure_itself() -> None:
    rows = np.array([(e, m, p) for e in range(2) for m in range(2) for p in range(2)])
    options = read_options(
        rows[:, 0],
        rows[:, 1],
        np.ones(8, dtype=int),
        mentor_capacity=[1, 1],
        families=[(rows[:, 2], [1, 1])],
        single_choice=[],
        priority=None,
        previous=None,
        lottery=None,
    )
    parts = split(options)
    flat = np.ones((1, 8), dtype=np.int64)
    bent = flat * 2 ** np.array([[int(e == m == p) for e, m, p in rows]])
    assert is_network(parts.layers, (0, 1, 2), parts.component, flat).all()
    assert not is_network(parts.layers, (0, 1, 2), parts.component, bent).any()


def test_a_large_instance_is_sampled_before_orders_are_tried() -> None:
    grid = np.array([(e, m, p) for e in range(700) for m in range(8) for p in range(4)])
    mentee, mentor, project = grid.T
    solution = assign(
        mentee,
        mentor,
        (mentee * 31 + mentor * 17) % 50 + (project * mentee) % 7,
        mentor_capacity=np.full(8, 20),
        families=[(project, np.full(4, 30))],
    )
    assert {component.method for component in solution.components} == {"flow"}
    assert (solution.served, solution.gap) == (120, 0)


def test_a_flow_that_is_not_optimal_is_found_out() -> None:
    better = Residual(
        nodes=2,
        tail=np.array([0, 1]),
        head=np.array([1, 0]),
        weight=np.array([5, -4]),
        forward=np.array([True, True]),
        backward=np.array([False, False]),
    )
    with pytest.raises(CertificateError, match="cycle"):
        better.potentials()


@pytest.mark.parametrize("damage", ["a duo lost", "a price lowered", "a duo too many"])
def test_a_wrong_flow_never_leaves_the_engine(damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    true_solve = network.solve

    def wrong(layered: Layered) -> network.FlowResult:
        flow = true_solve(layered)
        if damage == "a duo lost":
            return replace(flow, chosen=flow.chosen[1:])
        if damage == "a duo too many":
            return replace(flow, chosen=layered.rows)
        return replace(flow, prices=tuple(np.maximum(price - 1, 0) for price in flow.prices))

    monkeypatch.setattr(network, "solve", wrong)
    with pytest.raises(CertificateError):
        methods([(0, 0), (1, 0), (1, 1), (2, 1)])
