"""Batches of letters over HTTP: the PDF to print and the manifest to count by."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.posts import fields, session_of
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways.letters import PrintBatch
from cx_app.security import door
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.door import Access
from cx_app.services.mailroom.desk import fetch
from cx_app.settings import settings

PAGE: Final = "/officer/mailroom"
NO_STORE: Final = {"Cache-Control": "no-store"}


@door.supervisor_only
async def download(request: Request) -> Response:
    """A post of ours, since it prints people's codes: no link elsewhere can fetch it."""
    given = await fields(request)
    found = await asyncio.to_thread(session_of, request)
    if found is None:
        return RedirectResponse(f"/staff/sign-in?next={PAGE}", 303, NO_STORE)
    if not door.allows(Access.SUPERVISOR_ONLY, found.actor, demo=settings.demo):
        return _refused("Batches of letters are for supervisors and administrators.")
    if not from_here(request) or not csrf_matches(
        str(found.actor.session_id), given.get("csrf", "")
    ):
        return _refused("Open the mailroom again, and fetch it from there.")
    try:
        batch = await asyncio.to_thread(_fetch, found.actor, given.get("batch", ""))
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


def _refused(why: str) -> Response:
    return PlainTextResponse(why, 403, NO_STORE)


routes: Final = [Route("/downloads/letters", download, methods=["POST"])]
