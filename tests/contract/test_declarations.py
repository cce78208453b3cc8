"""What every rule, capacity and criterion says of itself, and what its evidence may hold."""

from __future__ import annotations

import inspect
import json
import re
import string
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from matcher.app.rules import rules_in_force
from matcher.constraints.contract import Option, Outcome, Settings
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.contract import CriterionSettings
from matcher.criteria.registry import criteria
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.output.plain import plain
from matcher.rulesets import default_rules
from tests.contract.contract_worlds import world

EVERY = (*hard_rules(), *capacity_rules(), *criteria())
every_one = pytest.mark.parametrize("one", EVERY, ids=lambda one: one.key)
NEVER = {"nationality", "benefits", "name", "email", "phone", "reason", "birth_date", "gender"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@every_one
def test_the_key_is_the_name_of_the_file(one: Any) -> None:
    assert type(one).__module__.rpartition(".")[2] == one.key
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", one.key)


def test_no_two_share_a_key() -> None:
    keys = [one.key for one in EVERY]
    assert len(set(keys)) == len(keys)


@every_one
def test_the_section_cites_the_programme_and_so_does_the_file(one: Any) -> None:
    assert re.fullmatch(r"PROGRAMME §[1-8](\.\d+)?", one.section)
    module = inspect.getmodule(type(one))
    assert module is not None
    assert one.section.removeprefix("PROGRAMME ") in (module.__doc__ or "")


@every_one
def test_title_and_texts_are_given_in_dutch_and_english_with_the_same_placeholders(
    one: Any,
) -> None:
    assert set(one.texts) >= {Outcome.HELD, Outcome.BROKEN}
    for sentence in (one.title, *one.texts.values()):
        assert isinstance(sentence, Sentence)
        assert sentence.nl.strip()
        assert sentence.en.strip()
        assert placeholders(sentence.nl) == placeholders(sentence.en)
    for sentence in one.texts.values():
        assert sentence.nl.endswith((".", "}"))
        assert sentence.en.endswith((".", "}"))
    assert not placeholders(one.title.nl)


@every_one
def test_the_class_and_its_settings_are_documented(one: Any) -> None:
    assert inspect.cleandoc(type(one).__doc__ or "")
    kind = one.settings_type
    assert issubclass(kind, Settings)
    if kind not in {Settings, CriterionSettings}:
        assert kind.__dict__["__doc__"].strip()


@pytest.mark.parametrize("one", [*hard_rules(), *capacity_rules()], ids=lambda one: one.key)
def test_each_setting_of_a_rule_is_named_in_the_description_of_its_settings(one: Any) -> None:
    described = one.settings_type.__doc__ or ""
    for name in set(one.settings_type.model_fields) - {"enabled"}:
        assert f"``{name}``" in described


@every_one
def test_the_default_settings_are_valid_and_the_rule_is_on(one: Any) -> None:
    defaults = one.settings_type()
    assert defaults.enabled
    assert one.settings_type.model_validate(defaults.model_dump(mode="json")) == defaults


def test_the_rules_in_force_show_every_rule_capacity_and_criterion_with_its_settings() -> None:
    shown = {entry["key"]: entry for entry in rules_in_force(default_rules())["rules"]}
    assert set(shown) == {one.key for one in EVERY}
    for one in EVERY:
        entry = shown[one.key]
        assert entry["enabled"] is True
        assert set(entry["settings"]) == set(one.settings_type.model_fields) - {"enabled"}
        assert entry["section"] == one.section


# --- evidence ------------------------------------------------------------------------------------


def keys_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from data
        for value in data.values():
            yield from keys_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys_in(value)


def evidence_of(one: Any, problem: Problem) -> Iterator[Any]:
    if one in criteria():
        for mentee, mentor in product(problem.mentees, problem.mentors):
            yield one.points(mentee, mentor, problem).evidence
        return
    tables = problem.mentees, problem.mentors, problem.coaches, problem.projects
    for e, m, c, p in product(*tables):
        yield one.judge(Option(mentee=e, mentor=m, coach=c, project=p), problem).evidence


@every_one
def test_evidence_can_be_stored_and_tells_nothing_that_rules_may_not_read(one: Any) -> None:
    for seed in range(12):
        for evidence in evidence_of(one, world(seed)):
            stored = plain(evidence)
            assert stored
            assert json.loads(json.dumps(stored, allow_nan=False)) == stored
            assert not NEVER & set(keys_in(stored))
            assert "made up" not in json.dumps(stored)
