"""A time is held for one person, for ten minutes and once for ten more."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.slots import Refused, SlotRefusal
from cx_app.gateways import clock
from cx_app.models import Seat, Slot
from cx_app.models.base import uuid7
from cx_app.services.offices.bookings import Subject
from cx_app.services.offices.hold import Held, extend, hold, release
from tests.services.offices.places import (
    BIOMETRICS,
    applicant,
    appointment,
    held,
    later,
    office,
    officer,
    somebody,
    times,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def slot(database: str) -> UUID:
    """A far one: the soonest may leave what is offered while a test moves the clock."""
    return times(office())[-1].slot_id


def asks(slot_id: UUID, subject: Subject) -> Held | Refused:
    with db.write() as session:
        return hold(session, applicant(), slot_id, subject.id)


def asks_for_more(hold_id: UUID, subject: Subject) -> Held | Refused:
    with db.write() as session:
        return extend(session, applicant(), hold_id, subject.id)


def test_what_is_held_is_not_free_for_others(slot: UUID) -> None:
    held(slot, somebody())
    assert asks(slot, somebody()) == Refused(SlotRefusal.FULL)
    with db.read() as session:
        office_id = session.get_one(Slot, slot).office_id
    assert slot not in {time.slot_id for time in times(office_id)}


def test_a_hold_ends_by_itself_and_its_end_is_not_part_of_it(slot: UUID) -> None:
    me, other = somebody(), somebody()
    until = held(slot, me).until
    with db.read() as session:
        left = until - clock.business(session)
    later(seconds=left.total_seconds() - 5)
    assert asks(slot, other) == Refused(SlotRefusal.FULL)
    later(seconds=6)
    assert isinstance(asks(slot, other), Held)


def test_it_lasts_ten_minutes_and_once_ten_more(slot: UUID) -> None:
    me = somebody()
    first = held(slot, me)
    assert first.may_extend
    longer = asks_for_more(first.hold_id, me)
    assert isinstance(longer, Held)
    assert (longer.until - first.until, longer.may_extend) == (timedelta(minutes=10), False)
    assert asks_for_more(first.hold_id, me) == Refused(SlotRefusal.NO_MORE_TIME)
    later(minutes=19)
    assert asks(slot, somebody()) == Refused(SlotRefusal.FULL)
    later(minutes=1)
    assert isinstance(asks(slot, somebody()), Held)


def test_after_its_end_it_is_not_extended(slot: UUID) -> None:
    me = somebody()
    first = held(slot, me)
    later(minutes=10)
    assert asks_for_more(first.hold_id, me) == Refused(SlotRefusal.HOLD_ENDED)


def test_asking_again_is_the_same_hold(slot: UUID) -> None:
    me = somebody()
    first = held(slot, me)
    later(minutes=5)
    assert asks(slot, me) == first


def test_whoever_takes_another_time_lets_go_of_the_first(database: str) -> None:
    office_id, me = office(), somebody()
    first, second = (time.slot_id for time in times(office_id)[:2])
    held(first, me)
    held(second, me)
    free = {time.slot_id for time in times(office_id)}
    assert first in free
    assert second not in free


def test_a_refused_second_time_leaves_the_first_held(database: str) -> None:
    me = somebody()
    first, second = (time.slot_id for time in times(office())[:2])
    mine = held(first, me)
    held(second, somebody())
    assert asks(second, me) == Refused(SlotRefusal.FULL)
    assert asks(first, me) == mine


def test_let_go_it_is_free_at_once(slot: UUID) -> None:
    me = somebody()
    hold_id = held(slot, me).hold_id
    with db.write() as session:
        assert release(session, applicant(), hold_id, me.id)
        assert not release(session, applicant(), hold_id, me.id)
    assert isinstance(asks(slot, somebody()), Held)


def test_nobody_extends_or_ends_the_hold_of_another(slot: UUID) -> None:
    me, other = somebody(), somebody()
    mine = held(slot, me)
    assert asks_for_more(mine.hold_id, other) == Refused(SlotRefusal.HOLD_ENDED)
    with db.write() as session:
        assert not release(session, applicant(), mine.hold_id, other.id)
    assert asks(slot, me) == mine


def test_people_hold_nothing_sooner_than_a_day_ahead_and_staff_do(database: str) -> None:
    staff = officer()
    office_id = office()
    with db.read() as session:
        soon = session.exec(
            select(Slot.id)
            .where(
                Slot.office_id == office_id,
                Slot.starts_at > clock.business(session) + timedelta(hours=2),
            )
            .order_by(col(Slot.starts_at))
        ).first()
    assert soon is not None
    with db.write() as session:
        moment = session.get_one(Slot, soon).starts_at
        clock.advance(session, moment - clock.business(session) - timedelta(hours=1))
    assert asks(soon, somebody()) == Refused(SlotRefusal.NOT_OFFERED)
    with db.write() as session:
        assert isinstance(hold(session, staff, soon, uuid7()), Held)
    later(hours=1, seconds=2)
    with db.write() as session:
        assert hold(session, staff, soon, uuid7()) == Refused(SlotRefusal.NOT_OFFERED)


def test_a_time_that_is_not_there_is_not_offered(database: str) -> None:
    assert asks(uuid7(), somebody()) == Refused(SlotRefusal.NOT_OFFERED)


def test_a_slot_has_as_many_holds_as_seats(database: str) -> None:
    slot = times(office(capacity=3))[0].slot_id
    appointment(slot, somebody())
    answers = [asks(slot, somebody()) for _ in range(4)]
    assert [isinstance(answer, Held) for answer in answers] == [True, True, False, False]
    with db.read() as session:
        assert len(session.exec(select(Seat).where(Seat.slot_id == slot)).all()) == 3
        assert session.get_one(Slot, slot).service == BIOMETRICS
