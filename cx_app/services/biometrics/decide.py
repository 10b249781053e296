"""Officers decide a cause that is not on the list, and move an appointment for somebody on the
phone (BIO-7, BIO-9, BIO-21)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.biometrics import (
    Cause,
    Channel,
    RescheduleRefusal,
    RescheduleState,
    counts,
    may_become,
    may_by_phone,
)
from cx_app.domain.biometrics_desk import DeskAnswer, Excuse, Why
from cx_app.domain.identity import Actor
from cx_app.domain.slots import Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking, Case, Party, Person, Reschedule, Slot
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import Capacity, Mine
from cx_app.services.biometrics.agency import OVERTAKEN
from cx_app.services.biometrics.held import HELD_AS
from cx_app.services.biometrics.notice import calendar_of, issue_notice
from cx_app.services.biometrics.standing import Standing, standing_of
from cx_app.services.biometrics.tell import readers, show_change, tell_move, tell_withdrawn
from cx_app.services.cases.access import refuse as not_there
from cx_app.services.cases.staff import reachable
from cx_app.services.decisions.hold import hold
from cx_app.services.offices.bookings import Booked
from cx_app.services.offices.give import give
from cx_app.services.openings.opening import opened_for
from cx_app.services.policy.current import policy

SUBJECT: Final = "reschedule"


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """What the person says: `slot_id` is the time that they want. `excuse` is asked for once the
    appointment has passed, and says why the officer excuses that (BIO-7)."""

    slot_id: UUID
    cause: Cause
    request_key: str
    excuse: Excuse | None = None


def appointment_for_staff(session: Session, actor: Actor, appointment_id: UUID) -> Mine:
    """Raises `NotFound` for what they may not know of, `Forbidden` for a case of their own."""
    appointment = session.get(Appointment, appointment_id)
    if appointment is None or appointment.kind != AppointmentKind.BIOMETRICS:
        raise not_there()
    case = reachable(session, actor, appointment.case_id)
    party = session.get_one(Party, appointment.party_id)
    person = session.get_one(Person, party.person_id)
    return Mine(case, party, person, appointment, Capacity.PARTY, may_act=True)


def is_open_to(session: Session, actor: Actor, case: Case) -> bool:
    """Nothing is decided unseen (OPEN-1)."""
    return opened_for(session, actor, case, None) is not None


def approve(session: Session, actor: Actor, appointment_id: UUID) -> DeskAnswer:
    """The person chooses a time, or an officer books one for them; they are told in a minute, so
    that it can be undone (UNDO-1). Raises as above."""
    return _decide(session, actor, appointment_id, RescheduleState.APPROVED, "")


def refuse(session: Session, actor: Actor, appointment_id: UUID, why: Why) -> DeskAnswer:
    """The appointment stays, and the person reads why. Raises as above."""
    return _decide(session, actor, appointment_id, RescheduleState.REFUSED, why.value)


def book_by_phone(
    session: Session, actor: Actor, appointment_id: UUID, call: PhoneCall
) -> DeskAnswer:
    """For somebody who called, in time or at the officer's discretion. Raises as above."""
    mine = appointment_for_staff(session, actor, appointment_id)
    standing = standing_of(session, mine.appointment, lock=True, passed=True)
    answer, row = _book(session, actor, mine, standing, call)
    record(
        session,
        actor,
        "biometrics.book_by_phone",
        answer,
        case_id=mine.case.id,
        subject_type=SUBJECT,
        subject_id=row.id if row else None,
        details={
            "cause": call.cause.value,
            "timely": row.timely if row else None,
            "excuse": call.excuse.value if call.excuse else None,
        },
    )
    return answer


def _decide(
    session: Session, actor: Actor, appointment_id: UUID, state: RescheduleState, reason: str
) -> DeskAnswer:
    """Bookings are locked before requests, as whoever moves them does; of two officers at one
    instant one decides."""
    mine = appointment_for_staff(session, actor, appointment_id)
    standing = standing_of(session, mine.appointment, lock=True)
    row = standing.open
    if not is_open_to(session, actor, mine.case):
        answer = DeskAnswer.NOT_OPENED
    elif row is None or not may_become(RescheduleState(row.state), state):
        answer = DeskAnswer.TOO_LATE
    else:
        answer = DeskAnswer.DONE
        row.state, row.reason = state, reason
        row.decided_at, row.decided_by = clock.business(session), actor.account_id
        session.add(row)
        session.flush()
        hold(session, actor, HELD_AS[state], row.id)
        show_change(session, mine.case, list(readers(session, mine.party)))
    record(
        session,
        actor,
        "biometrics.decide",
        state.value if answer is DeskAnswer.DONE else answer,
        case_id=mine.case.id,
        subject_type=SUBJECT,
        subject_id=row.id if row else None,
        details={"reason": reason} if reason else None,
    )
    return answer


def _book(
    session: Session, actor: Actor, mine: Mine, standing: Standing, call: PhoneCall
) -> tuple[DeskAnswer, Reschedule | None]:
    now = clock.business(session)
    if not is_open_to(session, actor, mine.case):
        return DeskAnswer.NOT_OPENED, None
    timely = may_by_phone(standing.facts(mine.case), now, policy(session, now).biometrics)
    if isinstance(timely, RescheduleRefusal):
        return DeskAnswer(timely.value), None
    if not timely and call.excuse is None:
        return DeskAnswer.INCOMPLETE, None
    slot = session.get(Slot, call.slot_id)
    if slot is None or slot.service != AppointmentKind.BIOMETRICS:
        return DeskAnswer.TAKEN, None
    given = give(
        session,
        actor,
        mine.subject,
        call.slot_id,
        call.request_key,
        instead_of=standing.booking.id if standing.booking else None,
        cause=call.cause,
        appointment_id=mine.appointment.id,
    )
    if isinstance(given, Refused):
        late = given.reason is SlotRefusal.NOT_ACTIVE
        return (DeskAnswer.TOO_LATE if late else DeskAnswer.TAKEN), None
    if given.again:
        return DeskAnswer.DONE, None
    row = _write(session, actor, mine, standing, call, given, timely=timely)
    old = session.get_one(Booking, row.from_booking_id)
    new = session.get_one(Booking, given.booking_id, populate_existing=True)
    notice = issue_notice(session, new, old)
    tell_move(session, mine, row, old, new, notice, calendar_of(session, new))
    return DeskAnswer.DONE, row


def _write(
    session: Session,
    actor: Actor,
    mine: Mine,
    standing: Standing,
    call: PhoneCall,
    given: Booked,
    *,
    timely: bool,
) -> Reschedule:
    """What an officer agreed to, or a closure left open, ends with it; a request that was still to
    be decided is overtaken, since its person has another time now."""
    now, row = clock.business(session), standing.open
    if row is not None and row.state == RescheduleState.ASKED:
        row.state, row.reason, row.decided_at = RescheduleState.WITHDRAWN, OVERTAKEN, now
        session.add(row)
        session.flush()
        tell_withdrawn(session, mine.case, mine.party, row)
        row = None
    if row is None:
        if standing.booking is None:
            raise RuntimeError("nothing was moved, and no request was open")
        row = Reschedule(
            case_id=mine.case.id,
            party_id=mine.party.id,
            from_booking_id=standing.booking.id,
            cause=call.cause,
            channel=Channel.PHONE,
            state=RescheduleState.DONE,
            timely=timely,
            asked_at=now,
            asked_by=actor.account_id,
            decided_at=now,
            decided_by=actor.account_id,
            reason=call.excuse.value if call.excuse else "",
        )
    row.state, row.to_booking_id = RescheduleState.DONE, given.booking_id
    row.counts = counts(Channel(row.channel), RescheduleState.DONE)
    session.add(row)
    session.flush()
    return row
