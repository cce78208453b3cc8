"""Why not this mentor? What rules, points and places say of any mentee and mentor."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.audit.matching import Matching
from matcher.audit.next_best import OtherMentor, other_mentor
from matcher.audit.proposal import allowed_mentor
from matcher.audit.suggest import Adviser
from matcher.audit.verdicts import Judgement, Score, judge_rules, score_pair
from matcher.constraints.contract import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswer:
    """What stands between a mentee and a mentor.

    The rules are judged on the coach and project that break fewest. ``full`` names what has no
    room left, as (rule, label). ``cost`` is what this mentor would cost everybody together, where
    the rules allow them and they were not chosen. ``duo_with`` is the mentor of a duo that the
    mentee is in; then nothing else is answered.
    """

    mentee: str
    mentor: str
    duo_with: str | None = None
    proposed: bool = False
    allowed: bool = False
    below_floor: bool = False
    coach: str | None = None
    project: str | None = None
    points: int = 0
    rules: tuple[Judgement, ...] = ()
    criteria: tuple[Score, ...] = ()
    full: tuple[tuple[str, str], ...] = ()
    cost: OtherMentor | None = None


def why_not(
    matching: Matching, mentee: str, mentor: str, adviser: Adviser | None = None
) -> PairAnswer:
    """Return what rules, points and places say of a pair.

    ``adviser`` answers what choosing the mentor would cost; without one that is left out.

    Raises
    ------
    matcher.domain.errors.UnknownNameError
        When there is no such mentee or mentor.
    """
    problem, instance = matching.problem, matching.instance
    person, volunteer = problem.mentee(mentee), problem.mentor(mentor)
    if mentee in problem.in_a_duo:
        duo = next(m for m in problem.committed if m.mentee == mentee)
        return PairAnswer(mentee=mentee, mentor=mentor, duo_with=duo.mentor)
    e, k = problem.waiting.index(person), problem.mentors.index(volunteer)
    chosen = matching.option_of.get(e)
    proposed = chosen is not None and int(instance.mentor[chosen]) == k
    near = instance.barred.nearest_option(e, k)
    if proposed and chosen is not None:
        near = int(instance.coach[chosen]), int(instance.project[chosen])
    option = Option(
        mentee=person,
        mentor=volunteer,
        coach=problem.coaches[near[0]] if near else None,
        project=problem.projects[near[1]] if near else None,
    )
    points = int(instance.points[e, k])
    below = points < problem.rules.min_points
    found = allowed_mentor(matching, e, k)
    cost = None
    if adviser is not None and found is not None and not proposed:
        cost = adviser.cost_of(mentee, mentor)
    return PairAnswer(
        mentee=mentee,
        mentor=mentor,
        proposed=proposed,
        allowed=found is not None,
        below_floor=below,
        coach=option.coach.id if option.coach else None,
        project=option.project.id if option.project else None,
        points=points,
        rules=judge_rules(option, problem),
        criteria=score_pair(person, volunteer, problem),
        full=found.full if found and not proposed else (),
        cost=other_mentor(cost) if cost else None,
    )
