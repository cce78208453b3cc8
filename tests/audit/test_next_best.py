"""What audits state of other mentors: what they would cost, in figures and in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matcher import match, read
from matcher.app.match import Result
from matcher.audit.cost_words import (
    AT_LEAST,
    EARLIER,
    FEWER_AT_LEAST,
    LESS_AT_LEAST,
    LOTTERY,
    PRIORITY,
    SOMEONE,
    UNSURE,
    cost_sentence,
)
from matcher.audit.moves_text import SHOWN_MOVES, move_lines
from matcher.audit.next_best import OtherMentor, next_best, other_mentor, regret
from matcher.audit.proposal import audit_proposals
from matcher.audit.suggest import Move, Suggestion
from matcher.audit.text import explain_pair
from matcher.domain.sentence import Sentence

DEMO = Path(__file__).parents[2] / "scenarios" / "demo"


@pytest.fixture(scope="module")
def result() -> Result:
    return match(read(DEMO, as_of="2026-11-02"))


def other(loss: dict[str, int], *moves: Move, exact: bool = True) -> OtherMentor:
    return other_mentor(
        Suggestion(
            mentee="E",
            mentor="M",
            coach="C",
            project="P",
            points=1,
            loss=loss,
            exact=exact,
            moves=moves,
        )
    )


# --- in figures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "exact", "cell"),
    [
        ({"served": 0, "points": 12, "lottery": -3}, True, 12),
        ({"served": 0, "points": 0, "lottery": 3}, True, 0),
        ({"served": 1, "points": -40}, True, "-1 served"),
        ({"served:2": 1, "served:1": 2, "points": 0}, True, "-3 served"),
        ({"served:2": 1, "served:1": -1, "points": 30}, True, "-1 served:2"),
        ({"points": 12, "served": 1}, True, "-1 served"),
        ({"points": 12, "served": -1}, True, 12),
        ({"served": 0, "points": 0}, False, "0 or more"),
        ({"served": 0, "points": 12}, False, "12 or more"),
        ({"served": 2, "points": -12}, False, "-2 served or more"),
        ({"served:2": 0, "served:1": 1, "points": -12}, False, "-1 served:1 or more"),
    ],
)
def test_a_cell_tells_points_or_people_and_whether_it_may_be_more(
    loss: dict[str, int], exact: bool, cell: int | str
) -> None:
    assert regret([other(loss, exact=exact), other({"points": 900})]) == cell


def test_a_cell_without_another_mentor_is_empty() -> None:
    assert regret([]) == ""


def test_levels_below_points_are_left_out() -> None:
    loss = {"served:1": 0, "served:0": 1, "points": -2, "previous": 1, "lottery": 2**60}
    assert other(loss).loss == {"served:1": 0, "served:0": 1, "points": -2}


def test_of_a_bound_nothing_is_told_that_may_be_made_good() -> None:
    assert other({"served": 1, "points": -2}, exact=False).loss == {"served": 1}
    assert other({"served": 0, "points": 3}, exact=False).loss == {"served": 0, "points": 3}
    assert other({"served": 0, "points": 0}, exact=False).loss == {"served": 0, "points": 0}


def test_audits_name_the_three_others_that_cost_least(result: Result) -> None:
    audits = audit_proposals(result.matching, result.adviser)
    exact = atleast = 0
    for audit in audits[:12]:
        forced = {s.mentor: s for s in result.suggest(audit.duo.mentee)}
        others = [forced[m] for m in forced if m != audit.duo.mentor]
        assert len(audit.next_best) == min(3, len(others))
        for one in audit.next_best:
            true = other_mentor(forced[one.mentor])
            assert true.exact
            if one.exact:
                assert one.loss == true.loss
                assert one.others_changed == sum(m.mentee != audit.duo.mentee for m in one.moves)
                exact += 1
            else:
                assert list(one.loss.values()) <= list(true.loss.values())
                assert one.moves == ()
                atleast += 1
        if audit.next_best and audit.next_best[0].exact:
            assert audit.next_best[0].loss == other_mentor(others[0]).loss
    assert exact
    assert atleast
    cells = result.proposals.regret_of_next_best.tolist()
    assert cells == [regret(audit.next_best) for audit in audits]


def test_one_at_a_time_the_answers_are_the_same(result: Result) -> None:
    people = result.proposals.mentee.tolist()
    together = next_best(result.adviser, people)
    for mentee in people[:5]:
        assert next_best(result.adviser, [mentee]) == {mentee: together[mentee]}


def test_without_prices_an_audit_tells_no_cost(result: Result) -> None:
    assert all(audit.next_best == () for audit in audit_proposals(result.matching, None))


# --- in words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "template"),
    [
        ({"served": 0, "points": 12}, LESS_AT_LEAST),
        ({"served": 2, "points": -12}, FEWER_AT_LEAST),
        ({"served:1": 1, "served:0": -5, "points": 0}, SOMEONE),
        ({"points": 0, "served": 1}, UNSURE),
        ({"served": 0, "points": 0, "lottery": 4}, UNSURE),
    ],
)
def test_a_bound_says_only_what_is_sure(loss: dict[str, int], template: Sentence) -> None:
    pattern = re.sub(r"\\{\w+\\}", r"\\d+ \\w+", re.escape((template + AT_LEAST).nl))
    assert re.fullmatch(pattern, cost_sentence(loss, 0, exact=False).nl)


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ({"served": 0, "points": 0, "previous": 1, "lottery": -4}, EARLIER),
        ({"served": 0, "points": 0, "continuity": 1, "lottery": 0}, EARLIER),
        ({"served": 0, "points": 0, "continuity": 0, "lottery": 4}, LOTTERY),
        ({"served:2": 1, "served:1": -1, "points": 0, "lottery": 4}, PRIORITY),
    ],
)
def test_what_is_lost_below_points_has_its_own_words(loss: dict[str, int], said: Sentence) -> None:
    assert cost_sentence(loss, 0, exact=True) == said


def test_movers_are_told_from_place_to_place() -> None:
    moves = (
        Move(mentee="E", before="M0", after="M"),
        Move(mentee="E1", before="M2", after=None),
        Move(mentee="E2", before="M", after="M2"),
        Move(mentee="E3", before=None, after="M0"),
        Move(mentee="E4", before="M4", after="M4"),
    )
    assert [line.nl for line in move_lines("E", other({"points": 1}, *moves))] == [
        "Persoon E2 gaat dan van mentor M naar mentor M2.",
        "Persoon E1 verliest dan mentor M2 en krijgt geen voorstel.",
        "Persoon E3 krijgt dan mentor M0.",
        "Persoon E4 houdt mentor M4, maar met een andere mentorcoach of een ander project.",
    ]


@pytest.mark.parametrize(("more", "last"), [(1, "nog 1 duo."), (3, "nog 3 duo's.")])
def test_of_many_movers_the_rest_are_counted(more: int, last: str) -> None:
    moves = [
        Move(mentee=f"E{i:02d}", before=f"M{i}", after=f"M{i + 1}")
        for i in range(SHOWN_MOVES + more)
    ]
    lines = move_lines("E", other({"points": 1}, *moves))
    assert len(lines) == SHOWN_MOVES + 1
    assert lines[-1].nl.endswith(last)


def test_who_would_move_is_not_told_where_that_is_not_sure() -> None:
    move = Move(mentee="E1", before="M", after=None)
    assert move_lines("E", other({"points": 1}, move, exact=False)) == []


# --- why not this mentor? -------------------------------------------------------------------------


def test_why_not_tells_what_an_allowed_mentor_would_cost_and_who_would_move(
    result: Result,
) -> None:
    moved = 0
    for mentee in result.proposals.mentee[:12]:
        for suggestion in result.suggest(mentee, 4):
            answer = result.why_not(mentee, suggestion.mentor)
            if answer.proposed:
                assert answer.cost is None
                continue
            assert answer.cost == other_mentor(suggestion)
            text = str(
                explain_pair(result.matching, mentee, suggestion.mentor, "nl", result.adviser)
            )
            assert suggestion.sentence().nl in text
            for move in suggestion.moves[:SHOWN_MOVES]:
                assert (f"Persoon {move.mentee} " in text) == (move.mentee != mentee)
                moved += move.mentee != mentee
    assert moved


def test_why_not_tells_no_cost_of_a_mentor_whom_rules_bar(result: Result) -> None:
    mentee = result.proposals.mentee[0]
    barred = next(m.id for m in result.problem.mentors if not result.why_not(mentee, m.id).allowed)
    assert result.why_not(mentee, barred).cost is None


def test_a_page_names_the_best_other_mentor_and_what_choosing_them_costs(result: Result) -> None:
    named = 0
    for audit in audit_proposals(result.matching, result.adviser)[:10]:
        text = str(result.explain(audit.duo.mentee, "en"))
        for best in audit.next_best[:1]:
            sure = "is" if best.exact else "is perhaps"
            assert f"mentor {best.mentor} {sure} the best other choice. {best.sentence.en}" in text
            named += 1
        assert ("best other choice" in text) == bool(audit.next_best)
    assert named


def test_a_page_about_one_proposal_names_no_other_mentee(result: Result) -> None:
    for mentee in result.proposals.mentee[:10]:
        text = str(result.explain(mentee, "nl"))
        others = [m.id for m in result.problem.waiting if m.id != mentee]
        assert not [one for one in others if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)]
