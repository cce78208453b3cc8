"""A file of events over an intake: told event by event, or refused as a whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from stream_worlds import AS_OF, demo, demo_year, event, mentee, mentor, small

from matcher.app.match import match
from matcher.app.replay import read_replay, replay, replay_document, replay_lines
from matcher.domain.errors import InputError
from matcher.intake.write import write_folder
from matcher.stream import events
from matcher.stream.errors import EventError, LinesError
from matcher.stream.events import Limit, Reason
from matcher.stream.lines import lines_of

LATER = date(2026, 11, 9)
SOME = (
    event(events.MentorLeft, mentor="M1"),
    event(events.CapacityChanged, LATER, limit=Limit.COACH, of="C1", value=0),
)


def test_a_replay_tells_of_each_event_what_changed_and_of_the_end_what_stands() -> None:
    found = replay(small(), SOME)
    nl = list(replay_lines(found))

    assert [change.event for change in found.changes] == list(SOME)
    assert found.proposals == ()
    assert len(found.first) == 2
    assert nl[0] == f"2026-11-02 {SOME[0].id} Mentor M1 is weg."
    assert any(line.endswith("De regel: Mentor doet mee.") for line in nl)
    assert nl[-1] == "Op 2026-11-09: 0 voorstellen, 0 punten. Status: optimal."


def test_a_day_is_told_where_it_changes_a_proposal() -> None:
    leaves = mentor("M1", available_until=date(2027, 5, 5))
    problem = small(mentees=(mentee("E1"),), mentors=(leaves,))
    found = replay(problem, [event(events.MentorJoined, LATER, mentor=mentor("M9", capacity=0))])
    nl = list(replay_lines(found))

    assert nl[0] == "2026-11-09 Het is nu 9 november 2026."
    assert nl[1].endswith("De regel: Periode van de mentor.")


def test_a_replay_in_english_says_as_much() -> None:
    found = replay(small(), SOME)
    nl, en = (list(replay_lines(found, language)) for language in ("nl", "en"))

    assert len(nl) == len(en)
    assert en[-1] == "On 2026-11-09: 0 proposals, 0 points. Status: optimal."


def test_an_event_that_changes_nothing_is_told_too() -> None:
    found = replay(small(), [event(events.CapacityChanged, limit=Limit.MENTOR, of="M1", value=2)])
    again = replay(
        small(mentees=(mentee("E1"),)),
        [event(events.MentorJoined, mentor=mentor("M9", capacity=0))],
    )

    assert len(found.proposals) == 3
    assert "  Aan de voorstellen verandert niets." in list(replay_lines(again))


def test_a_replay_as_data_is_json_with_both_languages() -> None:
    document = json.loads(json.dumps(replay_document(replay(small(), SOME))))

    assert [one["kind"] for one in document["events"]] == ["mentor_left", "capacity_changed"]
    (move,) = document["events"][0]["moves"][:1]
    assert set(move["why"]) == {"nl", "en"}
    assert document["events"][1]["before"]["kind"] is None
    assert document["status"] == "optimal"
    assert document["proposals"] == []


def test_a_replay_of_the_demo_ends_where_a_solve_of_its_end_does() -> None:
    some = demo_year()[:40]
    found = replay(demo(), some)
    whole = match(found.problem)

    assert (found.status, found.points) == ("optimal", whole.objective)
    assert found.proposals == whole.matching.duos
    texts = "\n".join(replay_lines(found))
    assert "None" not in texts
    assert "{" not in texts


def written(folder: Path, content: bytes) -> tuple[Path, Path]:
    intake, file = folder / "intake", folder / "events.jsonl"
    write_folder(small(), intake)
    file.write_bytes(content)
    return file, intake


def test_a_file_is_read_as_of_the_day_of_its_first_event(tmp_path: Path) -> None:
    read, some = read_replay(*written(tmp_path, lines_of(SOME)))

    assert read.problem.as_of == AS_OF
    assert read.problem.mentees == small().mentees
    assert some == SOME


def test_a_day_that_is_given_counts(tmp_path: Path) -> None:
    read, _ = read_replay(*written(tmp_path, lines_of(SOME)), as_of=date(2026, 10, 31))

    assert read.problem.as_of == date(2026, 10, 31)


def test_a_bad_line_is_refused_before_anything_is_solved(tmp_path: Path) -> None:
    file, intake = written(tmp_path, lines_of(SOME) + b'{"id": "G9"}\n')

    with pytest.raises(LinesError, match=r"events\.jsonl, line 3, field kind") as caught:
        read_replay(file, intake)
    assert isinstance(caught.value, InputError)


def test_an_event_that_cannot_be_is_refused_before_anything_is_solved() -> None:
    told: list[str] = []
    wrong = event(events.MenteeWithdrawn, LATER, mentee="E9", reason=Reason.MOVED)

    with pytest.raises(EventError, match="'E9'"):
        replay(small(), [*SOME, wrong], progress=told.append)
    assert told == []


def test_progress_counts_events() -> None:
    told: list[str] = []
    replay(small(), SOME, progress=told.append)

    assert told == ["replay 1 of 2", "replay 2 of 2"]
