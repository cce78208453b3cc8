"""The levels of the live objective, found as they are needed, and vectors folded into integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.engine.problem.levels import POINTS, SERVED, Objective
from matcher.engine.problem.options import OptionsError

PREVIOUS, CONTINUITY, LOTTERY = "previous", "continuity", "lottery"

LARGEST = 2**40
"""Largest amount of one option at one level: 2^20 nodes of a path add up to less than 2^61."""

Vector = tuple[int, ...]


class Levels:
    """The levels in use, highest first; each has a place in every vector of levels."""

    def __init__(self, objective: Objective, *, lottery: bool) -> None:
        if objective not in {"fit", "participation"}:
            raise OptionsError(f"Expected objective 'fit' or 'participation', got {objective!r}.")
        self.objective = objective
        self.classes: list[int] = [0]
        self._further = [LOTTERY] if lottery else []
        self.names: list[str] = []
        self.at: dict[str, int] = {}
        self._name()

    def _name(self) -> None:
        """Name levels as `matcher.engine.assign` does when there are several classes."""
        served = [f"{SERVED}:{one}" for one in sorted(self.classes, reverse=True)]
        chain = [POINTS, *served] if self.objective == "fit" else [*served, POINTS]
        chain += [name for name in (PREVIOUS, CONTINUITY, LOTTERY) if name in self._further]
        self.names = chain
        self.at = {name: number for number, name in enumerate(chain)}

    def __len__(self) -> int:
        return len(self.names)

    def open(self, *, priority: int | None = None, name: str | None = None) -> int | None:
        """Make sure that a class or level is there; return where it came in, None if it was."""
        if priority is not None and priority not in self.classes:
            self.classes.append(priority)
            self._name()
            return self.at[f"{SERVED}:{priority}"]
        if name is not None and name not in self._further:
            self._further.append(name)
            self._name()
            return self.at[name]
        return None

    def served(self, vector: Sequence[int]) -> int:
        """Return how many are served."""
        return sum(
            amount
            for name, amount in zip(self.names, vector, strict=True)
            if name.startswith(SERVED)
        )

    def copy(self) -> Levels:
        """Return the same levels, apart."""
        other = Levels(self.objective, lottery=False)
        other.classes, other._further = list(self.classes), list(self._further)
        other._name()
        return other


class Fold:
    """Vectors of levels as single integers that order alike, and are added alike.

    Each level has room for sums of absolute amounts up to ``most[level]``.
    """

    def __init__(self, most: Iterable[int]) -> None:
        bits = [max(1, amount).bit_length() + 1 for amount in most]
        self.shifts = [sum(bits[level + 1 :]) for level in range(len(bits))]

    def fold(self, vector: Iterable[int]) -> int:
        """Return the integer of a vector."""
        return sum(int(amount) << shift for amount, shift in zip(vector, self.shifts, strict=True))

    def unfold(self, value: int) -> Vector:
        """Return the vector of an integer."""
        found = []
        for shift in self.shifts:
            amount = (value + (1 << shift >> 1)) >> shift
            found.append(amount)
            value -= amount << shift
        return tuple(found)
