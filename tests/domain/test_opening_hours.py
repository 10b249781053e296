"""Hours as staff type them are read as they meant them, and written as they are read."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.opening_hours import LONGEST, HoursMistake, Span, spans_from, written

minutes = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    edges = sorted(draw(st.lists(minutes, max_size=6, unique=True)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@given(spans())
def test_what_is_written_is_read_again(hours: list[Span]) -> None:
    assert spans_from(written(hours)) == hours


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("  ", []),
        ("8-16", [(time(8), time(16))]),
        ("8:30 – 12, 13:00 to 16:15", [(time(8, 30), time(12)), (time(13), time(16, 15))]),
        ("08:00-12:00,12:00-16:00", [(time(8), time(12)), (time(12), time(16))]),
    ],
)
def test_read_as_meant(typed: str, meant: list[Span]) -> None:
    assert spans_from(typed) == meant


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("closed", HoursMistake.UNREADABLE),
        ("8:00", HoursMistake.UNREADABLE),
        ("8-24", HoursMistake.UNREADABLE),
        ("8:60-9:00", HoursMistake.UNREADABLE),
        ("8-16 or so", HoursMistake.UNREADABLE),
        ("٨-١٦", HoursMistake.UNREADABLE),
        ("8-16" + " " * LONGEST, HoursMistake.UNREADABLE),
        ("16-8", HoursMistake.ORDER),
        ("8-8", HoursMistake.ORDER),
        ("8-12, 11-16", HoursMistake.ORDER),
        ("13-16, 8-12", HoursMistake.ORDER),
    ],
)
def test_said_to_be_wrong(typed: str, mistake: HoursMistake) -> None:
    assert spans_from(typed) is mistake


@given(st.text(max_size=100))
def test_any_text_has_an_answer(typed: str) -> None:
    read = spans_from(typed)
    assert isinstance(read, HoursMistake) or read == sorted(read)
