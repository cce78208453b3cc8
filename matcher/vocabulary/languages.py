"""Languages by their ISO 639-3 code, which is kept as given: no code is mapped to another."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from babel import Locale

from matcher.domain.sentence import Sentence
from matcher.vocabulary.tables import plain, read_table

_CLOSE_ENOUGH = 0.8


@cache
def _registered() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_table("languages")}


@cache
def _own_names() -> dict[str, Sentence]:
    return {row["code"]: Sentence(row["nl"], row["en"]) for row in read_table("language_names")}


@cache
def _babel_names(locale: str) -> dict[str, str]:
    return dict(Locale(locale).languages)


def is_language(code: str) -> bool:
    """Tell whether this is an ISO 639-3 code, in small letters, of a language or macrolanguage.

    ``prs``, ``kmr`` and ``arb`` are codes of their own beside ``fas``, ``kur`` and ``ara``.
    """
    return code in _registered()


def language_name(code: str) -> Sentence:
    """Return the name of a language, written with a capital in both languages.

    Where no Dutch name is known the English one stands in; an unknown code is its own name.
    """
    if code not in _registered():
        return Sentence(code, code)
    if code in _own_names():
        return _own_names()[code]
    english = _babel_name(code, "en") or _registered()[code]["en"]
    return Sentence(_babel_name(code, "nl") or english, english)


def suggest_language(text: str) -> str | None:
    """Return the ISO 639-3 code that was probably meant, None when nothing comes near.

    Understood are a code in capitals, the codes of ISO 639-1 (``en``) and of ISO 639-2/B
    (``fre``), and names in Dutch, English or French, exact or nearly so, in that order.
    """
    wanted = plain(text)
    if is_language(wanted):
        return wanted
    exact = _other_codes().get(wanted) or _codes_by_name().get(wanted)
    if exact is not None:
        return exact
    near = get_close_matches(wanted, _familiar_names(), n=1, cutoff=_CLOSE_ENOUGH)
    return _codes_by_name()[near[0]] if near else None


def _babel_name(code: str, locale: str) -> str | None:
    names = _babel_names(locale)
    return names.get(_registered()[code]["alpha2"]) or names.get(code)


@cache
def _other_codes() -> dict[str, str]:
    return {
        row[kind]: code
        for code, row in _registered().items()
        for kind in ("alpha2", "bibliographic")
        if row[kind]
    }


@cache
def _codes_by_name() -> dict[str, str]:
    """Map each name as a search key to its code; names of our own go before those of Babel."""
    found: dict[str, str] = {}
    for row in read_table("language_names"):
        for name in (row["nl"], row["en"], *row["aliases"].split(";")):
            if name:
                found.setdefault(plain(name), row["code"])
    for locale in ("nl", "en", "fr"):
        for code in _registered():
            if familiar := _babel_name(code, locale):
                found.setdefault(plain(familiar), code)
    for code, row in _registered().items():
        found.setdefault(plain(row["en"]), code)
    return found


@cache
def _familiar_names() -> tuple[str, ...]:
    """Return the names a mistyped one may be near to: those with a Dutch, English or French form.

    The thousands of other names of the register would make chance hits.
    """
    reference = {plain(row["en"]) for row in _registered().values()}
    familiar = {
        plain(name)
        for locale in ("nl", "en", "fr")
        for code in _registered()
        if (name := _babel_name(code, locale))
    }
    return tuple(
        sorted(name for name in _codes_by_name() if name in familiar or name not in reference)
    )
