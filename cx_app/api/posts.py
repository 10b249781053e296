"""What native form posts bring: their fields, and whose session they belong to."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request

from cx_app import database
from cx_app.domain.identity import Actor
from cx_app.security.cookies import VISITOR_COOKIE, session_token
from cx_app.security.network import network_of_request
from cx_app.services.identity.sessions import SignedIn, find_session
from cx_app.services.visitors.passes import find_visitor

MAX_FORM: Final = 10_000


async def fields(request: Request) -> dict[str, str]:
    """The first value of each field of a small form; a large one counts as empty."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM:
            return {}
    found = parse_qs(body.decode("utf-8", "replace"))
    return {name: values[0] for name, values in found.items()}


def session_of(request: Request) -> SignedIn | None:
    with database.read() as session:
        return find_session(session, session_token(request), network_of_request(request))


def visitor_of(request: Request) -> Actor | None:
    """Somebody without an account, while their pass lasts."""
    token = request.cookies.get(VISITOR_COOKIE, "")
    if not token:
        return None
    with database.read() as session:
        return find_visitor(session, token, network_of_request(request))
