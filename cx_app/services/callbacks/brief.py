"""One callback on one screen, for whoever calls: the person, the case, its history, what was said
before, and the scripts. In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlmodel import Session

from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.phrases import in_words
from cx_app.domain.callbacks.standing import CallbackState, CallOutcome, Step
from cx_app.domain.callbacks.topics import Asker, CallbackTopic
from cx_app.domain.contacts import mask_phone
from cx_app.domain.identity import Actor
from cx_app.domain.openings import OpeningReason
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import say_age, say_clock, say_moment
from cx_app.models import Account, Callback, Case, ContactPoint
from cx_app.services.appointment_requests.file_parts import NO_CASE, CaseBrief, case_brief
from cx_app.services.audit.record import record
from cx_app.services.callbacks import desk_words as words
from cx_app.services.callbacks.access import callback_for
from cx_app.services.callbacks.brief_parts import (
    Line,
    address_of,
    birth_date_of,
    call_line,
    calls_of,
    consent_of,
    person_of,
    spaced,
    steps_of,
    still_theirs,
    texts_of,
    their_time,
)
from cx_app.services.callbacks.consenting import against_texts, is_wrong
from cx_app.services.callbacks.countdown import counts_to
from cx_app.services.callbacks.desk import language_of
from cx_app.services.callbacks.earlier import earlier_of
from cx_app.services.callbacks.moving import SUBJECT, hours_allow, rules_now, standing
from cx_app.services.callbacks.telling import is_protected
from cx_app.services.cases.staff import ReasonNeeded, reachable
from cx_app.services.openings.opening import opened_for
from cx_app.services.representation.acting import who_for_whom
from cx_app.services.representation.of_case import acts_for
from cx_app.settings import settings

WAITS: Final = frozenset({CallbackState.PROMISED, CallbackState.QUEUED, CallbackState.CALLING})
"""For an officer: opening the case needs no other reason."""


@dataclass(frozen=True, slots=True)
class Brief:
    id: str
    reference: str
    name: str
    protected: bool
    topic: str
    state: str
    state_code: str
    asked_as: str
    asked: str
    age: str
    language: str
    language_code: str
    interpreter: str
    relay: bool
    zone: str
    their_time: str
    hours: str
    note: str
    texting: bool
    consent: str
    """Who agreed to texts, when and how; empty without."""
    no_texts: str
    """Why none can go, whatever they agree to; empty where they can."""
    call_by: str
    call_by_iso: str
    may_take: bool
    may_put_back: bool
    """It waits for its person, who may phone."""
    mine: bool
    claimed_by: str
    phone: str
    """In full only for the officer who has it; else masked."""
    tel: str
    """For the link that dials; empty for all others."""
    phrase: str
    """In the language of the call; only for the officer who has it."""
    phrase_english: str
    still_theirs: bool
    """Whether the account may still act in the case; always where there is none."""
    greeting: str
    without_authority: bool = False
    """Asked as a representative, and has no Form G-28 in force for that person now."""
    identity: list[str] = field(default_factory=list)
    voicemail: str = ""
    """Empty where nothing may be left behind, since others may hear it (domain 9.4)."""
    birth_date: str = ""
    """To check what the person says; only for the officer who has it."""
    address: list[str] = field(default_factory=list)
    case: CaseBrief = NO_CASE
    steps: list[Line] = field(default_factory=list)
    calls: list[Line] = field(default_factory=list)
    texts: list[Line] = field(default_factory=list)
    """What they wrote, word for word, newest first."""
    earlier: list[Line] = field(default_factory=list)
    may_write_summary: bool = False


def open_callback(
    session: Session,
    actor: Actor,
    reference: str,
    said: OpeningReason | None = None,
    *,
    again: bool = False,
) -> Brief | ReasonNeeded:
    """Opens the case that it is about, on record (OPEN-1): while it waits for an officer, that is
    the reason. `again` when an open page follows a change. Raises `NotFound`, and `Forbidden` for
    anyone but staff."""
    row = callback_for(session, actor, reference)
    case = None
    if row.case_id is not None:
        case = reachable(session, actor, row.case_id)
        opened = opened_for(session, actor, case, said)
        if opened is None and CallbackState(row.state) in WAITS:
            opened = opened_for(session, actor, case, OpeningReason.REQUEST)
        if opened is None:
            return ReasonNeeded()
    elif not again:
        record(session, actor, "callback.open", subject_type=SUBJECT, subject_id=row.id)
    return _brief(session, actor, row, case)


def _brief(session: Session, actor: Actor, row: Callback, case: Case | None) -> Brief:
    now = clock.business(session)
    mine = row.state == CallbackState.CALLING and row.claimed_by == actor.account_id
    phone = row.phone or ""
    phrase = in_words(row.phrase, row.language) if mine and row.phrase else ""
    holder = session.get(Account, row.claimed_by) if row.claimed_by and not mine else None
    person = person_of(session, row) if mine else None
    calls = calls_of(session, row)
    return Brief(
        id=str(row.id),
        reference=shown(row.reference),
        name=row.name,
        protected=row.protected,
        topic=words.TOPICS[CallbackTopic(row.topic)],
        state=words.STATES[CallbackState(row.state)],
        state_code=row.state,
        asked_as=_asked_as(session, row),
        asked=say_moment(row.placed_at),
        age=say_age(now - row.placed_at),
        language=language_of(row),
        language_code=row.language,
        interpreter=row.spoken,
        relay=row.relay,
        zone=row.zone,
        their_time=their_time(row, now),
        hours=row.hours.replace(",", ", "),
        note=row.note or "",
        texting=row.texting,
        consent=consent_of(session, row),
        no_texts=words.NO_TEXTS.get(against_texts(session, row), ""),
        call_by=say_clock(row.call_by) if row.call_by else "",
        call_by_iso=counts_to(session, row.call_by),
        may_take=isinstance(moves.taken(standing(row), now, rules_now(session, now)), Step)
        and hours_allow(row, now),
        may_put_back=row.state == CallbackState.WAITING
        and not is_wrong(session, row, phone, proven=row.proven),
        mine=mine,
        claimed_by=holder.name if holder else "",
        phone=spaced(phone) if mine else mask_phone(phone),
        tel=f"tel:{phone}" if mine else "",
        phrase=phrase,
        phrase_english=in_words(row.phrase, "en") if phrase and row.phrase else "",
        still_theirs=still_theirs(session, row),
        without_authority=row.asked_as == Asker.REPRESENTATIVE
        and not acts_for(session, row.account_id, row.party_id),
        greeting=words.GREETING.get(row.language, words.GREETING["en"]).format(
            agency=settings.agency_name, phrase=phrase
        )
        if phrase
        else "",
        identity=list(words.IDENTITY_SCRIPT),
        voicemail=_voicemail(session, row),
        birth_date=birth_date_of(person),
        address=address_of(person),
        case=case_brief(session, case) if case else NO_CASE,
        steps=steps_of(session, row),
        calls=[call_line(one, who) for one, who in calls],
        texts=texts_of(session, row) if mine else [],
        earlier=earlier_of(session, actor, row, now),
        may_write_summary=any(
            one.officer_id == actor.account_id
            and one.summary_at is None
            and one.outcome in [good for good in CallOutcome if good.is_reached]
            for one, _who in calls
        ),
    )


def _voicemail(session: Session, row: Callback) -> str:
    contact = session.get(ContactPoint, row.contact_id) if row.contact_id else None
    if is_protected(session, row) and not (contact is not None and contact.safe):
        return ""
    words_of = words.VOICEMAIL.get(row.language, words.VOICEMAIL["en"])
    return words_of.format(agency=settings.agency_name)


def _asked_as(session: Session, row: Callback) -> str:
    """With both names, where a representative asked for somebody."""
    said = words.ASKERS[Asker(row.asked_as)]
    if row.asked_as != Asker.REPRESENTATIVE:
        return said
    return who_for_whom(session, row.account_id, row.party_id, row.id) or said
