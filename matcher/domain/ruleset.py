"""The rule set in force: settings of every rule and criterion, with a digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """A validated rule set.

    ``rules`` and ``criteria`` map a key to that rule's own settings record. ``same_language``
    holds pairs of ISO 639-3 codes that count as one language. ``objective`` orders the first two
    levels, ``min_points`` is the floor below which a pair is not allowed, ``stability_points``
    favours pairs proposed before, ``trajectory_months`` is how long a duo lasts,
    ``lottery_seed`` and ``lottery_bits`` fix the lottery. ``document`` is the whole rule set as
    plain data, ``digest`` its SHA-256.
    """

    name: str
    version: str
    objective: Literal["participation", "fit"]
    min_points: int
    stability_points: int
    trajectory_months: int = 6
    lottery_seed: str
    lottery_bits: int
    same_language: frozenset[tuple[str, str]]
    rules: Mapping[str, object]
    criteria: Mapping[str, object]
    document: Mapping[str, object]
    digest: str

    @cached_property
    def switched_off(self) -> frozenset[str]:
        """Keys of the rules and criteria that are switched off."""
        settings = {**self.rules, **self.criteria}
        return frozenset(key for key, one in settings.items() if not getattr(one, "enabled", True))
