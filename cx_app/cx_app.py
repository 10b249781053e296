"""Composition root: the app, its pages, its HTTP API and its middleware. Nothing else knows all
of it."""

import secrets

import reflex as rx
import structlog
from reflex.event import EventSpec
from starlette.applications import Starlette
from starlette.types import ASGIApp

from cx_app import pages
from cx_app.api import ROUTES
from cx_app.api.headers import SecurityHeaders
from cx_app.gateways import channels
from cx_app.gateways.identity_provider import publish_keys
from cx_app.logs import configure_logs
from cx_app.pages.page import Shell, register
from cx_app.settings import settings
from cx_app.state import live
from cx_app.state.door import Door
from cx_app.state.session import SessionState

configure_logs()
log = structlog.get_logger(__name__)


def on_unexpected(exception: Exception) -> EventSpec | None:
    """People see a reference number; the log has the trace under it, without what was typed."""
    reference = secrets.token_hex(4).upper()
    log.error("unexpected", reference=reference, exc_info=exception)
    return SessionState.show_problem(reference)


def with_headers(inner: ASGIApp) -> ASGIApp:
    """Pages are served prerendered, except where a route of the server has the same address."""
    served = {route.path for route in ROUTES}
    return SecurityHeaders(inner, lambda path: None if path in served else app.router(path))


app = rx.App(
    html_lang="en",
    reset_style=False,
    toaster=None,
    api_transformer=[Starlette(routes=ROUTES), with_headers],
    backend_exception_handler=on_unexpected,
    head_components=[
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.script(src="/portal.js", defer=True),
        rx.el.script(src="/keys.js", defer=True),
    ],
)
app.add_middleware(Door())
app.register_lifespan_task(live.watch, app=app)

register(
    app,
    Shell(
        on_load=[SessionState.load],
        signed_in=SessionState.signed_in,
        is_staff=SessionState.is_staff,
        name=SessionState.name,
        role=SessionState.role,
        waiting=SessionState.waiting,
        ends_at=SessionState.ends_at,
        csrf=SessionState.csrf,
        problem=SessionState.problem,
        stay=SessionState.stay,
    ),
)
__all__ = ["app", "pages"]

channels.announce()
if settings.demo:
    publish_keys(settings)
