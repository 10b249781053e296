"""The mailroom: numbers of letters, what a day's post holds, and counts that must match (MAIL-1
to MAIL-7)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.business_days import is_business_day
from cx_app.domain.business_time import EASTERN

LETTER_DIGITS: Final = 16
BATCH_DIGITS: Final = 8
CHECK_DIGITS: Final = 2
GROUP: Final = 4
MAX_TYPED: Final = 40
SIDES: Final = 2
"""Pages of a sheet. A letter is one sheet, printed on both sides."""


class BatchState(StrEnum):
    """Only moves forward."""

    READY = "ready"
    MAILED = "mailed"


class Scanned(StrEnum):
    """What a scan of a letter led to."""

    NOT_A_NUMBER = "not_a_number"
    """Its check digits do not fit, or it is something else."""
    UNKNOWN = "unknown"
    NOT_MAILED = "not_mailed"
    """It cannot come back: its batch has not left."""
    MAILED = "mailed"
    """It cannot be spoilt any more: its batch has left."""
    AGAIN = "again"
    RETURNED = "returned"
    REISSUED = "reissued"
    """Spoilt; a new letter with a new code takes its place."""
    TAKEN_OUT = "taken_out"
    """Spoilt, and nothing takes its place: its code had an end already, or it carried none."""
    OWN_CASE = "own_case"
    """Nobody works on their own case."""


@dataclass(frozen=True, slots=True)
class Counts:
    letters: int
    sheets: int


class Confirmed(StrEnum):
    """Why a batch counts as mailed, or does not."""

    DONE = "done"
    NOT_A_COUNT = "not_a_count"
    LETTERS_DIFFER = "letters_differ"
    SHEETS_DIFFER = "sheets_differ"
    TAKE_OUT = "take_out"
    """Codes of letters in it have been ended since it was printed."""
    MAILED_BEFORE = "mailed_before"


class Ordered(StrEnum):
    """What came of asking for a batch now; also the outcome of its audit row."""

    DONE = "done"
    NONE_WAIT = "none_wait"
    UNDER_WAY = "under_way"
    PAUSED = "letters_paused"


@dataclass(frozen=True, slots=True)
class MailroomRules:
    """Policy rows `mailroom.*`."""

    made_at: time
    """Eastern, on business days."""
    batch_letters: int


def checked(digits: str) -> str:
    """The digits with two check digits (ISO 7064, modulus 97): a digit that is wrong, and two that
    changed places, show."""
    return digits + f"{98 - int(digits) * 100 % 97:02d}"


def new_number(length: int = LETTER_DIGITS) -> str:
    """Drawn, so that it says nothing about code, case or how many letters there are."""
    count = length - CHECK_DIGITS
    return checked("".join(str(secrets.randbelow(10)) for _ in range(count)))


def parse_number(typed: str, length: int = LETTER_DIGITS) -> str | None:
    """What a scanner or a person typed; None when the check digits do not fit."""
    if len(typed) > MAX_TYPED:
        return None
    digits = "".join(typed.split())
    if len(digits) != length or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if int(digits) % 97 == 1 else None


def grouped(number: str) -> str:
    """`1234 5678 9012 3456`, as letters and pages show it."""
    return " ".join(number[i : i + GROUP] for i in range(0, len(number), GROUP))


def parse_count(typed: str) -> int | None:
    """A count as somebody types it; None when it is none."""
    digits = typed.strip().replace(",", "")
    return int(digits) if len(digits) <= 7 and digits.isascii() and digits.isdigit() else None


def day_s_post(now: datetime, made_at: time) -> datetime:
    """Letters that were due by this instant belong into the newest day's post; later ones wait for
    the next (MAIL-1)."""
    day = now.astimezone(EASTERN).date()
    while not is_business_day(day) or _begins(day, made_at) > now:
        day -= timedelta(days=1)
    return _begins(day, made_at)


def compare(expected: Counts, counted: Counts) -> Confirmed:
    """Both counts must be right before anything is released (MAIL-4)."""
    if counted.letters != expected.letters:
        return Confirmed.LETTERS_DIFFER
    if counted.sheets != expected.sheets:
        return Confirmed.SHEETS_DIFFER
    return Confirmed.DONE


def _begins(day: date, made_at: time) -> datetime:
    return datetime.combine(day, made_at, EASTERN)
