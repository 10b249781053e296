"""`POST /api/feed`: a live back office sends lines of the case feed (docs/feed.md)."""

from __future__ import annotations

import json
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app.api.signed import Turns, serve
from cx_app.security import door
from cx_app.security.signing import KEY_ID
from cx_app.services.feed.import_lines import Named
from cx_app.services.feed.receive import receive

turns: Final = Turns(waiting=2)


@door.signed
async def feed(request: Request) -> Response:
    """POST: JSON lines; the answer has a line for each."""
    key_id = request.headers.get(KEY_ID, "")
    return await serve(request, lambda body: _take(body, key_id), once=True, turns=turns)


def _take(body: bytes, key_id: str) -> bytes:
    return b"".join(map(_line, receive(body, key_id).lines))


def _line(one: Named) -> bytes:
    said = {"line": one.line, "event_id": one.event_id, "outcome": one.outcome.fate}
    if one.outcome.reason:
        said["reason"] = one.outcome.reason
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


routes: Final = [Route("/api/feed", feed, methods=["POST"])]
