"""Files of a visit: its letter, and its entry for a calendar (AP-10)."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.downloads import NO_STORE, as_download
from cx_app.api.posts import session_of, visitor_of
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways.provider import Attachment
from cx_app.gateways.typesetting import typeset
from cx_app.language import known, using
from cx_app.security import door
from cx_app.security.door import Access
from cx_app.services.appointment_requests.letter import visit_calendar, visit_letter
from cx_app.settings import settings

LETTER: Final = "letter.pdf"
CALENDAR: Final = "appointment.ics"
APPOINTMENTS: Final = "/account/appointments"


@door.asker
async def of_visit(request: Request) -> Response:
    """What is not theirs looks like what is not there (API-7). `lang` is the page's language."""
    found = await asyncio.to_thread(session_of, request)
    actor = found.actor if found else await asyncio.to_thread(visitor_of, request)
    if actor is None:
        return RedirectResponse(f"/sign-in?next={APPOINTMENTS}", 303, NO_STORE)
    if not door.allows(Access.ASKER, actor, demo=settings.demo):
        return _nothing()
    make = {LETTER: _letter, CALENDAR: _calendar}.get(request.path_params["name"])
    if make is None:
        return _nothing()
    reference = request.path_params["reference"]
    lang = request.query_params.get("lang", "")
    try:
        file = await asyncio.to_thread(make, actor, reference, lang)
    except NotFound:
        return _nothing()
    return as_download(file)


def _letter(actor: Actor, reference: str, lang: str) -> Attachment:
    with using(known(lang)), database.read() as session:
        letter = visit_letter(session, actor, reference)
    pdf = typeset([letter.sheet], letter.title, letter.language)
    return Attachment(LETTER, "application/pdf", pdf)


def _calendar(actor: Actor, reference: str, lang: str) -> Attachment:
    with using(known(lang)), database.read() as session:
        return visit_calendar(session, actor, reference)


def _nothing() -> Response:
    return PlainTextResponse("There is no such file.", 404, NO_STORE)


routes: Final = [
    Route("/downloads/appointments/{reference}/{name}", of_visit, methods=["GET"]),
]
