"""What must never happen: private details shown, markup run, a spoiled folder passing for sound."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_worlds import PRIVATE, SCRIPT, Outline, addresses, in_language

from matcher.domain.errors import InputError
from matcher.output.verify import Verified, verify
from matcher.web import words
from service import create_app

Tampered = Callable[..., FlaskClient]


def everything(client: FlaskClient) -> dict[str, str]:
    """Return every answer of the service by address."""
    keys = [p["proposal"] for p in client.get("/api/v1/proposals").json["proposals"]]
    people = [
        f"/api/v1/mentees/E{n}/why-not/{mentor}" for n in (5, 6, 8, 9) for mentor in ("M2", "M3")
    ]
    api = ["proposals", "unmatched", "rules", "certificate"]
    found = [
        *(f"/api/v1/{name}" for name in api),
        *(f"/api/v1/proposals/{key}" for key in keys),
        *(f"/api/v1/proposals/{key}/audit" for key in keys),
        *(f"/api/v1/proposals/{key}/audit?format=text&lang=en" for key in keys),
        *people,
        *addresses(client),
        *(in_language(a, "en") for a in addresses(client)),
        "/healthz",
        "/readyz",
    ]
    return {address: client.get(address).text for address in found}


def test_no_name_address_nationality_or_birth_date_is_in_any_answer(
    client: FlaskClient, output: Path
) -> None:
    assert b"Geheimnaam" not in (output / "problem.json").read_bytes()
    for address, text in everything(client).items():
        for private in PRIVATE:
            assert private not in text, address


def test_an_id_that_is_markup_stays_text(client: FlaskClient) -> None:
    for address in addresses(client):
        answer = client.get(address)
        assert SCRIPT not in answer.text, address
        page = Outline(answer.text)
        assert not page.every("script"), address
    assert "&lt;script&gt;" in client.get("/voorstellen").text


def test_what_is_asked_cannot_add_markup_or_bend_links(client: FlaskClient) -> None:
    probe = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for address in (
        f"/uitleg?mentee={probe}&mentor={probe}",
        f"/voorstellen?sort={probe}",
        f"/wachtlijst/{probe}",
        f"/{probe}",
        "/?_scheme=javascript&_external=1&_anchor=x&endpoint=static&_method=POST",
        "/wachtlijst?_scheme=javascript&_external=1&self=1",
    ):
        answer = client.get(address)
        assert answer.status_code < 500, address
        assert "<script" not in answer.text
        assert all(link.startswith(("/", "#")) for link in Outline(answer.text).links), address


def test_every_answer_has_the_protecting_headers(client: FlaskClient) -> None:
    for address in ("/", "/nergens", "/api/v1/rules", "/api/v1/x", "/healthz", "/static/style.css"):
        answer = client.get(address)
        headers = answer.headers
        answer.close()
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self' data:")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Matcher-Verified"] == "yes"


def test_pages_need_nothing_that_the_policy_bars(client: FlaskClient) -> None:
    for address in addresses(client):
        page = Outline(client.get(address).text)
        for tag, attributes in page.tags:
            assert tag not in {"script", "style", "iframe", "object"}, address
            assert "style" not in attributes, address
            assert not any(name.startswith("on") for name in attributes), address
            source = attributes.get("src") or (tag == "link" and attributes.get("href")) or "/"
            assert str(source).startswith(("/", "data:,")), address


def test_pages_too_are_kept_until_the_run_changes(client: FlaskClient, app: Flask) -> None:
    tag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert app.extensions["matcher"].digest == tag.strip('"')


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("proposals.csv", "M2", "M3"),
        ("unmatched.json", "outbid", "refused"),
        ("run.json", '"format": 1', '"format": 2'),
        ("certificate.json", '"status": "optimal"', '"status": "feasible"'),
    ],
)
def test_a_folder_that_was_changed_never_passes_for_verified(
    tampered: Tampered, name: str, old: str, new: str
) -> None:
    client = tampered(name, old, new)
    for lang in ("nl", "en"):
        text = client.get(f"/?lang={lang}").text
        assert words.SENTENCES["not_verified"][lang] in text
        assert words.SENTENCES["verified_how"][lang] not in text
        assert words.STATUS["optimal"][lang] not in text
        assert name in text or "run.json" in text
    answer = client.get("/api/v1/proposals")
    assert answer.json["verified"] is False
    assert answer.headers["Matcher-Verified"] == "no"
    assert client.get("/readyz").json == {"status": "ready", "verified": False}


def test_what_was_changed_by_hand_is_not_shown(tampered: Tampered) -> None:
    client = tampered("unmatched.json", '"outbid"', '"Geheimnaam"')
    for address, text in everything(client).items():
        assert "Geheimnaam" not in text, address


def test_a_changed_folder_has_another_etag(client: FlaskClient, tampered: Tampered) -> None:
    spoiled = tampered("proposals.csv", "M2", "M3")
    tag = client.get("/").headers["ETag"]
    assert spoiled.get("/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("problem.json", "", None),
        ("certificate.json", '"duos"', '"pairs"'),
        ("run.json", '"versions"', '"editions"'),
        ("problem.json", '"format": 1', '"format": 9'),
    ],
)
def test_a_folder_that_cannot_be_read_is_said_to_be_so(
    tampered: Tampered, name: str, old: str, new: str | None
) -> None:
    client = tampered(name, old, new) if new is not None else tampered(name, "{", "")
    page = client.get("/")
    assert page.status_code == 503
    assert words.SENTENCES["unreadable"].nl in page.text
    assert words.SENTENCES["not_verified"].nl in page.text
    answer = client.get("/api/v1/proposals")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_duo_twice_for_one_mentee_is_not_served(output: Path, tmp_path: Path) -> None:
    certificate = json.loads((output / "certificate.json").read_text(encoding="utf-8"))
    certificate["duos"].append({**certificate["duos"][0]})
    shutil.copytree(output, tmp_path, dirs_exist_ok=True)
    (tmp_path / "certificate.json").write_text(json.dumps(certificate), encoding="utf-8")
    client = create_app({"MATCHER_OUTPUT": str(tmp_path)}).test_client()
    assert client.get("/").status_code == 503


def test_without_a_folder_the_service_does_not_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MATCHER_OUTPUT", raising=False)
    with pytest.raises(InputError, match="MATCHER_OUTPUT: expected the path"):
        create_app()
    with pytest.raises(InputError, match="nowhere: expected an output folder"):
        create_app({"MATCHER_OUTPUT": str(tmp_path / "nowhere")})


def test_the_environment_names_the_folder_where_the_configuration_does_not(
    monkeypatch: pytest.MonkeyPatch, output: Path
) -> None:
    monkeypatch.setenv("MATCHER_OUTPUT", str(output))
    assert create_app().test_client().get("/readyz").json["verified"] is True


def test_serving_changes_nothing_in_the_folder(client: FlaskClient, output: Path) -> None:
    before = {p: p.read_bytes() for p in output.rglob("*") if p.is_file()}
    everything(client)
    assert {p: p.read_bytes() for p in output.rglob("*") if p.is_file()} == before


def test_a_folder_replaced_while_it_is_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, output: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(output, copy)

    def slow(folder: Path) -> Verified:
        found = verify(folder)
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
        return found

    monkeypatch.setattr("matcher.web.served.verify", slow)
    with pytest.raises(InputError, match="copy: expected a folder at rest"):
        create_app({"MATCHER_OUTPUT": str(copy)})
