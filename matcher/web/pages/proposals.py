"""The table of proposals, and one proposal with all that stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template

from matcher.audit.text import explain_mentee
from matcher.web.current import choice, known_ids, run
from matcher.web.pages.facts import facts
from matcher.web.pages.language import asked, current_language
from matcher.web.pages.render import part
from matcher.web.served import Proposed

COLUMNS: Mapping[str, Callable[[Proposed], Any]] = {
    "mentee": lambda one: one.duo.mentee,
    "mentor": lambda one: one.duo.mentor,
    "coach": lambda one: one.duo.coach,
    "project": lambda one: one.duo.project,
    "promotor": lambda one: one.promotor,
    "points": lambda one: -one.points,
}


def show_list() -> str:
    """Return the table, sorted and filtered as asked."""
    found = run()
    promotors = sorted({one.promotor for one in found.proposals.values()})
    promotor = choice("promotor", ("", *promotors), "")
    sort = choice("sort", tuple(COLUMNS), "mentee")
    rows = sorted(
        (one for one in found.proposals.values() if promotor in {"", one.promotor}),
        key=lambda one: (COLUMNS[sort](one), one.duo.mentee),
    )
    return render_template(
        "proposals.html",
        page=part(rows, "page"),
        audit=found.audit,
        columns=tuple(COLUMNS),
        sort=sort,
        promotor=promotor,
        promotors=promotors,
        asked=asked("sort", "page"),
    )


def show_one(key: str) -> str:
    """Return one proposal."""
    found = run()
    with known_ids():
        audit = found.audit(key)
    duo, problem = audit.duo, found.problem
    return render_template(
        "proposal.html",
        audit=audit,
        facts=facts(
            problem.mentee_by_id[duo.mentee],
            problem.mentor_by_id[duo.mentor],
            problem.coach_by_id[duo.coach],
        ),
        explanation=explain_mentee(found.matching, duo.mentee, current_language(), found.adviser),
    )
