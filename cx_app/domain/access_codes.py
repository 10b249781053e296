"""Online access codes: their shape, their life, and when trying must stop (OAC-1 to OAC-20)."""

from __future__ import annotations

import math
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from cx_app.domain.business_time import end_of_day

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 12
GROUP: Final = 4
ENTROPY_BITS: Final = LENGTH * math.log2(len(ALPHABET))
MAX_TYPED: Final = 60
OFFENSIVE: Final = (
    *("FCK", "FUK", "FUC", "SHT", "5HT", "CNT", "ASS", "A55", "AS5", "A5S", "SEX", "5EX", "XXX"),
    *("KKK", "NGR", "N6R", "FAG", "F4G", "WTF", "DAMN", "RAPE", "PUT4", "PUTA", "CACA", "TETA"),
    *("PENE", "MRDA", "JDR", "CHNG", "NAZ"),
)
"""What no letter may spell, in English or Spanish, also with digits for letters."""
A_DAY: Final = timedelta(days=1)


class Verdict(StrEnum):
    """Why a try counted or not. Only the audit row and staff see which refusal it was."""

    LINKED = "linked"
    LOCKED = "locked"
    NO_CASE = "no_case"
    NO_CODE = "no_code"
    EXPIRED = "expired"
    USED = "used"
    VOIDED = "voided"
    OTHER_PARTY = "other_party"
    WRONG_PERSON = "wrong_person"


class Scope(StrEnum):
    """What a counter counts: only accounts and networks lock; cases alert staff (design 7)."""

    ACCOUNT = "account"
    NETWORK = "network"
    CASE = "case"


class Life(StrEnum):
    """How far a code is, from being asked for to its end (3.3-7)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PRINTED = "printed"
    MAILED = "mailed"
    E_MAILED = "e_mailed"
    RETURNED = "returned"
    EXPIRED = "expired"
    VOIDED = "voided"
    REDEEMED = "redeemed"


@dataclass(frozen=True, slots=True)
class AttemptLimits:
    """Policy rows `access_codes.*`; counts per window, then a pause."""

    window: timedelta
    per_account: int
    per_network: int
    pause: timedelta
    alert_after: int
    alert_window: timedelta
    per_account_day: int
    """From so many failures within a day on, each one more pauses the account for `day_pause`."""
    day_pause: timedelta

    @property
    def counted_for(self) -> timedelta:
        """How long a failure of an account counts."""
        return max(self.window, A_DAY)


@dataclass(frozen=True, slots=True)
class Code:
    """What the checks need to know of a stored code."""

    id: UUID
    party_id: UUID | None
    representation_id: UUID | None
    valid_until: datetime
    redeemed: bool
    voided: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """When what happened to a code and the request for it; a request alone has no `issued_at`."""

    issued_at: datetime | None = None
    valid_until: datetime | None = None
    by_email: bool = False
    requested_at: datetime | None = None
    printed_at: datetime | None = None
    mailed_at: datetime | None = None
    returned_at: datetime | None = None
    redeemed_at: datetime | None = None
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    life: Life
    at: datetime


def generate() -> str:
    """Twelve symbols without look-alikes (59 bits), never spelling an offence."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not any(word in code for word in OFFENSIVE):
            return code


def grouped(code: str) -> str:
    """`ABCD-EFGH-JKMN`, as letters print it."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def parse_code(typed: str) -> str | None:
    """What a person typed from a letter: any case, spaces, dashes. None if it can't be a code."""
    if len(typed) > MAX_TYPED:
        return None
    folded = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(ch for ch in folded if ch.isalnum())
    return code if len(code) == LENGTH and all(ch in ALPHABET for ch in code) else None


def valid_until(issued_on: date, valid_days: int) -> datetime:
    """The first instant that is too late: the end of the last day, Eastern (OAC-1, design 7)."""
    return end_of_day(issued_on + timedelta(days=valid_days))


def life_of(dates: Dates, now: datetime) -> Life:
    """Where a code stands now. Its end goes before everything that happened to its letter."""
    return max((step.life for step in steps_of(dates, now)), key=list(Life).index)


def steps_of(dates: Dates, now: datetime) -> tuple[Step, ...]:
    """The whole life so far, oldest first. A code expires by the clock alone, and only if nothing
    has ended it before."""
    ended = dates.redeemed_at or dates.voided_at
    expires = None if ended else dates.valid_until
    moments = {
        Life.REQUESTED: dates.requested_at,
        Life.APPROVED: dates.issued_at,
        Life.PRINTED: dates.printed_at,
        Life.E_MAILED if dates.by_email else Life.MAILED: dates.mailed_at,
        Life.RETURNED: dates.returned_at,
        Life.EXPIRED: expires if expires and expires <= now else None,
        Life.VOIDED: dates.voided_at,
        Life.REDEEMED: dates.redeemed_at,
    }
    steps = [Step(life, at) for life, at in moments.items() if at is not None]
    order = list(Life)
    return tuple(sorted(steps, key=lambda step: (step.at, order.index(step.life))))


def judge(code: Code | None, *, now: datetime, birth_date_matches: bool) -> Verdict:
    """Whether a code that belongs to this case and capacity opens it (OAC-20, 3.3)."""
    if code is None:
        return Verdict.NO_CODE
    if code.voided:
        return Verdict.VOIDED
    if code.redeemed:
        return Verdict.USED
    if now >= code.valid_until:
        return Verdict.EXPIRED
    if not birth_date_matches:
        return Verdict.WRONG_PERSON
    return Verdict.LINKED


def pause_after(
    failures: Sequence[datetime], limit: int, limits: AttemptLimits, now: datetime
) -> datetime | None:
    """Until when to pause once the failures in the window reach the limit; None if not yet."""
    recent = sum(1 for at in failures if now - at < limits.window)
    return now + limits.pause if recent >= limit else None


def account_pause(
    failures: Sequence[datetime], limits: AttemptLimits, now: datetime
) -> datetime | None:
    """`pause_after` for an account, where a day of failures slows more than a quarter of an hour
    (3.3-8)."""
    today = sum(1 for at in failures if now - at < A_DAY)
    if today >= limits.per_account_day:
        return now + max(limits.day_pause, limits.pause)
    return pause_after(failures, limits.per_account, limits, now)
