"""The audit of one proposal: rules with facts, points with evidence, and who came next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.audit.matching import Matching
from matcher.audit.next_best import OtherMentor, next_best
from matcher.audit.suggest import Adviser
from matcher.audit.verdicts import (
    Judgement,
    Score,
    judge_capacities,
    judge_rules,
    score_pair,
)
from matcher.instance.solve import Duo

SHOWN_ALTERNATIVES = 5

Ranked = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Mentors, best first, with their points and first option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another mentor who was allowed for this mentee.

    ``difference`` is their points less the proposed mentor's. ``full`` names what has no room
    left for them, as (rule, label); empty where there is room.
    """

    mentor: str
    points: int
    difference: int
    full: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAudit:
    """All that stands behind one proposal. ``rank`` 1 is the mentee's best allowed mentor.

    ``bonus`` is what the choice counted beside ``points`` because this mentor was proposed to
    this mentee before (the rule set's ``stability_points``); 0 where nothing was. ``next_best``
    are the few other mentors that would cost everybody together least, the least first.
    """

    proposal: str
    duo: Duo
    promotor: str
    points: int
    bonus: int
    rank: int
    rules: tuple[Judgement, ...]
    capacities: tuple[Judgement, ...]
    criteria: tuple[Score, ...]
    alternatives: tuple[Alternative, ...]
    allowed_mentors: int
    next_best: tuple[OtherMentor, ...]


def audit_proposals(matching: Matching, adviser: Adviser | None) -> tuple[ProposalAudit, ...]:
    """Return the audit of every proposal, in the order of ``matching.duos``.

    ``adviser`` answers what other mentors would cost; without one that is left out.
    """
    by_duo = {(matching.option(int(i)).mentee.id): int(i) for i in matching.chosen}
    others = next_best(adviser, by_duo) if adviser else {}
    return tuple(
        audit_proposal(matching, by_duo[duo.mentee], proposal, others.get(duo.mentee, ()))
        for duo, proposal in zip(matching.duos, matching.ids, strict=True)
    )


def audit_proposal(
    matching: Matching, index: int, proposal: str, others: tuple[OtherMentor, ...]
) -> ProposalAudit:
    """Return the audit of the proposal that chose this option; ``others`` are its next best."""
    instance, problem = matching.instance, matching.problem
    option = matching.option(index)
    assert option.project is not None  # noqa: S101 -- an option of the instance has all four
    assert option.coach is not None  # noqa: S101 -- likewise
    mine = int(instance.option_points[index])
    mentee = int(instance.mentee[index])
    around = matching.around(mentee)
    ranked = _ranked(around, mentee)
    points = ranked[1]
    return ProposalAudit(
        proposal=proposal,
        duo=Duo(option.mentee.id, option.mentor.id, option.coach.id, option.project.id),
        promotor=option.project.promotor,
        points=mine,
        bonus=int(instance.weighed[index]) - mine,
        rank=1 + int((points > mine).sum()),
        rules=judge_rules(option, problem),
        capacities=judge_capacities(option, problem),
        criteria=score_pair(option.mentee, option.mentor, problem),
        alternatives=tuple(
            Alternative(mentor=a.mentor, points=a.points, difference=a.points - mine, full=a.full)
            for a in _named(around, ranked, SHOWN_ALTERNATIVES + 1)
            if a.mentor != option.mentor.id
        )[:SHOWN_ALTERNATIVES],
        allowed_mentors=len(points),
        next_best=others,
    )


@dataclass(frozen=True, slots=True)
class AllowedMentor:
    """A mentor whom no rule bars for a mentee, with points and what is full."""

    mentor: str
    points: int
    full: tuple[tuple[str, str], ...]


def allowed_mentors(
    matching: Matching, mentee: int, most: int | None = None
) -> tuple[AllowedMentor, ...]:
    """Return the mentors allowed for a waiting mentee, most points first, then by id.

    ``most`` cuts the list off there. A mentor with several coaches or projects to choose from is
    full only where each choice is; what is named is what fills the choice that lacks least.
    """
    return allowed_and_all(matching, mentee, most)[0]


def allowed_and_all(
    matching: Matching, mentee: int, most: int | None
) -> tuple[tuple[AllowedMentor, ...], int]:
    """Return what `allowed_mentors` does, and how many mentors there are without ``most``."""
    matching = matching.around(mentee)
    ranked = _ranked(matching, mentee)
    return _named(matching, ranked, most), len(ranked[0])


def allowed_mentor(matching: Matching, mentee: int, mentor: int) -> AllowedMentor | None:
    """Return one mentor (an index) as `allowed_mentors` does; None where rules bar them."""
    matching = matching.around(mentee)
    mentors, points, first = _ranked(matching, mentee)
    found = np.flatnonzero(mentors == mentor)
    if not len(found):
        return None
    at = int(found[0])
    full = _least_full(matching, int(first[at]))
    return AllowedMentor(matching.problem.mentors[mentor].id, int(points[at]), full)


def _named(matching: Matching, ranked: Ranked, most: int | None) -> tuple[AllowedMentor, ...]:
    mentors, points, first = (column[:most].tolist() for column in ranked)
    return tuple(
        AllowedMentor(matching.problem.mentors[k].id, p, _least_full(matching, at))
        for k, p, at in zip(mentors, points, first, strict=True)
    )


def _ranked(matching: Matching, mentee: int) -> Ranked:
    """Return a mentee's mentors, best first, with their points and first option."""
    instance = matching.instance
    low, high = matching.options_of(mentee)
    every = instance.mentor[low:high]
    other = np.ones(len(every), dtype=np.bool_)
    other[1:] = every[1:] != every[:-1]
    first = low + np.flatnonzero(other)  # options stand by mentor
    mentors = instance.mentor[first]
    points = instance.option_points[first]
    order = np.lexsort((mentors, -points))  # mentors stand in order of id
    return mentors[order], points[order], first[order]


def _least_full(matching: Matching, first: int) -> tuple[tuple[str, str], ...]:
    """Return what fills the choice that lacks least, of a pair whose options begin here."""
    instance = matching.instance
    pair = instance.mentee[first], instance.mentor[first]
    best = matching.full(first)
    for index in range(first + 1, len(instance.mentee)):
        if (instance.mentee[index], instance.mentor[index]) != pair or not best:
            break
        full = matching.full(index)
        best = full if len(full) < len(best) else best
    return best
