"""The words of the advice, in both languages. Written to who coordinates a programme."""

from __future__ import annotations

from matcher.domain.sentence import Sentence

PERSON = Sentence("persoon", "person"), Sentence("mensen", "people")
HEADINGS = {
    "places": Sentence("Waar één plaats meer het meest geeft", "Where one more place gives most"),
    "more": Sentence("Meer dan één plaats", "More than one place"),
    "places_together": Sentence("Die plaatsen samen", "Those places together"),
    "mentors": Sentence("Welke mentor het meest geeft", "Which mentor gives most"),
    "mentors_together": Sentence("Die mentoren samen", "Those mentors together"),
    "assumed": Sentence("Wat wij van die mentoren aannemen", "What we assume of those mentors"),
}
NOTHING = Sentence(
    "Geen enkele plaats of mentor meer zou nu iets geven.",
    "No more place and no more mentor would give anything now.",
)
UNPROVEN = Sentence(
    "Het is niet bewezen dat de voorstellen de beste zijn. "
    "Een deel van de winst kan er ook zijn zonder meer plaats.",
    "It is not proven that the proposals are the best. "
    "Part of the gain may be there without more room as well.",
)
MORE = Sentence("Dat geeft {people} meer een voorstel.", "That gives a proposal to {people} more.")
FEWER = Sentence(
    "Dat geeft {people} minder een voorstel.", "That gives a proposal to {people} fewer."
)
PRIORITY = Sentence(
    "Dat geeft iemand met meer voorrang een voorstel, en een ander niet meer.",
    "That gives someone with more priority a proposal, and another one no longer.",
)
WINS = Sentence("Het geheel wint {points}.", "The whole wins {points}.")
LOSES = Sentence("Het geheel verliest {points}.", "The whole loses {points}.")
SAME = Sentence("Dat verandert niets.", "That changes nothing.")
AT_LEAST = Sentence("Dat is ten minste zo.", "That is so at least.")
AT_MOST = Sentence(
    "Ten hoogste zijn het {people} en {points} meer.",
    "At most it is {people} and {points} more.",
)
PLACE = Sentence("Plaats {number}: één meer {where}.", "Place {number}: one more {where}.")
PLACES = Sentence("Plaats {number}: {units} meer {where}.", "Place {number}: {units} more {where}.")
WHERE = {
    "mentor_capacity": Sentence("bij mentor {label}", "with mentor {label}"),
    "coach_caseload": Sentence("bij mentorcoach {label}", "with mentor coach {label}"),
    "project_places": Sentence("tegelijk in project {label}", "at a time in project {label}"),
    "project_places_total": Sentence(
        "over de hele looptijd van project {label}", "over the whole life of project {label}"
    ),
    "project_budget": Sentence(
        "in het budget van project {label}", "in the budget of project {label}"
    ),
    "promotor_capacity": Sentence("bij organisatie {label}", "at organisation {label}"),
}
"""Where a place is, by the rule that limits it."""
NEEDED = Sentence("Daarvoor is {amount} nodig.", "That takes {amount}.")
PLACE_NAME = Sentence("plaats {number}", "place {number}")
PROFILE_NAME = Sentence("profiel {number}", "profile {number}")
TIMES = Sentence("{times} keer {name}", "{times} times {name}")
TOGETHER = Sentence("Samen: {names}.", "Together: {names}.")
ADDS_UP = Sentence("Dat is de som van elk apart.", "That is the sum of each alone.")
NOT_APART = Sentence("Samen {both}, niet {apart}{reason}.", "Together {both}, not {apart}{reason}.")
NO_REASON = Sentence("", "")
IN_PEOPLE = Sentence("{amount}", "{amount}")
IN_POINTS = Sentence("{amount} punten", "{amount} points")
SAME_PEOPLE = Sentence(", want zij helpen dezelfde mensen", ", for they help the same people")
SAME_ROOM = Sentence(", want zij gebruiken dezelfde plaatsen", ", for they use the same places")
FILL_UP = Sentence(", want zij vullen elkaar aan", ", for each adds to the other")
PROFILE = Sentence(
    "Profiel {number}: een mentor die {languages} spreekt, {place}, voor project {projects}.",
    "Profile {number}: a mentor who speaks {languages}, {place}, for project {projects}.",
)
SECTOR = Sentence("Ervaring met: {sector}.", "Experience with: {sector}.")
ANY_SECTOR = Sentence("Elke sector is goed.", "Any sector will do.")
OTHER_SECTOR = Sentence("Zonder die ervaring is het minder.", "Without that experience it is less.")
FEWER_POINTS = Sentence(
    "Zonder die ervaring zijn dat {points} minder.", "Without that experience it is {points} fewer."
)
FITTING = Sentence(
    "Deze mentor past bij {people} zonder voorstel.",
    "This mentor suits {people} without a proposal.",
)
ONLINE = Sentence("online", "online")
TOWN = Sentence("in {town} ({province})", "in {town} ({province})")
