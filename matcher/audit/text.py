"""Audits as plain words for the person concerned, in Dutch or English.

Written to the mentee, second person, short sentences. Every statement comes from a rule's or
criterion's own sentence, filled with facts; here stands only what binds them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from matcher.audit.matching import Matching
from matcher.audit.pair import PairAnswer, why_not
from matcher.audit.proposal import Alternative, ProposalAudit, audit_proposal
from matcher.audit.unmatched import Reason, UnmatchedMentee, unmatched_mentee
from matcher.audit.verdicts import Judgement, Score
from matcher.constraints.registry import hard_rules
from matcher.domain.sentence import Sentence

Language = Literal["nl", "en"]
SHOWN_RULES = 5

HEADINGS = {
    "allowed": Sentence("Waarom dit mag", "Why this is allowed"),
    "places": Sentence("Plaatsen", "Places"),
    "points": Sentence("Waarom dit past", "Why this fits"),
    "others": Sentence("Andere mentoren", "Other mentors"),
    "next": Sentence("Wat nu?", "What happens now?"),
    "why": Sentence("Waarom", "Why"),
    "missing": Sentence("Wat wij nog niet weten", "What we do not know yet"),
    "off": Sentence("Regels die uit staan", "Rules that are switched off"),
}
PROPOSED = Sentence(
    "Wij stellen mentor {mentor} aan u voor. Mentorcoach {coach} volgt uw duo op. "
    "Het project is {project}, van organisatie {promotor}.",
    "We propose mentor {mentor} to you. Mentor coach {coach} follows your pair. "
    "The project is {project}, of organisation {promotor}.",
)
TOTAL = Sentence(
    "Samen is dat {points} punten op 1000.", "Together that is {points} points out of 1000."
)
ITEM_POINTS = Sentence("{points} van {weight} punten", "{points} of {weight} points")
NO_OTHERS = Sentence(
    "Er was geen andere mentor die voor u mocht.", "No other mentor was allowed for you."
)
OTHERS = Sentence(
    "Voor u mochten {count} mentoren. Deze mentor staat voor u op plaats {rank}.",
    "For you {count} mentors were allowed. This mentor comes {rank} in your list.",
)
OTHER_LESS = Sentence(
    "Mentor {mentor}: {points} punten, {difference} minder.",
    "Mentor {mentor}: {points} points, {difference} fewer.",
)
OTHER_MORE = Sentence(
    "Mentor {mentor}: {points} punten, {difference} meer.",
    "Mentor {mentor}: {points} points, {difference} more.",
)
OTHER_EQUAL = Sentence(
    "Mentor {mentor}: {points} punten, evenveel.", "Mentor {mentor}: {points} points, the same."
)
NO_ROOM = Sentence("Daar is geen plaats meer vrij.", "No place is left there.")
NEXT = Sentence(
    "Dit is een voorstel. Een mens beslist, nooit de computer. U en de mentor mogen weigeren. "
    "VDAB beslist of u mag deelnemen. Hebt u vragen of klopt er iets niet? "
    "Zeg het aan uw organisatie of aan VDAB.",
    "This is a proposal. A person decides, never the computer. You and the mentor may refuse. "
    "VDAB decides whether you take part. Do you have questions or is something wrong? "
    "Tell your organisation or VDAB.",
)
IN_A_DUO = Sentence(
    "U zit al in een duo, met mentor {mentor}. Daarom zoeken wij nu geen andere mentor voor u.",
    "You are in a pair already, with mentor {mentor}. So we do not look for another mentor now.",
)
UNMATCHED = Sentence("Wij hebben nog geen mentor voor u.", "We have no mentor for you yet.")
REASONS = {
    Reason.REFUSED: Sentence(
        "VDAB besliste dat u niet kunt deelnemen.", "VDAB decided that you cannot take part."
    ),
    Reason.NOT_ELIGIBLE: Sentence(
        "U hoort niet bij de doelgroep van de projecten waar u terechtkunt.",
        "You are not in the target group of the projects that you can go to.",
    ),
    Reason.FACTS_MISSING: Sentence(
        "Wij weten nog niet genoeg over u om te zien of u mag deelnemen.",
        "We do not know enough about you yet to see whether you may take part.",
    ),
    Reason.NO_ALLOWED_MENTOR: Sentence(
        "Op dit moment is er geen mentor die voor u mag.",
        "At this moment no mentor is allowed for you.",
    ),
    Reason.OUTBID: Sentence(
        "Voor u mochten {count} mentoren. Zij, hun coach of het project hebben geen plaats meer.",
        "For you {count} mentors were allowed. They, their coach or the project have no place left.",
    ),
}
WAIT = Sentence(
    "U blijft op de wachtlijst. Bij elke nieuwe ronde kijken wij opnieuw. "
    "Klopt er iets niet? Zeg het aan uw organisatie of aan VDAB.",
    "You stay on the waiting list. We look again in every new round. "
    "Is something wrong? Tell your organisation or VDAB.",
)
SHUT_OUT = Sentence(
    "{title}: daardoor vallen {count} van {total} mentoren weg.",
    "{title}: this rules out {count} of {total} mentors.",
)
PAIR_PROPOSED = Sentence("Dit is uw voorstel.", "This is your proposal.")
PAIR_ALLOWED = Sentence(
    "Mentor {mentor} mag voor u. Samen geeft dat {points} punten.",
    "Mentor {mentor} is allowed for you. Together that gives {points} points.",
)
PAIR_BARRED = Sentence(
    "Mentor {mentor} mag niet voor u.", "Mentor {mentor} is not allowed for you."
)
PAIR_FLOOR = Sentence(
    "Samen geeft dat te weinig punten: {points}.", "Together that gives too few points: {points}."
)
PAIR_FULL = Sentence("Er is nu geen plaats: {labels}.", "There is no place now: {labels}.")
PAIR_ROOM = Sentence(
    "Het beste geheel voor iedereen koos een ander duo.",
    "The best whole for everyone took another pair.",
)


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


def explain_mentee(matching: Matching, mentee: str, language: Language) -> Page:
    """Return why this mentee has the proposal that they have, or none.

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
        return _unmatched_page(unmatched_mentee(matching, index), matching, language)
    position = [duo.mentee for duo in matching.duos].index(mentee)
    audit = audit_proposal(matching, matching.option_of[index], matching.ids[position])
    return _proposal_page(audit, language)


def explain_pair(matching: Matching, mentee: str, mentor: str, language: Language) -> Page:
    """Return what the rules say of a mentee and any mentor.

    Raises
    ------
    matcher.domain.errors.UnknownNameError
        When there is no such mentee or mentor.
    """
    answer = why_not(matching, mentee, mentor)
    if answer.duo_with is not None:
        return _page(language, (None, [IN_A_DUO.fill(mentor=answer.duo_with)]))
    lines: list[Sentence] = []
    if answer.proposed:
        lines.append(PAIR_PROPOSED)
    elif answer.allowed:
        lines.append(PAIR_ALLOWED.fill(mentor=mentor, points=answer.points))
        lines.append(_room(answer))
    else:
        lines.append(PAIR_BARRED.fill(mentor=mentor))
    broken = [j.sentence for j in answer.rules if not j.allowed]
    if answer.below_floor:
        broken.append(PAIR_FLOOR.fill(points=answer.points))
    held = [j.sentence for j in answer.rules if j.allowed and not j.switched_off]
    return _page(
        language,
        (None, lines),
        ("why", broken),
        ("allowed", held),
        ("points", _points(answer.criteria)),
        ("off", _off(answer.rules)),
    )


def _room(answer: PairAnswer) -> Sentence:
    if not answer.full:
        return PAIR_ROOM
    labels = ", ".join(dict.fromkeys(label for _, label in answer.full))
    return PAIR_FULL.fill(labels=labels)


def _proposal_page(audit: ProposalAudit, language: Language) -> Page:
    duo = audit.duo
    head = PROPOSED.fill(
        mentor=duo.mentor, coach=duo.coach, project=duo.project, promotor=audit.promotor
    )
    others = [NO_OTHERS]
    if audit.alternatives:
        others = [OTHERS.fill(count=audit.allowed_mentors, rank=audit.rank)]
        others += [_other(alternative) for alternative in audit.alternatives]
    return _page(
        language,
        (None, [head]),
        ("allowed", [j.sentence for j in audit.rules if not j.switched_off]),
        ("places", [j.sentence for j in audit.capacities if not j.switched_off]),
        ("points", [*_points(audit.criteria), TOTAL.fill(points=audit.points)]),
        ("others", others),
        ("off", _off((*audit.rules, *audit.capacities))),
        ("next", [NEXT]),
    )


def _other(alternative: Alternative) -> Sentence:
    template = OTHER_EQUAL
    if alternative.difference:
        template = OTHER_MORE if alternative.difference > 0 else OTHER_LESS
    line = template.fill(
        mentor=alternative.mentor,
        points=alternative.points,
        difference=abs(alternative.difference),
    )
    return line + NO_ROOM if alternative.full else line


def _unmatched_page(found: UnmatchedMentee, matching: Matching, language: Language) -> Page:
    titles = {rule.key: rule.title for rule in hard_rules()}
    most = sorted(found.shut_out.items(), key=lambda item: (-item[1], item[0]))
    total = len(matching.problem.mentors)
    barred = [
        SHUT_OUT.fill(title=titles[key], count=count, total=total)
        for key, count in most
        if key in titles
    ]
    return _page(
        language,
        (None, [UNMATCHED, REASONS[found.reason].fill(count=len(found.allowed))]),
        ("missing", [item.sentence for item in found.to_do]),
        ("why", barred[:SHOWN_RULES]),
        ("next", [WAIT]),
    )


def _points(scores: Iterable[Score]) -> list[Sentence]:
    return [
        score.sentence + ITEM_POINTS.fill(points=score.points, weight=score.weight).bracketed()
        for score in scores
    ]


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
