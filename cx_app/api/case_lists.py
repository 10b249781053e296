"""`POST /uploads/cases`: a representative's file of many cases, as it is (REP-17)."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.bodies import TooLarge, TooSlow, read_body
from cx_app.api.downloads import NO_STORE
from cx_app.api.posts import session_of
from cx_app.api.uploads import CSRF, REQUEST
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.representation.lists import MAX_BYTES, ListFlaw
from cx_app.language import known, using
from cx_app.security import door
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.door import Access
from cx_app.services.representation.list_words import say_list_flaw
from cx_app.services.representation.lists import take_list
from cx_app.settings import settings

SECONDS: Final = 60
STATUS: Final = {ListFlaw.TOO_LARGE: 413, ListFlaw.TOO_SLOW: 408}


@door.customer
async def upload_cases(request: Request) -> Response:
    """The header that names a request elsewhere names the representative for whom it is."""
    found = await asyncio.to_thread(session_of, request)
    actor = found.actor if found else None
    if actor is None or not (_ours(request, actor) and from_here(request)):
        return JSONResponse({"flaw": "not_signed_in"}, 403, NO_STORE)
    try:
        answer = await _take(request, actor)
    except (Forbidden, NotFound, ValueError):
        return JSONResponse({"flaw": "not_found"}, 404, NO_STORE)
    except ClientDisconnect:
        return Response(status_code=400)
    if not isinstance(answer, ListFlaw):
        return JSONResponse({}, 201, NO_STORE)
    with using(known(request.headers.get("content-language"))):
        said = say_list_flaw(answer)
    headers = {**NO_STORE, "Connection": "close"}
    return JSONResponse({"flaw": answer, "message": said}, STATUS.get(answer, 422), headers)


async def _take(request: Request, actor: Actor) -> UUID | ListFlaw:
    about = request.headers.get(REQUEST, "")
    representative = UUID(about) if about else None
    try:
        content = await read_body(request, MAX_BYTES, SECONDS)
    except TooLarge:
        return ListFlaw.TOO_LARGE
    except TooSlow:
        return ListFlaw.TOO_SLOW
    return await asyncio.to_thread(_keep, actor, content, representative)


def _keep(actor: Actor, content: bytes, representative: UUID | None) -> UUID | ListFlaw:
    with database.write() as session:
        return take_list(session, actor, content, representative)


def _ours(request: Request, actor: Actor) -> bool:
    allowed = door.allows(Access.CUSTOMER, actor, demo=settings.demo)
    return allowed and csrf_matches(str(actor.session_id), request.headers.get(CSRF, ""))


routes: Final = [Route("/uploads/cases", upload_cases, methods=["POST"])]
