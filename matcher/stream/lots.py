"""The published lottery for ids, a pair or many at a time; see `matcher.instance.lottery`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from matcher.domain.ruleset import RuleSet
from matcher.instance.lottery import DIGEST_WORDS, SEPARATOR

FIRST_BITS = 64


class Lots:
    """What draws the lots of a rule set, 0 … 2^bits − 1, for a kind of pair and two ids."""

    def __init__(self, rules: RuleSet) -> None:
        self._start = f"{rules.lottery_seed}{SEPARATOR}"
        self._drop = np.uint64(FIRST_BITS - rules.lottery_bits)

    def __call__(self, kind: str, left: str, right: str) -> int:
        """Return the lot of a pair."""
        return self.many(kind, [left], [right])[0]

    def many(self, kind: str, lefts: Sequence[str], rights: Sequence[str]) -> list[int]:
        """Return the lots of some pairs, in their order."""
        start, sha256 = f"{self._start}{kind}{SEPARATOR}", hashlib.sha256
        digests = [
            sha256(f"{start}{left}{SEPARATOR}{right}".encode()).digest()
            for left, right in zip(lefts, rights, strict=True)
        ]
        words = np.frombuffer(b"".join(digests), dtype=">u8")[::DIGEST_WORDS]
        lots: list[int] = (words.astype(np.uint64) >> self._drop).tolist()
        return lots
