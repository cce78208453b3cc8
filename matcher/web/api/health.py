"""Whether the service lives, and whether it has something to serve."""

from __future__ import annotations

from flask import Response

from matcher.web.api.answers import answer
from matcher.web.current import served


def alive() -> Response:
    """Say that the process answers."""
    return answer({"status": "ok"})


def ready() -> Response:
    """Say whether the folder can be read, and whether it was verified."""
    readable = served().run is not None
    body = {"status": "ready" if readable else "unreadable", "verified": served().verified.ok}
    return answer(body, 200 if readable else 503)
