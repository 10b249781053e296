"""The figures of the desk of visits as CSV."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.audit import MARK
from cx_app.api.staff_posts import NO_STORE, refused, staff_post
from cx_app.domain.identity import Actor
from cx_app.security import door
from cx_app.security.door import Access
from cx_app.services.appointment_requests.figures_csv import figures_csv

PAGE: Final = "/officer/offices/figures"


@door.supervisor_only
async def export(request: Request) -> Response:
    posted = await staff_post(
        request,
        Access.SUPERVISOR_ONLY,
        PAGE,
        not_theirs=refused("Figures are exported by supervisors and administrators."),
        again="Open the page of figures again, and export from there.",
    )
    if isinstance(posted, Response):
        return posted
    actor, given = posted
    days = given.get("days", "")
    sheet = await asyncio.to_thread(_written, actor, int(days) if days in {"7", "30", "90"} else 0)
    return Response(
        MARK + sheet,
        media_type="text/csv; charset=utf-8",
        headers={**NO_STORE, "Content-Disposition": 'attachment; filename="visits.csv"'},
    )


def _written(actor: Actor, days: int) -> str:
    with database.write() as session:
        return figures_csv(session, actor, days)


routes: Final = [Route(f"{PAGE}/export", export, methods=["POST"])]
