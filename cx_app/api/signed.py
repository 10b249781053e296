"""What calls of the agency's systems share: a limited body, a signature, plain refusals."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from cx_app.gateways import clock
from cx_app.security.crypto import feed_keys
from cx_app.security.signing import SIGNATURE, Refusal, verify
from cx_app.services.feed.receive import first_time

MAX_BODY: Final = 5_000_000
"""Bytes."""
WORDS: Final = {
    Refusal.UNSIGNED: "CX-Key-Id, CX-Timestamp and CX-Signature are needed.",
    Refusal.UNKNOWN_KEY: "No live key has this CX-Key-Id.",
    Refusal.WRONG_SIGNATURE: "CX-Signature does not fit the body and CX-Timestamp.",
    Refusal.TOO_OLD: "CX-Timestamp is more than 300 seconds away from our clock.",
}


def problem(
    status: int, code: str, detail: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An answer in the form of RFC 9457; it repeats nothing of the call."""
    return JSONResponse(
        {"type": "about:blank", "status": status, "code": code, "detail": detail},
        status,
        headers,
        media_type="application/problem+json",
    )


async def body_of(request: Request) -> bytes:
    """The raw body. Raises `HTTPException` 413 as soon as it is larger than 5 MB."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise HTTPException(413)
        parts.append(part)
    return b"".join(parts)


async def refusal(request: Request, body: bytes, *, once: bool) -> JSONResponse | None:
    """None for a call that counts. With `once`, the same signature does not count again."""
    refused = verify(feed_keys(), request.headers, body, clock.wall())
    if refused is not None:
        return problem(401, refused, WORDS[refused])
    if once and not await asyncio.to_thread(first_time, request.headers[SIGNATURE], clock.wall()):
        return problem(409, "replayed", "This very call was taken before. Sign a new one.")
    return None


class Turns:
    """One call at a time in this process, few that wait, and the rest told when to come again."""

    def __init__(self, waiting: int) -> None:
        self._waiting, self._here = waiting, 0
        self._one = asyncio.Lock()
        self.takes = 1.0
        """Seconds that a call took lately."""

    def full(self) -> bool:
        return self._here > self._waiting

    @property
    def retry_after(self) -> int:
        """Seconds until there is likely room again, at least one."""
        return max(1, round(self.takes * self._here))

    async def __aenter__(self) -> None:
        self._here += 1
        try:
            await self._one.acquire()
        except BaseException:
            self._here -= 1
            raise
        self._begun = asyncio.get_running_loop().time()

    async def __aexit__(self, *_error: object) -> None:
        self.takes = (self.takes + asyncio.get_running_loop().time() - self._begun) / 2
        self._here -= 1
        self._one.release()
