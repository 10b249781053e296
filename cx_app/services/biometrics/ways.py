"""By e-mail or text: where the confirmation of a move goes (BIO-5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlmodel import Session

from cx_app.domain.contacts import mask_phone
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Topic
from cx_app.domain.receipts import mask_email
from cx_app.language import _
from cx_app.models import Account
from cx_app.services.biometrics.views import WayLine
from cx_app.services.messages.preferences import choose
from cx_app.services.messages.reach import Destination, email_of, phone_of, wishes_of

TOPIC: Final = Topic.APPOINTMENTS


def ways_of(session: Session, actor: Actor) -> list[WayLine]:
    """Only addresses and numbers that are proven."""
    account = session.get_one(Account, actor.account_id)
    email, phone = email_of(session, account), phone_of(session, account.id)
    found = []
    if isinstance(email, Destination):
        label = _("By e-mail to {address}", address=mask_email(email.value))
        found.append(WayLine(Channel.EMAIL, label))
    if isinstance(phone, Destination):
        label = _("By text to {number}", number=mask_phone(phone.value))
        found.append(WayLine(Channel.SMS, label))
    return found


def chosen_way(session: Session, actor: Actor, ways: list[WayLine]) -> str:
    wishes = wishes_of(session, actor.account_id, TOPIC)
    wanted = Channel.SMS if wishes.sms else Channel.EMAIL
    return next((way.value for way in ways if way.value == wanted), ways[0].value if ways else "")


def choose_way(session: Session, actor: Actor, way: str) -> None:
    """Kept as the choice for everything about appointments, since a message looks at what is chosen
    when it leaves. What is no way of theirs changes nothing."""
    if way not in {one.value for one in ways_of(session, actor)}:
        return
    before = wishes_of(session, actor.account_id, TOPIC)
    after = replace(before, email=way == Channel.EMAIL, sms=way == Channel.SMS)
    if after != before:
        choose(session, actor, TOPIC, after)
