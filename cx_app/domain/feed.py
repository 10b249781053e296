"""What follows from a record of the case feed, and why something does not (FEED-3, FEED-5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from cx_app.domain.appointments import AppointmentState
from cx_app.domain.cases import UNKNOWN, status_of


class Caused(StrEnum):
    """What a record caused beyond its facts; kept with it, so that staff can say why."""

    FACTS = "facts"
    """Nothing was due."""
    STATUS_MESSAGE = "status_message"
    MOVE_MESSAGE = "move_message"
    APPOINTMENT_MESSAGE = "appointment_message"
    CODE = "code"
    HISTORY = "history"
    """Imported as history: nobody is told, no code is issued."""
    NOT_NEWEST = "not_newest"
    """It changes what was, not what is."""
    NO_WORDS = "no_words"
    """The portal has no plain words for the event's code."""
    OLD = "old"
    """It happened too long ago to be news."""
    ENDED = "ended"
    """Whom it concerns is no part of the case any more."""


def of_event(
    code: str,
    at: datetime,
    *,
    newest: bool,
    history: bool,
    now: datetime,
    tell_within: timedelta,
) -> Caused:
    """An event is told once, when it becomes the present state of its case (FEED-3)."""
    if history:
        return Caused.HISTORY
    if not newest:
        return Caused.NOT_NEWEST
    if status_of(code) is UNKNOWN:
        return Caused.NO_WORDS
    if now - at > tell_within:
        return Caused.OLD
    return Caused.STATUS_MESSAGE


def of_office(
    old: str, new: str, at: datetime, *, history: bool, now: datetime, tell_within: timedelta
) -> Caused:
    """A case that had an office and now has another has moved (FEED-3)."""
    if not old or not new or old == new:
        return Caused.FACTS
    if history:
        return Caused.HISTORY
    return Caused.OLD if now - at > tell_within else Caused.MOVE_MESSAGE


def of_appointment(
    state: AppointmentState, starts: datetime, *, changed: bool, history: bool, now: datetime
) -> Caused:
    """An appointment that lies ahead is told when it is made, moved or cancelled (FEED-3)."""
    if history:
        return Caused.HISTORY
    if not changed or state not in (AppointmentState.SCHEDULED, AppointmentState.CANCELLED):
        return Caused.FACTS
    return Caused.OLD if starts <= now else Caused.APPOINTMENT_MESSAGE


def of_code(*, ended: bool, history: bool) -> Caused:
    """A code is issued to whoever is still part of the case (FEED-5)."""
    if ended:
        return Caused.ENDED
    return Caused.HISTORY if history else Caused.CODE
