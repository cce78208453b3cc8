"""Advice is told in plain words, which stand in the golden files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from golden_advice import advice_cases
from golden_language import OFFICIALESE, faults_of_form, has_word

from matcher.audit.advice_text import advice_page
from matcher.audit.text import Language

every_language = pytest.mark.parametrize("language", ["nl", "en"])


@every_language
def test_advice_is_as_written_down(
    language: Language, agrees_with_golden: Callable[[str, str], None]
) -> None:
    blocks = [
        f"=== {name} ===\n{advice_page(advice, language)}\n" for name, advice in advice_cases()
    ]
    agrees_with_golden(f"advice.{language}.txt", "\n".join(blocks))


@every_language
def test_its_sentences_are_short_closed_and_filled(language: Language) -> None:
    for _, advice in advice_cases():
        for _, lines in advice_page(advice, language).sections:
            for line in lines:
                assert (line, faults_of_form(line)) == (line, [])
                assert language == "en" or has_word(line, *OFFICIALESE) is None
