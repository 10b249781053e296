"""Files of requests for the officers who read them: saved, never shown as a page of ours."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.downloads import NO_STORE, as_download
from cx_app.api.staff_posts import staff_post
from cx_app.domain.errors import PortalError
from cx_app.domain.identity import Actor
from cx_app.gateways.provider import Attachment
from cx_app.security import door
from cx_app.security.door import Access
from cx_app.services.attachments.staff import open_file

PAGE: Final = "/officer"


@door.officer_only
async def of_request(request: Request) -> Response:
    """A post of ours, since opening is recorded: no link elsewhere can make an officer do it."""
    posted = await staff_post(
        request,
        Access.OFFICER_ONLY,
        PAGE,
        not_theirs=_nothing(),
        again="Open the request again, and its files from there.",
    )
    if isinstance(posted, Response):
        return posted
    actor, given = posted
    try:
        file = await asyncio.to_thread(_open, actor, UUID(given.get("file", "")))
    except (ValueError, PortalError):
        return _nothing()
    return as_download(file)


def _open(actor: Actor, attachment_id: UUID) -> Attachment:
    with database.write() as session:
        return open_file(session, actor, attachment_id)


def _nothing() -> Response:
    return PlainTextResponse("There is no such file.", 404, NO_STORE)


routes: Final = [Route("/downloads/attachments", of_request, methods=["POST"])]
