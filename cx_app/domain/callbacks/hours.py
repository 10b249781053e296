"""When a text may go out, and when to look again (TA-10, domain 1.3-9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cx_app.domain.business_days import DAY, is_business_day
from cx_app.domain.business_time import EASTERN
from cx_app.domain.callbacks.standing import CallbackRules

LOOK_AHEAD: Final = 30
"""Days. Nobody's hours are such that no day among them fits, or they never do."""


@dataclass(frozen=True, slots=True)
class LocalHours:
    """From `opens` until `closes`, which is not included, on a clock that is known elsewhere."""

    opens: time
    closes: time

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """In UTC; right across daylight-saving changes."""
        return (
            datetime.combine(day, self.opens, zone).astimezone(UTC),
            datetime.combine(day, self.closes, zone).astimezone(UTC),
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """When officers call: business days, Eastern, but for days that are closed."""

    hours: LocalHours
    closed: frozenset[date] = frozenset()

    def is_open_on(self, day: date) -> bool:
        return is_business_day(day) and day not in self.closed


@dataclass(frozen=True, slots=True)
class Suits:
    """What the person said: the zone of their clock, and the hours in which a call suits them."""

    zone: ZoneInfo
    hours: Sequence[LocalHours] = ()
    """None: any."""


@dataclass(frozen=True, slots=True)
class Window:
    """Half open, in UTC: when something may begin."""

    begins: datetime
    ends: datetime


def may_text(now: datetime, desk: Desk, suits: Suits, rules: CallbackRules) -> bool:
    """A text goes out only if an hour to answer and half an hour to call still fit what is left of
    the officers' day, and of the hours that suit; and never at night (design 7)."""
    return next_text(now, desk, suits, rules, days=1) == now


def next_text(
    now: datetime, desk: Desk, suits: Suits, rules: CallbackRules, days: int = LOOK_AHEAD
) -> datetime | None:
    """The first instant from now on at which a text may go; None if their hours never meet, as
    those of Guam and the officers' in summer: then a call goes without a text."""
    window = text_window(now, desk, suits, rules, days)
    return window.begins if window else None


def text_window(
    now: datetime, desk: Desk, suits: Suits, rules: CallbackRules, days: int = LOOK_AHEAD
) -> Window | None:
    """From the first instant at which a text may go until it would be too late that day."""
    need = rules.answer_within + rules.call_within
    return _next(now, desk, suits, rules, need, days)


def call_window(now: datetime, desk: Desk, suits: Suits, rules: CallbackRules) -> Window | None:
    """When an officer may call without a text: in the hours that suit and never at night. Where
    these never meet the officers' day, any hour but night; where that never does either, their
    whole day, since a call at a bad hour is better than none. None when no day is open."""
    for whom in (suits, Suits(suits.zone)):
        if found := _next(now, desk, whom, rules, timedelta.resolution, LOOK_AHEAD):
            return found
    any_hour = replace(rules, texts_from=time.min, texts_until=time.max)
    return _next(now, desk, Suits(suits.zone), any_hour, timedelta.resolution, LOOK_AHEAD)


def night_begins(now: datetime, zone: ZoneInfo, rules: CallbackRules) -> datetime | None:
    """In which nobody is texted, in UTC; None when it has begun (domain 1.3-9)."""
    there = now.astimezone(zone)
    _awake, asleep = LocalHours(rules.texts_from, rules.texts_until).on(there.date(), zone)
    return asleep if rules.texts_from <= there.time() < rules.texts_until else None


def next_day(now: datetime, zone: ZoneInfo) -> datetime:
    """When the person's next day begins, in UTC."""
    tomorrow = now.astimezone(zone).date() + DAY
    return datetime.combine(tomorrow, time.min, zone).astimezone(UTC)


def _next(
    now: datetime, desk: Desk, suits: Suits, rules: CallbackRules, need: timedelta, days: int
) -> Window | None:
    today = now.astimezone(EASTERN).date()
    for ahead in range(-1, days):
        if desk.is_open_on(today + ahead * DAY):
            times = _times(today + ahead * DAY, desk, suits, rules, need)
            found = [(max(begins, now), ends) for begins, ends in times if now < ends]
            if found:
                return Window(*min(found))
    return None


def _times(
    desk_day: date, desk: Desk, suits: Suits, rules: CallbackRules, need: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """Half-open intervals of the officers' day from which `need` still fits."""
    night = LocalHours(rules.texts_from, rules.texts_until)
    desk_opens, desk_closes = desk.hours.on(desk_day, EASTERN)
    for local_day in (desk_day - DAY, desk_day, desk_day + DAY):
        awake, asleep = night.on(local_day, suits.zone)
        for hours in suits.hours or (LocalHours(time.min, time.max),):
            opens, closes = hours.on(local_day, suits.zone)
            begins = max(desk_opens, awake, opens)
            ends = min(_last(desk_closes, need), asleep, _last(closes, need))
            if begins < ends:
                yield begins, ends


def _last(closes: datetime, need: timedelta) -> datetime:
    """The end of the instants from which `need` still fits; the very last one counts."""
    return closes - need + timedelta.resolution
