"""Programmes of which advice is told, and answers that a search did not close."""

from __future__ import annotations

from dataclasses import replace

from golden_pages import matching, mentee, mentor

from matcher.app.advise import advise
from matcher.audit.advice_gain import Gain
from matcher.audit.advice_text import Advice
from matcher.domain.programme import Project
from matcher.domain.values import Level
from matcher.instance.solve import solve
from matcher.output.certificate import Proof


def _advice(places: int | None = 10) -> Advice:
    """One mentor for three people, of whom two speak Dari only."""
    dari = {"languages": {"prs": Level.C2}, "target_sectors": ("52",)}
    people = (mentee("E1"), mentee("E2", **dari), mentee("E3", **dari), mentee("E4"))
    projects = (Project(id="X", promotor="ORG", places=places),)
    here = matching([], people, (mentor("M1", capacity=1),), projects=projects)
    found = solve(here.instance)
    here = replace(here, chosen=found.chosen)
    return advise(here, Proof("optimal", found.prices, ()), 3)


def _unsure(advice: Advice) -> Advice:
    """Return the advice as if no search had closed."""

    def open_still(gain: Gain) -> Gain:
        return replace(gain, exact=False, at_most={"served": 2, "points": 900})

    rows = tuple(replace(r, gain=open_still(r.gain)) for r in advice.mentors.rows)
    places = tuple(replace(r, gain=open_still(r.gain)) for r in advice.places.rows)
    return replace(
        advice,
        proven=False,
        mentors=replace(advice.mentors, rows=rows),
        places=replace(advice.places, rows=places),
    )


def advice_cases() -> tuple[tuple[str, Advice], ...]:
    """Return advice under a name."""
    return (
        ("room", _advice()),
        ("few places", _advice(2)),
        ("no room", _advice(0)),
        ("not closed", _unsure(_advice())),
    )
