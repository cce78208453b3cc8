"""The pages: every address in both languages, and what each shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from web_worlds import ALONE, UNKNOWN_FACTS, Outline, addresses, in_language

import matcher.web
from matcher.audit.text import explain_mentee
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.sentence import Sentence
from matcher.domain.values import Gender, Level, MeetingMode
from matcher.output.verify import Verified
from matcher.web import rule_words, words
from matcher.web.pages.facts import facts
from matcher.web.pages.rules import _setting, _value
from service import create_app


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
    assert Outline(english.text).every("html") == [{"lang": "en"}]
    assert f'value="{ALONE}"' in english.text
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


def test_a_proposal_shows_its_points_facts_and_explanation(client: FlaskClient, app: Flask) -> None:
    key = client.get("/api/v1/proposals").json["proposals"][0]["proposal"]
    audit = client.get(f"/api/v1/proposals/{key}/audit").json
    text = client.get(f"/voorstellen/{key}").text
    fills = re.findall(r'class="fill" x="0" y="0" width="(\d+)"', text)
    assert [int(n) for n in fills] == [c["points"] for c in audit["criteria"]]
    assert "Gent" in text
    assert "Arabisch C1" in text
    run = app.extensions["matcher"].run
    page = explain_mentee(run.matching, audit["duo"]["mentee"], "nl", run.adviser)
    lines = [line for _, lines in page.sections for line in lines]
    assert all(str(escape(line)) in text for line in lines)
    assert audit["alternatives"]
    for alternative in audit["alternatives"]:
        assert f">{escape(alternative['mentor'])}</a>" in text
    for criterion in audit["criteria"]:
        assert criterion["title"]["nl"] in text


def test_the_waiting_list_tells_each_reason(client: FlaskClient) -> None:
    text = client.get("/wachtlijst").text
    for one in client.get("/api/v1/unmatched").json["mentees"]:
        assert words.REASONS[one["reason"]].nl in text
    only = client.get("/wachtlijst?reason=facts_missing").text
    assert f">{UNKNOWN_FACTS}<" in only
    assert f">{ALONE}<" not in only


def test_a_page_too_can_only_be_read(client: FlaskClient) -> None:
    answer = client.post("/voorstellen")
    assert (answer.status_code, answer.mimetype) == (405, "text/html")
    assert words.ERRORS[405].nl in answer.text
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("status", "gap", "sentence"),
    [
        ("optimal", {}, words.STATUS["optimal"].nl),
        ("optimal", {"lottery": 9}, words.STATUS["claimed"].fill(gap="alleen de loting").nl),
        ("feasible", {"served:2": 0, "served:0": 1, "points": 5}, "voorstellen erbij: 1"),
        ("feasible", {"served": 0, "points": 5}, "punten erbij: 5"),
        ("cancelled", {"previous": 2}, "vroegere voorstellen die blijven: 2"),
        ("feasible", {}, "alleen de loting"),
    ],
)
def test_how_sure_the_whole_is_stands_in_plain_words(
    app: Flask, status: str, gap: dict[str, int], sentence: str
) -> None:
    served = app.extensions["matcher"]
    verified = Verified(ok=True, status=status, gap_by_level=gap)
    other = create_app({"MATCHER_OUTPUT": app.config["MATCHER_OUTPUT"]})
    other.extensions["matcher"] = replace(served, verified=verified)
    text = other.test_client().get("/").text
    assert sentence in text
    assert (words.STATUS["optimal"].nl in text) == (status == "optimal" and not gap)


def test_facts_are_told_in_words_and_what_is_not_given_too() -> None:
    mentee = Mentee(
        id="E1",
        languages={"fra": Level.B1, "ara": Level.C2},
        residence="44021",
        meeting_mode=MeetingMode.ONLINE,
        max_travel_km=Decimal("12.5"),
        availability=frozenset({"tue-eve", "mon-am"}),
        start_from=date(2026, 12, 1),
        gender=Gender.FEMALE,
    )
    mentor = Mentor(id="M1", promotor="O1", languages={})
    coach = Coach(id="C1", promotor="O1", languages={"nld": Level.C2})
    cells = {title.nl: cells for title, cells in facts(mentee, mentor, coach)}
    mine = {title: cells[0].nl for title, cells in cells.items() if cells[0]}
    assert mine == {
        "Talen": "Arabisch C2 en Frans B1",
        "Woonplaats": "Gent",
        "Jobdoelwit of beroep": "niet opgegeven",
        "Sectoren": "niet opgegeven",
        "Afspreken": "online",
        "Reisafstand": "hoogstens 12,5 km",
        "Vrije momenten": "maandagvoormiddag en dinsdagavond",
        "Kan beginnen vanaf": "1 december 2026",
        "Aangemeld op": "niet opgegeven",
    }
    assert cells["Talen"][1] == words.SENTENCES["not_given"]
    assert cells["Woonplaats"][2] is None


def test_missing_facts_are_named(client: FlaskClient) -> None:
    assert "working" in client.get(f"/wachtlijst/{UNKNOWN_FACTS}").text


def test_the_rules_page_names_every_rule_and_criterion(client: FlaskClient) -> None:
    for lang in ("nl", "en"):
        text = Outline(client.get(f"/regels?lang={lang}").text)
        shown = {row.get("id") for row in text.every("tr")}
        assert {one.key for one in (*hard_rules(), *capacity_rules(), *criteria())} <= shown


def test_a_floor_and_a_rule_switched_off_are_told(
    run_under: Callable[[Mapping[str, Any]], Path],
) -> None:
    folder = run_under({"matching": {"min_points": 999}, "rules": {"wish": {"enabled": False}}})
    client = create_app({"MATCHER_OUTPUT": str(folder)}).test_client()
    text = client.get("/regels").text
    assert words.PRIORITIES["floor"].fill(n=999).nl in text
    row = text[text.index('<tr id="wish">') :].partition("</tr>")[0]
    assert "<td>uit</td>" in row
    assert words.SENTENCES["nothing"].nl in client.get("/voorstellen").text
    unmatched = client.get("/api/v1/unmatched").json["mentees"]
    assert any("min_points" in one["shut_out"] for one in unmatched)
    assert words.SENTENCES["min_points"].nl in client.get(f"/wachtlijst/{ALONE}").text


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
        table
        for module in (words, rule_words)
        for name, table in vars(module).items()
        if name.isupper() and isinstance(table, dict)
    ]
    assert len(tables) == 11
    for table in tables:
        for sentence in table.values():
            assert isinstance(sentence, Sentence)
            assert sentence.nl.strip()
            assert sentence.en.strip()
            holes = [sorted(re.findall(r"\{\w+\}", sentence[lang])) for lang in ("nl", "en")]
            assert holes[0] == holes[1]


def test_words_about_rules_are_about_rules_and_settings_that_exist() -> None:
    every = (*hard_rules(), *capacity_rules(), *criteria())
    assert set(rule_words.RULES) <= {one.key for one in every}
    assert set(rule_words.SETTINGS) <= {
        name for one in every for name in one.settings_type.model_fields
    }


def test_a_setting_without_words_of_its_own_still_shows() -> None:
    assert _setting("brand_new") == Sentence("brand_new", "brand_new")
    assert _value(7) == Sentence("7", "7")
