"""Proposals followed event by event are those that a whole solve finds, and say why they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from stream_worlds import AS_OF, demo, demo_year, drawn, event, mentee, mentor, proposed, small

from matcher.app.match import match
from matcher.domain.sentence import Sentence
from matcher.domain.values import Decision, MatchStatus
from matcher.simulation.year import year_of_events
from matcher.stream import events
from matcher.stream.errors import EventError
from matcher.stream.events import KINDS, Event, Ground, Limit, Reason
from matcher.stream.happened import day_passed, happened
from matcher.stream.live import LiveMatching
from matcher.stream.programme import Programme, after
from tests.golden.golden_language import OFFICIALESE, faults_of_form, has_word


def same_as_a_whole_solve(live: LiveMatching) -> None:
    live.settle()
    found = match(live.problem)

    assert (live.status, found.status) == ("optimal", "optimal")
    assert live.proposals == found.matching.duos
    assert (live.objective, live.served) == (found.objective, found.served)


def test_sixty_events_of_the_demo_are_followed_to_the_best_set_after_every_one() -> None:
    live = LiveMatching(demo())
    same_as_a_whole_solve(live)
    for one in demo_year()[:60]:
        live.apply(one)
        same_as_a_whole_solve(live)


def test_a_year_of_the_demo_ends_where_a_solve_of_its_end_does() -> None:
    live = LiveMatching(demo())
    for one in demo_year():
        live.apply(one)

    assert live.problem == after(Programme.of(demo()), demo_year()).problem
    same_as_a_whole_solve(live)


def test_events_taken_in_together_end_where_they_do_one_by_one() -> None:
    live, together = LiveMatching(demo()), LiveMatching(demo())
    together.settle()
    before = together.proposals
    some = demo_year()[:60]
    for one in some:
        live.apply(one)
    change = together.apply_all(some, settle=True)

    assert together.problem == live.problem
    same_as_a_whole_solve(together)
    moved = {move.mentee: move.now for move in change.moves}
    stay = [duo for duo in before if duo.mentee not in moved]
    assert len(stay) == change.kept
    came = [duo for duo in moved.values() if duo is not None]
    assert together.proposals == tuple(sorted([*stay, *came], key=lambda duo: duo.mentee))
    assert change.event is None
    assert change.moves[0].cause.en == "60 events were taken in."


def test_of_events_taken_in_together_a_bad_one_leaves_everything_untouched() -> None:
    live = LiveMatching(demo())
    problem, proposals = live.problem, live.proposals
    some = demo_year()[:10]
    with pytest.raises(EventError):
        live.apply_all([*some, replace(some[3], id="again")])

    assert live.problem is problem
    assert live.proposals == proposals
    live.apply_all(some)
    same_as_a_whole_solve(live)


@pytest.mark.parametrize("seed", range(6))
def test_a_year_of_a_small_programme_is_followed_to_the_best_set(seed: int) -> None:
    problem = drawn(seed)
    live = LiveMatching(problem)
    for number, one in enumerate(year_of_events(problem, seed)):
        live.apply(one)
        if number % 5 == 0:
            same_as_a_whole_solve(live)
    same_as_a_whole_solve(live)


@pytest.mark.parametrize("objective", ["fit", "participation"])
@pytest.mark.parametrize("stability", [0, 40])
def test_objective_and_stability_are_those_of_the_rule_set(objective: Any, stability: int) -> None:
    problem = drawn(2, mentees=60, mentors=20)
    rules = replace(problem.rules, objective=objective, stability_points=stability)
    problem = replace(problem, rules=rules)
    live = LiveMatching(problem)
    for number, one in enumerate(year_of_events(problem, 3)[:80]):
        live.apply(one)
        if number % 4 == 0:
            same_as_a_whole_solve(live)


def test_several_open_proposals_of_a_mentee_all_count_as_shown() -> None:
    problem = demo()
    shown = [one for one in problem.matches if one.status is MatchStatus.PROPOSED]
    mentors = [one.id for one in problem.mentors]
    further = [
        replace(one, id=f"{one.id}-{number}", mentor=mentors[(7 * number) % len(mentors)])
        for one in shown
        for number in (1, 2)
    ]
    matches = tuple(sorted((*problem.matches, *further), key=lambda one: one.id))
    live = LiveMatching(replace(problem, matches=matches))

    assert further
    same_as_a_whole_solve(live)


def test_a_free_choice_of_coach_is_followed_too() -> None:
    problem = drawn(5, mentees=40, mentors=16)
    off = {
        key: one.model_copy(update={"enabled": key != "own_coach"})  # type: ignore[attr-defined]  # settings
        for key, one in problem.rules.rules.items()
    }
    problem = replace(problem, rules=replace(problem.rules, rules=off))
    live = LiveMatching(problem)
    for number, one in enumerate(year_of_events(problem, 3)[:60]):
        live.apply(one)
        if number % 6 == 0:
            same_as_a_whole_solve(live)


def test_what_changed_is_what_differs_between_the_sets() -> None:
    live = LiveMatching(demo())
    before = {duo.mentee: duo for duo in live.proposals}
    for one in demo_year()[:150]:
        change = live.apply(one)
        for part in (change.before, change):
            if part is None:
                continue
            for move in part.moves:
                assert before.get(move.mentee) == move.before
                assert move.before != move.now
                if move.now is None:
                    del before[move.mentee]
                else:
                    before[move.mentee] = move.now
            assert len(part.moves) == sum(map(len, (part.added, part.dropped, part.changed)))
        now = {duo.mentee: duo for duo in live.proposals}
        assert before == now
        assert change.kept == len(now) - len(change.added) - len(change.changed)
        before = now


def test_an_event_that_cannot_be_changes_nothing() -> None:
    live = LiveMatching(small())
    problem, proposals = live.problem, live.proposals
    later = AS_OF + timedelta(days=9)

    with pytest.raises(EventError):
        live.apply(event(events.MentorLeft, later, mentor="M9"))
    assert live.problem is problem
    assert live.programme == Programme.of(small())
    assert live.proposals == proposals


def test_the_clock_moves_with_an_event_and_tells_that_first() -> None:
    live = LiveMatching(small())
    later = AS_OF + timedelta(days=9)
    change = live.apply(event(events.MentorLeft, later, mentor="M1"))

    assert change.before is not None
    assert (change.before.event, change.before.day, live.problem.as_of) == (None, later, later)
    assert live.advance(later).moves == ()


# -- reasons --------------------------------------------------------------------------------------


def moves(live: LiveMatching, one: Event) -> dict[str, str]:
    live.settle()
    return {move.mentee: move.why.nl for move in live.apply(one, settle=True).moves}


def who(live: LiveMatching, by: str) -> str:
    return next(duo.mentee for duo in live.proposals if duo.mentor == by)


def test_one_more_mentee_waits_for_the_place_that_another_gives() -> None:
    live = LiveMatching(small())
    served = {duo.mentee for duo in live.proposals}
    (left_out,) = {"E1", "E2", "E3"} - served
    gone = who(live, "M1")
    told = moves(live, event(events.MenteeWithdrawn, mentee=gone, reason=Reason.MOVED))

    assert told[gone] == f"{gone} doet niet meer mee."
    assert told[left_out] == (
        f"{gone} doet niet meer mee. "
        f"{left_out} krijgt de plaats die vrijkwam bij {gone}: mentor M1."
    )


def test_a_mentor_who_leaves_is_the_reason_that_a_proposal_goes() -> None:
    live = LiveMatching(small(mentees=(mentee("E1"),), mentors=(mentor("M1"),)))
    told = moves(live, event(events.MentorLeft, mentor="M1"))

    assert told == {
        "E1": "Mentor M1 is weg. Het duo van E1 en mentor M1 mag niet meer. "
        "De regel: Mentor doet mee."
    }


def test_a_mentor_who_joins_gives_a_free_place() -> None:
    live = LiveMatching(small(mentees=(mentee("E1"),), mentors=()))
    told = moves(live, event(events.MentorJoined, mentor=mentor("M5")))

    assert told == {"E1": "Mentor M5 doet nu mee. E1 krijgt een vrije plaats bij mentor M5."}


def test_a_limit_that_is_full_is_named() -> None:
    live = LiveMatching(small(mentees=(mentee("E1"),), mentors=(mentor("M1"),)))
    told = moves(live, event(events.CapacityChanged, limit=Limit.COACH, of="C1", value=0))

    assert told["E1"].endswith("Vol: Plaatsen bij de mentorcoach (C1).")


def test_who_takes_a_place_is_named_and_who_is_agreed_with_is_in_a_duo() -> None:
    live = LiveMatching(small(mentees=(mentee("E1"),), mentors=(mentor("M1"),)))
    told = moves(live, event(events.MenteeArrived, mentee=mentee("E9", priority=3)))

    assert told["E1"].endswith("E9 krijgt de plaats die E1 had bij mentor M1.")
    assert told["E9"].endswith("E9 krijgt de plaats die vrijkwam bij E1: mentor M1.")
    live.apply(proposed("K1", who="E9"))
    told = moves(live, event(events.ProposalAccepted, match="K1"))
    assert told["E9"] == "Voorstel K1 is aanvaard. E9 zit nu in duo K1."


def test_an_excluded_pair_gets_another_mentor_and_the_rule_is_named() -> None:
    live = LiveMatching(small(mentees=(mentee("E1"),)))
    now = live.proposals[0].mentor
    told = moves(live, event(events.ExclusionAdded, mentee="E1", mentor=now, reason=Ground.FAMILY))

    assert "De regel: Geen uitsluiting." in told["E1"]
    assert "een vrije plaats bij mentor" in told["E1"]


def test_every_kind_of_event_is_said_in_two_languages_without_gaps() -> None:
    for one in demo_year():
        said = happened(one)
        assert said.nl.endswith(".")
        assert said.en.endswith(".")
        assert "{" not in said.nl + said.en
        assert "None" not in said.nl + said.en
    assert {one.kind for one in demo_year()} == set(KINDS)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (
            event(events.VdabDecided, mentee="E3", decision=Decision.REFUSED),
            Sentence("VDAB keurde de deelname van E3 niet goed.", "VDAB refused E3."),
        ),
        (
            event(events.CapacityChanged, limit=Limit.PROJECT, of="P1", value=None),
            Sentence(
                "De grens voor project P1 tegelijk is nu: geen grens.",
                "The limit of project P1 at a time is now: no limit.",
            ),
        ),
        (
            event(
                events.MentorPaused,
                mentor="M1",
                begins=date(2026, 12, 1),
                until=date(2026, 12, 31),
            ),
            Sentence(
                "Mentor M1 pauzeert vanaf 1 december 2026 tot en met 31 december 2026.",
                "Mentor M1 pauses from 1 December 2026 up to and including 31 December 2026.",
            ),
        ),
    ],
)
def test_events_are_said_in_plain_words(one: Event, expected: Sentence) -> None:
    assert happened(one) == expected


def test_a_day_is_said_in_plain_words() -> None:
    assert day_passed(date(2026, 12, 1)) == Sentence(
        "Het is nu 1 december 2026.", "It is now 1 December 2026."
    )


def said() -> Iterator[Sentence]:
    """Yield every sentence that half a year of the demo gives rise to."""
    programme, live = Programme.of(demo()), LiveMatching(demo())
    for number, one in enumerate(demo_year()[:450]):
        applied = programme.apply(one)
        programme = applied.programme
        yield happened(one)
        yield from applied.warnings
        if number < 100:
            change = live.apply(one)
            for part in (change.before, change):
                yield from (move.why for move in (part.moves if part else ()))


def test_all_that_is_said_is_plain_and_names_ids_only() -> None:
    texts = set(said())

    assert len(texts) > 400
    for text in texts:
        for language in ("nl", "en"):
            assert not faults_of_form(text[language]), text[language]
        assert has_word(text.nl, *OFFICIALESE) is None, text.nl
