"""The door as Reflex middleware: runs before every event, page loads included."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

import reflex as rx
import structlog
from reflex.middleware.middleware import Middleware
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from cx_app import database
from cx_app.domain.identity import Actor
from cx_app.language import href, of_path
from cx_app.security import door
from cx_app.security.cookies import VISITOR_COOKIE, token_in
from cx_app.security.door import Access
from cx_app.security.network import network_of
from cx_app.services.identity.sessions import SignedIn, find_session, needs_note, note_activity
from cx_app.services.visitors.passes import find_visitor
from cx_app.services.visitors.tell import LOOK_UP
from cx_app.settings import settings

log = structlog.get_logger(__name__)

_ROOT: Final = "reflex___state____state"
FRAMEWORK: Final = frozenset(
    {
        f"{_ROOT}.hydrate",
        f"{_ROOT}.hydrate_and_load",
        f"{_ROOT}.set_is_hydrated",
        f"{_ROOT}.reflex___state____on_load_internal_state.on_load_internal",
        f"{_ROOT}.reflex___state____on_load_internal_state.set_is_hydrated",
        f"{_ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
    }
)
"""Reflex's own events. They run for anyone, after the tab's state was bound to its session: each
page's own handlers are guarded. `setvar` is not among them: nobody sets our variables."""

LIVE_SUFFIX: Final = "_live"
"""Handlers that a server push calls; they never extend a session (design 7, sessions)."""


class Door(Middleware):
    """Refuses untagged handlers, finds the session, and makes its actor the one who acts."""

    async def preprocess(self, app: Any, state: Any, event: Event) -> StateUpdate | None:
        door.admit(None)
        if event.name in FRAMEWORK:
            signed_in = await asyncio.to_thread(_session_of, state, event.name)
            await _bind(state, _session_id(signed_in, await _visitor(state, signed_in)))
            return None
        registered = RegistrationContext.get().event_handlers.get(event.name)
        access = door.access_of(registered.handler.fn) if registered else None
        if access is None:
            log.warning("door.untagged", handler=event.name)
            return _nothing()
        signed_in = await asyncio.to_thread(_session_of, state, event.name)
        visitor = await _visitor(state, signed_in)
        await _bind(state, _session_id(signed_in, visitor))
        actor = signed_in.actor if signed_in else visitor if access is Access.ASKER else None
        if not door.allows(access, actor, demo=settings.demo):
            return _turn_away(state, access, signed_in)
        door.admit(actor)
        return None


def _session_of(state: Any, handler: str) -> SignedIn | None:
    headers = state.router.headers
    token = token_in(headers.cookie)
    if not token:
        return None
    network = network_of(state.router.session.client_ip, headers.raw_headers)
    with database.read() as session:
        signed_in = find_session(session, token, network)
    if signed_in is None or signed_in.actor.session_id is None:
        return None
    if needs_note(signed_in, datetime.now(UTC)) and not handler.endswith(LIVE_SUFFIX):
        with database.write() as session:
            note_activity(session, signed_in.actor.session_id)
            signed_in = find_session(session, token, network)
    return signed_in


async def _visitor(state: Any, signed_in: SignedIn | None) -> Actor | None:
    """Somebody without an account, while their pass lasts; whoever is signed in is no visitor."""
    if signed_in is not None:
        return None
    return await asyncio.to_thread(visitor_of, state)


def visitor_of(state: Any) -> Actor | None:
    """By the cookie that came with the proof."""
    token = token_in(state.router.headers.cookie, VISITOR_COOKIE)
    if not token:
        return None
    network = network_of(state.router.session.client_ip, state.router.headers.raw_headers)
    with database.read() as session:
        return find_visitor(session, token, network)


def _session_id(signed_in: SignedIn | None, visitor: Actor | None) -> str:
    actor = signed_in.actor if signed_in else visitor
    return str(actor.session_id) if actor else ""


async def _bind(state: Any, session_id: str) -> None:
    """A tab's cached state belongs to one session; with another one all of it starts empty, also
    what this event does not touch and the state manager has not loaded."""
    from cx_app.state.session import SessionState

    bound = await state.get_state(SessionState)
    if bound._bound_to != session_id:
        for kind in rx.State.get_substates():
            if not kind.__module__.startswith("reflex"):
                (await state.get_state(kind)).reset()
        bound._bound_to = session_id


def _turn_away(state: Any, access: Access, signed_in: SignedIn | None) -> StateUpdate:
    """To sign-in, and back afterwards; to their own home if they are signed in as someone else."""
    path = state.router.url.path
    if signed_in is not None:
        home = "/officer" if signed_in.actor.role.is_staff else "/account"
        return _redirect(state, home if path != home else "/")
    if access is Access.DEMO:
        return _nothing()
    if access is Access.ASKER and not path.removeprefix("/es").startswith("/account"):
        return _redirect(state, href(LOOK_UP, of_path(path)))
    staff = access in door.NEEDS_STAFF_SIGN_IN
    start = "/staff/sign-in" if staff else "/sign-in"
    return _redirect(state, f"{start}?next={quote(path)}&lang={of_path(path)}")


def _redirect(state: Any, path: str) -> StateUpdate:
    spec = rx.redirect(path)
    return StateUpdate(events=Event.from_event_type(spec, router_data=state.router_data))


def _nothing() -> StateUpdate:
    return StateUpdate(delta={}, events=[])
