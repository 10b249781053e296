"""How far a code is, and everything that happened to it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.access_codes import Dates, Life, life_of, steps_of

ISSUED = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NOW = ISSUED + 50 * DAY
MAILED = Dates(
    issued_at=ISSUED,
    valid_until=ISSUED + 90 * DAY,
    requested_at=ISSUED - DAY,
    printed_at=ISSUED + DAY,
    mailed_at=ISSUED + 2 * DAY,
)
moments = st.none() | st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)
)
dates = st.builds(
    Dates,
    **{f.name: moments for f in fields(Dates) if f.name != "by_email"},
    by_email=st.booleans(),
).filter(lambda d: d.issued_at or d.requested_at)


@pytest.mark.parametrize(
    ("changed", "now", "life"),
    [
        (dict.fromkeys(("issued_at", "valid_until", "printed_at", "mailed_at")), NOW, "requested"),
        ({"printed_at": None, "mailed_at": None}, NOW, "approved"),
        ({"mailed_at": None}, NOW, "printed"),
        ({}, NOW, "mailed"),
        ({"by_email": True}, NOW, "e_mailed"),
        ({"returned_at": NOW}, NOW, "returned"),
        ({}, ISSUED + 90 * DAY - timedelta(microseconds=1), "mailed"),
        ({}, ISSUED + 90 * DAY, "expired"),
        ({"returned_at": NOW}, ISSUED + 91 * DAY, "expired"),
        ({"redeemed_at": NOW}, ISSUED + 91 * DAY, "redeemed"),
        ({"voided_at": NOW}, ISSUED + 91 * DAY, "voided"),
        ({"voided_at": NOW, "returned_at": NOW + DAY}, NOW + DAY, "voided"),
        ({"redeemed_at": NOW, "returned_at": NOW + DAY}, NOW + DAY, "redeemed"),
    ],
)
def test_where_a_code_stands(changed: dict[str, object], now: datetime, life: str) -> None:
    assert life_of(replace(MAILED, **changed), now) is Life(life)


def test_its_life_is_told_in_the_order_in_which_it_happened() -> None:
    returned = replace(MAILED, returned_at=ISSUED + 20 * DAY)
    told = [step.life.value for step in steps_of(returned, ISSUED + 100 * DAY)]
    assert told == ["requested", "approved", "printed", "mailed", "returned", "expired"]


@given(dates, moments.filter(bool))
def test_where_it_stands_is_one_of_its_steps_and_steps_never_go_back_in_time(
    facts: Dates, now: datetime
) -> None:
    steps = steps_of(facts, now)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert life_of(facts, now) in {step.life for step in steps}
    assert (Life.EXPIRED in {step.life for step in steps}) is bool(
        facts.valid_until
        and facts.valid_until <= now
        and not (facts.redeemed_at or facts.voided_at)
    )
