"""Accounts, sign-in attempts, sessions and role grants."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from cx_app.models.base import instant, key, sealed, word


class Account(SQLModel, table=True):
    """Someone who signs in: an issuer's subject. The e-mail is an attribute, never the identity."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: UUID = key()
    issuer: str = word(200)
    subject: str = word(255)
    name: str = word(200, default="")
    email_sealed: str | None = Field(default=None)
    email_verified: bool = False
    language: str = word(8, default="en")
    created_at: datetime = instant()
    last_signed_in_at: datetime | None = instant(nullable=True)

    email = sealed("email_sealed")


class SignInAttempt(SQLModel, table=True):
    """One trip to the identity provider; deleted before anything about its return is checked."""

    __tablename__ = "sign_in_attempt"

    id: UUID = key()
    state_hash: str = word(64, unique=True)
    browser_hash: str = word(64)
    nonce: str = word(64)
    verifier_sealed: str | None = Field(default=None)
    client: str = word(20)
    next_path: str = word(500, default="")
    language: str = word(8, default="en")
    created_at: datetime = instant(index=True)

    verifier = sealed("verifier_sealed")


class PortalSession(SQLModel, table=True):
    """A signed-in browser. Its cookie holds the token; the row holds only the token's hash."""

    __tablename__ = "portal_session"

    id: UUID = key()
    token_hash: str = word(64, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    client: str = word(20)
    network: str = word(64, default="")
    created_at: datetime = instant()
    last_active_at: datetime = instant()
    expires_at: datetime = instant(index=True)
    ended_at: datetime | None = instant(nullable=True)
    end_reason: str | None = word(40, default=None, nullable=True)


class RoleGrant(SQLModel, table=True):
    """A role given to an account; roles are rows, never claims."""

    __tablename__ = "role_grant"

    id: UUID = key()
    account_id: UUID = Field(foreign_key="account.id", index=True)
    role: str = word(20)
    granted_by: str = word(200)
    granted_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
