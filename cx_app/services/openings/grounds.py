"""What was waiting on a case as it was opened; each desk that has a queue answers here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.addresses import State
from cx_app.domain.appointment_requests import WAITS_FOR_AGENCY
from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.openings import Grounds
from cx_app.domain.support import SupportState
from cx_app.models import (
    AccessCode,
    AddressChange,
    AppointmentRequest,
    Callback,
    Case,
    ClaimDispute,
    CodeRequest,
    Reschedule,
    SupportRequest,
)
from cx_app.services.access_codes.life import is_returned
from cx_app.services.access_codes.request import RequestState
from cx_app.services.addresses.shared import waits_for_staff
from cx_app.services.audit.alerted import is_alerted


def grounds(session: Session, case_id: UUID, now: datetime) -> Grounds:
    return Grounds(
        alert=is_alerted(session, case_id, now),
        request_in_review=_request_in_review(session, case_id)
        or _dispute_open(session, case_id, now)
        or _address_told(session, case_id)
        or _time_asked_for(session, case_id),
        letter_returned=_letter_returned(session, case_id, now),
        visit_asked=_visit_asked(session, case_id),
        callback_waits=_callback_waits(session, case_id),
        support_asked=_support_asked(session, case_id),
        address_shared=waits_for_staff(session, session.get_one(Case, case_id), now),
    )


def _request_in_review(session: Session, case_id: UUID) -> bool:
    query = select(CodeRequest.id).where(
        CodeRequest.case_id == case_id, CodeRequest.state == RequestState.REVIEW
    )
    return session.exec(query.limit(1)).first() is not None


def _dispute_open(session: Session, case_id: UUID, now: datetime) -> bool:
    query = select(ClaimDispute.id).where(
        ClaimDispute.case_id == case_id,
        col(ClaimDispute.decided_at).is_(None),
        col(ClaimDispute.lapses_at) > now,
    )
    return session.exec(query.limit(1)).first() is not None


def _address_told(session: Session, case_id: UUID) -> bool:
    query = select(AddressChange.id).where(
        AddressChange.case_id == case_id, AddressChange.state == State.NOTED
    )
    return session.exec(query.limit(1)).first() is not None


def _time_asked_for(session: Session, case_id: UUID) -> bool:
    query = select(Reschedule.id).where(
        Reschedule.case_id == case_id,
        col(Reschedule.state).in_((RescheduleState.ASKED, RescheduleState.AWAITING)),
    )
    return session.exec(query.limit(1)).first() is not None


def _letter_returned(session: Session, case_id: UUID, now: datetime) -> bool:
    query = select(AccessCode.id).where(AccessCode.case_id == case_id, *is_returned(now))
    return session.exec(query.limit(1)).first() is not None


def _callback_waits(session: Session, case_id: UUID) -> bool:
    query = select(Callback.id).where(Callback.case_id == case_id, col(Callback.ended_at).is_(None))
    return session.exec(query.limit(1)).first() is not None


def _support_asked(session: Session, case_id: UUID) -> bool:
    query = select(SupportRequest.id).where(
        SupportRequest.case_id == case_id, SupportRequest.state == SupportState.OPEN
    )
    return session.exec(query.limit(1)).first() is not None


def _visit_asked(session: Session, case_id: UUID) -> bool:
    query = select(AppointmentRequest.id).where(
        AppointmentRequest.case_id == case_id, col(AppointmentRequest.state).in_(WAITS_FOR_AGENCY)
    )
    return session.exec(query.limit(1)).first() is not None
