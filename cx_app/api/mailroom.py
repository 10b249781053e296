"""Batches of letters over HTTP: the PDF to print and the manifest to count by."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.staff_posts import NO_STORE, refused, staff_post
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways.letters import PrintBatch
from cx_app.security import door
from cx_app.security.door import Access
from cx_app.services.mailroom.desk import fetch

PAGE: Final = "/officer/mailroom"


@door.supervisor_only
async def download(request: Request) -> Response:
    """A post of ours, since it prints people's codes: no link elsewhere can fetch it."""
    posted = await staff_post(
        request,
        Access.SUPERVISOR_ONLY,
        PAGE,
        not_theirs=refused("Batches of letters are for supervisors and administrators."),
        again="Open the mailroom again, and fetch it from there.",
    )
    if isinstance(posted, Response):
        return posted
    actor, given = posted
    try:
        batch = await asyncio.to_thread(_fetch, actor, given.get("batch", ""))
    except (NotFound, ValueError):
        return PlainTextResponse("There is no such batch, or it was mailed.", 404, NO_STORE)
    if given.get("part") == "manifest":
        return _file(batch.manifest, "application/json", f"batch-{batch.number}.json")
    return _file(batch.pdf, "application/pdf", f"batch-{batch.number}.pdf")


def _fetch(actor: Actor, batch_id: str) -> PrintBatch:
    with database.write() as session:
        return fetch(session, actor, UUID(batch_id))


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


routes: Final = [Route("/downloads/letters", download, methods=["POST"])]
