"""Where someone is outbid: with the room that is named, and the proposals as they are, they fit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np

from matcher.audit.matching import Matching
from matcher.audit.more_room import MOST_PLACES, MOST_ROOMS, MoreRoom, more_room
from matcher.audit.proposal import allowed_mentors
from matcher.constraints.change import Change, Who, changed
from matcher.constraints.registry import capacity_rules
from matcher.instance import compile_instance
from matcher.instance.solve import solve
from tests.contract.contract_worlds import world


@cache
def worlds() -> tuple[Matching, ...]:
    def matched(seed: int) -> Matching:
        sizes = {"mentees": 7, "mentors": 3, "matches": seed % 4}
        instance = compile_instance(world(seed, disorder=(0.05, 0.15, 0.3)[seed % 3], **sizes))
        return Matching(instance, solve(instance).chosen)

    return tuple(matched(seed) for seed in range(120))


def found() -> Iterator[tuple[Matching, int, MoreRoom]]:
    for here in worlds():
        for index in range(len(here.problem.waiting)):
            for room in more_room(here, index):
                yield here, index, room


def free_mentors_after(here: Matching, index: int, changes: tuple[Change, ...]) -> set[str]:
    """Return the mentors with room for a mentee once limits have risen and every duo stays."""
    after = compile_instance(changed(here.problem, changes))
    old = here.instance
    chosen = [
        after.option_at(
            *(int(old_of[i]) for old_of in (old.mentee, old.mentor, old.coach, old.project))
        )
        for i in here.chosen
    ]
    assert None not in chosen
    same = Matching(after, np.array(chosen, dtype=np.int64))
    return {one.mentor for one in allowed_mentors(same, index) if not one.full}


def test_with_the_room_named_every_mentor_named_is_free_and_without_a_part_of_it_none() -> None:
    count = 0
    for here, index, room in found():
        assert set(room.mentors) <= free_mentors_after(here, index, room.changes)
        for size in range(len(room.changes)):
            for part in combinations(room.changes, size):
                assert not free_mentors_after(here, index, part)
        count += 1
    assert count > 80


def test_one_unit_less_would_not_do() -> None:
    for here, index, room in found():
        for change in room.changes:
            (edit,) = change.edits
            record = next(r for r in getattr(here.problem, edit.table) if r.id == edit.id)
            if edit.field == "budget_eur" or edit.value - getattr(record, edit.field) == 1:
                continue
            (rule,) = (one for one in capacity_rules() if one.key == change.rule)
            less = rule.more(edit.id, edit.value - getattr(record, edit.field) - 1, here.problem)
            assert less is not None
            others = tuple(one for one in room.changes if one != change)
            assert not free_mentors_after(here, index, (less, *others))


def test_every_limit_is_named_somewhere_and_by_who_could_raise_it() -> None:
    seen = {(change.rule, change.who) for _, _, room in found() for change in room.changes}
    assert {rule for rule, _ in seen} == {rule.key for rule in capacity_rules()}
    assert all((who is Who.MENTOR) == (rule == "mentor_capacity") for rule, who in seen)


def test_rooms_are_few_and_the_shortest_come_first() -> None:
    for here in worlds():
        for index in range(len(here.problem.waiting)):
            rooms = more_room(here, index)
            order = [(len(room.changes), -len(room.mentors)) for room in rooms]
            assert order == sorted(order)
            assert len(rooms) <= MOST_ROOMS
            assert all(1 <= size <= MOST_PLACES for size, _ in order)


def test_who_has_a_proposal_lacks_no_room() -> None:
    for here in worlds():
        assert all(more_room(here, index) == () for index in here.option_of)
