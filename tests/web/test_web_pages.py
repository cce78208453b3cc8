"""The pages: every address in both languages, and what each shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_worlds import ALONE, UNKNOWN_FACTS, Outline, addresses, in_language

import matcher.web
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.sentence import Sentence
from matcher.web import words


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_is_whole_and_accessible(client: FlaskClient, lang: str) -> None:
    for address in addresses(client):
        answer = client.get(in_language(address, lang))
        assert answer.status_code == 200, address
        page = Outline(answer.text)
        assert page.every("html") == [{"lang": lang}]
        assert len(page.every("h1")) == len(page.every("main")) == len(page.every("title")) == 1
        assert page.links[0] == "#content"
        assert page.every("main")[0]["id"] == "content"
        assert all(header.get("scope") in {"row", "col"} for header in page.every("th")), address
        marks = [a["id"] for _, a in page.tags if a.get("id")]
        assert len(marks) == len(set(marks)), address
        for field in (*page.every("input"), *page.every("select")):
            if field.get("type") != "hidden":
                assert field["id"] in {label["for"] for label in page.every("label")}
        for _, attributes in page.tags:
            named = (attributes.get("aria-labelledby") or "").split()
            assert set(named) <= set(marks), address
        assert words.SENTENCES["decides"][lang] in answer.text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_link_of_every_page_leads_somewhere_in_the_same_language(
    client: FlaskClient, lang: str
) -> None:
    pages = [Outline(client.get(in_language(a, lang)).text) for a in addresses(client)]
    links = {
        (str(a["href"]).partition("#")[0], "hreflang" in a)
        for page in pages
        for a in page.every("a")
    }
    for target, switches in sorted(links):
        answer = client.get(target or "/")
        assert answer.status_code == 200, target
        assert target == "" or target.startswith("/")
        if answer.mimetype == "text/html" and target:
            shown = Outline(answer.text).every("html")[0]["lang"]
            assert (shown != lang) == switches, target


def test_the_switch_of_language_keeps_the_question(client: FlaskClient) -> None:
    page = Outline(client.get(f"/uitleg?mentee={ALONE}&mentor=M2").text)
    switch = next(str(a["href"]) for a in page.every("a") if a.get("hreflang") == "en")
    english = client.get(switch)
    assert "Mentor M2 is not allowed" in english.text
    back = next(
        str(a["href"]) for a in Outline(english.text).every("a") if a.get("hreflang") == "nl"
    )
    assert back == f"/uitleg?mentee={ALONE}&mentor=M2"


def test_the_overview_tells_the_numbers_and_that_they_were_verified(client: FlaskClient) -> None:
    text = client.get("/").text
    figures = re.findall(r"<dd>(?:<a[^>]*>)?([\d.]+)", text)
    assert figures[0] == "3"
    assert figures[1] == "5"
    assert "2 november 2026" in text
    assert words.SENTENCES["verified_how"].nl in text
    assert words.STATUS["optimal"].nl in text
    assert "mentoring-naar-werk" in text


def test_proposals_can_be_sorted_and_filtered(client: FlaskClient) -> None:
    def points(query: str) -> list[int]:
        cells = re.findall(
            r'<td class="number">(\d+)</td>', client.get(f"/voorstellen{query}").text
        )
        return [int(n) for n in cells[::2]]

    assert points("?sort=points") == sorted(points(""), reverse=True)
    assert points("") != points("?sort=points")
    assert len(points("?promotor=O1")) == 3


def test_a_proposal_shows_its_points_facts_and_explanation(client: FlaskClient) -> None:
    key = client.get("/api/v1/proposals").json["proposals"][0]["proposal"]
    audit = client.get(f"/api/v1/proposals/{key}/audit").json
    text = client.get(f"/voorstellen/{key}").text
    fills = re.findall(r'class="fill" x="0" y="0" width="(\d+)"', text)
    assert [int(n) for n in fills] == [c["points"] for c in audit["criteria"]]
    assert "Gent" in text
    assert "Arabisch C1" in text
    assert "Een mens beslist, nooit de computer." in text
    shown = [a["mentor"] for a in audit["alternatives"]]
    assert shown
    for criterion in audit["criteria"]:
        assert criterion["title"]["nl"] in text


def test_the_waiting_list_tells_each_reason(client: FlaskClient) -> None:
    text = client.get("/wachtlijst").text
    for one in client.get("/api/v1/unmatched").json["mentees"]:
        assert words.REASONS[one["reason"]].nl in text
    only = client.get("/wachtlijst?reason=facts_missing").text
    assert f">{UNKNOWN_FACTS}<" in only
    assert f">{ALONE}<" not in only


def test_missing_facts_are_named(client: FlaskClient) -> None:
    assert "working" in client.get(f"/wachtlijst/{UNKNOWN_FACTS}").text


def test_the_rules_page_names_every_rule_and_criterion(client: FlaskClient) -> None:
    for lang in ("nl", "en"):
        text = Outline(client.get(f"/regels?lang={lang}").text)
        shown = {row.get("id") for row in text.every("tr")}
        assert {one.key for one in (*hard_rules(), *capacity_rules(), *criteria())} <= shown


@pytest.mark.parametrize(
    ("mentee", "mentor", "sentence"),
    [("nobody", "M2", "unknown_mentee"), (ALONE, "nobody", "unknown_mentor")],
)
def test_a_question_about_someone_unknown_says_who(
    client: FlaskClient, mentee: str, mentor: str, sentence: str
) -> None:
    answer = client.get(f"/uitleg?mentee={mentee}&mentor={mentor}")
    assert answer.status_code == 404
    assert words.SENTENCES[sentence].nl in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nergens", 404),
        ("/voorstellen/P000000000000", 404),
        ("/wachtlijst/nobody", 404),
        ("/voorstellen?sort=name", 400),
        ("/voorstellen?promotor=O9", 400),
        ("/voorstellen?page=0", 400),
        ("/wachtlijst?reason=love", 400),
        ("/?lang=fr", 400),
    ],
)
def test_an_error_is_a_page_in_plain_words(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert words.ERRORS[status].nl in answer.text


def test_a_page_beyond_the_last_is_empty_with_a_way_back(client: FlaskClient) -> None:
    text = client.get("/voorstellen?page=2").text
    assert words.SENTENCES["nothing"].nl in text


def test_every_sentence_of_the_pages_is_used_and_every_one_used_is_there() -> None:
    folder = Path(matcher.web.__file__).parent
    source = "".join(
        p.read_text(encoding="utf-8")
        for p in (*folder.rglob("*.html"), *(folder / "pages").glob("*.py"), folder / "words.py")
    )
    said = set(re.findall(r'say\(["\'](\w+)["\']', source))
    assert said <= set(words.SENTENCES)
    unused = {
        key for key in words.SENTENCES if not re.search(rf'["\']{key}["\'](?!: Sentence)', source)
    }
    assert unused == set()


def test_both_languages_say_something_everywhere() -> None:
    tables = [
        table for name, table in vars(words).items() if name.isupper() and isinstance(table, dict)
    ]
    assert len(tables) == 10
    for table in tables:
        for sentence in table.values():
            assert isinstance(sentence, Sentence)
            assert sentence.nl.strip()
            assert sentence.en.strip()
            holes = [sorted(re.findall(r"\{\w+\}", sentence[lang])) for lang in ("nl", "en")]
            assert holes[0] == holes[1]


def test_a_rule_without_words_for_its_settings_still_shows(app: Flask) -> None:
    with app.test_request_context("/regels"):
        from matcher.web.pages.rules import _setting, _value  # noqa: PLC0415 -- needs a request

        assert _setting("brand_new")["nl"] == "brand_new"
        assert _value(7)["en"] == "7"
