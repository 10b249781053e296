"""Offices, services, days and closures in plain words, for staff. In English."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.offices import ClosureReason, DayKind, OfficeKind
from cx_app.domain.opening_hours import DayChange, HoursMistake

KINDS: Final = {
    OfficeKind.FIELD_OFFICE: "Field office",
    OfficeKind.SUPPORT_CENTER: "Application support center",
    OfficeKind.SERVICE_CENTER: "Service center",
    OfficeKind.OTHER: "Other office",
}
SERVICES: Final = {
    AppointmentKind.OFFICE: "Visits",
    AppointmentKind.BIOMETRICS: "Biometrics",
    AppointmentKind.INTERVIEW: "Interviews",
}
DAYS: Final = {
    DayKind.OPEN: "Open",
    DayKind.OTHER_HOURS: "Other hours",
    DayKind.PARTLY_CLOSED: "Partly closed",
    DayKind.CLOSED_BY_AGENCY: "Closed by the agency",
    DayKind.CLOSED: "Closed",
    DayKind.HOLIDAY: "Public holiday",
    DayKind.NO_HOURS: "No hours",
}
TONES: Final = {
    DayKind.OPEN: "nobody",
    DayKind.OTHER_HOURS: "agency",
    DayKind.PARTLY_CLOSED: "agency",
    DayKind.CLOSED_BY_AGENCY: "you",
    DayKind.CLOSED: "you",
    DayKind.HOLIDAY: "plain",
    DayKind.NO_HOURS: "plain",
}
CLOSURES: Final = {
    ClosureReason.WEATHER: "Weather",
    ClosureReason.BUILDING: "The building can’t be used",
    ClosureReason.POWER: "No power or no network",
    ClosureReason.SAFETY: "Safety of people or staff",
    ClosureReason.STAFF: "Too few staff",
    ClosureReason.LOCAL_EVENT: "A local event or holiday",
    ClosureReason.TRAINING: "Training",
}
CHANGES: Final = {
    DayChange.PAST_DAY: "This day is over. Choose today or a later day.",
    DayChange.NO_TIMES: "Enter from when until when the office is open.",
    DayChange.ORDER: "The office must close after it opens.",
    DayChange.NO_HOURS: (
        "The office has no usual hours on this weekday. Set those first: they say how long a visit "
        "is and how many people come at the same time."
    ),
}
HOURS: Final = {
    HoursMistake.UNREADABLE: "Enter hours such as 8:00-12:00, 13:00-16:00, on a 24-hour clock.",
    HoursMistake.ORDER: "Hours go from earlier to later, and do not overlap.",
    HoursMistake.TOO_SHORT: "Not one visit of this length fits into these hours.",
    HoursMistake.MINUTES: "Enter from 5 to 240 minutes.",
    HoursMistake.PEOPLE: "Enter from 1 to 50 people.",
}
WEEKDAYS: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)
PAST_DAY: Final = CHANGES[DayChange.PAST_DAY]


def closure(reason: str) -> str:
    """The agency has words of its own for its closures."""
    known = {str(one): said for one, said in CLOSURES.items()}
    return known.get(reason, reason.replace("_", " ").capitalize())


def clock_time(at: time | datetime, zone: ZoneInfo | None = None) -> str:
    """`8:30 AM`; an instant on the clock of `zone`."""
    shown = at.astimezone(zone).time() if isinstance(at, datetime) and zone else at
    return str(format_time(shown, "h:mm a", locale="en_US"))


def month_name(day: date) -> str:
    return str(format_date(day, "MMMM y", locale="en_US"))


def short_day(day: date) -> str:
    """`Tue, Nov 24`."""
    return str(format_date(day, "EEE, MMM d", locale="en_US"))
