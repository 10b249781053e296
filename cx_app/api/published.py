"""Figures that everybody may read, as tables to download: how right estimates were, and processing
times."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable, Iterable
from typing import Any, Final

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database
from cx_app.security import door
from cx_app.services.progress import processing_times, published

Rows = Callable[[Session], Iterable[Iterable[Any]]]


@door.public
async def accuracy_csv(_request: Request) -> Response:
    return await _table("accuracy.csv", published.rows)


@door.public
async def chances_csv(_request: Request) -> Response:
    return await _table("accuracy-chances.csv", published.chance_rows)


@door.public
async def processing_times_csv(_request: Request) -> Response:
    return await _table("processing-times.csv", processing_times.rows)


async def _table(name: str, rows: Rows) -> Response:
    headers = {
        "Cache-Control": "public, max-age=300",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    written = await asyncio.to_thread(written_of, rows)
    return Response(written, media_type="text/csv; charset=utf-8", headers=headers)


def written_of(rows: Rows) -> str:
    out = io.StringIO()
    with database.read() as session:
        csv.writer(out, lineterminator="\n").writerows(rows(session))
    return out.getvalue()


routes: Final = [
    Route("/accuracy.csv", accuracy_csv, methods=["GET"]),
    Route("/accuracy-chances.csv", chances_csv, methods=["GET"]),
    Route("/processing-times.csv", processing_times_csv, methods=["GET"]),
]
