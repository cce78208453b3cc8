"""The first page: how many, how good, how sure."""

from __future__ import annotations

from collections import Counter

from flask import render_template

from matcher.audit.unmatched import Reason
from matcher.constraints.words import date_words
from matcher.domain.sentence import Sentence, listing
from matcher.web.current import run, served
from matcher.web.words import LEVELS, STATUS


def show() -> str:
    """Return the overview."""
    found = run()
    reasons = Counter(one.reason for one in found.unmatched)
    points = sum(one.points for one in found.proposals.values())
    return render_template(
        "overview.html",
        run=found,
        rules=found.problem.rules,
        as_of=date_words(found.problem.as_of),
        points=points,
        mean=points // max(1, len(found.proposals)),
        reasons=[(reason, reasons[reason]) for reason in Reason if reasons[reason]],
        free=sum(one.free for one in found.free_mentors),
        how_sure=how_sure(),
    )


def how_sure() -> Sentence:
    """Return in plain words what is proven of the whole; nothing where the check failed."""
    verified = served().verified
    if not verified.ok or verified.status is None:
        return STATUS["unknown"]
    gap = verified.gap_by_level or {}
    status = "claimed" if verified.status == "optimal" and gap else verified.status
    return STATUS[status].fill(gap=_gap(gap))


def _gap(by_level: dict[str, int]) -> Sentence:
    """Return the first level that leaves a gap: what comes after it weighs less."""
    level = next((name for name, n in by_level.items() if n), None)
    if level is None:
        return LEVELS["lottery"]
    kind = level.partition(":")[0]
    return listing([LEVELS[kind].fill(n=by_level[level])])
