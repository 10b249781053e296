"""Who hears of what happens to a code: the holder's own accounts, and nobody else (3.3-11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.code_requests import comes_by
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.policy import Policy
from cx_app.models import AccessCode, Account, Case, CaseLink, CodeRequest, Party, Representation
from cx_app.services.cases.access import on_protected_side
from cx_app.services.changes import CODES_TOPIC, account_topic, case_topic, touch_all
from cx_app.services.feed_out import records
from cx_app.services.feed_out.send_back import send_back
from cx_app.services.messages.notify import notify

Held = AccessCode | CodeRequest
"""Both say whose they are by `case_id`, `party_id` and `representation_id`."""


def own_accounts(session: Session, held: Held) -> list[Account]:
    """The accounts that have the case as the same party; for a representative's own code, the
    representative's. In a protected case the other side is nobody."""
    query: Any = select(Account).join(Party, col(Party.case_id) == held.case_id)
    query = query.join(Case, col(Case.id) == Party.case_id).where(on_protected_side())
    if held.representation_id is not None:
        query = query.join(Representation, col(Representation.client_party_id) == Party.id).where(
            Representation.id == held.representation_id,
            Representation.account_id == Account.id,
            col(Representation.ended_at).is_(None),
        )
    else:
        query = query.join(CaseLink, col(CaseLink.party_id) == Party.id).where(
            CaseLink.party_id == held.party_id,
            CaseLink.account_id == Account.id,
            col(CaseLink.ended_at).is_(None),
        )
    return list(session.exec(query.order_by(Account.id)))


def is_own_account(session: Session, request: CodeRequest) -> bool:
    """Whether whoever asked has the case as the very holder of the code."""
    return request.account_id in {account.id for account in own_accounts(session, request)}


def tell_own(
    session: Session,
    kind: Kind,
    held: Held,
    about: UUID,
    *,
    by_day: str = "",
    staff_sees: bool = True,
) -> None:
    """A message to each of the holder's own accounts, once for each `about`; their open pages
    follow, and those of staff where it concerns what they look at."""
    case = session.get_one(Case, held.case_id)
    accounts = own_accounts(session, held)
    for account in accounts:
        notify(
            session,
            account,
            kind,
            dedupe_key=f"{kind}:{about}",
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
            by_day=by_day,
        )
    _touch(session, held, accounts, staff_sees=staff_sees)


def touch_pages(session: Session, held: Held) -> None:
    """Something changed about which nobody gets a message."""
    _touch(session, held, own_accounts(session, held), staff_sees=True)


def topics_of_asked(session: Session, code_ids: list[UUID]) -> set[str]:
    """Of these codes, those that somebody asked for: the topics of the pages that show them."""
    asked = session.exec(
        select(AccessCode)
        .join(CodeRequest, col(CodeRequest.code_id) == AccessCode.id)
        .where(col(AccessCode.id).in_(code_ids))
    )
    return {topic for code in asked for topic in _topics(code, own_accounts(session, code))}


def _touch(session: Session, held: Held, accounts: list[Account], *, staff_sees: bool) -> None:
    staff = {CODES_TOPIC} if staff_sees else set()
    touch_all(session, {*staff, *_topics(held, accounts)})


def _topics(held: Held, accounts: list[Account]) -> set[str]:
    case = {case_topic(held.case_id)} if held.case_id else set()
    return case | {account_topic(account.id) for account in accounts}


def code_left(session: Session, code: AccessCode) -> None:
    """Its letter or e-mail has left. Call it where `mailed_at` is set. The day's letters do not
    all stir the desk: only those that somebody asked for."""
    kind = Kind.CODE_E_MAILED if code.channel == Channel.EMAIL else Kind.CODE_MAILED
    asked = session.exec(select(CodeRequest.id).where(CodeRequest.code_id == code.id)).first()
    tell_own(session, kind, code, code.id, staff_sees=asked is not None)


def say_by(now: datetime, in_force: Policy) -> str:
    """The fact `by_day` of a message: the day by which the code should have come."""
    return comes_by(now, in_force.code_request_business_days).isoformat()


def tell_agency(
    session: Session,
    request: CodeRequest,
    case: Case,
    party: Party | None,
    code: AccessCode | None,
    *,
    refused: bool = False,
) -> None:
    state: Literal["issued", "review", "refused"] = "refused" if refused else "review"
    if code is not None:
        state = "issued"
    send_back(
        session,
        records.CodeRequest(
            request=str(request.id),
            state=state,
            channel=_channel(code) if code else None,
            issued_on=code.issued_on if code else None,
        ),
        case=case,
        party=party,
        subject_id=request.id,
        dedupe_key=f"code_request:{request.id}:{state}",
    )


def _channel(code: AccessCode) -> Literal["letter", "email"]:
    return "email" if code.channel == Channel.EMAIL else "letter"
