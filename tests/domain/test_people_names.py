"""Names as they are searched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.people import search_name

LATIN = st.characters(max_codepoint=0x24F)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Reyes-Méndez Dolores", "reyes mendez dolores"),
        ("O'Brien Łucja", "obrien lucja"),
        ("D’Angelo  José", "dangelo jose"),
        ("Strauß Jörg", "strauss jorg"),
        ("Ðorđević Þóra", "dordevic thora"),
        ("NGUYỄN Văn", "nguyen van"),
        ("  ", ""),
    ],
)
def test_without_accents_marks_and_case(name: str, folded: str) -> None:
    assert search_name(name) == folded


@given(st.text(LATIN, max_size=60))
def test_folding_what_is_folded_changes_nothing(name: str) -> None:
    folded = search_name(name)
    assert search_name(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text(LATIN, max_size=30))
def test_composed_and_decomposed_letters_are_the_same_name(name: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert search_name(composed) == search_name(decomposed)
