"""A countdown ends when the rules' clock says so, whatever the browser's clock shows."""

from __future__ import annotations

from datetime import datetime, timedelta

from cx_app import database as db
from cx_app.gateways import clock
from cx_app.services.callbacks.countdown import counts_to
from tests.services.callbacks.people import later


def test_half_an_hour_is_half_an_hour_on_the_machine_s_clock_too() -> None:
    later(days=30)
    with db.read() as session:
        by = clock.business(session) + timedelta(minutes=30)
        assert datetime.fromisoformat(counts_to(session, by)) - clock.wall() == timedelta(
            minutes=30
        )
        assert counts_to(session, None) == ""
