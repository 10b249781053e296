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
PRIVATE: Final = ("/account", "/attorney", "/officer", "/demo", "/sign-in", "/staff")
YEAR_SECONDS: Final = 31_536_000


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
    """Adds the headers; account pages are never cached, fingerprinted assets always."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        hashes = json.loads(BUILT.read_text())["script_hashes"] if BUILT.exists() else []
        self._policy = content_security_policy(hashes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), path)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str) -> None:
        headers["Content-Security-Policy"] = self._policy
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer"
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


class Prerendered:
    """Serves each page's own prerendered file, dynamic pages by their placeholder, so that a
    deep link arrives in the right language."""

    def __init__(self, app: ASGIApp, route_of: Callable[[str], str | None]) -> None:
        self._app = app
        self._route_of = route_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            route = self._route_of(scope["path"])
            if route is not None and route not in {"index", "404", "/"}:
                scope = {**scope, "path": f"{placeholder(route)}.html", "raw_path": b""}
        await self._app(scope, receive, send)
