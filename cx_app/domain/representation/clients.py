"""The client as a representative names them on a form."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from cx_app.domain.receipts import parse_receipt_number

MOST: Final = 120


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the form is for. Receipt number and birth date find them; the name is what both read."""

    receipt: str
    born: str
    """ISO date."""
    name: str

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def read_named(stored: str) -> Named:
    return Named(**json.loads(stored))


def client_key(stored: str) -> str:
    """What two forms for one client have in common, however the name was spelt."""
    named = read_named(stored)
    return f"{named.receipt}:{named.born}"


def name_client(receipt: str, born: str, name: str, today: date) -> Named | set[str]:
    """What was typed, or the fields that cannot be read."""
    flaws = set()
    number = parse_receipt_number(receipt)
    if number is None:
        flaws.add("receipt")
    try:
        day = date.fromisoformat(born)
    except ValueError:
        day = None
    if day is None or day > today:
        flaws.add("born")
    said = " ".join(name.split())[:MOST]
    if not said:
        flaws.add("name")
    if flaws or number is None or day is None:
        return flaws
    return Named(number, day.isoformat(), said)
