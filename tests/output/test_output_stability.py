"""A bonus for pairs shown before, from the rule set to the folder: counted, told and verified."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from output_worlds import AS_OF, World, forge_digests, refused, small_tables, write_tables

from matcher.app.match import Result, match
from matcher.domain.commitments import Match
from matcher.domain.values import MatchStatus
from matcher.intake import read_folder
from matcher.output.verify import verify
from matcher.output.writing import write_folder
from matcher.rulesets import default_rules, rules_from_document

BONUS = 35


@pytest.fixture(scope="module")
def again(small: World, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Return the small programme's next round: half of its proposals shown, with a bonus."""
    folder = write_tables(small_tables(2), tmp_path_factory.mktemp("again"))
    document = dict(default_rules().document)
    document["matching"] = {**document["matching"], "stability_points": BONUS}  # type: ignore[dict-item]
    read = read_folder(folder, as_of=AS_OF, rules=rules_from_document(document))
    shown = tuple(
        Match(
            id=f"S{number}",
            mentee=duo.mentee,
            mentor=duo.mentor,
            coach=duo.coach,
            project=duo.project,
            status=MatchStatus.PROPOSED,
        )
        for number, duo in enumerate(small.result.matching.duos)
        if number % 2
    )
    matches = (*read.problem.matches, *shown)
    return match(replace(read.problem, matches=tuple(sorted(matches, key=lambda m: m.id))))


@pytest.fixture
def out(again: Result, tmp_path: Path) -> Path:
    """Return that round's output folder."""
    write_folder(again.files(), tmp_path / "out")
    return tmp_path / "out"


def audits(folder: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_bytes()) for path in sorted((folder / "audit").iterdir())]


def test_the_audit_of_a_pair_shown_before_tells_its_bonus_and_no_other_does(
    again: Result, out: Path
) -> None:
    shown = {
        (m.mentee, m.mentor) for m in again.problem.matches if m.status is MatchStatus.PROPOSED
    }
    told = {(a["duo"]["mentee"], a["duo"]["mentor"]): a["bonus"] for a in audits(out)}  # type: ignore[index]
    assert set(told.values()) == {0, BONUS}
    assert {pair for pair, bonus in told.items() if bonus} == shown & set(told)
    for mentee, mentor in told:
        page = str(again.explain(mentee, "en"))
        assert (f"counted {BONUS} points extra" in page) == ((mentee, mentor) in shown)


def test_points_are_told_without_the_bonus_and_proven_with_it(again: Result, out: Path) -> None:
    certificate = json.loads((out / "certificate.json").read_bytes())
    points = sum(int(str(a["points"])) for a in audits(out))
    bonus = sum(int(str(a["bonus"])) for a in audits(out))
    assert certificate["points"] == points == again.objective
    assert again.solution.unfold(again.solution.weight)["points"] == points + bonus
    assert verify(out).ok


def test_a_bonus_that_is_left_out_of_an_audit_is_found(out: Path) -> None:
    path = next(p for p in sorted((out / "audit").iterdir()) if b'"bonus": 35' in p.read_bytes())
    path.write_bytes(path.read_bytes().replace(b'"bonus": 35', b'"bonus": 0'))
    forge_digests(out)
    refused(out, f"audit/{path.name}")


def test_a_shown_proposal_that_is_left_out_of_the_facts_is_found(out: Path) -> None:
    text = (out / "problem.json").read_text(encoding="utf-8")
    assert text.count('"status": "proposed"') > 1
    forged = text.replace('"status": "proposed"', '"status": "completed"')
    (out / "problem.json").write_text(forged, encoding="utf-8")
    forge_digests(out)
    assert not verify(out).ok
