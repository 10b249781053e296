"""Files of requests for the officers who read them: saved, never shown as a page of ours."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.downloads import NO_STORE, as_download
from cx_app.api.posts import fields, session_of
from cx_app.domain.errors import PortalError
from cx_app.domain.identity import Actor
from cx_app.gateways.provider import Attachment
from cx_app.security import door
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.door import Access
from cx_app.services.attachments.staff import open_file
from cx_app.settings import settings

PAGE: Final = "/officer"


@door.officer_only
async def of_request(request: Request) -> Response:
    """A post of ours, since opening is recorded: no link elsewhere can make an officer do it."""
    given = await fields(request)
    found = await asyncio.to_thread(session_of, request)
    if found is None:
        return RedirectResponse(f"/staff/sign-in?next={PAGE}", 303, NO_STORE)
    if not door.allows(Access.OFFICER_ONLY, found.actor, demo=settings.demo):
        return _nothing()
    if not from_here(request) or not csrf_matches(
        str(found.actor.session_id), given.get("csrf", "")
    ):
        return PlainTextResponse("Open the request again, and its files from there.", 403, NO_STORE)
    try:
        file = await asyncio.to_thread(_open, found.actor, UUID(given.get("file", "")))
    except (ValueError, PortalError):
        return _nothing()
    return as_download(file)


def _open(actor: Actor, attachment_id: UUID) -> Attachment:
    with database.write() as session:
        return open_file(session, actor, attachment_id)


def _nothing() -> Response:
    return PlainTextResponse("There is no such file.", 404, NO_STORE)


routes: Final = [Route("/downloads/attachments", of_request, methods=["POST"])]
