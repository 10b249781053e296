"""Receipt numbers, A-Numbers and dates of birth, as people type them (OAC-17 to OAC-19)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.receipts import (
    MAX_TYPED,
    RECEIPT,
    mask,
    mask_email,
    parse_a_number,
    parse_birth_date,
    parse_receipt_number,
)

TODAY = date(2026, 3, 3)
receipts = st.from_regex(RECEIPT, fullmatch=True)
noise = st.sampled_from(["", "", "", " ", "-", "–", ".", "\u00a0"])


@st.composite
def typed(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, str]:
    number = draw(numbers)
    changed = "".join(draw(noise) + draw(st.sampled_from([c.upper(), c.lower()])) for c in number)
    return number, changed


@given(typed(receipts))
def test_a_receipt_number_is_read_however_it_is_typed(pair: tuple[str, str]) -> None:
    number, changed = pair
    assert parse_receipt_number(changed) == number


@pytest.mark.parametrize(
    "prefix", ["IOE", "EAC", "VSC", "WAC", "CSC", "LIN", "NSC", "SRC", "TSC", "MSC", "NBC", "YSC"]
)
def test_every_prefix_passes(prefix: str) -> None:
    assert parse_receipt_number(f"{prefix} 2190 012345") == f"{prefix}2190012345"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "IOE",
        "IOE091234567",
        "IOE09123456789",
        "IO0912345678",
        "IOEE912345678",
        "0912345678IOE",
        "IOE091234567O",
        "ÍOE0912345678",
        "IOE٠٩١٢٣٤٥٦٧٨",
        "IOE0912345678" + " " * MAX_TYPED,
    ],
)
def test_what_is_no_receipt_number(text: str) -> None:
    assert parse_receipt_number(text) is None


@given(st.text(max_size=60))
def test_any_text_is_a_receipt_number_or_not(text: str) -> None:
    read = parse_receipt_number(text)
    assert read is None or RECEIPT.fullmatch(read)
    assert read is None or read.isascii()
    number = parse_a_number(text)
    assert number is None or (len(number) == 9 and number.isascii() and number.isdigit())


@given(st.integers(0, 999_999_999), st.integers(7, 9), st.sampled_from(["", "A", "a", "A-", "A "]))
def test_an_a_number_has_seven_to_nine_digits(number: int, digits: int, prefix: str) -> None:
    written = str(number % 10**digits).zfill(digits)
    assert parse_a_number(prefix + written) == written.zfill(9)


@pytest.mark.parametrize(
    "text", ["", "A", "123456", "1234567890", "AA1234567", "A12345B7", "B1234567"]
)
def test_what_is_no_a_number(text: str) -> None:
    assert parse_a_number(text) is None


@given(st.dates(date(1900, 1, 1), TODAY), st.booleans())
def test_a_date_of_birth_with_or_without_zeros(born: date, zeros: bool) -> None:
    width = 2 if zeros else 1
    month, day = str(born.month).zfill(width), f" {str(born.day).zfill(width)} "
    assert parse_birth_date(month, day, str(born.year), today=TODAY) == born


@pytest.mark.parametrize(
    ("month", "day", "year"),
    [
        ("2", "30", "1990"),
        ("2", "29", "1990"),
        ("13", "1", "1990"),
        ("0", "1", "1990"),
        ("4", "12", "90"),
        ("4", "12", "1899"),
        ("3", "4", "2026"),
        ("", "", ""),
        ("-4", "12", "1990"),
        ("4.0", "12", "1990"),
        ("+4", "12", "1990"),
        ("4", "12", "19900"),
        ("٤", "12", "1990"),
    ],
)
def test_no_such_day_or_not_yet(month: str, day: str, year: str) -> None:
    assert parse_birth_date(month, day, year, today=TODAY) is None


def test_born_today_and_on_leap_days() -> None:
    assert parse_birth_date("3", "3", "2026", today=TODAY) == TODAY
    assert parse_birth_date("2", "29", "2000", today=TODAY) == date(2000, 2, 29)


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_any_three_texts_are_a_date_or_not(month: str, day: str, year: str) -> None:
    born = parse_birth_date(month, day, year, today=TODAY)
    assert born is None or date(1900, 1, 1) <= born <= TODAY


@given(st.text(max_size=30), st.integers(1, 6))
def test_a_mask_keeps_the_length_and_shows_the_end_only(value: str, shown: int) -> None:
    masked = mask(value, shown)
    assert len(masked) == len(value)
    assert masked[-shown:] == value[-shown:]
    assert set(masked[:-shown]) <= {"•"}


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("maria@example.org", "ma•••@example.org"),
        ("m@example.org", "m•••@example.org"),
        ("", "•••"),
        ("nobody", "•••"),
    ],
)
def test_an_email_shows_enough_to_know_one_s_own(email: str, masked: str) -> None:
    assert mask_email(email) == masked
