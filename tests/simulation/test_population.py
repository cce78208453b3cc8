"""A population is the same for the same settings, reads back equal, and has its shape."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from simulation_worlds import AS_OF, DEMO, demo, small, solve

from matcher.domain.errors import InputError
from matcher.domain.values import MatchStatus, Subgroup
from matcher.instance import compile_instance
from matcher.instance.barred import barred
from matcher.intake import read_folder
from matcher.rulesets import default_rules
from matcher.simulation.draw import Draw, Shares
from matcher.simulation.languages import HOMES
from matcher.simulation.names import POOLS
from matcher.simulation.population import PopulationSettings, main, population
from matcher.simulation.settings import Shape
from matcher.vocabulary.languages import is_language
from matcher.vocabulary.register_number import contains_register_number

SHAPES: tuple[Shape, ...] = ("programme", "flow", "cross")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".md"}


def test_the_committed_demo_is_what_the_generator_gives_in_another_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "matcher.simulation.population", "--seed", "1"]
    command += ["--as-of", AS_OF.isoformat(), "--out", str(tmp_path)]
    root = DEMO.parents[1]
    subprocess.run(command, check=True, cwd=root, env={**os.environ, "PYTHONHASHSEED": "77"})
    assert _files(tmp_path) == _files(DEMO)


def test_another_seed_gives_other_people() -> None:
    assert small("flow", 1).problem.mentees != small("flow", 2).problem.mentees


@pytest.mark.parametrize("shape", SHAPES)
def test_a_written_population_reads_back_equal_and_without_any_remark(
    shape: Shape, tmp_path: Path
) -> None:
    made = small(shape)
    made.write(tmp_path)
    intake = read_folder(tmp_path, as_of=AS_OF, rules=default_rules(), strict=True)
    assert intake.report.errors == ()
    assert intake.report.warnings == ()
    assert intake.report.left_out == {}
    assert (intake.problem, intake.contacts, intake.special) == (
        made.problem,
        made.contacts,
        made.special,
    )


def test_contact_details_are_of_nobody() -> None:
    for contact in demo().contacts:
        assert (contact.email or "").endswith("@example.org")
        assert re.fullmatch(r"0470 00 00 \d\d", contact.phone or "")
        assert not contains_register_number(f"{contact.name} {contact.email} {contact.phone}")


def test_everybody_has_contact_details_and_every_mentee_a_nationality() -> None:
    made = demo()
    assert Counter(c.table for c in made.contacts) == {
        "mentees": 400,
        "mentors": 120,
        "coaches": 15,
    }
    assert [s.mentee for s in made.special] == [e.id for e in made.problem.mentees]
    assert all(s.nationality for s in made.special)


def test_home_languages_exist_and_have_a_pool_of_names() -> None:
    for home in HOMES:
        assert is_language(home.language)
        assert all(is_language(other) for other, _ in home.others)
        assert home.names in POOLS


def test_in_a_flow_every_mentee_has_one_project_and_every_mentor_a_coach() -> None:
    problem = small("flow").problem
    assert all(e.promotor and e.project for e in problem.mentees)
    assert all(m.coach and not m.projects for m in problem.mentors)
    assert not any(c.projects for c in problem.coaches)


def test_in_a_flow_coaches_can_follow_more_duos_than_their_mentors_have_places_for() -> None:
    problem = population(
        PopulationSettings(as_of=AS_OF, shape="flow", mentees=800, mentors=200)
    ).problem
    caseload = sum(c.caseload for c in problem.coaches)
    most = sum(min(m.capacity, 2) for m in problem.mentors if m.status == "active")
    assert caseload >= 0.9 * most
    assert Counter(c.caseload for c in problem.coaches).most_common(1)[0][0] == 30


def test_a_flow_is_solved_as_a_flow() -> None:
    solution = solve(compile_instance(small("flow").problem))
    assert solution.status == "optimal"
    assert {part.method for part in solution.components} <= {"flow", "trivial"}


def test_across_promotors_half_the_mentees_and_a_third_of_the_mentors_have_a_choice() -> None:
    problem = small("cross").problem
    assert 0.42 < np.mean([e.promotor is None for e in problem.mentees]) < 0.58
    assert 0.2 < np.mean([m.coach is None for m in problem.mentors]) < 0.45
    lots = problem.lot_by_id
    for promotor in problem.promotors:
        own = [lots[p.lot or ""] for p in problem.projects if p.promotor == promotor.id]
        assert len({(lot.provinces, lot.subgroups) for lot in own}) == 2


@pytest.mark.soak
def test_a_flow_of_ten_thousand_by_two_thousand_has_about_four_hundred_thousand_pairs() -> None:
    settings = PopulationSettings(as_of=AS_OF, shape="flow", mentees=10_000, mentors=2_000)
    bars = barred(population(settings).problem)
    mentor, _, project = bars.triples()
    admitted = [
        (bars.em[:, mentor[project == one]] | bars.ep[:, one, None]) == 0
        for one in range(bars.ep.shape[1])
    ]
    # Each mentee has one project and each mentor one coach: an option is a pair.
    assert 350_000 < sum(int(pairs.sum()) for pairs in admitted) < 450_000


def test_numbers_not_given_follow_from_mentees_and_mentors() -> None:
    settings = PopulationSettings(as_of=AS_OF)
    numbers = settings.promotors, settings.projects, settings.coaches, settings.employers
    assert numbers == (8, 12, 15, 150)
    large = PopulationSettings(as_of=AS_OF, shape="flow", mentees=100_000, mentors=20_000)
    assert (large.promotors, large.projects, large.coaches) == (5, 12, 1_000)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"shape": "round"}, "Expected a shape among"),
        ({"mentees": -1}, "Expected mentees >= 1, got -1"),
        ({"promotors": 8, "projects": 3}, "Expected projects >= 8"),
        ({"promotors": 8, "coaches": 2}, "Expected coaches >= 8"),
    ],
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        PopulationSettings(as_of=AS_OF, **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_the_command_says_what_is_wrong_with_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--out", str(tmp_path), "--as-of", "2026-11-02", "--mentees", "-5"]
    assert main(given) == 2
    assert "Expected mentees >= 1, got -5" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_shares_are_drawn_in_proportion() -> None:
    draw, shares = Draw(5, "shares"), Shares.of({"often": 9, "seldom": 1, "never": 0})
    counted = Counter(draw.of(shares) for _ in range(2_000))
    assert 1_700 < counted["often"] < 1_900
    assert counted["never"] == 0


def test_some_are_drawn_once_each_in_their_order() -> None:
    draw = Draw(5, "some")
    assert draw.some("abc", 5) == ["a", "b", "c"]
    assert all(len(set(draw.some("abcdef", 3))) == 3 for _ in range(50))


def test_duos_that_ended_left_their_trace_in_the_dossier() -> None:
    problem = demo().problem
    for match in problem.matches:
        mentee = problem.mentee(match.mentee)
        if match.started_on is not None:
            assert mentee.registered_on is not None
            assert mentee.registered_on < match.started_on <= AS_OF
            assert mentee.vdab_decision == "approved"
        if match.status is MatchStatus.COMPLETED:
            assert (mentee.working, mentee.working_on) == ("yes", match.ended_on)


def test_lots_cover_every_province_and_every_subgroup() -> None:
    lots = demo().problem.lots
    assert {p for lot in lots for p in lot.provinces} == {f"BE2{i}" for i in range(1, 6)}
    assert {group for lot in lots for group in lot.subgroups} == set(Subgroup)
    assert any(not lot.provinces for lot in lots)


def test_without_any_followed_mentor_there_are_no_duos() -> None:
    few = PopulationSettings(seed=2, as_of=AS_OF, shape="cross", mentees=100, mentors=1)
    several = [few, *(dataclasses.replace(few, seed=seed) for seed in range(3, 9))]
    lone = [population(s).problem for s in several]
    assert any(p.mentors[0].coach is None for p in lone)
    assert all(p.mentors[0].coach or not p.matches for p in lone)
