"""One statement in the two languages of the service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same statement in Dutch and in English.

    Both may hold ``{name}`` placeholders; `fill` puts values in them.
    """

    nl: str
    en: str

    def fill(self, **values: Sentence | str | int) -> Sentence:
        """Return this sentence with its placeholders replaced.

        A value that is itself a `Sentence` is inserted in the matching language.

        Raises
        ------
        KeyError
            When a placeholder gets no value.
        """
        if "{" not in self.nl and "{" not in self.en:
            return self
        nl, en = dict(values), dict(values)
        for name, value in values.items():
            if isinstance(value, Sentence):
                nl[name], en[name] = value.nl, value.en
        return Sentence(self.nl.format_map(nl), self.en.format_map(en))

    def __getitem__(self, language: str) -> str:
        """Return the text in ``"nl"`` or ``"en"``."""
        if language not in {"nl", "en"}:
            raise KeyError(f"Expected language 'nl' or 'en', got {language!r}.")
        return self.nl if language == "nl" else self.en

    def __add__(self, other: Sentence) -> Sentence:
        """Return both texts one after the other, with a space between."""
        return Sentence(f"{self.nl} {other.nl}", f"{self.en} {other.en}")

    def bracketed(self) -> Sentence:
        """Return both texts between brackets."""
        return Sentence(f"({self.nl})", f"({self.en})")


def listing(items: list[Sentence]) -> Sentence:
    """Join items as running text: "a, b en c" and "a, b and c"."""

    def join(words: list[str], last: str) -> str:
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"

    if not items:
        return Sentence("", "")
    return Sentence(join([i.nl for i in items], "en"), join([i.en for i in items], "and"))
