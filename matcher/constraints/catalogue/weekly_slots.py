"""Mentee and mentor are free at one time of the week (PROGRAMME §3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.change import Change, Edit, Table, Who
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import AnyOf, Condition, Holds, Names, Role, SharesName
from matcher.constraints.words import slot_words
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing
from matcher.domain.values import SLOTS

SHOWN = 3
_WHO = {
    (True, True): Sentence("", ""),
    (False, True): Sentence("U gaf", "You gave"),
    (True, False): Sentence("De mentor gaf", "The mentor gave"),
    (False, False): Sentence("U en de mentor gaven", "You and the mentor gave"),
}
"""Who gave no moments: by whether the mentee and the mentor gave any."""

_MENTEE_FREE = Sentence("als u ook vrij bent op {slot}", "if you are free on {slot} too")
_MENTOR_FREE = Sentence(
    "als de mentor ook vrij is op een moment van u",
    "if the mentor is free at one of your moments too",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsEvidence(Evidence):
    """The slots in common, in the order of the week, and who gave none."""

    common: tuple[str, ...]
    mentee_given: bool
    mentor_given: bool


class WeeklySlots(HardRule[Settings, SlotsEvidence]):
    """Slots not given restrict nothing."""

    key = "weekly_slots"
    section = "PROGRAMME §3.9"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Vrije momenten", "Free moments")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "U en de mentor zijn allebei vrij op {slots}.",
            "You and the mentor are both free on {slots}.",
        ),
        Outcome.BROKEN: Sentence(
            "Op geen enkel opgegeven moment zijn u en de mentor allebei vrij.",
            "At none of the moments given are you and the mentor both free.",
        ),
        Outcome.UNKNOWN: Sentence(
            "{who} geen vrije momenten op. Spreek samen een moment af.",
            "{who} no free moments. Agree on a moment together.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether a slot is common."""
        del problem
        mine, theirs = option.mentee.availability, option.mentor.availability
        common = tuple(slot for slot in SLOTS if slot in mine and slot in theirs)
        evidence = SlotsEvidence(common=common, mentee_given=bool(mine), mentor_given=bool(theirs))
        if not mine or not theirs:
            return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
        outcome = Outcome.HELD if common else Outcome.BROKEN
        return Verdict(outcome=outcome, allowed=bool(common), evidence=evidence)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Share a slot, or give none."""
        del problem
        mentee = Names("mentee", lambda mentee: mentee.availability)
        mentor = Names("mentor", lambda mentor: mentor.availability)
        return (
            AnyOf(
                (
                    SharesName(mentee, mentor),
                    Holds("mentee", lambda mentee: not mentee.availability),
                    Holds("mentor", lambda mentor: not mentor.availability),
                )
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Ask the mentee for one of the mentor's moments, or the mentor for one of the mentee's."""
        del verdict, problem

        def free(who: Who, key: str, slot: str, condition: Sentence) -> Change:
            table: Table = "mentees" if who is Who.MENTEE else "mentors"
            edit = Edit(table=table, id=key, field="availability", value=frozenset({slot}))
            return Change(rule=self.key, who=who, condition=condition, edits=(edit,))

        mine, theirs = (
            [slot for slot in SLOTS if slot in one.availability]
            for one in (option.mentee, option.mentor)
        )
        return (
            *(
                free(Who.MENTEE, option.mentee.id, slot, _MENTEE_FREE.fill(slot=slot_words(slot)))
                for slot in theirs
            ),
            free(Who.MENTOR, option.mentor.id, mine[0], _MENTOR_FREE),
        )

    def words(self, evidence: SlotsEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in the first three slots in common, or who gave none."""
        del option
        return {
            "slots": listing([slot_words(slot) for slot in evidence.common[:SHOWN]]),
            "who": _WHO[evidence.mentee_given, evidence.mentor_given],
        }
