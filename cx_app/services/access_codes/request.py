"""Ask for a new code without being linked (OAC-2, design 7: one answer, capped)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Literal

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.models import AccessCode, Account, Case, CodeRequest, Party, Person
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.access_codes.issue import issue
from cx_app.services.access_codes.limits import count_failure, locked_until
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feed_out import records
from cx_app.services.feed_out.send_back import send_back
from cx_app.services.messages.notify import notify
from cx_app.services.policy.current import policy


class RequestState(StrEnum):
    """Everyone sees `REQUESTED` as "we are looking"; the rest is for staff."""

    REQUESTED = "requested"
    ISSUED = "issued"
    REVIEW = "review"
    UNMATCHED = "unmatched"
    CAPPED = "capped"


OPEN: Final = (RequestState.REQUESTED, RequestState.REVIEW)


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to everyone who asks: when it was asked, and nothing about the match."""

    asked_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class AskLater:
    locked_until: datetime


def request_code(
    session: Session, actor: Actor, receipt_number: str, birth_date: date
) -> Asked | AskLater:
    """Keep the request; a task matches it, so that asking takes the same time for everyone.

    Each request counts like a failed try, so that asking can't be used to test birth dates.
    """
    now = clock.business(session)
    in_force = policy(session, now)
    if until := locked_until(session, actor, now):
        record(session, actor, "access_code.request", "locked")
        return AskLater(until)
    open_since = _asked_lately(session, actor, receipt_number, in_force, now)
    if open_since is not None:
        return Asked(open_since, again=True)
    count_failure(session, actor, receipt_number, in_force.code_attempts, now)
    request = CodeRequest(
        account_id=actor.account_id,
        receipt_hash=fingerprint(receipt_number, "receipt"),
        state=RequestState.REQUESTED,
        requested_at=now,
    )
    request.typed = json.dumps([receipt_number, birth_date.isoformat()])
    session.add(request)
    session.flush()
    record(
        session, actor, "access_code.request", subject_type="code_request", subject_id=request.id
    )
    notify(
        session,
        session.get_one(Account, actor.account_id),
        Kind.CODE_REQUESTED,
        dedupe_key=f"code_request:{request.id}",
    )
    return Asked(now)


def match_requests(session: Session, limit: int = 50) -> int:
    """Match waiting requests to parties and issue codes; run by a task. Returns how many."""
    now = clock.business(session)
    waiting = session.exec(
        select(CodeRequest)
        .where(CodeRequest.state == RequestState.REQUESTED)
        .order_by(col(CodeRequest.requested_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for request in waiting:
        request.state = _match(session, request, now)
        request.typed = None
        session.add(request)
        record(
            session,
            SYSTEM_ACTOR,
            "access_code.match",
            request.state,
            subject_type="code_request",
            subject_id=request.id,
        )
    return len(waiting)


def _asked_lately(
    session: Session, actor: Actor, receipt_number: str, in_force: Policy, now: datetime
) -> datetime | None:
    return session.exec(
        select(CodeRequest.requested_at)
        .where(
            CodeRequest.account_id == actor.account_id,
            col(CodeRequest.receipt_hash).in_(fingerprints(receipt_number, "receipt")),
            col(CodeRequest.requested_at) > now - in_force.code_request_interval,
        )
        .order_by(col(CodeRequest.requested_at).desc())
    ).first()


def _match(session: Session, request: CodeRequest, now: datetime) -> RequestState:
    in_force = policy(session, now)
    receipt_number, born = json.loads(request.typed or "[null, null]")
    rows = session.exec(
        select(Case, Party, Person)
        .where(
            Case.receipt_number == receipt_number,
            Party.case_id == Case.id,
            Party.person_id == Person.id,
            col(Party.ended_at).is_(None),
            col(Person.birth_date_hash).in_(fingerprints(born or "", "birth_date")),
        )
        .limit(2)
    ).all()
    if not rows:
        return RequestState.UNMATCHED
    case, party, person = rows[0]
    if len(rows) > 1:
        return _to_review(session, request, case, None)
    request.party_id = party.id
    if _capped(session, request, party, in_force, now):
        return RequestState.CAPPED
    if case.protected or _residence_unsure(person, in_force, now):
        return _to_review(session, request, case, party)
    code = issue(session, case=case, party_id=party.id, now=now, in_force=in_force)
    request.code_id = code.id
    _tell_agency(session, request, case, party, code)
    return RequestState.ISSUED


def _to_review(
    session: Session, request: CodeRequest, case: Case, party: Party | None
) -> RequestState:
    _tell_agency(session, request, case, party, None)
    return RequestState.REVIEW


def _tell_agency(
    session: Session,
    request: CodeRequest,
    case: Case,
    party: Party | None,
    code: AccessCode | None,
) -> None:
    send_back(
        session,
        records.CodeRequest(
            request=str(request.id),
            state="issued" if code else "review",
            channel=_channel(code) if code else None,
            issued_on=code.issued_on if code else None,
        ),
        case=case,
        party=party,
        subject_id=request.id,
        dedupe_key=f"code_request:{request.id}:{'issued' if code else 'review'}",
    )


def _channel(code: AccessCode) -> Literal["letter", "email"]:
    return "email" if code.channel == Channel.EMAIL else "letter"


def _capped(
    session: Session, request: CodeRequest, party: Party, in_force: Policy, now: datetime
) -> bool:
    """One open request, and one in 30 days, for each party, whoever asks (design 7)."""
    other = session.exec(
        select(CodeRequest.id).where(
            CodeRequest.party_id == party.id,
            CodeRequest.id != request.id,
            col(CodeRequest.state).in_([*OPEN, RequestState.ISSUED]),
            col(CodeRequest.requested_at) > now - in_force.code_request_interval,
        )
    ).first()
    return other is not None


def _residence_unsure(person: Person, in_force: Policy, now: datetime) -> bool:
    changed = person.residence_changed_at
    return person.residence is None or (
        changed is not None and now - changed < in_force.code_address_review
    )
