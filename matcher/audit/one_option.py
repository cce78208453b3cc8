"""One option with only what rules read of it, so that changed facts are judged again quickly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from matcher.audit.matching import Matching
from matcher.constraints.change import Change, Edit, Who, changed
from matcher.constraints.contract import Option
from matcher.constraints.registry import hard_rules, hard_rules_in_order
from matcher.criteria.registry import criteria
from matcher.domain.commitments import Exclusion, Match
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.instance.barred import MIN_POINTS

ENOUGH = Sentence(
    "als de regels {points} punten genoeg vinden", "if the rules find {points} points enough"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOption:
    """An option, the part of the problem that its rules read, and the whole for its points."""

    option: Option
    around: Problem
    whole: Problem

    def after(self, changes: Iterable[Change]) -> OneOption:
        """Return the option with these changes made."""
        around = changed(self.around, changes)
        option = Option(
            mentee=around.mentees[0],
            mentor=around.mentors[0],
            coach=around.coaches[0],
            project=around.projects[0],
        )
        return replace(self, option=option, around=around)

    def offered(self, key: str) -> tuple[Change, ...]:
        """Return what a rule (its key) that bars the option offers to change."""
        if key == MIN_POINTS:
            return self._floor()
        rule = next(rule for rule in hard_rules() if rule.key == key)
        return rule.changes(self.option, rule.judge(self.option, self.around), self.around)

    def first_barring(self) -> tuple[Change, ...] | None:
        """Return what the first rule that bars the option offers; None where none bars it."""
        for rule in hard_rules_in_order():
            if rule.settings(self.around).enabled:
                verdict = rule.judge(self.option, self.around)
                if not verdict.allowed:
                    return rule.changes(self.option, verdict, self.around)
        minimum = self.around.rules.min_points
        return self._floor() if minimum and self._points() < minimum else None

    def _points(self) -> int:
        """Return the points of the pair as it now stands; the network is everyone's."""
        return sum(
            criterion.points(self.option.mentee, self.option.mentor, self.whole).points
            for criterion in criteria()
            if criterion.settings(self.whole).enabled
        )

    def _floor(self) -> tuple[Change, ...]:
        points = self._points()
        edit = Edit(table="rules", field="min_points", value=points)
        condition = ENOUGH.fill(points=points)
        return (Change(rule=MIN_POINTS, who=Who.RULE_SET, condition=condition, edits=(edit,)),)


class OptionsOf:
    """The options of one waiting mentee (an index), each with what its rules read."""

    def __init__(self, matching: Matching, mentee: int) -> None:
        problem = matching.problem
        self._problem = problem
        self._mentee = problem.waiting[mentee]
        self._exclusions: dict[str, list[Exclusion]] = {}
        for exclusion in problem.exclusions:
            if exclusion.mentee == self._mentee.id:
                self._exclusions.setdefault(exclusion.mentor, []).append(exclusion)
        self._matches: dict[str, list[Match]] = {}
        for match in problem.matches:
            self._matches.setdefault(match.mentor, []).append(match)

    def at(self, mentor: int, coach: int, project: int) -> OneOption:
        """Return the option with these three (indices)."""
        problem = self._problem
        option = Option(
            mentee=self._mentee,
            mentor=problem.mentors[mentor],
            coach=problem.coaches[coach],
            project=problem.projects[project],
        )
        lot = problem.projects[project].lot
        around = replace(
            problem,
            mentees=(self._mentee,),
            mentors=(problem.mentors[mentor],),
            coaches=(problem.coaches[coach],),
            projects=(problem.projects[project],),
            lots=() if lot is None else (problem.lot_by_id[lot],),
            promotors=(),
            employers=(),
            contacts=(),
            acquaintances=(),
            matches=tuple(self._matches.get(option.mentor.id, ())),
            exclusions=tuple(self._exclusions.get(option.mentor.id, ())),
        )
        return OneOption(option=option, around=around, whole=problem)
