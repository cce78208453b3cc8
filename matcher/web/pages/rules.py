"""The rules in force, in words."""

from __future__ import annotations

import re
from typing import Any

from flask import render_template

from matcher.constraints.contract import Outcome
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.sentence import Sentence
from matcher.web.current import run
from matcher.web.words import PRIORITIES, SETTINGS, VALUES

PLACEHOLDER = re.compile(r"\{\w+\}\.?")
SHOWN_APART = {"enabled", "weight"}


def show_rules() -> str:
    """Return every rule and criterion of the rule set in force."""
    rules = run().problem.rules
    priorities = [
        PRIORITIES[rules.objective],
        PRIORITIES["then"].fill(seed=rules.lottery_seed),
        PRIORITIES["months"].fill(n=rules.trajectory_months),
    ]
    if rules.min_points:
        priorities.append(PRIORITIES["floor"].fill(n=rules.min_points))
    scored = sorted(map(_described, criteria()), key=lambda one: (-one["weight"], one["key"]))
    return render_template(
        "rules.html",
        rules=rules,
        priorities=priorities,
        eligibility=[_described(r) for r in hard_rules() if r.kind == "eligibility"],
        pairs=[_described(r) for r in hard_rules() if r.kind != "eligibility"],
        capacities=[_described(r) for r in capacity_rules()],
        criteria=scored,
        most=max((one["weight"] for one in scored), default=0),
    )


def _described(rule: Any) -> dict[str, Any]:
    settings = rule.settings(run().problem).model_dump()
    return {
        "key": rule.key,
        "section": rule.section,
        "title": rule.title,
        "enabled": settings["enabled"],
        "weight": settings.get("weight", 0),
        "sentence": _blank(rule.texts[Outcome.HELD]) if Outcome.HELD in rule.texts else None,
        "settings": [
            (_setting(key), _value(value))
            for key, value in settings.items()
            if key not in SHOWN_APART
        ],
    }


def _blank(sentence: Sentence) -> Sentence:
    """Return a rule's sentence with dots where the facts of a person come."""
    return Sentence(PLACEHOLDER.sub("…", sentence.nl), PLACEHOLDER.sub("…", sentence.en))


def _setting(key: str) -> Sentence:
    """Return a setting's name; one without words of its own shows as in the rule set."""
    return SETTINGS.get(key, Sentence(key, key))


def _value(value: Any) -> Sentence:
    return VALUES.get(str(value), Sentence(str(value), str(value)))
