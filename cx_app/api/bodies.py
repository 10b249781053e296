"""Bodies of posts, read no further than they may be long, whatever length was announced."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import Request

MAX_DIGITS: Final = 12


class TooLarge(Exception):
    pass


class TooSlow(Exception):
    pass


def announced(request: Request) -> int:
    """How long the body says that it is; 0 where it does not say."""
    said = request.headers.get("content-length", "")
    return int(said[:MAX_DIGITS]) if said.isascii() and said.isdigit() else 0


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """Raises `TooLarge` before a byte is read where its length is announced, and else as soon as it
    shows; `TooSlow` when it takes longer to arrive."""
    if announced(request) > most:
        raise TooLarge
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise TooLarge
    except TimeoutError:
        raise TooSlow from None
    return bytes(body)
