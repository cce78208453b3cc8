"""A real sign-up form, mapped, read and matched from end to end."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.cli import main

ROOT = Path(__file__).parents[1]
FORM = ROOT.parent / "shared" / "data" / "form-responses-2021.xlsx"
MAPPING = ROOT / "matcher" / "intake" / "mappings" / "form-responses-2021.toml"


@pytest.fixture
def form() -> Path:
    if not FORM.exists():
        message = f"shared data is absent: {FORM.name}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return FORM


def run(*words: str | Path) -> str:
    found = CliRunner().invoke(main, [str(word) for word in words])
    assert found.exit_code == 0, found.output
    return found.stdout


def test_a_real_form_is_imported_matched_and_verified(form: Path, tmp_path: Path) -> None:
    intake, result = tmp_path / "intake", tmp_path / "result"

    said = json.loads(run("import", form, "--mapping", MAPPING, "--out", intake, "--json"))
    summary = json.loads(
        run(
            *("match", intake, "--rules", "form-responses-2021", "--as-of", "2022-01-31"),
            *("--out", result, "--json", "--strict"),
        )
    )
    run("verify", result)

    assert (said["tables"]["mentors"], said["tables"]["mentees"]) == (14, 19)
    assert any("mentors.languages" in item for item in said["invented"])
    assert summary["status"] == "optimal"
    with (intake / "mentors.csv").open() as file:
        places = {row["id"]: int(row["capacity"]) for row in csv.DictReader(file)}
    assert summary["waiting"] == 19
    assert summary["served"] == min(19, sum(places.values()))
    with (result / "proposals.csv").open() as file:
        taken = [row["mentor"] for row in csv.DictReader(file)]
    assert all(taken.count(mentor) <= places[mentor] for mentor in places)
    assert max(taken.count(mentor) for mentor in places) > 1
    audit = json.loads(next((result / "audit").iterdir()).read_text())
    off = {rule["key"] for rule in audit["rules"] if rule["switched_off"]}
    assert {"not_working", "vdab_guidance", "subgroup"} <= off
