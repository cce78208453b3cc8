"""Mentor and mentor-coach work for the project, where their projects are limited (PROGRAMME §3.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from matcher.constraints.change import Change, Edit, Who
from matcher.constraints.contract import Evidence, HardRule, Option, Outcome, Settings, Verdict
from matcher.constraints.encoding import Code, Condition, InTable, Role
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing

_MENTOR = Sentence("de mentor", "the mentor")
_COACH = Sentence("de mentorcoach", "the mentor coach")

_ADDED = Sentence(
    "als project {project} erbij komt voor {who}", "if project {project} is added for {who}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectsEvidence(Evidence):
    """The project, and the projects that mentor and coach are limited to (empty: all)."""

    project: str
    mentor_projects: tuple[str, ...]
    coach_projects: tuple[str, ...]


class AssignedProjects(HardRule[Settings, ProjectsEvidence]):
    """No list means all projects of the promotor."""

    key = "assigned_projects"
    section = "PROGRAMME §3.8"
    roles: ClassVar[tuple[Role, ...]] = ("mentor", "coach", "project")
    title = Sentence("Projecten van mentor en mentorcoach", "Projects of mentor and mentor coach")
    texts: ClassVar[Mapping[Outcome, Sentence]] = {
        Outcome.HELD: Sentence(
            "Project {project} staat bij de projecten van {who}.",
            "Project {project} is among the projects of {who}.",
        ),
        Outcome.BROKEN: Sentence(
            "Project {project} staat niet bij de projecten van {who}.",
            "Project {project} is not among the projects of {who}.",
        ),
        Outcome.UNKNOWN: Sentence(
            "De mentor en de mentorcoach zijn niet aan bepaalde projecten gebonden.",
            "The mentor and the mentor coach are not tied to certain projects.",
        ),
    }

    def judge(self, option: Option, problem: Problem) -> Verdict:
        """Return whether the project is on both lists, where there is a list."""
        del problem
        assert option.project is not None  # noqa: S101 -- the caller judges roles that are there
        assert option.coach is not None  # noqa: S101 -- likewise
        project, mentor, coach = option.project.id, option.mentor.projects, option.coach.projects
        evidence = ProjectsEvidence(project=project, mentor_projects=mentor, coach_projects=coach)
        if not mentor and not coach:
            return Verdict(outcome=Outcome.UNKNOWN, allowed=True, evidence=evidence)
        fits = (not mentor or project in mentor) and (not coach or project in coach)
        outcome = Outcome.HELD if fits else Outcome.BROKEN
        return Verdict(outcome=outcome, allowed=fits, evidence=evidence)

    def encoding(self, problem: Problem) -> tuple[Condition, ...]:
        """Compare each list with the project."""
        del problem
        project = Code("project", lambda project: project.id)
        return (
            InTable(
                Code("mentor", lambda mentor: mentor.projects),
                project,
                lambda own, p: not own or p in own,
            ),
            InTable(
                Code("coach", lambda coach: coach.projects),
                project,
                lambda own, p: not own or p in own,
            ),
        )

    def changes(self, option: Option, verdict: Verdict, problem: Problem) -> tuple[Change, ...]:
        """Add the project to the lists that leave it out."""
        del problem
        evidence = verdict.evidence
        assert isinstance(evidence, ProjectsEvidence)  # noqa: S101 -- its own; tells mypy
        assert option.coach is not None  # noqa: S101 -- a verdict on a coach was given
        added = (evidence.project,)
        edits = []
        if evidence.mentor_projects and evidence.project not in evidence.mentor_projects:
            edits.append(Edit(table="mentors", id=option.mentor.id, field="projects", value=added))
        if evidence.coach_projects and evidence.project not in evidence.coach_projects:
            edits.append(Edit(table="coaches", id=option.coach.id, field="projects", value=added))
        condition = _ADDED.fill(**self.words(evidence, option))
        return (Change(rule=self.key, who=Who.PROMOTOR, condition=condition, edits=tuple(edits)),)

    def words(
        self, evidence: ProjectsEvidence, option: Option
    ) -> Mapping[str, Sentence | str | int]:
        """Fill in the project, and whose list decides: who left it out, else who named it."""
        del option
        lists = ((evidence.mentor_projects, _MENTOR), (evidence.coach_projects, _COACH))
        without = [who for own, who in lists if own and evidence.project not in own]
        having = [who for own, who in lists if evidence.project in own]
        return {"project": evidence.project, "who": listing(without or having)}
