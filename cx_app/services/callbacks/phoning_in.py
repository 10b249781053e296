"""Somebody phones: an officer opens a callback for them, and records what they agreed to. In
English, but for the words that are read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.callbacks.standing import CallbackRefusal, Step
from cx_app.domain.callbacks.topics import Asker, CallbackTopic
from cx_app.domain.contacts import ZONES, Refusal, parse_phone
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.language import LANGUAGES
from cx_app.models import Callback, CaseLink, CaseOpening, Party, Person
from cx_app.services.callbacks.access import callback_for, may_see
from cx_app.services.callbacks.asking import NOTE, SPOKEN, add, new_callback, open_for
from cx_app.services.callbacks.changing import back_in_line
from cx_app.services.callbacks.consenting import Source, against_texts, keep_consent, spoken_wording
from cx_app.services.callbacks.moving import What, settle, standing
from cx_app.services.callbacks.telling import inform
from cx_app.services.cases.staff import reachable, require_staff
from cx_app.services.openings.opening import latest
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class OpenPerson:
    """Somebody in a case that the officer has open."""

    case_id: str
    party_id: str
    says: str


class CallerRefusal(StrEnum):
    NAME = "name"
    TOPIC = "topic"
    PHONE = "phone"
    NOT_US = "not_us"
    ZONE = "zone"
    LANGUAGE = "language"
    PARTY = "party"
    """Not somebody in that case."""
    OLD_WORDING = "old_wording"
    """Other words were read aloud than those in force."""
    NOT_THAT_PHONE = "not_that_phone"
    """Texts can be agreed to only on the phone that they go to (domain 1.3-11)."""
    OPEN_ALREADY = "open_already"


@dataclass(frozen=True, slots=True)
class Caller:
    """As an officer typed it."""

    name: str
    phone: str
    on_that_phone: bool
    """They are speaking from it now, which proves it."""
    topic: str
    language: str
    zone: str
    case_id: UUID | None = None
    """Opened before, and the person proven by the identity script."""
    party_id: UUID | None = None
    spoken: str = ""
    relay: bool = False
    note: str = ""
    consent_version: str = ""
    """Of the words that were read aloud and agreed to; empty for a call without a text."""


@dataclass(frozen=True, slots=True)
class Opened:
    reference: str
    no_texts: str = ""
    """`ConsentRefusal`: why nobody is texted, though it was agreed to."""


@dataclass(frozen=True, slots=True)
class OpenAlready:
    """For this phone; no reference where the officer may not see that one."""

    reference: str = ""


def open_people(session: Session, actor: Actor) -> list[OpenPerson]:
    """Whom a callback may be about: people of the cases that the officer has opened minutes ago, on
    record (OPEN-2), the newest first. Raises `Forbidden` for anyone but staff."""
    require_staff(actor)
    now = clock.business(session)
    since = now - policy(session, now).openings.ask_again
    rows = session.exec(
        select(CaseOpening.case_id)
        .where(
            col(CaseOpening.day).in_({eastern_date(since), eastern_date(now)}),
            CaseOpening.account_id == actor.account_id,
            CaseOpening.at > since,
        )
        .order_by(col(CaseOpening.at).desc())
    ).all()
    return [
        one
        for case_id in dict.fromkeys(rows)
        if (last := latest(session, actor, case_id)) is not None and last.at > since
        for one in _people_in(session, actor, case_id)
    ]


def _people_in(session: Session, actor: Actor, case_id: UUID) -> list[OpenPerson]:
    try:
        case = reachable(session, actor, case_id)
    except NotFound:  # it became protected, or the officer's own, since
        return []
    found = session.exec(
        select(Party.id, Person)
        .where(
            Party.case_id == case_id,
            Party.person_id == Person.id,
            col(Party.ended_at).is_(None),
        )
        .order_by(col(Party.id))
    ).all()
    return [
        OpenPerson(str(case.id), str(party), f"{person.full_name}, {case.receipt_number}")
        for party, person in found
    ]


def open_for_caller(
    session: Session, actor: Actor, caller: Caller, submit_key: str
) -> Opened | OpenAlready | CallerRefusal:
    """Raises `NotFound` for a case that the officer may not open, `Forbidden` for anyone but
    staff."""
    require_staff(actor)
    key = f"{actor.account_id.hex}:{submit_key[:40]}"
    before = session.exec(select(Callback.reference).where(Callback.submit_key == key)).first()
    if before is not None:
        return Opened(before)
    row = _row(session, actor, caller, key)
    if isinstance(row, CallerRefusal):
        return row
    if (refusal := _spoken(caller)) is not None:
        return refusal
    if (other := open_for(session, row)) is not None:
        return _already(session, actor, other)
    if not add(session, row):
        return OpenAlready()
    row = session.get_one(Callback, row.id)
    against = _agree(session, actor, row, caller)
    settle(session, actor, row, Step(standing(row)), What.OPEN_FOR)
    inform(session, row, Kind.CALLBACK_PLACED, f"callback_placed:{row.id}")
    return Opened(row.reference, against)


def put_back_for(session: Session, actor: Actor, callback_id: UUID) -> CallbackRefusal | None:
    """Somebody phones about one that waits for them, as whoever has no account must. Raises
    `NotFound` for one that this officer may not see, `Forbidden` for anyone but staff."""
    return back_in_line(session, actor, callback_for(session, actor, callback_id, lock=True))


def _row(session: Session, actor: Actor, caller: Caller, key: str) -> Callback | CallerRefusal:
    phone = parse_phone(caller.phone)
    if phone is Refusal.NOT_US:
        return CallerRefusal.NOT_US
    if isinstance(phone, Refusal):
        return CallerRefusal.PHONE
    if caller.topic not in set(CallbackTopic):
        return CallerRefusal.TOPIC
    if caller.zone not in ZONES:
        return CallerRefusal.ZONE
    if caller.language not in LANGUAGES:
        return CallerRefusal.LANGUAGE
    now = clock.business(session)
    row = new_callback(
        topic=CallbackTopic(caller.topic),
        urgent=policy(session, now).callback_settings.urgent,
        phone=phone,
        key=key,
        now=now,
        language=caller.language,
        zone=caller.zone,
    )
    row.asked_as, row.opened_by = Asker.CALLER, actor.account_id
    row.proven, row.relay = caller.on_that_phone, caller.relay
    row.spoken, row.note = caller.spoken.strip()[:SPOKEN], caller.note.strip()[:NOTE] or None
    row.name = caller.name.strip()[:250]
    if caller.case_id is not None:
        return _about(session, actor, row, caller.case_id, caller.party_id)
    return row if row.name else CallerRefusal.NAME


def _about(
    session: Session, actor: Actor, row: Callback, case_id: UUID, party_id: UUID | None
) -> Callback | CallerRefusal:
    case = reachable(session, actor, case_id)
    party = session.get(Party, party_id) if party_id else None
    if party is None or party.case_id != case.id or party.ended_at is not None:
        return CallerRefusal.PARTY
    row.case_id, row.party_id, row.protected = case.id, party.id, case.protected
    row.name = session.get_one(Person, party.person_id).full_name
    row.account_id = session.exec(
        select(CaseLink.account_id)
        .where(
            CaseLink.party_id == party.id,
            CaseLink.case_id == case.id,
            col(CaseLink.ended_at).is_(None),
        )
        .order_by(col(CaseLink.linked_at).desc())
        .limit(1)
    ).first()
    return row


def _spoken(caller: Caller) -> CallerRefusal | None:
    if not caller.consent_version:
        return None
    if not caller.on_that_phone:
        return CallerRefusal.NOT_THAT_PHONE
    if caller.consent_version != spoken_wording(caller.language).version:
        return CallerRefusal.OLD_WORDING
    return None


def _agree(session: Session, actor: Actor, row: Callback, caller: Caller) -> str:
    """Who heard it, when, and which words were read."""
    if not caller.consent_version:
        return ""
    if (refusal := against_texts(session, row)) is not None:
        return refusal
    shown = spoken_wording(row.language)
    keep_consent(session, actor, row, Source.SPOKEN, given=True, shown=shown)
    row.texting = True
    return ""


def _already(session: Session, actor: Actor, other: Callback) -> OpenAlready:
    seen = session.exec(select(Callback.id).where(Callback.id == other.id, *may_see(actor))).first()
    return OpenAlready(other.reference if seen else "")
