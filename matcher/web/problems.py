"""Errors: `application/problem+json` (RFC 9457) for machines, a page for people.

Neither ever repeats what was asked: an id may be that of a person.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from matcher.output.plain import to_json

JSON_PATHS = ("/api/", "/healthz", "/readyz")
DETAILS = {
    404: "There is nothing at this address.",
    405: "This address can only be read.",
}


class ProblemError(HTTPException):
    """An error of a stable kind, with a detail that holds nothing personal."""

    def __init__(self, code: int, kind: str, detail: str) -> None:
        super().__init__(description=detail)
        self.code = code
        self.kind = kind
        self.detail = detail


def is_for_machines() -> bool:
    """Return whether the request is answered in JSON."""
    return request.path.startswith(JSON_PATHS)


def problem_document(error: HTTPException) -> Response:
    """Return an error as problem+json."""
    status = HTTPStatus(error.code or 500)
    kind, detail = status.phrase.lower().replace(" ", "-"), DETAILS.get(status, status.phrase)
    if isinstance(error, ProblemError):
        kind, detail = error.kind, error.detail
    body = {
        "type": f"urn:matcher:problem:{kind}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }
    response = Response(to_json(body), int(status), mimetype="application/problem+json")
    return with_allowed(response, error)


def with_allowed(response: Response, error: HTTPException) -> Response:
    """Return the response, for 405 with the methods that are allowed."""
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response
