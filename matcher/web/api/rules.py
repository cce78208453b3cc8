"""The rule set in force, and the certificate."""

from __future__ import annotations

from typing import Any

from flask import Response

from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.output.plain import plain
from matcher.web.api.answers import answer
from matcher.web.current import run


def list_rules() -> Response:
    """Return every rule and criterion with its settings, and how the rule set weighs results."""
    rules = run().problem.rules
    general = ("matching", "lottery", "languages")
    return answer(
        {
            "ruleset": {"name": rules.name, "version": rules.version, "digest": rules.digest},
            **{section: rules.document[section] for section in general},
            "hard_rules": [
                {**_described(rule), "kind": rule.kind, "roles": plain(rule.roles)}
                for rule in hard_rules()
            ],
            "capacity_rules": [
                {**_described(rule), "role": rule.role, "counts": rule.counts}
                for rule in capacity_rules()
            ],
            "criteria": [
                {**_described(one), "weight": one.settings(run().problem).weight}
                for one in criteria()
            ],
        }
    )


def show_certificate() -> Response:
    """Return the certificate: the duos, the prices and what they prove."""
    return answer(run().certificate)


def _described(rule: Any) -> dict[str, Any]:
    settings = rule.settings(run().problem).model_dump(mode="json")
    return {
        "key": rule.key,
        "section": rule.section,
        "title": plain(rule.title),
        "enabled": settings.pop("enabled"),
        "settings": settings,
    }
