"""People who can be reached, and what left for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind, Topic, Wishes
from cx_app.gateways import clock
from cx_app.models import Account, ContactPoint, DemoDelivery, OutboxMessage
from cx_app.services.messages.consents import give, wording
from cx_app.services.messages.notify import notify
from cx_app.services.messages.preferences import choose
from cx_app.services.messages.reach import hash_of
from tests import factories

PHONE = "+12025550123"


def account(**facts: Any) -> Account:
    with db.write() as session:
        return factories.account(session, **facts)


def staff(role: Role) -> Actor:
    with db.write() as session:
        return factories.actor_for(factories.account(session, roles=(role,)), role)


def contact(
    account: Account, channel: Channel = Channel.SMS, value: str = PHONE, **facts: Any
) -> ContactPoint:
    """A proven address or number."""
    with db.write() as session:
        now = clock.business(session)
        made = ContactPoint(
            account_id=account.id,
            channel=channel,
            value_hash=hash_of(value),
            created_at=now,
            **{"verified_at": now, **facts},
        )
        made.value = value
        session.add(made)
    return made


def texts_to(account: Account, value: str = PHONE, **facts: Any) -> ContactPoint:
    """A number with consent, and the wish for texts about cases."""
    phone = contact(account, value=value, **facts)
    actor = factories.actor_for(account)
    with db.write() as session:
        assert give(session, actor, phone.id, wording().version) is None
    wish(account, sms=True)
    return phone


def wish(account: Account, topic: Topic = Topic.CASES, **wishes: Any) -> None:
    with db.write() as session:
        choose(session, factories.actor_for(account), topic, Wishes(**wishes))


def tell(account: Account, key: str = "news", **facts: Any) -> None:
    with db.write() as session:
        notify(
            session,
            account,
            facts.pop("kind", Kind.CASE_FOLLOWED),
            dedupe_key=key,
            **{"receipt": "IOE0912000011", **facts},
        )


def arrived(channel: Channel | None = None) -> list[DemoDelivery]:
    with db.read() as session:
        rows = session.exec(select(DemoDelivery).order_by(DemoDelivery.at))
        return [row for row in rows if channel in (None, row.channel)]


def outbox(channel: Channel | None = None) -> list[OutboxMessage]:
    with db.read() as session:
        rows = session.exec(
            select(OutboxMessage).order_by(OutboxMessage.created_at, OutboxMessage.id)
        )
        return [row for row in rows if channel in (None, row.channel)]


def one(channel: Channel) -> OutboxMessage:
    [row] = outbox(channel)
    return row


def message(message_id: UUID) -> OutboxMessage:
    with db.read() as session:
        return session.get_one(OutboxMessage, message_id)
