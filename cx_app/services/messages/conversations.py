"""Texts of the demo as on phones: what each number got, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.messages import Channel
from cx_app.gateways.simulator import NUMBERS
from cx_app.language import say_moment
from cx_app.models import DemoDelivery, InboundText, OutboxMessage
from cx_app.services.messages.mailbox import Piece, delivered, pieces
from cx_app.services.messages.reach import hashes_of, stopped

NUMBERS_SHOWN: Final = 8
TEXTS_SHOWN: Final = 20
SCAN: Final = 500
"""The newest texts of all numbers; older ones are not shown."""


@dataclass(frozen=True, slots=True)
class Bubble:
    id: str
    received: bool
    """The person's phone got it; otherwise it sent it."""
    pieces: list[Piece]
    when: str
    status: str


@dataclass(frozen=True, slots=True)
class Conversation:
    number: str
    answers: str
    """Id of the delivery that an answer is to."""
    stopped: bool
    """The number said STOP."""
    simulated: str
    bubbles: list[Bubble] = field(default_factory=list)
    """The oldest first, as a phone shows them."""


@dataclass(frozen=True, slots=True)
class Conversations:
    shown: list[Conversation]
    more: bool


def conversations(
    session: Session, *, wanted: str = "", numbers: int = NUMBERS_SHOWN
) -> Conversations:
    """One for each number, the one with the newest text first."""
    by_number: dict[str, list[tuple[DemoDelivery, OutboxMessage | None]]] = {}
    wanted = "".join(wanted.split()).casefold()
    for row, message in session.exec(
        select(DemoDelivery, OutboxMessage)
        .join(OutboxMessage, col(OutboxMessage.id) == DemoDelivery.message_id, isouter=True)
        .where(DemoDelivery.channel == Channel.SMS)
        .order_by(col(DemoDelivery.at).desc(), col(DemoDelivery.id).desc())
        .limit(SCAN)
    ):
        number = row.to or ""
        if wanted in number or wanted in (row.body or "").casefold():
            by_number.setdefault(number, []).append((row, message))
    chosen = list(by_number.items())[:numbers]
    shown = [_conversation(session, number, rows) for number, rows in chosen]
    return Conversations(shown, len(by_number) > numbers)


def _conversation(
    session: Session, number: str, got: list[tuple[DemoDelivery, OutboxMessage | None]]
) -> Conversation:
    said = session.exec(
        select(InboundText)
        .where(col(InboundText.phone_hash).in_(hashes_of(number)))
        .order_by(col(InboundText.at).desc(), col(InboundText.id).desc())
        .limit(TEXTS_SHOWN)
    )
    bubbles: list[tuple[datetime, UUID, Bubble]] = [
        (row.at, row.id, _got(row, message)) for row, message in got[:TEXTS_SHOWN]
    ]
    bubbles += [(text.at, text.id, _said(text)) for text in said]
    bubbles.sort(key=lambda one: one[:2])
    return Conversation(
        number=number,
        answers=str(got[0][0].id),
        stopped=stopped(session, number),
        simulated=NUMBERS.get(number, ""),
        bubbles=[bubble for _at, _id, bubble in bubbles[-TEXTS_SHOWN:]],
    )


def _got(row: DemoDelivery, message: OutboxMessage | None) -> Bubble:
    whole = delivered(row, message)
    return Bubble(whole.id, True, whole.pieces, whole.when, whole.status)


def _said(text: InboundText) -> Bubble:
    return Bubble(str(text.id), False, pieces(text.body or ""), say_moment(text.at), "")
