"""``problem.json`` holds all facts that count, none that do not, and cannot be changed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from output_worlds import AS_OF, World, change_json, digest_of, forge_digests, refused

from matcher.domain.commitments import Exclusion, Match
from matcher.domain.errors import InputError
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.programme import (
    Acquaintance,
    Call,
    Employer,
    EmployerContact,
    Lot,
    Project,
    Promotor,
)
from matcher.domain.values import SLOTS, Answer, Decision, Gender, Level, MeetingMode
from matcher.output.facts import facts_document, minimised, read_facts
from matcher.output.verify import verify
from matcher.rulesets import default_rules

FACTS = "problem.json"

# --- round trip -----------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)
days = st.none() | st.dates(date(1950, 1, 1), date(2035, 12, 31))
amounts = st.none() | st.decimals(0, 99999, places=2) | st.sampled_from([Decimal("1E+3")])
ties = st.decimals(0, 1, places=3)
languages = st.dictionaries(st.sampled_from(("ara", "fra", "prs")), st.sampled_from(Level))
slots = st.frozensets(st.sampled_from(SLOTS), max_size=4)
some = st.lists(texts, max_size=3).map(tuple)
counts = st.none() | st.integers(0, 50)


def table(kind: Any, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return tables of records with distinct ids, sorted by id."""
    rows = st.lists(st.builds(kind, id=texts, **fields), max_size=3, unique_by=lambda row: row.id)
    return rows.map(lambda found: tuple(sorted(found, key=lambda row: row.id)))


def wishes(key: str) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.just(key), st.sampled_from(("f", "m")), max_size=1)


mentees = table(
    Mentee,
    languages=languages,
    dutch_skills=st.dictionaries(st.sampled_from(("reading", "speaking")), st.sampled_from(Level)),
    registered_on=days,
    birth_date=days,
    residence=st.none() | st.just("11002"),
    working=st.sampled_from(Answer),
    education=st.none() | st.integers(1, 8),
    target_occupations=some,
    dutch_needed=st.none() | st.sampled_from(Level),
    meeting_mode=st.none() | st.sampled_from(MeetingMode),
    max_travel_km=amounts,
    availability=slots,
    wishes=wishes("mentor_gender"),
    promotor=st.none() | texts,
    priority=st.integers(0, 3),
    vdab_decision=st.sampled_from(Decision),
    gender=st.none() | st.sampled_from(Gender),
)
mentors = table(
    Mentor,
    promotor=texts,
    languages=languages,
    projects=some,
    capacity=st.integers(0, 3),
    coach=st.none() | texts,
    availability=slots,
    available_until=days,
    gender=st.none() | st.sampled_from(Gender),
    wishes=wishes("mentee_gender"),
)
problems = st.builds(
    Problem,
    as_of=st.dates(date(2000, 1, 1)),
    rules=st.just(default_rules()),
    mentees=mentees,
    mentors=mentors,
    coaches=table(Coach, promotor=texts, languages=languages, caseload=st.integers(0, 40)),
    projects=table(Project, promotor=texts, start=days, places=counts, budget_eur=amounts),
    promotors=table(Promotor, name=st.none() | texts, capacity=counts),
    calls=table(Call, budget_eur=amounts),
    lots=table(Lot, provinces=some),
    employers=table(Employer, occupations=some, vacancies=counts),
    contacts=st.lists(
        st.builds(
            EmployerContact,
            mentor=texts,
            employer=texts,
            tie=st.sampled_from(("works_there", "knows_someone")) | ties,
        ),
        max_size=3,
    ).map(tuple),
    acquaintances=st.lists(
        st.builds(Acquaintance, mentor=texts, other_mentor=texts, tie=ties), max_size=2
    ).map(tuple),
    matches=table(Match, mentee=texts, mentor=texts, started_on=days, reason=st.none() | texts),
    exclusions=st.lists(
        st.builds(Exclusion, mentee=texts, mentor=texts, reason=st.none() | texts), max_size=2
    ).map(tuple),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(problems)
def test_facts_come_back_as_they_were_but_for_what_no_rule_reads(problem: Problem) -> None:
    kept = minimised(problem)
    written = facts_document(kept)
    back = read_facts(json.loads(written))
    assert back == kept
    assert facts_document(back) == written


@settings(max_examples=60, deadline=None, derandomize=True)
@given(problems)
def test_minimised_facts_hold_no_reason_and_no_gender_without_a_wish(problem: Problem) -> None:
    kept = minimised(problem)
    assert all(record.reason is None for record in (*kept.matches, *kept.exclusions))
    if not any(m.wishes for m in problem.mentees):
        assert all(m.gender is None for m in kept.mentors)
    else:
        assert [m.gender for m in kept.mentors] == [m.gender for m in problem.mentors]
    if not any(m.wishes for m in problem.mentors):
        assert all(m.gender is None for m in kept.mentees)
    else:
        assert [m.gender for m in kept.mentees] == [m.gender for m in problem.mentees]
    assert minimised(kept) == kept


# --- facts that cannot be read --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(format=2), "format"),
        (lambda d: d.update(secret=1), "'secret'"),
        (lambda d: d.pop("mentees"), "mentees"),
        (lambda d: d.update(as_of="2026-13-01"), "month"),
        (lambda d: d["mentees"][0].update(nationality="SY"), "'nationality'"),
        (lambda d: d["mentees"][0].update(languages={"ara": "D1"}), "D1"),
        (lambda d: d["mentors"][0].update(capacity="many"), "mentors[0.capacity]"),
        (lambda d: d["mentors"].append(d["mentors"][0]), "mentors: expected each id once"),
        (lambda d: d["rules"]["matching"].update(objective="luck"), "objective"),
        (lambda d: d["rules"]["rules"].update(star_sign={}), "star_sign"),
    ],
)
def test_facts_of_another_shape_are_refused_with_their_place(
    small: World, change: Callable[[Any], Any], words: str
) -> None:
    document = json.loads(small.files[FACTS])
    change(document)
    with pytest.raises(InputError, match=r"^problem\.json: ") as raised:
        read_facts(document)
    assert words in str(raised.value)


# --- facts that were changed ----------------------------------------------------------------------


def duo_of(small: World) -> dict[str, str]:
    found: dict[str, str] = json.loads(small.files["certificate.json"])["duos"][0]
    return found


@pytest.mark.parametrize(
    ("table_name", "role", "fact", "rule"),
    [
        ("mentees", "mentee", {"vdab_decision": "refused"}, "vdab_decision"),
        ("mentees", "mentee", {"working": "yes"}, "not_working"),
        ("mentees", "mentee", {"languages": {"nld": "A1", "mon": "C2"}}, "mentee_mentor_language"),
        ("mentors", "mentor", {"status": "paused"}, "mentor_active"),
        ("coaches", "coach", {"languages": {"swe": "C2"}}, "mentor_coach_language"),
        ("projects", "project", {"end": "2026-11-01"}, "project_period"),
    ],
)
def test_a_changed_fact_that_bars_a_chosen_pair_is_named_with_its_rule(
    small: World, folder: Path, table_name: str, role: str, fact: dict[str, Any], rule: str
) -> None:
    key = duo_of(small)[role]

    def change(document: Any) -> None:
        next(row for row in document[table_name] if row["id"] == key).update(fact)

    change_json(folder, FACTS, change)
    change_json(
        folder,
        "run.json",
        lambda run: run.update(input_digest=digest_of((folder / FACTS).read_bytes())),
    )
    forge_digests(folder)
    refused(folder, "certificate.json", "barred by", rule)


def leaves(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every (container, key) of a single value in plain data."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        if isinstance(value, dict | list):
            yield from leaves(value)
        else:
            yield node, key


def another(value: Any) -> Any:
    """Return a value of the same kind that is not this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return None if value is None else f"{value}x"


def test_no_fact_and_no_setting_can_change_under_the_same_digest_of_input(
    small: World, folder: Path
) -> None:
    """Each change is a value of its kind, or one that cannot be read; both are seen."""
    count = sum(1 for _ in leaves(json.loads(small.files[FACTS])))
    assert count > 500
    for number in range(0, count, 9):
        document = json.loads(small.files[FACTS])
        node, key = list(leaves(document))[number]
        if node[key] is None:
            continue
        node[key] = another(node[key])
        change_json(folder, FACTS, lambda old, new=document: old.update(new))
        forge_digests(folder)
        found = verify(folder)
        assert not found.ok, (key, node[key])
        assert (found.problem or "").startswith((f"{FACTS}: ", "certificate.json: "))


def test_a_fact_that_bears_on_no_duo_is_seen_by_its_digest(folder: Path) -> None:
    change_json(folder, FACTS, lambda d: d["calls"][0].update(budget_eur="99.00"))
    forge_digests(folder)
    refused(folder, FACTS, "input_digest")


def test_a_forged_digest_of_input_is_seen_in_the_other_documents(folder: Path) -> None:
    change_json(folder, FACTS, lambda d: d["calls"][0].update(budget_eur="99.00"))
    digest = digest_of((folder / FACTS).read_bytes())
    change_json(folder, "run.json", lambda run: run.update(input_digest=digest))
    forge_digests(folder)
    refused(folder, "proposals.json", digest[:8])


@pytest.mark.parametrize(
    "change",
    [
        lambda rules: rules["rules"]["mentor_capacity"].update(max_duos_per_mentor=3),
        lambda rules: rules["rules"]["exclusion"].update(enabled=False),
        lambda rules: rules["criteria"]["waiting_time"].update(weight=1),
        lambda rules: rules["matching"].update(stability_points=5),
        lambda rules: rules["lottery"].update(seed="mine"),
        lambda rules: rules["ruleset"].update(version="2027.1"),
    ],
)
def test_a_setting_of_the_rules_cannot_change(folder: Path, change: Callable[[Any], None]) -> None:
    change_json(folder, FACTS, lambda document: change(document["rules"]))
    forge_digests(folder)
    found = verify(folder)
    assert not found.ok
    assert (found.problem or "").startswith((f"{FACTS}: ", "certificate.json: "))


def test_facts_that_no_rule_reads_are_not_verified(small: World, folder: Path) -> None:
    """A reason of an exclusion, put back by hand with every digest made anew."""
    change_json(folder, FACTS, lambda d: d["exclusions"][0].update(reason="ruzie"))
    digest = digest_of((folder / FACTS).read_bytes())
    change_json(folder, "run.json", lambda run: run.update(input_digest=digest))
    forge_digests(folder)
    refused(folder, FACTS, "no rule reads")
    assert small.result.problem.as_of == AS_OF
    assert dataclasses.asdict(small.result.problem.exclusions[0])["reason"] is None
