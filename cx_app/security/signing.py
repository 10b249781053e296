"""Signed messages between the portal and the agency's systems, in both directions.

A message is signed over its raw bytes and the second at which it was signed, with HMAC-SHA-256
under a shared key whose id travels along:

    CX-Key-Id: k1
    CX-Timestamp: 1772460000
    CX-Signature: hex(HMAC-SHA-256(key, timestamp + "." + body))
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from cx_app.security.crypto import Keyring

KEY_ID: Final = "CX-Key-Id"
TIMESTAMP: Final = "CX-Timestamp"
SIGNATURE: Final = "CX-Signature"
TOLERANCE: Final = timedelta(seconds=300)
"""How far the signer's clock may differ from ours."""


class Refusal(StrEnum):
    """Why a message does not count."""

    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown_key"
    WRONG_SIGNATURE = "wrong_signature"
    TOO_OLD = "too_old"


def sign(keys: Keyring, body: bytes, at: datetime) -> dict[str, str]:
    """The three headers of a message, under the newest key. `at` is wall-clock time, UTC."""
    key_id, key = keys.newest
    second = str(int(at.timestamp()))
    return {KEY_ID: key_id, TIMESTAMP: second, SIGNATURE: _mac(key, second, body)}


def verify(keys: Keyring, headers: Mapping[str, str], body: bytes, now: datetime) -> Refusal | None:
    """None when the message is what a holder of a live key signed within the last 300 seconds.

    `headers` compares names as HTTP does. An unknown key takes the work of a known one.
    """
    key_id, second, given = (headers.get(name, "") for name in (KEY_ID, TIMESTAMP, SIGNATURE))
    if not (key_id and second.isascii() and second.isdigit() and given):
        return Refusal.UNSIGNED
    key = keys.by_id.get(key_id)
    expected = _mac(key or bytes(32), second, body)
    if not hmac.compare_digest(expected.encode(), given.encode()):
        return Refusal.WRONG_SIGNATURE if key else Refusal.UNKNOWN_KEY
    if key is None:
        return Refusal.UNKNOWN_KEY
    if abs(now - signed_at(second)) > TOLERANCE:
        return Refusal.TOO_OLD
    return None


def signed_at(second: str) -> datetime:
    """The instant of a CX-Timestamp; the end of time for one that no clock shows."""
    try:
        return datetime.fromtimestamp(int(second[:15]), UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.max.replace(tzinfo=UTC)


def _mac(key: bytes, second: str, body: bytes) -> str:
    return hmac.new(key, second.encode() + b"." + body, hashlib.sha256).hexdigest()
