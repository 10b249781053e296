"""Ask for a callback: what about, on which phone, on whose clock, and whether to text first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from cx_app.domain.appointment_requests import AskedAs
from cx_app.domain.callbacks.phrases import new_phrase
from cx_app.domain.callbacks.standing import CallbackState, Step
from cx_app.domain.callbacks.topics import Asker, CallbackTopic, urgency
from cx_app.domain.contacts import ZONES, Refusal, mask_phone, parse_phone
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.references import new_reference
from cx_app.gateways import clock
from cx_app.language import LANGUAGES, NAMES, _, known
from cx_app.models import Account, Callback, ContactPoint
from cx_app.models.base import insert
from cx_app.services.appointment_requests.access import people_in_form, people_of
from cx_app.services.callbacks.access import mine
from cx_app.services.callbacks.consenting import (
    ConsentRefusal,
    Source,
    against_texts,
    keep_consent,
    wording,
)
from cx_app.services.callbacks.expecting import expected_for, expected_words
from cx_app.services.callbacks.hours import kept_hours
from cx_app.services.callbacks.moving import What, settle, standing
from cx_app.services.callbacks.telling import inform
from cx_app.services.callbacks.views import AskForm, Choice, Person, PhoneChoice
from cx_app.services.callbacks.words import TOPICS
from cx_app.services.cases.access import may_act
from cx_app.services.messages.reach import hash_of, hashes_of, stopped
from cx_app.services.policy.current import policy
from cx_app.services.representation.tell import tell_asked

NOTE: Final = 1_000
SPOKEN: Final = 40
SPANS: Final = ("08:00-12:00", "12:00-17:00", "17:00-20:00")
"""To choose from; none chosen means any hour."""
A_DAY: Final = timedelta(days=1)


class AskRefusal(StrEnum):
    """Why a callback was not taken."""

    TOPIC = "topic"
    PHONE = "phone"
    """Not a number that we can call."""
    NOT_US = "not_us"
    ZONE = "zone"
    HOURS = "hours"
    LANGUAGE = "language"
    OPEN_ALREADY = "open_already"
    """There is an open one for this phone."""
    TOO_MANY = "too_many"
    PAUSED = "paused"
    """It is being checked who may act for this person (CLAIM-3)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed and chosen, unchecked."""

    topic: str
    phone: str = ""
    """Typed, unless it is the number of `contact_id`."""
    contact_id: str = ""
    zone: str = ""
    language: str = ""
    case_id: str = ""
    hours: Sequence[tuple[str, str]] = ()
    spoken: str = ""
    relay: bool = False
    note: str = ""
    consent_version: str = ""
    """Of the sentence that they agreed to; empty for a call without a text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`no_texts`: why nobody is texted, though it was agreed to. `again`: the same form was sent
    before, and nothing was changed now."""

    reference: str
    no_texts: ConsentRefusal | None = None
    again: bool = False


def form(session: Session, actor: Actor, topic: str = "") -> AskForm:
    """What the page of asking needs."""
    chosen = CallbackTopic(topic) if topic in set(CallbackTopic) else CallbackTopic.OTHER
    shown = wording()
    return AskForm(
        topics=[
            Choice(one, _(words[0]), _(words[1]) if words[1] else "")
            for one, words in TOPICS.items()
        ],
        cases=[
            Person(str(one.case.id), f"{one.person.full_name}, {one.case.receipt_number}")
            for one in people_in_form(session, actor)
        ],
        phones=phones_of(session, actor.account_id),
        languages=[Choice(one, NAMES[one]) for one in LANGUAGES],
        zones=[Choice(one, one) for one in ZONES],
        hours=[Choice(one, one) for one in SPANS],
        consent=shown.text,
        consent_version=shown.version,
        expected=expected_words(expected_for(session, chosen)),
    )


def phones_of(session: Session, account_id: UUID) -> list[PhoneChoice]:
    """Of the account, the proven ones first."""
    rows = session.exec(
        select(ContactPoint)
        .where(
            ContactPoint.account_id == account_id,
            ContactPoint.channel == Channel.SMS,
            col(ContactPoint.ended_at).is_(None),
        )
        .order_by(col(ContactPoint.verified_at).is_(None), col(ContactPoint.created_at).desc())
    ).all()
    return [
        PhoneChoice(
            str(row.id),
            mask_phone(row.value),
            row.zone,
            row.verified_at is not None,
            row.verified_at is not None
            and row.line != "landline"
            and not stopped(session, row.value),
        )
        for row in rows
        if row.value
    ]


def ask(session: Session, actor: Actor, wish: Wish, submit_key: str) -> Asked | AskRefusal:
    """`submit_key` names the form, not the click: sent twice it makes one callback."""
    key = f"{actor.account_id.hex}:{submit_key[:40]}"
    if (before := _sent_before(session, key)) is not None:
        return Asked(before, again=True)
    now = clock.business(session)
    row = _row(session, actor, wish, key, now)
    if isinstance(row, AskRefusal):
        return row
    if _too_many(session, actor.account_id, now):
        return AskRefusal.TOO_MANY
    if open_for(session, row) is not None:
        return AskRefusal.OPEN_ALREADY
    if not add(session, row):
        again = _sent_before(session, key)
        return Asked(again, again=True) if again else AskRefusal.OPEN_ALREADY
    row = session.get_one(Callback, row.id)
    no_texts = _agree(session, actor, row, wish.consent_version)
    settle(session, actor, row, Step(standing(row)), What.ASK)
    inform(session, row, Kind.CALLBACK_PLACED, f"callback_placed:{row.id}")
    if row.asked_as == Asker.REPRESENTATIVE:
        tell_asked(session, row.party_id, actor, f"callback_for:{row.id}")
    return Asked(row.reference, no_texts)


def add(session: Session, row: Callback) -> bool:
    """False when any of its constraints is against it: the same form, or an open one for this
    phone, came at the same instant."""
    session.flush()
    added = (
        insert(session, Callback)
        .values(row.model_dump())
        .on_conflict_do_nothing()
        .returning(col(Callback.id))
    )
    return session.execute(added).first() is not None


def open_for(session: Session, row: Callback) -> Callback | None:
    """An open one that has the phone of this one."""
    return open_with(session, row, row.phone or "", proven=row.proven)


def open_with(session: Session, row: Callback, phone: str, *, proven: bool) -> Callback | None:
    """Another open one that has a phone, among those that count: where texts may go there is one
    for each phone, whosever it is. A number that is not proven is nobody's yet, so that nobody
    learns by typing it whether somebody waits for a call there."""
    own = (col(Callback.account_id) == row.account_id) if row.account_id else col(Callback.proven)
    who = or_(own, col(Callback.proven)) if proven else own
    return session.exec(
        select(Callback).where(
            col(Callback.phone_hash).in_(hashes_of(phone)),
            col(Callback.ended_at).is_(None),
            col(Callback.id) != row.id,
            who,
        )
    ).first()


def new_callback(
    *,
    topic: CallbackTopic,
    urgent: frozenset[CallbackTopic],
    phone: str,
    key: str,
    now: datetime,
    language: str,
    zone: str,
) -> Callback:
    """In line from now on; what else is known of it is for the caller to add."""
    row = Callback(
        reference=new_reference(),
        submit_key=key,
        asked_as=Asker.SELF,
        name="",
        topic=topic,
        urgency=urgency(topic, urgent),
        language=language,
        phone_hash=hash_of(phone),
        zone=zone,
        placed_at=now,
        line_at=now,
        state=CallbackState.QUEUED,
        updated_at=now,
    )
    row.phone, row.phrase = phone, new_phrase()
    return row


def _row(
    session: Session, actor: Actor, wish: Wish, key: str, now: datetime
) -> Callback | AskRefusal:
    if wish.topic not in set(CallbackTopic):
        return AskRefusal.TOPIC
    contact = contact_of(session, actor, wish.contact_id)
    phone = contact.value if contact is not None else parse_phone(wish.phone)
    if phone is Refusal.NOT_US:
        return AskRefusal.NOT_US
    if phone is None or isinstance(phone, Refusal):
        return AskRefusal.PHONE
    contact = contact or same_number(session, actor, phone)
    if wish.zone not in ZONES:
        return AskRefusal.ZONE
    if wish.language not in LANGUAGES:
        return AskRefusal.LANGUAGE
    if (hours := kept_hours(wish.hours)) is None:
        return AskRefusal.HOURS
    row = new_callback(
        topic=CallbackTopic(wish.topic),
        urgent=policy(session, now).callback_settings.urgent,
        phone=phone,
        key=key,
        now=now,
        language=known(wish.language),
        zone=wish.zone,
    )
    row.account_id, row.hours, row.relay = actor.account_id, hours, wish.relay
    row.name = session.get_one(Account, actor.account_id).name
    row.spoken = wish.spoken.strip()[:SPOKEN]
    row.note = wish.note.strip()[:NOTE] or None
    if contact is not None and contact.verified_at is not None:
        row.contact_id, row.proven = contact.id, True
    return _about(session, actor, row, wish.case_id)


def _about(session: Session, actor: Actor, row: Callback, case_id: str) -> Callback | AskRefusal:
    """The case it is about. Raises `NotFound` for one that is not theirs."""
    if not case_id:
        return row
    whom = next((one for one in people_of(session, actor) if str(one.case.id) == case_id), None)
    if whom is None:
        raise NotFound("no such case for this account")
    if not may_act(session, actor, whom.case.id, whom.party.id):
        return AskRefusal.PAUSED
    row.case_id, row.party_id, row.asked_as = whom.case.id, whom.party.id, whom.asked_as
    row.protected = whom.case.protected
    if whom.asked_as is AskedAs.SELF:
        row.name = whom.person.full_name
    return row


def _agree(session: Session, actor: Actor, row: Callback, version: str) -> ConsentRefusal | None:
    if not version:
        return None
    if version != wording().version:
        return ConsentRefusal.OLD_WORDING
    if (refusal := against_texts(session, row)) is not None:
        return refusal
    keep_consent(session, actor, row, Source.PORTAL, given=True, shown=wording())
    row.texting = True
    return None


def contact_of(session: Session, actor: Actor, contact_id: str) -> ContactPoint | None:
    """Raises `NotFound` for somebody else's number."""
    if not contact_id:
        return None
    try:
        contact = session.get(ContactPoint, UUID(contact_id))
    except ValueError:
        contact = None
    if (
        contact is None
        or contact.account_id != actor.account_id
        or contact.channel != Channel.SMS
        or contact.ended_at is not None
    ):
        raise NotFound("no such number")
    return contact


def same_number(session: Session, actor: Actor, phone: str) -> ContactPoint | None:
    """Who types a number that they have proven needn't prove it again."""
    return session.exec(
        select(ContactPoint).where(
            ContactPoint.account_id == actor.account_id,
            ContactPoint.channel == Channel.SMS,
            col(ContactPoint.value_hash).in_(hashes_of(phone)),
            col(ContactPoint.verified_at).is_not(None),
            col(ContactPoint.ended_at).is_(None),
        )
    ).first()


def _sent_before(session: Session, key: str) -> str | None:
    return session.exec(select(Callback.reference).where(Callback.submit_key == key)).first()


def _too_many(session: Session, account_id: UUID, now: datetime) -> bool:
    """TA-22."""
    rules = policy(session, now).callback_settings
    of = select(func.count()).where(mine(account_id))
    standing_now = session.exec(of.where(col(Callback.ended_at).is_(None))).one()
    lately = session.exec(of.where(col(Callback.placed_at) > now - A_DAY)).one()
    return standing_now >= rules.open_at_once or lately >= rules.a_day
