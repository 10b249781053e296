"""Texts that people send us. The provider's webhook and the demo's mailbox come in here alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from cx_app.domain.messages import Channel, Kind, Why
from cx_app.domain.texting import Meaning, meaning
from cx_app.gateways import clock
from cx_app.models import Account, ContactPoint, InboundText, TextStop
from cx_app.models.base import insert_new
from cx_app.services.callbacks.answering import heard as answers_callback
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.reach import hash_of, hashes_of
from cx_app.services.messages.stops import start, stop

CONFIRM_WITHIN: Final = timedelta(minutes=5)
"""One text may confirm a STOP, if it comes within five minutes (SMS-3)."""
ANSWERS_PER_HOUR: Final = 3
"""So that two machines never talk to each other for ever."""
ANSWERS_A_QUESTION: Final = frozenset({Meaning.YES, Meaning.NO, Meaning.OTHER})
HELP_EVERY: Final = timedelta(days=1)
"""A text that nobody understands gets one help text, not one each time (domain 1.3-7)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood. Yes, no and other are for whoever asked the question."""

    meaning: Meaning
    repeated: bool = False
    text_id: UUID | None = None


def receive(session: Session, provider_id: str, number: str, body: str) -> Heard:
    """STOP, HELP and START are done and answered here, at once; all else may be the answer to a
    text ahead of a call. The same text twice counts once."""
    heard = meaning(body)
    text = InboundText(
        provider_id=provider_id,
        phone_hash=hash_of(number),
        meaning=heard,
        at=clock.business(session),
    )
    text.phone, text.body = number, body[:1600]
    if not insert_new(session, text, "provider_id"):
        return Heard(heard, repeated=True)
    if heard in ANSWERS_A_QUESTION and answers_callback(session, number, body):
        return Heard(heard, text_id=text.id)
    match heard:
        case Meaning.STOP:
            _stop(session, text, number)
        case Meaning.START if start(session, hashes_of(number)):
            _answer(session, text, number, Kind.TEXTS_STARTED)
        case Meaning.START | Meaning.HELP:
            _answer(session, text, number, Kind.TEXTS_HELP)
        case Meaning.OTHER if not _helped_lately(session, text):
            _answer(session, text, number, Kind.TEXTS_HELP)
    return Heard(heard, text_id=text.id)


def _stop(session: Session, text: InboundText, number: str) -> None:
    """Confirmed once; saying it again is heard and not answered."""
    if not stop(session, text.phone_hash, source="text", also=hashes_of(number)):
        return
    session.exec(
        update(TextStop)
        .where(col(TextStop.phone_hash) == text.phone_hash)
        .values(confirmed_at=text.at)
    )
    _answer(session, text, number, Kind.TEXTS_STOPPED)


def _answer(session: Session, text: InboundText, number: str, kind: Kind) -> None:
    """In the language of whoever proved the number; English for a number of nobody."""
    if _answered_lately(session, text) >= ANSWERS_PER_HOUR and kind is not Kind.TEXTS_STOPPED:
        return
    account = session.exec(
        select(Account)
        .join(ContactPoint, col(ContactPoint.account_id) == Account.id)
        .where(
            col(ContactPoint.value_hash).in_(hashes_of(number)),
            col(ContactPoint.verified_at).is_not(None),
            col(ContactPoint.ended_at).is_(None),
        )
    ).first()
    enqueue(
        session,
        kind,
        Channel.SMS,
        dedupe_key=f"answer:{text.id}",
        language=account.language if account else "en",
        why=Why.ASKED,
        facts={"to": number},
        not_after=text.at + CONFIRM_WITHIN,
    )
    session.exec(update(InboundText).where(col(InboundText.id) == text.id).values(answered=True))


def _answered_lately(session: Session, text: InboundText) -> int:
    return session.exec(
        select(func.count())
        .select_from(InboundText)
        .where(
            InboundText.phone_hash == text.phone_hash,
            col(InboundText.answered),
            InboundText.at > text.at - timedelta(hours=1),
        )
    ).one()


def _helped_lately(session: Session, text: InboundText) -> bool:
    return (
        session.exec(
            select(InboundText.id).where(
                InboundText.phone_hash == text.phone_hash,
                col(InboundText.answered),
                InboundText.at > text.at - HELP_EVERY,
            )
        ).first()
        is not None
    )
