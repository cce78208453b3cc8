"""What choosing otherwise costs, held against matching again with the choice forced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher import match, read
from matcher.app.match import Result
from matcher.audit.cost_words import LOTTERY, NOTHING, PRIORITY
from matcher.audit.suggest import Move, Suggestion
from matcher.domain.commitments import Exclusion
from matcher.domain.errors import InputError

DEMO = Path(__file__).parents[2] / "scenarios" / "demo"


@pytest.fixture(scope="module")
def result() -> Result:
    return match(read(DEMO, as_of="2026-11-02"))


def forced(result: Result, mentee: str, mentor: str) -> tuple[int, int]:
    """Return people served and points when this mentee may have this mentor only."""
    problem = result.problem
    barred = tuple(
        Exclusion(mentee=mentee, mentor=other.id) for other in problem.mentors if other.id != mentor
    )
    # a priority above all others makes sure that the mentee is served
    people = tuple(replace(m, priority=99) if m.id == mentee else m for m in problem.mentees)
    again = match(replace(problem, mentees=people, exclusions=(*problem.exclusions, *barred)))
    assert again.status == "optimal"
    assert (mentee, mentor) in set(zip(again.proposals.mentee, again.proposals.mentor, strict=True))
    return again.served, again.objective


def test_the_proposed_mentor_costs_nothing(result: Result) -> None:
    for mentee, mentor in zip(
        result.proposals.mentee[:5], result.proposals.mentor[:5], strict=True
    ):
        first = result.suggest(mentee, 1)[0]
        assert (first.mentor, first.sentence(), first.moves) == (mentor, NOTHING, ())


@pytest.mark.parametrize("place", [0, 7, 21])
def test_a_cost_is_what_matching_again_with_the_choice_forced_loses(
    result: Result, place: int
) -> None:
    mentee = result.proposals.mentee[place]
    alone = {m.id: m.priority for m in result.problem.mentees}[mentee] == 0

    for suggestion in result.suggest(mentee, 3)[1:]:
        served, points = forced(result, mentee, suggestion.mentor)
        assert suggestion.exact
        if alone and suggestion.served_loss == 0:
            assert result.served - served == 0
            assert result.objective - points == suggestion.points_loss


def test_suggestions_come_in_the_order_of_their_cost(result: Result) -> None:
    found = result.suggest(result.proposals.mentee[2])

    costs = [(s.served_loss, s.points_loss) for s in found]
    assert costs == sorted(costs)
    assert {s.mentor for s in found} == {
        a
        for a in (m.id for m in result.problem.mentors)
        if result.why_not(result.proposals.mentee[2], a).allowed
    }


def test_who_waits_is_told_who_would_lose_a_proposal(result: Result) -> None:
    matched = set(result.proposals.mentee)
    waiting = next(
        m.id
        for m in result.problem.waiting
        if m.id not in matched and result.adviser.suggest(m.id, 1)
    )

    first = result.suggest(waiting, 1)[0]

    assert Move(mentee=waiting, before=None, after=first.mentor) in first.moves
    assert any(move.before and not move.after for move in first.moves)


def test_the_cost_of_one_mentor_is_the_one_in_the_ranking(result: Result) -> None:
    mentee = result.proposals.mentee[4]
    ranked = result.suggest(mentee)

    assert result.adviser.cost_of(mentee, ranked[-1].mentor) == ranked[-1]


def test_a_mentor_who_is_not_allowed_has_no_cost(result: Result) -> None:
    mentee = result.proposals.mentee[0]
    allowed = {s.mentor for s in result.suggest(mentee)}
    other = next(m.id for m in result.problem.mentors if m.id not in allowed)

    assert result.adviser.cost_of(mentee, other) is None


def test_someone_in_a_duo_gets_no_suggestion(result: Result) -> None:
    with pytest.raises(InputError, match="is in a duo"):
        result.suggest(min(result.problem.in_a_duo))


@pytest.mark.parametrize(
    ("loss", "others", "words"),
    [
        ({"served": 1, "points": 12}, 0, "1 persoon minder"),
        ({"served": 2, "points": -3}, 2, "wint dan wel 3 punten"),
        ({"served:1": 1, "served:0": -1}, 1, PRIORITY.nl),
        ({"points": 1}, 0, "kost het geheel 1 punt."),
        ({"points": 0, "lottery": 5}, 0, LOTTERY.nl),
        ({"points": 4}, 2, "2 andere duo's"),
    ],
)
def test_a_cost_is_said_in_words(loss: dict[str, int], others: int, words: str) -> None:
    moves = tuple(Move(mentee=f"E{i}", before="M1", after=None) for i in range(others))
    one = Suggestion(
        mentee="E",
        mentor="M",
        coach="C",
        project="P",
        points=1,
        loss=loss,
        exact=True,
        moves=moves,
    )

    assert words in one.sentence().nl
    assert "meer kosten" in replace(one, exact=False).sentence().nl
