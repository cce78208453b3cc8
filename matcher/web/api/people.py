"""Who has no proposal, and why not a certain mentor."""

from __future__ import annotations

from flask import Response

from matcher.audit.pair import why_not
from matcher.domain.errors import UnknownNameError
from matcher.output.plain import plain
from matcher.web.api.answers import answer
from matcher.web.current import known_ids, run

BETWEEN = "/why-not/"


def list_unmatched() -> Response:
    """Return mentees without proposal and mentors with free places, each with the reason."""
    found = run()
    return answer(
        {
            **found.source,
            "mentees": plain(found.unmatched),
            "mentors": plain(found.free_mentors),
        }
    )


def show_why_not(both: str) -> Response:
    """Return what stands between a mentee and a mentor.

    ``both`` is ``{mentee}/why-not/{mentor}``: servers decode an address before it gets here, so
    an id that itself holds a slash shows only by being known.
    """
    with known_ids():
        mentee, mentor = _known_pair(both)
        found = why_not(run().matching, mentee, mentor, run().adviser)
    return answer({**run().source, **plain(found)})


def _known_pair(both: str) -> tuple[str, str]:
    problem, parts = run().problem, both.split(BETWEEN)
    for cut in range(1, len(parts)):
        mentee, mentor = BETWEEN.join(parts[:cut]), BETWEEN.join(parts[cut:])
        if mentee in problem.mentee_by_id and mentor in problem.mentor_by_id:
            return mentee, mentor
    raise UnknownNameError("Expected the ids of a mentee and a mentor of this run.")
