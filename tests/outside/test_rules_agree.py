"""The product and an outside reader of the same folders come to the same options and limits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

import matcher
from matcher.instance import Instance, compile_instance
from matcher.intake import Intake, read_folder
from matcher.rulesets import default_rules
from tests.outside.facts import BROKEN, HELD, UNKNOWN
from tests.outside.folders import write_random_folder
from tests.outside.reading import (
    Option,
    Reading,
    allowed_options,
    check_result,
)

SEEDS = range(50)

ROOM = {
    "mentor_capacity": "mentor's capacity",
    "coach_caseload": "caseload",
    "project_places": "places",
    "project_places_total": "places over its life",
    "project_budget": "budget",
    "promotor_capacity": "promotor's capacity",
}
"""The product's keys of what a duo takes a place of, and this reader's names for it."""

CONDITIONS = (
    "not working",
    "migration background",
    "in Flanders",
    "VDAB guidance",
    "limited Dutch",
    "subgroup HOA",
    "subgroup LOA",
    "subgroup young",
    "mentor's gender",
    "mentee's gender",
)
"""Rules that bar an option where a fact is not known."""

LIMITS = (
    "referred promotor",
    "admitted project",
    "mentor's projects",
    "coach's projects",
    "mentor's coach",
    "weekly slots",
    "meeting mode",
    "travel",
    "end of project",
    "available until",
)
"""Rules that restrict nothing where a fact is not given."""

ALWAYS = (
    "anderstalig",
    "VDAB decision",
    "province",
    "mentor active",
    "mentor's promotor",
    "coach's promotor",
    "language mentee-mentor",
    "language mentor-coach",
    "exclusion",
    "broken duo",
)
"""Rules that answer yes or no whatever is given."""


@dataclass(frozen=True)
class Case:
    """A folder as the product reads it and as the outside reader does."""

    folder: Path
    as_of: date
    intake: Intake
    instance: Instance
    reading: Reading


Cases = dict[int, Case]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    rules = default_rules()
    found: Cases = {}
    for seed in SEEDS:
        folder = tmp_path_factory.mktemp(f"folder{seed}")
        as_of = write_random_folder(folder, seed)
        intake = read_folder(folder, as_of=as_of, rules=rules)
        instance = compile_instance(intake.problem)
        found[seed] = Case(folder, as_of, intake, instance, Reading(folder, as_of))
    return found


def _options(instance: Instance) -> list[Option]:
    problem = instance.problem
    return [
        Option(
            problem.waiting[mentee].id,
            problem.mentors[mentor].id,
            problem.coaches[coach].id,
            problem.projects[project].id,
        )
        for mentee, mentor, coach, project in zip(
            instance.mentee.tolist(),
            instance.mentor.tolist(),
            instance.coach.tolist(),
            instance.project.tolist(),
            strict=True,
        )
    ]


def _room(case: Case) -> Iterator[tuple[tuple[str, str], int]]:
    """Give how many duos the product still has room for, no more than mentees wait."""
    waiting = len(case.reading.waiting)
    for capacity in (case.instance.mentor_capacity, *case.instance.capacities):
        usage = dict(zip(capacity.labels.tolist(), capacity.usage.tolist(), strict=True))
        for label, takes in usage.items():
            fits = int(capacity.limit[label]) // takes if takes else waiting
            yield (ROOM[capacity.key], capacity.names[label]), min(fits, waiting)


@pytest.fixture(scope="module")
def sole_bars(cases: Cases) -> list[tuple[Reading, Option, tuple[str, str]]]:
    """Return the options that one rule alone bars, each with that rule and its answer."""
    found = []
    for case in cases.values():
        for option in case.reading.candidates():
            if len(case.reading.broken(option)) == 1:
                said = case.reading.verdicts(option).items()
                bar = next(answer for answer in said if answer[1] in {BROKEN, UNKNOWN})
                found.append((case.reading, option, bar))
    return found


def _most_served(reading: Reading) -> int:
    """Return how many mentees can get a duo at most, by a plain integer programme.

    One 0–1 variable for each allowed option and one for each mentor with a coach: a mentor's
    options need the coach, and a mentor has one.
    """
    options = sorted(reading.allowed)
    if not options:
        return 0
    followed = sorted({(option.mentor, option.coach) for option in options})
    rows: dict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    most: dict[tuple[str, ...], int] = {}
    for column, option in enumerate(options):
        rows["mentee", option.mentee][column] = 1
        for use in reading.uses(option):
            if use in reading.room:
                rows[use][column] = 1
                most[use] = reading.room[use]
        rows["follows", option.mentor, option.coach, str(column)][column] = 1
        pair = len(options) + followed.index((option.mentor, option.coach))
        rows["follows", option.mentor, option.coach, str(column)][pair] = -1
        most["follows", option.mentor, option.coach, str(column)] = 0
    for column, (mentor, _) in enumerate(followed, len(options)):
        rows["one coach", mentor][column] = 1
    matrix = np.zeros((len(rows), len(options) + len(followed)))
    for row, cells in enumerate(rows.values()):
        matrix[row, list(cells)] = list(cells.values())
    answer = milp(
        np.r_[-np.ones(len(options)), np.zeros(len(followed))],
        integrality=np.ones(matrix.shape[1], dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, ub=[most.get(key, 1) for key in rows]),
    )
    assert answer.fun is not None
    return -round(answer.fun)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_of_a_folder_is_read(cases: Cases, seed: int) -> None:
    assert [str(error) for error in cases[seed].intake.report.errors] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_mentees_wait(cases: Cases, seed: int) -> None:
    waiting = [mentee.id for mentee in cases[seed].instance.problem.waiting]
    assert sorted(waiting) == sorted(cases[seed].reading.waiting)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_options_are_allowed(cases: Cases, seed: int) -> None:
    case = cases[seed]
    options = _options(case.instance)
    expected = allowed_options(case.folder, case.as_of)
    assert len(options) == len(set(options))
    assert set(options) - expected == set(), "allowed by the product alone"
    assert expected - set(options) == set(), "allowed by the outside reader alone"


@pytest.mark.parametrize("seed", SEEDS)
def test_commitments_leave_the_same_room(cases: Cases, seed: int) -> None:
    case = cases[seed]
    waiting = len(case.reading.waiting)
    found = dict(_room(case))
    assert found == {key: min(case.reading.room.get(key, waiting), waiting) for key in found}


def test_every_rule_alone_bars_some_option(
    sole_bars: list[tuple[Reading, Option, tuple[str, str]]],
) -> None:
    decided = {bar for _, _, bar in sole_bars}
    expected = {(rule, BROKEN) for rule in (*CONDITIONS, *LIMITS, *ALWAYS)}
    expected |= {(rule, UNKNOWN) for rule in CONDITIONS}
    assert expected - decided == set()


def test_every_rule_holds_for_some_allowed_option(cases: Cases) -> None:
    held = {
        rule
        for case in cases.values()
        for option in case.reading.allowed
        for rule, verdict in case.reading.verdicts(option).items()
        if verdict == HELD
    }
    assert {*CONDITIONS, *LIMITS, *ALWAYS} - held == set()


def test_trajectories_end_on_and_just_beside_the_last_day(
    cases: Cases, sole_bars: list[tuple[Reading, Option, tuple[str, str]]]
) -> None:
    barred = {
        (rule, reading.days_to_spare(option.mentee, option.mentor, option.project).get(rule))
        for reading, option, (rule, _) in sole_bars
    }
    allowed = {
        spare
        for case in cases.values()
        for option in case.reading.allowed
        for spare in case.reading.days_to_spare(
            option.mentee, option.mentor, option.project
        ).items()
    }
    for limit in ("end of project", "available until"):
        assert {(limit, 0), (limit, 1)} <= allowed
        assert (limit, -1) in barred


def test_every_kind_of_room_runs_out_somewhere(cases: Cases) -> None:
    used_up = {
        name
        for case in cases.values()
        for (name, _), room in _room(case)
        if room == 0 and case.reading.committed
    }
    assert used_up == set(ROOM.values())


def test_the_outside_reader_finds_every_kind_of_fault(cases: Cases) -> None:
    found: Counter[str] = Counter()
    for case in cases.values():
        reading = case.reading
        found.update(fault.rule for fault in reading.faults(reading.allowed))
        barred = [option for option in reading.candidates() if option not in reading.allowed]
        found.update(fault.rule for fault in reading.faults(barred[::5]))
        busy = [
            Option(duo["mentee"], *option[1:]) for duo in reading.committed for option in barred[:1]
        ]
        found.update(fault.rule for fault in reading.faults(busy))
    expected = {*CONDITIONS, *LIMITS, *ALWAYS, *ROOM.values()}
    expected |= {"waiting", "one duo per mentee", "one coach per mentor"}
    assert expected - set(found) == set()


@pytest.fixture(scope="module")
def proposed(cases: Cases) -> dict[int, list[Option]]:
    columns = list(Option._fields)
    return {
        seed: [
            Option(*duo)
            for duo in matcher.match(case.intake.problem)
            .proposals[columns]
            .itertuples(index=False, name=None)
        ]
        for seed, case in cases.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_every_duo_proposed_stands(
    cases: Cases, proposed: dict[int, list[Option]], seed: int
) -> None:
    case = cases[seed]
    assert check_result(case.folder, case.as_of, proposed[seed]) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_as_many_mentees_are_served_as_the_limits_allow(
    cases: Cases, proposed: dict[int, list[Option]], seed: int
) -> None:
    assert len(proposed[seed]) == _most_served(cases[seed].reading)


def test_limits_leave_some_mentees_with_options_unserved(
    cases: Cases, proposed: dict[int, list[Option]]
) -> None:
    reasons: set[str] = set()
    for seed, case in cases.items():
        served = {duo.mentee for duo in proposed[seed]}
        for option in case.reading.allowed:
            if option.mentee not in served:
                faults = case.reading.faults([*proposed[seed], option])
                reasons |= {fault.rule for fault in faults}
    assert reasons == {*ROOM.values(), "one coach per mentor"}
