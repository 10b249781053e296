"""Moving a biometrics appointment: causes, who may still move it, and how (BIO-1 to BIO-12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.business_days import DAY, is_business_day
from cx_app.domain.business_time import EASTERN, eastern_date


class Cause(StrEnum):
    """Good cause, as the agency published it (BIO-4); which of them count is policy."""

    ILLNESS = "illness"
    TRAVEL = "travel"
    LIFE_EVENT = "life_event"
    TRANSPORT = "transport"
    WORK_OR_CARE = "work_or_care"
    LATE_NOTICE = "late_notice"
    OTHER = "other"
    """In the person's own words; an officer decides."""


class Standard(StrEnum):
    """What is asked of somebody who did not come (BIO-8, BIO-15)."""

    GOOD_CAUSE = "good_cause"
    EXTRAORDINARY = "extraordinary"


class Channel(StrEnum):
    """Who moved it, or wants it moved, and how."""

    ONLINE = "online"
    PHONE = "phone"
    """The person called, and an officer did it for them."""
    CLOSURE = "closure"
    """The office closed; nobody asked for it (BIO-12)."""
    OFFICER = "officer"
    """An officer of their own accord."""


class RescheduleState(StrEnum):
    DONE = "done"
    ASKED = "asked"
    """Another cause waits for an officer; the appointment stays (BIO-21)."""
    APPROVED = "approved"
    """A time is still to be chosen."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Taken back, or overtaken: the appointment was moved or ended otherwise."""
    AWAITING = "awaiting"
    """The office closed and no time was left: there is no appointment until one is chosen."""


OPEN: Final = frozenset({RescheduleState.ASKED, RescheduleState.APPROVED, RescheduleState.AWAITING})
NEXT: Final[Mapping[RescheduleState, frozenset[RescheduleState]]] = {
    RescheduleState.ASKED: frozenset(
        {RescheduleState.APPROVED, RescheduleState.REFUSED, RescheduleState.WITHDRAWN}
    ),
    RescheduleState.APPROVED: frozenset({RescheduleState.DONE, RescheduleState.WITHDRAWN}),
    RescheduleState.AWAITING: frozenset({RescheduleState.DONE, RescheduleState.WITHDRAWN}),
}


class RescheduleRefusal(StrEnum):
    """Why the portal does not move an appointment."""

    FORM = "form"
    NOT_PENDING = "not_pending"
    NOT_SCHEDULED = "not_scheduled"
    COUNT = "count"
    WITHIN_HOURS = "within_hours"
    UNTIMELY = "untimely"
    PENDING_OTHER = "pending_other"
    """An officer is about to decide; the request can be taken back."""
    PAUSED = "paused"
    """Another account of the same person said no to this one (CLAIM-3)."""
    NOT_A_CAUSE = "not_a_cause"
    WORDS = "words"
    """Another cause needs words, and not too many."""


class Zone(StrEnum):
    """How much time is left (domain 4.2)."""

    ONLINE = "online"
    PHONE = "phone"
    """Still in time, but only by phone."""
    PAST = "past"
    """By phone, and only at the agency's discretion (BIO-7)."""


@dataclass(frozen=True, slots=True)
class BiometricsRules:
    """Policy rows `biometrics.*`."""

    limit: timedelta
    """This long before the appointment, or less, it is moved by phone only."""
    times: int
    """So many moves of the person's own; then by phone."""
    excluded_forms: frozenset[str]
    causes: frozenset[Cause]
    """Those that count without an officer."""
    standard: Standard
    words_least: int
    words_most: int
    """Characters of another cause."""
    closure_undo: timedelta
    """How long a closed day may be taken back before anybody is moved (BIO-32)."""
    closure_days: int
    """So many days after the old one there are times to give, however far ahead it is (BIO-30)."""
    phone_from: time
    phone_until: time
    """When somebody answers, Eastern, Monday to Friday (TA-10)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether an appointment may be moved now."""

    form: str
    pending: bool
    """The case is open."""
    starts_at: datetime | None
    """Of the active appointment; None when there is none."""
    count: int
    """Moves that count so far (BIO-20)."""
    open: RescheduleState | None = None
    """Of the one request that is not over, if there is one."""
    may_act: bool = True


def zone_of(starts_at: datetime, now: datetime, rules: BiometricsRules) -> Zone:
    """Elapsed time between two instants: 12 h 00 m 00 s is by phone, one second more is not."""
    left = starts_at - now
    if left <= timedelta(0):
        return Zone.PAST
    return Zone.ONLINE if left > rules.limit else Zone.PHONE


def online_until(starts_at: datetime, rules: BiometricsRules) -> datetime:
    """The first instant at which it is by phone only."""
    return starts_at - rules.limit


def phone_until(starts_at: datetime, now: datetime, rules: BiometricsRules) -> datetime | None:
    """Until when somebody answers before the appointment begins, in UTC; None when nobody does any
    more: the phone is answered on business days, Eastern (TA-10)."""
    day, first = eastern_date(starts_at), eastern_date(now)
    while day >= first:
        if is_business_day(day):
            opens = datetime.combine(day, rules.phone_from, EASTERN).astimezone(UTC)
            closes = datetime.combine(day, rules.phone_until, EASTERN).astimezone(UTC)
            last = min(closes, starts_at)
            if last > max(opens, now):
                return last
        day -= DAY
    return None


def may_reschedule(facts: Facts, now: datetime, rules: BiometricsRules) -> RescheduleRefusal | None:
    """Whether the person moves it online now (BIO-2, BIO-3). Whoever has an officer's yes, or lost
    their time to a closure, chooses a time however late it is and however often they moved."""
    if not facts.pending:
        return RescheduleRefusal.NOT_PENDING
    if not facts.may_act:
        return RescheduleRefusal.PAUSED
    if facts.open is RescheduleState.AWAITING:
        return None
    if facts.starts_at is None:
        return RescheduleRefusal.NOT_SCHEDULED
    if facts.open is RescheduleState.APPROVED:
        return None
    if facts.form in rules.excluded_forms:
        return RescheduleRefusal.FORM
    match zone_of(facts.starts_at, now, rules):
        case Zone.PAST:
            return RescheduleRefusal.UNTIMELY
        case Zone.PHONE:
            return RescheduleRefusal.WITHIN_HOURS
    if facts.count >= rules.times:
        return RescheduleRefusal.COUNT
    if facts.open is RescheduleState.ASKED:
        return RescheduleRefusal.PENDING_OTHER
    return None


def may_by_phone(facts: Facts, now: datetime, rules: BiometricsRules) -> bool | RescheduleRefusal:
    """Whether an officer may move it for somebody on the phone, and then whether that is in time:
    the phone stays open for everyone (BIO-9), for a first appointment it never was (BIO-10)."""
    if not facts.pending:
        return RescheduleRefusal.NOT_PENDING
    if facts.open is RescheduleState.AWAITING:
        return True
    if facts.starts_at is None:
        return RescheduleRefusal.NOT_SCHEDULED
    return facts.open is RescheduleState.APPROVED or (
        zone_of(facts.starts_at, now, rules) is not Zone.PAST
    )


def may_ask_other(
    facts: Facts, words: str, now: datetime, rules: BiometricsRules
) -> RescheduleRefusal | None:
    """Whether another cause may go to an officer: as long as the appointment could be moved online
    now, with words (BIO-21)."""
    if facts.open in (RescheduleState.APPROVED, RescheduleState.AWAITING):
        return RescheduleRefusal.PENDING_OTHER
    if (refusal := may_reschedule(facts, now, rules)) is not None:
        return refusal
    length = len(words.strip())
    return None if rules.words_least <= length <= rules.words_most else RescheduleRefusal.WORDS


def cause_of(code: str, rules: BiometricsRules) -> Cause | None:
    """What somebody chose, if it counts without an officer now (BIO-4, BIO-15)."""
    found = next((cause for cause in rules.causes if cause == code), None)
    return None if found is Cause.OTHER else found


def counts(channel: Channel, state: RescheduleState) -> bool:
    """Only what the person themselves asked for and got counts (BIO-12, BIO-20)."""
    return state is RescheduleState.DONE and channel in (Channel.ONLINE, Channel.PHONE)


def may_become(state: RescheduleState, to: RescheduleState) -> bool:
    return to in NEXT.get(state, frozenset())


def keeps_from_no_show(state: RescheduleState, asked_at: datetime, starts_at: datetime) -> bool:
    """Nobody is recorded as not having come while a request that came in time is open (BIO-8,
    BIO-21)."""
    return state in OPEN and asked_at < starts_at
