"""Officers confirm a new address once its person has proved who they are (ADDR-3)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.addresses import CONFIRMS, Decided, Reason, State
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.openings import OpeningReason
from cx_app.domain.receipts import mask_email
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import Account, AddressChange, Case, Person
from cx_app.services.addresses.change import DESK, SUBJECT, address_of, tell_agency
from cx_app.services.addresses.notices import accounts_of
from cx_app.services.audit.record import record
from cx_app.services.cases.deciding import decidable, may_decide
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.messages.notify import notify
from cx_app.services.openings.opening import opened_for

PAGE = 50


@dataclass(frozen=True, slots=True)
class ChangeLine:
    id: str
    case_id: str
    receipt_number: str
    told: str
    confirm_from: str
    ready: bool
    """Whether an officer may confirm it by now."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    line: ChangeLine
    person: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    told_by: str = ""
    """Masked e-mail of the account."""
    accounts: list[str] = field(default_factory=list)


def address_changes(session: Session, actor: Actor) -> list[ChangeLine]:
    """Open ones, what may be confirmed first on top; protected cases for those who may know of
    them, and none on a case that the actor is on."""
    now = clock.business(session)
    query = (
        select(AddressChange, Case)
        .where(
            AddressChange.case_id == Case.id,
            AddressChange.state == State.NOTED,
            *may_decide(actor),
        )
        .order_by(col(AddressChange.confirm_from), col(AddressChange.id))
        .limit(PAGE)
    )
    return [_line(change, case, now) for change, case in session.exec(query)]


def look_at_change(session: Session, actor: Actor, change_id: UUID) -> ChangePage:
    """Both addresses and who told; looking opens the case, and is recorded as such (OPEN-1).
    Raises `NotFound`, and `Forbidden` for somebody who is on the case."""
    change = decidable(session, actor, AddressChange, change_id)
    case = session.get_one(Case, change.case_id)
    opened_for(session, actor, case, OpeningReason.REQUEST)
    teller = session.get_one(Account, change.account_id)
    return ChangePage(
        line=_line(change, case, clock.business(session)),
        person=session.get_one(Person, change.person_id).full_name,
        before=json.loads(change.before) if change.before else [],
        after=address_of(change).envelope,
        told_by=mask_email(teller.email or ""),
        accounts=[mask_email(one.email or "") for one in accounts_of(session, change)],
    )


def decide_change(session: Session, actor: Actor, change_id: UUID, reason: Reason) -> Decided:
    """Confirmed only once the notices have had their time and the person has proved who they are;
    refused at any time. Raises `NotFound` and `Forbidden` as `look_at_change`."""
    change = decidable(session, actor, AddressChange, change_id, hold=True)
    now = clock.business(session)
    confirms = reason in CONFIRMS
    if change.state != State.NOTED:
        answer = Decided.OVER
    elif confirms and now < change.confirm_from:
        answer = Decided.TOO_EARLY
    else:
        answer = Decided.DONE
    record(
        session,
        actor,
        "address.decide",
        answer,
        case_id=change.case_id,
        subject_type=SUBJECT,
        subject_id=change.id,
        details={"reason": reason.value},
    )
    if answer is Decided.DONE:
        change.state = State.CONFIRMED if confirms else State.REFUSED
        change.decided_at, change.decided_by, change.reason = now, actor.account_id, reason
        session.add(change)
        tell_agency(session, change, "confirmed" if confirms else "refused")
        _tell(session, change)
    return answer


def _tell(session: Session, change: AddressChange) -> None:
    kind = Kind.ADDRESS_CONFIRMED if change.state == State.CONFIRMED else Kind.ADDRESS_REFUSED
    accounts = accounts_of(session, change)
    for account in accounts:
        notify(
            session,
            account,
            kind,
            dedupe_key=f"address:{change.id}:{change.state}",
            case_id=change.case_id,
            protected=session.get_one(Case, change.case_id).protected,
            by_letter=False,
        )
    touch_all(session, {DESK, *(account_topic(one.id) for one in accounts)})


def _line(change: AddressChange, case: Case, now: datetime) -> ChangeLine:
    return ChangeLine(
        id=str(change.id),
        case_id=str(case.id),
        receipt_number=case.receipt_number,
        told=say_date(change.noted_at),
        confirm_from=say_date(change.confirm_from),
        ready=now >= change.confirm_from,
    )
