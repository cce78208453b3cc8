"""A comparison of two results as a page and as rows of a table, for a coordinator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from matcher.audit.phrases import POINT
from matcher.audit.text import Language, Page
from matcher.constraints.words import counted, date_words, lowered, names
from matcher.domain.sentence import Sentence, listing
from matcher.instance.solve import Duo
from matcher.output.diff import Diff, Fate, ProposalChange, Side
from matcher.output.diff_facts import SettingChange, TableChange
from matcher.output.diff_why import Cause, Why
from matcher.output.diff_words import ROLES

COLUMNS = (
    "mentee",
    "change",
    "old_mentor",
    "old_coach",
    "old_project",
    "new_mentor",
    "new_coach",
    "new_project",
    "points_before",
    "points_now",
    "why",
)
SHOWN_IDS = 5
HEADINGS = {
    "facts": Sentence("Wat er anders is in de gegevens", "What is different in the data"),
    Fate.CHANGED: Sentence("Voorstellen die veranderen", "Proposals that change"),
    Fate.DROPPED: Sentence("Voorstellen die wegvallen", "Proposals that go"),
    Fate.NEW: Sentence("Nieuwe voorstellen", "New proposals"),
}
FATES = {
    Fate.KEPT: Sentence("blijft", "stays"),
    Fate.CHANGED: Sentence("verandert", "changes"),
    Fate.NEW: Sentence("nieuw", "new"),
    Fate.DROPPED: Sentence("valt weg", "goes"),
}
COUNTS = Sentence(
    "Blijven: {kept}. Veranderen: {changed}. Vallen weg: {dropped}. Nieuw: {new}.",
    "Stay: {kept}. Change: {changed}. Go: {dropped}. New: {new}.",
)
TOTALS = (
    Sentence(
        "Eerst waren er {n} voorstellen voor {waiting} mensen, samen {points}.",
        "Before there were {n} proposals for {waiting} people, together {points}.",
    ),
    Sentence(
        "Nu zijn er {n} voorstellen voor {waiting} mensen, samen {points}.",
        "Now there are {n} proposals for {waiting} people, together {points}.",
    ),
)
UNPROVEN = Sentence(
    "De nieuwe verdeling is niet bewezen de beste.", "The new division is not proven best."
)
DAY = Sentence(
    "De gegevens zijn van {now}, eerst van {before}.",
    "The data are of {now}, before of {before}.",
)
SETTING = Sentence(
    "Instelling {path}: eerst {before}, nu {now}.", "Setting {path}: before {before}, now {now}."
)
NOT_THERE = Sentence("niet gegeven", "not given")
TABLE = Sentence("Tabel {table}: {changes}.", "Table {table}: {changes}.")
ARRIVED = Sentence("{n} nieuw ({ids})", "{n} new ({ids})")
LEFT = Sentence("{n} weg ({ids})", "{n} gone ({ids})")
ALTERED = Sentence("{n} anders ({ids})", "{n} different ({ids})")
SAME_FACTS = Sentence("De gegevens zijn dezelfde.", "The data are the same.")
MOVES = Sentence("Mentee {mentee}: {moves}.", "Mentee {mentee}: {moves}.")
MOVE = Sentence("{role} {old} wordt {new}", "{role} {old} becomes {new}")
HAD = Sentence(
    "Mentee {mentee} had mentor {mentor}, coach {coach} en project {project}.",
    "Mentee {mentee} had mentor {mentor}, coach {coach} and project {project}.",
)
GETS = Sentence(
    "Mentee {mentee} krijgt mentor {mentor}, coach {coach} en project {project}.",
    "Mentee {mentee} gets mentor {mentor}, coach {coach} and project {project}.",
)
HAS_POINTS = Sentence("Dat duo heeft {points}.", "That pair has {points}.")
ABOUT_NEW = Sentence("Over het nieuwe duo:", "About the new pair:")


def diff_page(found: Diff, language: Language) -> Page:
    """Return the comparison as headed lists; proposals that stayed are counted only."""
    head = [COUNTS.fill(**found.counts), *_totals(found)]
    sections = [("", head), (HEADINGS["facts"][language], _facts(found))]
    for fate in (Fate.CHANGED, Fate.DROPPED, Fate.NEW):
        lines = [_line(one) for one in found.proposals if one.fate is fate]
        sections.append((HEADINGS[fate][language], lines))
    return Page(
        tuple(
            (heading, tuple(line[language] for line in lines))
            for heading, lines in sections
            if lines
        )
    )


def diff_rows(found: Diff, language: Language) -> list[tuple[str | int | None, ...]]:
    """Return a row per mentee with a proposal in either result, columns as in `COLUMNS`."""
    return [
        (
            one.mentee,
            FATES[one.fate][language],
            *_three(one.old),
            *_three(one.new),
            one.points_before,
            one.points_now,
            _why(one)[language],
        )
        for one in found.proposals
    ]


def _three(duo: Duo | None) -> tuple[str | None, str | None, str | None]:
    return (duo.mentor, duo.coach, duo.project) if duo else (None, None, None)


def _totals(found: Diff) -> list[Sentence]:
    def said(template: Sentence, side: Side) -> Sentence:
        points = counted(side.points, *POINT)
        return template.fill(n=side.served, waiting=side.waiting, points=points)

    lines = [said(TOTALS[0], found.before), said(TOTALS[1], found.now)]
    return lines if found.now.status == "optimal" else [*lines, UNPROVEN]


def _facts(found: Diff) -> list[Sentence]:
    lines = []
    if found.before.as_of != found.now.as_of:
        before, now = (
            date_words(date.fromisoformat(side.as_of)) for side in (found.before, found.now)
        )
        lines.append(DAY.fill(before=before, now=now))
    lines += [_setting(one) for one in found.settings]
    lines += [_table(one) for one in found.tables]
    return lines or [SAME_FACTS]


def _setting(one: SettingChange) -> Sentence:
    before, now = (NOT_THERE if v is None else Sentence(v, v) for v in (one.before, one.now))
    return SETTING.fill(path=one.path, before=before, now=now)


def _table(one: TableChange) -> Sentence:
    changes = [
        template.fill(n=len(ids), ids=_some(ids))
        for template, ids in ((ARRIVED, one.arrived), (LEFT, one.left), (ALTERED, one.altered))
        if ids
    ]
    return TABLE.fill(table=one.table, changes=listing(changes))


def _some(ids: tuple[str, ...]) -> Sentence:
    if len(ids) > SHOWN_IDS:
        return Sentence(*[", ".join(ids[:SHOWN_IDS]) + ", …"] * 2)
    return names(ids)


def _line(one: ProposalChange) -> Sentence:
    """Return what became of one proposal, and why."""
    if one.old is not None and one.new is not None:
        moves = [
            MOVE.fill(
                role=lowered(ROLES[part]), old=getattr(one.old, part), new=getattr(one.new, part)
            )
            for part in one.parts
        ]
        head = MOVES.fill(mentee=one.mentee, moves=listing(moves))
    else:
        duo = one.old or one.new
        assert duo is not None  # noqa: S101 -- a mentee of one of the two results
        words = HAD if one.old is not None else GETS
        head = words.fill(
            mentee=one.mentee, mentor=duo.mentor, coach=duo.coach, project=duo.project
        )
        if one.old is None and one.points_now is not None:
            head += HAS_POINTS.fill(points=counted(one.points_now, *POINT))
    return head + _why(one) if one.gone or one.came else head


def _why(one: ProposalChange) -> Sentence:
    """Return the reasons as running text; of a changed proposal those on the new duo come last."""
    said = [why.sentence for why in one.gone]
    fresh = [why for why in one.came if one.fate is Fate.NEW or _settles(why)]
    if fresh and one.fate is Fate.CHANGED:
        said.append(ABOUT_NEW)
    said += [why.sentence for why in fresh]
    return _joined(said)


def _settles(why: Why) -> bool:
    """Return whether a reason tells more than that another division was chosen before."""
    return why.cause is not Cause.OTHERWISE


def _joined(sentences: Iterable[Sentence]) -> Sentence:
    every = list(sentences)
    return Sentence(" ".join(s.nl for s in every), " ".join(s.en for s in every))
