"""Security headers on everything that is served, static files included."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cx_app.build import MANIFEST, placeholder
from cx_app.settings import PROJECT, settings

BUILT: Final = PROJECT / ".web" / "build" / MANIFEST
PRIVATE: Final = (
    *("/account", "/attorney", "/officer", "/demo", "/downloads", "/sign-in", "/staff"),
    *("/appointments", "/uploads"),
)
YEAR_SECONDS: Final = 31_536_000
NOT_FOUND: Final = "/__spa-fallback.html"
"""Reflex copies it to `404.html` once the build's hooks have run; it has no hashes of its own."""


def content_security_policy(script_hashes: list[str]) -> str:
    """Scripts only of ours, by file or by hash; the socket only to where the page came from."""
    scripts = " ".join(f"'sha256-{value}'" for value in script_hashes)
    socket = settings.public_origin.replace("http", "ws", 1)
    upgrade = ["upgrade-insecure-requests"] if settings.secure else []
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self' {socket}",
            "form-action 'self' " + settings.issuer,
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "manifest-src 'self'",
            *upgrade,
        ]
    )


class SecurityHeaders:
    """Adds the headers; account pages are never cached, fingerprinted assets always.

    Each page's own prerendered file is served, dynamic pages by their placeholder, so that a deep
    link arrives in the right language and its policy names the scripts of that file alone.
    """

    def __init__(self, app: ASGIApp, route_of: Callable[[str], str | None]) -> None:
        self._app = app
        self._route_of = route_of
        built = json.loads(BUILT.read_text()) if BUILT.exists() else {}
        self._policies = {
            page: content_security_policy(hashes)
            for page, hashes in built.get("script_hashes", {}).items()
        }
        self._other = self._policies.get(NOT_FOUND, content_security_policy([]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        page = self._page(path) if scope["method"] in {"GET", "HEAD"} else None
        if page is not None:
            scope = {**scope, "path": page, "raw_path": page.encode()}
        policy = self._policies.get(page or "", self._other)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), path, policy)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _page(self, path: str) -> str | None:
        """The prerendered file of a page; None for everything that is not one."""
        route = self._route_of(path)
        if route is None:
            return None
        file = "/index.html" if route in {"index", "/"} else f"{placeholder(route)}.html"
        return file if file in self._policies else None


def _add(headers: MutableHeaders, path: str, policy: str) -> None:
    headers["Content-Security-Policy"] = policy
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if settings.secure:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"
    if path.startswith("/assets/"):
        headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    elif path.removeprefix("/es").startswith(PRIVATE):
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-cache")
