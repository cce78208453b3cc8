"""Every case, in order of the rules that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from golden_case import Case
from golden_cases_pairs import capacities, exclusions, meeting, points
from golden_cases_people import conditions, programme, subgroups


def cases() -> Iterator[Case]:
    """Yield every case."""
    yield from conditions()
    yield from subgroups()
    yield from programme()
    yield from meeting()
    yield from exclusions()
    yield from capacities()
    yield from points()
