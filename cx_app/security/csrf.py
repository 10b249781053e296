"""The few native form posts: a token bound to the session, and the browser's word on the origin."""

from __future__ import annotations

import hmac

from starlette.requests import Request

from cx_app.security.crypto import fingerprints
from cx_app.settings import settings


def csrf_token(session_id: str) -> str:
    """The token that a form of this session carries."""
    return fingerprints(session_id, "csrf")[0]


def csrf_matches(session_id: str, given: str) -> bool:
    """Whether a posted token belongs to this session; any live key counts."""
    tokens = fingerprints(session_id, "csrf")
    return any(hmac.compare_digest(one.encode(), given.encode()) for one in tokens)


def from_here(request: Request) -> bool:
    """Whether the browser says that a page of ours sent this; without its word, no."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") == settings.public_origin
