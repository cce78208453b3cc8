"""A quick feasible set and quick prices, for when there is no time to prove anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matcher.engine.problem.arrays import BoolArray, IntArray
from matcher.engine.problem.components import Layer
from matcher.engine.problem.options import Choice

Floats = npt.NDArray[np.float64]
Column = tuple[IntArray, Floats, Layer]
"""A family over the options looked at: labels, usage and its capacities."""

PASSES = 40
"""Steps of the search for prices; more gives little."""


def insert_best_first(
    layers: Sequence[Layer], choices: Sequence[Choice], stages: IntArray, rows: IntArray
) -> IntArray:
    """Return the options that fit when they are tried by weight, the heaviest first.

    ``stages`` (S, n) are weights, compared stage by stage; equal options go by index. ``rows`` are
    the options to look at. The result is sorted.
    """
    order = rows[np.lexsort((rows, *(-stage[rows] for stage in stages[::-1])))]
    left = [layer.capacity.tolist() for layer in layers]
    for number, layer in enumerate(layers):
        for label in np.flatnonzero(~layer.binding).tolist():
            left[number][label] = np.iinfo(np.int64).max
    columns = [
        (room, layer.labels[order].tolist(), layer.usage[order].tolist())
        for room, layer in zip(left, layers, strict=True)
    ]
    groups = [(c.group[order].tolist(), c.choice[order].tolist()) for c in choices]
    made: list[dict[int, int]] = [{} for _ in groups]
    chosen: list[int] = []
    for at in range(len(order)):
        if any(room[labels[at]] < usage[at] for room, labels, usage in columns):
            continue
        if any(
            group[at] >= 0 and seen.get(group[at], choice[at]) != choice[at]
            for (group, choice), seen in zip(groups, made, strict=True)
        ):
            continue
        for room, labels, usage in columns:
            room[labels[at]] -= usage[at]
        for (group, choice), seen in zip(groups, made, strict=True):
            seen[group[at]] = choice[at]
        chosen.append(at)
    return np.sort(order[np.array(chosen, dtype=np.int64)])


def quick_prices(
    layers: Sequence[Layer],
    scores: Floats,
    rows: IntArray,
    target: float,
) -> list[Floats]:
    """Return prices of all families but the mentee that give a low bound, by subgradient steps.

    ``scores`` (n,) are the folded weights as floats, ``target`` the weight of a set already found.
    Steps are Polyak's: the distance to the target over the squared length of the subgradient.
    """
    mentees, mentee = np.unique(layers[0].labels[rows], return_inverse=True)
    weight = scores[rows]
    others = [
        (layer.labels[rows], layer.usage[rows].astype(np.float64), layer) for layer in layers[1:]
    ]
    prices = min(_starts(weight, others), key=lambda start: _bound(mentee, weight, others, start))
    best, least = prices, np.inf
    for _ in range(PASSES):
        pick = _first_best(mentee, _left(weight, others, prices), len(mentees))
        bound = _bound(mentee, weight, others, prices)
        slopes = []
        for price, (labels, usage, layer) in zip(prices, others, strict=True):
            slope = layer.capacity - np.bincount(labels[pick], usage[pick], len(layer.capacity))
            slope[~layer.binding | ((price <= 0) & (slope > 0))] = 0
            slopes.append(slope)
        if bound < least:
            best, least = prices, bound
        length = sum(float((slope**2).sum()) for slope in slopes)
        if length == 0 or bound <= target:
            break
        step = (bound - target) / length
        prices = [np.maximum(0, p - step * s) for p, s in zip(prices, slopes, strict=True)]
    return best


def _starts(weight: Floats, others: list[Column]) -> Iterator[list[Floats]]:
    """Yield prices to start from: all 0, or one family priced at its labels' heaviest option."""
    zero = [np.zeros(len(layer.capacity)) for _, _, layer in others]
    yield zero
    for number, (labels, usage, layer) in enumerate(others):
        price = np.zeros(len(layer.capacity))
        used = usage > 0
        np.maximum.at(price, labels[used], weight[used] / usage[used])
        price[~layer.binding] = 0
        yield [*zero[:number], price, *zero[number + 1 :]]


def _left(weight: Floats, others: list[Column], prices: list[Floats]) -> Floats:
    """Return each option's weight less the prices along it."""
    rest = weight.copy()
    for price, (labels, usage, _) in zip(prices, others, strict=True):
        rest -= price[labels] * usage
    return rest


def _bound(
    mentee: npt.NDArray[np.intp], weight: Floats, others: list[Column], prices: list[Floats]
) -> float:
    """Return the bound that prices give, each mentee paying for the best that is left."""
    best = np.zeros(int(mentee.max(initial=0)) + 1)
    np.maximum.at(best, mentee, _left(weight, others, prices))
    total = float(best.sum())
    for price, (_, _, layer) in zip(prices, others, strict=True):
        total += float((price * layer.capacity).sum())
    return total


def _first_best(mentee: npt.NDArray[np.intp], value: Floats, count: int) -> IntArray:
    """Return for each mentee with a positive value the first option where it is largest."""
    best = np.zeros(count)
    np.maximum.at(best, mentee, value)
    top: BoolArray = (value == best[mentee]) & (value > 0)
    at = np.flatnonzero(top)
    return at[np.unique(mentee[at], return_index=True)[1]].astype(np.int64)
