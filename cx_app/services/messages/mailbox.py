"""The demo's mailbox: everything that left the portal, as it arrived."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, func, select

from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.gateways.provider import Attachment
from cx_app.gateways.simulator import EMAILS, NUMBERS
from cx_app.language import say_moment
from cx_app.models import DemoDelivery, OutboxMessage
from cx_app.services.messages.history import status_of
from cx_app.settings import settings

PAGE: Final = 15
SCAN: Final = 1_000
"""What is looked through for one page; addresses are sealed, so the database can't look."""
CHUNK: Final = 100
LINK: Final = re.compile(re.escape(settings.public_url.rstrip("/")) + r"(?:[\w/.?=&#-]*[\w/])?")
CALENDAR: Final = "appointment.ics"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; a link where it leads somewhere in the portal."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    id: str
    channel: str
    sender: str
    addressee: str
    subject: str
    body: str
    pieces: list[Piece]
    when: str
    status: str
    """sent, under_way, delivered or failed; empty when nobody knows what it belongs to."""
    simulated: str
    """What the simulator does with this address; empty for all that simply get their messages."""
    document: str
    """Path of the letter's PDF, or empty."""
    calendar: str
    """Path of the e-mail's date for a calendar, or empty."""
    can_answer: bool


@dataclass(frozen=True, slots=True)
class MailboxPage:
    rows: list[Delivered] = field(default_factory=list)
    older: str = ""
    """Where the next page begins; empty on the last one."""


def mailbox(
    session: Session, *, channel: str = "", wanted: str = "", older: str = "", rows: int = PAGE
) -> MailboxPage:
    """The newest first, a page at a time; `wanted` is looked for in addressee, subject and body."""
    wanted = wanted.strip().casefold()
    shown: list[Delivered] = []
    looked_at = 0
    for row, message in _newest(session, channel, older):
        if len(shown) == rows or looked_at == SCAN:
            return MailboxPage(shown, older)
        looked_at, older = looked_at + 1, f"{row.at.isoformat()} {row.id}"
        if not wanted or wanted in f"{row.to}\n{row.subject}\n{row.body}".casefold():
            shown.append(delivered(row, message))
    return MailboxPage(shown)


def counts(session: Session) -> dict[str, int]:
    """How many arrived through each channel."""
    rows = session.exec(
        select(DemoDelivery.channel, func.count()).group_by(col(DemoDelivery.channel))
    )
    return dict(rows.all())


def letter_pdf(session: Session, delivery_id: UUID) -> bytes:
    """The PDF of one letter. Raises `NotFound`."""
    return _document(session, delivery_id, Channel.LETTER)


def email_file(session: Session, delivery_id: UUID) -> Attachment:
    """What came with one e-mail: only dates for a calendar ever leave. Raises `NotFound`."""
    content = _document(session, delivery_id, Channel.EMAIL)
    return Attachment(CALENDAR, "text/calendar", content)


def delivered(row: DemoDelivery, message: OutboxMessage | None) -> Delivered:
    to, body = row.to or "", row.body or ""
    has_document = row.document_sealed is not None
    outcome = (EMAILS | NUMBERS).get(to.casefold())
    return Delivered(
        id=str(row.id),
        channel=row.channel,
        sender=settings.mail_from if row.channel == Channel.EMAIL else settings.agency_name,
        addressee=to,
        subject=row.subject or "",
        body=body,
        pieces=pieces(body),
        when=say_moment(row.at),
        status=_status(message),
        simulated=outcome or "",
        document=_path(row, "pdf") if row.channel == Channel.LETTER and has_document else "",
        calendar=_path(row, "ics") if row.channel == Channel.EMAIL and has_document else "",
        can_answer=settings.demo and row.channel == Channel.SMS,
    )


def pieces(text: str) -> list[Piece]:
    """A text with the links into the portal that it holds."""
    found: list[Piece] = []
    end = 0
    for link in LINK.finditer(text):
        if link.start() > end:
            found.append(Piece(text[end : link.start()]))
        found.append(Piece(link[0], link[0]))
        end = link.end()
    return [*found, Piece(text[end:])] if end < len(text) else found


def _newest(
    session: Session, channel: str, older: str
) -> Iterator[tuple[DemoDelivery, OutboxMessage | None]]:
    while True:
        query = (
            select(DemoDelivery, OutboxMessage)
            .join(OutboxMessage, col(OutboxMessage.id) == DemoDelivery.message_id, isouter=True)
            .order_by(col(DemoDelivery.at).desc(), col(DemoDelivery.id).desc())
            .limit(CHUNK)
        )
        if channel:
            query = query.where(DemoDelivery.channel == channel)
        if older:
            at, _space, last = older.partition(" ")
            moment, column = datetime.fromisoformat(at), col(DemoDelivery.at)
            before = and_(column == moment, col(DemoDelivery.id) < UUID(last))
            query = query.where(or_(column < moment, before))
        rows = session.exec(query).all()
        yield from rows
        if len(rows) < CHUNK:
            return
        older = f"{rows[-1][0].at.isoformat()} {rows[-1][0].id}"


def _status(message: OutboxMessage | None) -> str:
    """It is here, so it was sent, whatever the worker has not yet said."""
    if message is None:
        return ""
    status = status_of(message)
    return "sent" if status in ("waiting", "unknown") else status


def _path(row: DemoDelivery, kind: str) -> str:
    return f"/demo/mailbox/{row.id}.{kind}"


def _document(session: Session, delivery_id: UUID, channel: Channel) -> bytes:
    row = session.get(DemoDelivery, delivery_id)
    if row is None or row.channel != channel or row.document is None:
        raise NotFound("no such document")
    return base64.b64decode(row.document)
