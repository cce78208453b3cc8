"""A set that one step would better is recognised, and no other: compared with trying every step."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from output_worlds import World, refused, render

from matcher.audit.matching import Matching
from matcher.output.certificate import proven
from matcher.output.moves import better_step


def fits(matching: Matching, chosen: Sequence[int]) -> bool:
    """Return whether a set keeps every limit, one option a mentee and one coach a mentor."""
    instance = matching.instance
    mentees = [int(instance.mentee[i]) for i in chosen]
    coaches = {(int(instance.mentor[i]), int(instance.coach[i])) for i in chosen}
    if len(set(mentees)) < len(mentees) or len({mentor for mentor, _ in coaches}) < len(coaches):
        return False
    for capacity in (instance.mentor_capacity, *instance.capacities):
        used: dict[int, int] = {}
        for i in chosen:
            label = int(capacity.labels[i])
            used[label] = used.get(label, 0) + int(capacity.usage[i])
        if any(amount > capacity.limit[label] for label, amount in used.items()):
            return False
    return True


def random_set(matching: Matching, draw: random.Random) -> list[int]:
    """Return a set that fits, filled in a random order and now and then left short."""
    chosen: list[int] = []
    options = list(range(len(matching.instance.mentee)))
    for option in draw.sample(options, draw.randint(len(options) // 3, len(options))):
        if fits(matching, [*chosen, option]):
            chosen.append(option)
    return sorted(chosen)


def steps(matching: Matching, chosen: list[int]) -> Iterator[tuple[list[int], tuple[int, ...]]]:
    """Yield every set one step away, with the options that are new in it."""
    instance = matching.instance

    def four(option: int) -> tuple[int, int, int, int]:
        tables = (instance.mentee, instance.mentor, instance.coach, instance.project)
        mentee, mentor, coach, project = (int(table[option]) for table in tables)
        return mentee, mentor, coach, project

    index = {four(option): option for option in range(len(instance.mentee))}
    own = {four(option)[0]: option for option in chosen}
    for option in range(len(instance.mentee)):
        yield [i for i in chosen if i != own.get(four(option)[0])] + [option], (option,)
        if four(option)[0] not in own:
            for theirs in chosen:
                if four(theirs)[1:] == four(option)[1:]:
                    yield [i for i in chosen if i != theirs] + [option], (option,)
    for one, two in combinations(chosen, 2):
        first = index.get((four(one)[0], *four(two)[1:]))
        second = index.get((four(two)[0], *four(one)[1:]))
        if first is not None and second is not None:
            yield [i for i in chosen if i not in {one, two}] + [first, second], (first, second)


def test_a_better_step_is_found_exactly_where_one_exists(small: World, gapped: World) -> None:
    draw = random.Random(5)  # noqa: S311 -- test data, not secrets
    lengths = set()
    for made in (small, gapped):
        own = made.result.matching
        weights = proven(own, made.result.proof).weights.tolist()
        for _ in range(12):
            chosen = random_set(own, draw)
            step: tuple[int, ...] = (0,)
            while step:
                matching = Matching(own.instance, np.array(sorted(chosen), dtype=np.int64))
                total = sum(weights[i] for i in chosen)
                better = {
                    frozenset(new): found
                    for found, new in steps(own, sorted(chosen))
                    if sum(weights[i] for i in found) > total and fits(own, found)
                }
                step = better_step(matching, np.array(weights, dtype=np.object_))
                lengths.add(len(step))
                assert frozenset(step) in better if better else not step
                chosen = better.get(frozenset(step), chosen)
    assert lengths == {0, 1, 2}


def test_no_step_betters_a_best_set(small: World, gapped: World) -> None:
    for made in (small, gapped):
        weights = proven(made.result.matching, made.result.proof).weights
        assert better_step(made.result.matching, weights) == ()


def test_a_mentee_of_less_points_cannot_take_another_s_place(gapped: World, tmp_path: Path) -> None:
    """A mentee with a place is put out of it for one who has none."""
    matching = gapped.result.matching
    chosen = matching.chosen.tolist()
    replaced = [
        found
        for found, new in steps(matching, chosen)
        if len(found) == len(chosen)
        and len(new) == 1
        and new[0] not in chosen
        and len(set(matching.instance.mentee[found]) - set(matching.instance.mentee[chosen])) == 1
        and fits(matching, found)
    ]
    assert replaced
    for found in replaced[::3]:
        refused(render(gapped, tmp_path / "out", chosen=found), "certificate.json")
