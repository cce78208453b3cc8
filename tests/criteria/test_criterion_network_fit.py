"""The employers whom a mentor can open for a mentee, in points and words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from criteria_worlds import GENT, criterion, mentee, mentor, problem

from matcher.constraints.contract import Outcome
from matcher.domain.problem import Problem
from matcher.domain.programme import Acquaintance, Employer, EmployerContact

NETWORK = criterion("network_fit")
SELLER = mentee(target_occupations=("5223",), residence=GENT)
M1, M2 = mentor(id="M1"), mentor(id="M2")
SHOP = Employer(id="W1", name="Winkel Zuid", occupations=("5223",), residence=GENT, sector="47")
FACTORY = Employer(id="W2", occupations=("8160",), residence=GENT)


def world(*contacts: tuple[str, str, str | Decimal], **tables: Any) -> Problem:
    """Return a programme of two mentors and two employers with these contacts."""
    return problem(
        [SELLER],
        [M1, M2],
        employers=(SHOP, FACTORY),
        contacts=tuple(EmployerContact(mentor=m, employer=e, tie=t) for m, e, t in contacts),
        **tables,
    )


@pytest.mark.parametrize(
    ("tie", "points"),
    [
        ("works_there", 299),
        ("worked_there", 210),
        ("knows_someone", 150),
        (Decimal("0.2"), 60),
    ],
)
def test_a_stronger_tie_with_a_suitable_employer_gives_more_points(
    tie: str | Decimal, points: int
) -> None:
    assert NETWORK.points(SELLER, M1, world(("M1", "W1", tie))).points == points


def test_the_best_employer_is_named_with_the_kind_of_tie() -> None:
    here = world(("M1", "W1", "works_there"), ("M1", "W2", "works_there"))
    found = NETWORK.points(SELLER, M1, here)
    assert found.evidence.suitable == 1
    assert NETWORK.sentence(found, SELLER, M1).nl == (
        "Via de mentor bereikt u 1 werkgever voor uw jobdoelwit. De mentor werkt bij Winkel Zuid."
    )


def test_an_employer_through_an_acquaintance_counts_half_and_the_sentence_says_so() -> None:
    known = Acquaintance(mentor="M2", other_mentor="M1", tie=Decimal(1))
    here = world(("M2", "W1", "works_there"), acquaintances=(known,))
    found = NETWORK.points(SELLER, M1, here)
    assert found.points == 150
    assert found.evidence.paths[0].via == "M2"
    sentence = NETWORK.sentence(found, SELLER, M1)
    assert sentence.nl.endswith("Een kennis van de mentor werkt bij Winkel Zuid.")
    assert "M2" not in sentence.nl


def test_at_most_three_employers_are_shown_the_best_first_and_all_are_counted() -> None:
    shops = tuple(Employer(id=f"S{i}", occupations=("5223",), residence=GENT) for i in range(5))
    contacts = tuple(
        EmployerContact(mentor="M1", employer=f"S{i}", tie=Decimal(tie))
        for i, tie in enumerate(("0.1", "0.3", "0.2", "0.3", "0.1"))
    )
    here = problem([SELLER], [M1], employers=shops, contacts=contacts)
    evidence = NETWORK.points(SELLER, M1, here).evidence
    assert [path.employer for path in evidence.paths] == ["S1", "S3", "S2"]
    assert evidence.suitable == 5


def test_a_mentor_without_contacts_gets_no_points_and_is_told_apart_from_one_whose_do_not_fit() -> (
    None
):
    here = world(("M1", "W2", "works_there"))
    unfit, none = (NETWORK.points(SELLER, m, here) for m in (M1, M2))
    assert (unfit.points, unfit.outcome) == (none.points, none.outcome) == (0, Outcome.BROKEN)
    assert "1 werkgever, maar geen voor" in NETWORK.sentence(unfit, SELLER, M1).nl
    assert "geen werkgevers in dat netwerk" in NETWORK.sentence(none, SELLER, M2).nl


def test_a_tie_too_weak_for_a_point_is_said_to_be_weak() -> None:
    found = NETWORK.points(SELLER, M1, world(("M1", "W1", Decimal("0.002"))))
    assert (found.points, found.outcome) == (0, Outcome.BROKEN)
    assert "te zwak" in NETWORK.sentence(found, SELLER, M1).nl


def test_a_mentee_without_job_target_is_unknown_and_both_columns_are_named() -> None:
    found = NETWORK.points(mentee(), M1, world(("M1", "W1", "works_there")))
    assert (found.outcome, found.points) == (Outcome.UNKNOWN, 0)
    assert found.missing == ("mentees.target_occupations", "mentees.target_sectors")
