"""Ask support, or complain: with an account, or with a contact that was proven (SUP-1 to SUP-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from cx_app.domain.business_time import last_day
from cx_app.domain.identity import Actor, Role
from cx_app.domain.references import new_reference, shown
from cx_app.domain.support import (
    A_DAY,
    Asked,
    Fact,
    SupportKind,
    SupportRules,
    SupportState,
    due_at,
    due_day,
    read,
)
from cx_app.domain.visitors import Counted
from cx_app.gateways import clock
from cx_app.language import _, language, say_date
from cx_app.models import Case, SupportRequest
from cx_app.models.base import insert_new
from cx_app.services.audit.record import record
from cx_app.services.cases.access import may_reach
from cx_app.services.changes import touch
from cx_app.services.policy.current import policy
from cx_app.services.support import words
from cx_app.services.support.access import SUBJECT, own
from cx_app.services.support.correcting import correction
from cx_app.services.visitors.limits import hold
from cx_app.services.visitors.passes import give_contact, own_pass

DESK: Final = "desk:support"
"""The topic of the open desks of all staff."""
CASES: Final = 50


@dataclass(frozen=True, slots=True)
class CaseChoice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SupportForm:
    cases: list[CaseChoice] = field(default_factory=list)
    until: str = ""
    """By when an answer comes to what is sent now."""
    length: int = 0


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What somebody asked, and the answer."""

    reference: str
    kind: str
    topic: str
    note: str
    asked: str
    until: str
    state: str
    answered: bool
    shown: str = ""
    """How what they say is not right stood on their page."""
    answer: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """`again`: the same form was sent before, and nothing was changed now."""

    reference: str
    until: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Flawed:
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class TooMany:
    """SUP-3."""

    said: str


def form_of(session: Session, actor: Actor) -> SupportForm:
    now = clock.business(session)
    rules = policy(session, now).support
    return SupportForm(
        cases=[
            CaseChoice(str(case.id), f"{case.form} · {case.receipt_number}")
            for case in _cases(session, actor)
        ],
        until=say_date(due_day(now, rules)),
        length=rules.note_length,
    )


def mine(session: Session, actor: Actor) -> list[OwnLine]:
    """Newest first."""
    rows = session.exec(
        select(SupportRequest)
        .where(own(session, actor))
        .order_by(col(SupportRequest.asked_at).desc(), col(SupportRequest.id).desc())
        .limit(CASES)
    )
    return [_own_line(row) for row in rows]


def submit(
    session: Session, actor: Actor, typed: Mapping[str, str], submit_key: str
) -> Submitted | Flawed | TooMany:
    """`submit_key` names the form, not the click: sent twice it makes one request. What one person
    sends at the same instant is judged one after the other (SUP-3)."""
    key = _key(actor, submit_key)
    hold(session, {Counted.ASKS: _whose(session, actor)})
    before = session.exec(select(SupportRequest).where(SupportRequest.submit_key == key)).first()
    if before is not None:
        return _sent(before, again=True)
    now = clock.business(session)
    rules = policy(session, now).support
    cases = {str(case.id): case for case in _cases(session, actor)}
    asked = read(typed, frozenset(cases), rules)
    if not isinstance(asked, Asked):
        return Flawed({name: words.say_flaw(flaw, rules) for name, flaw in asked.items()})
    if _too_many(session, actor, rules, now):
        record(session, actor, "support.submit", "too_many")
        return TooMany(words.say_too_many())
    request = _request(session, actor, asked, key, now, rules)
    if not insert_new(session, request, "submit_key"):
        found = session.exec(select(SupportRequest).where(SupportRequest.submit_key == key)).one()
        return _sent(found, again=True)
    record(
        session,
        actor,
        "support.submit",
        case_id=request.case_id,
        subject_type=SUBJECT,
        subject_id=request.id,
        details={"kind": request.kind, "topic": request.topic},
    )
    touch(session, DESK)
    return _sent(request)


def _request(
    session: Session, actor: Actor, asked: Asked, key: str, now: datetime, rules: SupportRules
) -> SupportRequest:
    visitor = actor.role is Role.VISITOR
    request = SupportRequest(
        reference=new_reference(),
        submit_key=key,
        kind=asked.kind,
        topic=asked.topic,
        account_id=None if visitor else actor.account_id,
        case_id=UUID(asked.case) if asked.case else None,
        language=language(),
        state=SupportState.OPEN,
        asked_at=now,
        due_at=due_at(now, rules),
    )
    request.note = asked.note
    if asked.kind is SupportKind.CORRECTION:
        request.shown = correction(session, actor, UUID(asked.case), Fact(asked.topic)).shown
    if visitor:
        give_contact(session, actor, request)
    return request


def _cases(session: Session, actor: Actor) -> list[Case]:
    """Those that the account reaches in full; a visitor stands for nobody whom a case names."""
    if actor.role is Role.VISITOR:
        return []
    # An alias: `may_reach` looks at `Case` itself, and would otherwise ask about any case at all.
    one = aliased(Case)
    query = (
        select(one)
        .where(may_reach(actor.account_id, col(one.id)))
        .order_by(col(one.received_on).desc(), col(one.id))
        .limit(CASES)
    )
    return list(session.exec(query))


def _too_many(session: Session, actor: Actor, rules: SupportRules, now: datetime) -> bool:
    counted = select(func.count()).select_from(SupportRequest).where(own(session, actor))
    open_now = session.exec(counted.where(SupportRequest.state == SupportState.OPEN)).one()
    today = session.exec(counted.where(col(SupportRequest.asked_at) > now - A_DAY)).one()
    return open_now >= rules.open_at_once or today >= rules.a_day


def _sent(request: SupportRequest, *, again: bool = False) -> Submitted:
    return Submitted(shown(request.reference), say_date(last_day(request.due_at)), again)


def _own_line(row: SupportRequest) -> OwnLine:
    return OwnLine(
        reference=shown(row.reference),
        kind=_(words.kind_words(row.kind)),
        topic=_(words.topic_words(row.kind, row.topic)),
        note=row.note or "",
        shown=row.shown or "",
        asked=say_date(row.asked_at),
        until=say_date(last_day(row.due_at)),
        state=_(words.STATES[row.state]),  # type: ignore[index]
        answered=row.answered_at is not None,
        answer=row.answer or "",
        changed=row.changed or "",
    )


def _key(actor: Actor, submit_key: str) -> str:
    """Of this account or pass alone: nobody meets another's request by naming its form."""
    whose = actor.session_id if actor.role is Role.VISITOR else actor.account_id
    return f"{whose.hex if whose else ''}:{submit_key[:40]}"


def _whose(session: Session, actor: Actor) -> str:
    """One person, in whichever tabs and under whichever passes."""
    if actor.role is Role.VISITOR:
        return own_pass(session, actor).value or ""
    return actor.account_id.hex
