"""A feasible flow through a woven component, by trying middles in an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.crossing.pricing import Proof
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
    made: list[dict[int, int]] = [{} for _ in woven.group]
    choices = list(zip(woven.group.tolist(), woven.choice.tolist(), made, strict=True))
    flow = np.zeros(woven.size, dtype=np.int64)
    lefts = _Listed.by(ends.left_block, order[: woven.lefts], len(ends.owner))
    rights = _Listed.by(ends.right_node, order[woven.first_right :], ends.nodes)
    blocks, nodes, first_right = ends.block.tolist(), ends.node.tolist(), woven.first_right
    people = woven.mentee.tolist()
    served = [False] * woven.problem.mentees

    def fits(part: int) -> bool:
        return all(left[row[at]] >= usage[at] for at in range(cuts[part], cuts[part + 1]))

    def allowed(right: int) -> bool:
        return all(
            group[right] < 0 or chosen.get(group[right], choice[right]) == choice[right]
            for group, choice, chosen in choices
        )

    for middle in middles.tolist():
        if served[people[middle]] or not fits(woven.lefts + middle):
            continue
        at_left = next((p for p in lefts.of(blocks[middle]) if fits(p)), None)
        if at_left is None:
            continue
        at_right = next(
            (p for p in rights.of(nodes[middle]) if fits(first_right + p) and allowed(p)), None
        )
        if at_right is None:
            continue
        for group, choice, chosen in choices:
            chosen[group[at_right]] = choice[at_right]  # of group -1 nobody asks
        for part in (at_left, woven.lefts + middle, first_right + at_right):
            flow[part] += 1
            for at in range(cuts[part], cuts[part + 1]):
                left[row[at]] -= usage[at]
        served[people[middle]] = True
    return flow


def fill_by(woven: Woven, columns: IntArray, proof: Proof, rank: IntArray) -> IntArray:
    """Return a flow of the parts that a relaxation has most of, then those of least loss.

    ``columns`` are the parts of its face; ``rank`` (n,) orders what is equal otherwise.
    """
    loss = np.full(woven.size, np.inf)
    loss[columns] = proof.loss.astype(np.float64)
    order = np.lexsort((rank, loss, -proof.share))
    by_share = np.empty(woven.size, dtype=np.int64)
    by_share[order] = np.arange(woven.size)
    inside = (order >= woven.lefts) & (order < woven.first_right)
    return fill(woven, order[inside] - woven.lefts, by_share)


@dataclass(frozen=True, slots=True)
class _Listed:
    """Owners' parts: those of owner i are ``parts`` from the i-th of ``cuts`` to the next."""

    parts: list[int]
    cuts: list[int]

    @classmethod
    def by(cls, owner: IntArray, rank: IntArray, count: int) -> _Listed:
        """List each owner's parts in the order of their rank."""
        order = np.lexsort((rank, owner))
        cuts = np.searchsorted(owner[order], np.arange(count + 1))
        return cls(order.tolist(), cuts.tolist())

    def of(self, owner: int) -> list[int]:
        """Return one owner's parts."""
        return self.parts[self.cuts[owner] : self.cuts[owner + 1]]
