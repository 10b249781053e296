"""Processing times as a table to download. Everybody's."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database
from cx_app.security import door
from cx_app.services.progress.processing_times import rows

HEADERS: Final = {
    "Cache-Control": "public, max-age=300",
    "Content-Disposition": 'attachment; filename="processing-times.csv"',
}


@door.public
async def processing_times_csv(_request: Request) -> Response:
    written = await asyncio.to_thread(_written)
    return Response(written, media_type="text/csv; charset=utf-8", headers=HEADERS)


def _written() -> str:
    out = io.StringIO()
    with database.read() as session:
        csv.writer(out, lineterminator="\n").writerows(rows(session))
    return out.getvalue()


routes: Final = [Route("/processing-times.csv", processing_times_csv, methods=["GET"])]
