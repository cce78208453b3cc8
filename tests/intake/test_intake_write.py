"""Writing an intake folder and reading it back."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_worlds import AS_OF, RULES, Read

from matcher.domain.commitments import Exclusion, Match
from matcher.domain.errors import InputError
from matcher.domain.people import Coach, Mentee, Mentor
from matcher.domain.private import Contact, SpecialCategories
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
from matcher.domain.values import (
    SLOTS,
    Answer,
    Decision,
    Gender,
    Level,
    MatchStatus,
    MeetingMode,
    MentorStatus,
    Subgroup,
)
from matcher.intake import read_folder, write_folder

LETTERS = st.text("abc é'\",;.ß漢", min_size=1, max_size=6).map(str.strip).filter(bool)
DAYS = st.dates(date(1950, 1, 1), AS_OF)
COUNTS = st.integers(0, 1_000_000_000)
MONEY = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
LEVELS = st.dictionaries(st.sampled_from(["ara", "fra", "nld", "prs"]), st.sampled_from(Level))
SOME_LEVELS = LEVELS.filter(bool)
SLOT_SETS = st.frozensets(st.sampled_from(SLOTS), max_size=4)
OCCUPATIONS = st.lists(st.sampled_from(["2", "21", "214", "2144"]), unique=True).map(tuple)
SECTORS = st.lists(st.sampled_from(["G", "46", "C"]), unique=True).map(tuple)
TOWNS = st.none() | st.sampled_from(["44021", "11002", "21004"])
TIES = st.integers(0, 100).map(lambda n: Decimal(n) / 100)
ANSWERS = st.sampled_from(Answer)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def records(
    kind: type, prefix: str, low: int = 0, **fields: Any
) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return a strategy for a table whose ids are unique and sorted."""
    rows = st.lists(st.fixed_dictionaries(fields), min_size=low, max_size=3)
    return rows.map(
        lambda found: tuple(kind(id=f"{prefix}{n}", **row) for n, row in enumerate(found))
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a problem whose references hold and whose dates are in order, as of its day."""

    def ids(table: tuple[Any, ...]) -> st.SearchStrategy[str]:
        return st.sampled_from([row.id for row in table]) if table else st.nothing()

    def lists(table: tuple[Any, ...]) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(ids(table), unique=True, max_size=2).map(tuple) if table else st.just(())

    calls = draw(
        records(Call, "O", name=some(LETTERS), budget_eur=some(MONEY), opened_on=some(DAYS))
    )
    lots = draw(
        records(
            Lot,
            "L",
            call=some(ids(calls)),
            provinces=st.lists(st.sampled_from(["BE21", "BE25"]), unique=True).map(tuple),
            subgroups=st.lists(st.sampled_from(Subgroup), unique=True).map(tuple),
        )
    )
    promotors = draw(records(Promotor, "P", 1, name=some(LETTERS), capacity=some(COUNTS)))
    projects = draw(
        records(
            Project,
            "J",
            promotor=ids(promotors),
            lot=some(ids(lots)),
            start=some(st.dates(date(2000, 1, 1), date(2001, 1, 1))),
            end=some(st.dates(date(2002, 1, 1), date(2003, 1, 1))),
            extended_until=some(st.dates(date(2004, 1, 1), date(2005, 1, 1))),
            places=some(COUNTS),
            places_total=some(COUNTS),
            budget_eur=some(MONEY),
            cost_per_mentee_eur=some(MONEY),
        )
    )
    coaches = draw(
        records(
            Coach,
            "C",
            promotor=ids(promotors),
            languages=SOME_LEVELS,
            caseload=COUNTS,
            projects=lists(projects),
        )
    )
    common = {
        "residence": TOWNS,
        "meeting_mode": some(st.sampled_from(MeetingMode)),
        "max_travel_km": some(MONEY),
        "availability": SLOT_SETS,
        "gender": some(st.sampled_from(Gender)),
    }
    genders = st.sampled_from(["f", "m", "x"])
    mentors = draw(
        records(
            Mentor,
            "M",
            promotor=ids(promotors),
            languages=SOME_LEVELS,
            projects=lists(projects),
            occupations=OCCUPATIONS,
            sectors=SECTORS,
            capacity=COUNTS,
            coach=some(ids(coaches)),
            available_from=some(st.dates(date(2000, 1, 1), date(2010, 1, 1))),
            available_until=some(st.dates(date(2011, 1, 1), date(2099, 1, 1))),
            wishes=st.dictionaries(st.just("mentee_gender"), genders),
            status=st.sampled_from(MentorStatus),
            **common,
        )
    )
    mentees = draw(
        records(
            Mentee,
            "E",
            languages=SOME_LEVELS,
            dutch_skills=st.dictionaries(
                st.sampled_from(["listening", "writing"]), st.sampled_from(Level)
            ),
            registered_on=some(DAYS),
            referred_on=some(DAYS),
            birth_date=some(DAYS),
            working=ANSWERS,
            working_on=some(DAYS),
            vdab_guidance=ANSWERS,
            migration_background=ANSWERS,
            dutch_certificate=ANSWERS,
            education=some(st.integers(1, 8)),
            diploma_in_dutch=ANSWERS,
            diploma_recognised=ANSWERS,
            target_occupations=OCCUPATIONS,
            target_sectors=SECTORS,
            dutch_needed=some(st.sampled_from(Level)),
            start_from=some(st.dates(date(2026, 1, 1), date(2027, 1, 1))),
            wishes=st.dictionaries(st.just("mentor_gender"), genders),
            promotor=some(ids(promotors)),
            project=some(ids(projects)),
            priority=st.integers(0, 5),
            vdab_decision=st.sampled_from(Decision),
            vdab_decided_on=some(DAYS),
            **common,
        )
    )
    employers = draw(
        records(
            Employer,
            "W",
            name=some(LETTERS),
            sector=some(st.sampled_from(["G", "46"])),
            residence=TOWNS,
            occupations=OCCUPATIONS,
            vacancies=some(COUNTS),
        )
    )
    pairs = [(a.id, b.id) for a in mentees for b in mentors]
    reach = [(a.id, b.id) for a in mentors for b in employers]
    friends = [(a.id, b.id) for a in mentors for b in mentors if a.id < b.id]

    def chosen(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
        picked = (
            st.lists(st.sampled_from(options), unique=True, max_size=3) if options else st.just([])
        )
        return sorted(draw(picked))

    matches = []
    for number, (mentee, mentor) in enumerate(chosen(pairs)):
        started = draw(some(DAYS))
        taken = any(m.mentee == mentee and m.committed for m in matches)
        open_to = [s for s in MatchStatus if not taken or s not in {"running", "accepted"}]
        matches.append(
            Match(
                id=f"X{number}",
                mentee=mentee,
                mentor=mentor,
                coach=draw(some(ids(coaches))) if coaches else None,
                project=draw(some(ids(projects))) if projects else None,
                status=draw(st.sampled_from(open_to)),
                started_on=started,
                ended_on=draw(some(st.dates(started or date(1950, 1, 1), AS_OF))),
                reason=draw(some(LETTERS)),
            )
        )
    return Problem(
        as_of=AS_OF,
        rules=RULES,
        mentees=mentees,
        mentors=mentors,
        coaches=coaches,
        projects=projects,
        promotors=promotors,
        calls=calls,
        lots=lots,
        employers=employers,
        contacts=tuple(
            EmployerContact(mentor=a, employer=b, tie=draw(TIES | st.just("works_there")))
            for a, b in chosen(reach)
        ),
        acquaintances=tuple(
            Acquaintance(mentor=a, other_mentor=b, tie=draw(TIES)) for a, b in chosen(friends)
        ),
        matches=tuple(matches),
        exclusions=tuple(
            Exclusion(mentee=a, mentor=b, reason=draw(some(LETTERS))) for a, b in chosen(pairs)
        ),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_a_problem_written_and_read_back_is_the_same(problem: Problem) -> None:
    with tempfile.TemporaryDirectory() as place:
        write_folder(problem, place)
        back = read_folder(place, as_of=AS_OF, rules=RULES, strict=True)
    assert back.problem == problem
    assert back.report.left_out == {}
    assert back.report.unknown_columns == ()


def test_contact_details_and_special_categories_are_written_and_read_back(
    read: Read, tmp_path: Path
) -> None:
    contacts = (
        Contact(table="coaches", id="C1", email="coach@example.org"),
        Contact(table="mentees", id="E2", name="Ann, of Gent", phone="+32 470 00 00 00"),
        Contact(table="mentors", id="M1", name="Zoë"),
    )
    special = (SpecialCategories(mentee="E1", nationality="SY", benefits=Answer.YES),)
    write_folder(read().problem, tmp_path / "out", contacts=contacts, special=special)
    back = read_folder(tmp_path / "out", as_of=AS_OF, rules=RULES)
    assert back.contacts == contacts
    assert back.special == special
    assert back.problem == read().problem


def test_files_are_comma_utf_8_and_have_english_headers(read: Read, tmp_path: Path) -> None:
    write_folder(read().problem, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "coaches.csv",
        "mentees.csv",
        "mentors.csv",
        "projects.csv",
        "promotors.csv",
    ]
    text = (tmp_path / "out" / "coaches.csv").read_bytes()
    assert text.startswith(b"id,promotor,languages,caseload,projects,name,email,phone\nC1,P1,")


def test_a_table_that_became_empty_leaves_no_old_file(read: Read, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(read(exclusions="mentee,mentor\nE1,M1\n").problem, out)
    assert (out / "exclusions.csv").exists()
    write_folder(read(exclusions="mentee,mentor\n").problem, out)
    assert not (out / "exclusions.csv").exists()


def test_an_id_that_would_read_as_two_is_refused(tmp_path: Path) -> None:
    problem = Problem(
        as_of=AS_OF + timedelta(1),
        rules=RULES,
        mentees=(),
        mentors=(Mentor(id="M1", promotor="P1", languages={}, projects=("J;1",)),),
        coaches=(),
        projects=(Project(id="J;1", promotor="P1"),),
    )
    with pytest.raises(InputError, match=r"mentors.csv: a record of 'M1' cannot .* without ';'"):
        write_folder(problem, tmp_path / "out")


def test_a_name_that_a_spreadsheet_would_run_is_not_written(read: Read, tmp_path: Path) -> None:
    contacts = (Contact(table="mentees", id="E1", name="=HYPERLINK(secret)"),)
    with pytest.raises(InputError, match=r"record of 'E1'.*not a formula") as caught:
        write_folder(read().problem, tmp_path / "out", contacts=contacts)
    assert "secret" not in str(caught.value)
