"""The golden texts are written as a Flemish public servant would write to a citizen (B1)."""

from __future__ import annotations

from functools import cache
from statistics import mean

import numpy as np
import pytest
from golden_cases import cases
from golden_language import OFFICIALESE, faults_of_form, has_word, sentences, words
from golden_pages import page_cases

from matcher.audit.matching import Matching
from matcher.audit.text import Language, Page, explain_mentee, explain_pair
from matcher.constraints.contract import Option
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.sentence import Sentence
from matcher.instance import compile_instance
from tests.contract.contract_worlds import world

every_language = pytest.mark.parametrize("language", ["nl", "en"])
LANGUAGES: tuple[Language, ...] = ("nl", "en")
YOU = {"nl": ("u", "uw"), "en": ("you", "your")}
ABOUT_OTHERS = {
    "nl": (
        *("Dit project", "Project", "Organisatie", "VDAB", "Geen enkele wens"),
        *("De mentor", "Deze mentor", "Mentorcoach", "Het netwerk van de mentor"),
    ),
    "en": (
        *("This project", "Project", "Organisation", "VDAB", "No wish"),
        *("The mentor", "This mentor", "Mentor coach", "By the rules", "We cannot"),
    ),
}
"""How a text begins that tells a fact about someone else than the mentee."""
TITLES = {"nl": "Regels die nu niet meetellen", "en": "Rules that do not count now"}
"""The heading under which stand titles of rules, which are no sentences."""
TOO_FAMILIAR = ("je", "jij", "jou", "jouw", "jullie", "men", "cliënt", "mentee", "werkzoekende")
ENGLISH = ("the", "and", "you", "your", "with", "this", "that", "not", "match", "proposal", "coach")


@cache
def rule_texts() -> tuple[Sentence, ...]:
    return tuple(case.said()[1] for case in cases())


@cache
def pages(language: Language) -> tuple[Page, ...]:
    return tuple(case.page(language) for case in page_cases())


def lines(language: Language) -> list[str]:
    """Return every text that a person reads: of rules and criteria, and the lines of pages."""
    of_pages = [
        line
        for page in pages(language)
        for heading, body in page.sections
        if heading != TITLES[language]
        for line in body
    ]
    return [*(text[language] for text in rule_texts()), *of_pages]


@every_language
def test_sentences_are_short_closed_and_filled(language: Language) -> None:
    assert {line: found for line in lines(language) if (found := faults_of_form(line))} == {}


@every_language
def test_sentences_have_at_most_twelve_words_on_average(language: Language) -> None:
    distinct = {sentence for line in lines(language) for sentence in sentences(line)}
    assert mean(map(words, distinct)) <= 12


def test_the_list_of_officialese_is_long_and_sorted() -> None:
    assert len(OFFICIALESE) >= 60
    assert list(OFFICIALESE) == sorted(set(OFFICIALESE))


def test_dutch_holds_no_officialese_no_familiar_form_and_no_english() -> None:
    unwanted = (*OFFICIALESE, *TOO_FAMILIAR, *ENGLISH)
    assert {line: word for line in lines("nl") if (word := has_word(line, *unwanted))} == {}


def test_dutch_says_who_does_what() -> None:
    every = [sentence for line in set(lines("nl")) for sentence in sentences(line)]
    passive = [sentence for sentence in every if has_word(sentence, "wordt", "worden", "werd")]
    assert len(passive) * 50 <= len(every)


@every_language
def test_a_text_speaks_to_the_mentee_or_tells_a_fact_about_another(language: Language) -> None:
    for text in rule_texts():
        if has_word(text[language], *YOU[language]) is None:
            assert text[language].startswith(ABOUT_OTHERS[language])


@every_language
def test_every_page_opens_by_speaking_to_the_mentee(language: Language) -> None:
    for page in pages(language):
        heading, opening = page.sections[0]
        assert heading == ""
        assert has_word(" ".join(opening), *YOU[language]) is not None


@every_language
def test_no_text_tells_the_mentee_what_the_mentor_wishes_or_why_a_pair_is_excluded(
    language: Language,
) -> None:
    told = " ".join(lines(language))
    assert has_word(told, "zussen") is None
    assert has_word(told, "een man", "a man", "geslacht", "gender") is None


@pytest.mark.parametrize("seed", range(60))
def test_rules_speak_plainly_of_any_programme_and_only_in_ways_that_they_have_words_for(
    seed: int,
) -> None:
    here = world(seed, disorder=0.6)
    for mentee in here.waiting:
        for mentor in here.mentors:
            option = Option(
                mentee=mentee,
                mentor=mentor,
                coach=here.coaches[seed % len(here.coaches)],
                project=here.projects[seed % len(here.projects)],
            )
            for rule in (*hard_rules(), *capacity_rules()):
                verdict = rule.judge(option, here)
                assert verdict.outcome in rule.texts
                _check(rule.key, rule.sentence(verdict, option))
            for criterion in criteria():
                points = criterion.points(mentee, mentor, here)
                assert points.outcome in criterion.texts
                _check(criterion.key, criterion.sentence(points, mentee, mentor))


@pytest.mark.parametrize("seed", range(12))
def test_pages_speak_plainly_of_any_programme(seed: int) -> None:
    instance = compile_instance(world(seed, disorder=0.3))
    _, first_of_each = np.unique(instance.mentee, return_index=True)
    for chosen in ([], first_of_each[::2]):
        matching = Matching(instance, np.array(chosen, dtype=np.int64))
        for language in LANGUAGES:
            for mentee in instance.problem.mentees:
                made = [explain_mentee(matching, mentee.id, language)]
                made += [
                    explain_pair(matching, mentee.id, mentor.id, language)
                    for mentor in instance.problem.mentors
                ]
                for heading, line in (
                    (h, x) for page in made for h, xs in page.sections for x in xs
                ):
                    if heading != TITLES[language]:
                        assert (line, faults_of_form(line)) == (line, [])


def _check(key: str, sentence: Sentence) -> None:
    for language in LANGUAGES:
        faults = faults_of_form(sentence[language])
        assert (key, sentence[language], faults) == (key, sentence[language], [])
