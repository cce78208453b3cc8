"""A stated wish about the other's gender is respected (PROGRAMME §3.10).

Gender is read here and nowhere else, and only where someone has stated a wish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence

_WHOM = {
    "f": Sentence("een vrouw", "a woman"),
    "m": Sentence("een man", "a man"),
    "x": Sentence(
        "iemand die zich geen man of vrouw noemt", "someone who is neither man nor woman"
    ),
}
_OWN = Sentence("U wilt als mentor {whom}.", "You want {whom} as a mentor.")
_MET = Sentence("Die wens is vervuld.", "That wish is met.")
_NO_WISH = Sentence(
    "Geen enkele wens staat dit duo in de weg.", "No wish stands in the way of this pair."
)
_NOT_MET = Sentence("Die wens is niet vervuld.", "That wish is not met.")
_OTHER_NOT_MET = Sentence(
    "Een wens staat dit duo in de weg. Meer kunnen wij u daarover niet zeggen.",
    "A wish stands in the way of this pair. We cannot tell you more about it.",
)
_NOT_KNOWN = Sentence(
    "Wij weten nog niet of die wens vervuld is.", "We do not know yet whether that wish is met."
)
_OTHER_NOT_KNOWN = Sentence(
    "Voor dit duo ontbreekt nog een gegeven over u. Vraag uw organisatie welk.",
    "For this pair a fact about you is still missing. Ask your organisation which one.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WishEvidence(Evidence):
    """Who has a wish, and whether the other's fact meets it (None: no wish, or not given)."""

    mentee_wish: str | None
    mentee_wish_met: bool | None
    mentor_has_wish: bool
    mentor_wish_met: bool | None


def _met(wish: str | None, fact: str | None) -> bool | None:
    return None if wish is None or fact is None else wish == fact


class Wish(HardRule[Settings, WishEvidence]):
    """A wish against a fact that is not given blocks: only a stated fact meets a stated wish."""

    key = "wish"
    section = "PROGRAMME §3.10"
    roles: ClassVar[tuple[Role, ...]] = ("mentee", "mentor")
    title = Sentence("Wensen", "Wishes")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence("{held}", "{held}"),
        Outcome.BROKEN: Sentence("{broken}", "{broken}"),
        Outcome.UNKNOWN: Sentence("{unknown}", "{unknown}"),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether both wishes, where stated, are met by stated facts."""
        del problem
        mentee, mentor = option.mentee, option.mentor
        of_mentee, of_mentor = (
            mentee.wishes.get("mentor_gender"),
            mentor.wishes.get("mentee_gender"),
        )
        found = _met(of_mentee, mentor.gender), _met(of_mentor, mentee.gender)
        missing = []
        if of_mentee is not None and mentor.gender is None:
            missing.append("mentors.gender")
        if of_mentor is not None and mentee.gender is None:
            missing.append("gender")
        evidence = WishEvidence(
            mentee_wish=of_mentee,
            mentee_wish_met=found[0],
            mentor_has_wish=of_mentor is not None,
            mentor_wish_met=found[1],
        )
        if False in found:
            return Verdict(outcome=Outcome.BROKEN, allowed=False, evidence=evidence)
        if missing:
            return Verdict(
                outcome=Outcome.UNKNOWN, allowed=False, evidence=evidence, missing=tuple(missing)
            )
        return Verdict(outcome=Outcome.HELD, allowed=True, evidence=evidence)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare each wish with the other's fact."""
        del problem
        return (
            InTable(
                Code("mentee", lambda mentee: mentee.wishes.get("mentor_gender")),
                Code("mentor", lambda mentor: mentor.gender),
                lambda wish, gender: wish is None or wish == gender,
            ),
            InTable(
                Code("mentor", lambda mentor: mentor.wishes.get("mentee_gender")),
                Code("mentee", lambda mentee: mentee.gender),
                lambda wish, gender: wish is None or wish == gender,
            ),
        )

    def words(self, evidence: WishEvidence, option: Option) -> Mapping[str, Sentence | str | int]:
        """Fill in the mentee's own wish; a wish of the mentor is the mentor's to tell."""
        del option
        wish, met = evidence.mentee_wish, evidence.mentee_wish_met
        if wish is None:
            return {"held": _NO_WISH, "broken": _OTHER_NOT_MET, "unknown": _OTHER_NOT_KNOWN}
        own = _OWN.fill(whom=_WHOM.get(wish, wish))
        return {
            "held": own + _MET,
            "broken": own + _NOT_MET if met is False else _OTHER_NOT_MET,
            "unknown": own + _NOT_KNOWN if met is None else _OTHER_NOT_KNOWN,
        }
