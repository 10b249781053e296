"""A center closes: everybody is moved, told, and found again after a crash; no count changes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, func, select

import tasks.biometrics
from cx_app import database as db
from cx_app.domain.biometrics import Channel, RescheduleState
from cx_app.domain.offices import day_of
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import Appointment, InboxMessage, Party, Person, Seat
from cx_app.services.biometrics.ask_other import ask_other
from cx_app.services.biometrics.closed import affected_by_closures, take_over
from cx_app.services.biometrics.desk import Tab
from cx_app.services.biometrics.further import further_days, make_times
from cx_app.services.biometrics.rehouse import Rehoused, awaiting, move_away
from cx_app.services.biometrics.reschedule import Moved
from cx_app.services.offices.closing import (
    close_day,
    close_until_further_notice,
    open_again,
    reopen,
)
from cx_app.services.offices.confirm import adopt
from tasks.biometrics import find_times, move_all_from_closed
from tests.killed import STATEMENTS, Killed, killed_at
from tests.services.biometrics.desk import opens, shown
from tests.services.biometrics.people import (
    Comes,
    booking,
    events,
    free,
    moves,
    offered,
    page,
    requests,
    somebody,
)
from tests.services.offices.places import check, later, office, officer, times
from tests.services.offices.test_closing import told

pytestmark = pytest.mark.usefixtures("database")
DENVER = ZoneInfo("America/Denver")
LAS_CRUCES, HONOLULU = "88001", "96813"


def at(office_id: UUID, day: int = 2, hour: int = 0) -> datetime:
    """A time of one of the days that are offered."""
    free = times(office_id)
    days = sorted({day_of(one.starts_at, DENVER) for one in free})
    return [one.starts_at for one in free if day_of(one.starts_at, DENVER) == days[day]][hour]


def closes(office_id: UUID, when: datetime) -> date:
    day = day_of(when, DENVER)
    staff = officer()
    with db.write() as session:
        close_day(session, staff, office_id, day, "weather")
    return day


def closes_for_long(office_id: UUID) -> None:
    staff = officer()
    with db.write() as session:
        close_until_further_notice(session, staff, office_id, "damage")


def inbox(one: Comes) -> list[str]:
    with db.read() as session:
        query = select(InboxMessage.kind).where(InboxMessage.account_id == one.actor.account_id)
        return list(session.exec(query.order_by(col(InboxMessage.at))))


def kinds(one: Comes) -> list[str]:
    return [event.kind for event in events(one)]


def test_everybody_of_a_closed_day_is_moved_to_the_next_at_the_nearest_hour() -> None:
    here = office(capacity=2)
    when = at(here, hour=2)
    people = [somebody(office_id=here, at=when) for _ in range(2)]
    for one in people:
        page(one)
    closes(here, when)
    later(minutes=2)
    assert move_all_from_closed() == 2
    for one in people:
        assert booking(one).starts_at == when + timedelta(days=1)
        assert [(r.state, r.channel, r.counts) for r in requests(one)] == [
            (RescheduleState.DONE, Channel.CLOSURE, False)
        ]
        assert inbox(one) == ["biometrics_closed"]
        assert kinds(one) == ["move"]
    assert move_all_from_closed() == 0
    check()


def test_who_cannot_be_moved_keeps_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.biometrics, "AT_ONCE", 1)
    here, near = office(capacity=2), office(zip_code=LAS_CRUCES, name="Las Cruces")
    first = somebody(office_id=here, at=at(here, hour=1))
    others = [somebody(office_id=here, at=at(here, hour=2)) for _ in range(2)]
    with db.write() as session:
        person = session.get_one(Person, session.get_one(Party, first.party_id).person_id)
        person.residence_sealed = "damaged"
        session.add(person)
    closes_for_long(here)
    later(minutes=2)
    assert move_all_from_closed() == 2
    assert requests(first) == []
    assert [booking(one).office_id for one in others] == [near] * 2


def test_the_count_of_moves_stays_as_it_was() -> None:
    here = office(capacity=3)
    one = somebody(office_id=here, at=at(here, day=8))
    assert isinstance(moves(one), Moved)
    before = page(one).moves
    closes(here, booking(one).starts_at)
    later(minutes=2)
    assert move_all_from_closed() == 1
    assert page(one).moves == before
    assert page(one).may_move


def test_a_day_that_is_opened_again_within_a_minute_moves_nobody() -> None:
    here = office()
    when = at(here)
    one = somebody(office_id=here, at=when)
    day = closes(here, when)
    assert move_all_from_closed() == 0
    staff = officer()
    with db.write() as session:
        reopen(session, staff, here, day)
    later(minutes=5)
    assert move_all_from_closed() == 0
    assert page(one).present.when
    assert requests(one) == []


def test_nobody_is_moved_to_a_day_before() -> None:
    here = office(capacity=1)
    when = at(here, day=5)
    one = somebody(office_id=here, at=when)
    closes(here, when)
    later(minutes=2)
    move_all_from_closed()
    assert booking(one).starts_at > when


def test_until_further_notice_the_next_nearest_center_takes_them() -> None:
    here, near = office(), office(zip_code=LAS_CRUCES, name="Las Cruces")
    office(zip_code=HONOLULU, zone="Pacific/Honolulu", name="Honolulu")
    one = somebody(office_id=here, at=at(here))
    closes_for_long(here)
    later(minutes=2)
    assert move_all_from_closed() == 1
    assert booking(one).office_id == near
    moved = json.loads(events(one)[0].payload or "")["what"]
    assert (moved["cause"], moved["slot"]["office"]) == ("closure", "Las Cruces")


def test_where_no_time_is_left_nobody_is_to_go_and_a_time_is_found_later() -> None:
    here = office()
    one = somebody(office_id=here, at=at(here))
    closes_for_long(here)
    later(minutes=2)
    assert move_all_from_closed() == 0
    assert [r.state for r in requests(one)] == [RescheduleState.AWAITING]
    assert (inbox(one), kinds(one)) == (["biometrics_awaiting"], ["cancellation"])
    assert find_times() == 0
    staff = officer()
    with db.write() as session:
        open_again(session, staff, here)
    assert find_times() == 1
    assert [(r.state, r.counts) for r in requests(one)] == [(RescheduleState.DONE, False)]
    assert booking(one).office_id == here
    assert inbox(one)[-1] == "biometrics_closed"
    assert find_times() == 0
    check()


def test_who_awaits_a_time_chooses_one_and_it_does_not_count() -> None:
    here = office()
    one = somebody(office_id=here, at=at(here))
    closes_for_long(here)
    later(minutes=2)
    move_all_from_closed()
    other = office(zip_code=LAS_CRUCES, name="Las Cruces")
    slot = free(other, one.actor)[3]
    assert isinstance(moves(one, offer=offered(one, slot=slot.slot_id)), Moved)
    assert [(r.state, r.counts) for r in requests(one)] == [(RescheduleState.DONE, False)]
    assert find_times() == 0


def test_what_somebody_asked_for_stays_with_the_officer() -> None:
    here = office(capacity=2)
    one = somebody(office_id=here, at=at(here))
    with db.write() as session:
        ask_other(session, one.actor, one.appointment_id, "My sister is moving house that day.")
    closes(here, booking(one).starts_at)
    later(minutes=2)
    assert move_all_from_closed() == 1
    asked = next(r for r in requests(one) if r.channel == Channel.ONLINE)
    assert (asked.state, asked.from_booking_id) == (RescheduleState.ASKED, booking(one).id)


def test_closed_at_noon_those_of_the_morning_were_seen() -> None:
    here = office(closes=time(16))
    when = at(here)
    one = somebody(office_id=here, at=when)
    page(one)
    with db.write() as session:
        clock.advance(session, when + timedelta(hours=2) - clock.business(session))
    closes(here, when)
    later(minutes=2)
    assert move_all_from_closed() == 0


def test_the_agencys_own_closure_moves_everybody_too() -> None:
    here = office(capacity=2)
    when = at(here)
    one = somebody(office_id=here, at=when)
    told(here, day_of(when, DENVER))
    later(minutes=2)
    assert move_all_from_closed() == 1
    assert booking(one).starts_at == when + timedelta(days=1)


def far_ahead(days: int) -> datetime:
    """At nine in the morning there, so many days from now."""
    with db.read() as session:
        day = day_of(clock.business(session), DENVER) + timedelta(days=days)
    return datetime.combine(day, time(9), DENVER).astimezone(UTC)


def on_the_wall(when: datetime) -> tuple[date, time]:
    local = when.astimezone(DENVER)
    return local.date(), local.time()


@pytest.mark.parametrize("days", [46, 60, 61, 150])
def test_however_far_ahead_they_are_moved_and_told_at_once(days: int) -> None:
    here = office(capacity=2)
    when = far_ahead(days)
    one = somebody(office_id=here, at=when)
    offered_before = (times(here), times(here, officer()))
    day = closes(here, when)
    later(minutes=2)
    assert move_all_from_closed() == 1
    assert on_the_wall(booking(one).starts_at) == (day + timedelta(days=1), time(9))
    assert (booking(one).office_id, booking(one).seat_id is None) == (here, False)
    assert [(r.state, r.channel, r.counts) for r in requests(one)] == [
        (RescheduleState.DONE, Channel.CLOSURE, False)
    ]
    assert page(one).may_move
    assert (times(here), times(here, officer())) == offered_before or days < 61
    later(days=30)
    assert (move_all_from_closed(), find_times()) == (0, 0)
    assert (inbox(one), kinds(one)) == (["biometrics_closed"], ["move"])
    check()


def test_far_ahead_and_until_further_notice_the_next_nearest_takes_them() -> None:
    here, near = office(), office(zip_code=LAS_CRUCES, name="Las Cruces")
    one = somebody(office_id=here, at=far_ahead(100))
    page(one)
    closes_for_long(here)
    later(minutes=2)
    assert move_all_from_closed() == 1
    assert booking(one).office_id == near
    assert on_the_wall(booking(one).starts_at) == on_the_wall(far_ahead(101))
    check()


def test_a_far_day_that_is_closed_as_well_is_passed_over_also_once_its_times_are_made() -> None:
    here = office()
    one, other = (somebody(office_id=here, at=far_ahead(70)) for _ in range(2))
    day = closes(here, far_ahead(70))
    later(minutes=2)
    assert move_all_from_closed() == 2
    closes(here, far_ahead(71))
    told(here, day + timedelta(days=2))
    later(minutes=2)
    assert move_all_from_closed() == 2
    for who in (one, other):
        assert on_the_wall(booking(who).starts_at)[0] == day + timedelta(days=3)
    check()


def test_far_ahead_with_no_time_anywhere_it_is_said_once_and_the_new_time_once() -> None:
    here, staff = office(), officer()
    one = somebody(office_id=here, at=far_ahead(100))
    page(one)
    closes_for_long(here)
    later(minutes=2)
    assert move_all_from_closed() == 0
    assert (inbox(one), kinds(one)) == (["biometrics_awaiting"], ["cancellation"])
    assert (page(one).request.state, page(one).chooses) == ("awaiting", "awaiting")
    assert shown(staff, Tab.AWAITING) == [one.receipt]
    assert opens(one, staff, OpeningReason.CONTACT).when == "No appointment"
    assert (find_times(), move_all_from_closed()) == (0, 0)
    with db.write() as session:
        open_again(session, staff, here)
    assert (find_times(), find_times()) == (1, 0)
    assert on_the_wall(booking(one).starts_at) == on_the_wall(far_ahead(101))
    assert inbox(one) == ["biometrics_awaiting", "biometrics_closed"]
    assert kinds(one) == ["cancellation", "move"]
    assert shown(staff, Tab.AWAITING) == []
    check()


def test_making_times_further_ahead_twice_changes_nothing() -> None:
    here = office(capacity=2)
    one = somebody(office_id=here, at=far_ahead(80))
    with db.write() as session:
        adopt(session, session.get_one(Appointment, one.appointment_id))
    with db.read() as session:
        (further,) = further_days(session, [booking(one).id])
    assert (further.office_id, (further.last - further.first).days) == (here, 13)
    made = []
    for _ in range(2):
        with db.write() as session:
            make_times(session, further)
        with db.read() as session:
            made.append(session.exec(select(func.count(col(Seat.id)))).one())
    assert made[0] == made[1]


def test_who_is_near_needs_no_further_times() -> None:
    one = somebody(office_id=office(), ahead=timedelta(days=40))
    moves(one)
    with db.read() as session:
        assert further_days(session, [booking(one).id]) == []


def test_for_whom_there_is_no_time_keeps_nobody_behind_them_waiting() -> None:
    here = office()
    people = [somebody(office_id=here, at=at(here, hour=n)) for n in range(3)]
    closes_for_long(here)
    later(minutes=2)
    move_all_from_closed()
    with db.read() as session:
        first = awaiting(session, 2)
        rest = awaiting(session, 2, first[-1])
    assert [one.id for one in [*first, *rest]] == [requests(one)[0].id for one in people]


@pytest.mark.parametrize("when", ["before_cursor_execute", "after_cursor_execute"])
def test_killed_between_any_two_statements_the_next_run_finds_the_person(when: str) -> None:
    here = office(capacity=2)
    starts = at(here)
    one = somebody(office_id=here, at=starts)
    closes(here, starts)
    later(minutes=2)
    with db.write() as session:
        take_over(session)
    mine = booking(one).id
    step = 0
    while True:
        try:
            with killed_at(step, when), db.write() as session:
                came = move_away(session, mine)
        except Killed:
            assert booking(one).id == mine
            assert requests(one) == []
            assert (inbox(one), kinds(one)) == ([], [])
            with db.read() as session:
                assert [one.id for one in affected_by_closures(session, 10)] == [mine]
            step += STATEMENTS
            continue
        if came is not Rehoused.STAYS:  # as long as the dead connection still holds the row
            break
    assert came is Rehoused.MOVED
    assert step > 20
    assert booking(one).replaces_id == mine
    assert (inbox(one), kinds(one)) == (["biometrics_closed"], ["move"])
    check()
