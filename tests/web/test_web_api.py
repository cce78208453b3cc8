"""The JSON face: what each address answers, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_worlds import (
    ALONE,
    IN_DUO,
    NESTED,
    ODD_MENTOR,
    REFUSED,
    SCRIPT,
    SLASH,
    SPACED,
    UNKNOWN_FACTS,
    WORKING,
)

from matcher.audit.text import Language, explain_mentee
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria

API = "/api/v1"


def first_proposal(client: FlaskClient) -> str:
    return str(client.get(f"{API}/proposals").json["proposals"][0]["proposal"])


def test_proposals_are_those_of_the_folder(client: FlaskClient, output: Path) -> None:
    written = json.loads((output / "proposals.json").read_text(encoding="utf-8"))
    answer = client.get(f"{API}/proposals").json
    assert answer["proposals"] == written["proposals"]
    assert answer["total"] == written["served"] == 3
    assert answer["verified"] is True
    assert answer["next_cursor"] is None


def test_pages_by_cursor_hold_every_proposal_once(client: FlaskClient) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"{API}/proposals?limit=1" + (f"&cursor={cursor}" if cursor else "")).json
        assert len(page["proposals"]) == 1
        found += page["proposals"]
        cursor = page["next_cursor"]
    assert found == client.get(f"{API}/proposals").json["proposals"]


def test_a_proposal_and_its_audit_are_those_of_the_folder(
    client: FlaskClient, output: Path
) -> None:
    key = first_proposal(client)
    one = client.get(f"{API}/proposals/{key}").json
    audit = client.get(f"{API}/proposals/{key}/audit")
    written = json.loads((output / "audit" / f"{key}.json").read_text(encoding="utf-8"))
    assert audit.json == written
    assert one["mentee"] == written["duo"]["mentee"]
    assert one["points"] == written["points"] == sum(c["points"] for c in written["criteria"])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_audit_can_be_had_in_plain_words(
    client: FlaskClient, app: Flask, lang: Language
) -> None:
    proposal = client.get(f"{API}/proposals").json["proposals"][0]
    answer = client.get(f"{API}/proposals/{proposal['proposal']}/audit?format=text&lang={lang}")
    run = app.extensions["matcher"].run
    told = explain_mentee(run.matching, proposal["mentee"], lang, run.adviser)
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Language"] == lang
    assert answer.text == f"{told}\n"


def test_unmatched_holds_the_mentees_and_free_mentors_of_the_folder(
    client: FlaskClient, output: Path
) -> None:
    answer = client.get(f"{API}/unmatched").json
    assert answer == json.loads((output / "unmatched.json").read_text(encoding="utf-8"))
    assert {m["mentee"] for m in answer["mentees"]} == {
        NESTED,
        ALONE,
        UNKNOWN_FACTS,
        REFUSED,
        WORKING,
    }
    assert [m["mentor"] for m in answer["mentors"]] == ["M3"]


def test_the_certificate_is_that_of_the_folder(client: FlaskClient, output: Path) -> None:
    written = json.loads((output / "certificate.json").read_text(encoding="utf-8"))
    assert client.get(f"{API}/certificate").json == written


def test_rules_list_every_rule_and_criterion_with_its_settings(client: FlaskClient) -> None:
    answer = client.get(f"{API}/rules").json
    every = (*hard_rules(), *capacity_rules(), *criteria())
    assert sorted(r["key"] for r in answer["rules"]) == sorted(r.key for r in every)
    weights = [r["weight"] for r in answer["rules"] if r["kind"] == "criterion"]
    assert sum(weights) == 1000
    assert all(r["weight"] is None for r in answer["rules"] if r["kind"] != "criterion")
    language = next(r for r in answer["rules"] if r["key"] == "mentee_mentor_language")
    assert language["settings"] == {"min_level": "B1"}
    assert language["enabled"] is True
    assert set(language["title"]) == {"nl", "en"}
    assert language["section"] == "PROGRAMME §3.2"


@pytest.mark.parametrize("mentee", [SLASH, SCRIPT, SPACED, NESTED, ALONE, UNKNOWN_FACTS])
@pytest.mark.parametrize("mentor", [ODD_MENTOR, "M3"])
def test_why_not_answers_for_ids_with_any_characters(
    client: FlaskClient, mentee: str, mentor: str
) -> None:
    address = f"{API}/mentees/{quote(mentee, safe='')}/why-not/{quote(mentor, safe='')}"
    answer = client.get(address)
    assert answer.status_code == 200
    assert (answer.json["mentee"], answer.json["mentor"]) == (mentee, mentor)
    broken = {rule["key"] for rule in answer.json["rules"] if not rule["allowed"]}
    assert ("mentee_mentor_language" in broken) == (mentor == "M3" or mentee == ALONE)


def test_why_not_of_someone_in_a_duo_names_that_duo(client: FlaskClient) -> None:
    assert client.get(f"{API}/mentees/{IN_DUO}/why-not/M3").json["duo_with"] == "M2"


def test_why_not_tells_what_an_allowed_mentor_would_cost(client: FlaskClient) -> None:
    told = 0
    for proposal in client.get(f"{API}/proposals").json["proposals"]:
        audit = client.get(f"{API}/proposals/{proposal['proposal']}/audit").json
        for best in audit["next_best"]:
            asked = f"{quote(proposal['mentee'], safe='')}/why-not/{quote(best['mentor'], safe='')}"
            answer = client.get(f"{API}/mentees/{asked}").json
            assert answer["allowed"]
            assert answer["cost"]["mentor"] == best["mentor"]
            assert answer["cost"]["exact"]
            if best["exact"]:
                assert answer["cost"]["loss"] == best["loss"]
            told += 1
        own = client.get(
            f"{API}/mentees/{quote(proposal['mentee'], safe='')}/why-not/"
            f"{quote(proposal['mentor'], safe='')}"
        ).json
        assert own["cost"] is None
    assert told


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/proposals/P000000000000", "unknown-id"),
        ("/proposals/P000000000000/audit", "unknown-id"),
        ("/mentees/Geheimnaam/why-not/M3", "unknown-id"),
        ("/mentees/E5/why-not/Geheimnaam", "unknown-id"),
        ("/mentees/Geheimnaam", "unknown-id"),
        ("/Geheimnaam", "not-found"),
    ],
)
def test_what_is_not_there_is_a_404_that_repeats_nothing(
    client: FlaskClient, address: str, kind: str
) -> None:
    answer = client.get(f"{API}{address}")
    assert answer.status_code == answer.json["status"] == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == f"urn:matcher:problem:{kind}"
    assert set(answer.json) == {"type", "title", "status", "detail"}
    assert "Geheimnaam" not in answer.text
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("limit=0", "bad-limit"),
        ("limit=101", "bad-limit"),
        ("limit=-1", "bad-limit"),
        ("limit=Geheimnaam", "bad-limit"),
        ("limit=٣", "bad-limit"),
        ("limit=" + "9" * 5000, "bad-limit"),
        ("cursor=", "bad-cursor"),
        ("cursor=Geheimnaam", "bad-cursor"),
        ("cursor=é", "bad-cursor"),
        ("cursor=MDAwMDAwMDAwMDAwOjE", "bad-cursor"),
    ],
)
def test_a_bad_page_is_a_400(client: FlaskClient, query: str, kind: str) -> None:
    answer = client.get(f"{API}/proposals?{query}")
    assert (answer.status_code, answer.json["type"]) == (400, f"urn:matcher:problem:{kind}")
    assert "Geheimnaam" not in answer.text


@pytest.mark.parametrize(("query", "kind"), [("lang=fr", "bad-lang"), ("format=pdf", "bad-format")])
def test_a_bad_language_or_form_is_a_400(client: FlaskClient, query: str, kind: str) -> None:
    answer = client.get(f"{API}/proposals/{first_proposal(client)}/audit?{query}")
    assert (answer.status_code, answer.json["type"]) == (400, f"urn:matcher:problem:{kind}")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)(f"{API}/proposals")
    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_an_unchanged_run_is_a_304(client: FlaskClient) -> None:
    first = client.get(f"{API}/rules")
    again = client.get(f"{API}/rules", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(f"{API}/rules", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_an_etag_does_not_turn_an_unknown_id_into_a_304(client: FlaskClient) -> None:
    tag = client.get(f"{API}/rules").headers["ETag"]
    answer = client.get(f"{API}/proposals/P000000000000", headers={"If-None-Match": tag})
    assert answer.status_code == 404


def test_health_and_readiness_are_told(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.json == {"status": "ready", "verified": True}
    assert ready.headers["Cache-Control"] == "no-store"
