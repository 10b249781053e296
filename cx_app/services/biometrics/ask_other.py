"""Ask an officer for another time, for a cause that is not on the list, and take that back
(BIO-21)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.biometrics import (
    Cause,
    Channel,
    RescheduleRefusal,
    RescheduleState,
    may_ask_other,
    may_become,
)
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Booking, Reschedule
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import Mine, find
from cx_app.services.biometrics.standing import Standing, standing_of
from cx_app.services.biometrics.tell import tell_request, tell_withdrawn
from cx_app.services.policy.current import policy
from cx_app.services.representation.tell import tell_filed

SUBJECT = "reschedule"


def ask_other(
    session: Session, actor: Actor, appointment_id: UUID, words: str
) -> RescheduleRefusal | None:
    """None when it is with an officer now; the appointment stays until they decide. Raises
    `NotFound`."""
    mine = find(session, actor, appointment_id)
    standing = standing_of(session, mine.appointment, lock=True)
    now = clock.business(session)
    facts = standing.facts(mine.case, may_act=mine.may_act)
    refusal = may_ask_other(facts, words, now, policy(session, now).biometrics)
    row = None
    if refusal is None:
        booking = standing.booking
        if booking is None:
            raise RuntimeError("an appointment that may be moved has a booking")
        row = _write(session, actor, mine, booking, words)
        tell_request(session, mine, row, booking)
        if mine.acting_for:
            tell_filed(session, mine.party.id, actor, "time", f"time_for:{row.id}")
    record(
        session,
        actor,
        "biometrics.ask_other",
        refusal or "done",
        case_id=mine.case.id,
        subject_type=SUBJECT,
        subject_id=row.id if row else None,
    )
    return refusal


def withdraw(session: Session, actor: Actor, appointment_id: UUID) -> bool:
    """The request ends and the appointment is as it was; false when there was none to take back,
    since an officer decided or it was taken back before. Raises `NotFound`."""
    mine = find(session, actor, appointment_id)
    standing: Standing = standing_of(session, mine.appointment, lock=True)
    row = standing.open
    if row is None or row.state == RescheduleState.AWAITING or not mine.may_act:
        return False
    if not may_become(RescheduleState(row.state), RescheduleState.WITHDRAWN):
        return False
    row.state, row.decided_at = RescheduleState.WITHDRAWN, clock.business(session)
    session.add(row)
    session.flush()
    record(
        session,
        actor,
        "biometrics.withdraw",
        case_id=mine.case.id,
        subject_type=SUBJECT,
        subject_id=row.id,
    )
    tell_withdrawn(session, mine.case, mine.party, row)
    return True


def _write(session: Session, actor: Actor, mine: Mine, booking: Booking, words: str) -> Reschedule:
    row = Reschedule(
        case_id=mine.case.id,
        party_id=mine.party.id,
        from_booking_id=booking.id,
        cause=Cause.OTHER,
        channel=Channel.ONLINE,
        state=RescheduleState.ASKED,
        timely=True,
        asked_at=clock.business(session),
        asked_by=actor.account_id,
        acting_for=mine.acting_for,
    )
    row.words = words.strip()
    session.add(row)
    session.flush()
    return row
