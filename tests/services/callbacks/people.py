"""Somebody who asks for a call, the phone they hold, and an officer who calls."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.callbacks.standing import Answer, CallbackRefusal, CallOutcome
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackStep, CallbackText, ContactPoint, OutboxMessage
from cx_app.services.callbacks.answering import answer
from cx_app.services.callbacks.asking import Asked, AskRefusal, Wish, ask
from cx_app.services.callbacks.calling import Taken, say_outcome, take
from cx_app.services.callbacks.consenting import wording
from cx_app.services.messages.inbound import Heard, receive
from tasks import callbacks, messages
from tests import factories
from tests.services.messages.people import account, arrived, contact, staff

TUESDAY = datetime(2026, 3, 3, 15, tzinfo=UTC)
"""10:00 in New York."""
TICK = timedelta(seconds=1)
"""The least by which the clock of the demo moves."""
_numbers = itertools.count(2000)


@dataclass(frozen=True)
class Someone:
    actor: Actor
    contact: ContactPoint
    phone: str


def someone(*, phone: str = "", language: str = "en", **facts: Any) -> Someone:
    """An account with a proven number, and no consent to anything."""
    phone = phone or f"+1202555{next(_numbers):04d}"
    made = account(language=language)
    return Someone(factories.actor_for(made), contact(made, Channel.SMS, phone, **facts), phone)


def officer(role: Role = Role.OFFICER) -> Actor:
    return staff(role)


def wish(one: Someone, *, texts: bool = True, **chosen: Any) -> Wish:
    facts = {"topic": "case", "zone": "America/New_York", "language": "en", **chosen}
    if not {"phone", "contact_id"} & facts.keys():
        facts["contact_id"] = str(one.contact.id)
    if texts:
        facts["consent_version"] = wording().version
    return Wish(**facts)


def tries(one: Someone, *, key: str = "", **chosen: Any) -> Asked | AskRefusal:
    with db.write() as session:
        return ask(session, one.actor, wish(one, **chosen), key or uuid4().hex)


def asks(one: Someone, **chosen: Any) -> str:
    """Nobody asks at the same instant as somebody else."""
    with db.write() as session:
        clock.advance(session, TICK)
    made = tries(one, **chosen)
    assert isinstance(made, Asked), made
    return made.reference


def row(reference: str) -> Callback:
    with db.read() as session:
        return session.exec(select(Callback).where(Callback.reference == reference)).one()


def steps(reference: str) -> list[str]:
    with db.read() as session:
        found = session.exec(
            select(CallbackStep)
            .where(CallbackStep.callback_id == row(reference).id)
            .order_by(col(CallbackStep.number))
        )
        return [step.what for step in found]


def texts_of(reference: str) -> list[CallbackText]:
    with db.read() as session:
        found = session.exec(
            select(CallbackText)
            .where(CallbackText.callback_id == row(reference).id)
            .order_by(col(CallbackText.number))
        )
        return list(found)


def sweep() -> None:
    """As each second does: callbacks, their texts, and what came of those."""
    callbacks.sweep()
    messages.sweep()
    callbacks.sweep()


def later(**length: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**length))
    sweep()


def now() -> datetime:
    with db.read() as session:
        return clock.business(session)


def texted(phone: str) -> list[tuple[str, str]]:
    """What arrived on a phone: kind and words."""
    with db.read() as session:
        kinds = {one.id: one.kind for one in session.exec(select(OutboxMessage))}
    found = [one for one in arrived(Channel.SMS) if one.to == phone]
    return [(kinds[one.message_id], one.body or "") for one in found if one.message_id]


def kinds(phone: str) -> list[str]:
    return [kind for kind, _words in texted(phone)]


def asking(phone: str) -> list[str]:
    return [words for kind, words in texted(phone) if kind == "callback_ask"]


def says(phone: str, body: str) -> Heard:
    with db.write() as session:
        heard = receive(session, f"test:{uuid4()}", phone, body)
    messages.sweep()
    return heard


def presses(one: Someone, reference: str, said: Answer) -> CallbackRefusal | None:
    with db.write() as session:
        return answer(session, one.actor, reference, said)


def takes(who: Actor, reference: str) -> Taken:
    with db.write() as session:
        return take(session, who, row(reference).id)


def calls(
    who: Actor, reference: str, outcome: CallOutcome, summary: str = ""
) -> CallbackRefusal | None:
    assert takes(who, reference) == Taken()
    with db.write() as session:
        return say_outcome(session, who, row(reference).id, outcome, summary)
