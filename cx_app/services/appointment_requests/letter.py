"""The letter that confirms a visit, to be printed by its person (AP-10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cx_app.domain.appointment_requests import RequestReason, RequestState
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.gateways.provider import Attachment
from cx_app.gateways.typesetting import bars
from cx_app.language import _, language, say_date, say_moment
from cx_app.models import AppointmentRequest, Booking, Office
from cx_app.services.appointment_requests.access import request_of
from cx_app.services.appointment_requests.reasons import REASONS
from cx_app.services.appointment_requests.tell import is_protected, place_of
from cx_app.services.appointment_requests.visit import visit_file, visit_of
from cx_app.settings import settings


@dataclass(frozen=True, slots=True)
class VisitLetter:
    """A letter before it is typeset, which takes its time and no transaction."""

    title: str
    sheet: dict[str, Any]
    language: str


def visit_letter(session: Session, actor: Actor, reference: str) -> VisitLetter:
    """In the current language. It names the reason unless that is protected (domain 2.4-6). Raises
    `NotFound`, also while there is no visit."""
    request, visit = _booked(session, actor, reference)
    office = session.get_one(Office, visit.office_id)
    reason = REASONS[RequestReason(request.reason)]
    number = shown(request.reference)
    when = say_moment(visit.starts_at, ZoneInfo(office.time_zone))
    about = [] if is_protected(session, request) else [_("For: {reason}", reason=_(reason.title))]
    replaces = [_("This letter takes the place of the one before.")] if visit.replaces_id else []
    bring = "; ".join(_(one) for one in reason.bring)
    title = _("Your visit is booked")
    sheet = {
        "template": "notice",
        "number": request.reference,
        "number_label": _("Reference number {number}", number=number),
        "bars": bars(request.reference),
        "address": [request.name],
        "language": language(),
        "title": title,
        "date": say_date(clock.business(session)),
        "paragraphs": [
            _("Your visit is on {when}.", when=when),
            _("Where: {place}", place=place_of(office)),
            *about,
            *replaces,
            _("Please bring this letter and: {things}.", things=bring),
            _("Look in your account on the day to see that the office is open.")
            if request.account_id
            else _("Look your request up on the day to see that the office is open."),
            _("Questions? Call {phone}.", phone=settings.agency_phone),
        ],
    }
    return VisitLetter(title, sheet, language())


def visit_calendar(session: Session, actor: Actor, reference: str) -> Attachment:
    """Raises `NotFound`, also while there is no visit."""
    request, visit = _booked(session, actor, reference)
    return visit_file(session, request, visit, clock.business(session))


def _booked(session: Session, actor: Actor, reference: str) -> tuple[AppointmentRequest, Booking]:
    request = request_of(session, actor, reference)
    visit = visit_of(session, request)
    if request.state != RequestState.SCHEDULED or visit is None:
        raise NotFound("no visit is booked")
    return request, visit
