"""Opening hours as staff type them: `8:00-12:00, 13:00-16:00` for a day, nothing where closed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from enum import StrEnum
from typing import Final

Span = tuple[time, time]
"""From when until when; the end is not included."""
_CLOCK: Final = r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?"
_SPAN: Final = re.compile(rf"{_CLOCK}\s*(?:-|–|to)\s*{_CLOCK}\Z")
LONGEST: Final = 80
"""Characters of one day."""


class DayChange(StrEnum):
    """Why other hours of a day are not taken."""

    PAST_DAY = "past_day"
    NO_TIMES = "no_times"
    ORDER = "order"
    """They end before they begin."""
    NO_HOURS = "no_hours"
    """The office never sees people on this weekday, so that nothing says how long a visit is."""


class HoursMistake(StrEnum):
    """What is wrong with the hours of one weekday."""

    UNREADABLE = "unreadable"
    ORDER = "order"
    """A span ends before it begins, or before the one in front of it has ended."""
    TOO_SHORT = "too_short"
    """Not one visit fits."""
    MINUTES = "minutes"
    PEOPLE = "people"


def spans_from(typed: str) -> list[Span] | HoursMistake:
    """The spans of a day in order; none for an empty line."""
    if len(typed) > LONGEST:
        return HoursMistake.UNREADABLE
    spans = []
    for part in filter(None, map(str.strip, typed.split(","))):
        found = _SPAN.match(part)
        if found is None:
            return HoursMistake.UNREADABLE
        spans.append((_time(found[1], found[2]), _time(found[3], found[4])))
    ends = [time.min, *(closes for _opens, closes in spans)]
    if any(closes <= opens for opens, closes in spans) or any(
        opens < before for (opens, _closes), before in zip(spans, ends, strict=False)
    ):
        return HoursMistake.ORDER
    return spans


def written(spans: Iterable[Span]) -> str:
    """As `spans_from` reads it."""
    return ", ".join(f"{_said(opens)}-{_said(closes)}" for opens, closes in spans)


def _time(hour: str, minute: str | None) -> time:
    return time(int(hour), int(minute or 0))


def _said(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"
