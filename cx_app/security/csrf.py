"""Tokens for the few native form posts: bound to the session, checked with the origin."""

from __future__ import annotations

import hmac

from cx_app.security.crypto import fingerprints


def csrf_token(session_id: str) -> str:
    """The token that a form of this session carries."""
    return fingerprints(session_id, "csrf")[0]


def csrf_matches(session_id: str, given: str) -> bool:
    """Whether a posted token belongs to this session; any live key counts."""
    return any(hmac.compare_digest(one, given) for one in fingerprints(session_id, "csrf"))
