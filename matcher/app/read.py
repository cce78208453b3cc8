"""Reads a problem with the defaults that people expect: today, and the rule set shipped."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from matcher.domain.errors import InputError
from matcher.domain.problem import Problem
from matcher.domain.ruleset import RuleSet
from matcher.intake import read_folder
from matcher.rulesets import default_rules, load_rules


def today() -> date:
    """Return today's date in Brussels."""
    return datetime.now(ZoneInfo("Europe/Brussels")).date()


def rules_of(rules: RuleSet | str | Path | None) -> RuleSet:
    """Return a rule set as given, from a file, or the one shipped."""
    if rules is None:
        return default_rules()
    return rules if isinstance(rules, RuleSet) else load_rules(rules)


def read_problem(
    path: Path, *, as_of: date | str | None = None, rules: RuleSet | str | Path | None = None
) -> Problem:
    """Return the problem that an intake folder or workbook holds."""
    if isinstance(as_of, str):
        try:
            as_of = date.fromisoformat(as_of)
        except ValueError as error:
            raise InputError(f"Expected as_of such as '2026-11-02', got {as_of!r}.") from error
    return read_folder(path, as_of=as_of or today(), rules=rules_of(rules)).problem
