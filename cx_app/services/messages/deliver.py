"""Move one message out: claim, prepare, send, settle, each in a transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlmodel import Session

from cx_app import database
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways import channels, clock
from cx_app.gateways.email import DeliveryError, Email
from cx_app.gateways.letters import Letter
from cx_app.language import known, using
from cx_app.models import AccessCode, Account, Case, OutboxMessage, Person, Representation
from cx_app.services.messages import outbox
from cx_app.services.messages.acceptance_notice import compose, compose_email
from cx_app.services.messages.templates import in_email

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _NotSent:
    reason: str


def deliver(message_id: UUID) -> str:
    """What became of the message: `sent`, `not_due`, `failed`, or why it will never be sent."""
    with database.write() as session:
        message = outbox.claim(session, message_id)
    if message is None:
        return "not_due"
    try:
        return _send(message)
    except Exception as error:  # one message that can't be made must not stop the others
        log.error("message.broken", message_id=str(message.id), reason=type(error).__name__)
        with database.write() as session:
            outbox.give_back(session, message, type(error).__name__)
        return "failed"


def _send(message: OutboxMessage) -> str:
    with database.read() as session:
        prepared = _prepare(session, message)
    if isinstance(prepared, _NotSent):
        with database.write() as session:
            outbox.cancel(session, message, prepared.reason)
        return prepared.reason
    try:
        provider_id = prepared()
    except DeliveryError as error:
        log.warning("message.failed", message_id=str(message.id), reason=str(error))
        with database.write() as session:
            if error.permanent:
                outbox.cancel(session, message, str(error))
            else:
                outbox.give_back(session, message, str(error))
        return "failed"
    with database.write() as session:
        if outbox.settle(session, message, provider_id):
            _after(session, message)
    return "sent"


def _prepare(session: Session, message: OutboxMessage) -> Callable[[], str] | _NotSent:
    if message.kind == Kind.ACCEPTANCE_NOTICE:
        return _prepare_notice(session, message)
    return _prepare_email(session, message)


def _prepare_email(session: Session, message: OutboxMessage) -> Callable[[], str] | _NotSent:
    account = session.get(Account, message.account_id) if message.account_id else None
    case = session.get(Case, message.case_id) if message.case_id else None
    if account is None or not account.email or not account.email_verified:
        return _NotSent("no_verified_email")
    if case is not None and case.protected:
        return _NotSent("protected_case")
    with using(known(message.language)):
        subject, text = in_email(Kind(message.kind))
    email = Email(str(message.id), account.email, subject, text)
    return lambda: channels.email().send(email)


def _prepare_notice(session: Session, message: OutboxMessage) -> Callable[[], str] | _NotSent:
    code = session.get(AccessCode, message.code_id) if message.code_id else None
    if code is None or code.code is None or code.voided_at is not None:
        return _NotSent("code_gone")
    case = session.get_one(Case, code.case_id)
    person = session.get_one(Person, message.person_id)
    if message.channel == Channel.EMAIL:
        if case.protected or not person.email:
            return _NotSent("no_safe_email")
        subject, text = compose_email(case, code, code.code)
        email = Email(str(message.id), person.email, subject, text)
        return lambda: channels.email().send(email)
    address = _address(session, code, person)
    if address is None:
        return _NotSent("no_address")
    notice = compose(case, code, code.code, address, person.language)
    return lambda: channels.letters().send(
        Letter(str(message.id), address, notice.subject, notice.text, notice.typeset())
    )


def _address(session: Session, code: AccessCode, person: Person) -> list[str] | None:
    """A person's code goes to their own residence and nowhere else; a representative's own code
    to the representative's business address (design 7, OAC-11)."""
    if code.representation_id is not None:
        holder = session.get_one(Representation, code.representation_id)
        name, lines = holder.representative_name, holder.address
    else:
        name, lines = person.full_name, person.residence
    return None if lines is None else [name, *json.loads(lines)]


def _after(session: Session, message: OutboxMessage) -> None:
    """Once its mailing is confirmed, the readable code is destroyed (design 7, access codes)."""
    if message.code_id is None:
        return
    code = session.get_one(AccessCode, message.code_id)
    code.code = None
    code.delivered_at = clock.business(session)
    session.add(code)
