"""Rule sets: versioned TOML files, validated against the rules and criteria that exist."""

from matcher.rulesets.load import default_rules, load_rules, rules_from_document

__all__ = ["default_rules", "load_rules", "rules_from_document"]
