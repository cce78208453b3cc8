"""What a comparison of two results says to a coordinator, in both languages."""

from __future__ import annotations

from matcher.domain.sentence import Sentence

ROLES = {
    "mentee": Sentence("Mentee", "Mentee"),
    "mentor": Sentence("Mentor", "Mentor"),
    "coach": Sentence("Mentorcoach", "Mentor coach"),
    "project": Sentence("Project", "Project"),
}
GONE = Sentence(
    "{role} {id} staat niet meer in de gegevens.", "{role} {id} is no longer in the data."
)
ARRIVED = Sentence("{role} {id} is nieuw in de gegevens.", "{role} {id} is new in the data.")
NOW_A_DUO = Sentence("Dit duo is nu afgesproken of bezig.", "This pair is agreed or running now.")
OTHER_DUO = Sentence(
    "De mentee heeft nu een duo met mentor {mentor}.",
    "The mentee has a pair with mentor {mentor} now.",
)
WAS_IN_A_DUO = Sentence(
    "De mentee had eerst een duo met mentor {mentor}.",
    "The mentee had a pair with mentor {mentor} before.",
)
RULE = Sentence(
    "Dit duo mag niet meer: {title}. De tekst voor de mentee volgt. {said}",
    "This pair is no longer allowed: {title}. The text for the mentee follows. {said}",
)
RULE_BEFORE = Sentence(
    "Dit duo mocht eerst niet: {title}. De tekst voor de mentee volgt. {said}",
    "This pair was not allowed before: {title}. The text for the mentee follows. {said}",
)
SETTING = Sentence(
    "De instelling van deze regel is veranderd.", "The setting of this rule has changed."
)
FLOOR = Sentence(
    "Dit duo heeft nu {points}. Minstens {minimum} zijn nodig.",
    "This pair has {points} now. At least {minimum} are needed.",
)
FLOOR_BEFORE = Sentence(
    "Dit duo had eerst {points}. Minstens {minimum} waren nodig.",
    "This pair had {points} before. At least {minimum} were needed.",
)
NO_ROOM = Sentence(
    "De duo's die bezig of afgesproken zijn, laten geen plaats meer: {title} ({label}).",
    "The pairs that run or are agreed leave no place now: {title} ({label}).",
)
NO_ROOM_BEFORE = Sentence(
    "De duo's die bezig of afgesproken waren, lieten eerst geen plaats: {title} ({label}).",
    "The pairs that ran or were agreed left no place before: {title} ({label}).",
)
LIMIT_LOWER = Sentence(
    "De grens was {before} en is nu {now}.", "The limit was {before} and is {now} now."
)
MORE_USED = Sentence(
    "Er was al {before} in gebruik, nu {now}.", "There was {before} in use, now {now}."
)
NO_LIMIT = Sentence("zonder grens", "without limit")
TAKEN = Sentence(
    "Andere voorstellen nemen nu de plaatsen: {title} ({label}).",
    "Other proposals take the places now: {title} ({label}).",
)
NEWCOMERS = Sentence("Daar zijn nieuw: {names}.", "New there: {names}.")
POINTS_NOW = Sentence("Dit duo heeft nu {points}.", "This pair has {points} now.")
POINTS_WERE = Sentence("Eerst waren dat er {points}.", "Before, that was {points}.")
POINTS_NEW = Sentence("Het nieuwe duo heeft er {points}.", "The new pair has {points}.")
COSTS_PEOPLE = Sentence(
    "Blijft dit duo, dan daalt het aantal voorstellen met {n}.",
    "If this pair stays, the number of proposals drops by {n}.",
)
COSTS_PRIORITY = Sentence(
    "Blijft dit duo, dan krijgen minder mensen met voorrang een voorstel.",
    "If this pair stays, fewer people with priority get a proposal.",
)
COSTS_POINTS = Sentence(
    "Blijft dit duo, dan verliest het geheel {points}.",
    "If this pair stays, the whole loses {points}.",
)
COSTS_BONUS = Sentence(
    "Blijft dit duo, dan blijven minder eerdere voorstellen. Hun extra punten wegen zwaarder.",
    "If this pair stays, fewer earlier proposals stay. Their extra points weigh more.",
)
COSTS_KEPT = Sentence(
    "Blijft dit duo, dan blijven minder eerdere voorstellen. Al het andere is even goed.",
    "If this pair stays, fewer earlier proposals stay. All else is as good.",
)
COSTS_COACH = Sentence(
    "Blijft dit duo, dan blijven minder eerdere coaches of projecten. Al het andere is even goed.",
    "If this pair stays, fewer earlier coaches or projects stay. All else is as good.",
)
BY_LOT = Sentence(
    "Met of zonder dit duo is het geheel even goed. Het lot besliste.",
    "With or without this pair the whole is as good. The lot decided.",
)
AS_GOOD = Sentence(
    "Met of zonder dit duo is het geheel even goed.",
    "With or without this pair the whole is as good.",
)
OTHERWISE = Sentence(
    "Dit duo mag nog. De nieuwe verdeling kwam anders uit.",
    "This pair is still allowed. The new division came out otherwise.",
)
ALLOWED_BEFORE = Sentence(
    "Dit duo mocht ook eerst al. Toen kwam de verdeling anders uit.",
    "This pair was allowed before too. Then the division came out otherwise.",
)
