"""Plain data as a JSON response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from matcher.output.plain import to_json


def answer(document: Mapping[str, Any], status: int = 200) -> Response:
    """Return plain data as JSON."""
    return Response(to_json(document), status, mimetype="application/json")
