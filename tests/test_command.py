"""The ``matcher`` command, as a coordinator uses it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matcher.cli import main

DEMO = Path(__file__).parents[1] / "scenarios" / "demo"
AS_OF = ("--as-of", "2026-11-02")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("command") / "result"
    found = run("match", DEMO, "--out", target, *AS_OF)
    assert found.exit_code == 0, found.output
    return target


def test_match_shows_how_many_have_a_proposal_and_how_sure_it_is(tmp_path: Path) -> None:
    found = run("match", DEMO, "--out", tmp_path / "out", *AS_OF)

    assert found.exit_code == 0
    assert "waiting mentees have a proposal" in " ".join(found.output.split())
    assert "Status: optimal" in " ".join(found.output.split())


def test_match_gives_json_and_nothing_else_when_asked(tmp_path: Path) -> None:
    found = run("match", DEMO, "--out", tmp_path / "out", *AS_OF, "--json")

    document = json.loads(found.stdout)
    assert document["status"] == "optimal"
    assert document["served"] + sum(document["unmatched"].values()) == document["waiting"]
    assert not document["report"]["errors"]


def test_verify_passes_what_match_wrote(folder: Path) -> None:
    found = run("verify", folder)

    assert found.exit_code == 0
    assert "Verified." in found.output


def test_verify_says_no_with_exit_1_when_a_proposal_was_changed(
    folder: Path, tmp_path: Path
) -> None:
    forged = shutil.copytree(folder, tmp_path / "forged")
    text = (forged / "proposals.csv").read_text()
    (forged / "proposals.csv").write_text(text.replace(",1,\n", ",9,\n", 1))

    found = run("verify", forged, "--json")

    assert found.exit_code == 1
    assert json.loads(found.stdout)["problem"].startswith("proposals.csv: line ")


def test_verify_of_a_folder_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    found = run("verify", tmp_path / "nothing")

    assert found.exit_code == 2
    assert "nothing: expected an output folder" in found.output


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_explain_tells_why_in_either_language(folder: Path, lang: str) -> None:
    with (folder / "proposals.csv").open() as file:
        first = next(csv.DictReader(file))

    found = run("explain", folder, first["mentee"], "--lang", lang)

    assert found.exit_code == 0
    assert first["mentor"] in found.output
    assert f"{first['points']} p" in found.output


def test_explain_of_a_pair_gives_the_verdict_of_every_rule_as_data(folder: Path) -> None:
    with (folder / "proposals.csv").open() as file:
        first = next(csv.DictReader(file))

    found = run("explain", folder, first["mentee"], "--mentor", first["mentor"], "--json")

    answer = json.loads(found.stdout)["answer"]
    assert answer["proposed"]
    assert all(rule["allowed"] for rule in answer["rules"])
    assert len(answer["rules"]) > 20


def test_explain_of_an_unknown_mentee_is_bad_usage(folder: Path) -> None:
    found = run("explain", folder, "nobody")

    assert found.exit_code == 2
    assert "'nobody'" in found.output


def test_pairs_add_up_to_the_points_of_the_criteria(tmp_path: Path) -> None:
    target = tmp_path / "pairs.csv"

    found = run("pairs", DEMO, "--out", target, *AS_OF)

    assert found.exit_code == 0
    with target.open() as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        figures = [int(value) for key, value in row.items() if key not in {"mentee", "mentor"}]
        assert figures[0] == sum(figures[1:])
        assert 0 <= figures[0] <= 1000


def test_every_proposal_is_an_allowed_pair(folder: Path, tmp_path: Path) -> None:
    run("pairs", DEMO, "--out", tmp_path / "pairs.csv", *AS_OF)
    with (tmp_path / "pairs.csv").open() as file:
        allowed = {(r["mentee"], r["mentor"]): r["points"] for r in csv.DictReader(file)}

    with (folder / "proposals.csv").open() as file:
        for row in csv.DictReader(file):
            assert allowed[row["mentee"], row["mentor"]] == row["points"]


def test_rules_shows_every_rule_with_its_settings() -> None:
    found = run("rules", "--json")

    document = json.loads(found.stdout)
    kinds = {entry["kind"] for entry in document["rules"]}
    assert kinds == {"eligibility", "pair", "capacity", "criterion"}
    language = next(e for e in document["rules"] if e["key"] == "mentee_mentor_language")
    assert language["settings"] == {"min_level": "B1"}


def test_an_unknown_rule_in_a_rule_set_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    rules = tmp_path / "mine.toml"
    rules.write_text(
        '[ruleset]\nname="x"\nversion="1"\n[lottery]\nseed="s"\n[rules.weekly_slot]\nenabled=false\n'
    )

    found = run("rules", "--rules", rules)

    assert found.exit_code == 2
    assert "Did you mean 'weekly_slots'?" in " ".join(found.output.split())


def test_a_missing_intake_is_bad_input_and_writes_nothing(tmp_path: Path) -> None:
    found = run("match", tmp_path / "none", "--out", tmp_path / "out")

    assert found.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_wrong_date_is_bad_usage() -> None:
    found = run("match", DEMO, "--out", "x", "--as-of", "31/12")

    assert found.exit_code == 2
    assert "2026-11-02" in found.output


def test_strict_stops_at_a_row_that_cannot_be_read(tmp_path: Path) -> None:
    intake = shutil.copytree(DEMO, tmp_path / "intake")
    with (intake / "coaches.csv").open("a") as file:
        file.write("C99,no-such-promotor,nld:C2\n")

    lenient = run("match", intake, "--out", tmp_path / "a", *AS_OF)
    strict = run("match", intake, "--out", tmp_path / "b", *AS_OF, "--strict")

    assert lenient.exit_code == 0
    assert strict.exit_code == 2
    assert not (tmp_path / "b").exists()


def test_nobody_to_match_is_a_result_like_any_other(tmp_path: Path) -> None:
    intake = shutil.copytree(DEMO, tmp_path / "intake")
    header = (intake / "mentees.csv").read_text().splitlines()[0]
    (intake / "mentees.csv").write_text(header + "\n")
    for name in ("matches", "exclusions"):
        (intake / f"{name}.csv").unlink()

    found = run("match", intake, "--out", tmp_path / "out", *AS_OF, "--json")

    assert found.exit_code == 0
    assert json.loads(found.stdout)["served"] == 0
    assert run("verify", tmp_path / "out").exit_code == 0


def test_no_mentor_at_all_leaves_everyone_with_a_reason(tmp_path: Path) -> None:
    intake = shutil.copytree(DEMO, tmp_path / "intake")
    header = (intake / "mentors.csv").read_text().splitlines()[0]
    (intake / "mentors.csv").write_text(header + "\n")
    for name in ("matches", "exclusions", "contacts", "acquaintances"):
        (intake / f"{name}.csv").unlink()

    found = run("match", intake, "--out", tmp_path / "out", *AS_OF, "--json")

    document = json.loads(found.stdout)
    assert found.exit_code == 0
    assert document["served"] == 0
    assert sum(document["unmatched"].values()) == document["waiting"]
    assert run("verify", tmp_path / "out").exit_code == 0


def test_suggest_ranks_mentors_by_what_they_cost_the_whole(folder: Path) -> None:
    with (folder / "proposals.csv").open() as file:
        first = next(csv.DictReader(file))

    shown = run("suggest", first["mentee"], "--run", folder, "-k", "3")
    data = json.loads(run("suggest", first["mentee"], "--run", folder, "-k", "3", "--json").stdout)

    assert shown.exit_code == 0
    assert data[0]["mentor"] == first["mentor"]
    assert data[0]["moves"] == []
    assert all(one["exact"] for one in data)


def test_suggest_for_an_unknown_mentee_is_bad_usage(folder: Path) -> None:
    assert run("suggest", "nobody", "--run", folder).exit_code == 2


def test_diff_tells_what_changed_since_an_earlier_day(folder: Path, tmp_path: Path) -> None:
    run("match", DEMO, "--out", tmp_path / "later", "--as-of", "2027-02-01")

    same = json.loads(run("diff", folder, folder, "--json").stdout)
    later = json.loads(run("diff", folder, tmp_path / "later", "--json").stdout)
    page = run("diff", folder, tmp_path / "later", "--lang", "en")

    assert same["counts"]["kept"] == len(same["proposals"])
    assert later["counts"] != same["counts"]
    assert page.exit_code == 0
    assert "Before there were" in page.output


def test_diff_with_a_folder_that_is_no_result_is_bad_usage(folder: Path, tmp_path: Path) -> None:
    assert run("diff", folder, tmp_path).exit_code == 2
