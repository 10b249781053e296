"""A held time as its person sees it, beside the appointment that it would replace."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_moment, say_time
from cx_app.models import Office, Seat, Slot
from cx_app.services.biometrics.access import find
from cx_app.services.biometrics.reschedule import HeldFor, NotMoved, hold_time, more_time
from cx_app.services.biometrics.say import place_of
from cx_app.services.biometrics.standing import standing_of
from cx_app.services.biometrics.views import Offer
from cx_app.services.offices.hold import Held
from cx_app.services.policy.current import policy


def offer_time(
    session: Session, actor: Actor, appointment_id: UUID, slot_id: UUID
) -> Offer | NotMoved:
    """Hold it. Raises `NotFound`."""
    answer = hold_time(session, actor, appointment_id, slot_id)
    if isinstance(answer, HeldFor):
        return _offer(session, actor, appointment_id, answer.held)
    return answer


def offer_longer(
    session: Session, actor: Actor, appointment_id: UUID, hold_id: UUID
) -> Offer | NotMoved:
    """More time for the same one. Raises `NotFound`."""
    answer = more_time(session, actor, appointment_id, hold_id)
    return _offer(session, actor, appointment_id, answer) if isinstance(answer, Held) else answer


def offer_again(
    session: Session, actor: Actor, appointment_id: UUID, hold_id: UUID
) -> Offer | None:
    """The time that is still held, for a page that was loaded anew; None when it is not. Raises
    `NotFound`."""
    party = find(session, actor, appointment_id).party
    now = clock.business(session)
    seat = session.exec(
        select(Seat).where(
            Seat.hold_id == hold_id, Seat.held_for == party.id, col(Seat.held_until) > now
        )
    ).first()
    if seat is None or seat.held_until is None:
        return None
    longer = seat.extended < policy(session, now).slots.extensions
    held = Held(hold_id, seat.slot_id, seat.held_until, longer)
    return _offer(session, actor, appointment_id, held)


def _offer(session: Session, actor: Actor, appointment_id: UUID, held: Held) -> Offer:
    standing = standing_of(session, find(session, actor, appointment_id).appointment)
    before = session.get_one(Office, standing.office_id)
    slot = session.get_one(Slot, held.slot_id)
    office = session.get_one(Office, slot.office_id)
    ends_at = on_the_wall(session, held.until)
    starts = standing.starts_at
    return Offer(
        hold_id=str(held.hold_id),
        booking_id=str(standing.booking.id) if standing.booking else "",
        slot_id=str(held.slot_id),
        before=say_moment(starts, ZoneInfo(before.time_zone)) if starts else "",
        before_place=place_of(before),
        when=say_moment(slot.starts_at, ZoneInfo(office.time_zone)),
        place=place_of(office),
        ends_at=ends_at.isoformat(),
        ends=say_time(held.until, ZoneInfo(office.time_zone)),
        may_extend=held.may_extend,
    )


def on_the_wall(session: Session, at: datetime) -> datetime:
    """An instant of the business clock as the browser's own clock will show it."""
    return clock.wall() + (at - clock.business(session))
