"""What came with letters and e-mails of the demo's mailbox: PDF, and dates for a calendar."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.downloads import as_download
from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.services.messages.mailbox import email_file, letter_pdf
from cx_app.settings import settings

T = TypeVar("T")


@door.demo
async def letter(request: Request) -> Response:
    """One letter; 404 outside the demonstration."""
    try:
        pdf = await asyncio.to_thread(_of, letter_pdf, request)
    except (ValueError, NotFound):
        return Response("There is no such letter.", 404)
    return Response(pdf, media_type="application/pdf", headers={"Cache-Control": "no-store"})


@door.demo
async def calendar(request: Request) -> Response:
    """The date that came with an e-mail; 404 outside the demonstration."""
    try:
        file = await asyncio.to_thread(_of, email_file, request)
    except (ValueError, NotFound):
        return Response("There is no such file.", 404)
    return as_download(file)


def _of(service: Callable[[Session, UUID], T], request: Request) -> T:
    if not settings.demo:
        raise NotFound("no demonstration here")
    delivery_id = UUID(request.path_params["delivery_id"])
    with database.read() as session:
        return service(session, delivery_id)


routes: Final = [
    Route("/demo/mailbox/{delivery_id}.pdf", letter, methods=["GET"]),
    Route("/demo/mailbox/{delivery_id}.ics", calendar, methods=["GET"]),
]
