"""The outbound feed over HTTP (docs/feed-out.md). Whoever holds a live key may call."""

from __future__ import annotations

import json
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.signed import Problem, serve
from cx_app.security import door
from cx_app.services.feed_out import acknowledge as answers
from cx_app.services.feed_out.pull import MAX_LIMIT, CursorAhead, NothingNew, nothing_new, pull
from cx_app.services.feed_out.reconcile import (
    BadStatement,
    read_statement,
    reconcile,
    wanted_days,
)

DEFAULT_LIMIT: Final = 100
MAX_DIGITS: Final = 18
AHEAD: Final = (
    "The portal never gave this position, perhaps because it was restored from a backup."
    " Pull again from 0: events that you have come with the same event_id."
)


@door.signed
async def events(request: Request) -> Response:
    """GET: events behind a position, in order. Pulling twice gives the same again."""
    query = request.query_params

    def act(_signed: bytes) -> bytes:
        after = _number(query.get("after", "0"), "after", 0, 10**MAX_DIGITS)
        limit = _number(query.get("limit", str(DEFAULT_LIMIT)), "limit", 1, MAX_LIMIT)
        return _lines(_pull(after, limit))

    return await serve(request, act)


@door.signed
async def acknowledgements(request: Request) -> Response:
    """POST: JSON lines; the answer has a line for each."""
    return await serve(request, _acknowledge)


@door.signed
async def wanted(request: Request) -> Response:
    """GET: the days whose statement has not come."""
    return await serve(request, _wanted)


@door.signed
async def reconciliations(request: Request) -> Response:
    """POST: the statement of a day, whole."""
    return await serve(request, _reconcile)


def _pull(after: int, limit: int) -> list[bytes]:
    with database.read() as session:
        found: object = nothing_new(session, after)
    if isinstance(found, NothingNew):
        return []
    with database.write() as session:
        pulled = pull(session, after, limit)
    if isinstance(pulled, CursorAhead):
        raise Problem(409, "cursor_ahead", AHEAD)
    return pulled


def _acknowledge(body: bytes) -> bytes:
    numbered = _numbered(body)
    said = []
    for start in range(0, len(numbered), answers.AT_ONCE):
        some = numbered[start : start + answers.AT_ONCE]
        with database.write() as session:
            verdicts = answers.acknowledge(session, [line for _number, line in some])
        for (number, _line), verdict in zip(some, verdicts, strict=True):
            reason = {"reason": verdict.reason} if verdict.reason else {}
            said.append(_json({"line": number, "answer": verdict.answer, **reason}))
    return _lines(said)


def _wanted(_signed: bytes) -> bytes:
    with database.read() as session:
        return _lines([_json({"day": day.isoformat()}) for day in wanted_days(session)])


def _reconcile(body: bytes) -> bytes:
    try:
        stated = read_statement(line for _number, line in _numbered(body))
        with database.write() as session:
            kept = reconcile(session, stated, "call")
    except BadStatement as error:
        raise Problem(422, "bad_statement", f"{error}.") from None
    return _lines(
        [
            _json(
                {
                    "day": kept.day.isoformat(),
                    "entries": kept.entries,
                    "acknowledged": kept.acknowledged,
                    "differences": kept.differences,
                }
            )
        ]
    )


def _number(text: str, name: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS and least <= int(text) <= most:
        return int(text)
    raise Problem(400, "bad_parameter", f"{name} must be a whole number of {least} or more.")


def _numbered(body: bytes) -> list[tuple[int, bytes]]:
    """Lines that hold something, with the number each has in the body."""
    return [(n, line) for n, line in enumerate(body.splitlines(), 1) if line.strip()]


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _lines(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


routes: Final = [
    Route("/api/feed-out", events, methods=["GET"]),
    Route("/api/feed-out/acknowledgements", acknowledgements, methods=["POST"]),
    Route("/api/feed-out/reconciliations", wanted, methods=["GET"]),
    Route("/api/feed-out/reconciliations", reconciliations, methods=["POST"]),
]
