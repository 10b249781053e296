"""The names of our cookies, and how to read the session token."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.requests import Request

from cx_app.settings import settings

SESSION_COOKIE: Final = "__Host-cx_session" if settings.secure else "cx_session"
SIGN_IN_COOKIE: Final = "__Host-cx_sign_in" if settings.secure else "cx_sign_in"
VISITOR_COOKIE: Final = "__Host-cx_visitor" if settings.secure else "cx_visitor"


def session_token(request: Request) -> str:
    return request.cookies.get(SESSION_COOKIE, "")


def token_in(cookie_header: str, name: str = SESSION_COOKIE) -> str:
    """The token in a Cookie header; empty when there is none."""
    try:
        cookies: SimpleCookie = SimpleCookie(cookie_header)
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""
