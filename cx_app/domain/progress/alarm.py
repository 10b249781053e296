"""When a record of estimates says that somebody must look (MP-32)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cx_app.domain.progress.record import Figures

ENOUGH: Final = 1_000
"""Finished cases below which a record says nothing."""
MOST_ERROR: Final = 0.08
"""Mean distance between the chance said for 90 days and what came."""
LEAST_HELD, MOST_HELD = 0.70, 0.92
"""Of "80 of 100 by" dates."""


class Alarm(StrEnum):
    CHANCES_OFF = "chances_off"
    DATES_EARLY = "dates_early"
    """Too few held: people were told too early a date."""
    DATES_LATE = "dates_late"


def error_of(figures: Figures) -> float | None:
    """The calibration error (0 … 1) of the chances said; None where nothing was."""
    if not figures.cases:
        return None
    off = sum(abs(foreseen - came) for _cases, foreseen, came in figures.tenths)
    return off / figures.cases


def held_of(figures: Figures) -> float | None:
    return figures.held / figures.dates if figures.dates else None


def alarms(figures: Figures) -> list[Alarm]:
    found = []
    error, held = error_of(figures), held_of(figures)
    if figures.cases >= ENOUGH and error is not None and error > MOST_ERROR:
        found.append(Alarm.CHANCES_OFF)
    if figures.dates >= ENOUGH and held is not None:
        if held < LEAST_HELD:
            found.append(Alarm.DATES_EARLY)
        if held > MOST_HELD:
            found.append(Alarm.DATES_LATE)
    return found
