"""What a mentor who is not there yet would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.engine.answers.settled import Settled
from matcher.engine.answers.worth import Worth, Worths
from matcher.engine.problem.arrays import IntArray
from matcher.engine.problem.options import Choice, Family, Options, OptionsError


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A mentor who could be added, with one place.

    ``mentee``, ``points`` (n,) one entry per option; ``labels`` (F, n) the option's label in each
    further family, each using one unit; ``continuity`` and ``lottery`` (n,) or None for 0. Mentees
    and labels are those of the problem.
    """

    mentee: IntArray
    points: IntArray
    labels: tuple[IntArray, ...]
    continuity: IntArray | None = None
    lottery: IntArray | None = None


def worth_of_newcomers(
    settled: Settled, newcomers: Sequence[Newcomer], *, seconds: float | None = None
) -> tuple[Worth, ...]:
    """Return what adding each of some mentors, alone, would give.

    They are put in without a place; what one place would give is then what the mentor gives.
    Their labels in family 1 follow the last mentor's, and in ``moves`` their options follow the
    problem's own, in the order given.

    Raises
    ------
    OptionsError
        When an option's mentee or label is none of the problem's, or lengths differ.
    """
    options = settled.options
    for newcomer in newcomers:
        _check(options, newcomer)
    back = np.empty(options.size, dtype=np.int64)
    back[settled.order] = np.arange(options.size)
    given = _joined(options.take(back), newcomers)
    old = len(options.families[1].capacity)
    prices = list(settled.prices)
    closed = np.zeros(len(newcomers), dtype=np.int64)
    prices[1] = np.concatenate([prices[1], closed.astype(prices[1].dtype)])
    larger = Settled(
        given,
        settled.objective,
        settled.order[settled.chosen],
        prices,
        proven=settled.proven,
    )
    worths = Worths(larger, seconds=seconds)
    return tuple(worths.of(1, old + number) for number in range(len(newcomers)))


def _check(options: Options, newcomer: Newcomer) -> None:
    further = options.families[2:]
    if len(newcomer.labels) != len(further):
        raise OptionsError(
            f"Expected labels of {len(further)} further families, got {len(newcomer.labels)}."
        )
    size = len(newcomer.mentee)
    named = [("mentee", newcomer.mentee, len(options.priority))]
    named += [
        (f"family {number}", labels, len(family.capacity))
        for number, (labels, family) in enumerate(zip(newcomer.labels, further, strict=True))
    ]
    for name, labels, below in named:
        if len(labels) != size:
            raise OptionsError(f"Expected {size} {name} labels, got {len(labels)}.")
        if size and not 0 <= int(labels.min()) <= int(labels.max()) < below:
            raise OptionsError(
                f"Expected {name} labels of a new mentor between 0 and {below - 1}, "
                f"got {labels.min()} to {labels.max()}."
            )
    if len(newcomer.points) != size:
        raise OptionsError(f"Expected {size} points, got {len(newcomer.points)}.")


def _joined(options: Options, newcomers: Sequence[Newcomer]) -> Options:
    """Return the options with those of mentors without a place added."""
    sizes = [len(newcomer.mentee) for newcomer in newcomers]
    total = sum(sizes)
    one = np.ones(total, dtype=np.int64)
    mentor = options.families[1]
    who = np.repeat(np.arange(len(newcomers)), sizes)
    added = [_stack([newcomer.mentee for newcomer in newcomers]), len(mentor.capacity) + who]
    added += [
        _stack([newcomer.labels[number] for newcomer in newcomers])
        for number in range(len(options.families) - 2)
    ]
    families = [
        Family(
            np.concatenate([family.labels, labels]),
            family.capacity,
            np.concatenate([family.usage, one]),
        )
        for family, labels in zip(options.families, added, strict=True)
    ]
    places = np.append(mentor.capacity, np.zeros(len(newcomers), dtype=np.int64))
    families[1] = replace(families[1], capacity=places)
    return replace(
        options,
        families=tuple(families),
        points=np.concatenate([options.points, _stack([n.points for n in newcomers])]),
        previous=_longer(options.previous, [0 * one]),
        continuity=_longer(options.continuity, [_or_zeros(n.continuity, n) for n in newcomers]),
        lottery=_longer(options.lottery, [_or_zeros(n.lottery, n) for n in newcomers]),
        choices=tuple(_with_groups(choice, who) for choice in options.choices),
    )


def _longer(values: IntArray | None, added: Sequence[IntArray]) -> IntArray | None:
    return None if values is None else np.concatenate([values, *added])


def _or_zeros(values: IntArray | None, newcomer: Newcomer) -> IntArray:
    return np.zeros(len(newcomer.mentee), dtype=np.int64) if values is None else values


def _with_groups(choice: Choice, who: IntArray) -> Choice:
    """Give each new mentor a group of their own: with one place there is nothing to agree on."""
    last = int(choice.group.max(initial=-1)) + 1
    return Choice(
        np.concatenate([choice.group, last + who]), np.concatenate([choice.choice, 0 * who])
    )


def _stack(arrays: Sequence[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *arrays])
