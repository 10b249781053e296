"""Where a ZIP code is: the table of the package `zipcodes` (docs/adr/0020), read at first use."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import zipcodes

from cx_app.domain.distance import Place

FIVE: Final = re.compile(r"([0-9]{5})(-[0-9]{4})?\Z")


def place_of(zip_code: str) -> Place | None:
    """None for what is no ZIP code, and for those without a place, such as military mail."""
    found = FIVE.match(zip_code.strip())
    return _place(found[1]) if found else None


@lru_cache(maxsize=4_096)
def _place(five: str) -> Place | None:
    for row in zipcodes.matching(five):
        place = Place(float(row["lat"]), float(row["long"]))
        if place != Place(0, 0):
            return place
    return None
