"""Requests for a new code: when an officer looks first, by when it should come, when to remind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from cx_app.domain.business_days import business_day_after
from cx_app.domain.business_time import eastern_date, end_of_day


class ReviewReason(StrEnum):
    """Why an officer looks before a code goes out; the gravest first (3.3-9)."""

    PROTECTED = "protected"
    DISPUTED = "disputed"
    SEVERAL_MATCH = "several_match"
    LOCK_OUTS = "lock_outs"
    RETURNED_MAIL = "returned_mail"
    ADDRESS_CHANGED = "address_changed"
    NO_ADDRESS = "no_address"


class Confirmed(StrEnum):
    """How an officer made sure of who asks and where they live before a code goes out."""

    CALL = "call"
    IN_PERSON = "in_person"
    EVIDENCE = "evidence"


class Refusal(StrEnum):
    """What an officer says when no code goes out. Codes only: no free text about a person."""

    NOT_CONFIRMED = "not_confirmed"
    ADDRESS_FIRST = "address_first"
    NOT_ON_CASE = "not_on_case"
    HAS_CODE = "has_code"
    NOT_SAFE = "not_safe"


class EndReason(StrEnum):
    """Why an officer ends or replaces a code."""

    LETTER_LOST = "letter_lost"
    LETTER_RETURNED = "letter_returned"
    WRONG_HANDS = "wrong_hands"
    GUESSED_AT = "guessed_at"
    BY_MISTAKE = "by_mistake"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a request that matches somebody."""

    protected: bool = False
    disputed: bool = False
    several_match: bool = False
    asker_guessed: bool = False
    """Many wrong codes were tried on this case lately, and some of them by whoever asks."""
    letter_returned: bool = False
    """The holder's last letter came back, and their address has not changed since."""
    reachable: bool = True
    """There is an address for the channel that the code would take."""
    address_changed_at: datetime | None = None


def review_reason(
    circumstances: Circumstances, address_review: timedelta, now: datetime
) -> ReviewReason | None:
    """The gravest reason for an officer to look first; None when the code may go out (3.3-9)."""
    changed = circumstances.address_changed_at
    stands = {
        ReviewReason.PROTECTED: circumstances.protected,
        ReviewReason.DISPUTED: circumstances.disputed,
        ReviewReason.SEVERAL_MATCH: circumstances.several_match,
        ReviewReason.LOCK_OUTS: circumstances.asker_guessed,
        ReviewReason.RETURNED_MAIL: circumstances.letter_returned,
        ReviewReason.ADDRESS_CHANGED: changed is not None and now - changed < address_review,
        ReviewReason.NO_ADDRESS: not circumstances.reachable,
    }
    return next((reason for reason, holds in stands.items() if holds), None)


def comes_by(asked_at: datetime, business_days: int) -> date:
    """The day by whose end a requested code should have come (OAC-4)."""
    return business_day_after(eastern_date(asked_at), business_days)


def is_late(asked_at: datetime, business_days: int, now: datetime) -> bool:
    return now >= end_of_day(comes_by(asked_at, business_days))


def reminder_due(valid_until: datetime, days_before: tuple[int, ...], now: datetime) -> int | None:
    """Which of the reminders stands now: the one closest to the end that has begun. So whoever
    comes late gets one and not two at once (3.3-10)."""
    if now >= valid_until:
        return None
    begun = (days for days in days_before if now >= valid_until - timedelta(days=days))
    return min(begun, default=None)
