"""Calls of the agency's systems: let in by their signature, answered under ours.

What a problem says is ours to say (RFC 9457): it never repeats what was sent.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from cx_app.gateways import clock
from cx_app.security.crypto import feed_keys
from cx_app.security.signing import KEY_ID, SIGNATURE, TIMESTAMP, Refusal, sign, verify
from cx_app.services.feed.receive import first_time
from cx_app.settings import SettingsError

log = structlog.get_logger(__name__)

MAX_BODY: Final = 5_000_000
MAX_SECONDS: Final = 30
"""How long a body may take to arrive."""

AT_ONCE: Final = 8
"""Calls of one web process; together they hold 40 MB of bodies at most."""

TITLES: Final = {
    400: "The request does not fit",
    401: "The signature does not count",
    408: "The body took too long",
    409: "The call does not fit what went before",
    413: "The body is too large",
    415: "The body must not be compressed",
    422: "The statement does not count",
    429: "Too many calls at once",
    503: "The portal cannot serve this now",
}
UNSIGNED: Final = "Sign the call with a live key: CX-Key-Id, CX-Timestamp, CX-Signature."
TOO_OLD: Final = "The timestamp is more than 300 seconds from the portal's clock."


class Problem(Exception):
    """Ends a call with an answer that says what to do."""

    def __init__(self, status: int, code: str, detail: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers

    def response(self) -> Response:
        said = {"type": "about:blank", "title": TITLES[self.status], "status": self.status}
        body = json.dumps({**said, "code": self.code, "detail": self.detail})
        headers = {name.replace("_", "-"): value for name, value in self.headers.items()}
        headers["Cache-Control"] = "no-store"
        return Response(body, self.status, headers, "application/problem+json")


class Places:
    """A limit on calls that are being served; an event loop's own, so it needs no lock."""

    def __init__(self, number: int) -> None:
        self._free = number

    @contextmanager
    def one(self) -> Iterator[None]:
        """Raises `Problem` when all are taken."""
        if self._free <= 0:
            raise Problem(429, "too_many", "Try again in a second.", Retry_After="1")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


places = Places(AT_ONCE)


class Turns:
    """One call at a time in this process, few that wait, and the rest told when to come again."""

    def __init__(self, waiting: int) -> None:
        self._waiting, self._here = waiting, 0
        self._one = asyncio.Lock()
        self._takes = 1.0
        """Seconds that a call took lately."""

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Raises `Problem` when too many wait already."""
        if self._here > self._waiting:
            after = str(max(1, round(self._takes * self._here)))
            raise Problem(
                429, "busy", f"Sign and send again in {after} seconds.", Retry_After=after
            )
        self._here += 1
        try:
            async with self._one:
                begun = time.monotonic()
                yield
                self._takes = (self._takes + time.monotonic() - begun) / 2
        finally:
            self._here -= 1


async def serve(
    request: Request,
    act: Callable[[bytes], bytes],
    *,
    once: bool = False,
    turns: Turns | None = None,
) -> Response:
    """Hands the signed bytes to `act`, in a thread, and signs what it returns: JSON lines.

    With `once` the very same call does not count again; with `turns` calls are taken one by one.
    """
    try:
        with places.one():
            body = await _signed_bytes(request)
            async with turns.one() if turns else nullcontext():
                if once:
                    await asyncio.to_thread(_first_time, request.headers[SIGNATURE])
                lines = await asyncio.to_thread(act, body)
    except Problem as problem:
        log.warning("signed_call.refused", path=request.scope["path"], reason=problem.code)
        return problem.response()
    except ClientDisconnect:
        return Response(status_code=400)
    except SettingsError:
        log.error("signed_call.no_keys", path=request.scope["path"])
        return Problem(503, "no_keys", "The portal has no CX_FEED_KEYS.").response()
    except SQLAlchemyError as error:
        log.error("signed_call.failed", path=request.scope["path"], exc_info=error)
        return Problem(503, "busy", "Try again in some seconds.", Retry_After="5").response()
    headers = sign(feed_keys(), lines, clock.wall())
    headers["Cache-Control"] = "no-store"
    return Response(lines, 200, headers, "application/x-ndjson")


async def _signed_bytes(request: Request) -> bytes:
    """What was signed: the body of a POST; of a GET its path and query as they came."""
    if not all(request.headers.get(name) for name in (KEY_ID, TIMESTAMP, SIGNATURE)):
        raise _unsigned("unsigned", UNSIGNED)
    signed = await _body(request) if request.method == "POST" else target(request)
    match verify(feed_keys(), request.headers, signed, clock.wall()):
        case None:
            return signed
        case Refusal.TOO_OLD:
            raise _unsigned("too_old", TOO_OLD)
        case _:
            raise _unsigned("wrong_signature", UNSIGNED)


def target(request: Request) -> bytes:
    query: bytes = request.scope["query_string"]
    path = str(request.scope["path"]).encode()
    return path + b"?" + query if query else path


async def _body(request: Request) -> bytes:
    """Never more than the limit in memory, whatever length was announced."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Problem(415, "compressed", "Send the lines as they are.")
    too_large = Problem(413, "too_large", f"Send at most {MAX_BODY:,} bytes in one call.")
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:12]) > MAX_BODY:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MAX_BODY:
                    raise too_large
    except TimeoutError:
        raise Problem(408, "too_slow", f"Send it within {MAX_SECONDS} seconds.") from None
    return bytes(body)


def _first_time(signature: str) -> None:
    if not first_time(signature, clock.wall()):
        raise Problem(409, "replayed", "This very call was taken before. Sign a new one.")


def _unsigned(code: str, detail: str) -> Problem:
    return Problem(401, code, detail, WWW_Authenticate="CX-Signature")
