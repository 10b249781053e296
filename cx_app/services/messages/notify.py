"""Tells an account something: in its inbox at once, and outside in the ways its person chose."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.messages import Channel, Kind, Why, channels_for, topic_of
from cx_app.domain.templates import SHAPES
from cx_app.gateways import channels, clock
from cx_app.gateways.provider import Attachment
from cx_app.language import Language, known, using
from cx_app.models import Account, InboxAttachment, InboxMessage
from cx_app.models.base import insert_new
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.catalogue import filled, in_force
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.reach import reach_of, wishes_of
from cx_app.services.messages.templates import in_inbox

WHY: Final = {
    Kind.CASE_FOLLOWED: Why.FOLLOWS,
    Kind.CODE_REQUESTED: Why.ASKED,
    Kind.CODE_DUE: Why.ASKED,
    Kind.SUPPORT_ANSWERED: Why.ASKED,
}
"""Why somebody gets a message of a kind; all others come of a case in their account."""


def notify(
    session: Session,
    account: Account,
    kind: Kind,
    *,
    dedupe_key: str,
    case_id: UUID | None = None,
    protected: bool = False,
    why: Why | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    attachments: Sequence[Attachment] = (),
    by_letter: bool = True,
    by_text: bool = True,
    **facts: object,
) -> None:
    """`facts` fill the template. The same `dedupe_key` tells the same account once. Nothing about a
    protected case leaves but by letter (domain 9.4 b). Without `by_letter` no letter goes out,
    without `by_text` no text, whatever was chosen."""
    topic = topic_of(kind)
    wishes = wishes_of(session, account.id, topic)
    language = known(wishes.language or account.language)
    why = why or WHY.get(kind, Why.LINKED)
    subject, body = _words(session, kind, language, facts)
    inbox_id = _into_inbox(session, account, kind, dedupe_key, case_id, why, subject, body)
    if inbox_id is None:
        return
    _attach(session, inbox_id, attachments)
    reach = reach_of(session, account, wishes, case_id)
    for channel in channels_for(topic, wishes, reach, protected=protected):
        if not channels.available(channel) or (channel is Channel.LETTER and not by_letter):
            continue
        if channel is Channel.SMS and not by_text:
            continue
        enqueue(
            session,
            kind,
            channel,
            dedupe_key=f"{account.id.hex}:{channel}:{dedupe_key}",
            language=language,
            account_id=account.id,
            case_id=case_id,
            inbox_id=inbox_id,
            why=why,
            facts=_facts(facts if channel is Channel.LETTER else _public(kind, facts)) or None,
            not_before=not_before,
            not_after=not_after,
        )
    touch(session, account_topic(account.id))


def _words(
    session: Session, kind: Kind, language: Language, facts: Mapping[str, object]
) -> tuple[str, str]:
    words = in_force(session, kind)
    if words is None:
        with using(language):
            return in_inbox(kind, **facts)
    return (filled(words, language, "subject", facts), filled(words, language, "body", facts))


def _into_inbox(
    session: Session,
    account: Account,
    kind: Kind,
    dedupe_key: str,
    case_id: UUID | None,
    why: Why,
    subject: str,
    body: str,
) -> UUID | None:
    """None when this account has been told."""
    message = InboxMessage(
        account_id=account.id,
        case_id=case_id,
        kind=kind,
        why=why,
        dedupe_key=dedupe_key,
        subject=subject,
        at=clock.business(session),
    )
    message.body = body
    return message.id if insert_new(session, message, "account_id", "dedupe_key") else None


def _attach(session: Session, inbox_id: UUID, attachments: Sequence[Attachment]) -> None:
    for one in attachments:
        row = InboxAttachment(message_id=inbox_id, name=one.name, media_type=one.media_type)
        row.content = base64.b64encode(one.content).decode()
        session.add(row)


def _public(kind: Kind, facts: Mapping[str, object]) -> dict[str, object]:
    """What of an occasion its e-mails and texts may say; the time of an appointment is told as
    `starts` and `zone`, so that each language writes it in its own way."""
    shape = SHAPES.get(kind)
    named = set(shape.public) if shape else set()
    if "short" in named:
        named |= {"starts", "zone"}
    if "clock" in named:
        named |= {"at", "at_zone"}
    return {name: value for name, value in facts.items() if name in named}


def _facts(facts: Mapping[str, object]) -> dict[str, Any]:
    return {name: str(value) for name, value in facts.items()}
