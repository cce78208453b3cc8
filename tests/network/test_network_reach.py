"""Walking the graph: ties, paths, reach, and the same in matrix form."""

from __future__ import annotations

import gc
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from network_worlds import SCALE, TIES, network, networks

from matcher.domain.errors import UnknownNameError
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.programme import Acquaintance, Employer, EmployerContact
from matcher.network import graph as graph_module
from matcher.network import matrix
from matcher.network.graph import Network, network_of
from matcher.network.matrix import effective_ties, reach_points
from matcher.network.units import share

SHOP = Employer(id="W1", occupations=("5223",), residence="44021", sector="47")
OTHER_SHOP = Employer(id="W2", occupations=("5223",), residence="44021")
SELLER = Mentee(id="E1", languages={}, target_occupations=("5223",), residence="44021")


def points_by_walking(world: Problem, weight: int) -> list[list[int]]:
    """Return the points of all pairs, each found by a walk of its own."""
    walked = Network(world, SCALE)
    return [
        [share(walked.reach(mentor.id, mentee).units, weight) for mentor in world.mentors]
        for mentee in world.waiting
    ]


@given(world=networks(), weight=st.sampled_from((0, 1, 300, 1000)))
@profile(max_examples=150, deadline=None)
def test_the_matrix_gives_every_pair_what_a_walk_through_the_graph_gives(
    world: Problem, weight: int
) -> None:
    table = reach_points(world, SCALE, weight)
    assert table.shape == (len(world.waiting), len(world.mentors))
    assert table.dtype == np.int64
    assert table.tolist() == points_by_walking(world, weight)


@given(world=networks())
@profile(max_examples=60, deadline=None)
def test_the_size_of_a_block_changes_no_points(world: Problem) -> None:
    whole = reach_points(world, SCALE, 300)
    usual, matrix.BLOCK_CELLS = matrix.BLOCK_CELLS, 1
    try:
        assert np.array_equal(reach_points(world, SCALE, 300), whole)
    finally:
        matrix.BLOCK_CELLS = usual


@given(world=networks())
@profile(max_examples=60, deadline=None)
def test_the_matrix_has_the_same_ties_as_the_graph(world: Problem) -> None:
    links = effective_ties(world, SCALE)
    found = {
        (world.mentors[m].id, world.employers[e].id, int(t))
        for m, e, t in zip(links.start, links.end, links.permille, strict=True)
    }
    walked = Network(world, SCALE)
    assert found == {
        (m.id, t.employer, t.permille) for m in world.mentors for t in walked.ties(m.id)
    }


@given(
    world=networks(), more=st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(TIES))
)
@profile(max_examples=80, deadline=None)
def test_one_more_contact_never_lowers_reach_for_anyone(
    world: Problem, more: tuple[int, int, str | Decimal]
) -> None:
    contact = EmployerContact(mentor=f"M{more[0]}", employer=f"W{more[1]}", tie=more[2])
    richer = replace(world, contacts=(*world.contacts, contact))
    assert (reach_points(richer, SCALE, 1000) >= reach_points(world, SCALE, 1000)).all()


@given(world=networks(), one=st.integers(0, 3), other=st.integers(0, 3), tie=st.integers(0, 10))
@profile(max_examples=80, deadline=None)
def test_one_more_acquaintance_never_lowers_reach_for_anyone(
    world: Problem, one: int, other: int, tie: int
) -> None:
    known = Acquaintance(mentor=f"M{one}", other_mentor=f"M{other}", tie=Decimal(tie) / 10)
    richer = replace(world, acquaintances=(*world.acquaintances, known))
    assert (reach_points(richer, SCALE, 1000) >= reach_points(world, SCALE, 1000)).all()


@given(world=networks())
@profile(max_examples=60, deadline=None)
def test_the_order_of_rows_changes_no_path(world: Problem) -> None:
    turned = replace(
        world,
        mentors=world.mentors[::-1],
        employers=world.employers[::-1],
        contacts=world.contacts[::-1],
        acquaintances=world.acquaintances[::-1],
    )
    one, other = Network(world, SCALE), Network(turned, SCALE)
    for mentee in world.mentees:
        for mentor in world.mentors:
            assert one.reach(mentor.id, mentee) == other.reach(mentor.id, mentee)


def test_two_half_chances_make_three_quarters() -> None:
    world = network(
        1,
        (("M0", "W1", "knows_someone"), ("M0", "W2", "knows_someone")),
        employers=(SHOP, OTHER_SHOP),
    )
    assert Network(world, SCALE).reach("M0", SELLER).permille == 750


def test_a_direct_tie_stands_beside_a_stronger_one_through_an_acquaintance_and_the_stronger_counts() -> (
    None
):
    world = network(
        3,
        (("M0", "W1", Decimal("0.1")), ("M1", "W1", "works_there"), ("M2", "W1", "works_there")),
        (("M0", "M2", "0.8"), ("M1", "M0", "0.8")),
        employers=(SHOP,),
    )
    (path,) = Network(world, SCALE).reach("M0", SELLER).paths
    assert (path.employer, path.sector, path.via, path.kind, path.tie) == (
        "W1",
        "47",
        "M1",
        "works_there",
        400,
    )


def test_a_direct_tie_goes_before_an_equal_one_through_an_acquaintance() -> None:
    world = network(
        2,
        (("M0", "W1", "knows_someone"), ("M1", "W1", "works_there")),
        (("M0", "M1", "1"),),
        employers=(SHOP,),
    )
    (tie,) = Network(world, SCALE).ties("M0")
    assert (tie.via, tie.kind, tie.permille) == (None, "knows_someone", 500)


def test_a_path_has_two_steps_and_no_more() -> None:
    world = network(
        3,
        (("M2", "W1", "works_there"),),
        (("M0", "M1", "1"), ("M1", "M2", "1")),
        employers=(SHOP,),
    )
    walked = Network(world, SCALE)
    assert walked.ties("M1")
    assert not walked.ties("M0")


def test_of_two_rows_for_one_contact_the_stronger_counts() -> None:
    world = network(
        1,
        (("M0", "W1", "works_there"), ("M0", "W1", "knows_someone")),
        employers=(SHOP,),
    )
    assert Network(world, SCALE).ties("M0")[0].kind == "works_there"


def test_an_unknown_kind_of_tie_is_refused_and_the_known_ones_are_listed() -> None:
    world = network(1, (("M0", "W1", "cousin"),), employers=(SHOP,))
    with pytest.raises(UnknownNameError, match=r"knows_someone, .*, got 'cousin'"):
        Network(world, SCALE)


def test_a_network_is_built_once_for_a_problem_and_forgotten_with_it() -> None:
    world = network(1, employers=(SHOP,))
    first = network_of(world, SCALE)
    assert network_of(world, SCALE) is first
    assert network_of(world, replace(SCALE, second_step=1)) is not first
    key = id(world)
    assert key in graph_module._networks
    del world
    gc.collect()
    assert key not in graph_module._networks
