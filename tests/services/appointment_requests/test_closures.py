"""An office that closes calls its visits off, tells each person once, and puts them first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestRefusal, RequestState, Urgency
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.domain.offices import ClosureReason, day_of
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import Booking, Office, OfficeRecheck
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests import change
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.rebook import rebook
from cx_app.services.feed.import_lines import import_lines
from cx_app.services.feed.records import ClosureRecord, encode
from cx_app.services.offices.keeping import Kept, change_day, open_again, shut
from tasks import offices as tasks
from tests import factories
from tests.services.appointment_requests.asking import (
    Asker,
    asker,
    asks,
    booked,
    stored,
    times,
    told,
    visits,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
CHICAGO = ZoneInfo("America/Chicago")
WEATHER = ClosureReason.WEATHER
CLOSED = Kind.VISIT_OFFICE_CLOSED


def keeper() -> Actor:
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        return factories.actor_for(account, Role.SUPERVISOR)


def with_a_visit(nth: int = 0) -> tuple[Asker, str, date]:
    """Somebody, their request's reference, and the day of their visit."""
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id, nth)
    return one, reference, day_of(visits(reference)[0].starts_at, CHICAGO)


def closes(office_id: UUID, day: date) -> Kept:
    staff = keeper()
    with db.write() as session:
        kept = shut(session, staff, office_id, day, WEATHER)
    assert isinstance(kept, Kept)
    return kept


def agency_closes(office_id: UUID, begins: datetime, ends: datetime | None) -> None:
    with db.read() as session:
        feed_id, now = session.get_one(Office, office_id).feed_id, clock.business(session)
    record = ClosureRecord(
        v=1,
        event_id=str(uuid7()),
        id=str(uuid7()),
        as_of=now,
        office=feed_id,
        begins=begins,
        ends=ends,
        reason="weather",
    )
    assert import_lines([encode(record)], source="tests").applied == 1


def states(reference: str) -> tuple[str, list[str]]:
    return stored(reference).state, [visit.state for visit in visits(reference)]


CALLED_OFF = (RequestState.OFFICE_CANCELLED, [BookingState.CANCELLED])
STANDS = (RequestState.SCHEDULED, [BookingState.ACTIVE])


def test_called_off_told_once_and_first(database: str) -> None:
    one, reference, day = with_a_visit()
    assert closes(one.office_id, day).told == 1
    assert [tasks.call_off(), tasks.call_off()] == [1, 0]
    assert states(reference) == CALLED_OFF
    assert stored(reference).urgency == Urgency.OFFICE_CLOSED
    assert told(one.actor).count(CLOSED) == 1
    with db.read() as session:
        assert session.exec(select(OfficeRecheck)).all() == []


def test_another_time_is_two_clicks_away(database: str) -> None:
    one, reference, day = with_a_visit()
    closes(one.office_id, day)
    tasks.call_off()
    another = times(one.office_id)[0]
    assert day_of(another.starts_at, CHICAGO) != day
    with db.write() as session:
        made = rebook(session, one.actor, reference, another.slot_id)
    assert isinstance(made, Made)
    assert states(reference) == (
        RequestState.SCHEDULED,
        [BookingState.CANCELLED, BookingState.ACTIVE],
    )


def test_other_days_stand(database: str) -> None:
    one, reference, day = with_a_visit()
    closes(one.office_id, day + timedelta(days=1))
    assert tasks.call_off() == 0
    assert states(reference) == STANDS


def test_the_agency_closes_through_its_feed(database: str) -> None:
    one, reference, _day = with_a_visit()
    starts = visits(reference)[0].starts_at
    agency_closes(one.office_id, starts + timedelta(hours=3), None)
    assert tasks.call_off() == 0
    assert states(reference) == STANDS
    agency_closes(one.office_id, starts + timedelta(minutes=10), starts + timedelta(minutes=20))
    assert tasks.call_off() == 1
    assert states(reference) == CALLED_OFF


def test_fewer_hours_call_off_what_they_leave_out(database: str) -> None:
    one, reference, day = with_a_visit()
    local = visits(reference)[0].starts_at.astimezone(CHICAGO).time()
    staff = keeper()
    with db.write() as session:
        kept = change_day(session, staff, one.office_id, day, local, time(23), WEATHER)
    assert kept == Kept(0)
    assert tasks.call_off() == 0
    later = time(local.hour + 1, local.minute)
    with db.write() as session:
        kept = change_day(session, staff, one.office_id, day, later, time(23), WEATHER)
    assert kept == Kept(1)
    assert tasks.call_off() == 1
    assert states(reference) == CALLED_OFF


def test_open_again_before_anybody_was_told(database: str) -> None:
    one, reference, day = with_a_visit()
    closes(one.office_id, day)
    staff = keeper()
    with db.write() as session:
        open_again(session, staff, one.office_id, day)
    assert tasks.call_off() == 0
    assert states(reference) == STANDS
    assert CLOSED not in told(one.actor)


def test_who_cancelled_before_is_not_told(database: str) -> None:
    one, reference, day = with_a_visit()
    closes(one.office_id, day)
    with db.write() as session:
        change.cancel_visit(session, one.actor, reference)
    assert tasks.call_off() == 0
    assert CLOSED not in told(one.actor)


def test_a_calendar_that_changes_meanwhile_is_looked_at_again(database: str) -> None:
    one, reference, day = with_a_visit()
    closes(one.office_id, day + timedelta(days=1))
    with db.read() as session:
        seen = tasks.rechecks(session)
    closes(one.office_id, day)
    with db.write() as session:
        tasks.rechecked(session, seen[0])
    assert tasks.call_off() == 1
    assert states(reference) == CALLED_OFF


def test_a_closing_and_a_person_who_cancels_at_the_same_time(database: str) -> None:
    """Whoever is faster: one end of the visit, and nobody waits for nobody."""
    for _round in range(5):
        one, reference, day = with_a_visit()

        def cancels(one: Asker = one, reference: str = reference) -> Made | RequestRefusal:
            with db.write() as session:
                return change.cancel_visit(session, one.actor, reference)

        def closing(one: Asker = one, day: date = day) -> int:
            closes(one.office_id, day)
            return tasks.call_off()

        cancelled, called_off = together(cancels, closing)
        assert isinstance(cancelled, Made) is (called_off == 0)
        with db.read() as session:
            ended = session.exec(
                select(Booking).where(Booking.subject_id == stored(reference).id)
            ).all()
        assert [row.state for row in ended] == [BookingState.CANCELLED]
