"""What people hear of their requests: in the inbox, and in the ways they chose. No message names
the reason (domain 2.4-6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_requests import RequestReason
from cx_app.domain.business_time import eastern_date, last_day
from cx_app.domain.messages import Kind, Why, topic_of
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.gateways.provider import Attachment
from cx_app.language import Language, _, known, using
from cx_app.models import Account, AppointmentRequest, Booking, Case, Office
from cx_app.services.appointment_requests.access import audience
from cx_app.services.appointment_requests.expect import expected
from cx_app.services.messages.notify import notify
from cx_app.services.messages.reach import wishes_of
from cx_app.services.visitors.tell import tell_visitor

Files = Callable[[], tuple[Attachment, ...]]
SAYS_WHEN: Final = frozenset({Kind.VISIT_ASKED, Kind.VISIT_ANSWERED, Kind.VISIT_REOPENED})


def tell(
    session: Session,
    request: AppointmentRequest,
    kind: Kind,
    step_id: UUID,
    *,
    visit: Booking | None = None,
    until: datetime | None = None,
    because: str = "",
    files: Files | None = None,
) -> None:
    """Everybody whose account reaches the request, once for each step, in their own language, and
    whoever asked without an account. `until` is the first instant that is too late; `because` a
    sentence of ours, said in that language, in which `files` are made too."""
    facts: dict[str, Any] = {"reference": shown(request.reference)}
    if kind in SAYS_WHEN:
        facts["due"] = _answer_by(session, request)
    if until is not None:
        facts["until"] = last_day(until)
    if visit is not None:
        office = session.get_one(Office, visit.office_id)
        facts["starts"], facts["zone"] = visit.starts_at.isoformat(), office.time_zone
        facts["place"], facts["city"] = place_of(office), city_of(office)
    for account in audience(session, request):
        notify(
            session,
            account,
            kind,
            dedupe_key=f"{kind}:{step_id}",
            case_id=request.case_id,
            protected=is_protected(session, request),
            why=_why(request, account),
            attachments=_made(session, account, kind, files),
            **facts,
            **_said(session, account, kind, because),
        )
    tell_visitor(session, request, f"{kind}:{step_id}")


def _answer_by(session: Session, request: AppointmentRequest) -> date:
    """The same day as on the page (AP-24); where that has passed, as for one who asks now."""
    now, reason = clock.business(session), RequestReason(request.reason)
    paused = timedelta(seconds=request.paused_seconds)
    by = expected(session, reason, request.asked_at, paused, now).by
    return by if by >= eastern_date(now) else expected(session, reason, now, now - now, now).by


def place_of(office: Office) -> str:
    return ", ".join([office.name, *json.loads(office.address or "[]")])


def city_of(office: Office) -> str:
    """As on the last line of its address, or its name where it has none."""
    lines = json.loads(office.address or "[]")
    return lines[-1].split(",")[0] if lines else office.name


def is_protected(session: Session, request: AppointmentRequest) -> bool:
    """By its reason, or by the case as it is now (domain 2.4-6, 9.4)."""
    case = session.get(Case, request.case_id) if request.case_id else None
    return request.protected or (case is not None and case.protected)


def _why(request: AppointmentRequest, account: Account) -> Why:
    return Why.ASKED if request.account_id == account.id else Why.LINKED


def _made(
    session: Session, account: Account, kind: Kind, files: Files | None
) -> tuple[Attachment, ...]:
    if files is None:
        return ()
    with using(_language(session, account, kind)):
        return files()


def _said(session: Session, account: Account, kind: Kind, because: str) -> dict[str, Any]:
    if not because:
        return {}
    with using(_language(session, account, kind)):
        return {"because": _(because)}


def _language(session: Session, account: Account, kind: Kind) -> Language:
    wishes = wishes_of(session, account.id, topic_of(kind))
    return known(wishes.language or account.language)
