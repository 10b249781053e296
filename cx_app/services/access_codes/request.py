"""Ask for a new code, linked or not (OAC-2, design 7: one answer, capped)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import AskedAs
from cx_app.domain.code_requests import is_late
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.models import AccessCode, Account, Case, CodeRequest
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.access_codes.limits import begin_try, failed, locked_until
from cx_app.services.audit.record import record
from cx_app.services.cases.access import NOBODYS, link_to, represented_in
from cx_app.services.messages.notify import notify
from cx_app.services.policy.current import policy


class RequestState(StrEnum):
    """How far a request is. What of it the asker may see is decided in `standing`."""

    REQUESTED = "requested"
    ISSUED = "issued"
    REVIEW = "review"
    UNMATCHED = "unmatched"
    CAPPED = "capped"
    REFUSED = "not_given"
    """By an officer."""


OPEN: Final = (RequestState.REQUESTED, RequestState.REVIEW)


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to everyone who asks: when it was asked, and nothing about the match."""

    asked_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class AskLater:
    locked_until: datetime


@dataclass(frozen=True, slots=True)
class NoCodes:
    """Receipt numbers with this beginning get no codes (OAC-9). It is what the asker typed
    themselves, so that saying so gives nothing away."""

    prefixes: frozenset[str]


def request_code(
    session: Session, actor: Actor, receipt_number: str, birth_date: date
) -> Asked | AskLater | NoCodes:
    """Keep the request; a task matches it, so that asking takes the same time for everyone.

    A representative asks for their own code with their client's date of birth (OAC-11). Each
    request counts like a failed try, so that asking can't be used to test birth dates. Raises
    `LimitsAway` while tries can't be counted.
    """
    now = clock.business(session)
    in_force = policy(session, now)
    if until := locked_until(session, actor, now):
        record(session, actor, "access_code.request", "locked")
        return AskLater(until)
    if receipt_number[:3] not in in_force.code_prefixes:
        return NoCodes(in_force.code_prefixes)
    open_since = _open_since(session, actor, receipt_number, in_force, now)
    if open_since is not None:
        return Asked(open_since, again=True)
    tried = begin_try(session, actor, receipt_number, now)
    failed(session, actor, tried, in_force.code_attempts)
    request = CodeRequest(
        account_id=actor.account_id,
        receipt_hash=fingerprint(receipt_number, "receipt"),
        asked_as=_asked_as(actor),
        state=RequestState.REQUESTED,
        requested_at=now,
    )
    request.receipt = receipt_number
    request.typed = json.dumps([receipt_number, birth_date.isoformat(), actor.role.value])
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


def _asked_as(actor: Actor) -> AskedAs:
    return AskedAs.REPRESENTATIVE if actor.role is Role.REPRESENTATIVE else AskedAs.SELF


def _open_since(
    session: Session, actor: Actor, receipt_number: str, in_force: Policy, now: datetime
) -> datetime | None:
    """When this account asked for the same case, if that still counts: for 30 days; for an account
    that has the case, until the code is there or should be."""
    row = session.exec(
        select(CodeRequest, AccessCode)
        .outerjoin(AccessCode, col(AccessCode.id) == CodeRequest.code_id)
        .where(
            CodeRequest.account_id == actor.account_id,
            col(CodeRequest.receipt_hash).in_(fingerprints(receipt_number, "receipt")),
            col(CodeRequest.requested_at) > now - in_force.code_request_interval,
        )
        .order_by(col(CodeRequest.requested_at).desc())
    ).first()
    if row is None:
        return None
    request, code = row
    if _has_case(session, actor, receipt_number) and not is_open(request, code, in_force, now):
        return None
    return request.requested_at


def _has_case(session: Session, actor: Actor, receipt_number: str) -> bool:
    """With the same statements where there is no case, so that asking twice tells nothing."""
    found = session.exec(select(Case.id).where(Case.receipt_number == receipt_number)).first()
    case_id = found or NOBODYS
    has = link_to(session, actor, case_id) or represented_in(session, actor, case_id)
    return has is not None


def is_open(request: CodeRequest, code: AccessCode | None, in_force: Policy, now: datetime) -> bool:
    """Whether something of it still is to come."""
    if request.state in OPEN:
        return True
    if request.state != RequestState.ISSUED:
        return False
    ended = code and (code.redeemed_at or code.voided_at)
    asked_at = request.decided_at or request.requested_at
    return ended is None and not is_late(asked_at, in_force.code_request_business_days, now)
