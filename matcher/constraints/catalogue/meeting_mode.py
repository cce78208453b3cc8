"""Mentee and mentor want to meet in a way that both accept (PROGRAMME §3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.change import Change
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.constraints.meeting import either_mode
from matcher.constraints.words import mode_words
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import MeetingMode

OPPOSITE = {MeetingMode.IN_PERSON, MeetingMode.ONLINE}
_WHO = {
    (False, False): Sentence("", ""),
    (True, False): Sentence("U hebt", "You have"),
    (False, True): Sentence("De mentor heeft", "The mentor has"),
    (True, True): Sentence("U en de mentor hebben", "You and the mentor have"),
}
"""Who has not chosen: the mentee, the mentor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeEvidence(Evidence):
    """How each wants to meet; None: not given."""

    mentee: MeetingMode | None
    mentor: MeetingMode | None


class MeetingModeRule(HardRule[Settings, ModeEvidence]):
    """Only in person against only online cannot go together; not given restricts nothing."""

    key = "meeting_mode"
    section = "PROGRAMME §3.9"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Manier van afspreken", "Way of meeting")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U wilt {mentee} afspreken. De mentor wil {mentor} afspreken. Dat past.",
            "You want to meet {mentee}. The mentor wants to meet {mentor}. That fits.",
        ),
        Outcome.BROKEN: Sentence(
            "U wilt {mentee} afspreken. De mentor wil {mentor} afspreken. Dat past niet.",
            "You want to meet {mentee}. The mentor wants to meet {mentor}. That does not fit.",
        ),
        Outcome.UNKNOWN: Sentence(
            "{who} nog niet gekozen tussen online en in het echt. Kies dat samen.",
            "{who} not chosen yet between online and in person. Choose that together.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the modes can go together."""
        del problem
        mine, theirs = option.mentee.meeting_mode, option.mentor.meeting_mode
        evidence = ModeEvidence(mentee=mine, mentor=theirs)
        if mine is None or theirs is None:
            return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
        fits = {mine, theirs} != OPPOSITE
        return Verdict(
            outcome=Outcome.HELD if fits else Outcome.BROKEN, allowed=fits, evidence=evidence
        )

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Bar the two opposite modes."""
        del problem
        return (
            InTable(
                Code("mentee", lambda mentee: mentee.meeting_mode),
                Code("mentor", lambda mentor: mentor.meeting_mode),
                lambda mine, theirs: (
                    (mine, theirs) not in {("in_person", "online"), ("online", "in_person")}
                ),
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Ask one of the two to accept both ways."""
        del verdict, problem
        return either_mode(self.key, option.mentee), either_mode(self.key, option.mentor)

    def words(self, evidence: ModeEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in the modes, or who has not chosen one."""
        del option
        return {
            "mentee": mode_words(evidence.mentee) if evidence.mentee else "",
            "mentor": mode_words(evidence.mentor) if evidence.mentor else "",
            "who": _WHO[evidence.mentee is None, evidence.mentor is None],
        }
