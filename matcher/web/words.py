"""Every word of the pages, in Dutch and English. Rules and audits bring their own."""

from __future__ import annotations

from matcher.audit.unmatched import MentorReason, Reason
from matcher.constraints.contract import Outcome
from matcher.domain.sentence import Sentence

SENTENCES = {
    "service": Sentence("Mentoring naar Werk", "Mentoring to Work"),
    "skip": Sentence("Naar de inhoud", "Skip to content"),
    "menu": Sentence("Menu", "Menu"),
    "other_language": Sentence("English", "Nederlands"),
    "home": Sentence("Overzicht", "Overview"),
    "proposals": Sentence("Voorstellen", "Proposals"),
    "waiting": Sentence("Wachtlijst", "Waiting list"),
    "rules": Sentence("Regels", "Rules"),
    "why_not": Sentence("Uitleg", "Explanation"),
    "decides": Sentence(
        "Deze dienst stelt alleen voor. Een mens beslist over elk voorstel.",
        "This service only proposes. A person decides on every proposal.",
    ),
    "verified": Sentence("Gecontroleerd", "Verified"),
    "verified_how": Sentence(
        "Alle regels, punten en plaatsen zijn bij de start opnieuw berekend. Alles klopt.",
        "All rules, points and places were computed again at the start. Everything is right.",
    ),
    "not_verified": Sentence("Niet gecontroleerd: dit klopt niet", "Not verified: this is wrong"),
    "not_verified_how": Sentence(
        "De controle vond een fout in de map met resultaten. Gebruik deze voorstellen niet. "
        "Laat het resultaat opnieuw berekenen.",
        "The check found an error in the folder with results. Do not use these proposals. "
        "Have the result computed again.",
    ),
    "found": Sentence("Gevonden fout:", "Error found:"),
    "unreadable": Sentence(
        "De map met resultaten is niet leesbaar. Er is niets om te tonen.",
        "The folder with results cannot be read. There is nothing to show.",
    ),
    "as_of": Sentence("Toestand op {date}", "As of {date}"),
    "served": Sentence("voorstellen", "proposals"),
    "served_of": Sentence("voor {count} mensen op zoek", "for {count} people looking"),
    "without": Sentence("zonder voorstel", "without a proposal"),
    "points_total": Sentence("punten samen", "points in total"),
    "points_mean": Sentence("gemiddeld {points} per voorstel", "{points} per proposal on average"),
    "free_places": Sentence("vrije plaatsen", "free places"),
    "free_places_of": Sentence("bij {count} mentoren", "with {count} mentors"),
    "in_duo": Sentence("in een duo", "in a pair"),
    "in_duo_how": Sentence("lopend of al aanvaard", "running or accepted already"),
    "how_good": Sentence("Hoe goed is dit geheel?", "How good is this whole?"),
    "why_without": Sentence("Waarom geen voorstel?", "Why no proposal?"),
    "nobody_without": Sentence("Iedereen heeft een voorstel.", "Everyone has a proposal."),
    "reason": Sentence("Reden", "Reason"),
    "count": Sentence("Aantal", "Number"),
    "rule_set": Sentence("Regelset", "Rule set"),
    "version": Sentence("versie {version}", "version {version}"),
    "digest": Sentence("Vingerafdruk", "Digest"),
    "to_rules": Sentence("Alle regels bekijken", "See all rules"),
    "proposal": Sentence("Voorstel", "Proposal"),
    "mentee": Sentence("Mentee", "Mentee"),
    "mentor": Sentence("Mentor", "Mentor"),
    "coach": Sentence("Mentorcoach", "Mentor coach"),
    "project": Sentence("Project", "Project"),
    "promotor": Sentence("Promotor", "Promotor"),
    "points": Sentence("Punten", "Points"),
    "rank": Sentence("Plaats van de mentor", "Rank of the mentor"),
    "rank_how": Sentence(
        "Plaats 1: geen andere mentor geeft deze mentee meer punten.",
        "Rank 1: no other mentor gives this mentee more points.",
    ),
    "all_promotors": Sentence("Alle promotoren", "All promotors"),
    "all_reasons": Sentence("Alle redenen", "All reasons"),
    "show": Sentence("Tonen", "Show"),
    "sort_by": Sentence("Sorteer op {column}", "Sort by {column}"),
    "range": Sentence("{first} tot {last} van {total}", "{first} to {last} of {total}"),
    "nothing": Sentence("Er is hier niets te tonen.", "There is nothing to show here."),
    "previous": Sentence("Vorige", "Previous"),
    "next": Sentence("Volgende", "Next"),
    "paging": Sentence("Bladeren", "Paging"),
    "proposal_lead": Sentence(
        "Mentee {mentee} met mentor {mentor}", "Mentee {mentee} with mentor {mentor}"
    ),
    "why_fits": Sentence("Punten per criterium", "Points by criterion"),
    "of_points": Sentence("{points} van {weight}", "{points} of {weight}"),
    "total": Sentence("Samen", "Total"),
    "facts": Sentence("Feiten", "Facts"),
    "fact": Sentence("Feit", "Fact"),
    "not_given": Sentence("niet opgegeven", "not given"),
    "none": Sentence("geen", "none"),
    "kilometres": Sentence("hoogstens {km} km", "at most {km} km"),
    "languages": Sentence("Talen", "Languages"),
    "residence": Sentence("Woonplaats", "Residence"),
    "target": Sentence("Jobdoelwit of beroep", "Job target or occupation"),
    "sectors": Sentence("Sectoren", "Sectors"),
    "meeting": Sentence("Afspreken", "Meeting"),
    "travel": Sentence("Reisafstand", "Travel distance"),
    "availability": Sentence("Vrije momenten", "Free moments"),
    "start": Sentence("Kan beginnen vanaf", "Can start from"),
    "registered": Sentence("Aangemeld op", "Registered on"),
    "alternatives": Sentence("Andere mentoren die mogen", "Other mentors who are allowed"),
    "alternatives_of": Sentence(
        "Voor deze mentee mogen {count} mentoren. Hier staan de {shown} andere met de meeste punten.",
        "For this mentee {count} mentors are allowed. Here are the {shown} others with most points.",
    ),
    "no_alternatives": Sentence(
        "Geen andere mentor mag voor deze mentee.", "No other mentor is allowed for this mentee."
    ),
    "difference": Sentence("Verschil", "Difference"),
    "room": Sentence("Vrij?", "Free?"),
    "room_yes": Sentence("Er is plaats", "There is room"),
    "room_no": Sentence("Vol: {what}", "Full: {what}"),
    "explanation": Sentence("Uitleg voor de mentee", "Explanation for the mentee"),
    "explanation_how": Sentence(
        "Deze tekst is voor de mentee bedoeld. Geef hem mee of lees hem samen.",
        "This text is meant for the mentee. Hand it over or read it together.",
    ),
    "whole_audit": Sentence(
        "Volledig verslag van dit voorstel (JSON)", "Whole audit of this proposal (JSON)"
    ),
    "as_text": Sentence("Uitleg als tekst", "Explanation as text"),
    "waiting_mentees": Sentence("Mentees zonder voorstel", "Mentees without a proposal"),
    "waiting_mentors": Sentence("Mentoren met vrije plaatsen", "Mentors with free places"),
    "free": Sentence("Vrij", "Free"),
    "allowed_mentors": Sentence("Mentoren die mogen", "Mentors who are allowed"),
    "to_do": Sentence("Ontbrekende gegevens", "Missing facts"),
    "barred": Sentence("Welke regels sluiten mentoren uit?", "Which rules bar mentors?"),
    "barred_how": Sentence(
        "Telkens geteld op de coach en het project die het dichtst bij een duo komen.",
        "Counted each time on the coach and project that come nearest to a pair.",
    ),
    "rule": Sentence("Regel", "Rule"),
    "barred_count": Sentence("Mentoren uitgesloten", "Mentors barred"),
    "has_proposal": Sentence("Deze mentee heeft een voorstel.", "This mentee has a proposal."),
    "min_points": Sentence("Te weinig punten", "Too few points"),
    "priorities": Sentence("Wat gaat voor?", "What comes first?"),
    "hard_rules": Sentence("Wie mag deelnemen", "Who may take part"),
    "pair_rules": Sentence("Wie met wie mag", "Who may be matched with whom"),
    "capacity_rules": Sentence("Hoeveel plaatsen er zijn", "How many places there are"),
    "criteria": Sentence("Wat punten geeft", "What gives points"),
    "criterion": Sentence("Criterium", "Criterion"),
    "criteria_how": Sentence(
        "Punten zeggen hoe goed twee mensen passen. Ze kunnen nooit een regel opzijzetten.",
        "Points say how well two people fit. They can never set a rule aside.",
    ),
    "never_used": Sentence(
        "Nationaliteit, uitkering en naam spelen nooit mee. Geslacht telt alleen bij een eigen "
        "wens, leeftijd alleen bij de doelgroep van jongeren.",
        "Nationality, benefits and name never play a part. Gender counts only for a person's own "
        "wish, age only for the target group of young people.",
    ),
    "meaning": Sentence("Wat ze zegt", "What it says"),
    "settings": Sentence("Instellingen", "Settings"),
    "permille": Sentence(
        "‰ is een deel op duizend van de meeste punten.",
        "‰ is a part in a thousand of the most points.",
    ),
    "no_settings": Sentence("geen", "none"),
    "state": Sentence("Staat", "State"),
    "on": Sentence("aan", "on"),
    "off": Sentence("uit", "off"),
    "source": Sentence("Bron", "Source"),
    "most": Sentence("Hoogstens", "At most"),
    "why_not_title": Sentence("Waarom wel of niet deze mentor?", "Why this mentor, or why not?"),
    "why_not_how": Sentence(
        "Geef de code van een mentee en van een mentor.", "Give the code of a mentee and a mentor."
    ),
    "ask": Sentence("Leg uit", "Explain"),
    "unknown_mentee": Sentence(
        "Deze mentee staat niet in dit resultaat. Kijk de code na.",
        "This mentee is not in this result. Check the code.",
    ),
    "unknown_mentor": Sentence(
        "Deze mentor staat niet in dit resultaat. Kijk de code na.",
        "This mentor is not in this result. Check the code.",
    ),
    "judged_on": Sentence(
        "Bekeken met mentorcoach {coach} en project {project}.",
        "Looked at with mentor coach {coach} and project {project}.",
    ),
    "to_proposal": Sentence("Naar het voorstel", "To the proposal"),
    "to_why_not": Sentence("Uitleg bij een andere mentor", "Explanation for another mentor"),
    "back_home": Sentence("Terug naar het overzicht", "Back to the overview"),
}
ERRORS = {
    400: Sentence("Deze vraag begrijpen wij niet.", "We do not understand this question."),
    404: Sentence("Deze pagina bestaat niet.", "This page does not exist."),
    405: Sentence("Deze pagina is alleen om te lezen.", "This page can only be read."),
    500: Sentence(
        "Er liep iets mis bij ons. Probeer het later opnieuw.",
        "Something went wrong on our side. Try again later.",
    ),
    503: SENTENCES["unreadable"],
}
STATUS = {
    "optimal": Sentence(
        "Bewezen het beste: volgens de regels bestaat er geen beter geheel van voorstellen.",
        "Proven best: by the rules there is no better whole of proposals.",
    ),
    "claimed": Sentence(
        "De rekenmethode doorzocht alles en vond niets beters. De controle zonder die methode kan "
        "dat niet helemaal nagaan. Zonder de methode weten wij zeker dat het hoogstens zoveel "
        "beter kan: {gap}.",
        "The solver searched everything and found nothing better. The check without the solver "
        "cannot fully confirm that. Without the solver we know for sure that at most this much "
        "better is possible: {gap}.",
    ),
    "feasible": Sentence(
        "Een goed geheel, maar niet bewezen het beste. Het kan hoogstens zoveel beter: {gap}.",
        "A good whole, but not proven best. At most this much better is possible: {gap}.",
    ),
    "cancelled": Sentence(
        "De berekening stopte voor ze klaar was. Het kan hoogstens zoveel beter: {gap}.",
        "The computation stopped before it was done. At most this much better is possible: {gap}.",
    ),
    "unknown": Sentence(
        "Dat weten wij niet: de controle vond een fout.",
        "We do not know: the check found an error.",
    ),
}
LEVELS = {
    "served": Sentence("voorstellen erbij: {n}", "more proposals: {n}"),
    "points": Sentence("punten erbij: {n}", "more points: {n}"),
    "previous": Sentence(
        "vroegere voorstellen die blijven: {n}", "earlier proposals that stay: {n}"
    ),
    "continuity": Sentence(
        "vroegere coaches en projecten die blijven: {n}",
        "earlier coaches and projects that stay: {n}",
    ),
    "lottery": Sentence("alleen de loting", "the lottery alone"),
}
PRIORITIES = {
    "participation": Sentence(
        "Eerst zo veel mogelijk mensen met een voorstel, wie voorrang heeft eerst. Daarna zo veel "
        "mogelijk punten.",
        "First as many people with a proposal as possible, those with priority first. Then as "
        "many points as possible.",
    ),
    "fit": Sentence(
        "Eerst zo veel mogelijk punten. Daarna zo veel mogelijk mensen met een voorstel.",
        "First as many points as possible. Then as many people with a proposal as possible.",
    ),
    "then": Sentence(
        "Is het dan nog gelijk? Dan blijven vroegere voorstellen zo veel mogelijk staan. Daarna "
        "beslist een loting die iedereen kan narekenen, met het woord “{seed}”.",
        "Still equal? Then earlier proposals stay as much as possible. After that a lottery "
        "decides that anyone can compute again, with the word “{seed}”.",
    ),
    "floor": Sentence(
        "Een duo met minder dan {n} punten mag niet.",
        "A pair with fewer than {n} points is not allowed.",
    ),
    "months": Sentence("Een traject duurt {n} maanden.", "A trajectory takes {n} months."),
}
REASONS = {
    Reason.REFUSED: Sentence("VDAB weigerde de deelname", "VDAB refused participation"),
    Reason.NOT_ELIGIBLE: Sentence(
        "Hoort niet bij de doelgroep", "Does not belong to the target group"
    ),
    Reason.FACTS_MISSING: Sentence(
        "Wij weten te weinig over de mentee", "We know too little about the mentee"
    ),
    Reason.NO_ALLOWED_MENTOR: Sentence(
        "Geen enkele mentor mag voor deze mentee", "No mentor is allowed for this mentee"
    ),
    Reason.OUTBID: Sentence(
        "Er mogen mentoren, maar er is geen plaats meer",
        "Mentors are allowed, but no place is left",
    ),
}
MENTOR_REASONS = {
    MentorReason.NOT_ACTIVE: Sentence("Doet nu niet mee", "Does not take part now"),
    MentorReason.NO_ALLOWED_MENTEE: Sentence(
        "Geen enkele mentee mag voor deze mentor", "No mentee is allowed for this mentor"
    ),
    MentorReason.CAPACITY_ELSEWHERE: Sentence(
        "De coach, het project of de promotor is vol", "The coach, project or promotor is full"
    ),
    MentorReason.MENTEES_PLACED_ELSEWHERE: Sentence(
        "De mentees die mogen, hebben een andere mentor",
        "The mentees who are allowed have another mentor",
    ),
}
OUTCOMES = {
    Outcome.HELD: Sentence("klopt", "holds"),
    Outcome.BROKEN: Sentence("klopt niet", "does not hold"),
    Outcome.UNKNOWN: Sentence("niet bekend of niet nodig", "not known or not needed"),
    None: SENTENCES["off"],
}
