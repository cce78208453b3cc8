"""The published lottery for two ids at a time; see `matcher.instance.lottery`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from matcher.domain.ruleset import RuleSet
from matcher.instance.lottery import SEPARATOR

FIRST_BITS = 64


def lots_of(rules: RuleSet) -> Callable[[str, str, str], int]:
    """Return what draws the lot of a kind of pair and two ids, 0 … 2^bits − 1."""
    drop = FIRST_BITS - rules.lottery_bits
    seed = rules.lottery_seed

    def lot(kind: str, left: str, right: str) -> int:
        digest = hashlib.sha256(SEPARATOR.join((seed, kind, left, right)).encode()).digest()
        return int.from_bytes(digest[: FIRST_BITS // 8]) >> drop

    return lot
