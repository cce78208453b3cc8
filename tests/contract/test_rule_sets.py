"""Rule sets: what is unknown or out of range is refused by name, and any change shows."""

from __future__ import annotations

import re
import typing
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import ValidationError

from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.errors import InputError
from matcher.rulesets import default_rules, load_rules, rules_from_document
from tests.contract.contract_rules import allowed_values

BASE: dict[str, Any] = {
    "ruleset": {"name": "test", "version": "1"},
    "lottery": {"seed": "seed"},
}
KINDS: dict[str, tuple[str, Any]] = {
    one.key: ("rules", one.settings_type) for one in (*hard_rules(), *capacity_rules())
} | {one.key: ("criteria", one.settings_type) for one in criteria()}
SETTINGS = [(key, name) for key, (_, kind) in KINDS.items() for name in kind.model_fields]
every_setting = pytest.mark.parametrize(("key", "name"), SETTINGS)
SHARED = [
    ("ruleset", "version", "2"),
    ("ruleset", "note", "other"),
    ("matching", "objective", "fit"),
    ("matching", "min_points", 1),
    ("matching", "stability_points", 1),
    ("matching", "trajectory_months", 7),
    ("lottery", "seed", "other"),
    ("lottery", "bits", 31),
    ("languages", "same", []),
]


def with_setting(key: str, name: str, value: object) -> dict[str, Any]:
    return {**BASE, KINDS[key][0]: {key: {name: value}}}


def another_value(key: str, name: str) -> object:
    """Return a value other than the default that the settings accept with all else at default."""
    kind = KINDS[key][1]
    default = kind.model_fields[name].default
    for value in allowed_values(kind, name):
        try:
            kind.model_validate({name: value})
        except ValidationError:
            continue
        if value != default and (name != "weight" or value < default):
            return value
    raise AssertionError(f"{key}.{name} has only one value")


def wrong_value(kind: Any, name: str) -> object:
    """Return a value of the right type just outside what the setting accepts, or no such choice."""
    field = kind.model_fields[name]
    if field.annotation is bool or typing.get_origin(field.annotation) is Literal:
        return "no such choice"
    lowest = [m.ge for m in field.metadata if hasattr(m, "ge")]
    return lowest[0] - 1 if lowest else -1


@every_setting
def test_a_misspelt_setting_is_refused_with_the_name_that_was_meant(key: str, name: str) -> None:
    wrong = f"{name}x"
    with pytest.raises(InputError) as error:
        rules_from_document(with_setting(key, wrong, 1), "mine.toml")
    message = str(error.value)
    assert message.startswith(f"mine.toml: [{KINDS[key][0]}.{key}]")
    assert f"unknown key {wrong!r}" in message
    assert f"Did you mean {name!r}?" in message


@pytest.mark.parametrize("key", KINDS)
def test_a_misspelt_rule_is_refused_with_the_name_that_was_meant(key: str) -> None:
    section = KINDS[key][0]
    with pytest.raises(InputError, match=f"Did you mean '{key}'") as error:
        rules_from_document({**BASE, section: {f"{key}s": {}}})
    assert f"[{section}]" in str(error.value)


@pytest.mark.parametrize("section", ["matching", "lottery", "rules", "criteria", "languages"])
def test_a_misspelt_section_is_refused_with_the_name_that_was_meant(section: str) -> None:
    with pytest.raises(InputError, match=f"Did you mean '{section}'"):
        rules_from_document({**BASE, f"{section}s": {}})


@every_setting
def test_a_value_out_of_range_is_refused_by_the_name_of_its_setting(key: str, name: str) -> None:
    section, kind = KINDS[key]
    value = wrong_value(kind, name)
    with pytest.raises(InputError) as error:
        rules_from_document(with_setting(key, name, value), "mine.toml")
    message = str(error.value)
    assert message.startswith(f"mine.toml: [{section}.{key}] {name}: ")
    assert repr(value) in message


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("matching", "objective", "most"),
        ("matching", "min_points", 1001),
        ("matching", "stability_points", -1),
        ("matching", "trajectory_months", 0),
        ("lottery", "bits", 41),
        ("lottery", "seed", ""),
        ("languages", "same", [["ara", "arabic"]]),
        ("ruleset", "version", ""),
    ],
)
def test_a_shared_value_out_of_range_is_refused_by_its_section_and_name(
    section: str, name: str, value: object
) -> None:
    document = {**BASE, section: {**BASE.get(section, {}), name: value}}
    with pytest.raises(InputError, match=re.escape(f"[{section}] {name}")):
        rules_from_document(document)


def test_weights_above_a_thousand_together_are_refused_with_their_sum() -> None:
    first = criteria()[0]
    others = sum(one.settings_type().weight for one in criteria()[1:])
    document = {**BASE, "criteria": {first.key: {"weight": 1000 - others + 1}}}
    with pytest.raises(InputError, match="at most 1000, got 1001"):
        rules_from_document(document)
    document["criteria"][first.key]["enabled"] = False
    assert not rules_from_document(document).criteria[first.key].enabled  # type: ignore[attr-defined]


@every_setting
def test_the_digest_changes_with_every_setting(key: str, name: str) -> None:
    plain, changed = (
        rules_from_document(BASE),
        rules_from_document(with_setting(key, name, another_value(key, name))),
    )
    assert changed.digest != plain.digest
    assert changed.document != plain.document


@pytest.mark.parametrize(("section", "name", "value"), SHARED)
def test_the_digest_changes_with_every_shared_setting(
    section: str, name: str, value: object
) -> None:
    document = {**BASE, section: {**BASE.get(section, {}), name: value}}
    assert rules_from_document(document).digest != rules_from_document(BASE).digest


def test_every_shared_setting_is_among_those_whose_change_is_tried() -> None:
    document = rules_from_document(BASE).document
    shared = {
        (section, name)
        for section, settings in document.items()
        if section not in {"rules", "criteria"}
        for name in settings  # type: ignore[attr-defined]
    }
    assert shared - {("ruleset", "name")} == {(section, name) for section, name, _ in SHARED}


FIRST = """
[ruleset]
name = "test"
version = "1"
[lottery]
seed = "seed"
[rules.subgroup]
age_limit = 26
inherit_base = false
[rules.limited_dutch]
max_level = "B1"
"""
SECOND = """# the same, said in another order
[rules.limited_dutch]
max_level = "B1" # a comment
[lottery]
seed = "seed"
bits = 32
[rules.subgroup]
inherit_base = false
age_limit = 26
[ruleset]
version = "1"
name = "test"
"""


def test_order_comments_and_defaults_written_out_leave_the_digest_alone(tmp_path: Path) -> None:
    digests = []
    for number, text in enumerate((FIRST, SECOND)):
        path = tmp_path / f"{number}.toml"
        path.write_text(text, encoding="utf-8")
        digests.append(load_rules(path).digest)
    assert digests[0] == digests[1]
    assert digests[0] != rules_from_document(BASE).digest


def test_a_rule_set_read_back_from_its_own_document_is_the_same() -> None:
    rules = default_rules()
    again = rules_from_document(rules.document)
    assert again == rules
    assert again.digest == rules.digest


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[ruleset", "expected TOML"),
        (b"\xff\xfe", "expected a readable rule set in UTF-8"),
        (b"[ruleset]\nversion = '1'\n[lottery]\nseed = 's'", r"\[ruleset\] name"),
        (
            b"rules = 3\n[ruleset]\nname = 'n'\nversion = '1'\n[lottery]\nseed = 's'",
            r"\[rules\]: expected a table, got 3",
        ),
    ],
)
def test_a_rule_set_that_cannot_be_read_is_refused_by_the_name_of_the_file(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"^mine.toml: .*{message}"):
        load_rules(path)


def test_a_rule_set_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^absent.toml: "):
        load_rules(tmp_path / "absent.toml")
