"""The figures of the desk of visits as CSV."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.audit import MARK, NO_STORE
from cx_app.api.posts import fields, session_of
from cx_app.domain.identity import Actor
from cx_app.security import door
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.door import Access
from cx_app.services.appointment_requests.figures_csv import figures_csv
from cx_app.settings import settings

PAGE: Final = "/officer/offices/figures"


@door.supervisor_only
async def export(request: Request) -> Response:
    given = await fields(request)
    found = await asyncio.to_thread(session_of, request)
    if found is None:
        return RedirectResponse(f"/staff/sign-in?next={PAGE}", 303, NO_STORE)
    if not door.allows(Access.SUPERVISOR_ONLY, found.actor, demo=settings.demo):
        return _refused("Figures are exported by supervisors and administrators.")
    csrf = given.get("csrf", "")
    if not from_here(request) or not csrf_matches(str(found.actor.session_id), csrf):
        return _refused("Open the page of figures again, and export from there.")
    days = given.get("days", "")
    sheet = await asyncio.to_thread(
        _written, found.actor, int(days) if days in {"7", "30", "90"} else 0
    )
    return Response(
        MARK + sheet,
        media_type="text/csv; charset=utf-8",
        headers={**NO_STORE, "Content-Disposition": 'attachment; filename="visits.csv"'},
    )


def _refused(why: str) -> Response:
    return PlainTextResponse(why, 403, NO_STORE)


def _written(actor: Actor, days: int) -> str:
    with database.write() as session:
        return figures_csv(session, actor, days)


routes: Final = [Route(f"{PAGE}/export", export, methods=["POST"])]
