"""A posted token may be any text at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cx_app.security.csrf import csrf_matches


@given(st.text())
def test_any_text_that_is_not_the_token_is_refused(given_token: str) -> None:
    assert not csrf_matches("session-1", given_token)
