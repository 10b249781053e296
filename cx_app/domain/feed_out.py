"""What leaves the portal and what the agency answers (OUT-1 to OUT-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.business_days import DAY, business_day_after
from cx_app.domain.business_time import eastern_date, end_of_day

LOOKS_BACK: Final = 31 * DAY
"""A statement that has not come by then is listed as missing already."""


class EventKind(StrEnum):
    BOOKING = "booking"
    MOVE = "move"
    CANCELLATION = "cancellation"
    ADDRESS_CHANGE = "address_change"
    CODE_REQUEST = "code_request"
    RESCHEDULE_REQUEST = "reschedule_request"
    REPRESENTATION = "representation"
    WITHDRAWAL = "withdrawal"


class Outcome(StrEnum):
    """What the agency did with an event."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Answer(StrEnum):
    """What became of one acknowledgement."""

    ACKNOWLEDGED = "acknowledged"
    REPEATED = "repeated"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


class Finding(StrEnum):
    """What a day's statement and the portal do not agree on."""

    ONLY_WE = "only_we"
    ONLY_THEY = "only_they"
    IDS_DIFFER = "ids_differ"
    NO_STATEMENT = "no_statement"


@dataclass(frozen=True, slots=True)
class Said:
    """The agency about one event, under an id of its own."""

    agency_id: str
    outcome: Outcome = Outcome.ACCEPTED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long the agency may take before staff see that it has not answered (OUT-3)."""

    quick_kinds: frozenset[str]
    quick: timedelta
    slow_business_days: int
    chase_times: int = 0
    """So often what is quick and not answered is sent again, each time after twice as long
    (OUT-5)."""


def hear(known: Said | None, said: Said, *, asked_again: bool = False) -> Answer:
    """The first answer stands (OUT-2). What the agency refused and staff sent again may be
    answered anew, whenever late copies of the first answer come."""
    if known is None:
        return Answer.ACKNOWLEDGED
    if (known.agency_id, known.outcome) == (said.agency_id, said.outcome):
        return Answer.REPEATED
    if asked_again and known.outcome is Outcome.REFUSED:
        return Answer.ACKNOWLEDGED
    return Answer.CONFLICT


def overdue_before(kind: str, now: datetime, periods: Periods) -> datetime:
    """What left before this instant and is not acknowledged is late (OUT-3). Slow kinds have until
    the end of a business day after the day on which they left."""
    if kind in periods.quick_kinds:
        return now - periods.quick
    day = eastern_date(now) - DAY
    while end_of_day(business_day_after(day, periods.slow_business_days)) > now:
        day -= DAY
    return end_of_day(day)


def ended_days(first: datetime, now: datetime) -> list[date]:
    """The days (Eastern) that are over, from the one of the first event on, oldest first."""
    today, day = eastern_date(now), eastern_date(first)
    day = max(day, today - LOOKS_BACK)
    return [day + n * DAY for n in range((today - day).days)]


def statement_is_late(day: date, now: datetime, business_days: int) -> bool:
    """Whether the statement of a day should have come by now (OUT-4)."""
    return end_of_day(business_day_after(day, business_days)) <= now


@dataclass(frozen=True, slots=True)
class Difference:
    finding: Finding
    event_id: str
    agency_id: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A statement against what the portal knows: what differs, and what it acknowledges late."""

    differences: list[Difference] = field(default_factory=list)
    acknowledged: dict[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OurSide:
    """An event as the portal knows it; `of_the_day` when the statement must name it."""

    answer: Said | None
    asked_again: bool
    of_the_day: bool


def compare(ours: Mapping[str, OurSide], theirs: Mapping[str, Said]) -> Compared:
    """What only one side knows, and ids that differ (OUT-4). An event that was never acknowledged
    and stands in the statement counts as acknowledged by it."""
    found = Compared()
    for event_id, said in theirs.items():
        mine = ours.get(event_id)
        if mine is None:
            found.differences.append(Difference(Finding.ONLY_THEY, event_id, said.agency_id))
            continue
        match hear(mine.answer, said, asked_again=mine.asked_again):
            case Answer.ACKNOWLEDGED:
                found.acknowledged[event_id] = said
            case Answer.CONFLICT:
                known = mine.answer.agency_id if mine.answer else ""
                found.differences.append(
                    Difference(Finding.IDS_DIFFER, event_id, said.agency_id, known)
                )
    for event_id, mine in ours.items():
        if mine.of_the_day and event_id not in theirs:
            known = mine.answer.agency_id if mine.answer else ""
            found.differences.append(Difference(Finding.ONLY_WE, event_id, ours=known))
    return found
