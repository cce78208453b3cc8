"""Invented people and organisations: pools of ordinary names, combined at random."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.values import Gender
from matcher.simulation.draw import Draw


@dataclass(frozen=True, slots=True)
class Pool:
    """First names of women and of men, and family names."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _pool(women: str, men: str, families: str) -> Pool:
    return Pool(tuple(women.split()), tuple(men.split()), tuple(families.split()))


POOLS = {
    "arabic": _pool(
        "Amina Fatima Hanan Layla Mariam Nour Rania Salma Samira Yasmin",
        "Ahmad Bilal Hassan Ibrahim Karim Mahmoud Omar Rachid Tariq Youssef",
        "Aziz Bakri Darwish Haddad Hamdan Khalil Mansour Nasser Qasim Saleh",
    ),
    "afghan": _pool(
        "Farzana Freshta Laila Mina Nargis Parwana Shabnam Shirin Zahra Zohra",
        "Abdul Farid Habib Jawad Mirwais Najib Omid Rahim Reza Wahid",
        "Ahmadi Akbari Hakimi Karimi Nazari Noori Rahimi Sadat Sharifi Wardak",
    ),
    "slavic": _pool(
        "Anna Daria Iryna Kateryna Natalia Oksana Olena Svetlana Tetiana Yulia",
        "Andriy Artem Bohdan Dmytro Ivan Mykola Oleh Roman Serhiy Viktor",
        "Bondar Hrytsenko Kovalenko Lysenko Marchenko Petrosyan Rudenko Savchuk Tkachenko Zielinska",
    ),
    "horn": _pool(
        "Abeba Ayaan Fadumo Hodan Mehret Rahel Saba Selam Senait Winta",
        "Abdi Daniel Filmon Guled Hamza Kidane Mohamud Natnael Tesfay Yonas",
        "Abdullahi Abraham Ghebre Haile Hersi Kifle Mehari Osman Tekle Warsame",
    ),
    "turkish": _pool(
        "Ayse Berfin Ceren Dilan Elif Emine Hatice Rojda Sevgi Zeynep",
        "Ali Baran Cem Emre Hakan Kemal Mehmet Murat Serhat Yusuf",
        "Aksoy Aydin Celik Demir Kaplan Ozturk Polat Sahin Toprak Yildiz",
    ),
    "african": _pool(
        "Adjoa Aminata Blessing Chantal Esther Grace Mariama Nadine Patience Solange",
        "Alain Emmanuel Ibrahima Jean-Paul Kofi Kwame Mamadou Moussa Patrick Samuel",
        "Asante Barry Diallo Kabongo Mbuyi Mensah Nkosi Okafor Sylla Tshibanda",
    ),
    "latin": _pool(
        "Alejandra Ana Beatriz Camila Carolina Gabriela Luciana Paola Rosa Valeria",
        "Carlos Diego Eduardo Jorge Luis Mateus Miguel Pedro Rafael Santiago",
        "Almeida Castillo Costa Flores Gomes Herrera Mendoza Ramos Rojas Silva",
    ),
    "balkan": _pool(
        "Alina Arta Daniela Desislava Elena Ioana Mirela Petya Teuta Vesna",
        "Agim Andrei Besnik Bogdan Georgi Ilir Mihai Nikolay Stefan Valon",
        "Berisha Dimitrov Dragomir Gashi Hoxha Ionescu Krasniqi Munteanu Petrov Popa",
    ),
    "flemish": _pool(
        "An Charlotte Eva Griet Hilde Ilse Katrien Lies Marleen Sofie",
        "Bart Dirk Geert Jan Koen Luc Pieter Stijn Tom Wim",
        "Claes Declercq Goossens Janssens Maes Peeters Verhaeghe Vermeulen Willems Wouters",
    ),
}

PROMOTORS = (
    "Ankerlinde",
    "Bruggewende",
    "Kompasrade",
    "Samenzande",
    "Tandemhorst",
    "Meewegen",
    "Vonkdrift",
    "Springveer",
)
_FIRST = ("Wilgen", "Raven", "Zilver", "Linden", "Heide", "Merel", "Nevel", "Kraan", "Vlier")
_LAST = ("rade", "zande", "horst", "wende", "drift", "kouter", "akker", "brink")


def person(draw: Draw, pool: str, gender: Gender | None) -> tuple[str, str]:
    """Return an invented first name and family name."""
    names = POOLS[pool]
    first = {Gender.FEMALE: names.women, Gender.MALE: names.men}
    given = first[gender] if gender in first else draw.one((names.women, names.men))
    return draw.one(given), draw.one(names.families)


def promotor(index: int) -> str:
    """Return the invented name of the promotor with this index."""
    again = index // len(PROMOTORS)
    return f"{PROMOTORS[index % len(PROMOTORS)]}{f' {again + 1}' if again else ''} vzw"


def employer(draw: Draw, kind: str) -> str:
    """Return the invented name of an employer of a kind, such as ``Bakkerij``."""
    return f"{kind} {draw.one(_FIRST)}{draw.one(_LAST)}"
