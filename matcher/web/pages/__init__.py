"""The pages: server-rendered, Dutch or English, without scripts; every address in one table."""

from __future__ import annotations

from flask import Blueprint, Flask, Response
from werkzeug.exceptions import HTTPException

from matcher.web.pages import language, overview, proposals, rules, waiting, why_not
from matcher.web.pages.render import context, error_page
from matcher.web.problems import is_for_machines, problem_document

ROUTES = (
    ("/", overview.show),
    ("/voorstellen", proposals.show_list),
    ("/voorstellen/<id:key>", proposals.show_one),
    ("/wachtlijst", waiting.show_list),
    ("/wachtlijst/<id:mentee>", waiting.show_one),
    ("/regels", rules.show_rules),
    ("/uitleg", why_not.show_form),
)


def blueprint() -> Blueprint:
    """Return the blueprint of the pages."""
    pages = Blueprint("pages", __name__)
    for path, view in ROUTES:
        name = f"{view.__module__.rpartition('.')[2]}_{view.__name__}"
        pages.add_url_rule(path, name, view)
    pages.before_request(language.check_language)
    pages.url_defaults(language.keep_language)
    return pages


def handle_errors(app: Flask) -> None:
    """Answer every error as a page, or as problem+json where a machine asked."""

    def answer(error: HTTPException) -> Response:
        return problem_document(error) if is_for_machines() else error_page(error)

    app.register_error_handler(HTTPException, answer)
    app.context_processor(context)
