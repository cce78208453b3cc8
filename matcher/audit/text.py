"""Audits as plain words for the person concerned, in Dutch or English.

Written to the mentee, second person, short sentences. Every statement comes from a rule's or
criterion's own sentence, filled with facts; here stands only what binds them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from matcher.audit.matching import Matching
from matcher.audit.more_room import more_room
from matcher.audit.moves_text import move_lines
from matcher.audit.next_best import OtherMentor, next_best
from matcher.audit.pair import PairAnswer, why_not
from matcher.audit.phrases import (
    BONUS,
    ENOUGH_POINTS,
    HEADINGS,
    IN_A_DUO,
    ITEM_POINTS,
    MENTORS,
    NEAREST_PROJECT,
    NEXT,
    NEXT_BEST,
    NO_OTHERS,
    NO_ROOM,
    NOT_CHOSEN,
    OTHER,
    OTHER_EQUAL,
    OTHER_LESS,
    OTHER_MORE,
    OTHERS,
    PAIR_ALLOWED,
    PAIR_BARRED,
    PAIR_FLOOR,
    PAIR_FULL,
    PAIR_PROPOSED,
    PAIR_SUPPOSE,
    PAIR_WITH,
    PERHAPS_BEST,
    POINT,
    PROPOSED,
    REASONS,
    SHUT_OUT,
    TOTAL,
    UNMATCHED,
    WHAT_NOW,
)
from matcher.audit.proposal import Alternative, ProposalAudit, audit_proposal
from matcher.audit.suggest import Adviser
from matcher.audit.unmatched import Reason, UnmatchedMentee, unmatched_mentee
from matcher.audit.verdicts import Judgement, Score, judge_rules
from matcher.audit.ways_out import ways_out
from matcher.audit.ways_text import room_lines, ways_lines
from matcher.constraints.contract import Option, Outcome
from matcher.constraints.registry import capacity_rules, hard_rules
from matcher.constraints.words import counted, lowered
from matcher.domain.people import Mentee, Mentor
from matcher.domain.problem import Problem
from matcher.domain.sentence import Sentence, listing
from matcher.instance.barred import MIN_POINTS

Language = Literal["nl", "en"]
SHOWN_RULES = 5

_ANYBODY = Mentor(id="", promotor="", languages={})
"""Conditions on who may take part read no mentor; an option needs one."""


@dataclass(frozen=True, slots=True)
class Page:
    """A text of headed lists: (heading, lines), the first heading may be empty."""

    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        """Return the page as text."""
        blocks = []
        for heading, lines in self.sections:
            body = "\n".join(lines if not heading else (f"- {line}" for line in lines))
            blocks.append(f"{heading}\n{body}" if heading else body)
        return "\n\n".join(blocks)


def explain_mentee(
    matching: Matching, mentee: str, language: Language, adviser: Adviser | None = None
) -> Page:
    """Return why this mentee has the proposal that they have, or none.

    ``adviser`` answers what another mentor would cost; without one that is left out.

    Raises
    ------
    matcher.domain.errors.UnknownNameError
        When there is no such mentee.
    """
    problem = matching.problem
    person = problem.mentee(mentee)
    if person.id in problem.in_a_duo:
        match = next(m for m in problem.committed if m.mentee == person.id)
        return _page(language, (None, [IN_A_DUO.fill(mentor=match.mentor)]))
    index = problem.waiting.index(person)
    if index not in matching.option_of:
        return _unmatched_page(matching, index, language)
    position = [duo.mentee for duo in matching.duos].index(mentee)
    others = next_best(adviser, [mentee])[mentee] if adviser else ()
    audit = audit_proposal(matching, matching.option_of[index], matching.ids[position], others)
    return _proposal_page(audit, language)


def explain_pair(
    matching: Matching,
    mentee: str,
    mentor: str,
    language: Language,
    adviser: Adviser | None = None,
) -> Page:
    """Return what the rules say of a mentee and any mentor, and what choosing them would cost.

    ``adviser`` answers that last question; without one it is left out.

    Raises
    ------
    matcher.domain.errors.UnknownNameError
        When there is no such mentee or mentor.
    """
    answer = why_not(matching, mentee, mentor, adviser)
    if answer.duo_with is not None:
        return _page(language, (None, [IN_A_DUO.fill(mentor=answer.duo_with)]))
    lines: list[Sentence] = []
    if answer.proposed:
        lines.append(PAIR_PROPOSED.fill(mentor=mentor))
    elif answer.allowed:
        lines.append(PAIR_ALLOWED.fill(mentor=mentor, points=counted(answer.points, *POINT)))
        lines.append(_room(answer))
        lines += [PAIR_SUPPOSE + answer.cost.sentence] if answer.cost else []
    else:
        lines.append(PAIR_BARRED.fill(mentor=mentor))
    if answer.coach is not None and answer.project is not None:
        lines.append(PAIR_WITH.fill(coach=answer.coach, project=answer.project))
    broken = [j.sentence for j in answer.rules if not j.allowed]
    if answer.below_floor:
        minimum = matching.problem.rules.min_points
        broken.append(
            PAIR_FLOOR.fill(points=counted(answer.points, *POINT), minimum=counted(minimum, *POINT))
        )
    return _page(
        language,
        (None, lines),
        ("moves", move_lines(mentee, answer.cost) if answer.cost else []),
        ("why", broken),
        ("held" if broken else "allowed", _held(answer.rules)),
        ("open", _open(answer.rules)),
        ("points", _points(answer.criteria)),
        ("off", _off(answer.rules)),
    )


def _room(answer: PairAnswer) -> Sentence:
    if not answer.full:
        return NOT_CHOSEN
    titles = {rule.key: lowered(rule.title) for rule in hard_rules()}
    titles |= {rule.key: lowered(rule.title) for rule in capacity_rules()}
    places = [titles[key] + Sentence(label, label).bracketed() for key, label in answer.full]
    return PAIR_FULL.fill(labels=listing(places))


def _proposal_page(audit: ProposalAudit, language: Language) -> Page:
    duo = audit.duo
    head = PROPOSED.fill(
        mentor=duo.mentor, coach=duo.coach, project=duo.project, promotor=audit.promotor
    )
    others = [NO_OTHERS]
    if audit.alternatives:
        others = [OTHERS.fill(mentors=counted(audit.allowed_mentors, *MENTORS), rank=audit.rank)]
        others += [_next_best(best) for best in audit.next_best[:1]]
        others += [_other(alternative) for alternative in audit.alternatives]
    return _page(
        language,
        (None, [head]),
        ("allowed", _held(audit.rules)),
        ("open", _open(audit.rules)),
        ("places", [j.sentence for j in audit.capacities if not j.switched_off]),
        ("points", [*_points(audit.criteria), *_total(audit)]),
        ("others", others),
        ("off", _off((*audit.rules, *audit.capacities))),
        ("next", [*NEXT]),
    )


def _next_best(best: OtherMentor) -> Sentence:
    template = NEXT_BEST if best.exact else PERHAPS_BEST
    return template.fill(mentor=best.mentor) + best.sentence


def _held(rules: Iterable[Judgement]) -> list[Sentence]:
    """Return what stood on facts."""
    return [j.sentence for j in rules if j.allowed and j.outcome is Outcome.HELD]


def _open(rules: Iterable[Judgement]) -> list[Sentence]:
    """Return what nobody gave or decided yet, and what therefore bars nothing."""
    return [j.sentence for j in rules if j.allowed and j.outcome is Outcome.UNKNOWN]


def _other(alternative: Alternative) -> Sentence:
    template = OTHER_EQUAL
    if alternative.difference:
        template = OTHER_MORE if alternative.difference > 0 else OTHER_LESS
    line = template.fill(
        mentor=alternative.mentor,
        points=counted(alternative.points, *POINT),
        difference=abs(alternative.difference),
    )
    if alternative.full:
        return line + NO_ROOM
    return line + NOT_CHOSEN if alternative.difference > 0 else line


def _unmatched_page(matching: Matching, index: int, language: Language) -> Page:
    found = unmatched_mentee(matching, index)
    mentors = counted(found.allowed_mentors, *MENTORS)
    return _page(
        language,
        (None, [UNMATCHED, REASONS[found.reason].fill(mentors=mentors)]),
        ("missing", [item.sentence for item in found.to_do]),
        ("why", _why(found, matching)),
        ("ways", ways_lines(ways_out(matching, index))),
        ("room", room_lines(more_room(matching, index))),
        ("next", [*WHAT_NOW[found.reason]]),
    )


def _why(found: UnmatchedMentee, matching: Matching) -> list[Sentence]:
    """Return what stands behind the reason: conditions, mentors who are full, or shut out."""
    if found.reason is Reason.NOT_ELIGIBLE:
        return _unmet(matching.problem.mentee(found.mentee), matching.problem)
    if found.reason is Reason.OUTBID:
        return [
            OTHER.fill(mentor=a.mentor, points=counted(a.points, *POINT))
            + (NO_ROOM if a.full else NOT_CHOSEN)
            for a in found.allowed[:SHOWN_RULES]
        ]
    if found.reason is not Reason.NO_ALLOWED_MENTOR:
        return []
    titles = {rule.key: rule.title for rule in hard_rules()} | {MIN_POINTS: ENOUGH_POINTS}
    most = sorted(found.shut_out.items(), key=lambda item: (-item[1], item[0]))
    total = counted(len(matching.problem.mentors), *MENTORS)
    return [
        SHUT_OUT.fill(title=lowered(titles[key]), count=count, mentors=total)
        for key, count in most[:SHOWN_RULES]
    ]


def _unmet(person: Mentee, problem: Problem) -> list[Sentence]:
    """Return the conditions that bar someone from the project of which they break fewest."""
    best: list[Sentence] | None = None
    for project in problem.projects:
        option = Option(mentee=person, mentor=_ANYBODY, coach=None, project=project)
        judged = [j for j in judge_rules(option, problem) if not j.allowed]
        if any(j.key == "referral" for j in judged):
            continue
        broken = [j.sentence for j in judged if j.kind == "eligibility"]
        if best is None or len(broken) < len(best) - 1:
            best = [NEAREST_PROJECT.fill(project=project.id), *broken]
    return best or []


def _points(scores: Iterable[Score]) -> list[Sentence]:
    return [
        score.sentence
        + ITEM_POINTS.fill(points=score.points, weight=counted(score.weight, *POINT)).bracketed()
        for score in scores
    ]


def _total(audit: ProposalAudit) -> list[Sentence]:
    found = [TOTAL.fill(points=counted(audit.points, *POINT))]
    if audit.bonus:
        found.append(BONUS.fill(points=counted(audit.bonus, *POINT)))
    return found


def _off(judgements: Iterable[Judgement]) -> list[Sentence]:
    return [j.title for j in judgements if j.switched_off]


def _page(language: Language, *sections: tuple[str | None, list[Sentence]]) -> Page:
    return Page(
        tuple(
            (HEADINGS[key][language] if key else "", tuple(line[language] for line in lines))
            for key, lines in sections
            if lines
        )
    )
