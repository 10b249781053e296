"""Addresses and numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.contacts import (
    CODE_DIGITS,
    Refusal,
    mask_phone,
    new_code,
    parse_email,
    parse_phone,
    typed_code,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Amina.K+cases@Example.ORG ", "Amina.K+cases@example.org"),
        ("a@müller.de", "a@xn--mller-kva.de"),
        ("a@b", None),
        ("a b@c.org", None),
        ("a@b..org", None),
        ("a@-b.org", None),
        ("a@1.2.3.4", None),
        ("a@b.org\nBcc: c@d.org", None),
        ("@b.org", None),
        ("a" * 65 + "@b.org", None),
        ("a@" + "b" * 64 + ".org", None),
        ("", None),
    ],
)
def test_addresses(typed: str, kept: str | None) -> None:
    assert parse_email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["202-555-0101", "(202) 555 0101", "+1 202 555 0101", "12025550101"]
)
def test_numbers_are_read_as_americans_write_them(typed: str) -> None:
    assert parse_phone(typed) == "+12025550101"


@pytest.mark.parametrize("typed", ["787 555 0100", "671 555 0100", "808 555 0101"])
def test_territories_are_the_united_states(typed: str) -> None:
    assert str(parse_phone(typed)).startswith("+1")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("+1 416 555 0123", Refusal.NOT_US),
        ("+52 55 1234 5678", Refusal.NOT_US),
        ("+44 20 7946 0958", Refusal.NOT_US),
        ("12", Refusal.MALFORMED),
        ("call me", Refusal.MALFORMED),
        ("900 555 1234", Refusal.MALFORMED),
        ("1-800-375-5283", Refusal.MALFORMED),
        ("9" * 200, Refusal.MALFORMED),
        ("", Refusal.MALFORMED),
    ],
)
def test_numbers_that_get_no_texts(typed: str, why: Refusal) -> None:
    assert parse_phone(typed) is why


@given(st.text(max_size=300))
def test_whatever_is_typed_has_an_answer(typed: str) -> None:
    phone = parse_phone(typed)
    assert isinstance(phone, Refusal) or phone.startswith("+1")
    address = parse_email(typed)
    assert address is None or (address.isascii() and "\n" not in address)
    assert typed_code(typed).isascii()


def test_codes() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(len(code) == CODE_DIGITS and code.isdigit() for code in codes)
    assert typed_code(" 012-345 ") == "012345"
    assert mask_phone("+12025550101") == "•••-•••-0101"
