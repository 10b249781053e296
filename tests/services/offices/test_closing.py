"""A closed office offers, holds and confirms nothing; who is affected is named; days open again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.offices import day_of
from cx_app.domain.slots import Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import AuditEntry, Office
from cx_app.models.base import uuid7
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.feed.import_lines import import_lines
from cx_app.services.feed.records import ClosureRecord, encode
from cx_app.services.offices.closing import Closed, Reopened, close_day, reopen
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import hold
from cx_app.services.offices.hours import set_hours
from tests.services.offices.places import (
    BIOMETRICS,
    active,
    applicant,
    appointment,
    held,
    office,
    officer,
    somebody,
    times,
    week,
)

pytestmark = pytest.mark.usefixtures("database")
DENVER = ZoneInfo("America/Denver")


def closes(office_id: UUID, day: date) -> Closed | Refused:
    staff = officer()
    with db.write() as session:
        return close_day(session, staff, office_id, day, "weather")


def opens(office_id: UUID, day: date) -> Reopened | Refused:
    staff = officer()
    with db.write() as session:
        return reopen(session, staff, office_id, day)


def days_offered(office_id: UUID) -> list[date]:
    return sorted({day_of(one.starts_at, DENVER) for one in times(office_id)})


def test_a_closed_day_is_gone_and_comes_back(database: str) -> None:
    office_id = office()
    before = times(office_id)
    day = days_offered(office_id)[2]
    assert closes(office_id, day) == Closed(day, [])
    assert day not in days_offered(office_id)
    assert opens(office_id, day) == Reopened(day, closed_by_agency=False)
    assert times(office_id) == before


def test_who_has_an_appointment_that_day_is_named_and_keeps_it(database: str) -> None:
    office_id = office(capacity=2)
    slot, other_day = times(office_id)[0], times(office_id)[-1]
    people = [somebody(), somebody()]
    made = [appointment(slot.slot_id, person) for person in people]
    appointment(other_day.slot_id, somebody())
    day = day_of(slot.starts_at, DENVER)
    first, again = closes(office_id, day), closes(office_id, day)
    assert isinstance(first, Closed)
    assert isinstance(again, Closed)
    assert {one.booking_id for one in first.bookings} == {one.booking_id for one in made}
    assert {one.subject_id for one in first.bookings} == {person.id for person in people}
    assert (again.bookings, again.again) == (first.bookings, True)
    assert all(len(active(person)) == 1 for person in people)


def test_nothing_of_a_closed_day_is_held_or_confirmed(database: str) -> None:
    office_id, me = office(), somebody()
    day = days_offered(office_id)[2]
    first, second = [one for one in times(office_id) if day_of(one.starts_at, DENVER) == day][:2]
    hold_id = held(first.slot_id, me).hold_id
    closes(office_id, day)
    with db.write() as session:
        assert confirm(session, applicant(), me, hold_id, "k") == Refused(SlotRefusal.HOLD_ENDED)
        refused = hold(session, applicant(), second.slot_id, me.id)
    assert refused == Refused(SlotRefusal.NOT_OFFERED)


def test_a_day_that_is_over_is_not_closed(database: str) -> None:
    office_id = office()
    with db.read() as session:
        yesterday = day_of(clock.business(session), DENVER) - timedelta(days=1)
    assert closes(office_id, yesterday) == Refused(SlotRefusal.PAST_DAY)
    assert opens(office_id, yesterday) == Refused(SlotRefusal.PAST_DAY)


def test_only_staff_close_and_only_offices_that_are_there(database: str) -> None:
    office_id, day = office(), date(2030, 1, 7)
    with pytest.raises(Forbidden), db.write() as session:
        close_day(session, applicant(), office_id, day, "weather")
    with pytest.raises(Forbidden), db.write() as session:
        reopen(session, applicant(), office_id, day)
    with pytest.raises(NotFound):
        closes(uuid7(), day)


def test_closing_is_recorded_once_with_how_many_it_meets(database: str) -> None:
    office_id = office()
    slot = times(office_id)[0]
    appointment(slot.slot_id, somebody())
    for _ in range(2):
        closes(office_id, day_of(slot.starts_at, DENVER))
    with db.read() as session:
        rows = session.exec(select(AuditEntry).where(AuditEntry.action == "office.close_day")).all()
    assert [row.details for row in rows] == [{"bookings": 1}]


def told(office_id: UUID, begins: date, *, withdrawn: bool = False) -> None:
    """The agency's own closure of a day, through its feed."""
    with db.read() as session:
        feed_id = session.get_one(Office, office_id).feed_id
        now = clock.business(session)
    at_midnight = datetime.combine(begins, time.min, DENVER)
    record = ClosureRecord(
        v=1,
        event_id=str(uuid7()),
        id=f"closure:{begins}",
        as_of=now,
        office=feed_id,
        begins=at_midnight,
        ends=at_midnight + timedelta(days=1),
        reason="weather",
        withdrawn=withdrawn,
    )
    tally = import_lines([encode(record)], source="tests")
    assert (tally.applied, tally.rejected) == (1, 0)


def test_the_agencys_own_closure_counts_as_it_arrives(database: str) -> None:
    office_id = office()
    day = days_offered(office_id)[1]
    told(office_id, day)
    assert day not in days_offered(office_id)
    assert opens(office_id, day) == Reopened(day, closed_by_agency=True)
    assert day not in days_offered(office_id)
    told(office_id, day, withdrawn=True)
    assert day in days_offered(office_id)


def test_shorter_hours_offer_less_and_take_nothing_from_anybody(database: str) -> None:
    office_id, me = office(capacity=2), somebody()
    nine_thirty = times(office_id)[3]
    appointment(nine_thirty.slot_id, me)
    with db.write() as session:
        set_hours(session, SYSTEM_ACTOR, office_id, BIOMETRICS, week(1, time(9)), date(2020, 1, 1))
    left = {(f"{one.starts_at.astimezone(DENVER):%H:%M}", one.left) for one in times(office_id)}
    assert left == {("08:00", 1), ("08:30", 1)}
    assert len(active(me)) == 1
