"""A name folded twice is the name folded once, whatever letters it came in."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from cx_app.domain.people import search_name


@given(st.text(max_size=60))
@example("\U0001d468na")
def test_folding_what_is_folded_changes_nothing(name: str) -> None:
    folded = search_name(name)
    assert search_name(folded) == folded
