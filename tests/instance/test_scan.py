"""A scan yields exactly the pairs that the numpy evaluator allows, with the same points."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matcher.constraints.registry import hard_rules
from matcher.domain.collector import collector_paused
from matcher.domain.problem import Problem
from matcher.instance import scan as module
from matcher.instance.bits import packed, unpacked
from matcher.instance.columns import compile_columns
from matcher.instance.compile import compile_instance
from matcher.instance.scan import COMPILES, scan, scan_columns
from matcher.rulesets import rules_from_document
from matcher.simulation.population import PopulationSettings, population
from tests.contract.contract_rules import rule_set
from tests.contract.contract_worlds import world

Pairs = dict[tuple[int, int], int]


def scanned(problem: Problem) -> Pairs:
    """Return the points of every pair that a scan yields, each once."""
    found: Pairs = {}
    for block in scan(problem):
        for e, m, points in zip(
            block.mentee.tolist(), block.mentor.tolist(), block.points.tolist(), strict=True
        ):
            assert (e, m) not in found
            found[e, m] = points
    return found


def evaluated(problem: Problem) -> Pairs:
    """Return the points of every pair of mentee and mentor that stands in some option."""
    instance = compile_instance(problem)
    return {
        (e, m): int(instance.points[e, m])
        for e, m in zip(instance.mentee.tolist(), instance.mentor.tolist(), strict=True)
    }


def test_a_scan_yields_every_pair_that_is_in_an_option_with_its_points() -> None:
    sizes = []
    for seed in range(60):
        size = {"mentees": 6, "mentors": (5, 70)[seed % 5 == 0], "coaches": 3}
        problem = world(seed, disorder=(0.12, 0.4)[seed % 2], rules=rule_set(seed), **size)
        expected = evaluated(problem)
        assert scanned(problem) == expected, seed
        sizes.append(len(expected))
    assert sum(size > 0 for size in sizes) > len(sizes) // 4


@pytest.mark.parametrize("off", [rule.key for rule in hard_rules()])
def test_a_rule_that_is_switched_off_bars_no_pair_in_a_scan_either(off: str) -> None:
    for seed in range(4):
        problem = world(seed, disorder=0.2, rules=rule_set(seed, off=[off]), mentees=6, mentors=5)
        assert scanned(problem) == evaluated(problem), seed


def test_with_every_rule_switched_off_every_pair_is_allowed_that_has_points_enough() -> None:
    problem = world(2, rules=rule_set(2, disorder=0, off=[rule.key for rule in hard_rules()]))
    assert len(scanned(problem)) == len(problem.waiting) * len(problem.mentors)


@pytest.mark.parametrize("shape", ["programme", "flow", "cross"])
def test_a_scan_of_a_whole_programme_agrees_with_the_numpy_evaluator(shape: str) -> None:
    settings = PopulationSettings(
        as_of=date(2026, 11, 2),
        shape=shape,  # type: ignore[arg-type]  # the three names
        mentees=160,
        mentors=90,
    )
    problem = population(settings).problem
    found = scanned(problem)
    assert found == evaluated(problem)
    assert found


def test_blocks_of_any_size_hold_the_same_pairs_in_the_same_order() -> None:
    columns = compile_columns(world(3, disorder=0.1, mentees=9, mentors=70))
    whole = list(scan_columns(columns))
    assert len(whole) == 1
    for cells in (1, 140, 300):
        parts = list(scan_columns(columns, cells=cells))
        assert len(parts) > 1
        for name in ("mentee", "mentor", "points"):
            joined = np.concatenate([getattr(part, name) for part in parts])
            assert joined.tolist() == getattr(whole[0], name).tolist()


def test_a_mentees_pairs_stand_together_and_no_block_is_skipped() -> None:
    columns = compile_columns(world(3, disorder=0.1, mentees=9, mentors=70))
    mentees = np.concatenate([part.mentee for part in scan_columns(columns, cells=70)])
    assert mentees.tolist() == sorted(mentees.tolist())


@pytest.mark.parametrize("table", ["mentees", "mentors", "coaches", "projects"])
def test_without_mentees_mentors_coaches_or_projects_no_pair_is_allowed(table: str) -> None:
    problem = world(1, disorder=0, matches=0)
    kept = {"contacts": (), "acquaintances": ()} if table == "mentors" else {}
    assert scanned(problem)
    assert not scanned(replace(problem, **{table: ()}, **kept))


def test_without_employers_or_ties_a_scan_gives_the_points_of_the_rest() -> None:
    problem = world(0, disorder=0.1, mentees=6, mentors=5)
    for parts in (("contacts",), ("contacts", "acquaintances", "employers")):
        without = replace(problem, **dict.fromkeys(parts, ()))
        assert scanned(without) == evaluated(without)


def test_pairs_below_the_floor_of_points_are_left_out() -> None:
    problem = world(0, disorder=0, mentees=6, mentors=5)
    every = scanned(problem)
    floor = sorted(every.values())[len(every) // 2] + 1
    document = {**problem.rules.document, "matching": {"min_points": floor}}
    kept = scanned(replace(problem, rules=rules_from_document(document)))
    assert kept == {pair: points for pair, points in every.items() if points >= floor}
    assert 0 < len(kept) < len(every)


def test_a_scan_says_so_before_it_compiles_and_only_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = world(0)
    for cold in (True, False):
        said: list[str] = []
        monkeypatch.setattr(module, "kept", lambda _, cold=cold: not cold)
        list(scan(problem, progress=said.append))
        assert said == ([COMPILES] if cold else [])


def test_flags_packed_into_words_come_back_as_they_were() -> None:
    for width in (0, 1, 63, 64, 65, 200):
        flags = np.random.default_rng(width).random((3, width)) < 0.5
        words = packed(flags)
        assert words.dtype == np.uint64
        assert words.shape == (3, max(1, -(-width // 64)))
        assert unpacked(words, width).tolist() == flags.tolist()


def test_the_collector_runs_again_afterwards_if_it_ran_before() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
