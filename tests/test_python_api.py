"""The package as a notebook uses it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from matcher import match, read, verify
from matcher.domain.errors import InputError, UnknownNameError
from matcher.output.writing import write_folder
from matcher.rulesets import load_rules

DEMO = Path(__file__).parents[1] / "scenarios" / "demo"


@pytest.fixture(scope="module")
def result():  # noqa: ANN201 -- the type is what a notebook never writes
    return match(read(DEMO, as_of="2026-11-02"))


def test_a_folder_is_read_matched_and_verified(result, tmp_path: Path) -> None:  # noqa: ANN001
    write_folder(result.files(), tmp_path / "out")

    assert result.status == "optimal"
    assert verify(tmp_path / "out").ok
    assert len(result.proposals) == result.served
    assert result.proposals.points.sum() == result.objective


def test_the_certificate_is_the_one_that_is_written(result) -> None:  # noqa: ANN001
    assert result.files()["certificate.json"] == result.certificate


def test_explanations_come_in_both_languages(result) -> None:  # noqa: ANN001
    mentee, mentor = result.proposals.mentee[0], result.proposals.mentor[0]

    assert f"mentor {mentor}" in str(result.explain(mentee))
    assert "We propose" in str(result.explain(mentee, "en"))
    assert result.why_not(mentee, mentor).proposed


def test_unknown_people_are_named(result) -> None:  # noqa: ANN001
    with pytest.raises(UnknownNameError, match="'nobody'"):
        result.explain("nobody")


def test_rules_come_as_a_rule_set_a_name_or_a_path() -> None:
    by_name = read(DEMO, as_of="2026-11-02", rules="form-responses-2021")
    itself = read(DEMO, as_of="2026-11-02", rules=load_rules("form-responses-2021"))

    assert by_name == itself
    assert "subgroup" in by_name.rules.switched_off


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="2026-11-02"):
        read(DEMO, as_of="2 november")


def test_without_a_date_today_counts() -> None:
    assert read(DEMO).as_of.year >= 2026


def test_the_package_loads_nothing_heavy() -> None:
    heavy = "{'ortools', 'scipy', 'pandas', 'numpy', 'networkx', 'flask'}"
    code = f"import sys, matcher; print({heavy} & set(sys.modules))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "set()"


def test_the_module_is_the_command() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "matcher", "--help"], capture_output=True, text=True, check=True
    )

    assert "Match mentees with mentors" in said.stdout
