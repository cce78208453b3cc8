"""Plain data as a JSON response."""

from __future__ import annotations

from typing import Any

from flask import Response

from matcher.output.plain import to_json


def answer(document: Any, status: int = 200) -> Response:
    """Return plain data as JSON."""
    return Response(to_json(document), status, mimetype="application/json")
