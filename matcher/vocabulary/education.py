"""Levels of education: the Flemish qualification structure (VKS 1 to 8) beside ISCED 2011."""

from __future__ import annotations

from matcher.domain.errors import UnknownNameError
from matcher.domain.sentence import Sentence

_NAMES = {
    1: Sentence("lager onderwijs of basiseducatie", "primary or basic education"),
    2: Sentence("lager secundair onderwijs", "lower secondary education"),
    3: Sentence(
        "secundair onderwijs met beroepskwalificatie",
        "secondary education with a vocational qualification",
    ),
    4: Sentence("diploma secundair onderwijs", "upper secondary diploma"),
    5: Sentence("hoger beroepsonderwijs (HBO5)", "higher vocational education (HBO5)"),
    6: Sentence("bachelor", "bachelor's degree"),
    7: Sentence("master", "master's degree"),
    8: Sentence("doctor", "doctorate"),
}
_ISCED_OF_VKS = {1: 1, 2: 2, 3: 3, 4: 3, 5: 5, 6: 6, 7: 7, 8: 8}
_VKS_OF_ISCED = {0: 1, 1: 1, 2: 2, 3: 4, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8}


def vks_name(level: int) -> Sentence:
    """Return the name of a VKS level, 1 to 8.

    Raises
    ------
    UnknownNameError
        When there is no such level.
    """
    if level not in _NAMES:
        raise UnknownNameError(f"Expected a VKS level from 1 to 8, got {level}.")
    return _NAMES[level]


def isced_of(vks: int) -> int:
    """Return the ISCED 2011 level of a VKS level: both 3 and 4 are upper secondary, ISCED 3.

    Raises
    ------
    UnknownNameError
        When there is no such VKS level.
    """
    if vks not in _ISCED_OF_VKS:
        raise UnknownNameError(f"Expected a VKS level from 1 to 8, got {vks}.")
    return _ISCED_OF_VKS[vks]


def vks_of_isced(isced: int) -> int:
    """Return the VKS level under which an ISCED 2011 level, 0 to 8, is counted.

    Lower secondary is ISCED 2 and VKS 2 (PROGRAMME §8); upper and post-secondary (3, 4) are
    VKS 4, the diploma of secondary education; nothing and primary (0, 1) are VKS 1.

    Raises
    ------
    UnknownNameError
        When there is no such ISCED level.
    """
    if isced not in _VKS_OF_ISCED:
        raise UnknownNameError(f"Expected an ISCED level from 0 to 8, got {isced}.")
    return _VKS_OF_ISCED[isced]
