"""How far an office is from a ZIP code, as the crow flies, and which ones come into question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final, TypeVar

EARTH_RADIUS_MILES: Final = 3958.8
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees, north and east."""

    latitude: float
    longitude: float


def miles_between(one: Place, other: Place) -> float:
    """Along the great circle (haversine); also across the date line and for one and the same."""
    lat_1, lat_2 = radians(one.latitude), radians(other.latitude)
    height = sin((lat_2 - lat_1) / 2) ** 2
    width = sin(radians(other.longitude - one.longitude) / 2) ** 2
    share = height + cos(lat_1) * cos(lat_2) * width
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(min(1.0, share)))


def nearest_first(
    home: Place, places: Mapping[Key, Place], *, within: float, alternatives: int
) -> list[tuple[Key, float]]:
    """The nearest and whatever else is within so many miles, with the distance; so many
    alternatives in any case, if there are any, so that nobody has no choice (SLOT-6)."""
    miles = [(key, miles_between(home, place)) for key, place in places.items()]
    miles.sort(key=lambda one: one[1])
    return [one for n, one in enumerate(miles) if n <= alternatives or one[1] <= within]
