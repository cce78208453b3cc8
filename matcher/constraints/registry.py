"""The hard rules that exist."""

from __future__ import annotations

from functools import cache
from typing import Any

from matcher.constraints import capacities, catalogue
from matcher.constraints.capacity import CapacityRule
from matcher.constraints.contract import HardRule
from matcher.constraints.discovery import discover


@cache
def hard_rules() -> tuple[HardRule[Any, Any], ...]:
    """Return every hard rule of the catalogue, sorted by key."""
    return discover(catalogue, HardRule)  # type: ignore[type-abstract]  # only concrete ones come out


@cache
def capacity_rules() -> tuple[CapacityRule, ...]:
    """Return every capacity rule, sorted by key."""
    return discover(capacities, CapacityRule)  # type: ignore[type-abstract]  # only concrete ones come out


@cache
def hard_rules_in_order() -> tuple[HardRule[Any, Any], ...]:
    """Return every hard rule as people read them; see `programme_order`."""
    return tuple(sorted(hard_rules(), key=programme_order))


@cache
def capacity_rules_in_order() -> tuple[CapacityRule, ...]:
    """Return every capacity rule as people read them; see `programme_order`."""
    return tuple(sorted(capacity_rules(), key=programme_order))


def programme_order(rule: HardRule[Any, Any] | CapacityRule) -> tuple[bool, list[int], str]:
    """Return a key that sorts rules as people read them: eligibility, then by the programme's section."""
    eligibility = isinstance(rule, HardRule) and rule.kind == "eligibility"
    numbers = [int(n) for n in rule.section.rpartition("§")[2].split(".")]
    return not eligibility, numbers, rule.key
