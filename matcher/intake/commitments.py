"""Duos taken together: one at a time for a mentee, and remarks on odd ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.domain.commitments import Match
from matcher.domain.people import Mentor
from matcher.domain.programme import Project
from matcher.domain.sentence import Sentence
from matcher.intake.report import Log, RowError
from matcher.intake.rows import RowProblem, error_of


@dataclass(frozen=True, slots=True)
class Placed:
    """A duo as of the day, with its row number.

    ``committed_now``: it is committed by what the file says, whatever the day. ``to_begin``: the
    file has it begin after the as-of day.
    """

    row: int
    match: Match
    committed_now: bool
    to_begin: bool


def one_duo_each(placed: list[Placed], file: str, log: Log) -> list[Placed]:
    """Return the duos, at most one committed one for each mentee.

    Of two that the file has committed at the same time the second row is the error. Two that
    follow each other can both seem committed as of a day in the past: then the earlier stays, and
    the other is left out as lying in the future.
    """
    current: dict[str, Placed] = {}
    kept: list[Placed] = []
    for entry in sorted(placed, key=lambda p: p.row):
        both = entry.committed_now and entry.match.committed
        first = current.setdefault(entry.match.mentee, entry) if both else entry
        if first is entry:
            kept.append(entry)
        else:
            log.errors.append(_second(file, entry, first))
    holder: dict[str, Placed] = {}
    single: list[Placed] = []
    for entry in sorted(kept, key=_by_start):
        first = holder.setdefault(entry.match.mentee, entry) if entry.match.committed else entry
        if first is entry:
            single.append(entry)
        elif entry.match.started_on is None:
            log.leave_out("matches")
        else:
            log.errors.append(_second(file, entry, first))
    return single


def _by_start(entry: Placed) -> tuple[bool, bool, int]:
    return entry.to_begin, entry.match.started_on is None, entry.row


def _second(file: str, entry: Placed, first: Placed) -> RowError:
    expected = Sentence(
        f"een mentee zonder ander lopend of aanvaard duo (zie rij {first.row})",
        f"a mentee in no other running or accepted duo (see row {first.row})",
    )
    return error_of(file, entry.row, RowProblem("mentee", entry.match.mentee, expected))


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The records that duos name, by id."""

    mentors: Mapping[str, Mentor]
    projects: Mapping[str, Project]


def remark_oddities(placed: Iterable[Placed], programme: Programme, file: str, log: Log) -> None:
    """Add a notice for each committed duo that does not fit the facts around it."""
    for entry in placed:
        match = entry.match
        if not match.committed:
            continue
        mentor = programme.mentors[match.mentor]
        if match.coach is not None and mentor.coach is not None and match.coach != mentor.coach:
            text = Sentence(
                f"coach {match.coach} begeleidt dit duo, coach {mentor.coach} de mentor.",
                f"coach {match.coach} follows this duo, coach {mentor.coach} the mentor.",
            )
            log.remark(file, entry.row, "coach", text)
        project = None if match.project is None else programme.projects[match.project]
        if project is not None and project.promotor != mentor.promotor:
            text = Sentence(
                f"het project is van {project.promotor}, de mentor van {mentor.promotor}.",
                f"the project is of {project.promotor}, the mentor of {mentor.promotor}.",
            )
            log.remark(file, entry.row, "project", text)
        if match.ended_on is not None:
            text = Sentence(
                "er is een einddatum, maar het duo loopt of is aanvaard volgens zijn status.",
                "there is an end date, yet by its status the duo runs or was accepted.",
            )
            log.remark(file, entry.row, "ended_on", text)
