"""A person's own addresses and numbers, and the one-time codes that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import or_, update
from sqlmodel import Session, col, func, select

from cx_app.domain.contacts import (
    ZONES,
    Refusal,
    mask_phone,
    new_code,
    parse_email,
    parse_phone,
    typed_code,
)
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind, Why
from cx_app.domain.receipts import mask_email
from cx_app.gateways import channels, clock
from cx_app.gateways.provider import DeliveryError
from cx_app.models import Account, ContactCode, ContactPoint
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.audit.record import record
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.reach import consented, hash_of, hashes_of, stopped
from cx_app.services.policy.current import policy

EASTERN: Final = "America/New_York"
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ContactLine:
    id: str
    channel: str
    masked: str
    verified: bool
    line: str
    zone: str
    safe: bool
    lost_reason: str
    """Why nothing arrives there any more; empty while it does."""
    consented: bool
    stopped: bool
    """The number said STOP."""


@dataclass(frozen=True, slots=True)
class CodeSent:
    contact_id: UUID
    valid_until: datetime


def look_up(typed: str) -> str:
    """What kind of line a number is, asked of the provider: call it before `add_phone`, outside any
    transaction. Empty when nobody knows."""
    number = parse_phone(typed)
    if isinstance(number, Refusal):
        return ""
    try:
        return channels.sms().line_of(number)
    except DeliveryError:
        return ""


def contacts(session: Session, actor: Actor) -> list[ContactLine]:
    rows = session.exec(
        select(ContactPoint)
        .where(ContactPoint.account_id == actor.account_id, col(ContactPoint.ended_at).is_(None))
        .order_by(col(ContactPoint.channel), col(ContactPoint.created_at))
    )
    return [_line(session, row) for row in rows]


def add_email(session: Session, actor: Actor, typed: str, *, safe: bool = False) -> UUID | Refusal:
    """Kept unproven; `send_code` follows."""
    address = parse_email(typed)
    if address is None:
        return _refused(session, actor, Channel.EMAIL, Refusal.MALFORMED)
    return _add(session, actor, Channel.EMAIL, address, safe=safe)


def add_phone(
    session: Session,
    actor: Actor,
    typed: str,
    *,
    line: str = "",
    zone: str = EASTERN,
    safe: bool = False,
) -> UUID | Refusal:
    """A number in the United States that is not a landline (domain 1.3-11); `line` comes from
    `look_up`, the time zone from the person (domain 1.3-9)."""
    number = parse_phone(typed)
    if isinstance(number, Refusal):
        return _refused(session, actor, Channel.SMS, number)
    if line == "landline":
        return _refused(session, actor, Channel.SMS, Refusal.LANDLINE)
    if stopped(session, number):
        return _refused(session, actor, Channel.SMS, Refusal.STOPPED)
    zone = zone if zone in available_timezones() else EASTERN
    return _add(session, actor, Channel.SMS, number, line=line, zone=zone, safe=safe)


def choose_zone(session: Session, actor: Actor, contact_id: UUID, zone: str) -> None:
    """Whose clock says when texts may come (domain 1.3-9). Raises `NotFound` for somebody else's
    number, and for a zone that is not offered."""
    contact = _mine(session, actor, contact_id)
    if contact.channel != Channel.SMS or zone not in ZONES:
        raise NotFound("no such zone")
    contact.zone = zone
    session.add(contact)
    record(session, actor, "contact.zone")
    touch(session, account_topic(actor.account_id))


def send_code(session: Session, actor: Actor, contact_id: UUID) -> CodeSent | Refusal:
    """A code to the address or number itself. Raises `NotFound` for somebody else's."""
    contact = _mine(session, actor, contact_id)
    channel = Channel(contact.channel)
    now = clock.business(session)
    rules = policy(session, now).messages
    if channel is Channel.SMS and stopped(session, contact.value or ""):
        return _refused(session, actor, channel, Refusal.STOPPED)
    session.get_one(Account, actor.account_id, with_for_update=True)  # one after the other
    if _codes_since(session, contact, now - HOUR) >= rules.codes_per_hour:
        return _refused(session, actor, channel, Refusal.TOO_MANY)
    secret = new_code()
    code = ContactCode(
        contact_id=contact.id,
        account_id=actor.account_id,
        value_hash=contact.value_hash,
        code_hash=fingerprint(f"{contact.id}:{secret}", "contact_code"),
        issued_at=now,
        expires_at=now + rules.code_valid,
    )
    session.add(code)
    enqueue(
        session,
        Kind.CONTACT_CODE,
        channel,
        dedupe_key=f"contact_code:{code.id}",
        language=session.get_one(Account, actor.account_id).language,
        account_id=actor.account_id,
        contact_id=contact.id,
        why=Why.ASKED,
        facts={"code": secret, "minutes": int(rules.code_valid / timedelta(minutes=1))},
        not_after=code.expires_at,
    )
    record(session, actor, "contact.code", details={"channel": contact.channel})
    return CodeSent(contact.id, code.expires_at)


def confirm(session: Session, actor: Actor, contact_id: UUID, typed: str) -> Refusal | None:
    """None when the code was right: the address or number is proven and takes the place of the one
    before. A try is counted before it is judged."""
    contact = _mine(session, actor, contact_id)
    now = clock.business(session)
    code = session.exec(
        select(ContactCode)
        .where(ContactCode.contact_id == contact.id, col(ContactCode.used_at).is_(None))
        .order_by(col(ContactCode.issued_at).desc(), col(ContactCode.id).desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if code is None or now >= code.expires_at:
        return _refused(session, actor, contact.channel, Refusal.EXPIRED)
    if code.tries >= policy(session, now).messages.code_tries:
        return _refused(session, actor, contact.channel, Refusal.TOO_MANY)
    code.tries += 1
    session.add(code)
    if code.code_hash not in fingerprints(f"{contact.id}:{typed_code(typed)}", "contact_code"):
        return _refused(session, actor, contact.channel, Refusal.WRONG_CODE)
    code.used_at = now
    contact.verified_at, contact.lost_at, contact.lost_reason = now, None, ""
    session.add(contact)
    _end_others(session, contact, now)
    record(session, actor, "contact.verify", details={"channel": contact.channel})
    touch(session, account_topic(actor.account_id))
    return None


def remove(session: Session, actor: Actor, contact_id: UUID) -> None:
    """Nothing goes there from now on. Raises `NotFound` for somebody else's."""
    contact = _mine(session, actor, contact_id)
    contact.ended_at = clock.business(session)
    contact.value = None
    session.add(contact)
    record(session, actor, "contact.remove", details={"channel": contact.channel})
    touch(session, account_topic(actor.account_id))


def mark_safe(session: Session, actor: Actor, contact_id: UUID, *, safe: bool) -> None:
    """The person says that nobody else reads it, or takes that back (domain 9.4 h)."""
    contact = _mine(session, actor, contact_id)
    contact.safe = safe
    session.add(contact)
    record(session, actor, "contact.safe", "yes" if safe else "no")
    touch(session, account_topic(actor.account_id))


def _mine(session: Session, actor: Actor, contact_id: UUID) -> ContactPoint:
    contact = session.get(ContactPoint, contact_id)
    if contact is None or contact.account_id != actor.account_id or contact.ended_at is not None:
        raise NotFound("no such contact")
    return contact


def _add(
    session: Session,
    actor: Actor,
    channel: Channel,
    value: str,
    *,
    line: str = "",
    zone: str = EASTERN,
    safe: bool = False,
) -> UUID:
    known = session.exec(
        select(ContactPoint).where(
            ContactPoint.account_id == actor.account_id,
            ContactPoint.channel == channel,
            col(ContactPoint.value_hash).in_(hashes_of(value)),
            col(ContactPoint.ended_at).is_(None),
        )
    ).first()
    contact = known or ContactPoint(
        account_id=actor.account_id,
        channel=channel,
        value_hash=hash_of(value),
        created_at=clock.business(session),
    )
    contact.value, contact.line, contact.zone = value, line, zone
    contact.safe = safe or contact.safe  # adding it again takes nothing back
    session.add(contact)
    session.flush()
    record(session, actor, "contact.add", details={"channel": str(channel), "line": line})
    touch(session, account_topic(actor.account_id))
    return contact.id


def _end_others(session: Session, contact: ContactPoint, now: datetime) -> None:
    session.exec(
        update(ContactPoint)
        .where(
            col(ContactPoint.account_id) == contact.account_id,
            col(ContactPoint.channel) == contact.channel,
            col(ContactPoint.id) != contact.id,
            col(ContactPoint.verified_at).is_not(None),
            col(ContactPoint.ended_at).is_(None),
        )
        .values(ended_at=now, value_sealed=None)
    )


def _codes_since(session: Session, contact: ContactPoint, since: datetime) -> int:
    """Of this account, or for this address or number by whomever: nobody's phone is flooded."""
    return session.exec(
        select(func.count())
        .select_from(ContactCode)
        .where(
            or_(
                col(ContactCode.account_id) == contact.account_id,
                col(ContactCode.value_hash) == contact.value_hash,
            ),
            col(ContactCode.issued_at) > since,
        )
    ).one()


def _line(session: Session, row: ContactPoint) -> ContactLine:
    value = row.value or ""
    phone = row.channel == Channel.SMS
    return ContactLine(
        id=str(row.id),
        channel=row.channel,
        masked=mask_phone(value) if phone else mask_email(value),
        verified=row.verified_at is not None,
        line=row.line,
        zone=row.zone,
        safe=row.safe,
        lost_reason=row.lost_reason,
        consented=phone and consented(session, row.id),
        stopped=phone and stopped(session, value),
    )


def _refused(session: Session, actor: Actor, channel: str, refusal: Refusal) -> Refusal:
    record(session, actor, "contact.refuse", refusal, details={"channel": str(channel)})
    return refusal
