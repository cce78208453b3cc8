"""What would help someone is said in plain words, which stand in the golden files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from statistics import mean

import numpy as np
import pytest
from golden_language import OFFICIALESE, faults_of_form, has_word, sentences, words
from golden_ways import ways_cases
from test_plain_language import ENGLISH, TOO_FAMILIAR

from matcher.audit.matching import Matching
from matcher.audit.more_room import more_room
from matcher.audit.phrases import HEADINGS
from matcher.audit.text import Language
from matcher.audit.ways_out import ways_out
from matcher.audit.ways_text import room_lines, ways_lines
from matcher.constraints.contract import HardRule
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.domain.sentence import Sentence
from matcher.instance import compile_instance
from matcher.instance.solve import solve
from tests.contract.contract_worlds import world

every_language = pytest.mark.parametrize("language", ["nl", "en"])
Compare = Callable[[str, str], None]


@cache
def told() -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    return tuple((case.name, tuple(case.lines())) for case in ways_cases())


@cache
def told_anywhere() -> tuple[Sentence, ...]:
    """Return the lines of any programme: what would help, and where room would."""
    found = []
    for seed in range(50):
        instance = compile_instance(world(seed, disorder=0.25, mentees=4))
        for chosen in (np.array([], dtype=np.int64), solve(instance).chosen):
            here = Matching(instance, chosen)
            for index in range(len(here.problem.waiting)):
                found += ways_lines(ways_out(here, index))
                found += room_lines(more_room(here, index))
    return tuple(dict.fromkeys(found))


@every_language
def test_ways_out_are_as_written_down(language: Language, agrees_with_golden: Compare) -> None:
    blocks = [
        f"=== {name} ===\n" + "".join(f"- {line[language]}\n" for line in lines)
        for name, lines in told()
    ]
    agrees_with_golden(f"ways.{language}.txt", "\n".join(blocks))


@every_language
def test_they_are_short_closed_and_filled(language: Language) -> None:
    lines = [line for _, found in told() for line in found]
    for line in (*lines, *told_anywhere()):
        assert (line[language], faults_of_form(line[language])) == (line[language], [])


@every_language
def test_they_have_at_most_twelve_words_a_sentence_on_average(language: Language) -> None:
    distinct = {s for _, found in told() for line in found for s in sentences(line[language])}
    assert mean(map(words, distinct)) <= 12


def test_they_hold_no_officialese_no_familiar_form_and_no_english() -> None:
    unwanted = (*OFFICIALESE, *TOO_FAMILIAR, *ENGLISH)
    lines = [line.nl for _, found in told() for line in found] + [x.nl for x in told_anywhere()]
    assert {line: word for line in lines if (word := has_word(line, *unwanted))} == {}


def test_headings_are_given_in_both_languages() -> None:
    for heading in (HEADINGS["ways"], HEADINGS["room"]):
        assert heading.nl != heading.en


def test_every_rule_and_limit_that_could_give_way_is_spoken_of() -> None:
    able = {rule.key for rule in hard_rules() if type(rule).changes is not HardRule.changes}
    said = set()
    for case in ways_cases():
        here = case.matching()
        for index in range(len(here.problem.waiting)):
            said |= {c.rule for way in ways_out(here, index) for c in way.changes}
            said |= {c.rule for room in more_room(here, index) for c in room.changes}
    assert said >= {rule.key for rule in capacity_rules()}
    assert said >= able - {"other_language"}
