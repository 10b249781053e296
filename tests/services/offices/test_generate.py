"""Slots are there for the days ahead, once, and follow the hours of the office."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import func, select

from cx_app import database as db
from cx_app.domain.business_days import is_holiday
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.offices import day_of
from cx_app.gateways import clock
from cx_app.models import OfficeDay, Seat, Slot
from cx_app.models.base import uuid7
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.offices.generate import Aligned, generate
from cx_app.services.offices.hours import set_hours
from tests.services.offices.places import (
    BIOMETRICS,
    SINCE,
    active,
    appointment,
    later,
    office,
    officer,
    somebody,
    times,
    week,
)

pytestmark = pytest.mark.usefixtures("database")
DENVER = ZoneInfo("America/Denver")


def counts() -> tuple[int, int]:
    with db.read() as session:
        return (
            session.exec(select(func.count()).select_from(Slot)).one(),
            session.exec(select(func.count()).select_from(Seat)).one(),
        )


def runs(office_id: object) -> Aligned:
    with db.write() as session:
        return generate(session, office_id)  # type: ignore[arg-type]


def test_again_it_changes_nothing(database: str) -> None:
    office_id = office(capacity=2)
    before = counts()
    assert runs(office_id) == Aligned()
    assert counts() == before


def test_there_are_slots_for_each_open_day_ahead(database: str) -> None:
    office(capacity=2)
    with db.read() as session:
        now = clock.business(session)
        rows = session.exec(select(Slot)).all()
    days = {day_of(row.starts_at, DENVER) for row in rows}
    today = day_of(now, DENVER)
    expected = {today + timedelta(days=n) for n in range(1, 61)}
    assert {day for day in expected if not is_holiday(day)} == days - {today}
    assert all(row.starts_at > now for row in rows)
    assert counts()[1] == 2 * len(rows)


def test_the_next_day_adds_one_day(database: str) -> None:
    office_id = office()
    before = counts()
    later(days=1)
    added = runs(office_id)
    assert added.slots in (0, 4)  # none when that day is a holiday
    assert counts()[0] == before[0] + added.slots


def test_more_room_adds_seats_and_less_takes_them_off_offer(database: str) -> None:
    office_id, me = office(), somebody()
    slot = times(office_id)[0]
    appointment(slot.slot_id, me)

    def capacity(number: int) -> Aligned:
        with db.write() as session:
            return set_hours(session, SYSTEM_ACTOR, office_id, BIOMETRICS, week(number), SINCE)

    more = capacity(3)
    assert more.slots == 0
    assert times(office_id)[0].left == 2
    fewer = capacity(1)
    assert (fewer.slots, fewer.seats, fewer.changed) == (0, 0, more.seats)
    assert slot.slot_id not in {one.slot_id for one in times(office_id)}
    assert len(active(me)) == 1
    assert capacity(3) == Aligned(0, 0, more.seats)


def test_new_hours_hold_from_their_day(database: str) -> None:
    office_id = office()
    day = sorted({day_of(one.starts_at, DENVER) for one in times(office_id)})[5]
    with db.write() as session:
        set_hours(
            session,
            SYSTEM_ACTOR,
            office_id,
            BIOMETRICS,
            week(1, time(13), opens=time(12)),
            day,
        )
    for one in times(office_id):
        local = one.starts_at.astimezone(DENVER)
        assert (local.time() >= time(12)) is (local.date() >= day)


def test_a_day_with_other_hours(database: str) -> None:
    office_id = office()
    day = sorted({day_of(one.starts_at, DENVER) for one in times(office_id)})[3]
    with db.write() as session:
        session.add(
            OfficeDay(
                office_id=office_id,
                day=day,
                opens=time(9),
                closes=time(9, 30),
                reason="training",
                set_at=clock.wall(),
            )
        )
    runs(office_id)
    of_day = [one for one in times(office_id) if day_of(one.starts_at, DENVER) == day]
    assert [one.starts_at for one in of_day] == [datetime.combine(day, time(9), DENVER)]


def test_only_supervisors_set_hours_and_only_of_offices_that_are_there(database: str) -> None:
    staff, office_id = officer(), office()
    with pytest.raises(Forbidden), db.write() as session:
        set_hours(session, staff, office_id, BIOMETRICS, [], date(2030, 1, 1))
    with pytest.raises(NotFound), db.write() as session:
        set_hours(session, SYSTEM_ACTOR, uuid7(), BIOMETRICS, [], date(2030, 1, 1))
