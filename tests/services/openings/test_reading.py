"""Supervisors see who read unusually, with figures and a day's openings behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlmodel import Session, select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.models import AuditEntry, Case, CaseOpening
from cx_app.models.base import uuid7
from cx_app.services.openings.of_day import DayRead, read_on
from cx_app.services.openings.reading import Reading, ReadingLine, reading
from tests import factories
from tests.factories import utc
from tests.services.openings.staff import linked_filing, opens, staff
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")
NOON = utc(2026, 3, 3, 17)
"""A Tuesday."""
TODAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def noon(database: str) -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def add(
    session: Session,
    actor: Actor,
    case: Case,
    at: datetime = NOON,
    *,
    explanation: str = "",
    person_id: UUID | None = None,
    **facts: object,
) -> None:
    session.add(
        CaseOpening(
            entry_id=uuid7(),
            account_id=actor.account_id,
            role=actor.role,
            case_id=case.id,
            at=at,
            day=eastern_date(at),
            reason="work",
            explanation=explanation,
            person_id=person_id,
            **facts,
        )
    )


def many(actor: Actor, count: int, at: datetime = NOON, **facts: object) -> None:
    """So many openings of as many cases."""
    with db.write() as session:
        for _n in range(count):
            add(session, actor, factories.case(session), at, **facts)


def seen_by(actor: Actor, weeks_ago: int = 0) -> Reading:
    with db.read() as session:
        return reading(session, actor, weeks_ago=weeks_ago)


def line_of(actor: Actor, by: Actor | None = None) -> ReadingLine:
    shown = seen_by(by or staff(Role.ADMIN))
    [line] = [line for line in shown.lines if line.account_id == str(actor.account_id)]
    return line


def day_of(by: Actor, of: Actor, day: date = TODAY) -> DayRead:
    with db.write() as session:
        return read_on(session, by, of.account_id, day)


@pytest.mark.parametrize(("count", "reasons"), [(40, 0), (41, 1)])
def test_many_openings_in_a_day(count: int, reasons: int) -> None:
    officer = staff()
    many(officer, count)
    line = line_of(officer)
    assert (line.openings, line.unexplained, len(line.reasons)) == (count, count, reasons)
    assert not reasons or line.reasons[0].startswith("Tuesday: 41 openings")


def test_what_was_waiting_is_counted_and_never_held_against_anyone() -> None:
    officer = staff()
    many(officer, 60, explanation="alert", off_hours=True, protected=True, name_hash="a")
    line = line_of(officer)
    assert (line.openings, line.unexplained, line.reasons) == (60, 0, [])


def test_far_above_their_own_usual_day() -> None:
    busy, calm = staff(), staff()
    for n in range(1, 11):
        many(busy, 6, NOON - timedelta(days=n))
        many(calm, 2, NOON - timedelta(days=n))
    many(busy, 12)
    many(calm, 12)
    assert line_of(busy).reasons == []
    assert line_of(calm).reasons == [
        "Tuesday: 12 openings with nothing waiting, against 2 on a usual day"
    ]


def test_people_alike_in_name_or_home() -> None:
    officer, other = staff(), staff()
    with db.write() as session:
        people = [factories.person(session) for _n in range(4)]
        for person in people:
            case = factories.case(session)
            add(session, officer, case, person_id=person.id, name_hash="n", address_hash="h")
            add(session, other, case, person_id=people[0].id, name_hash="n", address_hash="h")
    assert line_of(officer).reasons == [
        "Tuesday: 4 people of one family name",
        "Tuesday: 4 people at one address",
    ]
    assert line_of(other).reasons == [], "one person's four filings are one person"


def test_unknown_homes_are_not_alike() -> None:
    officer = staff()
    with db.write() as session:
        for _n in range(5):
            person = factories.person(session)
            add(session, officer, factories.case(session), person_id=person.id)
    assert line_of(officer).reasons == []


def test_the_same_case_again_and_again_over_the_week() -> None:
    officer = staff()
    with db.write() as session:
        case = factories.case(session)
        for n in range(5):
            add(session, officer, case, NOON - timedelta(days=n))
    assert line_of(officer).reasons == ["One case opened 5 times in the week"]


def test_nights_and_protected_cases() -> None:
    supervisor = staff(Role.SUPERVISOR)
    many(supervisor, 3, off_hours=True)
    many(supervisor, 1, protected=True)
    assert line_of(supervisor).reasons == [
        "Tuesday: 3 openings outside office hours",
        "Tuesday: 1 opening of protected cases with nothing waiting",
    ]


def test_what_a_real_opening_writes_is_what_is_counted() -> None:
    officer = staff()
    with time_machine.travel(utc(2026, 3, 3, 8), tick=False):
        for _n in range(3):
            opens(officer, linked_filing().case)
    line = line_of(officer)
    assert (line.openings, line.unexplained) == (3, 3)
    assert line.reasons == ["Tuesday: 3 openings outside office hours"]


def test_supervisors_watch_over_officers_and_admins_over_everyone() -> None:
    officer, supervisor, other = staff(), staff(Role.SUPERVISOR), staff(Role.SUPERVISOR)
    admin, second = staff(Role.ADMIN), staff(Role.ADMIN)
    everyone = (officer, supervisor, other, admin, second)
    for actor in everyone:
        many(actor, 41)

    def names(by: Actor) -> set[str]:
        return {line.account_id for line in seen_by(by).lines}

    assert names(supervisor) == {str(officer.account_id)}
    assert names(admin) == {str(a.account_id) for a in everyone} - {str(admin.account_id)}
    assert day_of(admin, supervisor).lines
    for hidden in (supervisor, other, admin):
        with pytest.raises(NotFound):
            day_of(supervisor, hidden)


def test_nobody_else_sees_any_of_it() -> None:
    officer = staff()
    many(officer, 1)
    for role in (Role.OFFICER, Role.APPLICANT, Role.REPRESENTATIVE, Role.SYSTEM):
        with pytest.raises(Forbidden):
            seen_by(replace(officer, role=role))
        with pytest.raises(Forbidden):
            day_of(replace(staff(), role=role), officer)


def test_what_stands_out_comes_first() -> None:
    usual, striking = staff(), staff()
    many(usual, 9)
    many(striking, 3, off_hours=True)
    shown = seen_by(staff(Role.SUPERVISOR)).lines
    assert [line.account_id for line in shown] == [
        str(striking.account_id),
        str(usual.account_id),
    ]
    assert max(day.height for line in shown for day in line.days) == 100


def test_earlier_weeks_are_seen_as_they_were() -> None:
    officer = staff()
    many(officer, 41, NOON - timedelta(days=7))
    by = staff(Role.SUPERVISOR)
    assert seen_by(by).lines == []
    before = seen_by(by, weeks_ago=1)
    assert (before.is_now, len(before.lines[0].reasons)) == (False, 1)
    assert [day.openings for day in before.lines[0].days] == [0] * 6 + [41]


def test_the_day_behind_a_figure() -> None:
    officer, by = staff(), staff(Role.SUPERVISOR)
    filing = linked_filing()
    opens(officer, filing.case)
    many(officer, 1, NOON + timedelta(hours=1), off_hours=True, explanation="alert")
    page = day_of(by, officer)
    assert [line.waiting for line in page.lines] == ["Nothing waiting", "Alert on the case"]
    assert page.lines[0].receipt_number == filing.case.receipt_number
    assert [line.marks for line in page.lines] == [[], ["Outside office hours"]]
    with db.read() as session:
        looks = session.exec(select(AuditEntry).where(AuditEntry.action == "opening.review")).all()
    assert [(look.account_id, look.subject_id) for look in looks] == [
        (by.account_id, officer.account_id)
    ]


def test_a_day_without_openings_is_not_there() -> None:
    with pytest.raises(NotFound):
        day_of(staff(Role.ADMIN), staff())
    with pytest.raises(NotFound), db.write() as session:
        read_on(session, staff(Role.ADMIN), uuid4(), TODAY)


def test_a_supervisor_reads_nothing_about_a_case_of_their_own() -> None:
    officer, filing = staff(), linked_filing()
    opens(officer, filing.case)
    with pytest.raises(NotFound):
        day_of(replace(filing.actor, role=Role.SUPERVISOR), officer)


def test_more_staff_ask_no_more_of_the_database() -> None:
    by = staff(Role.ADMIN)
    many(staff(), 2)
    with statements() as few:
        seen_by(by)
    for _n in range(5):
        many(staff(), 2)
    with statements() as more:
        seen_by(by)
    assert len(more) == len(few)
