"""What an account wants to hear, and how, for each topic."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from cx_app.domain.identity import Actor
from cx_app.domain.messages import Topic, Wishes
from cx_app.gateways import clock
from cx_app.language import LANGUAGES
from cx_app.models import Account, MessageWish
from cx_app.models.base import insert_new
from cx_app.services.audit.record import record
from cx_app.services.changes import account_topic, touch
from cx_app.services.messages.reach import wishes_of


@dataclass(frozen=True, slots=True)
class WishLine:
    topic: str
    email: bool
    email_fixed: bool
    """Security always goes by e-mail: shown, not offered."""
    sms: bool
    paper: bool
    language: str
    """Empty for the account's own."""


def wishes(session: Session, actor: Actor) -> list[WishLine]:
    lines = []
    for topic in Topic:
        wish, fixed = wishes_of(session, actor.account_id, topic), topic is Topic.SECURITY
        lines.append(
            WishLine(topic, wish.email or fixed, fixed, wish.sms, wish.paper, wish.language)
        )
    return lines


def choose_for_all(session: Session, actor: Actor, wish: Wishes) -> None:
    """One choice for every topic; security goes by e-mail all the same."""
    for topic in Topic:
        choose(session, actor, topic, wish)


def choose_language(session: Session, actor: Actor, language: str) -> None:
    """The account's own language: of every message for which no other was chosen. Anything else
    than a language of the portal changes nothing."""
    if language not in LANGUAGES:
        return
    account = session.get_one(Account, actor.account_id)
    account.language = language
    session.add(account)
    record(session, actor, "messages.language", details={"language": language})
    touch(session, account_topic(actor.account_id))


def choose(session: Session, actor: Actor, topic: Topic, wish: Wishes) -> None:
    """Counts for what is due from now on, also for what waits already."""
    language = wish.language if wish.language in LANGUAGES else ""
    now = clock.business(session)
    fresh = MessageWish(account_id=actor.account_id, topic=topic, updated_at=now)
    insert_new(session, fresh, "account_id", "topic")
    row = session.exec(
        select(MessageWish)
        .where(MessageWish.account_id == actor.account_id, MessageWish.topic == topic)
        .with_for_update()
    ).one()
    row.email, row.sms, row.paper, row.language = wish.email, wish.sms, wish.paper, language
    row.updated_at = now
    session.add(row)
    details = {
        "topic": str(topic),
        "email": wish.email,
        "sms": wish.sms,
        "paper": wish.paper,
        "language": language,
    }
    record(session, actor, "messages.choose", details=details)
    touch(session, account_topic(actor.account_id))
