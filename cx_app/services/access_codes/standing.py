"""How far a request or a code is, for whoever asked and for the holder's own accounts (3.3-11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.access_codes import Life, life_of, steps_of
from cx_app.domain.business_time import last_day
from cx_app.domain.code_requests import comes_by, is_late
from cx_app.domain.identity import Actor
from cx_app.domain.policy import Policy
from cx_app.gateways import clock
from cx_app.language import _, say_date
from cx_app.models import AccessCode, CodeRequest, Party, Representation
from cx_app.services.access_codes import words
from cx_app.services.access_codes.life import dates_of
from cx_app.services.access_codes.request import RequestState, is_open
from cx_app.services.access_codes.told import is_own_account
from cx_app.services.cases.views import CodeLine, LifeStep
from cx_app.services.policy.current import policy

SHOWN_FOR: Final = timedelta(days=120)
LINES: Final = 10


def my_requests(session: Session, actor: Actor) -> list[CodeLine]:
    """What this account asked for, the newest first. Whoever does not have the case sees the dates
    that hold for everyone, whether or not anything matched (design 7)."""
    now = clock.business(session)
    in_force = policy(session, now)
    requests = session.exec(
        select(CodeRequest)
        .where(
            CodeRequest.account_id == actor.account_id,
            col(CodeRequest.requested_at) > now - SHOWN_FOR,
        )
        .order_by(col(CodeRequest.requested_at).desc(), col(CodeRequest.id).desc())
        .limit(LINES)
    ).all()
    lines = []
    for request in requests:
        title = request.receipt or _("A case")
        if is_own_account(session, request):
            code = session.get(AccessCode, request.code_id) if request.code_id else None
            lines.append(_own_line(title, request, code, in_force, now))
        else:
            lines.append(_uniform_line(title, request.requested_at, in_force, now))
    return lines


def codes_of(session: Session, holder: Party | Representation) -> list[CodeLine]:
    """Every request and code of a holder in the last months, for the holder's own accounts."""
    now = clock.business(session)
    in_force = policy(session, now)
    codes = session.exec(
        select(AccessCode)
        .where(_held(AccessCode, holder), col(AccessCode.valid_until) > now - SHOWN_FOR)
        .order_by(col(AccessCode.issued_at).desc(), col(AccessCode.id).desc())
    ).all()
    requests = session.exec(
        select(CodeRequest)
        .where(_held(CodeRequest, holder), col(CodeRequest.requested_at) > now - SHOWN_FOR)
        .where(col(CodeRequest.state) != RequestState.CAPPED)
        .order_by(col(CodeRequest.requested_at).desc(), col(CodeRequest.id).desc())
    ).all()
    by_id = {code.id: code for code in codes}
    asked = {request.code_id for request in requests}
    lines: list[tuple[datetime, str, CodeRequest | None, AccessCode | None]] = [
        (request.requested_at, _("New code"), request, by_id.get(request.code_id or UUID(int=0)))
        for request in requests
    ]
    lines += [
        (code.issued_at, _("Replaced code") if code.voided_at else _("Code"), None, code)
        for code in codes
        if code.id not in asked
    ]
    lines.sort(key=lambda line: line[0], reverse=True)
    return [
        _own_line(title, request, code, in_force, now)
        for _at, title, request, code in lines[:LINES]
    ]


def code_news(session: Session, party_ids: list[UUID]) -> dict[UUID, str]:
    """By party: how far an open request is, in a few words for the list of cases."""
    now = clock.business(session)
    in_force = policy(session, now)
    rows = session.exec(
        select(CodeRequest, AccessCode)
        .outerjoin(AccessCode, col(AccessCode.id) == CodeRequest.code_id)
        .where(
            col(CodeRequest.party_id).in_(party_ids),
            col(CodeRequest.requested_at) > now - SHOWN_FOR,
        )
        .order_by(col(CodeRequest.requested_at))
    )
    return {
        request.party_id: _state(request, code, now)[0]
        for request, code in rows
        if request.party_id and is_open(request, code, in_force, now)
    }


def _held(table: type[AccessCode] | type[CodeRequest], holder: Party | Representation) -> Any:
    if isinstance(holder, Party):
        return col(table.party_id) == holder.id
    return col(table.representation_id) == holder.id


def _uniform_line(title: str, asked_at: datetime, in_force: Policy, now: datetime) -> CodeLine:
    """The same for every request of that day: only the calendar decides."""
    by = comes_by(asked_at, in_force.code_request_business_days)
    over = is_late(asked_at, in_force.code_request_business_days, now)
    steps = [LifeStep(words.life(Life.REQUESTED), say_date(asked_at))]
    if now >= asked_at + in_force.code_request_interval:
        return CodeLine(title, _("Over"), "plain", words.ask_again(), steps)
    if over:
        return CodeLine(title, _("It should be there"), "you", words.nothing_came(by), steps)
    return CodeLine(
        title, _("We have your request"), "agency", words.comes_if_it_matches(by), steps
    )


def _own_line(
    title: str,
    request: CodeRequest | None,
    code: AccessCode | None,
    in_force: Policy,
    now: datetime,
) -> CodeLine:
    state, tone = _state(request, code, now)
    steps = [
        LifeStep(words.life(step.life), say_date(step.at))
        for step in steps_of(dates_of(code, request), now)
    ]
    if request is not None and request.review_reason:
        steps.insert(1, LifeStep(words.in_review(), say_date(request.requested_at)))
    if request is not None and request.state == RequestState.REFUSED and request.decided_at:
        steps.append(LifeStep(state, say_date(request.decided_at)))
    return CodeLine(title, state, tone, _next(request, code, in_force, now), steps)


def _state(request: CodeRequest | None, code: AccessCode | None, now: datetime) -> tuple[str, str]:
    if request is not None and code is None:
        match request.state:
            case RequestState.REVIEW:
                return words.in_review(), "agency"
            case RequestState.REFUSED:
                return words.refused(), "you"
            case RequestState.CAPPED:
                return words.capped(), "plain"
    life = life_of(dates_of(code, request), now)
    return words.life(life), words.TONES[life]


def _next(
    request: CodeRequest | None, code: AccessCode | None, in_force: Policy, now: datetime
) -> str:
    days = in_force.code_request_business_days
    if code is None and request is not None:
        match request.state:
            case RequestState.REVIEW:
                return words.officer_looks(comes_by(request.requested_at, days))
            case RequestState.REFUSED:
                return words.refusal(request.decision or "")
            case RequestState.CAPPED:
                return words.other_is_open()
            case RequestState.ISSUED if request.decided_at:
                return words.on_its_way(comes_by(request.decided_at, days))
        return words.looked_up_soon()
    if code is None:
        return ""
    life = life_of(dates_of(code), now)
    by = comes_by(code.issued_at, days)
    return words.next_step(life, by, last_day(code.valid_until))
