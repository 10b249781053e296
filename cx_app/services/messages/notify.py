"""Tells an account something: in its inbox at once, and by e-mail where that is safe."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.messages import Channel, Kind, may_leave
from cx_app.gateways import clock
from cx_app.language import known, using
from cx_app.models import Account, InboxMessage
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.templates import in_inbox


def notify(
    session: Session,
    account: Account,
    kind: Kind,
    *,
    dedupe_key: str,
    case_id: UUID | None = None,
    protected: bool = False,
    **facts: object,
) -> None:
    """`facts` fill the template. Nothing about a protected case goes by e-mail (domain 9.4 b)."""
    with using(known(account.language)):
        subject, body = in_inbox(kind, **facts)
    message = InboxMessage(
        account_id=account.id,
        case_id=case_id,
        kind=kind,
        subject=subject,
        at=clock.business(session),
    )
    message.body = body
    session.add(message)
    if account.email_verified and may_leave(Channel.EMAIL, protected=protected):
        enqueue(
            session,
            kind,
            Channel.EMAIL,
            dedupe_key=dedupe_key,
            language=account.language,
            account_id=account.id,
            case_id=case_id,
        )
    touch(session, account_topic(account.id))
