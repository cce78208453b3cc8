"""The language of a page: Dutch, or English where the address says so; links keep it."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from matcher.audit.text import Language
from matcher.web.current import choice

PARAMETERS = ("lang", "mentee", "mentor", "mentors", "page", "promotor", "reason", "sort")
"""What an address may carry along; anything else that was asked never reaches a link."""


def asked(*without: str) -> dict[str, Any]:
    """Return the parameters of this request that a link to it carries along."""
    return {k: request.args[k] for k in PARAMETERS if k in request.args and k not in without}


def check_language() -> None:
    """Refuse a language that there is not."""
    choice("lang", ("nl", "en"), "nl")


def current_language() -> Language:
    """Return the language that the address asks for."""
    return "en" if request.args.get("lang") == "en" else "nl"


def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Carry English along in the addresses of pages."""
    del endpoint
    if current_language() == "en":
        values.setdefault("lang", "en")
    if values.get("lang") == "nl":
        del values["lang"]


def same_page_in(language: Language) -> str:
    """Return the address of this page in a language; of the first page where there is none."""
    if request.endpoint is None or not request.endpoint.startswith("pages."):
        return url_for("pages.overview_show", lang=language)
    kept = asked("lang") | (request.view_args or {})
    return url_for(request.endpoint, **kept, lang=language)
