"""Consent to texts: given and taken back, each time with what was shown (SMS-10)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.contacts import Refusal, mask_phone
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.language import _, language, say_moment
from cx_app.models import ContactPoint, TextConsent
from cx_app.services.audit.record import record
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.reach import stopped
from cx_app.settings import settings


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    version: str
    """Of these very words: another sentence has another version by itself."""


@dataclass(frozen=True, slots=True)
class ConsentLine:
    given: bool
    when: str
    source: str
    wording: str
    masked: str
    """The number; empty when it was removed since."""


def wording() -> Wording:
    """What the box in settings says, in the current language: who texts, what for, that rates may
    apply, and the way out. It is separate from all other terms."""
    text = _(
        "I agree to get texts from {agency} about my account and my appointments. How many depends "
        "on my cases. Message and data rates may apply. I can reply STOP at any time to end them, "
        "or HELP for help. I don’t have to agree to use {service}.",
        agency=settings.agency_name,
        service=settings.service_name,
    )
    return Wording(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def give(session: Session, actor: Actor, contact_id: UUID, version: str) -> Refusal | None:
    """None when it counts. The version must be that of the sentence shown now. A number that said
    STOP comes back only by START from that phone."""
    contact = _mine(session, actor, contact_id)
    shown = wording()
    refusal = None
    if version != shown.version:
        refusal = Refusal.OLD_WORDING
    elif contact.verified_at is None:
        refusal = Refusal.NOT_VERIFIED
    elif stopped(session, contact.value or ""):
        refusal = Refusal.STOPPED
    if refusal is None:
        _keep(session, actor, contact, given=True, shown=shown)
    record(session, actor, "consent.give", refusal or "done")
    return refusal


def withdraw(session: Session, actor: Actor, contact_id: UUID) -> None:
    """Takes effect at once: what waits is not sent."""
    contact = _mine(session, actor, contact_id)
    _keep(session, actor, contact, given=False, shown=Wording("", ""))
    record(session, actor, "consent.withdraw")


def consent_history(session: Session, actor: Actor) -> list[ConsentLine]:
    """The newest first."""
    rows = session.exec(
        select(TextConsent, ContactPoint)
        .join(ContactPoint, col(ContactPoint.id) == TextConsent.contact_id)
        .where(TextConsent.account_id == actor.account_id)
        .order_by(col(TextConsent.recorded_at).desc(), col(TextConsent.id).desc())
    )
    return [
        ConsentLine(
            row.given,
            say_moment(row.at),
            row.source,
            row.wording,
            mask_phone(contact.value) if contact.value else "",
        )
        for row, contact in rows
    ]


def _mine(session: Session, actor: Actor, contact_id: UUID) -> ContactPoint:
    contact = session.get(ContactPoint, contact_id)
    if (
        contact is None
        or contact.account_id != actor.account_id
        or contact.channel != Channel.SMS
        or contact.ended_at is not None
    ):
        raise NotFound("no such number")
    return contact


def _keep(
    session: Session, actor: Actor, contact: ContactPoint, *, given: bool, shown: Wording
) -> None:
    session.add(
        TextConsent(
            account_id=actor.account_id,
            contact_id=contact.id,
            given=given,
            source="settings",
            wording=shown.text,
            wording_version=shown.version,
            language=language(),
            network=actor.network,
            at=clock.business(session),
            recorded_at=clock.wall(),
        )
    )
    touch(session, account_topic(actor.account_id))
