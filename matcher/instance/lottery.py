"""The published lottery: ties fall by lots that anyone can draw again.

The lot of two ids is the first ``bits`` bits of SHA-256 over the rule set's seed, the kind of
pair and the two ids, separated by the unit separator. An option's lots are added up:
h(mentee, project) + h(mentee, mentor) + h(mentor, coach).
"""

from __future__ import annotations

import hashlib

SEPARATOR = "\x1f"


def lot(seed: str, kind: str, first: str, second: str, bits: int) -> int:
    """Return the lot of two ids, 0 … 2^bits − 1. ``kind`` is for instance ``mentee-mentor``."""
    text = SEPARATOR.join((seed, kind, first, second))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return number >> (64 - bits)
