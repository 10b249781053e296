"""What policy may change about representation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cx_app.domain.cases import PartyRole


@dataclass(frozen=True, slots=True)
class RepresentationRules:
    """Policy rows `representation.*`."""

    client_roles: frozenset[PartyRole]
    """Who of a case can be a client on Form G-28: sources differ by year (REP-2)."""
    excluded_forms: frozenset[str]
    """Not through a representative account (OAC-16)."""
    answer: timedelta
    """So long a form waits for the client's signature (REP-13)."""
    forms_a_day: int
    """Forms that one account sends to clients in 24 hours (REP-14)."""
    passcode_tries: int
    """Then the mailed passcode is void (REP-11)."""
    invitation: timedelta
    """So long an invitation to a team holds (REP-8)."""
    prepared: timedelta
    """So long something that was prepared is kept without a change (REP-42)."""
    prepared_at_once: int
    """Open ones of one paralegal (REP-42)."""
    list_kept: timedelta
    """So long the lines of a file stay, once nothing more comes of them (REP-20)."""
