"""Advice on room and on recruiting, from a result that was written earlier."""

from __future__ import annotations

from typing import Any

from matcher.audit.advice_gain import Gain
from matcher.audit.advice_hiring import Hiring
from matcher.audit.advice_lacking import profiles_lacking
from matcher.audit.advice_pairs import open_pairs
from matcher.audit.advice_places import places
from matcher.audit.advice_profile import assumptions
from matcher.audit.advice_recruit import recruits
from matcher.audit.advice_text import (
    Advice,
    mentors_together,
    place_words,
    places_together,
    row_words,
)
from matcher.audit.matching import Matching
from matcher.domain.errors import InputError
from matcher.domain.sentence import Sentence
from matcher.output.certificate import Proof, read_proof
from matcher.output.folder import StoredRun
from matcher.output.plain import plain


def advise(matching: Matching, proof: Proof, top: int, *, seconds: float | None = None) -> Advice:
    """Return where one more place, and which mentors, would give most.

    Parameters
    ----------
    matching
        The set that was chosen.
    proof
        Its certificate's prices and status.
    top
        How many places, and how many mentors.
    seconds
        What one search may take; None: as long as it needs.

    Raises
    ------
    InputError
        When not all allowed options could be held: what is held says nothing of the others.
    """
    if matching.instance.partial:
        raise InputError(
            "Expected a result with all allowed matches in memory for advice, found one of which "
            "too many are allowed: advice is not given there."
        )
    proven = proof.status == "optimal"
    opens = [
        one
        for project in range(len(matching.problem.projects))
        for one in open_pairs(matching, project, profiles_lacking(matching, project))
    ]
    return Advice(
        places=places(matching, proof.prices, top, proven=proven, seconds=seconds),
        mentors=recruits(Hiring(matching, opens, proven=proven, seconds=seconds), top),
        assumed=assumptions(matching.problem),
        proven=proven,
    )


def advice_of(stored: StoredRun, top: int, *, seconds: float | None = None) -> Advice:
    """Return the advice for a result read back.

    Raises
    ------
    InputError
        When the certificate cannot be read, and as `advise`.
    """
    try:
        proof = read_proof(stored.certificate, stored.matching.instance)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"certificate.json: expected prices and claims ({error!r}).") from error
    return advise(stored.matching, proof, top, seconds=seconds)


def advice_document(advice: Advice) -> dict[str, Any]:
    """Return the advice as data; what is told stands with its words and its sums."""
    places_, mentors = advice.places, advice.mentors
    told: dict[str, dict[str, list[tuple[Gain, Sentence]]]] = {
        "places": {
            "rows": [
                (row.gain, place_words(row, n)) for n, row in enumerate(places_.rows, start=1)
            ],
            "together": [(one.gain, places_together(one)) for one in places_.together],
        },
        "mentors": {
            "rows": [(row.gain, row_words(row, n)) for n, row in enumerate(mentors.rows, start=1)],
            "together": [(one.gain, mentors_together(one)) for one in mentors.together],
        },
    }
    found: dict[str, Any] = plain(advice)
    for part, lists in told.items():
        for name, lines in lists.items():
            for row, (gain, said) in zip(found[part][name], lines, strict=True):
                row |= {"people": gain.people, "points": gain.points, "says": plain(said)}
    return found
