"""What is known of one mentee, mentor or duo."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from matcher.engine.problem.options import OptionsError

Key = Any
"""Anything hashable. Not `Hashable`, since a dict with keys of another type is no mapping from it."""
Node = Hashable
"""A coach, project or promotor as (kind, key)."""
Kind = Literal["mentor", "coach", "project", "promotor"]
KINDS: tuple[Kind, ...] = ("mentor", "coach", "project", "promotor")
Points = int | Mapping[tuple[Key, Key], int]
Lottery = Callable[[str, Any, Any], int]
NOWHERE: frozenset[Key] = frozenset()


class Place(NamedTuple):
    """Where a mentee can be: mentor, coach and project."""

    mentor: Key
    coach: Key
    project: Key


class CapacityError(OptionsError):
    """A capacity below what is fixed already."""


@dataclass(slots=True)
class MenteeFacts:
    """A mentee: class, the projects that admit them (None: any), points by mentor.

    Counted over the pairs: ``homes`` of the mentors, ``sets`` of projects that go with every coach,
    and ``odd`` ones that have no such set.
    """

    priority: int
    projects: frozenset[Key] | None
    pairs: dict[Key, Points] = field(default_factory=dict)
    homes: dict[Node, int] = field(default_factory=dict)
    sets: dict[frozenset[Key], int] = field(default_factory=dict)
    odd: int = 0

    def copy(self) -> MenteeFacts:
        """Return the same facts, apart."""
        return replace(self, pairs=dict(self.pairs), homes=dict(self.homes), sets=dict(self.sets))

    @property
    def tangled(self) -> bool:
        """Whether the options are not every one of some projects with every mentor."""
        return self.odd > 0 or len(self.sets) > 1


@dataclass(slots=True)
class MentorFacts:
    """A mentor, the coaches who can follow them, the projects they serve, who can have them.

    ``bound`` is the coach whom they must have, for a duo that is fixed; ``home`` a coach, project or
    promotor that they need, ``coaches`` those whom another duo can have.
    """

    all_coaches: tuple[Key, ...]
    projects: tuple[Key, ...]
    mentees: set[Key] = field(default_factory=set)
    bound: tuple[Key, ...] = ()
    home: Node = None
    coaches: tuple[Key, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Find the coaches whom another duo can have."""
        self.bind(self.bound)

    def bind(self, bound: tuple[Key, ...]) -> None:
        """Let another duo have these coaches alone, or (none) any."""
        self.bound, self.coaches = bound, bound or self.all_coaches


class Group(NamedTuple):
    """What mentors have in common for whom mentees count their pairs alike."""

    home: Node
    projects: tuple[Key, ...]
    followed: bool


class Shown(NamedTuple):
    """A proposal that a mentee was shown."""

    mentor: Key
    coach: Key | None
    project: Key | None


class Fixed(NamedTuple):
    """A duo that stays: its place and points, and what the mentee could have beside it."""

    place: Place
    points: int
    facts: MenteeFacts
