"""Why someone has no proposal: facts missing, not eligible, no allowed mentor, or outbid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matcher.audit.matching import Matching
from matcher.audit.proposal import AllowedMentor, allowed_and_all
from matcher.audit.todo import Standing, ToDo, to_do_from
from matcher.domain.people import Mentee
from matcher.domain.values import Decision, MentorStatus

SHOWN_ALLOWED = 20
"""Allowed mentors that are named for someone outbid; all are counted."""


class Reason(StrEnum):
    """The kind of reason; the first that applies, in this order."""

    REFUSED = "refused"
    NOT_ELIGIBLE = "not_eligible"
    FACTS_MISSING = "facts_missing"
    NO_ALLOWED_MENTOR = "no_allowed_mentor"
    OUTBID = "outbid"


class MentorReason(StrEnum):
    """Why a mentor has a free place."""

    NOT_ACTIVE = "not_active"
    NO_ALLOWED_MENTEE = "no_allowed_mentee"
    CAPACITY_ELSEWHERE = "capacity_elsewhere"
    MENTEES_PLACED_ELSEWHERE = "mentees_placed_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedMentee:
    """A waiting mentee without proposal.

    ``shut_out`` counts by rule the mentors whom it bars, each mentor by the option that breaks
    fewest rules. ``allowed_mentors`` counts those whom no rule bars, ``allowed`` names the best
    of them; each is then full in some way.
    ``to_do`` lists the facts that would settle eligibility.
    """

    mentee: str
    reason: Reason
    shut_out: Mapping[str, int]
    allowed_mentors: int
    allowed: tuple[AllowedMentor, ...]
    to_do: tuple[ToDo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeMentor:
    """A mentor with a free place; ``shut_out`` counts by rule the unmatched mentees whom it bars."""

    mentor: str
    free: int
    reason: MentorReason
    shut_out: Mapping[str, int]


def to_do(matching: Matching) -> tuple[ToDo, ...]:
    """Return the to-do list over all waiting mentees, in order of id and rule."""
    return tuple(
        item
        for e, mentee in enumerate(matching.problem.waiting)
        for item in to_do_from(mentee, matching.standings.of(e))
    )


def unmatched_mentees(matching: Matching) -> tuple[UnmatchedMentee, ...]:
    """Return every waiting mentee without proposal, in order of id."""
    return tuple(
        _unmatched(matching, e, matching.shut_out.mentors_barred(e))
        for e in range(len(matching.problem.waiting))
        if e not in matching.option_of
    )


def unmatched_mentee(matching: Matching, mentee: int) -> UnmatchedMentee:
    """Return why this waiting mentee (an index) has no proposal."""
    bars = matching.instance.barred
    return _unmatched(matching, mentee, bars.counts(bars.nearest(mentee)))


def _unmatched(matching: Matching, mentee: int, shut_out: Mapping[str, int]) -> UnmatchedMentee:
    around = matching.around(mentee)
    first, end = around.options_of(mentee)
    shown, allowed = allowed_and_all(around, mentee, SHOWN_ALLOWED) if first < end else ((), 0)
    person = matching.problem.waiting[mentee]
    found = matching.standings.of(mentee)
    return UnmatchedMentee(
        mentee=person.id,
        reason=_reason(matching, person, found, has_allowed=allowed > 0),
        shut_out=shut_out,
        allowed_mentors=allowed,
        allowed=shown,
        to_do=to_do_from(person, found),
    )


def _reason(
    matching: Matching, mentee: Mentee, found: Sequence[Standing], *, has_allowed: bool
) -> Reason:
    if has_allowed:
        return Reason.OUTBID
    asked = "vdab_decision" not in matching.problem.rules.switched_off
    if asked and mentee.vdab_decision is Decision.REFUSED:
        return Reason.REFUSED
    if not found or any(standing.eligible for standing in found):
        return Reason.NO_ALLOWED_MENTOR
    if all(standing.broken for standing in found):
        return Reason.NOT_ELIGIBLE
    return Reason.FACTS_MISSING


def free_mentors(matching: Matching) -> tuple[FreeMentor, ...]:
    """Return every mentor with a free place after the proposals, in order of id."""
    capacity, left = matching.left[0]
    instance, problem = matching.instance, matching.problem
    without = np.ones(len(problem.waiting), dtype=np.bool_)
    without[instance.mentee[matching.chosen]] = False
    allowed, missed = instance.mentors_of(without)
    found = []
    for k, mentor in enumerate(problem.mentors):
        if left[k] <= 0:
            continue
        if mentor.status is not MentorStatus.ACTIVE:
            reason = MentorReason.NOT_ACTIVE
        elif not allowed[k]:
            reason = MentorReason.NO_ALLOWED_MENTEE
        elif missed[k]:
            reason = MentorReason.CAPACITY_ELSEWHERE
        else:
            reason = MentorReason.MENTEES_PLACED_ELSEWHERE
        found.append(
            FreeMentor(
                mentor=capacity.names[k],
                free=int(left[k]),
                reason=reason,
                shut_out=matching.shut_out.mentees_barred(k),
            )
        )
    return tuple(found)
