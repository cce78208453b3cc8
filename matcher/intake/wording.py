"""How a value that cannot be read is told: where it stands, what was found, what was expected."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.sentence import Sentence

SHOWN_CHARACTERS = 80
"""Longest part of an offending value that is repeated."""

SHOWN_ERRORS = 20
"""How many errors are listed at most."""

_HIDDEN = Sentence("een waarde (niet getoond)", "a value (not shown)")


def unreadable(
    place: Sentence, found: str | None, expected: Sentence, suggestion: str | None, empty: Sentence
) -> Sentence:
    """Return the error in one sentence, and a second one with a suggestion.

    ``found`` is None where it must not be repeated; ``empty`` says that there is nothing.
    """
    text = Sentence(
        "{place}: gevonden {found}, verwacht {expected}.",
        "{place}: found {found}, expected {expected}.",
    ).fill(place=place, found=_shown(found, empty), expected=expected)
    if suggestion is None:
        return text
    hint = Sentence("Bedoelde u {hint}?", "Did you mean {hint}?")
    return text + hint.fill(hint=repr(suggestion))


def listed(errors: Sequence[object]) -> str:
    """Return the first errors, one a line, and how many more there are."""
    lines = [str(one) for one in errors[:SHOWN_ERRORS]]
    if len(errors) > SHOWN_ERRORS:
        lines.append(f"… and {len(errors) - SHOWN_ERRORS} more.")
    return "\n".join(lines)


def _shown(value: str | None, empty: Sentence) -> Sentence:
    if value is None:
        return _HIDDEN
    if not value:
        return empty
    cut = value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + "…"
    return Sentence(repr(cut), repr(cut))
