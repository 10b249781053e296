"""What officers decide about biometrics appointments (BIO-7, BIO-11, BIO-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Why(StrEnum):
    """Why an officer does not agree to another time; the person reads it."""

    NO_CAUSE = "no_cause"
    NO_EVIDENCE = "no_evidence"
    URGENT = "urgent"
    MANY = "many"


class Excuse(StrEnum):
    """Why an officer moves an appointment whose time has passed, at discretion (BIO-7)."""

    ILLNESS = "illness"
    NO_NOTICE = "no_notice"
    OFFICE = "office"
    """The center could not see them."""
    EMERGENCY = "emergency"
    OTHER = "other"


class HomeReason(StrEnum):
    """Why biometrics are taken where somebody lives (BIO-11)."""

    DISABILITY = "disability"
    HEALTH = "health"


class HomeState(StrEnum):
    ASKED = "asked"
    """Somebody has to go there; the appointment at the center stays for now."""
    ARRANGED = "arranged"
    DONE = "done"
    ENDED = "ended"
    """Not needed any more, or not possible."""


class DayPart(StrEnum):
    """When on its day somebody comes; nobody who drives from home to home promises an hour."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class HomePlan:
    day: date
    part: DayPart


HOME_GOES_ON: Final = frozenset({HomeState.ASKED, HomeState.ARRANGED})


class DeskAnswer(StrEnum):
    """What came of what an officer did; also the outcome of its audit row."""

    DONE = "done"
    TOO_LATE = "too_late"
    """A colleague, or the person, was faster."""
    NOT_OPENED = "not_opened"
    INCOMPLETE = "incomplete"
    """A choice is missing."""
    TAKEN = "taken"
    """The time is not free any more."""
    NO_DAY = "no_day"
    """It needs a day that is not over."""
    NOT_PENDING = "not_pending"
    NOT_SCHEDULED = "not_scheduled"
