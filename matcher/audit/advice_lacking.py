"""What mentors could be looked for, read from who has no proposal.

For each project with room, each language that people admitted to it speak well enough; with it
the sectors that most of them want who have no proposal, and the towns where most of them live.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from matcher.audit.advice_profile import Profile, level_spoken
from matcher.audit.advice_room import seats_of
from matcher.audit.matching import Matching
from matcher.constraints.common_language import LanguageSettings
from matcher.domain.people import Coach, Mentee
from matcher.domain.problem import Problem
from matcher.domain.values import Level
from matcher.vocabulary.sectors import section_of

MOST_SECTORS = 4
"""Sectors that are looked at for one project and language, beside any sector."""

MOST_TOWNS = 3
"""Towns that are looked at for one project and language, beside online."""

DUTCH = "nld"


def admitted(matching: Matching, project: int) -> list[int]:
    """Return the waiting mentees whom the project can take, as indices."""
    return [int(i) for i in np.flatnonzero(matching.instance.barred.ep[:, project] == 0)]


def profiles_lacking(matching: Matching, project: int) -> tuple[Profile, ...]:
    """Return the profiles worth asking about for a project (an index), in order of demands."""
    problem = matching.problem
    coaches = coaches_with_room(matching, project)
    if not coaches:
        return ()
    people = admitted(matching, project)
    by_language: dict[str, list[int]] = {}
    lowest = _lowest(problem, "mentee_mentor_language")
    for index in people:
        for code, level in problem.waiting[index].languages.items():
            if level >= lowest:
                by_language.setdefault(code, []).append(index)
    bridge = _bridge([problem.coaches[i] for i in coaches], problem)
    name = problem.projects[project].id
    found = []
    for code, speakers in by_language.items():
        alone = [i for i in speakers if i not in matching.option_of] or speakers
        facts = [problem.waiting[i] for i in alone]
        for languages in dict.fromkeys(((code,), tuple(dict.fromkeys((code, *bridge))))):
            found += [
                Profile(project=name, languages=languages, sector=sector, residence=town)
                for sector in (None, *_sectors(facts))
                for town in (None, *_towns(facts))
            ]
    return tuple(sorted(found, key=lambda profile: profile.demands))


def coaches_with_room(matching: Matching, project: int) -> list[int]:
    """Return the coaches who may work for a project (an index) and could take one duo more.

    None where commitments leave the project itself no room.
    """
    instance = matching.instance
    seats = seats_of(instance)
    if not all(one.fits(project) for one in seats if one.role == "project"):
        return []
    return [
        coach
        for coach in np.flatnonzero(instance.barred.cp[:, project] == 0).tolist()
        if all(one.fits(coach) for one in seats if one.role == "coach")
    ]


def _lowest(problem: Problem, rule: str) -> Level:
    settings = problem.rules.rules[rule]
    assert isinstance(settings, LanguageSettings)  # noqa: S101 -- validated on load; tells mypy
    return min(Level[settings.min_level], level_spoken(problem))


def _bridge(coaches: Sequence[Coach], problem: Problem) -> tuple[str, ...]:
    """Return the language by which most of the coaches can be spoken with; Dutch goes first."""
    lowest = _lowest(problem, "mentor_coach_language")
    spoken = Counter(
        code for coach in coaches for code, level in coach.languages.items() if level >= lowest
    )
    most = sorted(spoken, key=lambda code: (-spoken[code], code != DUTCH, code))
    return tuple(most[:1])


def _sectors(people: Iterable[Mentee]) -> list[str]:
    """Return the sectors that most of them want, and the sections that these are in."""
    wanted = Counter(code for person in people for code in sorted(set(person.target_sectors)))
    most = [code for code, _ in sorted(wanted.items(), key=_most)[:MOST_SECTORS]]
    return list(dict.fromkeys([*most, *(section_of(code) for code in most)]))


def _towns(people: Iterable[Mentee]) -> list[str]:
    homes = Counter(person.residence for person in people if person.residence is not None)
    return [town for town, _ in sorted(homes.items(), key=_most)[:MOST_TOWNS]]


def _most(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
