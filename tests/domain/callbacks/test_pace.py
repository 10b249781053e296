"""Nobody is asked whom we could not call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.callbacks.pace import Load, pace
from tests.domain.callbacks.rules import RULES

few = st.integers(0, 50)


@pytest.mark.parametrize(
    ("officers", "minutes", "taken", "texts"),
    [(4, 10, 0, 12), (4, 10, 12, 0), (4, 10, 13, 0), (1, 31, 0, 0), (0, 10, 0, 0), (3, 20, 1, 3)],
)
def test_the_formula(officers: int, minutes: int, taken: int, texts: int) -> None:
    load = Load(officers, timedelta(minutes=minutes), promised=taken, calling=0, asked=0)
    assert pace(load, RULES).texts == texts


@given(few, st.integers(1, 90), few, few, few)
def test_even_if_everybody_says_yes_everybody_is_called_in_time(
    officers: int, minutes: int, promised: int, calling: int, asked: int
) -> None:
    takes = timedelta(minutes=minutes)
    found = pace(Load(officers, takes, promised, calling, asked), RULES)
    assert found.texts >= 0
    if found.texts:
        all_of_them = promised + calling + asked + found.texts
        assert all_of_them * takes <= officers * RULES.call_within
