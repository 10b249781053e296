"""Move everybody whose support center is closed (BIO-12): each in a transaction of their own, told
in it, found again after a crash. Their count of moves stays as it was (BIO-20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.biometrics import Channel, RescheduleState
from cx_app.domain.biometrics_closures import next_time
from cx_app.domain.messages import Kind
from cx_app.domain.offices import day_of
from cx_app.domain.slots import BookingState, Refused
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking, Case, Office, Party, Person, Reschedule, biometrics
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.biometrics.access import Capacity, Mine
from cx_app.services.biometrics.closed import closure_of, stand_behind
from cx_app.services.biometrics.further import centers_for
from cx_app.services.biometrics.notice import calendar_of, issue_notice
from cx_app.services.biometrics.standing import open_request
from cx_app.services.biometrics.tell import tell_move, tell_withdrawn
from cx_app.services.biometrics.tell_desk import tell_awaiting
from cx_app.services.biometrics.times import BIOMETRICS
from cx_app.services.offices.bookings import Booked
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.give import give
from cx_app.services.offices.times import FreeTime, free_times
from cx_app.services.policy.current import policy

CLOSED: Final = "closed"
"""Why it moved or ended: its office closed."""
TRIES: Final = 5
"""Times that are looked at for one person; when all are taken meanwhile, the next run goes on."""


class Rehoused(StrEnum):
    MOVED = "moved"
    AWAITING = "awaiting"
    """No time is left anywhere near: there will be one, and the person may choose themselves."""
    STAYS = "stays"
    """It was moved or ended before, or the office is open again."""


def move_away(session: Session, booking_id: UUID) -> Rehoused:
    """To the next date of the same center, or to the next nearest center."""
    old = session.exec(
        select(Booking)
        .where(Booking.id == booking_id, Booking.state == BookingState.ACTIVE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).first()
    shut = closure_of(session, old) if old is not None else None
    if old is None or shut is None:
        return Rehoused.STAYS
    whose = whose_booking(session, old)
    given = _give(session, whose, old, instead_of=old.id)
    if given is None:
        return _await(session, whose, old, shut.reason)
    row = _closure_row(session, whose, old, shut.reason)
    row.state, row.to_booking_id = RescheduleState.DONE, given.booking_id
    session.add(row)
    if (asked := open_request(session, whose.party.id)) is not None:
        asked.from_booking_id = given.booking_id  # what they asked for is still to be decided
        session.add(asked)
    return _moved(session, whose, row, old, given)


def find_again(session: Session, reschedule_id: UUID) -> Rehoused:
    """Somebody without an appointment gets one as soon as there is a time."""
    row = session.exec(
        select(Reschedule)
        .where(Reschedule.id == reschedule_id, Reschedule.state == RescheduleState.AWAITING)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return Rehoused.STAYS
    old = session.get_one(Booking, row.from_booking_id)
    whose = whose_booking(session, old)
    given = None if whose.case.closed else _give(session, whose, old, instead_of=None)
    if given is None:
        return Rehoused.AWAITING
    row.state, row.to_booking_id = RescheduleState.DONE, given.booking_id
    row.decided_at = clock.business(session)
    session.add(row)
    return _moved(session, whose, row, old, given)


@dataclass(frozen=True, slots=True)
class Awaits:
    """Somebody without an appointment; `booking_id` is the one that a closure took from them."""

    id: UUID
    booking_id: UUID
    since: datetime


def awaiting(session: Session, limit: int, behind: Awaits | None = None) -> list[Awaits]:
    """Who has waited longest first, from behind one of them on: those for whom there is no time
    today must not stand before the others."""
    query = (
        select(Reschedule.id, Reschedule.from_booking_id, Reschedule.asked_at)
        .where(Reschedule.state == RescheduleState.AWAITING, biometrics.IN_INDEX)
        .order_by(col(Reschedule.asked_at), col(Reschedule.id))
        .limit(limit)
    )
    if behind is not None:
        query = query.where(
            stand_behind(Reschedule.asked_at, Reschedule.id, behind.since, behind.id)
        )
    return [Awaits(*row) for row in session.exec(query)]


def whose_booking(session: Session, booking: Booking) -> Mine:
    """As the portal itself, and staff, act for the party."""
    party = session.get_one(Party, booking.party_id)
    return Mine(
        case=session.get_one(Case, party.case_id),
        party=party,
        person=session.get_one(Person, party.person_id),
        appointment=session.get_one(Appointment, booking.appointment_id),
        capacity=Capacity.PARTY,
        may_act=True,
    )


def _give(session: Session, whose: Mine, old: Booking, *, instead_of: UUID | None) -> Booked | None:
    """The key names the booking that is left: one closure makes one move (SLOT-7)."""
    key = f"{CLOSED}:{old.id}"
    for _try, one in zip(range(TRIES), _candidates(session, whose, old), strict=False):
        answer = give(
            session,
            SYSTEM_ACTOR,
            whose.subject,
            one.slot_id,
            key,
            instead_of=instead_of,
            cause=CLOSED,
            appointment_id=old.appointment_id,
        )
        if not isinstance(answer, Refused):
            return answer
    return None


def _candidates(session: Session, whose: Mine, old: Booking) -> Iterator[FreeTime]:
    """The next dates of the same center, then those of the others by distance from home. While a
    center is closed until further notice it has none. Behind the days for which times are made
    anyhow there are those of `further`."""
    now = clock.business(session)
    in_force = policy(session, now)
    earliest = now + in_force.slots.lead
    before = session.get_one(Office, old.office_id)
    was_in = ZoneInfo(before.time_zone)
    until = day_of(old.starts_at, was_in) + timedelta(days=in_force.biometrics.closure_days)
    for office_id in centers_for(session, whose.person, before):
        office = session.get_one(Office, office_id)
        zone = ZoneInfo(office.time_zone)
        free = free_times(
            session, SYSTEM_ACTOR, office.id, BIOMETRICS, all_ahead=True, also_until=until
        )
        while (one := next_time(old.starts_at, free, earliest, zone, was_in=was_in)) is not None:
            yield one
            free.remove(one)


def _await(session: Session, whose: Mine, old: Booking, reason: str) -> Rehoused:
    asked = open_request(session, whose.party.id)
    if asked is not None:  # whoever waits for a time may choose any, which is what they wanted
        asked.state, asked.reason = RescheduleState.WITHDRAWN, CLOSED
        asked.decided_at = clock.business(session)
        session.add(asked)
        session.flush()
        tell_withdrawn(session, whose.case, whose.party, asked)
    row = _closure_row(session, whose, old, reason)
    row.state, row.decided_at = RescheduleState.AWAITING, None
    session.add(row)
    session.flush()
    cancel(session, SYSTEM_ACTOR, whose.subject, old.id, cause=CLOSED)
    tell_awaiting(session, whose.case, whose.party, old)
    return _recorded(session, whose, row, Rehoused.AWAITING)


def _closure_row(session: Session, whose: Mine, old: Booking, reason: str) -> Reschedule:
    now = clock.business(session)
    return Reschedule(
        case_id=whose.case.id,
        party_id=whose.party.id,
        from_booking_id=old.id,
        cause="",
        channel=Channel.CLOSURE,
        state=RescheduleState.DONE,
        timely=True,
        asked_at=now,
        decided_at=now,
        reason=reason,
    )


def _moved(session: Session, whose: Mine, row: Reschedule, old: Booking, to: Booked) -> Rehoused:
    session.flush()
    new = session.get_one(Booking, to.booking_id, populate_existing=True)
    notice = issue_notice(session, new, old)
    tell_move(
        session,
        whose,
        row,
        old,
        new,
        notice,
        calendar_of(session, new),
        kind=Kind.BIOMETRICS_CLOSED,
    )
    return _recorded(session, whose, row, Rehoused.MOVED)


def _recorded(session: Session, whose: Mine, row: Reschedule, came: Rehoused) -> Rehoused:
    record(
        session,
        SYSTEM_ACTOR,
        "biometrics.rehouse",
        came,
        case_id=whose.case.id,
        subject_type="reschedule",
        subject_id=row.id,
    )
    return came
