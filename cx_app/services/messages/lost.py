"""An address or number where nothing arrives any more."""

from __future__ import annotations

from sqlmodel import Session, col, select

from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.models import Account, ContactPoint, OutboxMessage
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.reach import hashes_of
from cx_app.services.messages.stops import stop


def contact_lost(session: Session, message: OutboxMessage, to_hash: str, reason: Reason) -> None:
    """Bounced, a landline, or unwanted: not tried again until it is proven anew. A number that its
    carrier knows as stopped has said STOP."""
    if message.account_id is None or not to_hash:
        return
    if message.channel == Channel.SMS and reason is Reason.OPTED_OUT:
        stop(session, to_hash, source="provider")
        return
    account = session.get_one(Account, message.account_id)
    now = clock.business(session)
    found = list(
        session.exec(
            select(ContactPoint).where(
                ContactPoint.account_id == account.id,
                ContactPoint.value_hash == to_hash,
                col(ContactPoint.ended_at).is_(None),
            )
        )
    )
    if not found and account.email and to_hash in hashes_of(account.email):
        found = [_of_sign_in(account, to_hash)]
    for contact in found:
        contact.lost_at, contact.lost_reason = now, reason
        if reason is Reason.LANDLINE:
            contact.line = "landline"
        session.add(contact)
    if found:
        details = {"channel": message.channel, "reason": str(reason)}
        record(session, SYSTEM_ACTOR, "contact.lost", subject_id=account.id, details=details)
        touch(session, account_topic(account.id))


def _of_sign_in(account: Account, to_hash: str) -> ContactPoint:
    """The address that only the sign-in knew, kept so that its loss can be."""
    contact = ContactPoint(
        account_id=account.id,
        channel=Channel.EMAIL,
        value_hash=to_hash,
        created_at=account.created_at,
    )
    contact.value = account.email
    return contact
