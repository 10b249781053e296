"""The people of the demonstration, and where they live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from cx_app.services.feed.fields import ResidenceField

REPRESENTATIVE: Final = "Rosa Delgado"


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody with a story; `subject` is how they sign in."""

    subject: str
    given_name: str
    family_name: str
    birth_date: date
    a_number: str | None
    residence: ResidenceField | None
    has_email: bool = True
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.subject}@example.org"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def _home(*lines: str, place: str) -> ResidenceField:
    city, state, zip_code = place.split("|")
    return ResidenceField(lines=lines, city=city, state=state, zip=zip_code, changed_on=None)


OFFICE: Final = _home("Delgado Law Office", "88 Harbor Street", place="Baltimore|MD|21202")
_KARIMI_HOME: Final = _home("214 Almond Lane", "Apt 3B", place="Baltimore|MD|21201")

AMINA: Final = Character("amina", "Amina", "Karimi", date(1991, 3, 14), "210000011", _KARIMI_HOME)
FARID: Final = Character("farid", "Farid", "Karimi", date(1987, 8, 2), None, _KARIMI_HOME)
BAO: Final = Character(
    "bao",
    "Bao",
    "Nguyen",
    date(1999, 11, 30),
    "210000033",
    _home("58 Kiln Street", place="Seattle|WA|98104"),
)
CHIDI: Final = Character(
    "chidi",
    "Chidi",
    "Okafor",
    date(1984, 6, 21),
    "210000044",
    _home("1170 Foundry Row", place="Dallas|TX|75202"),
)
DOLORES: Final = Character(
    "dolores",
    "Dolores",
    "Reyes-Méndez",
    date(1968, 1, 9),
    "210000055",
    _home("77 Juniper Terrace", place="El Paso|TX|79901"),
    language="es",
)
ELENA: Final = Character(
    "elena",
    "Elena",
    "Petrova",
    date(1989, 9, 5),
    "210000077",
    _home("PMB 402", "900 Harbor Bell Lane", place="Albany|NY|12207"),
    has_email=False,
)
WOLFGANG: Final = Character(
    "wolfgang",
    "Wolfgang-Maximilian Alexander",
    "von Hohenstein-Schwarzenberg y Montenegro de la Vega",
    date(1975, 12, 24),
    "210000088",
    _home("3 Elderberry Court", place="Chicago|IL|60604"),
)
INES: Final = Character("ines", "Inês", "Albuquerque", date(2001, 4, 25), None, None)
TOMAS: Final = Character(
    "tomas",
    "Tomás",
    "Albuquerque",
    date(1972, 7, 17),
    None,
    _home("640 Beacon Hill Road", place="Omaha|NE|68102"),
)
GRACE: Final = Character(
    "grace",
    "Grace",
    "Mensah",
    date(1979, 2, 11),
    "213000011",
    _home("31 Ferry Street", "Floor 2", place="Newark|NJ|07105"),
)
HANA: Final = Character(
    "hana",
    "Hana",
    "Novak",
    date(1996, 10, 8),
    "213000022",
    _home("5 Orchard Mews", place="Columbus|OH|43215"),
)
PRIYA: Final = Character(
    "priya",
    "Priya",
    "Raman",
    date(1988, 5, 19),
    "214000011",
    _home("450 Dovetail Street", place="Fresno|CA|93721"),
)
CHARACTERS: Final = (
    *(AMINA, FARID, BAO, CHIDI, DOLORES, ELENA, WOLFGANG, INES, TOMAS),
    *(GRACE, HANA, PRIYA),
)
