"""Whether somebody came: said by the office or the feed, corrected by a step, never by an edit."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestRefusal, RequestState
from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.offices import day_of
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.models import Case, Office, Person
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.came import (
    VisitsOfDay,
    say_came,
    visited_offices,
    visits_of_day,
)
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.feed.import_lines import import_lines
from cx_app.services.feed.records import AppointmentRecord, encode
from tests import factories
from tests.services.appointment_requests.asking import (
    Asker,
    asker,
    asks,
    booked,
    later,
    officer,
    steps,
    stored,
    visits,
)

pytestmark = pytest.mark.usefixtures("database")
CHICAGO = ZoneInfo("America/Chicago")


def visit(**typed: str) -> tuple[Asker, str]:
    one = asker()
    reference = asks(one, **typed)
    booked(reference, one.office_id)
    return one, reference


def until_it_is_over(reference: str) -> None:
    ends = visits(reference)[0].ends_at
    with db.write() as session:
        clock.advance(session, ends - clock.business(session) + timedelta(minutes=1))


def says(who: Actor, reference: str, *, came: bool) -> Made | RequestRefusal:
    with db.write() as session:
        return say_came(session, who, stored(reference).id, came=came)


def of_day(who: Actor, one: Asker, reference: str) -> VisitsOfDay:
    day = day_of(visits(reference)[0].starts_at, CHICAGO)
    with db.read() as session:
        return visits_of_day(session, who, one.office_id, day)


def agency_says(one: Asker, reference: str, state: AppointmentState, *, hours: int = 0) -> int:
    with db.read() as session:
        now = clock.business(session)
        case = session.get_one(Case, one.filing.case.id)
        person = session.get_one(Person, one.filing.person.id)
        record = AppointmentRecord(
            v=1,
            event_id=str(uuid7()),
            id=str(stored(reference).id),
            as_of=now - timedelta(hours=hours),
            case=case.receipt_number,
            person=person.feed_id,
            role=PartyRole(one.filing.party.role),
            appointment_kind=AppointmentKind.OFFICE,
            office=session.get_one(Office, one.office_id).feed_id,
            starts=visits(reference)[0].starts_at,
            status=state,
        )
    return import_lines([encode(record)], source="tests").applied


def test_not_before_it_begins_nor_missed_before_it_ends(database: str) -> None:
    _one, reference = visit()
    who = officer()
    assert says(who, reference, came=True) is RequestRefusal.TOO_EARLY
    with db.write() as session:
        starts = visits(reference)[0].starts_at
        clock.advance(session, starts - clock.business(session) + timedelta(minutes=1))
    assert says(who, reference, came=False) is RequestRefusal.TOO_EARLY
    assert isinstance(says(who, reference, came=True), Made)


def test_corrected_by_another_step(database: str) -> None:
    one, reference = visit()
    who = officer()
    until_it_is_over(reference)
    line = of_day(who, one, reference).lines[0]
    assert (line.may_say_yes, line.may_say_no, line.came) == (True, True, "")
    says(who, reference, came=False)
    assert stored(reference).state == RequestState.NO_SHOW
    line = of_day(who, one, reference).lines[0]
    assert (line.may_say_yes, line.may_say_no, line.came) == (True, False, "no")
    says(who, reference, came=True)
    assert stored(reference).state == RequestState.COMPLETED
    assert [step.move for step in steps(reference)][-2:] == ["miss", "keep"]


def test_the_agency_says_so_in_any_order(database: str) -> None:
    one, reference = visit()
    until_it_is_over(reference)
    later(hours=3)
    assert agency_says(one, reference, AppointmentState.KEPT, hours=1) == 1
    assert agency_says(one, reference, AppointmentState.MISSED, hours=2) == 1
    assert stored(reference).state == RequestState.COMPLETED
    agency_says(one, reference, AppointmentState.MISSED)
    assert stored(reference).state == RequestState.NO_SHOW


def test_an_id_of_the_agency_is_no_request(database: str) -> None:
    one, reference = visit()
    until_it_is_over(reference)
    for id in ("A-1", str(uuid7())):
        with db.read() as session:
            feed_id = session.get_one(Office, one.office_id).feed_id
            record = AppointmentRecord(
                v=1,
                event_id=str(uuid7()),
                id=id,
                as_of=clock.business(session),
                case=one.filing.case.receipt_number,
                person=one.filing.person.feed_id,
                role=PartyRole.APPLICANT,
                appointment_kind=AppointmentKind.OFFICE,
                office=feed_id,
                starts=visits(reference)[0].starts_at,
                status=AppointmentState.KEPT,
            )
        assert import_lines([encode(record)], source="tests").applied == 1
    assert stored(reference).state == RequestState.SCHEDULED


def test_whose_it_is_not_to_see(database: str) -> None:
    one, reference = visit(reason="protected_inquiry")
    until_it_is_over(reference)
    page = of_day(officer(), one, reference)
    assert (page.lines, page.withheld) == ([], 1)
    with pytest.raises(NotFound):
        says(officer(), reference, came=True)
    own = factories.actor_for(one.filing.account, Role.SUPERVISOR)
    assert of_day(own, one, reference).lines == []
    with pytest.raises(NotFound):
        says(own, reference, came=True)
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        supervisor = factories.actor_for(account, Role.SUPERVISOR)
    [line] = of_day(supervisor, one, reference).lines
    assert (line.reference, line.name, line.reason) == (
        shown(reference),
        "Protected person",
        "Protected",
    )


def test_only_staff_and_only_offices_that_are_there(database: str) -> None:
    one, reference = visit()
    day = day_of(visits(reference)[0].starts_at, CHICAGO)
    for call in (
        lambda session: visited_offices(session, one.actor),
        lambda session: visits_of_day(session, one.actor, one.office_id, day),
        lambda session: say_came(session, one.actor, stored(reference).id, came=True),
    ):
        with pytest.raises(Forbidden), db.write() as session:
            call(session)
    with pytest.raises(NotFound), db.read() as session:
        visits_of_day(session, officer(), UUID(int=1), day)
