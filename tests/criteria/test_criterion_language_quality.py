"""The level of the best common language."""

from __future__ import annotations

import pytest
from criteria_worlds import criterion, mentee, mentor, problem, rules

from matcher.constraints.contract import Outcome
from matcher.domain.values import Level

LANGUAGE = criterion("language_quality")
A1, B1, B2, C1, C2 = Level.A1, Level.B1, Level.B2, Level.C1, Level.C2


@pytest.mark.parametrize(
    ("mine", "theirs", "points"),
    [(C2, C2, 150), (C2, B1, 60), (B2, C1, 105), (C1, C2, 135), (Level.A2, C2, 30), (A1, C2, 0)],
)
def test_the_weaker_speaker_sets_the_level(mine: Level, theirs: Level, points: int) -> None:
    a, b = mentee(languages={"tur": mine}), mentor(languages={"tur": theirs})
    assert LANGUAGE.points(a, b, problem()).points == points


def test_dutch_gives_no_more_than_another_language() -> None:
    def points(code: str) -> int:
        a, b = mentee(languages={code: B1}), mentor(languages={code: C2})
        found: int = LANGUAGE.points(a, b, problem()).points
        return found

    assert points("nld") == points("prs")


def test_of_two_common_languages_at_the_same_level_the_one_that_someone_speaks_better_is_named() -> (
    None
):
    a = mentee(languages={"fra": B2, "tur": B2})
    b = mentor(languages={"fra": B2, "tur": C1})
    common = LANGUAGE.points(a, b, problem()).evidence.common
    assert (common.mentee_language, common.level) == ("tur", B2)


def test_two_codes_for_one_language_meet_and_both_names_are_told() -> None:
    a, b = mentee(languages={"arb": C1}), mentor(languages={"ara": C2})
    found = LANGUAGE.points(a, b, problem())
    assert found.points == 135
    assert "Dat geldt als dezelfde taal" in LANGUAGE.sentence(found, a, b).nl
    apart = problem(rules=rules(same_language=()))
    assert LANGUAGE.points(a, b, apart).outcome is Outcome.BROKEN


def test_being_the_same_language_is_not_passed_on_from_one_pair_to_the_next() -> None:
    world = problem(rules=rules(same_language=(("ara", "arb"), ("arb", "ary"))))
    a, b = mentee(languages={"ara": C1}), mentor(languages={"ary": C2})
    assert LANGUAGE.points(a, b, world).points == 0


def test_the_sentence_names_the_language_and_both_levels() -> None:
    a, b = mentee(languages={"tur": C2}), mentor(languages={"tur": B1})
    sentence = LANGUAGE.sentence(LANGUAGE.points(a, b, problem()), a, b)
    assert sentence.nl == "U en de mentor spreken Turks. Uw niveau is C2, dat van de mentor is B1."
    assert sentence.en == "You and the mentor speak Turkish. Your level is C2, the mentor's is B1."


def test_without_a_common_language_the_languages_of_both_are_named() -> None:
    a, b = mentee(languages={"tur": C2, "nld": A1}), mentor(languages={"fra": C2})
    found = LANGUAGE.points(a, b, problem())
    assert found.outcome is Outcome.BROKEN
    assert (
        "U spreekt Nederlands en Turks. De mentor spreekt Frans."
        in LANGUAGE.sentence(found, a, b).nl
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "missing"),
    [
        ({}, {"tur": C2}, ("mentees.languages",)),
        ({"tur": C2}, {}, ("mentors.languages",)),
        ({}, {}, ("mentees.languages", "mentors.languages")),
    ],
)
def test_languages_not_given_are_unknown_and_named(
    mine: dict[str, Level], theirs: dict[str, Level], missing: tuple[str, ...]
) -> None:
    a, b = mentee(languages=mine), mentor(languages=theirs)
    found = LANGUAGE.points(a, b, problem())
    assert (found.outcome, found.missing) == (Outcome.UNKNOWN, missing)
    assert "ontbreken" in LANGUAGE.sentence(found, a, b).nl
