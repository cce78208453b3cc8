"""The rule set in force, and the certificate."""

from __future__ import annotations

from flask import Response

from matcher.app.rules import rules_in_force
from matcher.web.api.answers import answer
from matcher.web.current import run


def list_rules() -> Response:
    """Return every rule and criterion with its settings, criteria with their weight too."""
    found = rules_in_force(run().problem.rules)
    rules = [{**entry, "weight": entry["settings"].get("weight")} for entry in found["rules"]]
    return answer({**found, "rules": rules})


def show_certificate() -> Response:
    """Return the certificate: the duos, the prices and what they prove."""
    return answer(run().certificate)
