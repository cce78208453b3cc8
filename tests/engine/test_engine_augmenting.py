"""A flow made one shortest path after the other is best, and its levels prove it on every arc."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matcher.engine.flow.augmenting import CLOSED, Net, fill, net_of
from matcher.engine.problem.arrays import IntArray

SOURCE, SINK = 0, 1


def market(seed: int, stages: int) -> tuple[Net, IntArray, IntArray]:
    """Lay out source → project → mentee → mentor → sink → source, drawn from a seed.

    Every mentee is one unit's head alone; weights are few, so that many paths are as long.
    """
    draw = np.random.default_rng(seed)
    projects, mentees, mentors = 2, 9, 5
    project = 2 + draw.integers(0, projects, mentees)
    mentee = 2 + projects + np.arange(mentees)
    mentor = 2 + projects + mentees + np.arange(mentors)
    allowed = draw.random((mentees, mentors)) < 0.6
    allowed[:, 0] = True
    who, whom = np.nonzero(allowed)
    parts = [
        (np.full(projects, SOURCE), 2 + np.arange(projects), draw.integers(1, 4, projects), 0),
        (project, mentee, np.ones(mentees, dtype=np.int64), 1),
        (mentee[who], mentor[whom], np.full(len(who), 99), 4),
        (mentor, np.full(mentors, SINK), draw.integers(0, 3, mentors), 0),
        (np.array([SINK]), np.array([SOURCE]), np.array([99]), 0),
    ]
    tail, head, capacity = (np.concatenate([part[k] for part in parts]) for k in range(3))
    most = np.concatenate([np.full(len(part[0]), part[3]) for part in parts])
    weights = draw.integers(0, most + 1, (stages, len(tail)))
    own = np.zeros(2 + projects + mentees + mentors, dtype=np.int64)
    own[mentee] = 1
    return net_of(len(own), tail, head, capacity, weights), projects + np.arange(mentees), own


@pytest.mark.parametrize("stages", [1, 2, 3])
def test_levels_fit_every_arc_that_could_carry_more_or_less(stages: int) -> None:
    carried = 0
    for seed in range(60):
        net, units, own = market(seed, stages)
        fill(net, units, own)
        head, tail = net.ends
        slack = net.level[head] - net.level[tail] - net.weight
        sign = [next((1 if x > 0 else -1 for x in row if x), 0) for row in slack.tolist()]
        for side, flow, most in zip(sign, net.flow.tolist(), net.capacity.tolist(), strict=True):
            assert 0 <= flow <= most
            assert side >= 0 or flow == most, f"seed {seed}"
            assert side <= 0 or flow == 0, f"seed {seed}"
        balance = np.zeros(len(net.level), dtype=np.int64)
        np.add.at(balance, head, net.flow)
        np.subtract.at(balance, tail, net.flow)
        assert not balance.any()
        carried += int(net.flow[units].sum())
    assert carried > 60


def test_the_arcs_listed_as_carriers_are_those_that_carry_something() -> None:
    for seed in range(20):
        net, units, own = market(seed, 1)
        fill(net, units, own)
        for d in range(2):
            listed = []
            for first in net.carrier[d].tolist():
                arc = first
                while arc >= 0:
                    listed.append(arc)
                    arc = int(net.after[d, arc])
            assert sorted(listed) == np.flatnonzero(net.flow).tolist()


def test_mentees_and_mentors_alone_are_paired_as_an_assignment_solver_pairs_them() -> None:
    for seed in range(30):
        points = np.random.default_rng(seed).integers(0, 50, (7, 5))
        mentee, mentor = np.divmod(np.arange(35), 5)
        tail = np.concatenate([np.zeros(7), 2 + mentee, 9 + np.arange(5), [SINK]]).astype(np.int64)
        head = np.concatenate([2 + np.arange(7), 9 + mentor, np.ones(5), [SOURCE]])
        weight = np.concatenate([np.zeros(7), points.ravel(), np.zeros(6)]).astype(np.int64)
        capacity = np.concatenate([np.ones(47), [99]]).astype(np.int64)
        own = np.zeros(14, dtype=np.int64)
        own[2:9] = 1
        net = net_of(14, tail, head.astype(np.int64), capacity, weight[None])
        fill(net, np.arange(7), own)
        assert int((net.flow * weight).sum()) == points[linear_sum_assignment(-points)].sum()
        assert not (net.level[:, 0] == CLOSED).any()
