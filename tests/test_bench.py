"""The figures that `make bench` prints."""

from __future__ import annotations

import pytest

from bench.runner import Measure, Result, figure, percentile, samples, verdict


@pytest.mark.parametrize(
    ("percent", "rank"), [(0, 1), (1, 1), (50, 50), (95, 95), (100, 100)], ids=str
)
def test_a_percentile_is_a_sample_by_nearest_rank(percent: int, rank: int) -> None:
    assert percentile(range(100, 0, -1), percent) == rank


def test_a_target_that_is_just_reached_is_met() -> None:
    measure = Measure("x", 10, "ms", lambda: [])
    assert Result(measure, (10.0,)).met
    assert "missed" in verdict(Result(measure, (10.1,)))


def test_a_measure_that_breaks_has_failed_and_stops_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken() -> list[float]:
        raise RuntimeError("no portal")

    measure = Measure("x", 10, "ms", broken)
    assert samples(measure) == ()
    assert "failed" in verdict(Result(measure, ()))


def test_large_figures_have_no_decimals() -> None:
    assert figure(1234.5, "ms") == "1,234 ms"
    assert figure(9.96, "ms") == "10.0 ms"
