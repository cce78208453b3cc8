"""Commitments over a limit: nothing is free there, and someone should look."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.constraints.registry import capacity_rules
from matcher.constraints.words import euros
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

OVER = Sentence(
    "{title}: {label} gebruikt {used}, de grens is {limit}. Er is daar niets vrij.",
    "{title}: {label} uses {used}, the limit is {limit}. Nothing is free there.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overcommitment:
    """A label of a capacity rule whose commitments pass its limit; in duos or euro cents."""

    rule: str
    label: str
    used: int
    limit: int
    sentence: Sentence


def overcommitments(problem: Problem) -> tuple[Overcommitment, ...]:
    """Return every label whose commitments alone pass its limit, by rule and label."""
    found = []
    for rule in capacity_rules():
        if not rule.settings(problem).enabled:
            continue
        known = {rule.label(one) for one in problem.of_role(rule.role)}
        for label, used in sorted(rule.used(problem).items()):
            limit = rule.limit(label, problem) if label in known else None
            if limit is None or used <= limit:
                continue
            amounts = {"used": used, "limit": limit}
            shown = {k: euros(v) if rule.counts == "cents" else v for k, v in amounts.items()}
            found.append(
                Overcommitment(
                    rule=rule.key,
                    label=label,
                    **amounts,
                    sentence=OVER.fill(title=rule.title, label=label, **shown),
                )
            )
    return tuple(found)
