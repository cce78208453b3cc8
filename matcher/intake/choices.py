"""Cell formats for closed sets of words: answers, statuses, meeting modes, genders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from matcher.domain.sentence import Sentence
from matcher.domain.values import Answer, Decision, Gender, MatchStatus, MeetingMode, MentorStatus
from matcher.intake.cells import CellError, Format, T, cached, closest, explain_artefacts

E = TypeVar("E", bound=StrEnum)


def words(options: Mapping[str, T], canonical: list[str], write: Callable[[T], str]) -> Format[T]:
    """Return a format for a closed set of words; case, spaces and dashes do not matter.

    Parameters
    ----------
    options
        Value per accepted word, in lower case, with ``_`` for spaces and dashes.
    canonical
        The words that errors and documentation name.
    write
        Gives the word to write for a value.
    """
    listed = ", ".join(canonical)
    expected = Sentence(f"een van {listed}", f"one of {listed}")
    known = list(options)

    def parse(text: str) -> T:
        word = re.sub(r"[\s\-_]+", "_", text.casefold())
        if word not in options:
            explain_artefacts(text)
            near = closest(word, known)
            raise CellError(expected, None if near is None else write(options[near]))
        return options[word]

    return Format(expected, cached(parse), write)


def _enumeration(kind: type[E], aliases: Mapping[str, E]) -> Format[E]:
    canonical = [member.value for member in kind]
    return words(
        {m.value.casefold(): m for m in kind} | dict(aliases), canonical, lambda m: m.value
    )


ANSWER = words(
    {
        **dict.fromkeys(("yes", "ja", "1", "true", "waar", "x", "y", "j"), Answer.YES),
        **dict.fromkeys(("no", "nee", "neen", "0", "false", "onwaar", "n"), Answer.NO),
        **dict.fromkeys(("unknown", "onbekend", "?"), Answer.UNKNOWN),
    },
    ["yes", "no", "unknown"],
    lambda answer: answer.value,
)
GENDER = _enumeration(
    Gender,
    {
        **dict.fromkeys(("v", "vrouw", "female", "woman"), Gender.FEMALE),
        **dict.fromkeys(("man", "male"), Gender.MALE),
        **dict.fromkeys(("andere", "other"), Gender.OTHER),
    },
)
MEETING_MODE = _enumeration(
    MeetingMode,
    {
        **dict.fromkeys(
            ("fysiek", "in_persoon", "persoonlijk", "live", "face_to_face"), MeetingMode.IN_PERSON
        ),
        **dict.fromkeys(("digitaal", "virtueel", "virtual"), MeetingMode.ONLINE),
        **dict.fromkeys(("beide", "both", "maakt_niet_uit", "allebei"), MeetingMode.EITHER),
    },
)
MENTOR_STATUS = _enumeration(
    MentorStatus,
    {
        "actief": MentorStatus.ACTIVE,
        **dict.fromkeys(("gepauzeerd", "pauze", "op_pauze"), MentorStatus.PAUSED),
        **dict.fromkeys(("gestopt", "vertrokken", "weg"), MentorStatus.LEFT),
    },
)
DECISION = _enumeration(
    Decision,
    {
        **dict.fromkeys(("hangend", "in_behandeling", "lopend", "geen"), Decision.PENDING),
        **dict.fromkeys(("goedgekeurd", "positief", "akkoord"), Decision.APPROVED),
        **dict.fromkeys(("geweigerd", "afgekeurd", "negatief"), Decision.REFUSED),
    },
)
MATCH_STATUS = _enumeration(
    MatchStatus,
    {
        **dict.fromkeys(("voorgesteld", "voorstel"), MatchStatus.PROPOSED),
        **dict.fromkeys(("aanvaard", "akkoord", "geaccepteerd"), MatchStatus.ACCEPTED),
        **dict.fromkeys(("lopend", "loopt"), MatchStatus.RUNNING),
        **dict.fromkeys(("afgerond", "voltooid"), MatchStatus.COMPLETED),
        **dict.fromkeys(("stopgezet", "gestopt"), MatchStatus.STOPPED),
    },
)
