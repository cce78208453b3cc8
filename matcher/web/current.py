"""What a request works on: the run, and the ids that it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import current_app, request

from matcher.domain.errors import UnknownNameError
from matcher.web.problems import ProblemError
from matcher.web.served import Run, Served

EXTENSION = "matcher"


def served() -> Served:
    """Return what this service serves."""
    return cast("Served", current_app.extensions[EXTENSION])


def run() -> Run:
    """Return the run.

    Raises
    ------
    ProblemError
        503 where the folder cannot be read.
    """
    found = served().run
    if found is None:
        raise ProblemError(503, "unreadable", "The output folder cannot be read.")
    return found


@contextmanager
def known_ids() -> Iterator[None]:
    """Answer 404 where an id is unknown; the id itself is not repeated."""
    try:
        yield
    except UnknownNameError as error:
        raise ProblemError(404, "unknown-id", "This run holds nothing with that id.") from error


def choice(name: str, among: tuple[str, ...], default: str) -> str:
    """Return a query parameter that has few values.

    Raises
    ------
    ProblemError
        400 for another value.
    """
    given = request.args.get(name, default)
    if given not in among:
        raise ProblemError(400, f"bad-{name}", f"{name}: expected one of {', '.join(among)}.")
    return given


def whole_number(name: str, low: int, high: int, default: int) -> int:
    """Return a query parameter that is a number from ``low`` to ``high``.

    Raises
    ------
    ProblemError
        400 for anything else.
    """
    given = request.args.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 10) or not (  # noqa: PLR2004 -- int() of a short text is cheap
        low <= int(given) <= high
    ):
        raise ProblemError(
            400, f"bad-{name}", f"{name}: expected a whole number from {low} to {high}."
        )
    return int(given)
