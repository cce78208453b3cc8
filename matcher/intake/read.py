"""Read an intake: files or sheets in, a problem and a report out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matcher.domain.collector import collector_paused
from matcher.domain.commitments import Exclusion, Match
from matcher.domain.private import Contact, SpecialCategories
from matcher.domain.problem import Problem
from matcher.domain.programme import Acquaintance, Call, Promotor
from matcher.domain.ruleset import RuleSet
from matcher.domain.sentence import Sentence
from matcher.intake import as_of as past
from matcher.intake import commitments, order
from matcher.intake.columns import Table
from matcher.intake.commitments import Placed, Programme
from matcher.intake.references import Known
from matcher.intake.report import IntakeError, Log, Report, TableRead
from matcher.intake.rows import Progress, Row, RowProblem, error_of, read_table
from matcher.intake.sources import Source, find_sources
from matcher.intake.tables import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What an intake holds.

    ``contacts`` (how to reach people) and ``special`` (nationality and benefits) are kept out of
    the problem; both are sorted by id.
    """

    problem: Problem
    contacts: tuple[Contact, ...]
    special: tuple[SpecialCategories, ...]
    report: Report


def read_folder(
    path: str | Path,
    *,
    as_of: date,
    rules: RuleSet,
    strict: bool = False,
    progress: Progress | None = None,
) -> Intake:
    """Read an intake folder, or one .xlsx with a sheet per table, as of the end of a day.

    Rows that cannot be read are left out and reported; the others load.

    Parameters
    ----------
    path
        The folder or the workbook.
    as_of
        What happened after this day is taken back.
    rules
        The rule set that goes into the problem.
    strict
        Raise when any row could not be read.
    progress
        Called with a table's name and the number of its rows read so far.

    Raises
    ------
    InputError
        When the intake cannot be used at all.
    IntakeError
        When ``strict`` and at least one row could not be read.
    """
    sources = find_sources(Path(path))
    reading = _Reading(sources.by_table, as_of)
    reading.log.unknown_files.extend(sources.unknown)
    with collector_paused():
        for table in TABLES:
            reading.table(table, progress)
    if strict and reading.log.errors:
        raise IntakeError(tuple(reading.log.errors))
    return reading.intake(rules)


class _Reading:
    """One reading of one intake; tables come in an order in which references look back only."""

    def __init__(self, sources: Mapping[str, Source], as_of: date) -> None:
        self.log = Log()
        self._sources = sources
        self._as_of = as_of
        self._known = Known({name: source.file for name, source in sources.items()})
        self._records: dict[str, list[Any]] = {table.name: [] for table in TABLES}
        self._placed: list[Placed] = []
        self._contacts: list[Contact] = []
        self._special: list[SpecialCategories] = []
        self._owners: dict[str, dict[str, str]] = {}

    def table(self, table: Table, progress: Progress | None) -> None:
        """Read one table, when it is there."""
        source = self._sources.get(table.name)
        rows = self._known.rows.setdefault(table.name, {})
        if source is None:
            return
        refused = self._known.refused.setdefault(table.name, {})
        for row in read_table(source, self.log, refused, progress):
            try:
                self._check(table, row, rows)
            except RowProblem as problem:
                self.log.errors.append(error_of(source.file, row.number, problem))
                if table.has_id and row.record["id"] not in rows:
                    refused[row.record["id"]] = row.number
                continue
            if table.has_id:
                rows[row.record["id"]] = row.number
            self._take(table, row)
        self._settle(table, source)

    def _check(self, table: Table, row: Row, rows: dict[str, int]) -> None:
        record = row.record
        if table.has_id:
            key = record["id"]
            first = rows.get(key) or (
                self._known.later.get(key) if table.name == "mentees" else None
            )
            if first is not None:
                once = Sentence(
                    f"een id die maar één keer voorkomt (zie rij {first})",
                    f"an id that occurs once (see row {first})",
                )
                raise RowProblem("id", key, once)
        order.check(table.name, record, self._as_of)
        self._known.check(table.name, record)

    def _take(self, table: Table, row: Row) -> None:
        name, record = table.name, row.record
        if name == "mentees":
            if not past.registered(record, self._as_of):
                self._known.later[record["id"]] = self._known.rows[name].pop(record["id"])
                self.log.leave_out(name)
                return
            past.take_back_decision(record, self._as_of)
        elif name in {"matches", "exclusions"} and record["mentee"] in self._known.later:
            self.log.leave_out(name)
            return
        elif name == "matches":
            committed_now = Match(**record).committed
            to_begin = past.take_back_dates(record, self._as_of)
            self._placed.append(Placed(row.number, Match(**record), committed_now, to_begin))
            return
        elif name == "projects":
            self._remark(table, row, "end", order.short_project(record))
            self._remark(table, row, "extended_until", order.early_extension(record))
        elif name == "mentors":
            self._remark_strangers(table, row)
        self._known.imply(name, record)
        self._records[name].append(table.record(**record))
        if row.contact:
            self._contacts.append(Contact(table=name, id=record["id"], **row.contact))
        if row.special:
            self._special.append(SpecialCategories(mentee=record["id"], **row.special))

    def _remark(self, table: Table, row: Row, column: str, text: Sentence | None) -> None:
        if text is not None:
            self.log.remark(self._sources[table.name].file, row.number, column, text)

    def _remark_strangers(self, table: Table, row: Row) -> None:
        """Remark on a coach or projects that are of another promotor than the mentor."""
        promotor, coach = row.record["promotor"], row.record.get("coach")
        named = [("projects", "projects", key) for key in row.record.get("projects", ())]
        if coach is not None:
            named.append(("coach", "coaches", coach))
        for column, target, key in named:
            owner = self._promotor_of(target)[key]
            if owner != promotor:
                text = Sentence(
                    f"{key} is van {owner}, de mentor van {promotor}.",
                    f"{key} is of {owner}, the mentor of {promotor}.",
                )
                self._remark(table, row, column, text)

    def _promotor_of(self, table: str) -> dict[str, str]:
        if table not in self._owners:
            self._owners[table] = {r.id: r.promotor for r in self._records[table]}
        return self._owners[table]

    def _settle(self, table: Table, source: Source) -> None:
        records = self._records
        if table.name == "matches":
            self._placed = commitments.one_duo_each(self._placed, source.file, self.log)
            records["matches"] = [entry.match for entry in self._placed]
        elif table.name == "exclusions":
            records["exclusions"] = _once(records["exclusions"])
        elif table.name == "contacts":
            records["contacts"] = list(dict.fromkeys(records["contacts"]))
        elif table.name == "acquaintances":
            records["acquaintances"] = _strongest(records["acquaintances"])
        self.log.tables.append(
            TableRead(
                table=table.name,
                file=source.file,
                rows=self.log.rows_read.get(table.name, 0),
                kept=len(records[table.name]),
                encoding=source.encoding,
                delimiter=source.delimiter,
            )
        )

    def intake(self, rules: RuleSet) -> Intake:
        """Return what was read, every table sorted."""
        records = self._records
        if "promotors" not in self._sources:
            records["promotors"] = [Promotor(id=key) for key in self._known.rows["promotors"]]
        if "calls" not in self._sources:
            records["calls"] = [Call(id=key) for key in self._known.rows["calls"]]
        self._remark_duos()
        tables = {
            name: tuple(sorted(rows, key=_KEYS.get(name, _by_id))) for name, rows in records.items()
        }
        return Intake(
            problem=Problem(as_of=self._as_of, rules=rules, **tables),
            contacts=tuple(sorted(self._contacts, key=lambda c: (c.table, c.id))),
            special=tuple(sorted(self._special, key=lambda s: s.mentee)),
            report=self.log.report(),
        )

    def _remark_duos(self) -> None:
        records = self._records
        if "matches" not in self._sources:
            return
        programme = Programme(
            mentors={m.id: m for m in records["mentors"]},
            projects={p.id: p for p in records["projects"]},
        )
        file = self._sources["matches"].file
        commitments.remark_oddities(self._placed, programme, file, self.log)


def _by_id(record: Any) -> Any:
    return record.id


_KEYS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "contacts": lambda c: (c.mentor, c.employer, str(c.tie)),
        "acquaintances": lambda a: (a.mentor, a.other_mentor),
        "exclusions": lambda e: (e.mentee, e.mentor),
    }
)


def _once(exclusions: list[Exclusion]) -> list[Exclusion]:
    """Return one exclusion a pair: of several the one whose reason comes first in the alphabet."""
    ordered = sorted(exclusions, key=lambda e: (e.reason is None, e.reason or ""))
    return list({(e.mentee, e.mentor): e for e in reversed(ordered)}.values())


def _strongest(acquaintances: list[Acquaintance]) -> list[Acquaintance]:
    """Return one acquaintance a pair, whichever way it was written, with the strongest tie."""
    ties: dict[tuple[str, str], Decimal] = {}
    for known in acquaintances:
        first, second = sorted((known.mentor, known.other_mentor))
        ties[first, second] = max(known.tie, ties.get((first, second), known.tie))
    return [Acquaintance(mentor=a, other_mentor=b, tie=tie) for (a, b), tie in ties.items()]
