"""The rules in force, as data: every hard rule, capacity and criterion with its settings."""

from __future__ import annotations

from typing import Any

from matcher.constraints.registry import capacity_rules, hard_rules, programme_order
from matcher.criteria.registry import criteria
from matcher.domain.ruleset import RuleSet
from matcher.output.plain import plain


def rules_in_force(rules: RuleSet) -> dict[str, Any]:
    """Return the rule set's identity and shared settings, and one entry for each rule and criterion."""
    document = dict(rules.document)
    entries = [
        _entry(rule, kind, document["rules"])
        for kind, group in (("rule", hard_rules()), ("capacity", capacity_rules()))
        for rule in sorted(group, key=programme_order)
    ]
    entries += [_entry(criterion, "criterion", document["criteria"]) for criterion in criteria()]
    shared = {key: document[key] for key in ("ruleset", "matching", "lottery", "languages")}
    return {**shared, "digest": rules.digest, "rules": entries}


def _entry(rule: Any, kind: str, settings: Any) -> dict[str, Any]:
    given = dict(settings[rule.key])
    return {
        "key": rule.key,
        "kind": kind if kind != "rule" else rule.kind,
        "section": rule.section,
        "title": plain(rule.title),
        "enabled": given.pop("enabled"),
        "settings": given,
    }
