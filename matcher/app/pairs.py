"""Every allowed pair with its points: the table by which any outside solver can check us."""

from __future__ import annotations

import sys

import numpy as np

from matcher.domain.problem import Problem
from matcher.instance.compile import compile_instance
from matcher.output.documents import csv_bytes
from matcher.output.facts import minimised


def pairs_csv(problem: Problem) -> bytes:
    """Return ``pairs.csv``: mentee, mentor, points, and one column per criterion that adds up to it.

    A pair is in it when some coach and project make it allowed; capacities play no part. Sorted
    by mentee and mentor.
    """
    instance = compile_instance(minimised(problem), most=sys.maxsize)
    size = max(1, len(problem.mentors))
    pairs = np.unique(instance.mentee * size + instance.mentor)
    names = sorted(instance.criterion_points)
    mentees, mentors = pairs // size, pairs % size
    columns = [instance.points, *(instance.criterion_points[name] for name in names)]
    figures = [table[mentees, mentors].tolist() for table in columns]
    people, volunteers = instance.problem.waiting, instance.problem.mentors
    rows = (
        (people[e].id, volunteers[m].id, *line)
        for e, m, *line in zip(mentees.tolist(), mentors.tolist(), *figures, strict=True)
    )
    return csv_bytes(("mentee", "mentor", "points", *names), rows)
