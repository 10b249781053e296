"""Where somebody's biometrics appointment stands: the booking, what is open, how often it moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.biometrics import OPEN, Facts, RescheduleState
from cx_app.domain.slots import BookingState
from cx_app.models import Appointment, Booking, Case, Reschedule
from cx_app.services.biometrics.spared import is_spared
from cx_app.services.offices.confirm import adopt


@dataclass(frozen=True, slots=True)
class Standing:
    """`booking` is None while nothing was ever written about the agency's appointment here."""

    booking: Booking | None
    office_id: UUID
    starts_at: datetime | None
    """None when there is no appointment any more."""
    open: Reschedule | None
    count: int
    taken: bool
    """The agency says that the biometrics are taken."""

    @property
    def spared(self) -> bool:
        """Nobody says of them now that they did not come (BIO-21)."""
        if self.open is None or self.starts_at is None:
            return False
        return is_spared(self.open, self.starts_at)

    def facts(self, case: Case, *, may_act: bool = True) -> Facts:
        return Facts(
            form=case.form,
            pending=not case.closed,
            starts_at=self.starts_at,
            count=self.count,
            open=RescheduleState(self.open.state) if self.open else None,
            may_act=may_act,
        )


def standing_of(
    session: Session, appointment: Appointment, *, lock: bool = False, passed: bool = False
) -> Standing:
    """With `lock` for this transaction alone, and with a booking wherever there may be one: who
    moves an appointment holds its booking first, so of two at one instant one is later. `passed`
    makes one also where the time was over before the portal knew of it (BIO-7)."""
    booking = active_booking(session, appointment.party_id, lock=lock)
    if booking is None and lock and not _had_booking(session, appointment):
        adopt(session, appointment, passed=passed)
        booking = active_booking(session, appointment.party_id, lock=True)
    chain = booking.appointment_id if booking and booking.appointment_id else appointment.id
    of_agency = appointment if chain == appointment.id else session.get(Appointment, chain)
    state = of_agency.state if of_agency else AppointmentState.SCHEDULED
    return Standing(
        booking=booking,
        office_id=booking.office_id if booking else appointment.office_id,
        starts_at=_starts_at(session, booking, appointment, state),
        open=open_request(session, appointment.party_id),
        count=moves_that_count(session, appointment.party_id, chain),
        taken=state == AppointmentState.KEPT,
    )


def active_booking(session: Session, party_id: UUID, *, lock: bool = False) -> Booking | None:
    query = select(Booking).where(
        Booking.subject_id == party_id,
        Booking.service == AppointmentKind.BIOMETRICS,
        Booking.state == BookingState.ACTIVE,
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def open_request(session: Session, party_id: UUID) -> Reschedule | None:
    return session.exec(
        select(Reschedule).where(
            Reschedule.party_id == party_id, col(Reschedule.state).in_(sorted(OPEN))
        )
    ).first()


def moves_that_count(session: Session, party_id: UUID, appointment_id: UUID) -> int:
    """Of this appointment; another one that the agency makes later begins anew (BIO-20)."""
    return session.exec(
        select(func.count(col(Reschedule.id))).where(
            Reschedule.party_id == party_id,
            col(Reschedule.counts),
            Reschedule.to_booking_id == Booking.id,
            Booking.appointment_id == appointment_id,
        )
    ).one()


def _starts_at(
    session: Session, booking: Booking | None, appointment: Appointment, state: str
) -> datetime | None:
    """The agency's own time counts only as long as nothing was written about it here: a booking
    that was cancelled leaves nothing behind."""
    if state == AppointmentState.KEPT:
        return None
    if booking is not None:
        return booking.starts_at
    if state == AppointmentState.CANCELLED or _had_booking(session, appointment):
        return None
    return appointment.starts_at


def _had_booking(session: Session, appointment: Appointment) -> bool:
    query = select(Booking.id).where(Booking.appointment_id == appointment.id).limit(1)
    return session.exec(query).first() is not None
