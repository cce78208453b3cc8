"""Proposals: pages by cursor, one, and its audit."""

from __future__ import annotations

import base64
import binascii
from itertools import islice
from typing import Any, cast

from flask import Response, request

from matcher.audit.proposal import ProposalAudit
from matcher.audit.text import Language, explain_mentee
from matcher.output.documents import PROPOSAL_COLUMNS, proposal_row
from matcher.output.plain import plain
from matcher.web.api.answers import answer
from matcher.web.current import choice, known_ids, run, served, whole_number
from matcher.web.problems import ProblemError

MOST = 100
MARK_LENGTH = 12


def list_proposals() -> Response:
    """Return a page of proposals, in the order of mentees, and the cursor of the next one."""
    found, start = run(), _position(request.args.get("cursor"))
    limit = whole_number("limit", 1, MOST, MOST)
    page = islice(found.proposals, start, start + limit)
    more = start + limit < len(found.proposals)
    return answer(
        {
            **found.source,
            "verified": served().verified.ok,
            "total": len(found.proposals),
            "proposals": [_row(found.audit(key)) for key in page],
            "next_cursor": _cursor(start + limit) if more else None,
        }
    )


def show_proposal(key: str) -> Response:
    """Return one proposal."""
    with known_ids():
        audit = run().audit(key)
    return answer({**run().source, **_row(audit)})


def show_audit(key: str) -> Response:
    """Return all that stands behind a proposal, as data or as plain words."""
    form = choice("format", ("json", "text"), "json")
    language = cast("Language", choice("lang", ("nl", "en"), "nl"))
    with known_ids():
        audit = run().audit(key)
    if form == "json":
        return answer({**run().source, **plain(audit)})
    text = explain_mentee(run().matching, audit.duo.mentee, language, run().adviser)
    response = Response(f"{text}\n", mimetype="text/plain")
    response.headers["Content-Language"] = language
    return response


def _row(audit: ProposalAudit) -> dict[str, Any]:
    """Return a proposal as in ``proposals.json``."""
    return dict(zip(PROPOSAL_COLUMNS, proposal_row(audit), strict=True))


def _cursor(position: int) -> str:
    text = f"{served().digest[:MARK_LENGTH]}:{position}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _position(cursor: str | None) -> int:
    """Return where a page starts; a cursor of another run is refused."""
    if cursor is None:
        return 0
    wrong = ProblemError(400, "bad-cursor", "cursor: expected the next_cursor of this run's page.")
    try:
        text = base64.b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}", b"-_", validate=True)
        mark, _, position = text.decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise wrong from error
    if mark != served().digest[:MARK_LENGTH] or not (position.isascii() and position.isdigit()):
        raise wrong
    return int(position)
