"""How far two homes lie apart."""

from __future__ import annotations

import pytest
from criteria_worlds import AALST, ANTWERPEN, GENT, OOSTENDE, criterion, mentee, mentor, problem

from matcher.constraints.contract import Outcome
from matcher.domain.values import MeetingMode
from matcher.vocabulary.municipalities import distance_km10

DISTANCE = criterion("distance")


@pytest.mark.parametrize(
    ("km10", "points"),
    [(0, 100), (100, 100), (101, 99), (350, 50), (595, 1), (599, 0), (600, 0), (2000, 0)],
)
def test_points_fall_in_a_straight_line_from_near_to_far(km10: int, points: int) -> None:
    assert DISTANCE.settings_type().points(km10) == points


def test_who_lives_in_the_same_municipality_gets_all_points() -> None:
    found = DISTANCE.points(mentee(residence=GENT), mentor(residence=GENT), problem())
    assert (found.points, found.evidence.km10) == (100, 0)
    sentence = DISTANCE.sentence(found, mentee(), mentor())
    assert sentence.nl.endswith("U woont in dezelfde gemeente als de mentor.")


def test_a_nearer_mentor_gives_more_points_and_the_kilometres_are_told() -> None:
    a, near, far = mentee(residence=GENT), mentor(residence=AALST), mentor(residence=ANTWERPEN)
    points = [DISTANCE.points(a, b, problem()).points for b in (near, far)]
    assert points[0] > points[1] > 0
    whole, tenth = divmod(distance_km10(GENT, AALST), 10)
    sentence = DISTANCE.sentence(DISTANCE.points(a, near, problem()), a, near)
    assert f"ongeveer {whole},{tenth} kilometer" in sentence.nl
    assert f"about {whole}.{tenth} kilometres" in sentence.en


def test_a_mentor_too_far_away_gives_no_points() -> None:
    a, b = mentee(residence=ANTWERPEN), mentor(residence=OOSTENDE)
    found = DISTANCE.points(a, b, problem())
    assert (found.points, found.outcome) == (0, Outcome.BROKEN)
    assert DISTANCE.sentence(found, a, b).nl.endswith("Die afstand geeft geen punten.")


@pytest.mark.parametrize("online_one", ["mentee", "mentor"])
def test_who_meets_online_gets_all_points_however_far(online_one: str) -> None:
    mode = {"meeting_mode": MeetingMode.ONLINE}
    a = mentee(residence=ANTWERPEN, **(mode if online_one == "mentee" else {}))
    b = mentor(**(mode if online_one == "mentor" else {}))
    found = DISTANCE.points(a, b, problem())
    assert (found.points, found.evidence.online) == (100, True)
    assert "online" in DISTANCE.sentence(found, a, b).nl


def test_who_can_meet_either_way_is_judged_by_distance() -> None:
    either = MeetingMode.EITHER
    a = mentee(residence=ANTWERPEN, meeting_mode=either)
    b = mentor(residence=OOSTENDE, meeting_mode=either)
    assert DISTANCE.points(a, b, problem()).points == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "missing", "words"),
    [
        (None, GENT, ("mentees.residence",), "Uw woonplaats ontbreekt."),
        (GENT, None, ("mentors.residence",), "De woonplaats van de mentor ontbreekt."),
        (None, None, ("mentees.residence", "mentors.residence"), "van u en de mentor ontbreekt."),
    ],
)
def test_a_home_not_given_is_unknown_and_named(
    mine: str | None, theirs: str | None, missing: tuple[str, ...], words: str
) -> None:
    a, b = mentee(residence=mine), mentor(residence=theirs)
    found = DISTANCE.points(a, b, problem())
    assert (found.outcome, found.points, found.missing) == (Outcome.UNKNOWN, 0, missing)
    assert DISTANCE.sentence(found, a, b).nl.endswith(words)
