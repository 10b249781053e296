"""Long lists come in pages: the soonest first, everything once, with the same few statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.feed_out import Outcome
from cx_app.domain.identity import Actor
from cx_app.domain.offices import day_of
from cx_app.gateways import clock
from cx_app.models import Account, Booking, OutboundEvent, Party, Reschedule
from cx_app.services.biometrics.day import center_day
from cx_app.services.biometrics.desk import PAGE, Desk, Tab, desk
from cx_app.services.biometrics.family import PAGE as MINE
from cx_app.services.biometrics.family import my_appointments
from cx_app.services.biometrics.reschedule import Moved
from tests import factories
from tests.services.biometrics.desk import asks
from tests.services.biometrics.people import (
    Comes,
    booking,
    closes_case,
    moves,
    office_closed,
    page,
    representative,
    somebody,
)
from tests.services.offices.places import office, officer
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")
DENVER = ZoneInfo("America/Denver")


def wait(many: int, place: Any = None) -> list[Comes]:
    """So many people who asked an officer; who asked last comes soonest."""
    place = place or office()
    people = []
    for n in range(many):
        one = somebody(office_id=place, ahead=timedelta(days=20, hours=-n))
        asks(one)
        people.append(one)
    return people


def looks(staff: Actor, tab: Tab = Tab.ASKED, first: int = 1) -> Desk:
    with db.read() as session:
        return desk(session, staff, tab, first)


def test_every_page_goes_on_where_the_one_before_ended() -> None:
    staff = officer()
    people = wait(PAGE + 3)
    first, second = looks(staff), looks(staff, first=PAGE + 1)
    assert (first.first, first.total, len(first.rows)) == (1, PAGE + 3, PAGE)
    assert (second.first, second.total, len(second.rows)) == (PAGE + 1, PAGE + 3, 3)
    listed = [row.receipt_number for row in [*first.rows, *second.rows]]
    assert listed == [one.receipt for one in reversed(people)]
    assert first.counts == {**dict.fromkeys(Tab, 0), "asked": PAGE + 3}


def test_a_page_that_is_not_there_any_more_is_the_last_one() -> None:
    staff = officer()
    wait(2)
    for beyond in (-3, 0, 2, PAGE + 1, 10_000):
        assert (looks(staff, first=beyond).first, len(looks(staff, first=beyond).rows)) == (1, 2)
    assert looks(staff, Tab.HOME, first=PAGE + 1).first == 1


@pytest.mark.parametrize("tab", list(Tab))
def test_the_desk_takes_the_same_statements_however_many_wait(tab: Tab) -> None:
    staff = officer()
    looks(staff, tab)
    with statements() as few:
        looks(staff, tab)
    wait(4)
    with statements() as more:
        looks(staff, tab)
    assert len(few) == len(more) <= 6


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Statements with their values."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        seen.append((statement, values))

    engine = db.engines().reader
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("tab", "index"),
    [
        (Tab.ASKED, "ix_reschedule_state"),
        (Tab.APPROVED, "ix_reschedule_state"),
        (Tab.AWAITING, "ix_reschedule_state"),
        (Tab.UNCONFIRMED, "ix_outbound_event_outcome"),
        (Tab.HOME, "uq_home_visit_open"),
    ],
)
def test_what_is_over_is_not_in_the_way_of_a_queue(database: str, tab: Tab, index: str) -> None:
    """Years of moves, answered events and past visits are passed over by an index."""
    staff = officer()
    with asked() as seen:
        looks(staff, tab)
    query, values = next(one for one in reversed(seen) if "LIMIT" in one[0])
    with db.read() as session:
        bind = session.connection()
        if database == "sqlite":
            plan = [row[3] for row in bind.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
            assert any(index in line for line in plan), plan
        else:
            known = "SELECT indexdef FROM pg_indexes WHERE indexname = %s"
            assert bind.exec_driver_sql(known, (index,)).scalar_one()
    # As the index has it: neither database sees it in bound values.
    assert "state IN ('as" in query or tab is Tab.UNCONFIRMED


def test_a_day_has_pages_and_says_how_many_come() -> None:
    place, staff = office(), officer()
    first = somebody(office_id=place, ahead=timedelta(days=9))
    with db.read() as session:
        starts = clock.business(session) + timedelta(days=9)
    people = [first] + [somebody(office_id=place, at=starts, linked=False) for _ in range(PAGE + 1)]
    with db.read() as session:
        day = day_of(starts, DENVER)
        pages = [center_day(session, staff, place, day, n) for n in (1, PAGE + 1, 10_000)]
    assert [(one.first, len(one.visitors)) for one in pages] == [
        (1, PAGE),
        (PAGE + 1, 2),
        (PAGE + 1, 2),
    ]
    assert {one.coming for one in pages} == {PAGE + 2}
    shown = {one.receipt_number for one in [*pages[0].visitors, *pages[1].visitors]}
    assert shown == {one.receipt for one in people}


def test_a_representative_reads_their_clients_in_pages_the_nearest_first() -> None:
    place = office()
    one = somebody(office_id=place, ahead=timedelta(days=30))
    attorney = representative(one)
    others = [
        somebody(office_id=place, ahead=timedelta(days=29, hours=-n), linked=False)
        for n in range(MINE + 1)
    ]
    represents(attorney, others)
    with db.read() as session:
        first, second = (my_appointments(session, attorney, n) for n in (1, 2))
        beyond = my_appointments(session, attorney, 9)
    assert (first.page, first.pages, len(first.lines)) == (1, 2, MINE)
    assert (second.page, len(second.lines), beyond) == (2, 2, second)
    listed = [line.id for line in [*first.lines, *second.lines]]
    assert listed == [str(who.appointment_id) for who in [*reversed(others), one]]


def represents(attorney: Actor, clients: list[Comes]) -> None:
    with db.write() as session:
        account = session.get_one(Account, attorney.account_id)
        for who in clients:
            party = session.get_one(Party, who.party_id)
            factories.representation(session, party, account=account)


def test_one_appointment_is_read_with_the_same_statements_however_many_clients_there_are() -> None:
    place = office()
    one = somebody(office_id=place)
    attorney = representative(one)
    page(one, attorney)
    with statements() as few:
        page(one, attorney)
    represents(attorney, [somebody(office_id=place, linked=False) for _ in range(3)])
    with statements() as more:
        page(one, attorney)
    assert len(few) == len(more)


def test_what_is_over_is_not_listed_and_who_waits_for_a_time_is() -> None:
    place = office()
    gone, waits, closed = (somebody(office_id=place) for _ in range(3))
    with db.write() as session:
        account = session.get_one(Account, gone.actor.account_id)
        for who in (waits, closed):
            factories.link(session, account, session.get_one(Party, who.party_id))
    for who in (gone, waits):
        asks(who)
        withdrawn(who)
        office_closed(who)
    with db.write() as session:
        row = session.exec(
            select(Reschedule).where(
                Reschedule.party_id == gone.party_id, Reschedule.state == "awaiting"
            )
        ).one()
        row.state = "withdrawn"
        session.add(row)
    closes_case(closed)
    with db.read() as session:
        lines = my_appointments(session, gone.actor).lines
    assert [(line.id, line.when == "") for line in lines] == [
        (str(waits.appointment_id), True),
        (str(closed.appointment_id), False),
    ]


def withdrawn(one: Comes) -> None:
    with db.write() as session:
        row = session.exec(select(Reschedule).where(Reschedule.party_id == one.party_id)).one()
        row.state = "withdrawn"
        session.add(row)


def test_of_what_the_agency_is_silent_about_the_soonest_stands_first() -> None:
    staff, place = officer(), office()
    late, soon = (somebody(office_id=place, ahead=timedelta(days=n)) for n in (9, 4))
    for one in (late, soon):
        asks(one)
    with db.write() as session:
        for one in (late, soon):
            session.add(
                OutboundEvent(
                    kind="move",
                    dedupe_key=f"move:{one.appointment_id}",
                    case_id=one.case_id,
                    subject_id=session.exec(
                        select(Booking.id).where(Booking.subject_id == one.party_id)
                    ).one(),
                    created_at=clock.business(session) - timedelta(hours=1),
                )
            )
    rows = looks(staff, Tab.UNCONFIRMED).rows
    assert [row.receipt_number for row in rows] == [soon.receipt, late.receipt]
    assert booking(soon).starts_at < booking(late).starts_at


def test_a_time_that_the_agency_refused_is_on_the_desk_until_it_is_over_or_moved() -> None:
    staff, one = officer(), somebody()
    assert isinstance(moves(one), Moved)
    answered(one, Outcome.REFUSED)
    (row,) = looks(staff, Tab.UNCONFIRMED).rows
    assert (row.receipt_number, row.note) == (
        one.receipt,
        "Appointment moved, refused by the agency",
    )
    assert isinstance(moves(one), Moved)
    assert looks(staff, Tab.UNCONFIRMED).rows == []
    answered(one, Outcome.ACCEPTED)
    assert looks(staff, Tab.UNCONFIRMED).rows == []


def answered(one: Comes, outcome: Outcome) -> None:
    """The newest move."""
    with db.write() as session:
        row = session.exec(
            select(OutboundEvent)
            .where(OutboundEvent.case_id == one.case_id)
            .order_by(col(OutboundEvent.id).desc())
        ).first()
        assert row is not None
        row.outcome = outcome
        session.add(row)


def test_in_a_closed_case_nothing_waits_for_an_officer() -> None:
    staff, one = officer(), somebody()
    asks(one)
    closes_case(one)
    assert looks(staff).total == 0
