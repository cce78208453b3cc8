"""Job targets, and the employers and mentors who know them.

Shares are invented, in the order of magnitude of what newcomers in Flanders look for.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.values import Level
from matcher.simulation.draw import Shares


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work.

    ``occupations`` ISCO-08 of 2 to 4 digits, ``sectors`` NACE Rev. 2.1 divisions, ``schooling``
    the lowest and highest VKS level of who seeks it, ``dutch`` what it usually asks, ``sought``
    and ``known`` the shares among mentees and among mentors, ``employer`` what such a firm is
    called.
    """

    occupations: tuple[str, ...]
    sectors: tuple[str, ...]
    schooling: tuple[int, int]
    dutch: Level
    sought: int
    known: int
    employer: str


A2, B1, B2, C1 = Level.A2, Level.B1, Level.B2, Level.C1

JOBS = (
    Job(("9112", "911", "9121"), ("81",), (1, 3), A2, 14, 4, "Schoonmaakbedrijf"),
    Job(("9333", "4321", "933"), ("52", "53"), (1, 4), A2, 13, 7, "Logistiek"),
    Job(("8160", "9329", "81"), ("10", "22"), (1, 4), A2, 8, 5, "Productiehuis"),
    Job(("5120", "9412", "5131", "94"), ("56", "55"), (1, 4), A2, 9, 6, "Brasserie"),
    Job(("7112", "7126", "9313", "711"), ("41", "43"), (1, 4), A2, 8, 6, "Bouwbedrijf"),
    Job(("7212", "721", "7231"), ("25", "28"), (2, 4), A2, 5, 4, "Metaalwerken"),
    Job(("5321", "532"), ("87", "88"), (2, 4), B1, 9, 8, "Woonzorghuis"),
    Job(("8322", "8332", "833"), ("49", "53"), (2, 4), B1, 5, 4, "Transport"),
    Job(("5223", "522"), ("47",), (2, 5), B1, 6, 6, "Winkel"),
    Job(("9214", "6113"), ("01", "81"), (1, 3), A2, 4, 3, "Tuinbedrijf"),
    Job(("5141",), ("96",), (2, 4), B1, 3, 2, "Kapsalon"),
    Job(("5311", "531"), ("88", "85"), (3, 6), B1, 5, 4, "Kinderopvang"),
    Job(("4110", "411", "3342"), ("82", "84"), (4, 7), B2, 5, 8, "Kantoor"),
    Job(("2411", "3313", "331"), ("69",), (5, 8), B2, 7, 8, "Boekhoudkantoor"),
    Job(("2512", "2514", "251", "25"), ("62",), (5, 8), B1, 9, 10, "Softwarehuis"),
    Job(("2341", "2330", "234"), ("85",), (6, 8), C1, 6, 9, "School"),
    Job(("2221", "3221", "322"), ("86",), (5, 7), B2, 6, 5, "Ziekenhuis"),
    Job(("2142", "2144", "214"), ("71", "28"), (6, 8), B2, 7, 8, "Studiebureau"),
    Job(("2635", "3412", "341"), ("88",), (5, 7), B2, 4, 7, "Welzijnshuis"),
    Job(("3213", "3212"), ("21", "72"), (5, 8), B1, 3, 2, "Laboratorium"),
    Job(("2431", "243", "3322"), ("73", "46"), (5, 8), B2, 4, 6, "Handelshuis"),
)

KNOWN = Shares.of({job: job.known for job in JOBS})
EMPLOYERS = Shares.of({job: job.sought + job.known for job in JOBS})
SOUGHT = {
    level: Shares.of(
        {job: job.sought for job in JOBS if job.schooling[0] <= level <= job.schooling[1]}
    )
    for level in range(1, 9)
}
"""What mentees seek by VKS level."""
