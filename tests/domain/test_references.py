"""Reference numbers: drawn, readable aloud, and a slip of one symbol shows (AP-8, domain 2.4-2)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.references import (
    GIVEN,
    LENGTH,
    check_symbol,
    new_reference,
    parse_reference,
    shown,
)

references = st.builds(new_reference)


def test_no_symbol_that_is_mistaken_for_another_is_given_out() -> None:
    assert not set("01ILOU") & set(GIVEN)
    assert len(GIVEN) == 30


def test_the_check_symbol_is_the_published_one() -> None:
    """Crockford's own arithmetic: the number itself, modulo 37."""
    assert check_symbol("16J") == "D"  # 1234
    assert check_symbol("Z") == "Z"
    assert check_symbol("10") == "*"
    assert check_symbol("14") == "U"


@given(references)
def test_what_is_given_out_is_read_back_however_it_is_typed(reference: str) -> None:
    assert len(reference) == LENGTH
    assert parse_reference(shown(reference)) == reference
    assert parse_reference(f" {shown(reference).lower().replace('-', ' ')} ") == reference


@given(references, st.integers(0, LENGTH - 1), st.sampled_from(GIVEN))
def test_one_wrong_symbol_shows(reference: str, place: int, other: str) -> None:
    changed = reference[:place] + other + reference[place + 1 :]
    assert (parse_reference(changed) is None) == (changed != reference)


@given(references, st.integers(0, LENGTH - 2))
def test_two_symbols_that_changed_places_show(reference: str, place: int) -> None:
    pair = reference[place : place + 2]
    changed = reference[:place] + pair[::-1] + reference[place + 2 :]
    assert (parse_reference(changed) is None) == (changed != reference)


@given(st.text(max_size=60))
def test_anything_may_be_typed(text: str) -> None:
    read = parse_reference(text)
    assert read is None or parse_reference(shown(read)) == read


def test_numbers_are_drawn() -> None:
    assert len({new_reference() for _ in range(200)}) == 200
