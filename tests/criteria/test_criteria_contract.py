"""What every criterion must keep to, over generated programmes."""

from __future__ import annotations

import json
import string
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from criteria_worlds import criterion, mentee, mentor, problem, table_of, worlds
from hypothesis import given
from hypothesis import settings as profile

from matcher.constraints.contract import Outcome
from matcher.criteria.contract import Criterion
from matcher.criteria.registry import criteria
from matcher.domain.problem import Problem
from matcher.domain.values import Gender

KEYS = {
    "sector_fit": 300,
    "network_fit": 300,
    "language_quality": 150,
    "distance": 100,
    "waiting_time": 150,
}
every_criterion = pytest.mark.parametrize("one", criteria(), ids=lambda one: one.key)
OFFICIALESE = ("betreffende", "conform", "teneinde", "dienen", "inzake", "dient", "middels")


def test_the_five_criteria_have_default_weights_that_add_up_to_a_thousand() -> None:
    assert {one.key: one.settings_type().weight for one in criteria()} == KEYS
    assert sum(KEYS.values()) == 1000


@every_criterion
@given(world=worlds())
@profile(max_examples=60, deadline=None)
def test_the_table_gives_every_pair_the_points_of_its_meaning(
    one: Criterion[Any, Any], world: Problem
) -> None:
    table = table_of(one, world)
    for row, a in enumerate(world.waiting):
        for column, b in enumerate(world.mentors):
            assert table[row, column] == one.points(a, b, world).points


@every_criterion
@given(world=worlds())
@profile(max_examples=40, deadline=None)
def test_points_lie_between_nothing_and_the_weight_and_agree_with_the_outcome(
    one: Criterion[Any, Any], world: Problem
) -> None:
    weight = one.settings(world).weight
    for a in world.waiting:
        for b in world.mentors:
            found = one.points(a, b, world)
            assert type(found.points) is int
            assert 0 <= found.points <= weight
            assert (found.points > 0) == (found.outcome is Outcome.HELD)
            assert bool(found.missing) == (found.outcome is Outcome.UNKNOWN)


@every_criterion
@given(world=worlds())
@profile(max_examples=40, deadline=None)
def test_every_sentence_fills_in_dutch_and_english_and_its_evidence_can_be_stored(
    one: Criterion[Any, Any], world: Problem
) -> None:
    for a in world.waiting:
        for b in world.mentors:
            found = one.points(a, b, world)
            sentence = one.sentence(found, a, b)
            for text in (sentence.nl, sentence.en):
                assert text.endswith(".")
                assert not set(text) & set("{}")
                assert "None" not in text
            assert json.loads(json.dumps(asdict(found.evidence)))


@every_criterion
@given(world=worlds())
@profile(max_examples=40, deadline=None)
def test_the_order_of_tables_and_of_codes_changes_no_points_and_no_evidence(
    one: Criterion[Any, Any], world: Problem
) -> None:
    def turned(person: Any, *columns: str) -> Any:
        return replace(person, **{name: getattr(person, name)[::-1] for name in columns})

    def languages(person: Any) -> dict[str, Any]:
        return dict(reversed(list(person.languages.items())))

    other = replace(
        world,
        employers=tuple(turned(e, "occupations") for e in world.employers[::-1]),
        contacts=world.contacts[::-1],
        acquaintances=tuple(
            replace(a, mentor=a.other_mentor, other_mentor=a.mentor)
            for a in world.acquaintances[::-1]
        ),
    )
    for a in world.waiting:
        same_a = turned(a, "target_occupations", "target_sectors")
        same_a = replace(same_a, languages=languages(a))
        for b in world.mentors:
            same_b = replace(turned(b, "occupations", "sectors"), languages=languages(b))
            assert one.points(same_a, same_b, other) == one.points(a, b, world)
    assert np.array_equal(table_of(one, other), table_of(one, world))


@every_criterion
@given(world=worlds())
@profile(max_examples=25, deadline=None)
def test_age_gender_and_name_change_nothing(one: Criterion[Any, Any], world: Problem) -> None:
    def changed(person: Any) -> Any:
        return replace(person, birth_date=date(1970, 5, 5), gender=Gender.OTHER)

    other = replace(
        world,
        mentees=tuple(changed(a) for a in world.mentees),
        mentors=tuple(replace(b, gender=Gender.FEMALE) for b in world.mentors),
    )
    assert np.array_equal(table_of(one, other), table_of(one, world))


@every_criterion
def test_a_criterion_has_words_for_each_outcome_with_the_same_placeholders_in_both_languages(
    one: Criterion[Any, Any],
) -> None:
    def placeholders(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert set(one.texts) == set(Outcome)
    for sentence in one.texts.values():
        assert placeholders(sentence.nl) == placeholders(sentence.en)
        assert not any(word in sentence.nl.lower() for word in OFFICIALESE)
        for part in sentence.nl.split("."):
            assert len(part.split()) <= 20


@every_criterion
def test_a_programme_without_mentors_or_without_mentees_has_an_empty_table(
    one: Criterion[Any, Any],
) -> None:
    assert table_of(one, problem([mentee()])).shape == (1, 0)
    assert table_of(one, problem([], [mentor()])).shape == (0, 1)


@pytest.mark.parametrize("key", ["sector_fit", "network_fit"])
@pytest.mark.parametrize(
    "wrong", [{"one_digit": 600}, {"same_section": 701}, {"four_digits": 1001}, {"letters": 1}]
)
def test_settings_that_reward_being_less_alike_or_do_not_exist_are_refused(
    key: str, wrong: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        criterion(key).settings_type(**wrong)


@pytest.mark.parametrize(
    ("key", "wrong", "message"),
    [
        ("distance", {"near_km": 60}, "near_km < far_km, got 60 and 60"),
        ("network_fit", {"near_km": 51}, "near_km ≤ far_km, got 51 and 50"),
        ("language_quality", {"b2": 950}, "never fall"),
        ("waiting_time", {"full_after_days": 0}, "greater than or equal to 1"),
    ],
)
def test_settings_out_of_order_are_refused_with_what_was_found(
    key: str, wrong: dict[str, int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        criterion(key).settings_type(**wrong)
