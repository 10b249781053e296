"""`POST /uploads`: a file as it is, its name in a header, nothing of anybody in the address.

Whoever sends it is somebody signed in, or a visitor with a proven pass. It is looked at whether one
more may come before a byte is read, and what is too large is refused while it arrives (ATT-2).
"""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import unquote
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.bodies import TooLarge, TooSlow, read_body
from cx_app.api.posts import session_of, visitor_of
from cx_app.domain.attachments import AttachmentRules, Flaw, examine
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import Language, known, using
from cx_app.security import door
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.door import Access
from cx_app.services.attachments.add import discard, keep, put, room
from cx_app.services.attachments.words import say_flaw
from cx_app.services.policy.current import policy
from cx_app.settings import settings

NAME: Final = "CX-File-Name"
CSRF: Final = "CX-Csrf"
REQUEST: Final = "CX-Request"
"""The request that the file belongs to; empty for the form that is not sent yet."""
NO_STORE: Final = {"Cache-Control": "no-store"}
SECONDS: Final = 300
"""6 MB over a connection of 160 kbit/s."""
AT_ONCE: Final = 16
"""Bodies that one web process holds: 100 MB of memory."""
STATUS: Final = {Flaw.TOO_LARGE: 413, Flaw.TOO_SLOW: 408, Flaw.TOO_OFTEN: 429, Flaw.BUSY: 429}
places = asyncio.Semaphore(AT_ONCE)


@door.public
async def upload(request: Request) -> Response:
    """Signed in or with a pass; anybody else's file is not read."""
    actor = await asyncio.to_thread(_sender, request)
    if actor is None or not from_here(request):
        return JSONResponse({"flaw": "not_signed_in"}, 403, NO_STORE)
    lang = known(request.headers.get("content-language"))
    try:
        about = request.headers.get(REQUEST, "")
        request_id = UUID(about) if about else None
        answer = await _take(request, actor, request_id)
    except (NotFound, ValueError):
        return JSONResponse({"flaw": "not_found"}, 404, NO_STORE)
    except ClientDisconnect:
        return Response(status_code=400)
    return await _refused(answer, lang) if answer else JSONResponse({}, 201, NO_STORE)


async def _take(request: Request, actor: Actor, request_id: UUID | None) -> Flaw | None:
    rules = await asyncio.to_thread(_room, actor, request_id)
    if isinstance(rules, Flaw):
        return rules
    if places.locked():
        return Flaw.BUSY
    async with places:
        try:
            content = await read_body(request, rules.max_bytes, SECONDS)
        except TooLarge:
            return Flaw.TOO_LARGE
        except TooSlow:
            return Flaw.TOO_SLOW
        name = unquote(request.headers.get(NAME, ""), errors="replace")
        return await asyncio.to_thread(_keep, actor, request_id, content, name)


def _keep(actor: Actor, request_id: UUID | None, content: bytes, name: str) -> Flaw | None:
    seen = examine(content)
    if isinstance(seen, Flaw):
        return seen
    stored = put(seen, name)
    kept = False
    try:
        with database.write() as session:
            flaw = keep(session, actor, stored, request_id)
        kept = flaw is None
    finally:
        if not kept:
            discard(stored)
    return flaw


def _room(actor: Actor, request_id: UUID | None) -> AttachmentRules | Flaw:
    with database.read() as session:
        return room(session, actor, request_id)


def _sender(request: Request) -> Actor | None:
    """The token in the header was given to a page of this very session, or pass."""
    signed_in = session_of(request)
    actor = signed_in.actor if signed_in else visitor_of(request)
    if signed_in and not door.allows(Access.CUSTOMER, actor, demo=settings.demo):
        return None
    if actor is None or not csrf_matches(str(actor.session_id), request.headers.get(CSRF, "")):
        return None
    return actor


async def _refused(flaw: Flaw, lang: Language) -> Response:
    rules = await asyncio.to_thread(_rules)
    with using(lang):
        said = say_flaw(flaw, rules)
    # What was not read of the body is not waited for.
    headers = {**NO_STORE, "Connection": "close"}
    return JSONResponse({"flaw": flaw, "message": said}, STATUS.get(flaw, 422), headers)


def _rules() -> AttachmentRules:
    with database.read() as session:
        return policy(session, clock.business(session)).attachments


routes: Final = [Route("/uploads", upload, methods=["POST"])]
