"""The engine's input, checked and normalised: options, families and what they may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.domain.errors import InputError, PointsOverflowError
from matcher.engine.problem.arrays import INT64_SAFE, BoolArray, IntArray, distinct, taken


class OptionsError(InputError, ValueError):
    """An array, label or capacity that the engine cannot use."""


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of capacity.

    ``labels`` (n,) says which label each option belongs to, ``capacity`` (K,) how much each label
    holds and ``usage`` (n,) how much an option takes of it. Normalised by the greatest common
    divisor of a label's usages, so that a label of one constant usage counts places.
    """

    labels: IntArray
    capacity: IntArray
    usage: IntArray

    def take(self, rows: IntArray) -> Family:
        """Return the same family over some of the options."""
        return Family(self.labels[rows], self.capacity, taken(self.usage, rows))


@dataclass(frozen=True, slots=True)
class Choice:
    """Within one group, all chosen options must have the same choice. Both (n,)."""

    group: IntArray
    choice: IntArray


@dataclass(frozen=True, slots=True)
class Options:
    """Checked input: ``families`` are mentee (capacity 1), mentor, then the others in order.

    ``points`` (n,), ``priority`` (mentees,) one class per mentee, ``previous`` (n,) 0 or 1 or
    None, ``continuity`` (n,) or None, ``lottery`` (n,) or None.
    """

    families: tuple[Family, ...]
    points: IntArray
    priority: IntArray
    previous: IntArray | None
    lottery: IntArray | None
    choices: tuple[Choice, ...]
    continuity: IntArray | None = None

    @property
    def size(self) -> int:
        """The number of options."""
        return len(self.points)

    @property
    def mentee(self) -> IntArray:
        """The mentee of each option."""
        return self.families[0].labels

    def take(self, rows: IntArray) -> Options:
        """Return some of the options, in the order of ``rows``."""
        return replace(
            self,
            families=tuple(family.take(rows) for family in self.families),
            points=self.points[rows],
            previous=None if self.previous is None else self.previous[rows],
            continuity=None if self.continuity is None else self.continuity[rows],
            lottery=None if self.lottery is None else self.lottery[rows],
            choices=tuple(Choice(c.group[rows], c.choice[rows]) for c in self.choices),
        )

    def canonical_order(self) -> IntArray:
        """Return the order of options by labels, then by everything else that tells them apart."""
        keys = [family.labels for family in self.families]
        keys += [key for c in self.choices for key in (c.group, c.choice)]
        first, rank = distinct(keys)
        if len(first) == self.size:
            order = np.empty(self.size, dtype=np.int64)
            order[rank] = np.arange(self.size)
            return order
        rest = [family.usage for family in self.families] + [-self.points]
        finer = (self.previous, self.continuity, self.lottery)
        rest += [-values for values in finer if values is not None]
        return np.lexsort((*reversed(rest), rank)).astype(np.int64)

    def barred(self) -> BoolArray:
        """Return which options can be in no set at all, as they take more than a whole label."""
        out = np.zeros(self.size, dtype=np.bool_)
        for family in self.families:
            # most often no label has less than what any option takes
            if bool((family.capacity < family.usage.max(initial=0)).any()):
                out |= family.usage > family.capacity[family.labels]
        return out


Array = Sequence[Any] | npt.NDArray[Any]
FamilyInput = tuple[Array, Array] | tuple[Array, Array, Array]


def read_options(
    mentee: Array,
    mentor: Array,
    points: Array,
    *,
    mentor_capacity: Array,
    families: Sequence[FamilyInput],
    single_choice: Sequence[tuple[Array, Array]],
    priority: Array | None,
    previous: Array | None,
    lottery: Array | None,
    continuity: Array | None = None,
) -> Options:
    """Check the arrays of `assign` and return them normalised.

    Raises
    ------
    OptionsError
        When an array has the wrong length or type, or a value is out of range.
    PointsOverflowError
        When usages add up past 64 bits.
    """
    worth = _integers(points, "points")
    n = len(worth)
    mentees = _labels(mentee, "mentee", n)
    count = int(mentees.max()) + 1 if n else 0
    classes = np.zeros(count, dtype=np.int64)
    if priority is not None:
        classes = _integers(priority, "priority")
        if len(classes) < count:
            raise OptionsError(
                f"Expected a priority for each of {count} mentees, got {len(classes)}."
            )
    one = np.ones(n, dtype=np.int64)
    read = [
        Family(mentees, np.ones(len(classes), dtype=np.int64), one),
        _family((mentor, mentor_capacity), "mentor", one),
    ]
    read += [_family(given, f"family {number}", one) for number, given in enumerate(families)]
    choices = tuple(
        Choice(_labels(group, f"group {i}", n), _labels(choice, f"choice {i}", n))
        for i, (group, choice) in enumerate(single_choice)
    )
    return Options(
        families=tuple(read),
        points=worth,
        priority=classes,
        previous=None if previous is None else _mask(previous, n),
        continuity=None if continuity is None else _integers(continuity, "continuity", n),
        lottery=None if lottery is None else _integers(lottery, "lottery", n),
        choices=choices,
    )


def _integers(values: Array, name: str, length: int | None = None) -> IntArray:
    """Return a copy of the values as int64; refuse fractions, other shapes and other lengths."""
    return _checked(values, name, length).astype(np.int64)


def _checked(values: Array, name: str, length: int | None = None) -> npt.NDArray[np.integer[Any]]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise OptionsError(f"Expected {name} as a 1-D array, got {array.ndim} dimensions.")
    if length is not None and len(array) != length:
        raise OptionsError(f"Expected {length} entries of {name}, got {len(array)}.")
    if array.size == 0:
        return np.zeros(0, dtype=np.int64)
    if array.dtype.kind == "O" and all(isinstance(value, int) for value in array):
        raise PointsOverflowError(f"Expected {name} within 64 bits, got {max(array, key=abs)}.")
    if array.dtype.kind not in "iu":
        raise OptionsError(f"Expected integers in {name}, got {array.dtype}.")
    largest = max(array.min(), array.max(), key=lambda end: abs(int(end)))
    if abs(int(largest)) >= INT64_SAFE:
        raise PointsOverflowError(
            f"Expected {name} between -2^61 and 2^61, got {largest} at option {array.tolist().index(largest)}."
        )
    return array


def _labels(values: Array, name: str, length: int) -> IntArray:
    labels = _integers(values, f"{name} labels", length)
    if labels.size and int(labels.min()) < 0:
        at = int(np.argmin(labels))
        raise OptionsError(f"Expected {name} labels >= 0, got {labels[at]} at option {at}.")
    return labels


def _family(given: FamilyInput, name: str, one: IntArray) -> Family:
    """Check a family; where all options use 1, as most often, that is ``one``."""
    labels = _labels(given[0], name, len(one))
    capacity = _integers(given[1], f"capacity of {name}")
    if labels.size and int(labels.max()) >= len(capacity):
        at = int(np.argmax(labels))
        raise OptionsError(
            f"Expected {name} labels below {len(capacity)}, the number of its capacities, "
            f"got {labels[at]} at option {at}."
        )
    if capacity.size and int(capacity.min()) < 0:
        at = int(np.argmin(capacity))
        raise OptionsError(f"Expected capacity >= 0, got {capacity[at]} for label {at} of {name}.")
    if len(given) == 2:  # noqa: PLR2004 - a pair without usage
        return Family(labels, capacity, one)
    used = _checked(given[2], f"usage of {name}", len(one))
    if used.size and used.min() == 1 == used.max():
        return Family(labels, capacity, one)
    usage = used.astype(np.int64)
    if usage.size and int(usage.min()) < 0:
        at = int(np.argmin(usage))
        raise OptionsError(f"Expected usage >= 0, got {usage[at]} at option {at} of {name}.")
    if float(usage.sum(dtype=np.float64)) >= INT64_SAFE:
        raise PointsOverflowError(f"Expected usages of {name} that add up to less than 2^61.")
    if int(usage.max(initial=0)) <= 1:
        return Family(labels, capacity, usage)
    divisor = np.zeros(len(capacity), dtype=np.int64)
    np.gcd.at(divisor, labels, usage)
    divisor[divisor == 0] = 1
    return Family(labels, capacity // divisor, usage // divisor[labels])


def _mask(previous: Array, length: int) -> IntArray:
    """Return 0 or 1 per option from a boolean mask or from the indices of options."""
    given = np.asarray(previous)
    if given.dtype.kind == "b":
        if given.shape != (length,):
            raise OptionsError(f"Expected a mask of {length} options, got shape {given.shape}.")
        return given.astype(np.int64)
    index = _integers(given, "previous")
    mask = np.zeros(length, dtype=np.int64)
    outside = index[(index < 0) | (index >= length)]
    if outside.size:
        raise OptionsError(
            f"Expected previous options between 0 and {length - 1}, got {outside[0]}."
        )
    mask[index] = 1
    return mask
