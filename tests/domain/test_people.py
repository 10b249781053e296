from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.people import search_name


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Reyes-Méndez Dolores", "reyes mendez dolores"),
        ("O'Brien Łucja", "obrien lucja"),
        ("D’Amico  Ángela", "damico angela"),
        ("SØRENSEN Öykü", "sorensen oyku"),
        ("Straße", "strasse"),
        ("Nguyễn Đức", "nguyen duc"),
        ("IŞIK Ilgın", "isik ilgin"),
        ("李 小龍", "李 小龍"),
        ("", ""),
    ],
)
def test_names_are_folded_as_people_type_them(name: str, folded: str) -> None:
    assert search_name(name) == folded


@given(st.text(max_size=40))
def test_folding_twice_or_in_another_normal_form_is_the_same(name: str) -> None:
    folded = search_name(name)
    assert search_name(folded) == folded
    assert search_name(unicodedata.normalize("NFD", name)) == folded
