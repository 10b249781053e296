"""Addresses as people type them, and how long a change takes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.addresses import (
    FIELDS,
    LONGEST,
    Address,
    AddressRules,
    Flaw,
    days,
    read,
    same_place,
)
from cx_app.services.feed.fields import AddressField
from tests.factories import utc

GOOD = {
    "street": "12 Elm Street",
    "unit": "Apt 4",
    "city": "Springfield",
    "state": "il",
    "zip": "62704-1234",
}
RULES = AddressRules(
    wait=timedelta(days=14),
    call_business_days=5,
    mail_business_days=10,
    counts=timedelta(days=90),
    a_month=3,
)


def test_a_good_address_is_an_envelope() -> None:
    found = read(GOOD)
    assert isinstance(found, Address)
    assert found.envelope == ["12 Elm Street", "Apt 4", "Springfield, IL 62704-1234"]
    without = read({**GOOD, "unit": "  "})
    assert isinstance(without, Address)
    assert without.lines == ("12 Elm Street",)


@pytest.mark.parametrize(
    ("field", "typed", "flaw"),
    [
        ("street", "", Flaw.MISSING),
        ("street", " \t", Flaw.MISSING),
        ("street", "12\tElm", Flaw.UNPRINTABLE),
        ("street", "x" * (LONGEST + 1), Flaw.TOO_LONG),
        ("street", "P.O. Box 12", Flaw.PO_BOX),
        ("unit", "po box 9", Flaw.PO_BOX),
        ("street", "12 Elm\u202eStreet", Flaw.UNPRINTABLE),
        ("city", "", Flaw.MISSING),
        ("state", "Illinois", Flaw.NO_STATE),
        ("state", "XX", Flaw.NO_STATE),
        ("zip", "6270", Flaw.NO_ZIP),
        ("zip", "62704-12", Flaw.NO_ZIP),
        ("zip", "٦٢٧٠٤", Flaw.NO_ZIP),
    ],
)
def test_what_is_wrong_is_said_of_its_field(field: str, typed: str, flaw: Flaw) -> None:
    assert read({**GOOD, field: typed}) == {field: flaw}


def test_a_safe_address_may_be_a_box() -> None:
    assert isinstance(read({**GOOD, "street": "PO Box 402"}, po_box=True), Address)
    assert isinstance(read({**GOOD, "street": "14 Boxwood Lane"}), Address)


def test_a_line_of_the_longest_length_passes() -> None:
    assert isinstance(read({**GOOD, "street": "x" * LONGEST}), Address)


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=120)))
def test_whatever_passes_fits_the_feed(typed: dict[str, str]) -> None:
    import msgspec

    found = read(typed, po_box=True)
    if isinstance(found, Address):
        line = msgspec.json.encode(
            {"lines": found.lines, "city": found.city, "state": found.state, "zip": found.zip}
        )
        assert msgspec.json.decode(line, type=AddressField).city == found.city


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["12 Elm Street", "Springfield, IL 62704"], ["12 ELM ST.", "springfield IL 62704"], True),
        (["12 Elm St", "Peoría, IL 62704-1111"], ["12 Elm St", "Peoria, IL 62704"], True),
        (
            ["12 Elm St, Apartment 4", "A, IL 62704"],
            ["12 Elm St", "Apt 4", "A, IL 62704"],
            True,
        ),
        (["12 Elm St", "A, IL 62704"], ["21 Elm St", "A, IL 62704"], False),
        (["12 Elm St", "A, IL 62704"], ["12 Elm St", "A, IL 62705"], False),
        (["12 Elm St Apt 4", "A, IL 62704"], ["12 Elm St", "A, IL 62704"], False),
        ([], [], False),
    ],
)
def test_the_same_place_in_other_words(one: list[str], other: list[str], same: bool) -> None:
    assert same_place(one, other) is same
    assert same_place(other, one) is same


def test_each_step_has_its_day() -> None:
    told = days(utc(2026, 3, 3, 4), RULES)
    assert told.told == date(2026, 3, 2)
    assert told.letter_by == date(2026, 3, 16)
    assert told.confirm_from == date(2026, 3, 16)
    assert told.confirm_by == date(2026, 3, 23)
    assert told.code_by == date(2026, 4, 6)
