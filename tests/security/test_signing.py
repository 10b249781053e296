"""What the agency's systems and the portal send each other counts only as it was signed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from cx_app.security.crypto import Keyring
from cx_app.security.signing import KEY_ID, SIGNATURE, TIMESTAMP, Refusal, sign, verify

NEW, OLD, STRANGE = ("k2", b"n" * 32), ("k1", b"o" * 32), ("k1", b"x" * 32)
NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
BODY = b'{"v":1}\n'


def ring(*keys: tuple[str, bytes]) -> Keyring:
    return Keyring(keys)


@pytest.mark.parametrize("signer", [ring(NEW), ring(OLD)])
def test_any_live_key_counts(signer: Keyring) -> None:
    assert verify(ring(NEW, OLD), sign(signer, BODY, NOW), BODY, NOW) is None


def test_header_names_compare_as_http_does() -> None:
    headers = {name.lower(): value for name, value in sign(ring(NEW), BODY, NOW).items()}
    assert verify(ring(NEW), Headers(headers), BODY, NOW) is None


@given(st.binary(max_size=200), st.data())
def test_a_changed_byte_does_not_pass(body: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body)))
    changed = body[:place] + bytes([data.draw(st.integers(0, 255))]) + body[place:]
    headers = sign(ring(NEW), body, NOW)
    assert verify(ring(NEW), headers, changed, NOW) is Refusal.WRONG_SIGNATURE


@pytest.mark.parametrize(("seconds", "refused"), [(300, None), (301, Refusal.TOO_OLD)])
@pytest.mark.parametrize("direction", [-1, 1])
def test_five_minutes_either_way(seconds: int, refused: Refusal | None, direction: int) -> None:
    headers = sign(ring(NEW), BODY, NOW)
    assert verify(ring(NEW), headers, BODY, NOW + timedelta(seconds=seconds) * direction) is refused


def test_the_time_is_part_of_what_is_signed() -> None:
    headers = sign(ring(NEW), BODY, NOW) | {TIMESTAMP: str(int(NOW.timestamp()) + 1)}
    assert verify(ring(NEW), headers, BODY, NOW) is Refusal.WRONG_SIGNATURE


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({KEY_ID: "k9"}, Refusal.UNKNOWN_KEY),
        ({KEY_ID: ""}, Refusal.UNSIGNED),
        ({TIMESTAMP: ""}, Refusal.UNSIGNED),
        ({TIMESTAMP: "-5"}, Refusal.UNSIGNED),
        ({TIMESTAMP: "9" * 40}, Refusal.WRONG_SIGNATURE),
        ({SIGNATURE: ""}, Refusal.UNSIGNED),
        ({SIGNATURE: "é"}, Refusal.WRONG_SIGNATURE),
    ],
)
def test_what_is_missing_or_strange_is_refused(changes: dict[str, str], refused: Refusal) -> None:
    assert verify(ring(NEW), sign(ring(NEW), BODY, NOW) | changes, BODY, NOW) is refused


def test_a_time_that_no_clock_shows_is_refused() -> None:
    second = "9" * 40
    mac = hmac.new(NEW[1], second.encode() + b"." + BODY, hashlib.sha256).hexdigest()
    headers = {KEY_ID: "k2", TIMESTAMP: second, SIGNATURE: mac}
    assert verify(ring(NEW), headers, BODY, NOW) is Refusal.TOO_OLD


def test_another_key_under_a_known_name_is_refused() -> None:
    assert verify(ring(OLD), sign(ring(STRANGE), BODY, NOW), BODY, NOW) is Refusal.WRONG_SIGNATURE
