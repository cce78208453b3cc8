"""Recognising national register (rijksregister) and BIS numbers, so that none is ever kept.

Eleven digits: birth date as YYMMDD, a serial number of three digits, and two check digits:
97 minus the remainder of the first nine digits by 97, a 2 being put before the nine for those
born since 2000 (royal decree of 3 April 1984). A BIS number has 20 or 40 added to the month.
"""

from __future__ import annotations

import re

_SEPARATOR = r"[\s.\-\u2010-\u2015/]"
_RUN = re.compile(rf"(?<!\+)(?<![0-9])[0-9](?:{_SEPARATOR}*[0-9])*")
_LENGTH = 11
_USUAL_BREAKS = frozenset({2, 4, 6, 9})
_LAST_MONTH = 12
_LAST_DAY = 31
_MOBILE = re.compile(r"324[5-9]")


def looks_like_register_number(text: str) -> bool:
    """Tell whether the whole text is a register or BIS number.

    Dots, dashes, slashes and blanks do not count. Month and day may be 00, which is what people
    without a known birth date get. Eleven digits from 3245 to 3249 are read as a Belgian mobile
    number with its country code: as a BIS number it would belong to someone born in 1932 or 2032.
    """
    return _is_number(re.sub(_SEPARATOR, "", text))


def contains_register_number(text: str) -> bool:
    """Tell whether a register or BIS number stands somewhere in the text.

    Eleven digits by themselves count however they are grouped. In a longer row of digit groups
    those groups count that add up to eleven digits and break where such a number usually breaks
    (after 2, 4, 6 or 9 digits); a longer unbroken string of digits never counts. What follows a
    plus sign is a telephone number.
    """
    return any(_in_run(match[0]) for match in _RUN.finditer(text))


def _in_run(run: str) -> bool:
    if looks_like_register_number(run):
        return True
    groups = re.findall(r"[0-9]+", run)
    return any(_starts_number(groups[first:]) for first in range(len(groups)))


def _starts_number(groups: list[str]) -> bool:
    digits = ""
    for group in groups:
        digits += group
        if len(digits) not in _USUAL_BREAKS:
            break
    return _is_number(digits)


def _is_number(digits: str) -> bool:
    if not re.fullmatch(rf"[0-9]{{{_LENGTH}}}", digits) or _MOBILE.match(digits):
        return False
    month, day, check = int(digits[2:4]), int(digits[4:6]), int(digits[9:])
    plausible = month % 20 <= _LAST_MONTH and month <= 40 + _LAST_MONTH and day <= _LAST_DAY
    born_before_2000, born_since = (97 - int(f"{first}{digits[:9]}") % 97 for first in ("", "2"))
    return plausible and check in {born_before_2000, born_since}
