"""Facts of a mentee that may be missing, in words (PROGRAMME §2)."""

from __future__ import annotations

from matcher.domain.sentence import Sentence

MISSING = {
    "working": Sentence("of u werkt", "whether you work"),
    "working_on": Sentence("of u nu nog zonder werk bent", "whether you are still out of work"),
    "migration_background": Sentence(
        "of u een migratieachtergrond hebt", "whether you have a migration background"
    ),
    "education": Sentence("uw opleidingsniveau", "your level of education"),
    "diploma_recognised": Sentence("de erkenning van uw diploma", "your diploma's recognition"),
    "diploma_in_dutch": Sentence("de taal van uw diploma", "your diploma's language"),
    "dutch_certificate": Sentence(
        "of u een attest Nederlands hebt", "whether you have a certificate of Dutch"
    ),
    "dutch_needed": Sentence(
        "het Nederlands dat uw job vraagt", "the Dutch that your job target asks"
    ),
    "birth_date": Sentence("uw geboortedatum", "your date of birth"),
    "referred_on": Sentence("de datum van uw doorverwijzing", "the date of your referral"),
    "registered_on": Sentence("de datum van uw inschrijving", "the date of your registration"),
    "residence": Sentence("uw woonplaats", "where you live"),
    "vdab_guidance": Sentence("of VDAB u begeleidt", "whether VDAB guides you"),
}
"""What a column holds, as its gap is told to the mentee."""
