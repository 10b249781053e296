"""What people said, in the shape in which it is reported, as CSV."""

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
from cx_app.services.feedback.report import report

PAGE: Final = "/officer/feedback"


@door.officer_only
async def export(request: Request) -> Response:
    posted = await staff_post(
        request,
        Access.OFFICER_ONLY,
        PAGE,
        not_theirs=refused("Feedback is exported by staff."),
        again="Open the page of feedback again, and export from there.",
    )
    if isinstance(posted, Response):
        return posted
    actor, given = posted
    sheet = await asyncio.to_thread(_written, actor, given.get("quarter", "")[:10])
    return Response(
        MARK + sheet,
        media_type="text/csv; charset=utf-8",
        headers={**NO_STORE, "Content-Disposition": 'attachment; filename="feedback.csv"'},
    )


def _written(actor: Actor, quarter: str) -> str:
    with database.write() as session:
        return report(session, actor, quarter)


routes: Final = [Route(f"{PAGE}/export", export, methods=["POST"])]
