"""Requests as rows, for tests of what hangs on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from cx_app.domain.appointment_requests import RequestReason, RequestState
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel
from cx_app.domain.references import new_reference
from cx_app.domain.visitors import Contact
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Case, Office, VisitorPass
from cx_app.models.base import uuid7
from cx_app.security.crypto import token_hash
from cx_app.services.messages.reach import hash_of
from cx_app.services.visitors.passes import visitor

EMAIL = Contact(Channel.EMAIL, "walk.in@example.org")


def request(
    session: Session,
    *,
    account_id: Any = None,
    contact: Contact | None = None,
    case: Case | None = None,
    state: RequestState = RequestState.SUBMITTED,
    protected: bool = False,
) -> AppointmentRequest:
    now = clock.business(session)
    office = Office(feed_id=str(uuid7()), kind="field", name="X", time_zone="UTC", updated_at=now)
    session.add(office)
    session.flush()
    row = AppointmentRequest(
        reference=new_reference(),
        submit_key=str(uuid7()),
        account_id=account_id,
        asked_as="self",
        name="Ana Ruiz",
        search_name="ruiz ana",
        reason=RequestReason.ADIT_STAMP,
        state=state,
        office_id=office.id,
        case_id=case.id if case else None,
        zip_code="21201",
        protected=protected,
        asked_at=now,
        updated_at=now,
        due_at=now + timedelta(days=5),
    )
    if contact is not None and contact.channel is Channel.EMAIL:
        row.contact_email, row.contact_email_hash = contact.value, hash_of(contact.value)
    elif contact is not None:
        row.contact_phone, row.contact_phone_hash = contact.value, hash_of(contact.value)
    session.add(row)
    session.flush()
    return row


def proven(session: Session, contact: Contact = EMAIL, token: str = "") -> Actor:
    """A visitor whose pass lasts for an hour."""
    now = clock.business(session)
    row = VisitorPass(
        channel=contact.channel,
        value_hash=hash_of(contact.value),
        code_hash="",
        code_expires_at=now,
        made_at=now,
        proven_at=now,
        token_hash=token_hash(token or str(uuid7())),
        ends_at=clock.wall() + timedelta(hours=1),
    )
    row.value = contact.value
    session.add(row)
    session.flush()
    return visitor(row.id, "192.0.2.7")
