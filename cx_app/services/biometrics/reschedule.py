"""Hold a time and move an appointment there (BIO-1, BIO-2, BIO-5, SLOT-5)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.biometrics import (
    BiometricsRules,
    Cause,
    Channel,
    RescheduleRefusal,
    RescheduleState,
    cause_of,
    counts,
    may_reschedule,
)
from cx_app.domain.identity import Actor
from cx_app.domain.slots import Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Booking, Reschedule, Slot
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import Mine, find
from cx_app.services.biometrics.notice import calendar_of, issue_notice
from cx_app.services.biometrics.standing import Standing, standing_of
from cx_app.services.biometrics.tell import tell_move
from cx_app.services.biometrics.ways import choose_way
from cx_app.services.offices import hold as holds
from cx_app.services.offices.bookings import Booked, of_request
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import Held
from cx_app.services.offices.swap import swap
from cx_app.services.policy.current import policy

SUBJECT = "reschedule"


@dataclass(frozen=True, slots=True)
class NotMoved:
    """The rule that is against it, or what became of the time that was wanted."""

    reason: RescheduleRefusal | SlotRefusal


@dataclass(frozen=True, slots=True)
class HeldFor:
    """A time that is held, and the appointment that it would take the place of."""

    held: Held
    booking_id: UUID | None
    """None where there is none any more, since its office closed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody confirms: `booking_id` is the appointment that they saw, `hold_id` the time
    that they chose; one hold makes one move, however often it is confirmed (SLOT-7)."""

    booking_id: UUID | None
    hold_id: UUID
    cause: str
    way: str = ""
    """E-mail or text, for the confirmation (BIO-5); empty for what was chosen before."""


@dataclass(frozen=True, slots=True)
class Moved:
    booking_id: UUID
    again: bool = False


def hold_time(
    session: Session, actor: Actor, appointment_id: UUID, slot_id: UUID
) -> HeldFor | NotMoved:
    """Raises `NotFound`."""
    mine = find(session, actor, appointment_id)
    standing = standing_of(session, mine.appointment, lock=True)
    if (refusal := _refusal(session, mine, standing)) is not None:
        return NotMoved(refusal)
    slot = session.get(Slot, slot_id)
    if slot is None or slot.service != AppointmentKind.BIOMETRICS or _is_here(standing, slot):
        return NotMoved(SlotRefusal.NOT_OFFERED)
    answer = holds.hold(session, actor, slot_id, mine.party.id)
    if isinstance(answer, Refused):
        return NotMoved(answer.reason)
    return HeldFor(answer, standing.booking.id if standing.booking else None)


def more_time(
    session: Session, actor: Actor, appointment_id: UUID, hold_id: UUID
) -> Held | NotMoved:
    """As long as the appointment may be moved at all. Raises `NotFound`."""
    mine = find(session, actor, appointment_id)
    if (refusal := _refusal(session, mine, standing_of(session, mine.appointment))) is not None:
        return NotMoved(refusal)
    answer = holds.extend(session, actor, hold_id, mine.party.id)
    return NotMoved(answer.reason) if isinstance(answer, Refused) else answer


def let_go(session: Session, actor: Actor, appointment_id: UUID, hold_id: UUID) -> None:
    """Also by whoever only reads now: it takes nothing from anybody. Raises `NotFound`."""
    holds.release(session, actor, hold_id, find(session, actor, appointment_id).party.id)


def reschedule(
    session: Session, actor: Actor, appointment_id: UUID, wish: Wish
) -> Moved | NotMoved:
    """Move it: whole, or not at all. The rules are asked again, since an hour may have passed since
    the page was opened. Raises `NotFound`."""
    mine = find(session, actor, appointment_id)
    standing = standing_of(session, mine.appointment, lock=True)
    if (known := of_request(session, mine.party.id, str(wish.hold_id))) is not None:
        return Moved(known.id, again=True)
    answer = _move(session, actor, mine, standing, wish)
    if isinstance(answer, NotMoved):
        record(
            session,
            actor,
            "biometrics.reschedule",
            answer.reason,
            case_id=mine.case.id,
            subject_type=SUBJECT,
        )
    return answer


def _move(
    session: Session, actor: Actor, mine: Mine, standing: Standing, wish: Wish
) -> Moved | NotMoved:
    if (refusal := _refusal(session, mine, standing)) is not None:
        return NotMoved(refusal)
    present = standing.booking.id if standing.booking else None
    if present != wish.booking_id:
        return NotMoved(SlotRefusal.NOT_ACTIVE)
    cause = _cause(session, standing, wish)
    if isinstance(cause, RescheduleRefusal):
        return NotMoved(cause)
    answer = _book(session, actor, mine, standing, wish, cause)
    if isinstance(answer, Refused):
        return NotMoved(answer.reason)
    row = _write(session, actor, mine, standing, answer, cause)
    old = session.get_one(Booking, row.from_booking_id)
    new = session.get_one(Booking, answer.booking_id, populate_existing=True)
    notice = issue_notice(session, new, old)
    record(
        session,
        actor,
        "biometrics.reschedule",
        case_id=mine.case.id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"cause": row.cause, "as": mine.capacity.value, "counts": row.counts},
    )
    choose_way(session, actor, wish.way)
    tell_move(session, mine, row, old, new, notice, calendar_of(session, new))
    return Moved(new.id)


def _refusal(session: Session, mine: Mine, standing: Standing) -> RescheduleRefusal | None:
    facts = standing.facts(mine.case, may_act=mine.may_act)
    return may_reschedule(facts, clock.business(session), _rules(session))


def _cause(session: Session, standing: Standing, wish: Wish) -> str | RescheduleRefusal:
    """What an officer agreed to needs no cause from the list, nor does a closure."""
    if standing.open is not None:
        return standing.open.cause
    cause = cause_of(wish.cause, _rules(session))
    return cause or RescheduleRefusal.NOT_A_CAUSE


def _book(
    session: Session, actor: Actor, mine: Mine, standing: Standing, wish: Wish, cause: str
) -> Booked | Refused:
    """After a closure there is nothing to swap."""
    key = str(wish.hold_id)
    if standing.booking is not None:
        return swap(
            session, actor, mine.subject, standing.booking.id, wish.hold_id, key, cause=cause
        )
    of_agency = mine.appointment.id
    return confirm(
        session, actor, mine.subject, wish.hold_id, key, cause=cause, appointment_id=of_agency
    )


def _write(
    session: Session, actor: Actor, mine: Mine, standing: Standing, booked: Booked, cause: str
) -> Reschedule:
    """A wish that was open ends with the move; any other one is done as soon as it is said."""
    now = clock.business(session)
    row = standing.open
    if row is None:
        if standing.booking is None:
            raise RuntimeError("nothing was moved, and no request was open")
        row = Reschedule(
            case_id=mine.case.id,
            party_id=mine.party.id,
            from_booking_id=standing.booking.id,
            cause=cause or Cause.OTHER,
            channel=Channel.ONLINE,
            state=RescheduleState.DONE,
            asked_at=now,
            asked_by=actor.account_id,
            acting_for=mine.acting_for,
        )
    row.state, row.to_booking_id = RescheduleState.DONE, booked.booking_id
    row.counts = counts(Channel(row.channel), RescheduleState.DONE)
    session.add(row)
    session.flush()
    return row


def _is_here(standing: Standing, slot: Slot) -> bool:
    return (slot.office_id, slot.starts_at) == (standing.office_id, standing.starts_at)


def _rules(session: Session) -> BiometricsRules:
    return policy(session, clock.business(session)).biometrics
