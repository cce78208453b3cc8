"""Every rule speaks in every way it can, and what it says stands in the golden files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from golden_case import Case
from golden_cases import cases
from golden_pages import PageCase, page_cases

from matcher.audit.text import Language
from matcher.audit.unmatched import Reason, unmatched_mentee
from matcher.constraints.contract import Outcome
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.sentence import Sentence

every_language = pytest.mark.parametrize("language", ["nl", "en"])
Compare = Callable[[str, str], None]


@cache
def spoken() -> tuple[tuple[Case, Outcome, Sentence], ...]:
    return tuple((case, *case.said()) for case in cases())


@every_language
def test_what_rules_say_is_as_written_down(language: Language, agrees_with_golden: Compare) -> None:
    order = {rule.key: i for i, rule in enumerate((*hard_rules(), *capacity_rules(), *criteria()))}
    found = sorted(spoken(), key=lambda one: (order[one[0].key], list(Outcome).index(one[1])))
    lines = [
        f"{case.key} | {outcome.value} | {case.name}\n    {sentence[language]}"
        for case, outcome, sentence in found
    ]
    agrees_with_golden(f"rules.{language}.txt", "\n".join(lines) + "\n")


@every_language
def test_pages_are_as_written_down(language: Language, agrees_with_golden: Compare) -> None:
    pages = [f"=== {case.name} ===\n\n{case.page(language)}\n" for case in page_cases()]
    agrees_with_golden(f"pages.{language}.txt", "\n".join(pages))


@pytest.mark.parametrize(
    "rule", [*hard_rules(), *capacity_rules(), *criteria()], ids=lambda rule: rule.key
)
def test_a_rule_has_a_golden_text_for_each_outcome_that_it_has_words_for(
    rule: object,
) -> None:
    key, texts = rule.key, rule.texts  # type: ignore[attr-defined]  # every rule has both
    assert {outcome for case, outcome, _ in spoken() if case.key == key} == set(texts)


def test_cases_have_names_of_their_own() -> None:
    names = [(case.key, case.name) for case in cases()]
    assert len(set(names)) == len(names)


def test_there_is_a_page_for_every_reason_to_have_no_proposal() -> None:
    def reason(case: PageCase) -> Reason | None:
        matching = case.matching()
        waiting = [m.id for m in matching.problem.waiting]
        if case.mentor is not None or case.mentee not in waiting:
            return None
        index = waiting.index(case.mentee)
        return None if index in matching.option_of else unmatched_mentee(matching, index).reason

    assert {reason(case) for case in page_cases()} == {None, *Reason}
