"""What a text claims is so: each phrase is checked against the facts, apart from the rule's code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from matcher.constraints.contract import Option, Outcome
from matcher.constraints.registry import hard_rules
from matcher.domain.people import Mentee
from matcher.domain.problem import Problem
from matcher.domain.values import Answer, Level, MeetingMode
from matcher.vocabulary.municipalities import municipality
from tests.contract.contract_worlds import world

SEEDS = range(120)


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule said of an option in a programme."""

    key: str
    outcome: Outcome
    text: str
    option: Option
    problem: Problem

    def settings(self, key: str) -> Any:
        """Return a rule's settings."""
        return self.problem.rules.rules[key]


@cache
def told() -> tuple[Told, ...]:
    return tuple(_told())


def _told() -> Iterator[Told]:
    for seed in SEEDS:
        here = world(seed, disorder=0.55)
        for mentee in here.waiting:
            for mentor in here.mentors:
                coach, project = (
                    table[seed % len(table)] for table in (here.coaches, here.projects)
                )
                option = Option(mentee=mentee, mentor=mentor, coach=coach, project=project)
                for rule in hard_rules():
                    verdict = rule.judge(option, here)
                    text = rule.sentence(verdict, option).nl
                    yield Told(rule.key, verdict.outcome, text, option, here)


def dutch(one: Told) -> int:
    mentee, how = one.option.mentee, one.settings("limited_dutch").skills
    overall = mentee.languages.get("nld", 0)
    skills = mentee.dutch_skills
    if not skills:
        return overall
    if how == "speaking":
        return skills.get("speaking", overall)
    return min(skills.values()) if how == "min" else max(skills.values())


def limit(one: Told) -> int:
    return Level[one.settings("limited_dutch").max_level]


def diploma(one: Told) -> int | None:
    mentee, settings = one.option.mentee, one.settings("subgroup")
    counts = settings.unrecognised_counts or mentee.diploma_recognised is Answer.YES
    if mentee.education is not None and counts:
        return mentee.education
    return 0 if settings.education_not_given == "no" else None


def has_certificate(one: Told) -> bool:
    asked = one.settings("limited_dutch").certificate == "must_be_absent"
    return asked and one.option.mentee.dutch_certificate is Answer.YES


def wish_of(person: Mentee) -> str | None:
    return person.wishes.get("mentor_gender")


def share(one: Told, left: str, right: str) -> bool:
    mine, theirs = (getattr(one.option, side).languages for side in (left, right))
    same = one.problem.rules.same_language
    return any(a == b or (a, b) in same or (b, a) in same for a in mine for b in theirs)


def modes(one: Told) -> set[MeetingMode | None]:
    return {one.option.mentee.meeting_mode, one.option.mentor.meeting_mode}


def above(one: Told, level: int) -> bool:
    found = diploma(one)
    return found is not None and found > level


CLAIMS: list[tuple[str, str, Callable[[Told], bool]]] = [
    ("limited_dutch", "hoogstens niveau", lambda t: dutch(t) > limit(t)),
    ("limited_dutch", "mensen zonder zo'n attest", has_certificate),
    ("limited_dutch", "spreekt u nog geen Nederlands", lambda t: dutch(t) == 0),
    (
        "limited_dutch",
        "Wij weten niet of u een attest",
        lambda t: t.option.mentee.dutch_certificate is Answer.UNKNOWN,
    ),
    ("other_language", "heel goed", lambda t: t.option.mentee.languages["nld"] >= Level.C1),
    ("other_language", "geen andere taal", lambda t: set(t.option.mentee.languages) <= {"nld"}),
    ("subgroup", "geen diploma hoger onderwijs", lambda t: not above(t, 4)),
    ("subgroup", "hoger dan secundair", lambda t: above(t, 4)),
    ("subgroup", "hoger dan lager secundair", lambda t: above(t, 2)),
    (
        "subgroup",
        "behaalde uw diploma in het Nederlands",
        lambda t: t.option.mentee.diploma_in_dutch is Answer.YES,
    ),
    ("subgroup", "volstaat al", lambda t: dutch(t) >= (t.option.mentee.dutch_needed or Level.C2)),
    ("subgroup", "beter dan het niveau", lambda t: dutch(t) > limit(t)),
    ("subgroup", "U hebt al een attest", has_certificate),
    (
        "travel_limit",
        "sluiten online afspreken niet uit",
        lambda t: MeetingMode.IN_PERSON not in modes(t),
    ),
    (
        "travel_limit",
        "gaven geen grens",
        lambda t: t.option.mentee.max_travel_km is None and t.option.mentor.max_travel_km is None,
    ),
    (
        "travel_limit",
        "weten niet waar",
        lambda t: None in {t.option.mentee.residence, t.option.mentor.residence},
    ),
    (
        "travel_limit",
        "dezelfde gemeente",
        lambda t: t.option.mentee.residence == t.option.mentor.residence,
    ),
    (
        "lot_province",
        "U woont in ",
        lambda t: municipality(t.option.mentee.residence or "") is not None,
    ),
    ("wish", "U wilt als mentor", lambda t: wish_of(t.option.mentee) is not None),
    (
        "wish",
        "Die wens is niet vervuld",
        lambda t: t.option.mentor.gender not in {None, wish_of(t.option.mentee)},
    ),
    ("wish", "of die wens vervuld is", lambda t: t.option.mentor.gender is None),
    (
        "wish",
        "Een wens staat dit duo in de weg",
        lambda t: t.option.mentor.wishes["mentee_gender"] != t.option.mentee.gender,
    ),
    ("wish", "een gegeven over u", lambda t: t.option.mentee.gender is None),
    ("referral", "U bent verwezen", lambda t: t.option.mentee.promotor is not None),
    ("referral", "U bent toegelaten", lambda t: t.option.mentee.project is not None),
    (
        "referral",
        "Hier gaat het over",
        lambda t: t.option.mentee.project != getattr(t.option.project, "id", None),
    ),
    ("mentee_mentor_language", "geen taal gemeen", lambda t: not share(t, "mentee", "mentor")),
    (
        "mentee_mentor_language",
        "allebei",
        lambda t: t.outcome is Outcome.BROKEN or share(t, "mentee", "mentor"),
    ),
    ("mentor_coach_language", "geen taal gemeen", lambda t: not share(t, "mentor", "coach")),
    ("meeting_mode", "U hebt nog niet", lambda t: t.option.mentee.meeting_mode is None),
    ("meeting_mode", "De mentor heeft nog niet", lambda t: t.option.mentor.meeting_mode is None),
    ("weekly_slots", "U gaf geen", lambda t: not t.option.mentee.availability),
    ("weekly_slots", "De mentor gaf geen", lambda t: not t.option.mentor.availability),
    (
        "assigned_projects",
        "niet bij de projecten van de mentor.",
        lambda t: getattr(t.option.project, "id", "") not in t.option.mentor.projects,
    ),
]


@pytest.mark.parametrize(
    ("key", "phrase", "so"), CLAIMS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_what_a_text_claims_is_so_in_every_programme(
    key: str, phrase: str, so: Callable[[Told], bool]
) -> None:
    claimed = [one for one in told() if one.key == key and phrase in one.text]
    assert claimed
    assert [one.text for one in claimed if not so(one)] == []


def test_whoever_is_outside_a_target_group_hears_at_least_one_reason() -> None:
    broken = [t.text for t in told() if t.key == "subgroup" and t.outcome is Outcome.BROKEN]
    assert broken
    assert all(text.count(". ") >= 1 and text.endswith(".") for text in broken)


def test_whoever_may_be_in_a_target_group_hears_what_is_missing() -> None:
    unknown = [t.text for t in told() if t.key == "subgroup" and t.outcome is Outcome.UNKNOWN]
    assert unknown
    assert all("Dit ontbreekt nog: " in text for text in unknown)


def test_every_rule_spoke_in_the_programmes_looked_at() -> None:
    assert set(Counter(one.key for one in told())) == {rule.key for rule in hard_rules()}
