"""Files of a biometrics appointment: the notice to print, and the date for a calendar."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.downloads import NO_STORE, as_download
from cx_app.api.posts import session_of
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways.provider import Attachment
from cx_app.language import known, using
from cx_app.security import door
from cx_app.security.door import Access
from cx_app.services.biometrics.notice import calendar_entry, notice_pdf
from cx_app.settings import settings

PAGE: Final = "/account/biometrics"
File = Callable[[Session, Actor, UUID], Attachment]


@door.customer
async def notice(request: Request) -> Response:
    """Only the notice that counts now: nobody is to come with an old one."""
    return await _file(request, notice_pdf)


@door.customer
async def calendar(request: Request) -> Response:
    return await _file(request, calendar_entry)


async def _file(request: Request, made: File) -> Response:
    """Somebody else's looks like one that is not there (API-7)."""
    found = await asyncio.to_thread(session_of, request)
    if found is None:
        return RedirectResponse(f"/sign-in?next={PAGE}", 303, NO_STORE)
    if not door.allows(Access.CUSTOMER, found.actor, demo=settings.demo):
        return _nothing()
    language = known(request.query_params.get("lang"))

    def make() -> Attachment:
        with using(language), database.read() as session:
            return made(session, found.actor, UUID(request.path_params["appointment_id"]))

    try:
        return as_download(await asyncio.to_thread(make))
    except (ValueError, NotFound):
        return _nothing()


def _nothing() -> Response:
    return PlainTextResponse("There is no such file.", 404, NO_STORE)


routes: Final = [
    Route("/downloads/biometrics/{appointment_id}/notice.pdf", notice, methods=["GET"]),
    Route("/downloads/biometrics/{appointment_id}/appointment.ics", calendar, methods=["GET"]),
]
