"""Why someone has no proposal: facts missing, not eligible, no allowed mentor, or outbid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matcher.audit.matching import Matching
from matcher.audit.proposal import AllowedMentor, allowed_mentors
from matcher.audit.todo import ToDo, to_do_of
from matcher.constraints.registry import hard_rules
from matcher.domain.values import MentorStatus


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
    fewest rules. ``allowed`` are the mentors whom no rule bars; each is then full in some way.
    ``to_do`` lists the facts that would settle eligibility.
    """

    mentee: str
    reason: Reason
    shut_out: Mapping[str, int]
    allowed: tuple[AllowedMentor, ...]
    to_do: tuple[ToDo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeMentor:
    """A mentor with a free place; ``shut_out`` counts by rule the unmatched mentees whom it bars."""

    mentor: str
    free: int
    reason: MentorReason
    shut_out: Mapping[str, int]


def unmatched_mentees(matching: Matching) -> tuple[UnmatchedMentee, ...]:
    """Return every waiting mentee without proposal, in order of id."""
    return tuple(
        unmatched_mentee(matching, e)
        for e in range(len(matching.problem.waiting))
        if e not in matching.option_of
    )


def unmatched_mentee(matching: Matching, mentee: int) -> UnmatchedMentee:
    """Return why this waiting mentee (an index) has no proposal."""
    bars = matching.instance.barred
    allowed = allowed_mentors(matching, mentee)
    person = matching.problem.waiting[mentee]
    to_do = to_do_of(person, matching.problem)
    return UnmatchedMentee(
        mentee=person.id,
        reason=_reason(matching, mentee, bool(allowed), bool(to_do)),
        shut_out=bars.counts(bars.nearest(mentee)),
        allowed=allowed,
        to_do=to_do,
    )


def _reason(matching: Matching, mentee: int, has_allowed: bool, has_to_do: bool) -> Reason:
    if has_allowed:
        return Reason.OUTBID
    bars = matching.instance.barred
    eligibility = np.uint32(0)
    for rule in hard_rules():
        if rule.kind == "eligibility":
            eligibility |= bars.bit(rule.key)
    barred_everywhere = bool(
        (((bars.em[mentee].min(initial=0) | bars.ep[mentee]) & eligibility) != 0).all()
    )
    if matching.problem.waiting[mentee].vdab_decision == "refused" and barred_everywhere:
        return Reason.REFUSED
    if has_to_do:
        return Reason.FACTS_MISSING
    referral = bars.bit("referral")
    within = (bars.ep[mentee] & referral) == 0
    own = bars.ep[mentee][within] & eligibility
    if barred_everywhere or (own.size and bool((own != 0).all())):
        return Reason.NOT_ELIGIBLE
    return Reason.NO_ALLOWED_MENTOR


def free_mentors(matching: Matching) -> tuple[FreeMentor, ...]:
    """Return every mentor with a free place after the proposals, in order of id."""
    capacity, left = matching.left[0]
    instance, problem = matching.instance, matching.problem
    without = [e for e in range(len(problem.waiting)) if e not in matching.option_of]
    bars = instance.barred
    near = (
        np.stack([bars.nearest(e) for e in without])
        if without
        else np.zeros((0, len(problem.mentors)), dtype=np.uint32)
    )
    found = []
    for k, mentor in enumerate(problem.mentors):
        if left[k] <= 0:
            continue
        options = np.flatnonzero(instance.mentor == k)
        if mentor.status is not MentorStatus.ACTIVE:
            reason = MentorReason.NOT_ACTIVE
        elif not len(options):
            reason = MentorReason.NO_ALLOWED_MENTEE
        elif any(int(instance.mentee[i]) not in matching.option_of for i in options):
            reason = MentorReason.CAPACITY_ELSEWHERE
        else:
            reason = MentorReason.MENTEES_PLACED_ELSEWHERE
        found.append(
            FreeMentor(
                mentor=capacity.names[k],
                free=int(left[k]),
                reason=reason,
                shut_out=bars.counts(near[:, k]),
            )
        )
    return tuple(found)
