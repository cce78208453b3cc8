"""Two results compared: what became of each proposal, and every reason recomputed from the facts."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from diff_worlds import SEEDS, compared, hand_made, rounds, stored
from output_worlds import World, small_tables, world

from matcher.app.match import Result, match
from matcher.constraints.contract import Option
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.criteria.registry import criteria
from matcher.domain.errors import InputError
from matcher.domain.problem import Problem
from matcher.engine import assign
from matcher.instance.solve import Duo, engine_arguments
from matcher.output.diff import Diff, Fate, ProposalChange, compare, diff
from matcher.output.diff_cost import Costs
from matcher.output.diff_text import COLUMNS, diff_page, diff_rows
from matcher.output.diff_why import Cause, Why
from matcher.output.facts import TABLES
from matcher.output.plain import plain, to_json
from tests.golden.golden_language import OFFICIALESE, faults_of_form, has_word

ON_FACTS = (Cause.ABSENT, Cause.IN_A_DUO, Cause.RULE, Cause.FLOOR, Cause.NO_ROOM)
ON_THE_WHOLE = (Cause.TAKEN, Cause.BETTER, Cause.LOTTERY, Cause.OTHERWISE)
every_seed = pytest.mark.parametrize("seed", SEEDS)


def questions(seed: int) -> Iterator[tuple[ProposalChange, Duo, tuple[Why, ...], Result, Result]]:
    """Yield each duo that one result has and the other lacks, with its reasons, here and there."""
    first, second = rounds(seed)
    for one in compared(seed).proposals:
        if one.fate is Fate.KEPT:
            continue
        if one.old is not None:
            yield one, one.old, one.gone, second, first
        if one.new is not None:
            yield one, one.new, one.came, first, second


def option(problem: Problem, duo: Duo) -> Option:
    return Option(
        mentee=problem.mentee_by_id[duo.mentee],
        mentor=problem.mentor_by_id[duo.mentor],
        coach=problem.coach_by_id[duo.coach],
        project=problem.project_by_id[duo.project],
    )


def points(problem: Problem, duo: Duo) -> int:
    """Return a pair's points, criterion by criterion."""
    four = option(problem, duo)
    return sum(
        one.points(four.mentee, four.mentor, problem).points
        for one in criteria()
        if one.settings(problem).enabled
    )


def first_kind(problem: Problem, duo: Duo) -> Cause | None:
    """Return which kind of fact rules a duo out, from the records and rules alone."""
    tables = (problem.mentees, problem.mentors, problem.coaches, problem.projects)
    ids = (duo.mentee, duo.mentor, duo.coach, duo.project)
    if any(key not in {row.id for row in table} for key, table in zip(ids, tables, strict=True)):  # type: ignore[attr-defined]
        return Cause.ABSENT
    if any(m.committed and m.mentee == duo.mentee for m in problem.matches):
        return Cause.IN_A_DUO
    four = option(problem, duo)
    if broken_rules(problem, four):
        return Cause.RULE
    if points(problem, duo) < problem.rules.min_points:
        return Cause.FLOOR
    return Cause.NO_ROOM if full_rules(problem, four) else None


def broken_rules(problem: Problem, four: Option) -> set[str]:
    return {
        rule.key
        for rule in hard_rules()
        if rule.settings(problem).enabled and not rule.judge(four, problem).allowed
    }


def full_rules(problem: Problem, four: Option) -> set[tuple[str, str]]:
    """Return the capacities of which commitments leave less than the option uses."""
    found = set()
    for rule in capacity_rules():
        one = getattr(four, rule.role)
        free = rule.free(rule.label(one), problem)
        if rule.settings(problem).enabled and free is not None and rule.usage(one) > free:
            found.add((rule.key, rule.label(one)))
    return found


def test_every_cause_occurs_often_enough_to_be_tested() -> None:
    gone, came = Counter[Cause](), Counter[Cause]()
    fates = Counter[Fate]()
    for seed in SEEDS:
        for one in compared(seed).proposals:
            gone.update(why.cause for why in one.gone)
            came.update(why.cause for why in one.came)
            fates[one.fate] += 1
    assert min(fates[fate] for fate in Fate) >= 20
    assert set(gone) == {*ON_FACTS, *ON_THE_WHOLE} - {Cause.OTHERWISE}
    assert min(gone.values()) >= 3
    assert {Cause.ABSENT, Cause.RULE, Cause.NO_ROOM, Cause.OTHERWISE} <= set(came)


@every_seed
def test_each_mentee_of_either_result_has_one_line_that_says_what_became_of_the_proposal(
    seed: int,
) -> None:
    first, second = rounds(seed)
    old = {duo.mentee: duo for duo in first.matching.duos}
    new = {duo.mentee: duo for duo in second.matching.duos}
    found = compared(seed)
    assert [one.mentee for one in found.proposals] == sorted({*old, *new})
    for one in found.proposals:
        assert (one.old, one.new) == (old.get(one.mentee), new.get(one.mentee))
        if one.old is None or one.new is None:
            assert one.fate is (Fate.NEW if one.old is None else Fate.DROPPED)
            assert one.parts == ()
        else:
            differs = {p for p in ("mentor", "coach", "project") if _part(one, p)}
            assert set(one.parts) == differs
            assert one.fate is (Fate.CHANGED if differs else Fate.KEPT)
        assert one.points_before == (points(first.problem, one.old) if one.old else None)
        assert one.points_now == (points(second.problem, one.new) if one.new else None)
        assert bool(one.gone) == (one.fate in {Fate.CHANGED, Fate.DROPPED})
        assert bool(one.came) == (one.fate in {Fate.CHANGED, Fate.NEW})
    assert found.counts == {f.value: sum(o.fate is f for o in found.proposals) for f in Fate}
    assert (found.before.served, found.now.served) == (first.served, second.served)
    assert (found.before.points, found.now.points) == (first.objective, second.objective)


def _part(one: ProposalChange, part: str) -> bool:
    return bool(getattr(one.old, part) != getattr(one.new, part))


@every_seed
def test_what_rules_a_duo_out_is_all_there_is_of_the_first_kind_that_applies(seed: int) -> None:
    for _, duo, reasons, here, _ in questions(seed):
        problem = here.problem
        kind = first_kind(problem, duo)
        if kind is None:
            assert {why.cause for why in reasons} <= {*ON_THE_WHOLE}
            continue
        assert {why.cause for why in reasons} == {kind}
        told = {(why.rule, why.label) for why in reasons}
        assert len(told) == len(reasons)
        if kind is Cause.ABSENT:
            for role, key in told:
                assert key == getattr(duo, str(role))
                assert key not in {row.id for row in problem.of_role(role)}  # type: ignore[arg-type]
        elif kind is Cause.IN_A_DUO:
            running = {m.mentor for m in problem.committed if m.mentee == duo.mentee}
            assert {label for _, label in told} <= running
        elif kind is Cause.RULE:
            assert {key for key, _ in told} == broken_rules(problem, option(problem, duo))
        elif kind is Cause.FLOOR:
            (why,) = reasons
            assert why.figures["points"] == points(problem, duo) < why.figures["minimum"]
            assert why.figures["minimum"] == problem.rules.min_points
        else:
            assert told == full_rules(problem, option(problem, duo))


@every_seed
def test_a_rule_speaks_for_itself_and_a_changed_setting_is_said(seed: int) -> None:
    for _, duo, reasons, here, there in questions(seed):
        for why in reasons:
            if why.cause is not Cause.RULE:
                continue
            rule = next(rule for rule in hard_rules() if rule.key == why.rule)
            four = option(here.problem, duo)
            said = rule.sentence(rule.judge(four, here.problem), four)
            other = there.problem.rules.rules[rule.key] != here.problem.rules.rules[rule.key]
            for language in ("nl", "en"):
                assert said[language] in why.sentence[language]
            assert ("instelling" in why.sentence.nl) == other


@every_seed
def test_a_lower_limit_or_more_in_use_is_said_only_where_it_is_so(seed: int) -> None:
    for one, duo, reasons, here, there in questions(seed):
        for why in reasons:
            if why.cause is not Cause.NO_ROOM:
                continue
            rule = next(rule for rule in capacity_rules() if rule.key == why.rule)
            label = str(why.label)
            limit, before = (rule.limit(label, r.problem) for r in (here, there))
            used, was = (rule.used(r.problem).get(label, 0) for r in (here, there))
            assert (why.figures["limit"], why.figures["used"]) == (limit, used)
            if duo is not one.old or not rule.settings(there.problem).enabled:
                continue
            assert limit is not None
            lower = before is None or limit < before
            assert ("De grens was" in why.sentence.nl) == lower
            assert ("in gebruik" in why.sentence.nl) == (used > was)
            assert (
                lower
                or used > was
                or rule.usage(getattr(option(here.problem, duo), rule.role))
                > rule.usage(getattr(option(there.problem, duo), rule.role))
            )


@every_seed
def test_places_that_others_take_are_full_without_the_mentees_own_proposal(seed: int) -> None:
    first, second = rounds(seed)
    for one in compared(seed).proposals:
        taken = {(w.rule, w.label): w for w in one.gone if w.cause is Cause.TAKEN}
        if one.old is None or not {w.cause for w in one.gone} & {*ON_THE_WHOLE}:
            continue
        problem, four = second.problem, option(second.problem, one.old)
        others = [duo for duo in second.matching.duos if duo.mentee != one.mentee]
        full = set()
        for rule in capacity_rules():
            label = rule.label(getattr(four, rule.role))
            free = rule.free(label, problem)
            here = [
                duo
                for duo in others
                if rule.label(getattr(option(problem, duo), rule.role)) == label
            ]
            held = sum(rule.usage(getattr(option(problem, d), rule.role)) for d in here)
            if (
                rule.settings(problem).enabled
                and free is not None
                and free - held < rule.usage(getattr(four, rule.role))
            ):
                full.add((rule.key, label))
                _newcomers_are_right(first, second, rule.key, label, taken[rule.key, label])
        coaches = {d.coach for d in others if d.mentor == one.old.mentor} - {one.old.coach}
        if second.matching.instance.one_coach:
            full |= {("own_coach", coach) for coach in coaches}
        assert set(taken) == full


def _newcomers_are_right(first: Result, second: Result, key: str, label: str, why: Why) -> None:
    rule = next(rule for rule in capacity_rules() if rule.key == key)
    then, now = (
        {
            duo.mentee
            for duo in result.matching.duos
            if rule.label(getattr(option(result.problem, duo), rule.role)) == label
        }
        for result in (first, second)
    )
    assert why.figures["newcomers"] == len(now - then)
    assert all(mentee in why.sentence.nl for mentee in sorted(now - then)[:5])


@every_seed
def test_what_keeping_a_duo_costs_is_what_the_best_set_that_must_hold_it_lacks(seed: int) -> None:
    _, second = rounds(seed)
    for one in compared(seed).proposals:
        for why in one.gone:
            if why.cause not in {Cause.BETTER, Cause.LOTTERY}:
                continue
            assert one.old is not None
            served, total, kept = held_by_force(second, one.old)
            assert why.figures["served_lost"] == second.served - served
            assert why.figures["points_lost"] == second.objective - total
            lost = (why.figures["served_lost"], why.figures["points_lost"])
            if why.cause is Cause.LOTTERY:
                assert lost == (0, 0)
            if "daalt het aantal voorstellen" in why.sentence.nl:
                assert lost[0] > 0
                assert f"daalt het aantal voorstellen met {lost[0]}." in why.sentence.nl
            if "verliest het geheel" in why.sentence.nl:
                assert lost[1] > 0
                assert f"verliest het geheel {lost[1]} pun" in why.sentence.nl
            instance, chosen = second.matching.instance, second.matching.chosen
            stays = [len(np.intersect1d(chosen, instance.previous))]
            stays.append(int(instance.continuity[chosen].sum()))
            if "blijven minder eerdere voorstellen" in why.sentence.nl:
                assert stays[0] > kept[0]
            if "blijven minder eerdere coaches" in why.sentence.nl:
                assert stays[0] == kept[0]
                assert stays[1] > kept[1]
            if "Al het andere is even goed" in why.sentence.nl:
                assert lost == (0, 0)
            assert why.figures["points"] == points(second.problem, one.old)


def test_every_way_in_which_a_whole_is_better_occurs() -> None:
    said = " ".join(
        why.sentence.en
        for seed in SEEDS
        for one in compared(seed).proposals
        for why in one.gone
        if why.cause in {Cause.BETTER, Cause.LOTTERY}
    )
    for words in (
        "the number of proposals drops",
        "fewer people with priority",
        "the whole loses",
        "The lot decided",
    ):
        assert words in said, words


KEPT_BY_BONUS = "fewer earlier proposals stay. Their extra points weigh more."


@pytest.mark.parametrize(
    ("shown", "bonus", "occupations", "words"),
    [
        ([("E1", "M2", None), ("E2", "M1", None)], 500, ("5223", "5120"), KEPT_BY_BONUS),
        ([("E1", "M2", None)], 0, (), "fewer earlier proposals stay. All else is as good."),
        ([("E3", "M1", "K2")], 0, (), "fewer earlier coaches or projects stay. All else"),
    ],
)
def test_what_was_shown_before_is_told_as_the_reason_where_it_tips_the_balance(
    shown: list[tuple[str, str, str | None]],
    bonus: int,
    occupations: tuple[str, ...],
    words: str,
) -> None:
    before = hand_made([], 0, occupations, [("E1", "M1"), ("E2", "M2")])
    now = hand_made(shown, bonus, occupations, None)
    change = compare(before, now).proposals[0]
    assert change.old == Duo("E1", "M1", "K1", "X")
    assert change.fate is Fate.CHANGED
    assert [why.cause for why in change.gone][-1] is Cause.BETTER
    assert words in change.gone[-1].sentence.en


def test_a_duo_that_would_bind_its_mentor_to_a_coach_without_room_costs_a_person() -> None:
    before = hand_made([], 0, (), [("E1", "M1"), ("E2", "M2")])
    problem = before.matching.problem
    first, second = problem.coaches
    now = match(
        dataclasses.replace(
            problem,
            mentors=(dataclasses.replace(problem.mentors[0], capacity=2),),
            coaches=(dataclasses.replace(first, caseload=1), second),
        )
    )
    assert {duo.coach for duo in now.matching.duos} == {"K2"}
    change = compare(before, stored(now)).proposals[0]
    assert (change.old, change.parts) == (Duo("E1", "M1", "K1", "X"), ("coach",))
    taken, better = change.gone
    assert (taken.cause, taken.rule, taken.label) == (Cause.TAKEN, "own_coach", "K2")
    assert better.figures["served_lost"] == 1
    assert "the number of proposals drops by 1." in better.sentence.en


def test_what_has_no_room_beside_the_commitments_has_no_cost() -> None:
    found = 0
    for seed in SEEDS[:20]:
        matching = rounds(seed)[0].matching
        mentors = matching.instance.mentor_capacity
        for index in np.flatnonzero(mentors.limit[mentors.labels] == 0)[:2].tolist():
            assert Costs(matching).of(index) is None
            found += 1
    assert found > 3


def held_by_force(result: Result, duo: Duo) -> tuple[int, int, tuple[int, int]]:
    """Return people, points and what is kept of the best set that a prize forces a duo into.

    Another way than the product's: the mentee keeps this option only, worth more than all else.
    """
    instance = result.matching.instance
    problem = instance.problem
    four = option(problem, duo)
    index = instance.option_at(
        problem.waiting.index(four.mentee),
        problem.mentors.index(four.mentor),
        problem.coaches.index(four.coach),  # type: ignore[arg-type]
        problem.projects.index(four.project),  # type: ignore[arg-type]
    )
    assert index is not None
    arguments = engine_arguments(instance)
    rows = np.flatnonzero(
        (instance.mentee != instance.mentee[index]) | (np.arange(len(instance.mentee)) == index)
    )
    prize = arguments["points"].copy()
    prize[index] += 10**6
    classes = instance.priority.copy()
    classes[instance.mentee[index]] = classes.max() + 1
    solution = assign(
        instance.mentee[rows],
        instance.mentor[rows],
        prize[rows],
        mentor_capacity=arguments["mentor_capacity"],
        families=[(a[rows], limit, b[rows]) for a, limit, b in arguments["families"]],
        single_choice=[(a[rows], b[rows]) for a, b in arguments["single_choice"]],
        priority=classes,
        previous=np.isin(rows, instance.previous),
        continuity=instance.continuity[rows],
        lottery=instance.lottery[rows],
        objective=problem.rules.objective,
    )
    assert solution.status == "optimal"
    chosen = rows[solution.chosen]
    assert index in chosen
    kept = len(np.intersect1d(chosen, instance.previous)), int(instance.continuity[chosen].sum())
    return len(chosen), int(instance.option_points[chosen].sum()), kept


@every_seed
def test_the_facts_that_differ_are_told_and_no_others(seed: int) -> None:
    first, second = rounds(seed)
    found = compared(seed)
    documents = [json.loads(json.dumps(r.problem.rules.document)) for r in (first, second)]
    told = {one.path: (one.before, one.now) for one in found.settings}
    for section, entries in documents[0].items():
        for key, value in entries.items():
            now = documents[1][section][key]
            if isinstance(value, dict):
                differ = {f"{section}.{key}.{k}" for k in value if value[k] != now[k]}
            else:
                differ = {f"{section}.{key}"} if value != now else set()
            assert {
                p for p in told if p.startswith(f"{section}.{key}.") or p == f"{section}.{key}"
            } == differ
    for change in found.tables:
        if change.table in {"mentors", "coaches", "projects", "matches"}:
            old, new = (
                {row.id: row for row in getattr(r.problem, change.table)} for r in (first, second)
            )
            assert set(change.arrived) == set(new) - set(old)
            assert set(change.left) == set(old) - set(new)
    untold = set(TABLES) - {change.table for change in found.tables}
    for name in untold - {"mentees", "mentors"}:
        assert getattr(first.problem, name) == getattr(second.problem, name)


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_a_result_beside_itself_differs_in_nothing(seed: int) -> None:
    run = stored(rounds(seed)[0])
    found = compare(run, run)
    assert {one.fate for one in found.proposals} <= {Fate.KEPT}
    assert (found.settings, found.tables) == ((), ())
    assert found.before == found.now


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_looked_at_the_other_way_what_came_goes_and_what_went_comes(seed: int) -> None:
    first, second = (stored(result) for result in rounds(seed))
    there, back = compared(seed), compare(second, first)
    assert there.counts["new"] == back.counts["dropped"]
    assert there.counts["dropped"] == back.counts["new"]
    assert [(t.table, t.arrived, t.left, t.altered) for t in there.tables] == [
        (t.table, t.left, t.arrived, t.altered) for t in back.tables
    ]


def reversed_tables(problem: Problem) -> Problem:
    """Return the problem as an intake gives it: sorted again, whatever order rows came in."""
    tables = {name: getattr(problem, name)[::-1] for name in ("contacts", "exclusions", "matches")}
    return dataclasses.replace(problem, **tables)


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_the_order_of_rows_changes_nothing_of_what_is_said(seed: int) -> None:
    first, second = rounds(seed)
    other = match(reversed_tables(second.problem))
    assert compare(stored(first), stored(other)).proposals == compared(seed).proposals


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_without_proof_or_without_asking_nothing_is_said_of_a_better_whole(seed: int) -> None:
    first, second = rounds(seed)
    quick = match(second.problem, time_limit=0)
    for found in (
        compare(stored(first), stored(second), exact=False),
        compare(
            stored(first), dataclasses.replace(stored(quick), certificate={"status": "feasible"})
        ),
    ):
        causes = {why.cause for one in found.proposals for why in one.gone}
        assert not causes & {Cause.BETTER, Cause.LOTTERY}


@pytest.mark.parametrize("language", ["nl", "en"])
@every_seed
def test_what_is_said_is_plain(seed: int, language: str) -> None:
    found = compared(seed)
    for heading, lines in diff_page(found, language).sections:  # type: ignore[arg-type]
        if heading in {"Wat er anders is in de gegevens", "What is different in the data"}:
            continue
        for line in lines:
            assert (line, faults_of_form(line)) == (line, [])
            if language == "nl":
                assert (line, has_word(line, *OFFICIALESE)) == (line, None)


@every_seed
def test_rows_have_every_column_and_the_whole_is_plain_data(seed: int) -> None:
    found = compared(seed)
    rows = diff_rows(found, "nl")
    assert [row[0] for row in rows] == [one.mentee for one in found.proposals]
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert all(bool(row[-1]) == (row[1] != "blijft") for row in rows)
    document = json.loads(to_json(plain(found)))
    assert document["counts"] == found.counts
    assert len(document["proposals"]) == len(found.proposals)


def folders(small: World, tmp_path: Path) -> tuple[Path, Path, World]:
    """Return two output folders of the small programme: as it was, and without one mentor."""
    tables = small_tables(2)
    gone = small.result.matching.duos[0].mentor
    for name in ("mentors", "contacts", "acquaintances", "matches", "exclusions"):
        tables[name] = [
            row
            for row in tables[name]
            if gone
            not in (
                row.get("mentor"),
                row.get("other_mentor"),
                row["id"] if name == "mentors" else None,
            )
        ]
    after = world(tables, tmp_path / "intake")
    return small.write(tmp_path / "before"), after.write(tmp_path / "after"), after


def test_two_folders_are_compared_as_what_was_written_into_them(
    small: World, tmp_path: Path
) -> None:
    before, now, after = folders(small, tmp_path)
    found = diff(before, now)
    expected: Diff = compare(stored(small.result), stored(after.result))
    assert found == expected
    gone = small.result.matching.duos[0]
    change = next(one for one in found.proposals if one.mentee == gone.mentee)
    assert [(w.cause, w.label) for w in change.gone] == [(Cause.ABSENT, gone.mentor)]


def test_a_folder_that_is_none_or_is_spoiled_is_named(small: World, tmp_path: Path) -> None:
    before, now, _ = folders(small, tmp_path)
    with pytest.raises(InputError, match=r"^nowhere: expected an output folder"):
        diff(before, tmp_path / "nowhere")
    certificate = json.loads((now / "certificate.json").read_bytes())
    certificate["status"] = "best"
    (now / "certificate.json").write_text(json.dumps(certificate))
    with pytest.raises(InputError, match=r"^after/certificate\.json: expected a status among"):
        diff(before, now)
    (now / "problem.json").write_text("{")
    with pytest.raises(InputError, match=r"^after/problem\.json: expected readable JSON"):
        diff(before, now)
