"""Distances on the globe, and which offices come into question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.distance import EARTH_RADIUS_MILES, Place, miles_between, nearest_first

EL_PASO = Place(31.7619, -106.4850)
DALLAS = Place(32.7767, -96.7970)
HONOLULU = Place(21.3069, -157.8583)
GUAM = Place(13.4757, 144.7489)
places = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("one", "other", "miles"), [(EL_PASO, DALLAS, 571), (HONOLULU, GUAM, 3800)]
)
def test_known_distances(one: Place, other: Place, miles: float) -> None:
    """Also across the date line."""
    assert miles_between(one, other) == pytest.approx(miles, abs=5)


@given(places, places, places)
def test_it_is_a_distance(one: Place, other: Place, third: Place) -> None:
    direct = miles_between(one, other)
    assert 0 <= direct <= 3.1416 * EARTH_RADIUS_MILES
    assert direct == pytest.approx(miles_between(other, one))
    assert direct <= miles_between(one, third) + miles_between(third, other) + 0.01
    assert miles_between(one, one) == 0


@given(
    places,
    st.dictionaries(st.integers(), places, max_size=8),
    st.floats(0, 13_000),
    st.integers(0, 3),
)
def test_the_nearest_comes_first_and_nobody_is_without_a_choice(
    home: Place, offices: dict[int, Place], within: float, alternatives: int
) -> None:
    named = nearest_first(home, offices, within=within, alternatives=alternatives)
    miles = [far for _key, far in named]
    assert miles == sorted(miles)
    assert len(named) >= min(len(offices), 1 + alternatives)
    near = {key for key, place in offices.items() if miles_between(home, place) <= within}
    assert near <= {key for key, _far in named}
    assert all(far <= within for far in miles[1 + alternatives :])
