"""How right estimates were, as a table to download. Everybody's."""

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
from cx_app.services.progress.published import rows

HEADERS: Final = {
    "Cache-Control": "public, max-age=300",
    "Content-Disposition": 'attachment; filename="accuracy.csv"',
}


@door.public
async def accuracy_csv(_request: Request) -> Response:
    written = await asyncio.to_thread(_written)
    return Response(written, media_type="text/csv; charset=utf-8", headers=HEADERS)


def _written() -> str:
    out = io.StringIO()
    with database.read() as session:
        csv.writer(out, lineterminator="\n").writerows(rows(session))
    return out.getvalue()


routes: Final = [Route("/accuracy.csv", accuracy_csv, methods=["GET"])]
