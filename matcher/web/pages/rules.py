"""The rules in force, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template

from matcher.app.rules import rules_in_force
from matcher.domain.sentence import Sentence
from matcher.web.current import run
from matcher.web.rule_words import RULES, SETTINGS, VALUES
from matcher.web.words import PRIORITIES

KINDS = {"eligibility": "hard_rules", "pair": "pair_rules", "capacity": "capacity_rules"}
WEIGHT = "weight"


def show_rules() -> str:
    """Return every rule and criterion of the rule set in force."""
    rules = run().problem.rules
    entries = rules_in_force(rules)["rules"]
    scored = _described(e for e in entries if e["kind"] == "criterion")
    scored.sort(key=lambda one: (-one["weight"], one["key"]))
    priorities = [
        PRIORITIES[rules.objective],
        PRIORITIES["then"].fill(seed=rules.lottery_seed),
        PRIORITIES["months"].fill(n=rules.trajectory_months),
    ]
    if rules.min_points:
        priorities.append(PRIORITIES["floor"].fill(n=rules.min_points))
    return render_template(
        "rules.html",
        rules=rules,
        priorities=priorities,
        groups=[
            (heading, _described(e for e in entries if e["kind"] == kind))
            for kind, heading in KINDS.items()
        ],
        criteria=scored,
        most=max((one["weight"] for one in scored), default=0),
    )


def _described(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **entry,
            "title": Sentence(**entry["title"]),
            "meaning": RULES.get(entry["key"]),
            "weight": entry["settings"].get(WEIGHT, 0),
            "settings": [
                (_setting(key), _value(value))
                for key, value in entry["settings"].items()
                if key != WEIGHT
            ],
        }
        for entry in entries
    ]


def _setting(key: str) -> Sentence:
    """Return a setting's name; one without words of its own shows as in the rule set."""
    return SETTINGS.get(key, Sentence(key, key))


def _value(value: Any) -> Sentence:
    return VALUES.get(str(value), Sentence(str(value), str(value)))
