"""Made-up people: names drawn from short lists, addresses on streets that are nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from cx_app.services.feed.fields import ResidenceField

GIVEN: Final = (
    *("Adaeze", "Aiko", "Alejandra", "Amara", "Anselm", "Aurelia", "Beatriz", "Bogdan", "Camille"),
    *("Dalia", "Demir", "Eero", "Efua", "Emre", "Fatou", "Florin", "Gülşen", "Hana", "Henrique"),
    *("Ilse", "Imani", "Ivo", "Jamila", "Joaquín", "Kamila", "Keiko", "Kwame", "Leila", "Linh"),
    *("Lucía", "Mateo", "Mei", "Milica", "Nadia", "Noor", "Oksana", "Otávio", "Parisa", "Pilar"),
    *("Quynh", "Rania", "Renaud", "Samuel", "Saoirse", "Selam", "Stellan", "Tariq", "Teodora"),
    *("Uma", "Valentín", "Wanjiru", "Xiomara", "Yara", "Yusuf", "Zofia", "Ángela", "Łucja"),
)
FAMILY: Final = (
    *("Abiodun", "Achterberg", "Almonte", "Ashkenasi", "Bârsan", "Bekele", "Castellanos", "Cissé"),
    *("D'Amico", "Dangote", "Ekström", "Farrokhzad", "Fernández Oyarzún", "Gavrilov", "Ghebre"),
    *("Hakimi", "Hoang", "Ibarra", "Isaksen", "Jovanović", "Kapoor", "Kiplagat", "Kowalczyk"),
    *("Lindqvist", "Lopes", "Mahlangu", "Mäkinen", "Mbeki-Ruiz", "Nakagawa", "Novotný", "O'Dwyer"),
    *("Okonjo", "Oyelaran", "Papadakis", "Quispe", "Rahimi", "Salcedo", "Sørensen", "Tadesse"),
    *("Thapa", "Ünal", "Valdivia", "Villanueva", "Wanjala", "Xuan", "Yamashiro", "Zapata"),
)
STREETS: Final = (
    *("Almond Lane", "Beacon Hill Road", "Carriage Way", "Dovetail Street", "Elderberry Court"),
    *("Foundry Row", "Gristmill Road", "Harbor Bell Lane", "Juniper Terrace", "Kiln Street"),
)
PLACES: Final = (
    *(("Albany", "NY", "12207"), ("Baltimore", "MD", "21201"), ("Chicago", "IL", "60604")),
    *(("Dallas", "TX", "75202"), ("Denver", "CO", "80202"), ("El Paso", "TX", "79901")),
    *(("Fresno", "CA", "93721"), ("Hialeah", "FL", "33010"), ("Honolulu", "HI", "96813")),
    *(("Omaha", "NE", "68102"), ("Queens", "NY", "11432"), ("Seattle", "WA", "98104")),
)
BORN: Final = date(1948, 1, 1)
BORN_DAYS: Final = 365 * 56


@dataclass(frozen=True, slots=True)
class Somebody:
    given_name: str
    family_name: str
    birth_date: date
    residence: ResidenceField


def somebody(random: Random) -> Somebody:
    """A person who does not exist; the same one for the same state of `random`."""
    city, state, zip_code = random.choice(PLACES)
    lines = [f"{random.randint(10, 9899)} {random.choice(STREETS)}"]
    if random.random() < 0.3:
        lines.append(f"Apt {random.randint(1, 40)}{random.choice('ABCD')}")
    return Somebody(
        given_name=random.choice(GIVEN),
        family_name=random.choice(FAMILY),
        birth_date=BORN + timedelta(days=random.randrange(BORN_DAYS)),
        residence=ResidenceField(
            lines=tuple(lines), city=city, state=state, zip=zip_code, changed_on=None
        ),
    )


def a_number(number: int) -> str:
    """Nine digits, another for each number below a hundred million, in no visible order."""
    return str(200_000_000 + number * 61_803_399 % 100_000_000)


def receipt_digits(number: int) -> str:
    """Ten digits that begin with 90, as no receipt does; another for each number."""
    return f"90{number * 38_196_601 % 100_000_000:08d}"
