"""Portal sessions: a row, a cookie with its token, and nothing else (design 3).

All instants here are wall clock: moving the demo's business clock signs nobody out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.domain.identity import IDLE_LIMIT, SESSION_LIMIT, Actor, Client, Role, session_ends
from cx_app.gateways import clock
from cx_app.models import Account, PortalSession, RoleGrant
from cx_app.security.crypto import token_hash
from cx_app.services.audit.record import record

TOKEN_BYTES: Final = 32
NOTE_ACTIVITY_AFTER: Final = timedelta(seconds=20)
"""Activity is written at most this often, so that reading a page writes no row."""

_RANK: Final = (Role.ADMIN, Role.SUPERVISOR, Role.OFFICER)
_PEOPLE_RANK: Final = (Role.REPRESENTATIVE, Role.PARALEGAL)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A living session: who acts, and when it ends if nothing happens."""

    actor: Actor
    client: Client
    ends_at: datetime
    session_ends_at: datetime


def open_session(
    session: Session, account: Account, client: Client, network: str
) -> tuple[str, PortalSession]:
    """A new session and its cookie token; only the token's hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.wall()
    row = PortalSession(
        token_hash=token_hash(token),
        account_id=account.id,
        client=client,
        network=network,
        created_at=now,
        last_active_at=now,
        expires_at=now + SESSION_LIMIT,
    )
    session.add(row)
    session.flush()
    actor = _actor(session, account, row, network)
    if actor is None:
        raise PermissionError("a staff session needs a staff role")
    record(session, actor, "session.open")
    return token, row


def find_session(session: Session, token: str, network: str) -> SignedIn | None:
    """The living session of a token; None when there is none, it ended, or it ran out, and when
    it is a staff session of someone who holds no staff role any more."""
    found = session.exec(
        select(PortalSession, Account).where(
            PortalSession.token_hash == token_hash(token),
            PortalSession.account_id == Account.id,
            col(PortalSession.ended_at).is_(None),
        )
    ).first()
    if found is None:
        return None
    row, account = found
    ends = session_ends(row.created_at, row.last_active_at)
    actor = _actor(session, account, row, network)
    if actor is None or clock.wall() >= ends:
        return None
    return SignedIn(actor, Client(row.client), ends, row.expires_at)


def needs_note(signed_in: SignedIn, now: datetime) -> bool:
    """Whether what a person just did is worth writing down, to push the idle end out."""
    return signed_in.ends_at - now < IDLE_LIMIT - NOTE_ACTIVITY_AFTER


def note_activity(session: Session, session_id: UUID) -> None:
    """Something a person did, now; a live reload never calls this."""
    session.exec(
        update(PortalSession)
        .where(col(PortalSession.id) == session_id, col(PortalSession.ended_at).is_(None))
        .values(last_active_at=clock.wall())
    )


def end_session(session: Session, actor: Actor, reason: str) -> None:
    """End the actor's session; every tab finds out at its next event."""
    session.exec(
        update(PortalSession)
        .where(col(PortalSession.id) == actor.session_id, col(PortalSession.ended_at).is_(None))
        .values(ended_at=clock.wall(), end_reason=reason)
    )
    record(session, actor, "session.end", reason)


def end_all_sessions(session: Session, account_id: UUID, reason: str) -> int:
    """End every living session of an account; returns how many."""
    ended = session.exec(
        update(PortalSession)
        .where(col(PortalSession.account_id) == account_id, col(PortalSession.ended_at).is_(None))
        .values(ended_at=clock.wall(), end_reason=reason)
    )
    return int(ended.rowcount)


def role_of(session: Session, account_id: UUID, client: Client) -> Role | None:
    """The highest granted role for this way of signing in. Staff roles count only through the
    staff client; someone without a staff role gets none there (None)."""
    granted = set(
        session.exec(
            select(RoleGrant.role).where(
                RoleGrant.account_id == account_id, col(RoleGrant.ended_at).is_(None)
            )
        )
    )
    if client is Client.STAFF:
        return next((role for role in _RANK if role in granted), None)
    return next((role for role in _PEOPLE_RANK if role in granted), Role.APPLICANT)


def _actor(session: Session, account: Account, row: PortalSession, network: str) -> Actor | None:
    role = role_of(session, account.id, Client(row.client))
    if role is None:
        return None
    return Actor(
        account_id=account.id,
        role=role,
        session_id=row.id,
        network=network,
        name=account.name,
    )
