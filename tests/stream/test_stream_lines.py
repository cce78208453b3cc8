"""Events as lines of a file: read whole or not at all, and written so that they read back."""

from __future__ import annotations

import json
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stream_worlds import AS_OF, demo_year, event, mentee, mentor

from matcher.domain.errors import InputError
from matcher.domain.private import Contact, SpecialCategories
from matcher.domain.values import Answer, Level, MeetingMode
from matcher.stream import events
from matcher.stream.errors import LinesError
from matcher.stream.events import KINDS, Event, Limit
from matcher.stream.fields import FIELDS
from matcher.stream.lines import event_document, events_of, lines_of, read_events

FILE = "gebeurtenissen.jsonl"


def line(**given: Any) -> bytes:
    return json.dumps({"id": "G1", "at": "2026-11-03", **given}).encode()


def read(*lines: bytes) -> tuple[Event, ...]:
    return events_of(b"\n".join(lines), FILE)


def refused(*lines: bytes) -> LinesError:
    with pytest.raises(LinesError) as caught:
        read(*lines)
    return caught.value


def only(*lines: bytes) -> str:
    (error,) = refused(*lines).errors
    assert error.file == FILE
    return str(error)


def test_every_kind_of_event_has_its_fields() -> None:
    apart = {"id", "at", "contact", "special"}
    names = {name: {one.name for one in fields(kind)} for name, kind in KINDS.items()}

    assert set(FIELDS) == set(KINDS)
    for name in KINDS:
        assert set(FIELDS[name]) == names[name] - apart


def test_a_year_of_events_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(lines_of(demo_year()))

    assert read_events(path) == demo_year()


def test_what_is_written_is_written_the_same_again() -> None:
    content = lines_of(demo_year())

    assert lines_of(events_of(content, FILE)) == content


def test_private_facts_stay_apart_from_the_mentee_and_are_read_back() -> None:
    arrived = event(
        events.MenteeArrived,
        mentee=mentee("E9", availability=frozenset({"mon-am"}), max_travel_km=Decimal("12.5")),
        contact=Contact(table="mentees", id="E9", name="Amina Haddad", phone="0470 00 00 01"),
        special=SpecialCategories(mentee="E9", nationality="SY", benefits=Answer.YES),
    )
    joined = event(
        events.MentorJoined,
        mentor=mentor("M9", meeting_mode=MeetingMode.ONLINE),
        employers={"W1": "works_there", "W2": Decimal("0.4")},
        acquaintances={"M1": Decimal("0.3")},
        contact=Contact(table="mentors", id="M9", name="Tom Maes"),
    )

    assert events_of(lines_of([arrived, joined]), FILE) == (arrived, joined)
    assert "Haddad" not in repr(arrived)
    assert "SY" not in repr(arrived)


def test_facts_are_written_as_in_an_intake_in_dutch_too() -> None:
    person = {"id": "E9", "talen": "ara:C2; nld:A1", "woonplaats": "9000", "Prioriteit": 1}
    (found,) = read(line(kind="mentee_arrived", mentee=person))

    assert isinstance(found, events.MenteeArrived)
    assert found.mentee.languages == {"ara": Level.C2, "nld": Level.A1}
    assert (found.mentee.residence, found.mentee.priority) == ("44021", 1)


def test_a_fact_that_is_no_longer_given_becomes_its_default() -> None:
    changes = {"max_travel_km": None, "wishes": "", "priority": "", "residence": "11002"}
    (found,) = read(line(kind="mentee_changed", mentee="E1", changes=changes))

    assert isinstance(found, events.MenteeChanged)
    assert found.changes == {
        "max_travel_km": None,
        "wishes": {},
        "priority": 0,
        "residence": "11002",
    }
    assert events_of(lines_of([found]), FILE) == (found,)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, 3), ("3", 3), (None, None), ("1250,50", Decimal("1250.5")), (1250.5, Decimal("1250.5"))],
)
def test_a_limit_is_a_number_or_none(value: object, expected: object) -> None:
    (found,) = read(line(kind="capacity_changed", limit="budget", of="P1", value=value))

    assert isinstance(found, events.CapacityChanged)
    assert (found.limit, found.value) == (Limit.BUDGET, expected)


def test_empty_lines_and_a_mark_at_the_start_are_passed_over() -> None:
    found = events_of(b"\xef\xbb\xbf" + line(kind="mentor_left", mentor="M1") + b"\r\n\n  \n", FILE)

    assert [one.kind for one in found] == ["mentor_left"]


def test_an_empty_file_has_no_events() -> None:
    assert read() == ()


@pytest.mark.parametrize(
    ("given", "field", "found", "hint"),
    [
        ({"kind": "mentor_lft", "mentor": "M1"}, "kind", "'mentor_lft'", "'mentor_left'"),
        ({"kind": "mentor_left", "mentr": "M1"}, None, "'mentr'", "'mentor'"),
        ({"mentor": "M1"}, "kind", "nothing", ""),
        (
            {"kind": "capacity_changed", "limit": "mentor", "of": "M1", "value": "1.500"},
            "value",
            "'1.500'",
            "'1500'",
        ),
        ({"kind": ["mentor_left"]}, "kind", "[…]", ""),
        ({"kind": "mentor_left"}, "mentor", "nothing", ""),
        ({"kind": "mentor_left", "mentor": ""}, "mentor", "nothing", ""),
        ({"kind": "mentor_left", "mentor": {"id": "M1"}}, "mentor", "{…}", ""),
        ({"kind": "mentor_left", "mentor": True}, "mentor", "true", ""),
        ({"kind": "mentor_left", "mentor": "M1", "at": "2026-13-41"}, "at", "'2026-13-41'", ""),
        (
            {"kind": "mentee_withdrawn", "mentee": "E1", "reason": "work_fond"},
            "reason",
            "'work_fond'",
            "'work_found'",
        ),
        (
            {"kind": "vdab_decided", "mentee": "E1", "decision": "pending"},
            "decision",
            "pending",
            "",
        ),
        (
            {"kind": "mentee_changed", "mentee": "E1", "changes": {"residnce": "11002"}},
            "changes",
            "'residnce'",
            "'residence'",
        ),
        (
            {"kind": "mentee_changed", "mentee": "E1", "changes": {"residence": "99999"}},
            "changes.residence",
            "'99999'",
            "",
        ),
        (
            {"kind": "mentee_changed", "mentee": "E1", "changes": {"languages": ""}},
            "changes.languages",
            "nothing",
            "",
        ),
        (
            {"kind": "mentee_changed", "mentee": "E1", "changes": {"vdab_decision": "approved"}},
            "changes.vdab_decision",
            "vdab_decision",
            "",
        ),
        ({"kind": "mentee_changed", "mentee": "E1", "changes": {}}, "changes", "nothing", ""),
        ({"kind": "mentee_changed", "mentee": "E1", "changes": "x"}, "changes", "…", ""),
        ({"kind": "mentee_changed", "mentee": "E1", "changes": {"id": "E2"}}, "changes.id", "", ""),
        (
            {
                "kind": "mentee_changed",
                "mentee": "E1",
                "changes": {"priority": 1, "prioriteit": 2},
            },
            "changes.priority",
            "'prioriteit'",
            "",
        ),
        ({"kind": "mentee_arrived", "mentee": {"id": "E1"}}, "mentee.languages", "nothing", ""),
        (
            {
                "kind": "mentor_joined",
                "mentor": {"id": "M1", "promotor": "O1", "languages": "ara:C9"},
            },
            "mentor.languages",
            "'ara:C9'",
            "'ara:B1'",
        ),
        (
            {
                "kind": "mentor_joined",
                "mentor": {
                    "id": "M1",
                    "promotor": "O1",
                    "languages": "ara:C2",
                    "available_from": "2026-12-01",
                    "available_until": "2026-11-01",
                },
            },
            "mentor.available_until",
            "2026-11-01",
            "",
        ),
        (
            {
                "kind": "mentor_joined",
                "mentor": {"id": "M1", "promotor": "O1", "languages": "ara:C2"},
                "employers": {"W1": "works_her"},
            },
            "employers.W1",
            "'works_her'",
            "'works_there'",
        ),
        (
            {
                "kind": "mentor_joined",
                "mentor": {"id": "M1", "promotor": "O1", "languages": "ara:C2"},
                "acquaintances": ["M2"],
            },
            "acquaintances",
            "[…]",
            "",
        ),
    ],
)
def test_an_error_names_line_field_what_was_found_and_what_was_expected(
    given: dict[str, Any], field: str | None, found: str, hint: str
) -> None:
    good = line(kind="mentor_left", mentor="M1")
    (error,) = refused(good, line(**given)).errors

    assert (error.line, error.field) == (2, field)
    assert found in str(error)
    assert error.expected.nl in error.message.nl
    assert ("Did you mean " + hint in str(error)) is bool(hint)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"{", "a JSON object on one line"),
        (b"[1]", "an object with fields"),
        (b'"x"', "an object with fields"),
        (b"\xff\xfe", "text in UTF-8"),
        (b'{"id": NaN}', "a JSON object on one line"),
        (b'{"id": "G1", "id": "G2"}', "each field once"),
        (b"[" * 100_000, "a JSON object on one line"),
    ],
)
def test_a_line_that_is_no_object_is_told_without_its_text(text: bytes, expected: str) -> None:
    message = only(text)

    assert f"{FILE}, line 1" in message
    assert expected in message


@pytest.mark.parametrize(
    ("person", "value"),
    [
        ({"nationality": "Syrisch"}, "Syrisch"),
        ({"benefits": "leefloon"}, "leefloon"),
        ({"benefits": ["leefloon"]}, "leefloon"),
        ({"name": "=Haddad()"}, "Haddad"),
        ({"residence": "85.07.30-033.28"}, "85.07.30"),
        ({"email": "85073003328"}, "85073003328"),
    ],
)
def test_private_facts_never_stand_in_an_error(person: dict[str, Any], value: str) -> None:
    given = {"id": "E1", "languages": "ara:C2", **person}
    message = only(line(kind="mentee_arrived", mentee=given))

    assert value not in message
    assert "not shown" in message
    assert next(iter(person)) in message


def test_private_facts_do_not_change_by_an_event() -> None:
    changes = {"nationality": "SY"}
    message = only(line(kind="mentee_changed", mentee="E1", changes=changes))

    assert "SY" not in message
    assert "a fact that counts" in message


def test_a_file_with_one_bad_line_gives_no_event_and_every_error() -> None:
    bad = line(kind="mentor_left")
    found = refused(line(kind="mentor_left", mentor="M1"), bad, bad)

    assert [one.line for one in found.errors] == [2, 3]
    assert isinstance(found, InputError)
    assert str(found).count("\n") == 1


def test_many_errors_are_counted() -> None:
    assert str(refused(*[b"{"] * 25)).endswith("… and 5 more.")


def test_a_document_of_an_event_says_what_happened_first() -> None:
    found = event_document(event(events.MentorPaused, AS_OF, mentor="M1"))

    assert list(found) == ["id", "at", "kind", "mentor"]
