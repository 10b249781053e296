"""`POST /api/feed`: a live back office sends lines of the case feed (docs/feed.md)."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cx_app.api.signed import MAX_BODY, Turns, body_of, problem, refusal
from cx_app.security import door
from cx_app.security.signing import KEY_ID
from cx_app.services.feed.import_lines import Named
from cx_app.services.feed.receive import receive

turns: Final = Turns(waiting=2)


@door.signed
async def feed(request: Request) -> Response:
    """An answer for each line. 401 unsigned, 409 replayed, 413 too large, 429 come again."""
    if turns.full():
        return _come_again()
    try:
        body = await body_of(request)
    except HTTPException:
        return problem(413, "too_large", f"A call may hold {MAX_BODY:,} bytes. Send less at once.")
    if refused := await refusal(request, body, once=True):
        return refused
    if turns.full():
        return _come_again()
    async with turns:
        received = await asyncio.to_thread(receive, body, request.headers[KEY_ID])
    return JSONResponse(
        {"counts": asdict(received.tally), "lines": [_line(one) for one in received.lines]}
    )


def _come_again() -> Response:
    after = str(turns.retry_after)
    detail = f"Other calls are being taken. Sign and send again in {after} seconds."
    return problem(429, "busy", detail, {"Retry-After": after})


def _line(one: Named) -> dict[str, Any]:
    said = {"line": one.line, "event_id": one.event_id, "outcome": one.outcome.fate}
    return {**said, "reason": one.outcome.reason} if one.outcome.reason else said


routes: Final = [Route("/api/feed", feed, methods=["POST"])]
