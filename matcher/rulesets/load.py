"""Reads a rule set: every key known, every value in range, everything not given at its default."""

from __future__ import annotations

import difflib
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matcher.constraints.contract import Settings
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.errors import InputError
from matcher.domain.ruleset import RuleSet

MOST_POINTS = 1000
T = TypeVar("T", bound=BaseModel)
LanguageCode = Annotated[str, Field(pattern="^[a-z]{3}$")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Identity(_Section):
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    note: str = ""


class _Matching(_Section):
    objective: Literal["participation", "fit"] = "participation"
    min_points: int = Field(default=0, ge=0, le=MOST_POINTS)
    stability_points: int = Field(default=0, ge=0, le=MOST_POINTS)
    trajectory_months: int = Field(default=6, ge=1, le=60)


class _Lottery(_Section):
    seed: str = Field(min_length=1)
    bits: int = Field(default=32, ge=8, le=40)


class _Languages(_Section):
    same: tuple[tuple[LanguageCode, LanguageCode], ...] = (("ara", "arb"),)


DEFAULT = "default"


def shipped() -> list[str]:
    """Return the names of the rule sets that the product ships."""
    folder = resources.files("matcher.rulesets")
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def load_rules(path: str | Path) -> RuleSet:
    """Read a rule set from a TOML file, or by its name one that the product ships.

    Raises
    ------
    InputError
        When the file cannot be read, or a key or value is not allowed; the message names it.
    """
    file = Path(path)
    if str(file) in shipped() and not file.exists():
        return _shipped(str(file))
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{file.name}: expected a readable rule set in UTF-8, or one of "
            f"{', '.join(shipped())} ({type(error).__name__})."
        ) from error
    return _from_text(text, file.name)


@cache
def default_rules() -> RuleSet:
    """Return the rule set that the product ships."""
    return _shipped(DEFAULT)


def _shipped(name: str) -> RuleSet:
    source = resources.files("matcher.rulesets").joinpath(f"{name}.toml")
    return _from_text(source.read_text(encoding="utf-8"), source.name)


def _from_text(text: str, where: str) -> RuleSet:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: expected TOML ({error}).") from error
    return rules_from_document(document, where)


def rules_from_document(document: Mapping[str, Any], where: str = "rules") -> RuleSet:
    """Return the rule set that plain data describes, with defaults filled in.

    Raises
    ------
    InputError
        When a section, key or value is not allowed; the message names it and what is.
    """
    sections = ("ruleset", "matching", "lottery", "languages", "rules", "criteria")
    _only_known(document, sections, where)
    identity = _read(_Identity, document.get("ruleset", {}), f"{where}: [ruleset]")
    matching = _read(_Matching, document.get("matching", {}), f"{where}: [matching]")
    lottery = _read(_Lottery, document.get("lottery", {}), f"{where}: [lottery]")
    languages = _read(_Languages, document.get("languages", {}), f"{where}: [languages]")
    rule_types: dict[str, type[Settings]] = {r.key: r.settings_type for r in hard_rules()}
    rule_types |= {r.key: r.settings_type for r in capacity_rules()}
    rules = _read_each(rule_types, document.get("rules", {}), f"{where}: [rules")
    criterion_types: dict[str, type[Settings]] = {c.key: c.settings_type for c in criteria()}
    weights = _read_each(criterion_types, document.get("criteria", {}), f"{where}: [criteria")
    total = sum(getattr(s, "weight", 0) for s in weights.values() if s.enabled)
    if total > MOST_POINTS:
        raise InputError(
            f"{where}: expected weights that add up to at most {MOST_POINTS}, got {total}."
        )
    whole: dict[str, Any] = {
        "ruleset": identity.model_dump(mode="json"),
        "matching": matching.model_dump(mode="json"),
        "lottery": lottery.model_dump(mode="json"),
        "languages": {"same": sorted(sorted(pair) for pair in languages.same)},
        "rules": {key: s.model_dump(mode="json") for key, s in sorted(rules.items())},
        "criteria": {key: s.model_dump(mode="json") for key, s in sorted(weights.items())},
    }
    return RuleSet(
        name=identity.name,
        version=identity.version,
        objective=matching.objective,
        min_points=matching.min_points,
        stability_points=matching.stability_points,
        trajectory_months=matching.trajectory_months,
        lottery_seed=lottery.seed,
        lottery_bits=lottery.bits,
        same_language=frozenset(languages.same),
        rules=rules,
        criteria=weights,
        document=whole,
        digest=hashlib.sha256(canonical(whole)).hexdigest(),
    )


def canonical(document: object) -> bytes:
    """Return plain data as bytes that depend on its content alone (sorted keys, no spaces)."""
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _read_each(
    types: Mapping[str, type[Settings]], given: Mapping[str, Any], where: str
) -> dict[str, Settings]:
    _only_known(given, types, f"{where}]")
    return {key: _read(kind, given.get(key, {}), f"{where}.{key}]") for key, kind in types.items()}


def _only_known(given: Any, known: Iterable[str], where: str) -> None:
    names = list(known)
    if not isinstance(given, Mapping):
        raise InputError(f"{where}: expected a table, got {given!r}.")
    for key in given:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise InputError(
                f"{where}: unknown key {key!r}.{hint} Known: {', '.join(sorted(names))}."
            )


def _read(kind: type[T], given: Any, where: str) -> T:
    _only_known(given, kind.model_fields, where)
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{where} {place}: {first['msg']}, got {first['input']!r}.") from error
