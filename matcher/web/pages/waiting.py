"""The waiting list: mentees without proposal, mentors with free places, and one mentee."""

from __future__ import annotations

from flask import render_template

from matcher.audit.text import explain_mentee
from matcher.audit.unmatched import Reason
from matcher.web.current import choice, known_ids, run
from matcher.web.pages.language import current_language
from matcher.web.pages.render import part


def show_list() -> str:
    """Return both lists."""
    found = run()
    reason = choice("reason", ("", *Reason), "")
    mentees = [one for one in found.unmatched if reason in {"", one.reason}]
    return render_template(
        "waiting.html",
        mentees=part(mentees, "page"),
        mentors=part(found.free_mentors, "mentors"),
        reason=reason,
        reasons=tuple(Reason),
    )


def show_one(mentee: str) -> str:
    """Return why one mentee has no proposal, or which one they have."""
    found = run()
    with known_ids():
        explanation = explain_mentee(found.matching, mentee, current_language(), found.adviser)
    unmatched = next((one for one in found.unmatched if one.mentee == mentee), None)
    return render_template(
        "mentee.html",
        mentee=mentee,
        explanation=explanation,
        proposal=found.proposal_of.get(mentee),
        unmatched=unmatched,
        barred=sorted(unmatched.shut_out.items(), key=lambda item: (-item[1], item[0]))
        if unmatched
        else [],
        mentors=len(found.problem.mentors),
    )
