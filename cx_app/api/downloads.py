"""Files of a person's own: what came with a message in their inbox."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.posts import session_of
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways.provider import Attachment
from cx_app.security import door
from cx_app.security.door import Access
from cx_app.services.messages.history import attachment
from cx_app.settings import settings

NO_STORE: Final = {"Cache-Control": "no-store"}
MESSAGES: Final = "/account/messages"


@door.customer
async def of_message(request: Request) -> Response:
    """Somebody else's file, and one of a case that they may not know of any more, looks like one
    that is not there (API-7)."""
    found = await asyncio.to_thread(session_of, request)
    if found is None:
        return RedirectResponse(f"/sign-in?next={MESSAGES}", 303, NO_STORE)
    if not door.allows(Access.CUSTOMER, found.actor, demo=settings.demo):
        return _nothing()
    try:
        ids = [UUID(request.path_params[name]) for name in ("message_id", "file_id")]
        file = await asyncio.to_thread(_file, found.actor, *ids)
    except (ValueError, NotFound):
        return _nothing()
    return as_download(file)


def as_download(file: Attachment) -> Response:
    """Saved under its own name, never shown as a page of ours."""
    headers = {
        **NO_STORE,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)


def _nothing() -> Response:
    return PlainTextResponse("There is no such file.", 404, NO_STORE)


def _file(actor: Actor, message_id: UUID, file_id: UUID) -> Attachment:
    with database.read() as session:
        return attachment(session, actor, message_id, file_id)


routes: Final = [
    Route("/downloads/messages/{message_id}/{file_id}", of_message, methods=["GET"]),
]
