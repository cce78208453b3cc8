"""What every template can use, and the page of an error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from babel.numbers import format_decimal
from flask import Response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.domain.sentence import Sentence
from matcher.web import words
from matcher.web.current import served, whole_number
from matcher.web.pages.language import asked, current_language, same_page_in
from matcher.web.problems import with_allowed

PAGE_SIZE = 50
MOST_PAGES = 10**6
LINE = re.compile(r"^(.{1,200}?: line \d+):", re.DOTALL)
LOCALES = {"nl": "nl_BE", "en": "en_GB"}


def say(key: str, **values: Sentence | str | int) -> str:
    """Return a sentence of the pages in the language of the page."""
    return words.SENTENCES[key].fill(**values)[current_language()]


def tell(sentence: Sentence) -> str:
    """Return any sentence in the language of the page."""
    return sentence[current_language()]


def number(value: int) -> str:
    """Return a number as people write it."""
    return format_decimal(value, locale=LOCALES[current_language()])


def rule_title(key: str) -> str:
    """Return the title of a hard rule, a capacity rule or the floor of points."""
    titles = {rule.key: rule.title for rule in hard_rules()}
    titles |= {rule.key: rule.title for rule in capacity_rules()}
    return tell(titles.get(key, words.SENTENCES["min_points"]))


def full_words(full: Sequence[tuple[str, str]]) -> str:
    """Return what has no place left, in words: "Plaatsen bij de mentor (M1)"."""
    return ", ".join(f"{rule_title(key)} ({label})" for key, label in full)


def what_is_wrong() -> str:
    """Return what the check found wrong; of a line that differs only where it is, no content."""
    problem = served().verified.problem or ""
    place = LINE.match(problem)
    return place.group(1) if place else problem


def part(items: Sequence[Any], name: str) -> dict[str, Any]:
    """Return the page of a list that query parameter ``name`` asks for, with its links."""
    page = whole_number(name, 1, MOST_PAGES, 1)
    first = (page - 1) * PAGE_SIZE

    def link(to: int) -> str:
        kept = asked() | {name: to}
        return url_for(str(request.endpoint), _anchor=name, **kept)

    shown = items[first : first + PAGE_SIZE]
    return {
        "name": name,
        "items": shown,
        "total": len(items),
        "first": first + 1,
        "last": first + len(shown),
        "previous": link(page - 1) if page > 1 else None,
        "next": link(page + 1) if first + PAGE_SIZE < len(items) else None,
    }


def context() -> dict[str, Any]:
    """Return what every template can use."""
    other = "nl" if current_language() == "en" else "en"
    return {
        "lang": current_language(),
        "other_lang": other,
        "other_url": same_page_in("nl" if other == "nl" else "en"),
        "say": say,
        "tell": tell,
        "number": number,
        "rule_title": rule_title,
        "full_words": full_words,
        "words": words,
        "verified": served().verified,
        "what_is_wrong": what_is_wrong(),
    }


def error_page(error: HTTPException) -> Response:
    """Return an error as a page that repeats nothing of what was asked."""
    code = error.code or 500
    sentence = words.ERRORS.get(code, words.ERRORS[400 if code < 500 else 500])  # noqa: PLR2004 -- HTTP's two kinds
    return with_allowed(Response(render_template("error.html", sentence=sentence), code), error)
