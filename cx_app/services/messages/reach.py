"""Where an account can be reached, as far as proven; asked anew each time a message is due."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel, Reach, Topic, Wishes
from cx_app.models import (
    Account,
    Case,
    CaseLink,
    ContactPoint,
    MessageWish,
    OutboxMessage,
    Party,
    Person,
    TextConsent,
    TextStop,
)
from cx_app.security.crypto import fingerprint, fingerprints


@dataclass(frozen=True, slots=True)
class Destination:
    value: str
    value_hash: str
    zone: str = "America/New_York"
    safe: bool = False


def wishes_of(session: Session, account_id: UUID, topic: Topic) -> Wishes:
    row = session.exec(
        select(MessageWish).where(MessageWish.account_id == account_id, MessageWish.topic == topic)
    ).first()
    return Wishes(row.email, row.sms, row.paper, row.language) if row else Wishes()


def reach_of(session: Session, account: Account, wishes: Wishes, case_id: UUID | None) -> Reach:
    """Asks only about the ways that are wished for; e-mail always, since security needs it."""
    email = email_of(session, account)
    phone = phone_of(session, account.id) if wishes.sms else Reason.NOT_WANTED
    return Reach(
        email=isinstance(email, Destination),
        sms=isinstance(phone, Destination),
        paper=wishes.paper and bool(residence_of(session, account.id, case_id)),
        safe_email=isinstance(email, Destination) and email.safe,
        safe_sms=isinstance(phone, Destination) and phone.safe,
    )


def email_of(session: Session, account: Account) -> Destination | Reason:
    """The address that the person proved here, or else the one their sign-in vouches for."""
    contact = living(session, account.id, Channel.EMAIL)
    if contact is not None and contact.value and contact.verified_at and not contact.lost_at:
        return _to(contact)
    if not (account.email and account.email_verified):
        return Reason.NO_VERIFIED_EMAIL
    if lost := _lost(session, account.id, account.email):
        return lost
    return Destination(account.email, hash_of(account.email))


def phone_of(session: Session, account_id: UUID) -> Destination | Reason:
    """The proven number, if its owner agreed to texts and has not said STOP since."""
    contact = living(session, account_id, Channel.SMS)
    if contact is None or not contact.value or not contact.verified_at or contact.lost_at:
        return Reason.NO_VERIFIED_PHONE
    if stopped(session, contact.value):
        return Reason.OPTED_OUT
    return _to(contact) if consented(session, contact.id) else Reason.NO_CONSENT


def residence_of(session: Session, account_id: UUID, case_id: UUID | None) -> list[str] | None:
    """Name and own residence of whom this account is in a case; letters go nowhere else."""
    query = (
        select(Person)
        .join(Party, col(Party.person_id) == Person.id)
        .join(CaseLink, col(CaseLink.party_id) == Party.id)
        .where(CaseLink.account_id == account_id, col(CaseLink.ended_at).is_(None))
        .order_by(col(CaseLink.linked_at).desc())
    )
    if case_id is not None:
        query = query.where(CaseLink.case_id == case_id)
    person = session.exec(query).first()
    if person is None or person.residence is None:
        return None
    return [person.full_name, *json.loads(person.residence)]


def living(session: Session, account_id: UUID, channel: Channel) -> ContactPoint | None:
    """The newest address or number that was not taken away; a proven one before one that is not."""
    return session.exec(
        select(ContactPoint)
        .where(
            ContactPoint.account_id == account_id,
            ContactPoint.channel == channel,
            col(ContactPoint.ended_at).is_(None),
        )
        .order_by(col(ContactPoint.verified_at).is_(None), col(ContactPoint.created_at).desc())
    ).first()


def consented(session: Session, contact_id: UUID) -> bool:
    newest = session.exec(
        select(TextConsent.given)
        .where(TextConsent.contact_id == contact_id)
        .order_by(col(TextConsent.recorded_at).desc(), col(TextConsent.id).desc())
    ).first()
    return bool(newest)


def stopped(session: Session, number: str) -> bool:
    return (
        session.exec(
            select(TextStop.id).where(
                col(TextStop.phone_hash).in_(hashes_of(number)), col(TextStop.ended_at).is_(None)
            )
        ).first()
        is not None
    )


def hash_of(value: str) -> str:
    return fingerprint(value.casefold(), "contact")


def hashes_of(value: str) -> list[str]:
    return fingerprints(value.casefold(), "contact")


def _to(contact: ContactPoint) -> Destination:
    return Destination(contact.value or "", contact.value_hash, contact.zone, contact.safe)


def _lost(session: Session, account_id: UUID, value: str) -> Reason | None:
    row = session.exec(
        select(ContactPoint.lost_reason).where(
            ContactPoint.account_id == account_id,
            col(ContactPoint.value_hash).in_(hashes_of(value)),
            col(ContactPoint.lost_at).is_not(None),
        )
    ).first()
    return None if row is None else Reason(row)


def about_protected_case(session: Session, message: OutboxMessage) -> bool:
    case = session.get(Case, message.case_id) if message.case_id else None
    return case is not None and case.protected
