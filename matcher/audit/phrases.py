"""What binds the sentences of rules and criteria together on a page, in both languages.

Written to the mentee. What holds in some cases only is said in those cases only.
"""

from __future__ import annotations

from matcher.audit.unmatched import Reason
from matcher.domain.sentence import Sentence

HEADINGS = {
    "allowed": Sentence("Waarom dit duo kan", "Why this pair is possible"),
    "held": Sentence("Wat wel in orde is", "What is in order"),
    "open": Sentence("Wat nog open is", "What is still open"),
    "places": Sentence("Plaatsen", "Places"),
    "points": Sentence("Hoe goed dit past", "How well this fits"),
    "others": Sentence("Andere mentoren", "Other mentors"),
    "next": Sentence("Wat nu?", "What happens now?"),
    "why": Sentence("Waarom", "Why"),
    "missing": Sentence("Wat wij nog niet weten", "What we do not know yet"),
    "ways": Sentence("Wat zou helpen", "What would help"),
    "room": Sentence("Waar plaats zou helpen", "Where room would help"),
    "moves": Sentence("Wie dan verandert", "Who would change then"),
    "off": Sentence("Regels die nu niet meetellen", "Rules that do not count now"),
}
PROPOSED = Sentence(
    "Wij stellen u mentor {mentor} voor. Mentorcoach {coach} volgt uw duo op. "
    "Het project is {project}, van organisatie {promotor}.",
    "We propose mentor {mentor} to you. Mentor coach {coach} follows your pair. "
    "The project is {project}, of organisation {promotor}.",
)
TOTAL = Sentence("Samen is dat {points} van de 1000.", "Together that is {points} out of 1000.")
BONUS = Sentence(
    "Wij stelden deze mentor al eerder aan u voor. Daarom telden wij {points} extra bij onze keuze.",
    "We proposed this mentor to you before. So we counted {points} extra in our choice.",
)
ITEM_POINTS = Sentence("{points} van {weight}", "{points} of {weight}")
NO_OTHERS = Sentence(
    "Bij een andere mentor kon u volgens de regels niet terecht.",
    "By the rules no other mentor was possible for you.",
)
OTHERS = Sentence(
    "U kon volgens de regels terecht bij {mentors}. Volgens de punten staat deze op plaats {rank}.",
    "By the rules {mentors} were possible for you. By points this one comes in place {rank}.",
)
OTHER = Sentence("Mentor {mentor}: {points}.", "Mentor {mentor}: {points}.")
OTHER_LESS = Sentence(
    "Mentor {mentor}: {points}, {difference} minder.",
    "Mentor {mentor}: {points}, {difference} fewer.",
)
OTHER_MORE = Sentence(
    "Mentor {mentor}: {points}, {difference} meer.",
    "Mentor {mentor}: {points}, {difference} more.",
)
OTHER_EQUAL = Sentence(
    "Mentor {mentor}: {points}, evenveel.", "Mentor {mentor}: {points}, the same."
)
NEXT_BEST = Sentence(
    "Voor iedereen samen is mentor {mentor} de beste andere keuze.",
    "For everyone together mentor {mentor} is the best other choice.",
)
PERHAPS_BEST = Sentence(
    "Voor iedereen samen is mentor {mentor} misschien de beste andere keuze.",
    "For everyone together mentor {mentor} is perhaps the best other choice.",
)
NO_ROOM = Sentence("Daar is geen plaats meer vrij.", "No place is left there.")
NOT_CHOSEN = Sentence(
    "Wij verdelen de plaatsen over iedereen samen. Dit duo kwam er niet uit.",
    "We divide the places over everyone together. This pair was not the outcome.",
)
NEXT = (
    Sentence(
        "Dit is een voorstel. Een mens beslist, nooit de computer.",
        "This is a proposal. A person decides, never the computer.",
    ),
    Sentence("U en de mentor mogen allebei nee zeggen.", "You and the mentor may both say no."),
    Sentence(
        "Hebt u vragen of klopt er iets niet? Zeg het aan uw organisatie of aan VDAB.",
        "Do you have questions or is something wrong? Tell your organisation or VDAB.",
    ),
)
IN_A_DUO = Sentence(
    "U vormt al een duo met mentor {mentor}. Daarom zoeken wij nu geen andere mentor voor u.",
    "You are in a pair with mentor {mentor} already. So we do not look for another mentor now.",
)
UNMATCHED = Sentence(
    "Wij kunnen u nu geen mentor voorstellen.", "We cannot propose a mentor to you now."
)
REASONS = {
    Reason.REFUSED: Sentence(
        "VDAB besliste dat u niet kunt deelnemen.", "VDAB decided that you cannot take part."
    ),
    Reason.NOT_ELIGIBLE: Sentence(
        "Voor de projecten waar u naartoe kunt, voldoet u niet aan elke voorwaarde.",
        "For the projects that you can go to, you do not meet every condition.",
    ),
    Reason.FACTS_MISSING: Sentence(
        "Wij missen nog gegevens over u. Daarmee kunnen wij verder zoeken.",
        "We still miss facts about you. With them we can look further.",
    ),
    Reason.NO_ALLOWED_MENTOR: Sentence(
        "U kunt volgens de regels nu bij geen enkele mentor terecht.",
        "By the rules no mentor is possible for you now.",
    ),
    Reason.OUTBID: Sentence(
        "U kon volgens de regels terecht bij {mentors}. In deze ronde kreeg u geen plaats.",
        "By the rules you could go to {mentors}. In this round you got no place.",
    ),
}
TELL = Sentence(
    "Klopt er iets niet? Zeg het aan uw organisatie of aan VDAB.",
    "Is something wrong? Tell your organisation or VDAB.",
)
WAIT = Sentence(
    "U blijft op de wachtlijst. Bij elke nieuwe ronde kijken wij opnieuw.",
    "You stay on the waiting list. We look again in every new round.",
)
WHAT_NOW = {
    Reason.REFUSED: (
        Sentence(
            "Hebt u vragen over die beslissing? Stel ze aan VDAB.",
            "Do you have questions about that decision? Ask VDAB.",
        ),
    ),
    Reason.NOT_ELIGIBLE: (
        TELL,
        Sentence(
            "Verandert er iets in uw situatie? Zeg het ook. Dan kijken wij opnieuw.",
            "Does your situation change? Tell us that too. Then we look again.",
        ),
    ),
    Reason.FACTS_MISSING: (
        Sentence(
            "Vertel uw organisatie of VDAB wat wij nog niet weten. Dan kijken wij opnieuw.",
            "Tell your organisation or VDAB what we do not know yet. Then we look again.",
        ),
    ),
    Reason.NO_ALLOWED_MENTOR: (WAIT, TELL),
    Reason.OUTBID: (WAIT, TELL),
}
SHUT_OUT = Sentence(
    "Bij {count} van {mentors} klopt deze voorwaarde niet: {title}.",
    "With {count} of {mentors} this condition is not met: {title}.",
)
ENOUGH_POINTS = Sentence("Genoeg punten", "Enough points")
NEAREST_PROJECT = Sentence(
    "Wij keken naar project {project}. Daar staat het minst in de weg.",
    "We looked at project {project}. There the least stands in the way.",
)
PAIR_PROPOSED = Sentence(
    "Wij stellen u mentor {mentor} voor.", "We propose mentor {mentor} to you."
)
PAIR_ALLOWED = Sentence(
    "U kunt volgens de regels terecht bij mentor {mentor}. Samen geeft dat {points}.",
    "By the rules mentor {mentor} is possible for you. Together that gives {points}.",
)
PAIR_BARRED = Sentence(
    "U kunt volgens de regels niet terecht bij mentor {mentor}.",
    "By the rules mentor {mentor} is not possible for you.",
)
PAIR_SUPPOSE = Sentence(
    "Stel dat wij deze mentor toch kiezen.", "Suppose that we choose this mentor all the same."
)
PAIR_WITH = Sentence(
    "Wij keken naar mentorcoach {coach} en project {project}.",
    "We looked at mentor coach {coach} and project {project}.",
)
PAIR_FLOOR = Sentence(
    "Samen geeft dat {points}. Minstens {minimum} zijn nodig.",
    "Together that gives {points}. At least {minimum} are needed.",
)
PAIR_FULL = Sentence("Hier is nu niets meer vrij: {labels}.", "Here nothing is left now: {labels}.")
POINT = Sentence("punt", "point"), Sentence("punten", "points")
MENTORS = Sentence("mentor", "mentor"), Sentence("mentoren", "mentors")
