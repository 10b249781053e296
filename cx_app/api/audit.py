"""The audit trail over HTTP: its public head, and the export as CSV."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from cx_app import database
from cx_app.api.staff_posts import NO_STORE, refused, staff_post
from cx_app.domain.audit import Head
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Actor
from cx_app.security import door
from cx_app.security.door import Access
from cx_app.services.audit import seal
from cx_app.services.audit.export import (
    CHUNK,
    COLUMNS,
    Chunk,
    Export,
    begin_export,
    export_chunk,
    written,
)
from cx_app.services.audit.filters import Filters, Mistake, read_filters
from cx_app.services.audit.query import Cursor

PAGE: Final = "/officer/audit"
MARK: Final = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8, or names lose their accents."""


@door.public
async def head(_request: Request) -> Response:
    """The newest sealed batch, for anyone to keep: 404 before the first."""
    newest = await asyncio.to_thread(_head)
    if newest is None:
        return JSONResponse({"status": "nothing is sealed yet"}, 404, NO_STORE)
    facts = {"number": newest.number, "sealed_at": newest.line.split()[2], "hash": newest.chain}
    return JSONResponse({**facts, "line": newest.line}, headers=NO_STORE)


@door.supervisor_only
async def export(request: Request) -> Response:
    """The filters come in the body of a post of ours: addresses carry nothing of people."""
    posted = await staff_post(
        request,
        Access.SUPERVISOR_ONLY,
        PAGE,
        not_theirs=refused("The audit is exported by supervisors and administrators."),
        again="Open the audit page again, and export from there.",
    )
    if isinstance(posted, Response):
        return posted
    actor, given = posted
    filters = read_filters(given)
    if isinstance(filters, Mistake):
        return PlainTextResponse(filters.message, 400, NO_STORE)
    begun = await asyncio.to_thread(_begin, actor, filters)
    name = f"audit-{eastern_date(begun.start.at)}{'-cut' if begun.cut else ''}.csv"
    return StreamingResponse(
        _lines(actor, filters, begun),
        media_type="text/csv; charset=utf-8",
        headers={**NO_STORE, "Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _lines(actor: Actor, filters: Filters, export: Export) -> AsyncIterator[str]:
    """A chunk at a time, each in a short transaction of its own."""
    yield MARK + written([COLUMNS])
    place, left = export.start, export.rows
    while left > 0:
        lines, count, older = await asyncio.to_thread(_chunk, actor, filters, place, left)
        yield lines
        left -= count
        if older is None:
            break
        place = older
    if export.cut:
        end = f"Cut after {export.rows:,} rows. Search for fewer days to get the rest."
        yield written([[end]])


def _head() -> Head | None:
    with database.read() as session:
        return seal.head(session)


def _begin(actor: Actor, filters: Filters) -> Export:
    with database.write() as session:
        return begin_export(session, actor, filters)


def _chunk(actor: Actor, filters: Filters, place: Cursor, left: int) -> Chunk:
    with database.read() as session:
        return export_chunk(session, actor, filters, place, min(left, CHUNK))


routes: Final = [
    Route("/audit/head", head, methods=["GET"]),
    Route(f"{PAGE}/export", export, methods=["POST"]),
]
