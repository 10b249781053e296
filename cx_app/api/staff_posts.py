"""Posts of native forms on staff's pages: a file is fetched by one where fetching is recorded, so
that no link elsewhere can make anybody do it."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from cx_app.api.posts import fields, session_of
from cx_app.domain.identity import Actor
from cx_app.security import door
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.door import Access
from cx_app.settings import settings

NO_STORE: Final = {"Cache-Control": "no-store"}


async def staff_post(
    request: Request, access: Access, page: str, *, not_theirs: Response, again: str
) -> tuple[Actor, dict[str, str]] | Response:
    """Who posts, and which fields; otherwise the answer: to the sign-in and back to `page`, that it
    is `not_theirs`, or to open the page `again` where the post is not one of its forms."""
    given = await fields(request)
    found = await asyncio.to_thread(session_of, request)
    if found is None:
        return RedirectResponse(f"/staff/sign-in?next={page}", 303, NO_STORE)
    if not door.allows(access, found.actor, demo=settings.demo):
        return not_theirs
    ours = from_here(request) and csrf_matches(str(found.actor.session_id), given.get("csrf", ""))
    return (found.actor, given) if ours else refused(again)


def refused(why: str) -> Response:
    return PlainTextResponse(why, 403, NO_STORE)
