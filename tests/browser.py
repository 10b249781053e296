"""A browser without a window: one jar of cookies, the portal in this process, others served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urljoin

import httpx2
from starlette.applications import Starlette
from starlette.routing import BaseRoute

PORTAL = "http://localhost:3000"
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


@asynccontextmanager
async def browser(routes: list[BaseRoute]) -> AsyncIterator[httpx2.AsyncClient]:
    portal = httpx2.ASGITransport(Starlette(routes=routes), client=("192.0.2.7", 5000))
    async with httpx2.AsyncClient(
        base_url=PORTAL, mounts={PORTAL: portal}, trust_env=False
    ) as client:
        yield client


def leads_to(answer: httpx2.Response) -> str:
    """Where an answer sends the browser, as an absolute address."""
    assert answer.status_code in {302, 303}, answer.text
    return urljoin(str(answer.url), answer.headers["location"])


def cookie(answer: httpx2.Response, name: str) -> str:
    """The Set-Cookie header for a name."""
    [found] = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
    return str(found)
