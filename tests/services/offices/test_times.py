"""Free times come with the same few statements whatever there is, and only what may be offered."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cx_app import database as db
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.offices import day_of
from cx_app.gateways import clock
from cx_app.models.base import uuid7
from cx_app.services.offices.times import free_times
from tests.services.offices.places import (
    BIOMETRICS,
    applicant,
    appointment,
    held,
    office,
    officer,
    somebody,
    times,
)
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("closes", [time(9), time(18)])
def test_the_number_of_statements_does_not_grow(database: str, closes: time) -> None:
    office_id = office(capacity=2, closes=closes)
    for one in times(office_id)[:3]:
        appointment(one.slot_id, somebody())
    times(office_id)
    with statements() as seen:
        times(office_id)
    assert len([one for one in seen if not one.startswith("BEGIN")]) == 4


def test_the_search_for_free_seats_stands_on_its_index(database: str) -> None:
    office_id = office(capacity=2)
    with statements() as seen:
        times(office_id)
    query = next(one for one in seen if "FROM slot, seat" in one)
    assert "seat.booking_id IS NULL" in query
    with db.read() as session:
        bind = session.connection()
        if database == "sqlite":
            values = (office_id.hex, "biometrics", "2026", "2030", "2026")
            plan = bind.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
            assert any("ix_seat_free" in row[3] for row in plan)
        else:
            found = bind.exec_driver_sql(
                "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_seat_free'"
            ).scalar_one()
            assert "WHERE ((booking_id IS NULL) AND offered)" in found


def test_people_see_from_a_day_to_45_ahead_and_staff_see_more(database: str) -> None:
    office_id = office()
    with db.read() as session:
        now = clock.business(session)
    mine, theirs = times(office_id), times(office_id, officer())
    assert mine[0].starts_at >= now + timedelta(hours=24)
    assert mine[-1].starts_at < now + timedelta(days=45)
    assert theirs[-1].starts_at > now + timedelta(days=58)
    assert set(mine) < set(theirs)


def test_between_two_days_of_the_office(database: str) -> None:
    office_id = office(zone="Pacific/Guam")
    zone = ZoneInfo("Pacific/Guam")
    days = sorted({day_of(one.starts_at, zone) for one in times(office_id)})
    with db.read() as session:
        found = free_times(
            session, applicant(), office_id, BIOMETRICS, first_day=days[3], last_day=days[4]
        )
    assert {day_of(one.starts_at, zone) for one in found} == {days[3], days[4]}
    assert len(found) == 8


def test_what_is_left_counts_seats(database: str) -> None:
    office_id = office(capacity=3)
    slot = times(office_id)[0]
    appointment(slot.slot_id, somebody())
    held(slot.slot_id, somebody())
    assert times(office_id)[0] == type(slot)(slot.slot_id, slot.starts_at, slot.ends_at, 1)


def test_of_another_service_or_office_nothing_is_told(database: str) -> None:
    office_id = office()
    with db.read() as session:
        assert free_times(session, applicant(), office_id, AppointmentKind.OFFICE) == []
        with pytest.raises(NotFound):
            free_times(session, applicant(), uuid7(), BIOMETRICS)
