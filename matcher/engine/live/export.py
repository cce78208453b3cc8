"""A live assignment as the arrays of `matcher.engine.assign`: the same problem, to solve or check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.engine.live.book import Book, ordered
from matcher.engine.live.facts import Key, Kind, Place
from matcher.engine.problem.arrays import IntArray


@dataclass(frozen=True, slots=True)
class Exported:
    """``arguments`` for `matcher.engine.assign`, and what each option and label is.

    ``options`` (n) are mentee and place, ``labels`` the keys of each family in order; families
    stand in the order mentee, mentor, coach, project, promotor.
    """

    arguments: dict[str, Any]
    options: tuple[tuple[Key, Place], ...]
    labels: tuple[tuple[Key, ...], ...]


def export(book: Book, mentees: Iterable[Key]) -> Exported:
    """Return all options of some mentees, with the capacity that is left beside who is fixed."""
    people = ordered(mentees)
    options: list[tuple[Key, Place]] = []
    points: list[int] = []
    for mentee in people:
        for place, amount in book.places(mentee):
            options.append((mentee, place))
            points.append(amount)
    columns: list[tuple[Kind, list[Key]]] = [
        ("mentor", [place.mentor for _, place in options]),
        ("coach", [place.coach for _, place in options]),
        ("project", [place.project for _, place in options]),
        ("promotor", [book.promotor_of.get(place.project) for _, place in options]),
    ]
    keys: list[tuple[Key, ...]] = [tuple(people)]
    families: list[tuple[IntArray, IntArray]] = []
    for kind, column in columns:
        names = ordered({key for key in column if key is not None})
        if None in column:
            names.append(None)
        number = {key: at for at, key in enumerate(names)}
        free = [None if key is None else book.free(kind, key) for key in names]
        limit = np.array([len(people) if one is None else one for one in free], dtype=np.int64)
        families.append((np.array([number[key] for key in column], dtype=np.int64), limit))
        keys.append(tuple(names))
    number = {mentee: at for at, mentee in enumerate(people)}
    (mentors, places), (coaches, _) = families[:2]
    arguments = {
        "mentee": np.array([number[mentee] for mentee, _ in options], dtype=np.int64),
        "mentor": mentors,
        "points": np.array(points, dtype=np.int64),
        "mentor_capacity": places,
        "families": families[1:],
        "single_choice": [(mentors, coaches)] if book.one_coach else [],
        "priority": np.array([book.mentees[mentee].priority for mentee in people], dtype=np.int64),
        "objective": book.levels.objective,
        **_finer(book, options),
    }
    return Exported(arguments, tuple(options), tuple(keys))


def _finer(book: Book, options: list[tuple[Key, Place]]) -> dict[str, Any]:
    """Return the levels below points that are in use."""
    found: dict[str, Any] = {}
    if book.shown:
        previous, continuity = [], []
        for mentee, place in options:
            shown = book.shown.get(mentee, ())
            previous.append(any(one.mentor == place.mentor for one in shown))
            coach = bool(book.followed.get((place.mentor, place.coach)))
            project = any(one.project == place.project for one in shown if one.project is not None)
            continuity.append(coach + project)
        found["previous"] = np.array(previous, dtype=np.bool_)
        found["continuity"] = np.array(continuity, dtype=np.int64)
    if book.lottery is not None:
        draw = book.lottery
        found["lottery"] = np.array(
            [
                draw("mentee-project", mentee, place.project)
                + draw("mentee-mentor", mentee, place.mentor)
                + draw("mentor-coach", place.mentor, place.coach)
                for mentee, place in options
            ],
            dtype=np.int64,
        )
    return found
