"""The demo's mailbox: everything that left the portal, as it arrived."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.errors import NotFound
from cx_app.language import say_moment
from cx_app.models import DemoDelivery

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Delivered:
    id: str
    channel: str
    addressee: str
    subject: str
    body: str
    when: str
    document: str
    """Path of the letter's PDF, or empty."""


def mailbox(session: Session) -> list[Delivered]:
    """The newest first."""
    rows = session.exec(
        select(DemoDelivery)
        .order_by(col(DemoDelivery.at).desc(), col(DemoDelivery.id).desc())
        .limit(PAGE)
    )
    return [
        Delivered(
            id=str(row.id),
            channel=row.channel,
            addressee=row.to or "",
            subject=row.subject or "",
            body=row.body or "",
            when=say_moment(row.at),
            document=f"/demo/mailbox/{row.id}.pdf" if row.document_sealed else "",
        )
        for row in rows
    ]


def letter_pdf(session: Session, delivery_id: UUID) -> bytes:
    """The PDF of one letter. Raises `NotFound`."""
    row = session.get(DemoDelivery, delivery_id)
    if row is None or row.document is None:
        raise NotFound("no such letter")
    return base64.b64decode(row.document)
