"""Who acts, in which role, and how long a session lasts (design 3, NIST 800-63B 4.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

IDLE_LIMIT: Final = timedelta(minutes=30)
SESSION_LIMIT: Final = timedelta(hours=12)
IDLE_WARNING: Final = timedelta(minutes=2)
SIGN_IN_LIMIT: Final = timedelta(minutes=15)
"""How long a trip to the identity provider may take."""


class Role(StrEnum):
    """Roles are rows (`RoleGrant`); an account without one is an applicant."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    PARALEGAL = "paralegal"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    SYSTEM = "system"
    VISITOR = "visitor"
    """Somebody without an account, who proved an e-mail address or a number (VIS-1)."""

    @property
    def is_staff(self) -> bool:
        return self in STAFF


STAFF: Final = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.ADMIN})


class Client(StrEnum):
    """The OIDC client through which somebody signed in; staff have their own."""

    PEOPLE = "people"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the account, its role, and where it comes from."""

    account_id: UUID
    role: Role
    session_id: UUID | None = None
    network: str = ""
    name: str = ""


def session_ends(created_at: datetime, last_active_at: datetime) -> datetime:
    """The instant from which a session no longer counts: 30 minutes idle, 12 hours at most."""
    return min(last_active_at + IDLE_LIMIT, created_at + SESSION_LIMIT)
