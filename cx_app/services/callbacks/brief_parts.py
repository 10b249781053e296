"""Parts of a callback as an officer reads it. In English."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.callbacks.standing import CallOutcome
from cx_app.domain.identity import Actor, Role
from cx_app.language import say_clock, say_date, say_moment
from cx_app.models import (
    Account,
    Callback,
    CallbackCall,
    CallbackConsent,
    CallbackStep,
    InboundText,
    Party,
    Person,
)
from cx_app.services.callbacks import desk_words as words
from cx_app.services.cases.access import may_act
from cx_app.services.messages.reach import hashes_of

TEXTS: Final = 10
LET_GO: Final = "let_go"
SOURCES: Final = {
    "portal": "In the portal",
    "spoken": "On the phone",
    "stop": "Said STOP",
    "wrong_number": "Wrong number",
}


@dataclass(frozen=True, slots=True)
class Line:
    at: str
    what: str
    words: str = ""


def person_of(session: Session, row: Callback) -> Person | None:
    party = session.get(Party, row.party_id) if row.party_id else None
    return session.get(Person, party.person_id) if party else None


def birth_date_of(person: Person | None) -> str:
    if person is None or not person.birth_date:
        return ""
    return say_date(date.fromisoformat(person.birth_date))


def address_of(person: Person | None) -> list[str]:
    return list(json.loads(person.residence)) if person and person.residence else []


def still_theirs(session: Session, row: Callback) -> bool:
    """Whether the account may still act for that person: a case can be taken away since."""
    if row.case_id is None or row.account_id is None:
        return True
    return may_act(session, Actor(row.account_id, Role.APPLICANT), row.case_id, row.party_id)


def their_time(row: Callback, now: datetime) -> str:
    return say_clock(now, ZoneInfo(row.zone))


def spaced(phone: str) -> str:
    """`(202) 555-0123`."""
    digits = phone.removeprefix("+1")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if len(digits) == 10 else phone


def consent_of(session: Session, row: Callback) -> str:
    """The newest: how, by whom and when."""
    found = session.exec(
        select(CallbackConsent)
        .where(CallbackConsent.callback_id == row.id)
        .order_by(col(CallbackConsent.recorded_at).desc(), col(CallbackConsent.id).desc())
        .limit(1)
    ).first()
    if found is None:
        return ""
    who = session.get(Account, found.account_id) if found.account_id else None
    heard = f", heard by {who.name}" if who and found.source == "spoken" else ""
    said = "agreed to texts" if found.given else "no texts"
    return f"{SOURCES.get(found.source, '')}{heard}: {said}, {say_moment(found.at)}"


def steps_of(session: Session, row: Callback) -> list[Line]:
    """The newest first."""
    rows = session.exec(
        select(CallbackStep, Account.name)
        .outerjoin(Account, col(Account.id) == CallbackStep.account_id)
        .where(CallbackStep.callback_id == row.id)
        .order_by(col(CallbackStep.number).desc())
    ).all()
    return [
        Line(
            say_moment(step.at),
            words.STEPS.get(step.what, step.what),
            ", ".join(one for one in (_outcome(step), _who(step, name)) if one),
        )
        for step, name in rows
    ]


def calls_of(session: Session, row: Callback) -> list[tuple[CallbackCall, str]]:
    rows = session.exec(
        select(CallbackCall, Account.name)
        .join(Account, col(Account.id) == CallbackCall.officer_id)
        .where(CallbackCall.callback_id == row.id, CallbackCall.outcome != LET_GO)
        .order_by(col(CallbackCall.began_at).desc())
    ).all()
    return [(call, name) for call, name in rows]


def call_line(call: CallbackCall, who: str) -> Line:
    what = "Going on"
    if call.outcome in set(CallOutcome):
        what = words.OUTCOMES[CallOutcome(call.outcome)]
    return Line(say_moment(call.began_at), f"{what}; {who}", call.summary or "")


def texts_of(session: Session, row: Callback) -> list[Line]:
    """What that phone wrote since, word for word: somebody should read what is no answer."""
    rows = session.exec(
        select(InboundText)
        .where(
            col(InboundText.phone_hash).in_(hashes_of(row.phone or "")),
            InboundText.at >= row.placed_at,
        )
        .order_by(col(InboundText.at).desc())
        .limit(TEXTS)
    ).all()
    return [Line(say_moment(one.at), one.body or "") for one in rows]


def _outcome(step: CallbackStep) -> str:
    if step.what == "call":
        return words.OUTCOMES[CallOutcome(step.outcome)]
    return words.ANSWERS.get(step.outcome, "") if step.what == "answer" else ""


def _who(step: CallbackStep, name: str | None) -> str:
    return name or "" if step.by == "officer" else ""
