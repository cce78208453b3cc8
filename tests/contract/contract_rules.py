"""Generated rule sets: every setting drawn from what its record says that it accepts."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from matcher.constraints.contract import Settings
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.ruleset import RuleSet
from matcher.rulesets import rules_from_document
from tests.contract.contract_draw import Draw


def rule_set(seed: int, *, disorder: float = 0.5, off: Iterable[str] = ()) -> RuleSet:
    """Return a rule set whose every setting is drawn from what its record allows.

    Rules and criteria are on, save those in ``off``.
    """
    draw = Draw(seed, disorder)
    document: dict[str, Any] = {
        "ruleset": {"name": "generated", "version": str(seed)},
        "lottery": {"seed": f"seed {seed}"},
        "matching": {
            "trajectory_months": draw.fact([6], [1, 6, 12]),
            "objective": draw.fact(["participation"], ["participation", "fit"]),
            "min_points": draw.fact([0], [0, 150, 300]),
            "stability_points": draw.fact([0], [0, 10]),
        },
        "languages": {
            "same": draw.fact([[["ara", "arb"]]], [[], [["arb", "ara"], ["tur", "prs"]]])
        },
    }
    for section, group in (
        ("rules", (*hard_rules(), *capacity_rules())),
        ("criteria", criteria()),
    ):
        document[section] = {one.key: drawn_settings(draw, one.settings_type) for one in group}
    for key in off:
        section = "rules" if key in document["rules"] else "criteria"
        document[section][key]["enabled"] = False
    return rules_from_document(document)


def drawn_settings(draw: Draw, kind: type[Settings]) -> dict[str, Any]:
    """Return settings of a kind: defaults, or with the chance of disorder others that it accepts."""
    changed = {}
    for name in kind.model_fields:
        if name in {"enabled", "weight"} or draw.random.random() >= draw.disorder:
            continue
        value = draw.one(allowed_values(kind, name))
        try:
            kind.model_validate({**changed, name: value})
        except ValidationError:  # settings that depend on each other: leave this one as it is
            continue
        changed[name] = value
    return changed


def allowed_values(kind: type[BaseModel], name: str) -> list[Any]:
    """Return values that a setting accepts on its own: every choice, or integers at its ends.

    Raises
    ------
    TypeError
        When the setting is of a kind that this generator does not know.
    """
    field = kind.model_fields[name]
    annotation = field.annotation
    if annotation is bool:
        return [False, True]
    if typing.get_origin(annotation) is Literal:
        return list(typing.get_args(annotation))
    parts = (
        typing.get_args(annotation)
        if typing.get_origin(annotation) in {typing.Union, types.UnionType}
        else (annotation,)
    )
    if int not in parts:
        raise TypeError(f"Expected a choice, yes/no or integer, got {annotation} for {name!r}.")
    low = next((m.ge for m in field.metadata if hasattr(m, "ge")), 0)
    high = next((m.le for m in field.metadata if hasattr(m, "le")), low + 100)
    middle = {field.default + step for step in (-1, 0, 1)} if field.default else {29, 30, 31}
    near = {low, low + 1, *middle, high}
    numbers: list[Any] = sorted(n for n in near if low <= n <= high)
    return [*numbers, None] if types.NoneType in parts else numbers
