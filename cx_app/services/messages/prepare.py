"""What exactly leaves, for whom, and whether it still may: decided when a message is claimed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from cx_app.domain.delivery import Reason
from cx_app.domain.messages import (
    ANSWERS,
    TEXTED_BY_CALLBACK,
    Channel,
    Kind,
    Topic,
    may_leave,
    topic_of,
)
from cx_app.domain.sending import opens_at
from cx_app.gateways import channels, clock
from cx_app.gateways.email import Email
from cx_app.gateways.provider import Attachment
from cx_app.gateways.sms import Text
from cx_app.language import known, using
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    ContactPoint,
    InboxAttachment,
    OutboxMessage,
    Person,
)
from cx_app.services.callbacks.texting import against
from cx_app.services.messages.acceptance_notice import compose_email
from cx_app.services.messages.catalogue import filled, in_force
from cx_app.services.messages.reach import (
    Destination,
    about_protected_case,
    email_of,
    hash_of,
    phone_of,
    stopped,
    wishes_of,
)
from cx_app.services.messages.switch import is_paused
from cx_app.services.messages.templates import in_email, in_text
from cx_app.services.policy.current import policy

CALENDAR = "text/calendar"
NO_CONSENT_KEPT = frozenset({Kind.CONTACT_CODE, Kind.VISITOR_NEWS})
"""Texts to a number that is no proven one of an account: only STOP can be against them."""
WITH_DATE = (
    *(Kind.APPOINTMENT_BOOKED, Kind.BIOMETRICS_MOVED, Kind.BIOMETRICS_CLOSED),
    *(Kind.VISIT_BOOKED, Kind.VISIT_MOVED),
)


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything is decided; `send` calls the provider and returns its id."""

    send: Callable[[], str]
    to_hash: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    reason: Reason


@dataclass(frozen=True, slots=True)
class Later:
    at: datetime


@dataclass(frozen=True, slots=True)
class Paused:
    """The channel was switched off since the message was claimed."""


Prepared = Ready | NotSent | Later | Paused


def prepare(session: Session, message: OutboxMessage) -> Prepared:
    """Consent, opt-out, protection, hours and the pause are those of this moment."""
    now = clock.business(session)
    if is_paused(session, message.channel):
        return Paused()
    if message.not_after is not None and now >= message.not_after:
        return NotSent(Reason.TOO_LATE)
    if message.kind == Kind.ACCEPTANCE_NOTICE:
        return _notice(session, message)
    account = session.get(Account, message.account_id) if message.account_id else None
    match message.channel:
        case Channel.EMAIL:
            return _email(session, message, account)
        case Channel.SMS:
            return _text(session, message, account, now)
    return NotSent(Reason.OTHER)


def _email(session: Session, message: OutboxMessage, account: Account | None) -> Prepared:
    to = _own(session, message) or _named(message)
    if to is None:
        to = email_of(session, account) if account else Reason.NO_VERIFIED_EMAIL
    if isinstance(to, Reason):
        return NotSent(to)
    if about_protected_case(session, message) and not may_leave(
        Channel.EMAIL, protected=True, safe=to.safe
    ):
        return NotSent(Reason.PROTECTED_CASE)
    if account is not None and not _wanted(session, message, account):
        return NotSent(Reason.NOT_WANTED)
    subject, text = _email_words(session, message)
    files = _calendar(session, message)
    email = Email(str(message.id), to.value, subject, text, message.kind, files)
    return Ready(lambda: channels.email().send(email), to.value_hash)


def _text(
    session: Session, message: OutboxMessage, account: Account | None, now: datetime
) -> Prepared:
    kind = Kind(message.kind)
    to = _own(session, message) or _named(message)
    if to is None:
        if account is None:
            return NotSent(Reason.NO_VERIFIED_PHONE)
        to = phone_of(session, account.id)
    if isinstance(to, Reason):
        return NotSent(to)
    if kind in TEXTED_BY_CALLBACK:
        return _callback_text(session, message, to)
    if kind in NO_CONSENT_KEPT and stopped(session, to.value):
        return NotSent(Reason.OPTED_OUT)
    if about_protected_case(session, message) and not may_leave(
        Channel.SMS, protected=True, safe=to.safe
    ):
        return NotSent(Reason.PROTECTED_CASE)
    if account is not None and not _wanted(session, message, account):
        return NotSent(Reason.NOT_WANTED)
    if kind not in ANSWERS:
        opening = opens_at(now, ZoneInfo(to.zone), policy(session, now).messages.text_hours)
        if opening > now:
            late = message.not_after is not None and opening >= message.not_after
            return NotSent(Reason.TOO_LATE) if late else Later(opening)
    text = Text(str(message.id), to.value, _text_words(session, message))
    return Ready(lambda: channels.sms().send(text), to.value_hash)


def _callback_text(session: Session, message: OutboxMessage, to: Destination) -> Prepared:
    """Under the callback's own consent and hours, which have the last word now (TA-1)."""
    if about_protected_case(session, message) and not may_leave(
        Channel.SMS, protected=True, safe=to.safe
    ):
        return NotSent(Reason.PROTECTED_CASE)
    reason = against(session, message, UUID(_facts(message)["callback"]))
    if reason is not None:
        return NotSent(reason)
    text = Text(str(message.id), to.value, _text_words(session, message))
    return Ready(lambda: channels.sms().send(text), to.value_hash)


def _notice(session: Session, message: OutboxMessage) -> Prepared:
    """By e-mail (OAC-3); letters are written by `paper`."""
    code = session.get(AccessCode, message.code_id) if message.code_id else None
    if code is None or code.code is None or code.voided_at is not None:
        return NotSent(Reason.CODE_GONE)
    case = session.get_one(Case, code.case_id)
    person = session.get_one(Person, message.person_id)
    if case.protected or not person.email:
        return NotSent(Reason.NO_SAFE_EMAIL)
    subject, text = compose_email(case, code, code.code)
    email = Email(str(message.id), person.email, subject, text, message.kind)
    return Ready(lambda: channels.email().send(email), hash_of(person.email))


def _own(session: Session, message: OutboxMessage) -> Destination | Reason | None:
    """The one address or number that this message is for, such as one to be proven."""
    if message.contact_id is None:
        return None
    contact = session.get(ContactPoint, message.contact_id)
    if contact is None or contact.ended_at is not None or contact.value is None:
        return Reason.NO_ADDRESS
    return Destination(contact.value, contact.value_hash, contact.zone, contact.safe)


def _named(message: OutboxMessage) -> Destination | None:
    """Where the message itself says it goes: the number whose text it answers, or an e-mail
    address of somebody who hears of a change beside the accounts."""
    to = _facts(message).get("to")
    return Destination(str(to), hash_of(str(to))) if to else None


def _wanted(session: Session, message: OutboxMessage, account: Account) -> bool:
    """Whoever changed their wishes since is heard; what they asked for a moment ago comes."""
    kind = Kind(message.kind)
    topic = topic_of(kind)
    if kind in ANSWERS or (topic is Topic.SECURITY and message.channel == Channel.EMAIL):
        return True
    wishes = wishes_of(session, account.id, topic)
    return wishes.email if message.channel == Channel.EMAIL else wishes.sms


def _email_words(session: Session, message: OutboxMessage) -> tuple[str, str]:
    language, kind = known(message.language), Kind(message.kind)
    words = in_force(session, kind)
    if words is None:
        with using(language):
            return in_email(kind)
    facts = _facts(message)
    return (
        filled(words, language, "email_subject", facts),
        filled(words, language, "email", facts),
    )


def _text_words(session: Session, message: OutboxMessage) -> str:
    language, kind = known(message.language), Kind(message.kind)
    words = in_force(session, kind)
    if words is None:
        with using(language):
            return in_text()
    return filled(words, language, "text", _facts(message))


def _calendar(session: Session, message: OutboxMessage) -> tuple[Attachment, ...]:
    """Of what lies in the inbox only dates for a calendar may go along; notices stay inside."""
    if message.inbox_id is None or message.kind not in WITH_DATE:
        return ()
    rows = session.exec(
        select(InboxAttachment).where(
            InboxAttachment.message_id == message.inbox_id,
            InboxAttachment.media_type == CALENDAR,
        )
    )
    return tuple(
        Attachment(row.name, row.media_type, base64.b64decode(row.content or "")) for row in rows
    )


def _facts(message: OutboxMessage) -> dict[str, Any]:
    return dict(json.loads(message.facts)) if message.facts else {}
