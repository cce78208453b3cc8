"""A question about any mentee and any mentor."""

from __future__ import annotations

from flask import render_template, request

from matcher.audit.pair import why_not
from matcher.audit.text import explain_pair
from matcher.domain.sentence import Sentence
from matcher.web.current import run
from matcher.web.pages.language import current_language
from matcher.web.words import SENTENCES


def show_form() -> str | tuple[str, int]:
    """Return the form, with the answer where both ids are given and known."""
    found = run()
    mentee, mentor = (request.args.get(key, "").strip() for key in ("mentee", "mentor"))
    unknown: list[Sentence] = []
    if mentee and mentee not in found.problem.mentee_by_id:
        unknown.append(SENTENCES["unknown_mentee"])
    if mentor and mentor not in found.problem.mentor_by_id:
        unknown.append(SENTENCES["unknown_mentor"])
    asked = bool(mentee and mentor) and not unknown
    page = render_template(
        "why_not.html",
        mentee=mentee,
        mentor=mentor,
        unknown=unknown,
        answer=why_not(found.matching, mentee, mentor, found.adviser) if asked else None,
        explanation=explain_pair(found.matching, mentee, mentor, current_language(), found.adviser)
        if asked
        else None,
        proposal=found.proposal_of.get(mentee) if asked else None,
    )
    return (page, 404) if unknown else page
