"""The picture of an estimate: what is known stands in the band, and only what is not fades."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from cx_app.domain.progress.estimate import Chances, Estimate, Quantiles, Status
from cx_app.domain.progress.method import HORIZONS
from cx_app.domain.progress.table import Milestone
from cx_app.services.progress import drawing

DAY = date(2026, 3, 4)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """As far as somebody can see, quantiles and chances are known; beyond it none is."""
    days = sorted(draw(st.lists(st.integers(1, 900), min_size=4, max_size=4)))
    seen = draw(st.integers(0, 900))
    known = [one if one <= seen else None for one in days]
    chances = [50 if horizon <= seen else None for horizon in HORIZONS]
    made = {"as_of": DAY, "age": 40, "data_day": DAY, "snapshot": "y", "version": "1"}
    return Estimate(
        Milestone.DECISION,
        Status.ESTIMATED,
        days=Quantiles(*known),
        of_100=Chances(*chances),
        **made,
    )


@given(said=estimates())
def test_what_is_known_stands_in_the_band_and_the_rest_fades(said: Estimate) -> None:
    picture = drawing.drawn(said)
    begin, end = float(picture.begin), float(picture.begin) + float(picture.width)
    assert drawing.LEFT <= begin < end <= drawing.WIDE
    if picture.half:
        assert begin - 0.2 <= float(picture.half) <= end + 0.2
    assert said.days is not None
    assert bool(picture.fades) is (said.days.p90 is None)
    if picture.fades:
        assert float(picture.fades) < end
        assert float(picture.fades) + float(picture.fading) >= drawing.WIDE - 0.2


@given(first=estimates(), second=estimates())
def test_bands_on_one_time_line_stand_in_the_order_of_their_days(
    first: Estimate, second: Estimate
) -> None:
    assume(first.days and second.days and first.days.p50 and second.days.p50)
    assert first.days is not None
    assert second.days is not None
    span = max(map(drawing.span_of, (first, second)))
    halves = [float(drawing.drawn_small(said, span).half) for said in (first, second)]
    sooner = (first.days.p50 or 0) <= (second.days.p50 or 0)
    assert (halves[0] <= halves[1]) is sooner or halves[0] == halves[1]
    assert drawing.drawn_small(first, span).until == drawing.drawn_small(second, span).until
