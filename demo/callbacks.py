"""Callbacks of the demonstration: Priya waits for one, with a text ahead of it; others, who are
nobody in particular, wait for plain calls, and people of the last weeks say how long it takes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from sqlmodel import Session, select

from cx_app.domain.business_days import DAY, is_business_day
from cx_app.domain.business_time import EASTERN, eastern_date
from cx_app.domain.callbacks.standing import CallbackState, CallOutcome, Step
from cx_app.domain.callbacks.topics import Asker, CallbackTopic
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.models import Account, Callback, CallbackCall, ContactPoint
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.callbacks.asking import Wish, ask, new_callback
from cx_app.services.callbacks.consenting import wording
from cx_app.services.callbacks.hours import policy_now
from cx_app.services.callbacks.moving import What, settle, standing
from cx_app.services.identity.grants import ensure_account
from cx_app.services.messages.reach import hash_of
from cx_app.settings import settings
from demo.characters import PRIYA

PHONE: Final = "+12025550140"
"""Priya's, in the demo's mailbox."""
FORM: Final = "demo-callback"
WAITING: Final = (
    ("Luz Herrera", CallbackTopic.TRAVEL, "es", "America/Chicago", ""),
    ("Tomasz Zielinski", CallbackTopic.NOTICE, "en", "America/New_York", "Polish"),
    ("Grace Kim", CallbackTopic.CASE, "en", "America/Los_Angeles", ""),
)
PAST: Final = 36
"""First calls of the last weeks; a few more than are needed to say how long it takes."""
TOPICS: Final = (
    *(CallbackTopic.CASE, CallbackTopic.NOTICE, CallbackTopic.DOCUMENT),
    *(CallbackTopic.APPOINTMENT, CallbackTopic.ADDRESS, CallbackTopic.ACCOUNT),
)


def fill_callbacks(session: Session, now: datetime) -> None:
    """Nothing when it was filled before."""
    if session.exec(select(Callback.id).limit(1)).first() is not None:
        return
    officer = ensure_account(session, settings.issuer, "olivia")
    for number in range(PAST):
        _past(session, number, officer, now)
    for number, (name, topic, language, zone, spoken) in enumerate(WAITING):
        row = _somebody(session, f"{FORM}-waits-{number}", name, topic, now)
        row.language, row.zone, row.spoken = language, zone, spoken
        row.phone = f"+1202555{151 + number:04d}"
        row.phone_hash = hash_of(row.phone)
        row.placed_at = row.line_at = now - timedelta(hours=5 + 20 * number)
        settle(session, SYSTEM_ACTOR, row, Step(standing(row)), What.ASK)
    _priya(session, now)


def _priya(session: Session, now: datetime) -> None:
    account = ensure_account(session, settings.issuer, PRIYA.subject, name=PRIYA.name)
    phone = ContactPoint(
        account_id=account.id,
        channel=Channel.SMS,
        value_hash=hash_of(PHONE),
        zone="America/New_York",
        line="mobile",
        created_at=now,
        verified_at=now,
    )
    phone.value = PHONE
    session.add(phone)
    session.flush()
    wish = Wish(
        topic=CallbackTopic.CASE,
        contact_id=str(phone.id),
        zone=phone.zone,
        language=account.language,
        consent_version=wording().version,
    )
    ask(session, Actor(account.id, Role.APPLICANT, name=account.name), wish, FORM)


def _past(session: Session, number: int, officer: Account, now: datetime) -> None:
    """Called within a day or two, most of them; the numbers only look drawn."""
    day = eastern_date(now) - DAY
    for _ in range(number % 15):
        day -= DAY
    while not is_business_day(day):
        day -= DAY
    called = datetime.combine(day, time(9 + number % 8, 5 * number % 60), EASTERN)
    row = _somebody(
        session, f"{FORM}-past-{number}", f"Person {number + 1}", TOPICS[number % 6], now
    )
    row.placed_at = row.line_at = called - timedelta(hours=3 + (number * 7) % 46)
    row.phone = f"+1202555{160 + number % 39:04d}"
    row.phone_hash = hash_of(row.phone)
    row.state, row.next = CallbackState.REACHED, ""
    row.first_call_at = row.updated_at = called
    row.ended_at = called + timedelta(minutes=8 + number % 7)
    session.add(row)
    session.flush()
    session.add(
        CallbackCall(
            callback_id=row.id,
            officer_id=officer.id,
            topic=row.topic,
            language=row.language,
            began_at=called,
            ended_at=row.ended_at,
            outcome=CallOutcome.REACHED,
        )
    )


def _somebody(
    session: Session, key: str, name: str, topic: CallbackTopic, now: datetime
) -> Callback:
    """Without an account, as somebody who phoned."""
    row = new_callback(
        topic=topic,
        urgent=policy_now(session, now).callback_settings.urgent,
        phone=PHONE,
        key=key,
        now=now,
        language="en",
        zone="America/New_York",
    )
    row.asked_as, row.name = Asker.CALLER, name
    return row
