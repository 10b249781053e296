"""Where things stand on the picture of an estimate. Widths are units of its own, 320 across."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date, timedelta
from typing import Final

from cx_app.domain.progress.estimate import Estimate
from cx_app.domain.progress.method import HORIZONS
from cx_app.domain.progress.table import Milestone
from cx_app.language import _, language, say_day
from cx_app.services.progress.views import Picture, Row, Tick
from cx_app.services.progress.words import say_about

LEFT, RIGHT, WIDE = 14, 306, 320
ROOM: Final = 1.12
"""How much of the axis stands free behind the last date."""
FAR_ROOM: Final = 1.3
"""The same where the band goes on: room to fade, behind everything that we can see."""
LEAST_WIDTH: Final = 6.0
ROUND: Final = 4.0
"""Of the band's corners: it fades from under the last of them."""
LEAST_DAYS: Final = 30
STEPS: Final = (1, 2, 3, 6, 12)
"""Months between two ticks."""
MOST_TICKS: Final = 3


def drawn(said: Estimate) -> Picture:
    """The band from 10 to 90 of 100, the half in it, today at the left edge."""
    span = span_of(said)
    scale = (RIGHT - LEFT) / span
    return replace(_band(said, span), ticks=_ticks(said.as_of, round(span), scale))


def drawn_small(said: Estimate, span: float) -> Picture:
    """The same without ticks, on a time line that ends after `span` days."""
    return replace(_band(said, span), until=_month(said.as_of + timedelta(days=round(span))))


def span_of(said: Estimate) -> float:
    """Days from today to the end of the time line."""
    if said.days is None or said.of_100 is None:
        return LEAST_DAYS
    known: list[int] = [one for one in astuple(said.days) if one is not None]
    if said.days.p90 is not None:
        return max(LEAST_DAYS, ROOM * max(known))
    chances = zip(HORIZONS, astuple(said.of_100), strict=True)
    seen = [days for days, chance in chances if chance is not None]
    return max(LEAST_DAYS, FAR_ROOM * max(known + seen, default=LEAST_DAYS))


def _band(said: Estimate, span: float) -> Picture:
    days = said.days
    if days is None:
        return Picture("")
    scale = (RIGHT - LEFT) / span

    def x(day: int) -> float:
        return LEFT + day * scale

    known = [one for one in astuple(days) if one is not None]
    begin = x(days.p10 if days.p10 is not None else round(span / FAR_ROOM))
    end = max(begin + LEAST_WIDTH, x(max(known, default=0)))
    far = days.p90 is None
    return Picture(
        label=in_words(said),
        begin=f"{begin:.1f}",
        width=f"{end - begin:.1f}",
        half=f"{x(days.p50):.1f}" if days.p50 is not None else "",
        fades=f"{end - ROUND:.1f}" if far else "",
        fading=f"{WIDE - end + ROUND:.1f}" if far else "",
    )


def in_words(said: Estimate) -> str:
    """What a screen reader says in place of the picture."""
    parts = [f"{row.what}: {row.value}." for row in rows(said)]
    return " ".join([_("A time line from today."), *parts])


def rows(said: Estimate) -> list[Row]:
    """The table beside the picture: everything that the picture shows, and the chances."""
    days = said.days
    if days is None or said.of_100 is None:
        return []
    far = _("later than we can see")
    decided = said.milestone is Milestone.DECISION
    found = [
        Row(
            _("{n} of 100 decided by", n=share) if decided else _("{n} of 100 by", n=share),
            say_about(said.as_of + timedelta(days=at), said.as_of) if at is not None else far,
        )
        for share, at in ((10, days.p10), (50, days.p50), (80, days.p80), (90, days.p90))
    ]
    chances = ((30, said.of_100.within_30), (90, said.of_100.within_90))
    for within, number in (*chances, (180, said.of_100.within_180)):
        value = _("{n} of 100", n=number) if number is not None else far
        what = _("Decided within {n} days", n=within) if decided else _("Within {n} days", n=within)
        found.append(Row(what, value))
    return found


def _ticks(today: date, span: int, scale: float) -> list[Tick]:
    """First days of months, so few that their names do not touch."""
    firsts = [
        day
        for n in range(1, span + 1)
        if (day := today + timedelta(days=n)).day == 1
        and LEFT + n * scale < RIGHT - 16
        and n * scale > 44
    ]
    step = next((one for one in STEPS if len(firsts[::one]) <= MOST_TICKS), STEPS[-1])
    return [
        Tick(f"{LEFT + (day - today).days * scale:.1f}", _month(day), "middle")
        for day in firsts[::step][:MOST_TICKS]
    ]


def _month(day: date) -> str:
    return say_day(day, "MMM yyyy", language())
