"""What an audit calls full: places that others hold, never the place that the mentee would leave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.app.match import Result, match
from matcher.intake import read_folder
from matcher.rulesets import default_rules

MENTEE = "yes,yes,no,44021,P1\n"
TABLES = {
    "promotors": "id\nP1\n",
    "projects": "id,promotor,places\nJ1,P1,{places}\n",
    "coaches": "id,promotor,languages\nC1,P1,nld:C2\nC2,P1,nld:C2\n",
    "mentors": "id,promotor,languages,capacity,coach\nM1,P1,ara:C2; nld:B2,2,{coach}\n"
    "M2,P1,ara:B1; nld:B2,1,C1\n",
    "mentees": "id,languages,working,vdab_guidance,migration_background,dutch_certificate,"
    "residence,promotor\n{mentees}",
}


def solved(folder: Path, *, mentees: int, places: int, coach: str = "C1") -> Result:
    people = "".join(f"E{i},ara:C2,no,{MENTEE}" for i in range(1, mentees + 1))
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text.format(places=places, mentees=people, coach=coach))
    read = read_folder(folder, as_of=date(2026, 6, 1), rules=default_rules())
    assert not read.report.errors
    return match(read.problem)


def test_the_place_that_a_mentee_holds_does_not_fill_the_alternative(tmp_path: Path) -> None:
    result = solved(tmp_path, mentees=1, places=1)

    answer = result.why_not("E1", "M2")

    assert result.proposals.mentor.tolist() == ["M1"]
    assert answer.allowed
    assert answer.full == ()


def test_a_limit_that_nobody_gave_is_never_full(tmp_path: Path) -> None:
    result = solved(tmp_path, mentees=3, places=3)

    rules = {rule for mentee in ("E1", "E2", "E3") for rule, _ in result.why_not(mentee, "M2").full}

    assert result.served == 3
    assert rules <= {"mentor_capacity"}


def test_a_place_that_someone_else_holds_fills_the_alternative(tmp_path: Path) -> None:
    result = solved(tmp_path, mentees=3, places=3)
    (last,) = result.proposals[result.proposals.mentor == "M2"].mentee

    others = [mentee for mentee in ("E1", "E2", "E3") if mentee != last]

    assert [result.why_not(mentee, "M2").full for mentee in others] == [
        (("mentor_capacity", "M2"),)
    ] * 2


@pytest.mark.parametrize(("mentees", "free"), [(2, 0), (1, 1)])
def test_someone_outbid_is_told_what_is_full(tmp_path: Path, mentees: int, free: int) -> None:
    result = solved(tmp_path, mentees=mentees, places=1)

    left = {"E1", "E2"} - set(result.proposals.mentee)
    for mentee in left & {f"E{i}" for i in range(1, mentees + 1)}:
        assert ("project_places", "J1") in result.why_not(mentee, "M1").full
    assert result.served == 1
    assert mentees - result.served == 1 - free
