"""Why a duo of one result is not in another: only what the other's facts show.

Asked of an old duo and the new facts it says why the duo went, asked of a new duo and the old
facts why it was not there before. What comes first settles it: people, a duo of the mentee's
own, rules, places, and only then the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum

from matcher.audit.matching import Matching
from matcher.audit.phrases import POINT
from matcher.audit.verdicts import Judgement, judge_capacities, judge_rules
from matcher.constraints.capacity import CapacityEvidence, CapacityRule
from matcher.constraints.contract import Option
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.constraints.words import counted, euros, lowered, names
from matcher.domain.errors import MatcherError
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.instance.solve import Duo
from matcher.output import diff_words as say
from matcher.output.diff_cost import Cost, Costs

SHOWN_NEWCOMERS = 5
ROLES = ("mentee", "mentor", "coach", "project")


class Cause(StrEnum):
    """The kind of reason; those of one duo are all of the first kind that applies.

    ``taken`` and ``better`` (or ``lottery``, ``otherwise``) stand together. ``otherwise`` says no
    more than that the duo was allowed and had room beside the commitments.
    """

    ABSENT = "absent"
    IN_A_DUO = "in_a_duo"
    RULE = "rule"
    FLOOR = "floor"
    NO_ROOM = "no_room"
    TAKEN = "taken"
    BETTER = "better"
    LOTTERY = "lottery"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason. ``rule`` and ``label`` name the rule and what of it; ``figures`` what it rests on."""

    cause: Cause
    sentence: Sentence
    rule: str | None = None
    label: str | None = None
    figures: Mapping[str, int] = field(default_factory=dict)


def why_gone(
    before: Matching, now: Matching, old: Duo, new: Duo | None, costs: Costs | None
) -> tuple[Why, ...]:
    """Return why an old duo is not among the new ones.

    Parameters
    ----------
    before, now
        The two results.
    old, new
        The mentee's duo in each; no new one: None.
    costs
        What answers for the new result what keeping a duo costs; None: that is not asked.
    """
    barred = _barred(now, before, old, past=False)
    if barred:
        return barred
    here = now.around(now.problem.waiting.index(now.problem.mentee_by_id[old.mentee]))
    index = option_index(here, old)
    found = [_taken(before, now, old, one) for one in here.full(index)]
    found.append(
        _compared(
            costs.of(index) if costs is not None else None,
            pair_points(now, old),
            pair_points(before, old),
            pair_points(now, new) if new is not None and new.mentor != old.mentor else None,
        )
    )
    return tuple(found)


def why_not_before(before: Matching, now: Matching, new: Duo) -> tuple[Why, ...]:
    """Return why a new duo was not among the old ones."""
    barred = _barred(before, now, new, past=True)
    return barred or (Why(cause=Cause.OTHERWISE, sentence=say.ALLOWED_BEFORE),)


def _barred(here: Matching, there: Matching, duo: Duo, *, past: bool) -> tuple[Why, ...]:
    """Return what in the facts here alone rules out a duo from there; empty without any."""
    facts, other = here.problem, there.problem
    tables: tuple[Mapping[str, object], ...] = (
        facts.mentee_by_id,
        facts.mentor_by_id,
        facts.coach_by_id,
        facts.project_by_id,
    )
    ids = (duo.mentee, duo.mentor, duo.coach, duo.project)
    absent = [
        (role, key) for role, key, table in zip(ROLES, ids, tables, strict=True) if key not in table
    ]
    if absent:
        words = say.ARRIVED if past else say.GONE
        return tuple(
            Why(
                cause=Cause.ABSENT,
                sentence=words.fill(role=say.ROLES[role], id=key),
                rule=role,
                label=key,
            )
            for role, key in absent
        )
    running = next((m for m in facts.committed if m.mentee == duo.mentee), None)
    if running is not None:
        words = say.WAS_IN_A_DUO if past else say.OTHER_DUO
        same = running.mentor == duo.mentor and not past
        sentence = say.NOW_A_DUO if same else words.fill(mentor=running.mentor)
        return (Why(cause=Cause.IN_A_DUO, sentence=sentence, label=running.mentor),)
    option = _option(facts, duo)
    broken = [j for j in judge_rules(option, facts) if not j.allowed]
    found = [_rule(judgement, facts, other, past=past) for judgement in broken]
    return tuple(found) or _too_poor(here, duo, past=past) or _no_room(facts, other, duo, past=past)


def _rule(judgement: Judgement, facts: Problem, other: Problem, *, past: bool) -> Why:
    words = say.RULE_BEFORE if past else say.RULE
    sentence = words.fill(title=lowered(judgement.title), said=judgement.sentence)
    if facts.rules.rules[judgement.key] != other.rules.rules[judgement.key]:
        sentence += say.SETTING
    return Why(cause=Cause.RULE, sentence=sentence, rule=judgement.key)


def _too_poor(here: Matching, duo: Duo, *, past: bool) -> tuple[Why, ...]:
    points, minimum = pair_points(here, duo), here.problem.rules.min_points
    if points >= minimum:
        return ()
    words = say.FLOOR_BEFORE if past else say.FLOOR
    sentence = words.fill(points=counted(points, *POINT), minimum=counted(minimum, *POINT))
    figures = {"points": points, "minimum": minimum}
    return (Why(cause=Cause.FLOOR, sentence=sentence, rule="min_points", figures=figures),)


def _no_room(facts: Problem, other: Problem, duo: Duo, *, past: bool) -> tuple[Why, ...]:
    rules = {rule.key: rule for rule in capacity_rules()}
    beside = {j.key: j for j in judge_capacities(_option(other, duo), other)}
    return tuple(
        _full(rules[j.key], j, beside[j.key], past=past)
        for j in judge_capacities(_option(facts, duo), facts)
        if not j.allowed
    )


def _full(rule: CapacityRule, judged: Judgement, other: Judgement, *, past: bool) -> Why:
    """Return that commitments leave nothing, with what changed: a lower limit, or more in use."""
    mine, theirs = judged.evidence, other.evidence
    assert isinstance(mine, CapacityEvidence)  # noqa: S101 -- a capacity rule's own; tells mypy
    words = say.NO_ROOM_BEFORE if past else say.NO_ROOM
    sentence = words.fill(title=lowered(rule.title), label=mine.label)
    figures = {"limit": mine.limit or 0, "used": mine.used}
    if isinstance(theirs, CapacityEvidence) and theirs.label == mine.label:
        figures["other_used"] = theirs.used
        if theirs.limit is not None:
            figures["other_limit"] = theirs.limit
        if not past:
            sentence = _worse(rule, sentence, theirs, mine)
    return Why(
        cause=Cause.NO_ROOM, sentence=sentence, rule=rule.key, label=mine.label, figures=figures
    )


def _worse(
    rule: CapacityRule, sentence: Sentence, before: CapacityEvidence, now: CapacityEvidence
) -> Sentence:
    def amount(value: int | None) -> Sentence:
        if value is None:
            return say.NO_LIMIT
        return euros(value) if rule.counts == "cents" else counted(value, *rule.unit)

    if now.limit is not None and (before.limit is None or now.limit < before.limit):
        sentence += say.LIMIT_LOWER.fill(before=amount(before.limit), now=amount(now.limit))
    if now.used > before.used:
        sentence += say.MORE_USED.fill(before=amount(before.used), now=amount(now.used))
    return sentence


def _taken(before: Matching, now: Matching, old: Duo, place: tuple[str, str]) -> Why:
    """Return which proposals fill a label, with those that did not hold it before."""
    key, label = place
    titles: dict[str, Sentence] = {rule.key: rule.title for rule in hard_rules()}
    titles |= {rule.key: rule.title for rule in capacity_rules()}
    sentence = say.TAKEN.fill(title=lowered(titles[key]), label=label)
    fresh = sorted(_holders(now, old, place) - _holders(before, old, place))
    if fresh:
        shown = names(fresh[:SHOWN_NEWCOMERS] + ["…"] * (len(fresh) > SHOWN_NEWCOMERS))
        sentence += say.NEWCOMERS.fill(names=shown)
    return Why(
        cause=Cause.TAKEN,
        sentence=sentence,
        rule=key,
        label=label,
        figures={"newcomers": len(fresh)},
    )


def _holders(matching: Matching, old: Duo, place: tuple[str, str]) -> frozenset[str]:
    """Return the mentees whose proposals hold a place: a capacity's, or the choice of a coach."""
    key, label = place
    instance = matching.instance
    for capacity, _ in matching.left:
        if capacity.key == key:
            return frozenset(
                matching.problem.waiting[instance.mentee[i]].id
                for i in matching.chosen.tolist()
                if capacity.names[capacity.labels[i]] == label
            )
    return frozenset(
        duo.mentee for duo in matching.duos if (duo.mentor, duo.coach) == (old.mentor, label)
    )


def _compared(cost: Cost | None, points: int, were: int, new: int | None) -> Why:
    """Return what the whole says of a duo that was allowed and had room beside commitments."""
    cause, sentence = _weighed(cost)
    figures = {"points": points, "points_before": were}
    said = say.POINTS_NOW.fill(points=counted(points, *POINT))
    if points != were:
        said += say.POINTS_WERE.fill(points=were)
    if new is not None:
        figures["points_of_new"] = new
        said += say.POINTS_NEW.fill(points=new)
    if cost is not None:
        figures |= {"served_lost": cost.served, "points_lost": cost.points}
    return Why(cause=cause, sentence=sentence + said, figures=figures)


def _weighed(cost: Cost | None) -> tuple[Cause, Sentence]:
    if cost is None:
        return Cause.OTHERWISE, say.OTHERWISE
    level = (cost.level or "").partition(":")[0]
    if level == "served":
        people = say.COSTS_PEOPLE.fill(n=cost.served) if cost.served > 0 else say.COSTS_PRIORITY
        return Cause.BETTER, people
    if level == "points":
        lost = say.COSTS_POINTS.fill(points=counted(cost.points, *POINT))
        return Cause.BETTER, lost if cost.points > 0 else say.COSTS_BONUS
    return {
        "previous": (Cause.BETTER, say.COSTS_KEPT),
        "continuity": (Cause.BETTER, say.COSTS_COACH),
        "lottery": (Cause.LOTTERY, say.BY_LOT),
    }.get(level, (Cause.OTHERWISE, say.AS_GOOD))


def pair_points(matching: Matching, duo: Duo) -> int:
    """Return the points of a duo's pair under the facts of a result in which its mentee waits."""
    problem, points = matching.problem, matching.instance.points
    mentee = problem.waiting.index(problem.mentee_by_id[duo.mentee])
    return int(points[mentee, problem.mentors.index(problem.mentor_by_id[duo.mentor])])


def option_index(matching: Matching, duo: Duo) -> int:
    """Return the option that a duo is in a result whose rules allow it.

    Raises
    ------
    MatcherError
        When it is none, which the rules' own judgement excludes.
    """
    option, problem = _option(matching.problem, duo), matching.problem
    found = matching.instance.option_at(
        problem.waiting.index(option.mentee),
        problem.mentors.index(option.mentor),
        problem.coaches.index(option.coach),
        problem.projects.index(option.project),
    )
    if found is None:
        raise MatcherError(f"Expected an allowed match, found {', '.join(astuple(duo))}.")
    return found


def _option(problem: Problem, duo: Duo) -> Option:
    return Option(
        mentee=problem.mentee_by_id[duo.mentee],
        mentor=problem.mentor_by_id[duo.mentor],
        coach=problem.coach_by_id[duo.coach],
        project=problem.project_by_id[duo.project],
    )
