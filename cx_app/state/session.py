"""What the shell shows of the session: whose it is, when it ends, what waits for them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import reflex as rx
from sqlmodel import Session

from cx_app import database
from cx_app.domain.identity import Actor, Role, session_ends
from cx_app.models import PortalSession
from cx_app.security import door
from cx_app.security.csrf import csrf_token
from cx_app.services.changes import account_topic
from cx_app.services.decisions.stuck import needs_a_look
from cx_app.services.messages.inbox import unread
from cx_app.services.messages.outbox import DEAD_TOPIC
from cx_app.state import live


def shell_facts(session: Session, actor: Actor) -> tuple[int, str]:
    """What waits for the actor: unread messages, for staff those that were given up; and the
    instant (ISO, UTC) at which the session ends if nothing happens."""
    row = session.get(PortalSession, actor.session_id)
    ends = session_ends(row.created_at, row.last_active_at) if row else datetime.now(UTC)
    count = needs_a_look if actor.role.is_staff else unread
    return count(session, actor), ends.isoformat()


class SessionState(rx.State):
    """Loaded with every page. Nothing here decides anything: the door does."""

    signed_in: bool = False
    is_staff: bool = False
    name: str = ""
    role: str = ""
    represents: bool = False
    """A representative, or a paralegal of one."""
    waiting: int = 0
    ends_at: str = ""
    csrf: str = ""
    problem: str = ""
    """Reference number of an unexpected error, for the person to quote."""

    _bound_to: str = ""

    @rx.event
    @door.public
    async def load(self) -> None:
        actor = door.current_actor_or_none()
        live.leave(self)
        self.problem = ""
        self.signed_in = actor is not None
        if actor is None:
            return
        self.name, self.role, self.is_staff = actor.name, actor.role, actor.role.is_staff
        self.represents = actor.role in (Role.REPRESENTATIVE, Role.PARALEGAL)
        self.csrf = csrf_token(str(actor.session_id))
        topic = DEAD_TOPIC if self.is_staff else account_topic(actor.account_id)
        await live.show(self, SessionState.refresh_live, topic)
        self.waiting, self.ends_at = await asyncio.to_thread(_facts, actor)

    @rx.event
    @door.signed_in
    async def refresh_live(self) -> None:
        """A message came, or was given up. It does not extend the session."""
        self.waiting, self.ends_at = await asyncio.to_thread(_facts, door.current_actor())

    @rx.event
    @door.signed_in
    async def stay(self) -> None:
        """ "Stay signed in": reaching this handler has extended the session."""
        _unread, self.ends_at = await asyncio.to_thread(_facts, door.current_actor())

    @rx.event
    @door.public
    async def show_problem(self, reference: str) -> None:
        """An unexpected error happened; the trace is in the log under this reference."""
        self.problem = reference[:20]


def _facts(actor: Actor) -> tuple[int, str]:
    with database.read() as session:
        return shell_facts(session, actor)
