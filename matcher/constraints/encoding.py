"""Declarations in which a rule is written for a machine: which columns to compare, and how.

A declaration names facts of at most two roles (mentee, mentor, coach, project) and one way to
compare them. It holds no loop and no array: `matcher.constraints.evaluate` reads it. Everything
an evaluator must know to run a rule over a block of pairs is in these few shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["mentee", "mentor", "coach", "project"]
ROLES: tuple[Role, ...] = ("mentee", "mentor", "coach", "project")


@dataclass(frozen=True, slots=True)
class Number:
    """An integer of one person or project: a date as its ordinal, a limit, a count."""

    role: Role
    of: Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Code:
    """One value out of few for a person or project: a residence, a meeting mode, a profile."""

    role: Role
    of: Callable[[Any], Hashable]


@dataclass(frozen=True, slots=True)
class Names:
    """A set of names for a person or project: languages, slots, ids."""

    role: Role
    of: Callable[[Any], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """An integer looked up by two codes; ``value`` is called once for each two distinct codes."""

    left: Code
    right: Code
    value: Callable[[Any, Any], int]


@dataclass(frozen=True, slots=True)
class Holds:
    """True where a condition on one person or project holds."""

    role: Role
    of: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class SharesName:
    """True where two sets of names have one in common."""

    left: Names
    right: Names


@dataclass(frozen=True, slots=True)
class InTable:
    """True where two codes are allowed together; ``allowed`` is called once for each two distinct codes."""

    left: Code
    right: Code
    allowed: Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class AtMost:
    """True where the left integer is at most the right one."""

    left: Number | Cell
    right: Number | Cell


@dataclass(frozen=True, slots=True)
class NotIn:
    """True where the two ids are not listed as a pair."""

    left: Role
    right: Role
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where at least one of the parts is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The largest of the points whose condition holds; 0 where none does."""

    steps: tuple[tuple[Condition, int], ...]


Condition = Holds | SharesName | InTable | AtMost | NotIn | AnyOf
Score = Number | Cell | Best


def roles_of(declaration: Condition | Score) -> tuple[Role, ...]:
    """Return the roles that a declaration reads, in the order of `ROLES`."""
    found: set[Role] = set()
    stack: list[Any] = [declaration]
    while stack:
        match stack.pop():
            case Number(role=role) | Code(role=role) | Names(role=role) | Holds(role=role):
                found.add(role)
            case NotIn(left=left, right=right):
                found |= {left, right}
            case AnyOf(parts=parts):
                stack.extend(parts)
            case Best(steps=steps):
                stack.extend(condition for condition, _ in steps)
            case Cell() | SharesName() | InTable() | AtMost() as pair:
                stack.extend((pair.left, pair.right))
    return tuple(role for role in ROLES if role in found)
