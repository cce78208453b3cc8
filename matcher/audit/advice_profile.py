"""A mentor who could be looked for: what is said of them, and the record that says it.

A profile names a project, languages, a sector or none, and a place or online. Nothing else is ever
asked for: not where someone comes from, not gender, age or benefits. The record holds those facts
and for the rest what restricts nothing, so that rules let it through for its profile alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.constraints.common_language import LanguageSettings
from matcher.domain.people import Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence
from matcher.domain.values import Level, MeetingMode

SPOKEN = Level.C1
"""How well the mentor speaks each language, unless a rule asks for more."""

ASSUMED = (
    Sentence(
        "Deze mentor begeleidt één persoon tegelijk en doet meteen mee.",
        "This mentor supports one person at a time and takes part at once.",
    ),
    Sentence(
        "De talen spreekt de mentor op niveau {level}.",
        "The mentor speaks the languages at level {level}.",
    ),
    Sentence(
        "De mentor maakt tijd wanneer de ander kan, en reist zo ver als nodig.",
        "The mentor makes time when the other can, and travels as far as needed.",
    ),
    Sentence(
        "Wij kennen het netwerk van de mentor niet. Dat geeft dus geen punten.",
        "We do not know the mentor's network. So it gives no points.",
    ),
    Sentence(
        "Wie alleen een vrouw of alleen een man als mentor wil, telt niet mee.",
        "People who want only a woman or only a man as a mentor do not count.",
    ),
)
"""What is taken for granted of every mentor in the advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is asked of a mentor.

    ``languages`` are ISO 639-3 codes: first the one for the people who wait, then, where the
    coaches do not speak it, one for them. ``sector`` is a NACE section or division, None for any.
    ``residence`` is a REFNIS code, None for a mentor who meets online only and may live anywhere.
    """

    project: str
    languages: tuple[str, ...]
    sector: str | None
    residence: str | None

    @property
    def demands(self) -> tuple[int, bool, bool, bool, tuple[str, ...], str, str]:
        """What puts profiles in order, the one that asks least first; then by codes."""
        return (
            len(self.languages),
            self.sector is not None,
            self.residence is not None,
            self.sector is not None and self.sector.isdigit(),
            self.languages,
            self.sector or "",
            self.residence or "",
        )


def level_spoken(problem: Problem) -> Level:
    """Return the level at which a mentor of a profile speaks: C1, or what a rule asks above it."""
    asked = [
        Level[settings.min_level]
        for settings in problem.rules.rules.values()
        if isinstance(settings, LanguageSettings)
    ]
    return max([SPOKEN, *asked])


def assumptions(problem: Problem) -> tuple[Sentence, ...]:
    """Return what is taken for granted of the mentors in the advice."""
    return tuple(one.fill(level=level_spoken(problem).name) for one in ASSUMED)


def hypothetical(profile: Profile, problem: Problem, key: str) -> Mentor:
    """Return the record of a mentor of this profile, under an id that nobody has."""
    level = level_spoken(problem)
    return Mentor(
        id=key,
        promotor=problem.project_by_id[profile.project].promotor,
        languages=dict.fromkeys(profile.languages, level),
        projects=(profile.project,),
        sectors=() if profile.sector is None else (profile.sector,),
        residence=profile.residence,
        meeting_mode=MeetingMode.ONLINE if profile.residence is None else None,
    )


def hypotheticals(profiles: Iterable[Profile], problem: Problem) -> tuple[Mentor, ...]:
    """Return the records of mentors of these profiles, in that order, with ids that nobody has."""
    taken = {mentor.id for mentor in problem.mentors}
    stem = "+"
    while any(key.startswith(stem) for key in taken):
        stem += "+"
    return tuple(
        hypothetical(profile, problem, f"{stem}{number}") for number, profile in enumerate(profiles)
    )
