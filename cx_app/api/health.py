"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

import asyncio
from typing import Final

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.security import door


@door.public
async def healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


@door.public
async def readyz(_request: Request) -> Response:
    """503 while the database does not answer."""
    try:
        await asyncio.to_thread(_ping)
    except Exception:
        return JSONResponse({"status": "database away"}, 503)
    return JSONResponse({"status": "ok"})


def _ping() -> None:
    with database.read() as session:
        session.connection().execute(text("SELECT 1"))


routes: Final = [
    Route("/healthz", healthz, methods=["GET"]),
    Route("/readyz", readyz, methods=["GET"]),
]
