"""What each rule and criterion says to a coordinator, and the names of its settings.

A rule without words here shows its title alone, a setting without words as in the rule set.
"""

from __future__ import annotations

from matcher.domain.sentence import Sentence

RULES = {
    "assigned_projects": Sentence(
        "Een mentor of mentorcoach met vaste projecten krijgt alleen duo's in die projecten.",
        "A mentor or mentor coach with fixed projects gets pairs in those projects only.",
    ),
    "earlier_duo": Sentence(
        "Twee mensen van wie een duo vroegtijdig stopte, komen niet opnieuw samen.",
        "Two people whose pair ended early are not matched again.",
    ),
    "exclusion": Sentence(
        "Twee mensen die op de lijst van uitsluitingen staan, komen niet samen.",
        "Two people on the list of exclusions are not matched.",
    ),
    "limited_dutch": Sentence(
        "De mentee spreekt geen of weinig Nederlands.", "The mentee speaks no or limited Dutch."
    ),
    "lives_in_flanders": Sentence(
        "De mentee woont in Vlaanderen.", "The mentee lives in Flanders."
    ),
    "lot_province": Sentence(
        "De mentee woont in een provincie van het perceel.",
        "The mentee lives in a province of the lot.",
    ),
    "meeting_mode": Sentence(
        "Mentee en mentor willen op dezelfde manier afspreken: online of op een plaats samen.",
        "Mentee and mentor want to meet in the same way: online or in person.",
    ),
    "mentee_mentor_language": Sentence(
        "Mentee en mentor spreken allebei dezelfde taal goed genoeg. Nederlands moet niet.",
        "Mentee and mentor both speak one language well enough. It need not be Dutch.",
    ),
    "mentor_active": Sentence("De mentor doet nu mee.", "The mentor takes part now."),
    "mentor_coach_language": Sentence(
        "Mentor en mentorcoach spreken allebei dezelfde taal goed genoeg.",
        "Mentor and mentor coach both speak one language well enough.",
    ),
    "mentor_period": Sentence(
        "Het traject eindigt ten laatste op de laatste dag van de mentor.",
        "The trajectory ends on the mentor's last day or earlier.",
    ),
    "migration_background": Sentence(
        "De mentee heeft een migratieachtergrond.", "The mentee has a migration background."
    ),
    "not_working": Sentence("De mentee werkt niet.", "The mentee does not work."),
    "other_language": Sentence(
        "De mentee is anderstalig.", "The mentee speaks another language than Dutch."
    ),
    "own_coach": Sentence(
        "Een mentor heeft één mentorcoach, voor al zijn duo's.",
        "A mentor has one mentor coach, for all pairs.",
    ),
    "project_period": Sentence(
        "Het traject eindigt ten laatste op de laatste dag van het project.",
        "The trajectory ends on the project's last day or earlier.",
    ),
    "referral": Sentence(
        "Wie naar een promotor of project toegeleid is, krijgt alleen daar een voorstel.",
        "Who was referred to a promotor or project gets a proposal there only.",
    ),
    "same_promotor": Sentence(
        "Mentor, mentorcoach en project horen bij dezelfde promotor.",
        "Mentor, mentor coach and project belong to the same promotor.",
    ),
    "subgroup": Sentence(
        "De mentee hoort bij een doelgroep van het perceel.",
        "The mentee belongs to a target group of the lot.",
    ),
    "travel_limit": Sentence(
        "Niemand reist verder dan opgegeven, tenzij beiden ook online willen afspreken.",
        "Nobody travels farther than they said, unless both accept to meet online.",
    ),
    "vdab_decision": Sentence(
        "VDAB weigerde de deelname niet. Voor de start moet VDAB ja zeggen.",
        "VDAB did not refuse participation. Before the start VDAB must say yes.",
    ),
    "vdab_guidance": Sentence("VDAB begeleidt de mentee.", "VDAB guides the mentee."),
    "weekly_slots": Sentence(
        "Mentee en mentor hebben een vrij moment in de week gemeen, als ze die opgaven.",
        "Mentee and mentor share a free moment in the week, where they gave these.",
    ),
    "wish": Sentence(
        "Wie een wens opgaf over de ander, krijgt die vervuld.",
        "Who stated a wish about the other has it met.",
    ),
    "coach_caseload": Sentence(
        "Een mentorcoach volgt niet meer duo's tegelijk dan afgesproken.",
        "A mentor coach follows no more pairs at the same time than agreed.",
    ),
    "mentor_capacity": Sentence(
        "Een mentor begeleidt niet meer mentees tegelijk dan opgegeven.",
        "A mentor guides no more mentees at the same time than given.",
    ),
    "project_budget": Sentence(
        "De duo's van een project kosten samen niet meer dan zijn budget.",
        "The pairs of a project together cost no more than its budget.",
    ),
    "project_places": Sentence(
        "Een project heeft niet meer duo's tegelijk dan plaatsen.",
        "A project has no more pairs at the same time than places.",
    ),
    "project_places_total": Sentence(
        "Een project heeft over zijn hele looptijd niet meer duo's dan plaatsen.",
        "Over its whole life a project has no more pairs than places.",
    ),
    "promotor_capacity": Sentence(
        "Een promotor heeft over al zijn projecten niet meer duo's tegelijk dan plaatsen.",
        "A promotor has no more pairs at the same time over all its projects than places.",
    ),
    "distance": Sentence(
        "Hoe dichter bij elkaar, hoe meer punten. Wie online afspreekt, krijgt alles.",
        "The nearer to each other, the more points. Who meets online gets all.",
    ),
    "language_quality": Sentence(
        "Hoe beter de gemeenschappelijke taal, hoe meer punten.",
        "The better the common language, the more points.",
    ),
    "network_fit": Sentence(
        "Hoe beter het netwerk van de mentor werkgevers voor het jobdoelwit bereikt, hoe meer punten.",
        "The better the mentor's network reaches employers for the job target, the more points.",
    ),
    "sector_fit": Sentence(
        "Hoe dichter het beroep en de sector van de mentor bij het jobdoelwit, hoe meer punten.",
        "The nearer the mentor's occupation and sector to the job target, the more points.",
    ),
    "waiting_time": Sentence(
        "Hoe langer de mentee wacht, hoe meer punten.",
        "The longer the mentee waits, the more points.",
    ),
}
SETTINGS = {
    "min_level": Sentence("laagste ERK-niveau", "lowest CEFR level"),
    "max_level": Sentence("hoogste niveau Nederlands", "highest level of Dutch"),
    "certificate": Sentence("attest Nederlands", "Dutch certificate"),
    "skills": Sentence("vaardigheid die telt", "skill that counts"),
    "brussels_counts": Sentence("Brussel telt mee", "Brussels counts"),
    "inherit_base": Sentence("basisvoorwaarden gelden ook", "base conditions hold too"),
    "education_not_given": Sentence("diploma niet opgegeven", "education not given"),
    "unrecognised_counts": Sentence("niet-erkend diploma telt", "unrecognised diploma counts"),
    "age_limit": Sentence("leeftijdsgrens", "age limit"),
    "age_on": Sentence("leeftijd op datum van", "age on the day of"),
    "max_age_days": Sentence("hoe oud het gegeven mag zijn (dagen)", "oldest fact (days)"),
    "max_duos_per_mentor": Sentence("meeste duo's per mentor", "most pairs per mentor"),
    "near_km": Sentence("dichtbij tot (km)", "near up to (km)"),
    "far_km": Sentence("ver vanaf (km)", "far from (km)"),
    "counted_from": Sentence("geteld vanaf", "counted from"),
    "full_after_days": Sentence("alle punten na (dagen)", "all points after (days)"),
    "four_digits": Sentence("zelfde beroep (‰)", "same occupation (‰)"),
    "three_digits": Sentence("zelfde beroepsgroep (‰)", "same occupation group (‰)"),
    "two_digits": Sentence("verwante groep (‰)", "related group (‰)"),
    "one_digit": Sentence("zelfde soort werk (‰)", "same kind of work (‰)"),
    "same_division": Sentence("zelfde afdeling van sector (‰)", "same division of sector (‰)"),
    "same_section": Sentence("zelfde sector (‰)", "same sector (‰)"),
    "works_there": Sentence("werkt er (‰)", "works there (‰)"),
    "worked_there": Sentence("werkte er (‰)", "worked there (‰)"),
    "knows_someone": Sentence("kent er iemand (‰)", "knows someone there (‰)"),
    "second_step": Sentence("via een andere mentor (‰)", "through another mentor (‰)"),
    "near": Sentence("werkgever dichtbij (‰)", "employer near (‰)"),
    "middle": Sentence("werkgever iets verder (‰)", "employer somewhat farther (‰)"),
    "beyond": Sentence("werkgever ver (‰)", "employer far (‰)"),
    "a1": Sentence("niveau A1 (‰)", "level A1 (‰)"),
    "a2": Sentence("niveau A2 (‰)", "level A2 (‰)"),
    "b1": Sentence("niveau B1 (‰)", "level B1 (‰)"),
    "b2": Sentence("niveau B2 (‰)", "level B2 (‰)"),
    "c1": Sentence("niveau C1 (‰)", "level C1 (‰)"),
    "c2": Sentence("niveau C2 (‰)", "level C2 (‰)"),
    "region_unknown": Sentence("plaats onbekend (‰)", "place unknown (‰)"),
}
VALUES = {
    "True": Sentence("ja", "yes"),
    "False": Sentence("nee", "no"),
    "None": Sentence("geen grens", "no limit"),
    "unknown": Sentence("onbekend", "unknown"),
    "must_be_absent": Sentence("mag er niet zijn", "must be absent"),
    "ignored": Sentence("telt niet", "ignored"),
    "min": Sentence("de laagste", "the lowest"),
    "max": Sentence("de hoogste", "the highest"),
    "speaking": Sentence("spreken", "speaking"),
    "no": Sentence("nee", "no"),
    "referral": Sentence("toeleiding", "referral"),
    "referred_on": Sentence("toeleiding", "referral"),
    "registered_on": Sentence("aanmelding", "registration"),
    "registration": Sentence("aanmelding", "registration"),
    "referral_else_registration": Sentence(
        "toeleiding, anders aanmelding", "referral, else registration"
    ),
    "as_of": Sentence("de toestand", "the as-of day"),
}
