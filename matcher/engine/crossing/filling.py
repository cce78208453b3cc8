"""A feasible flow through a woven component, by trying middles in an order."""

from __future__ import annotations

import numpy as np

from matcher.engine.crossing.woven import Woven
from matcher.engine.problem.arrays import IntArray


def fill(woven: Woven, middles: IntArray, order: IntArray) -> IntArray:
    """Return a feasible flow: middles tried one after the other, each with the first ends that fit.

    ``order`` (n,) ranks parts; of the lefts of a block and the rights of a node those of low
    rank are tried first. The result cannot take any further unit through ``middles``.
    """
    ends = woven.ends
    entries = np.argsort(woven.column, kind="stable")
    cuts = np.searchsorted(woven.column[entries], np.arange(woven.size + 1)).tolist()
    row, usage = woven.row[entries].tolist(), woven.usage[entries].tolist()
    left = woven.problem.capacity.tolist()
    groups = [list(enumerate(one)) for one in woven.group.T.tolist()]
    choices = woven.choice.T.tolist()
    made: dict[tuple[int, int], int] = {}
    flow = np.zeros(woven.size, dtype=np.int64)
    lefts = _listed(ends.left_block, order[: woven.lefts], len(ends.owner))
    rights = _listed(ends.right_node, order[woven.first_right :], ends.nodes)
    blocks, nodes, first_right = ends.block.tolist(), ends.node.tolist(), woven.first_right
    people = woven.mentee.tolist()
    served = [False] * woven.problem.mentees

    def fits(part: int) -> bool:
        return all(left[row[at]] >= usage[at] for at in range(cuts[part], cuts[part + 1]))

    def allowed(right: int) -> bool:
        return all(
            pair[1] < 0 or made.get(pair, choice) == choice
            for pair, choice in zip(groups[right], choices[right], strict=True)
        )

    for middle in middles.tolist():
        if served[people[middle]] or not fits(woven.lefts + middle):
            continue
        at_left = next((p for p in lefts[blocks[middle]] if fits(p)), None)
        if at_left is None:
            continue
        at_right = next(
            (p for p in rights[nodes[middle]] if fits(first_right + p) and allowed(p)), None
        )
        if at_right is None:
            continue
        made.update(
            (pair, choice)
            for pair, choice in zip(groups[at_right], choices[at_right], strict=True)
            if pair[1] >= 0
        )
        for part in (at_left, woven.lefts + middle, first_right + at_right):
            flow[part] += 1
            for at in range(cuts[part], cuts[part + 1]):
                left[row[at]] -= usage[at]
        served[people[middle]] = True
    return flow


def _listed(owner: IntArray, rank: IntArray, count: int) -> list[list[int]]:
    """Return each owner's parts in the order of their rank."""
    order = np.lexsort((rank, owner))
    cuts = np.searchsorted(owner[order], np.arange(1, count))
    return [part.tolist() for part in np.split(order, cuts)]
