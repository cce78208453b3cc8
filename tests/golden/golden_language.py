"""What makes a text plain: how long its sentences are, whom it speaks to, which words it avoids."""

from __future__ import annotations

import re
from pathlib import Path

LONGEST = 20
"""Words in a sentence, at most."""

OFFICIALESE = tuple(
    (Path(__file__).parent / "ambtelijk.txt").read_text(encoding="utf-8").splitlines()
)
_POINTS = re.compile(r" \(\d+ (?:van|of) \d+ (?:punten|punt|points|point)\)$")
_END = re.compile(r"(?<=[.!?])\s+")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without the points that close a line in brackets."""
    return _END.split(_POINTS.sub("", text))


def words(sentence: str) -> int:
    """Return the number of words; an amount with its sign or unit is one."""
    return len(re.sub(r"€ (?=\d)", "€", sentence).split())


def has_word(text: str, *candidates: str) -> str | None:
    """Return the first of these words or phrases that stands in a text, whatever its capitals."""
    for one in candidates:
        if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE):
            return one
    return None


def faults_of_form(text: str) -> list[str]:
    """Return what is wrong with the form of a text, in any language."""
    found = [f"{words(s)} words: {s}" for s in sentences(text) if words(s) > LONGEST]
    found += [f"ends on {text[-1:]!r}"] * (not _POINTS.sub("", text).endswith((".", "?")))
    found += ["placeholder"] * bool(set("{}") & set(text))
    found += ["None in the text"] * ("None" in text)
    found += ["space"] * bool(re.search(r"  |^ | $| [.,:?]|\.\.|\( | \)", text))
    return found
