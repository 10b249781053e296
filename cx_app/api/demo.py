"""Letters of the demo's mailbox, as PDF."""

from __future__ import annotations

import asyncio
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database
from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.services.messages.mailbox import letter_pdf
from cx_app.settings import settings


@door.demo
async def letter(request: Request) -> Response:
    """One letter; 404 outside the demonstration."""
    try:
        if not settings.demo:
            raise NotFound("no demonstration here")
        pdf = await asyncio.to_thread(_pdf, UUID(request.path_params["delivery_id"]))
    except (ValueError, NotFound):
        return Response("There is no such letter.", 404)
    return Response(pdf, media_type="application/pdf", headers={"Cache-Control": "no-store"})


def _pdf(delivery_id: UUID) -> bytes:
    with database.read() as session:
        return letter_pdf(session, delivery_id)


routes: Final = [Route("/demo/mailbox/{delivery_id}.pdf", letter, methods=["GET"])]
