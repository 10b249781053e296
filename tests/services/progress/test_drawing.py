"""The picture of an estimate: what is known stands in the band, and only what is not fades. Charts
of how right estimates were keep to their axes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cx_app.domain.progress.estimate import Chances, Estimate, Quantiles, Status
from cx_app.domain.progress.method import HORIZONS
from cx_app.domain.progress.table import Milestone
from cx_app.services.progress import accuracy_drawing as charts
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


@given(pairs=st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 90_000)), max_size=12))
def test_charts_keep_to_their_field_and_their_axis_to_round_counts(
    pairs: list[tuple[int, int]],
) -> None:
    top = charts.highest(pairs)
    steps = charts.ticks(top)
    assert steps[0] == 0
    assert steps[-1] >= top
    assert 2 <= len(steps) <= charts.MOST_STEPS + 1
    assert len(charts.bars(pairs)) == sum(count > 0 for pair in pairs for count in pair)
    edges = [charts.LEFT]
    for bar in charts.bars(pairs):
        assert float(bar.x) >= edges[-1] - 0.2
        edges.append(float(bar.x) + float(bar.width))
        assert charts.TOP - 0.1 <= float(bar.y) <= charts.FOOT
        assert float(bar.y) + float(bar.height) == pytest.approx(charts.FOOT, abs=0.2)
    assert edges[-1] <= charts.RIGHT + 0.2
    assert len(charts.labels(["Mar 2026"] * len(pairs))) <= charts.MOST_LABELS
