"""What officers decide about biometrics appointments, and what their desk shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.biometrics import Channel, RescheduleState
from cx_app.domain.biometrics_desk import (
    DayPart,
    DeskAnswer,
    Excuse,
    HomePlan,
    HomeReason,
    HomeState,
)
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Role
from cx_app.domain.offices import Hours, OfficeKind, day_of
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import Account, Appointment, AuditEntry, Representation
from cx_app.models.base import uuid7
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.biometrics.day import NOT_SHOWN, center_day, centers
from cx_app.services.biometrics.decide import approve
from cx_app.services.biometrics.desk import Tab
from cx_app.services.biometrics.desk_file import open_file, staff_times
from cx_app.services.biometrics.home import ask_for_home, change_home
from cx_app.services.biometrics.reschedule import Moved
from cx_app.services.cases.staff import ReasonNeeded
from cx_app.services.offices.confirm import adopt
from cx_app.services.offices.hours import set_hours
from cx_app.services.offices.times import free_times
from tests import factories
from tests.services.biometrics.desk import (
    WORDS,
    agrees,
    asks,
    calls,
    inbox,
    let_leave,
    opens,
    refuses,
    shown,
)
from tests.services.biometrics.people import (
    booking,
    closes_case,
    events,
    free,
    moves,
    office_closed,
    page,
    representative,
    requests,
    somebody,
)
from tests.services.offices.places import SINCE, check, later, office, officer, week
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
DENVER = ZoneInfo("America/Denver")


def test_agreed_the_person_chooses_and_it_counts() -> None:
    one, staff = somebody(), officer()
    asks(one)
    assert shown(staff) == [one.receipt]
    seen = opens(one, staff)
    assert (seen.words, seen.by) == (WORDS, "the person")
    before = booking(one).id
    assert agrees(one, staff) is DeskAnswer.DONE
    assert booking(one).id == before
    assert (shown(staff), shown(staff, Tab.APPROVED)) == ([], [one.receipt])
    assert [kind for kind, _body in inbox(one)] == ["biometrics_asked"]
    assert let_leave() == 1
    assert page(one).may_move
    assert isinstance(moves(one), Moved)
    assert [(r.state, r.counts) for r in requests(one)] == [(RescheduleState.DONE, True)]
    assert [kind for kind, _body in inbox(one)][1] == "biometrics_approved"
    assert shown(staff, Tab.APPROVED) == []


def test_not_agreed_the_appointment_stays_and_they_read_why() -> None:
    one, staff = somebody(), officer()
    asks(one)
    opens(one, staff)
    before = booking(one).id
    assert refuses(one, staff) is DeskAnswer.DONE
    assert booking(one).id == before
    assert [(r.state, r.reason) for r in requests(one)] == [("refused", "no_cause")]
    assert page(one).request.state == "refused"
    assert [event.kind for event in events(one)] == ["reschedule_request"]
    assert let_leave() == 1
    kind, body = inbox(one)[-1]
    assert kind == "biometrics_refused"
    assert "does not keep you from coming" in body
    assert [event.kind for event in events(one)] == ["reschedule_request"] * 2


def test_whoever_reads_spanish_reads_why_in_spanish() -> None:
    one, staff = somebody(language="es"), officer()
    asks(one)
    opens(one, staff)
    refuses(one, staff)
    let_leave()
    assert "no le impide" in inbox(one)[-1][1]


def test_of_two_officers_one_decides() -> None:
    one, first, second = somebody(), officer(), officer()
    asks(one)
    for staff in (first, second):
        opens(one, staff)
    answers = together(lambda: agrees(one, first), lambda: refuses(one, second))
    assert sorted(answers) == [DeskAnswer.DONE, DeskAnswer.TOO_LATE]


def test_nothing_is_decided_or_booked_unseen() -> None:
    one, staff = somebody(), officer()
    asks(one)
    assert agrees(one, staff) is DeskAnswer.NOT_OPENED
    assert calls(one, staff) is DeskAnswer.NOT_OPENED
    assert [r.state for r in requests(one)] == [RescheduleState.ASKED]


def test_where_nothing_waits_a_reason_has_to_be_said() -> None:
    one, staff = somebody(), officer()
    with db.write() as session:
        assert isinstance(open_file(session, staff, one.appointment_id), ReasonNeeded)
    assert opens(one, staff, OpeningReason.CONTACT).receipt_number == one.receipt


def test_by_phone_within_twelve_hours_it_is_in_time_and_counts() -> None:
    one, staff = somebody(ahead=timedelta(hours=3)), officer()
    seen = opens(one, staff, OpeningReason.CONTACT)
    assert (seen.may_book, seen.passed) == (True, False)
    assert calls(one, staff) is DeskAnswer.DONE
    assert [(r.channel, r.timely, r.counts) for r in requests(one)] == [(Channel.PHONE, True, True)]
    assert [kind for kind, _body in inbox(one)] == ["biometrics_moved"]
    assert [event.kind for event in events(one)] == ["move"]
    check()


def test_by_phone_as_often_as_needed() -> None:
    one, staff = somebody(), officer()
    opens(one, staff, OpeningReason.CONTACT)
    for n in range(3):
        slot = free(one.office_id, staff)[n].slot_id
        assert calls(one, staff, key=f"call {n}", slot=slot) is DeskAnswer.DONE
    assert not page(one).may_move


def test_once_it_has_passed_only_with_a_reason_that_is_recorded() -> None:
    one, staff = somebody(ahead=timedelta(hours=1)), officer()
    opens(one, staff, OpeningReason.CONTACT)
    with db.write() as session:
        adopt(session, session.get_one(Appointment, one.appointment_id))
    later(hours=2)
    assert opens(one, staff, OpeningReason.CONTACT).passed
    assert calls(one, staff) is DeskAnswer.INCOMPLETE
    assert calls(one, staff, excuse=Excuse.ILLNESS) is DeskAnswer.DONE
    assert [(r.timely, r.reason) for r in requests(one)] == [(False, "illness")]
    with db.read() as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.action == "biometrics.book_by_phone")
        ).all()
    assert [(row.outcome, row.details["excuse"]) for row in rows] == [
        ("incomplete", None),
        ("done", "illness"),
    ]


def test_one_that_had_passed_before_the_portal_knew_of_it_is_excused_too() -> None:
    one, staff = somebody(ahead=-timedelta(hours=1)), officer()
    assert opens(one, staff, OpeningReason.CONTACT).passed
    assert calls(one, staff, excuse=Excuse.NO_NOTICE) is DeskAnswer.DONE
    assert [(r.timely, r.reason) for r in requests(one)] == [(False, "no_notice")]
    assert booking(one).starts_at > clock.wall()
    check()


def test_a_request_that_waits_is_overtaken_by_a_call() -> None:
    one, staff = somebody(), officer()
    asks(one)
    opens(one, staff)
    assert calls(one, staff) is DeskAnswer.DONE
    assert sorted(r.state for r in requests(one)) == ["done", "withdrawn"]


def test_the_same_press_twice_books_once() -> None:
    one, staff = somebody(), officer()
    opens(one, staff, OpeningReason.CONTACT)
    slot = free(one.office_id, staff)[0].slot_id
    assert calls(one, staff, slot=slot) is DeskAnswer.DONE
    before = booking(one).id
    assert calls(one, staff, slot=slot) is DeskAnswer.TOO_LATE or booking(one).id == before
    assert len(requests(one)) == 1


def test_a_time_that_is_taken_meanwhile_is_said() -> None:
    place = office(capacity=1)
    one, other, staff = somebody(office_id=place), somebody(office_id=place), officer()
    slot = free(place, staff)[0].slot_id
    for who in (one, other):
        opens(who, staff, OpeningReason.CONTACT)
    assert calls(one, staff, slot=slot) is DeskAnswer.DONE
    assert calls(other, staff, slot=slot) is DeskAnswer.TAKEN
    assert requests(other) == []


def test_a_time_for_something_else_is_none_for_biometrics() -> None:
    one, staff = somebody(), officer()
    hall = office(kind=OfficeKind.FIELD_OFFICE)
    with db.write() as session:
        set_hours(session, SYSTEM_ACTOR, hall, AppointmentKind.OFFICE, visits(), SINCE)
    with db.read() as session:
        visit = free_times(session, staff, hall, AppointmentKind.OFFICE)[0].slot_id
    opens(one, staff, OpeningReason.CONTACT)
    moves(one)
    office_closed(one)
    assert calls(one, staff, slot=visit) is DeskAnswer.TAKEN
    assert [row.state for row in requests(one)] == ["done", "awaiting"]


def visits() -> list[Hours]:
    return [replace(one, service=AppointmentKind.OFFICE) for one in week(1)]


def test_there_is_nothing_to_move_in_a_closed_case() -> None:
    one, staff = somebody(), officer()
    opens(one, staff, OpeningReason.CONTACT)
    closes_case(one)
    assert calls(one, staff) is DeskAnswer.NOT_PENDING


def test_people_do_not_use_the_desk_and_nobody_works_on_their_own_case() -> None:
    one = somebody()
    for service in (approve, open_file):
        with pytest.raises(Forbidden), db.write() as session:
            service(session, one.actor, one.appointment_id)
    with db.write() as session:
        account = session.get_one(Account, one.actor.account_id)
        own = factories.actor_for(account, Role.OFFICER)
    with pytest.raises(Forbidden):
        opens(one, own, OpeningReason.CONTACT)
    asks(one)
    assert shown(own) == []


def test_protected_cases_are_for_those_who_may_know() -> None:
    one, staff = somebody(protected=True), officer()
    asks(one)
    with db.write() as session:
        boss = factories.actor_for(
            factories.account(session, roles=(Role.SUPERVISOR,)), Role.SUPERVISOR
        )
    assert (shown(staff), shown(boss)) == ([], [one.receipt])
    with pytest.raises(NotFound):
        opens(one, staff)
    day = day_of(booking(one).starts_at, DENVER)
    with db.read() as session:
        hidden = center_day(session, staff, one.office_id, day).visitors
        seen = center_day(session, boss, one.office_id, day).visitors
    assert [(v.name, v.receipt_number) for v in hidden] == [(NOT_SHOWN, "")]
    assert [v.receipt_number for v in seen] == [one.receipt]


def test_what_the_agency_does_not_confirm_stands_on_the_desk() -> None:
    one, staff = somebody(), officer()
    assert isinstance(moves(one), Moved)
    assert shown(staff, Tab.UNCONFIRMED) == []
    later(minutes=16)
    assert shown(staff, Tab.UNCONFIRMED) == [one.receipt]


def in_three_days() -> HomePlan:
    with db.read() as session:
        return HomePlan(clock.business(session).date() + timedelta(days=3), DayPart.MORNING)


@pytest.mark.parametrize("moved", [True, False], ids=["moved before", "as the agency made it"])
def test_a_visit_at_home_stands_on_the_desk_until_it_is_over(*, moved: bool) -> None:
    one, staff = somebody(), officer()
    opens(one, staff, OpeningReason.CONTACT)
    assert not moved or isinstance(moves(one), Moved)
    with db.write() as session:
        asked = ask_for_home(session, staff, one.appointment_id, HomeReason.HEALTH, "Third floor")
        again = ask_for_home(session, staff, one.appointment_id, HomeReason.HEALTH, "")
    assert (asked, again) == (DeskAnswer.DONE, DeskAnswer.TOO_LATE)
    assert shown(staff, Tab.HOME) == [one.receipt]
    assert opens(one, staff).home.note == "Third floor"
    for to, came in (
        (HomeState.DONE, DeskAnswer.TOO_LATE),
        (HomeState.ARRANGED, DeskAnswer.DONE),
        (HomeState.DONE, DeskAnswer.DONE),
    ):
        with db.write() as session:
            assert change_home(session, staff, one.appointment_id, to, in_three_days()) is came
    assert shown(staff, Tab.HOME) == []


def test_the_times_that_staff_offer_begin_at_once_and_leave_out_the_present_one() -> None:
    place = office()
    staff = officer()
    first = free(place, staff)[0]
    one = somebody(office_id=place, at=first.starts_at)
    with db.read() as session:
        seen = staff_times(session, staff, one.appointment_id, place)
    assert len(seen.days) == 5
    offered = [time.slot_id for day in seen.days for time in day.times]
    assert str(first.slot_id) not in offered


def test_a_day_says_who_comes_and_centers_are_listed() -> None:
    place, staff = office(capacity=2), officer()
    one = somebody(office_id=place)
    assert isinstance(moves(one), Moved)
    now = booking(one)
    with db.read() as session:
        day = center_day(session, staff, place, day_of(now.starts_at, DENVER))
        listed = centers(session, staff)
    assert [(v.receipt_number, v.moved, v.no_seat) for v in day.visitors] == [
        (one.receipt, True, False)
    ]
    assert [(one.id, one.closed) for one in listed] == [(str(place), False)]
    assert (day.ahead, day.closed, day.free) == (True, "", 7)


def test_nobody_but_staff_sees_a_day() -> None:
    one = somebody()
    with pytest.raises(Forbidden), db.read() as session:
        center_day(session, one.actor, one.office_id, None)
    with pytest.raises(NotFound), db.read() as session:
        center_day(session, officer(), uuid7(), None)


def test_whoever_lost_their_part_since_asked_without_authority() -> None:
    one, staff = somebody(), officer()
    asks(replace(one, actor=representative(one)))
    seen = opens(one, staff)
    assert (seen.by, seen.without_authority) == ("their representative", False)
    with db.write() as session:
        held = session.exec(
            select(Representation).where(Representation.client_party_id == one.party_id)
        ).one()
        held.ended_at = clock.business(session)
        session.add(held)
    assert opens(one, staff).without_authority
