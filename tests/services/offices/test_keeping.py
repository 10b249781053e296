"""Keepers see how full an office is, and change days and hours; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.business_days import DAY, is_holiday
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.offices import ClosureReason, DayKind, day_of
from cx_app.domain.opening_hours import DayChange
from cx_app.gateways import clock
from cx_app.models import AuditEntry, OfficeDay
from cx_app.models.base import uuid7
from cx_app.services.offices import words
from cx_app.services.offices.day import OfficeDayPage, office_day
from cx_app.services.offices.hours_form import HoursForm, Mistakes, change_hours, hours_form
from cx_app.services.offices.keeping import Kept, change_day, open_again, shut
from cx_app.services.offices.month import DayCell, month
from cx_app.services.offices.overview import offices
from tests import factories
from tests.services.offices.places import (
    BIOMETRICS,
    active,
    appointment,
    held,
    office,
    officer,
    somebody,
    times,
)

pytestmark = pytest.mark.usefixtures("database")
DENVER = ZoneInfo("America/Denver")
WEATHER = ClosureReason.WEATHER


def keeper() -> Actor:
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        return factories.actor_for(account, Role.SUPERVISOR)


def today() -> date:
    with db.read() as session:
        return day_of(clock.business(session), DENVER)


def next_day(*, usual: bool = True) -> date:
    """The first day from tomorrow on that is no public holiday, or the first that is one."""
    day = today() + DAY
    while is_holiday(day) is usual:
        day += DAY
    return day


def looks(office_id: UUID, day: date) -> OfficeDayPage:
    staff = keeper()
    with db.read() as session:
        return office_day(session, staff, office_id, day)


def does(service: Callable[..., Any], *given: Any) -> Any:
    staff = keeper()
    with db.write() as session:
        return service(session, staff, *given)


def cells(office_id: UUID, chosen: date) -> dict[str, DayCell]:
    staff = keeper()
    with db.read() as session:
        page = month(session, staff, office_id, chosen)
    return {cell.day: cell for week in page.weeks for cell in week.days}


def form_of(office_id: UUID) -> HoursForm:
    staff = keeper()
    with db.read() as session:
        return hours_form(session, staff, office_id, BIOMETRICS)


def test_how_full_a_day_is(database: str) -> None:
    office_id = office(capacity=2)
    slot = next(one for one in times(office_id) if not is_holiday(day_of(one.starts_at, DENVER)))
    day = day_of(slot.starts_at, DENVER)
    appointment(slot.slot_id, somebody())
    held(slot.slot_id, somebody())
    line = next(
        one
        for one in looks(office_id, day).times
        if one.starts == words.clock_time(slot.starts_at, DENVER)
    )
    assert (line.seats, line.booked, line.held, line.free) == (2, 1, 1, 0)
    cell = cells(office_id, day)[day.isoformat()]
    assert (cell.booked, cell.seats) == (1, 8)
    staff = keeper()
    with db.read() as session:
        row = next(one for one in offices(session, staff) if one.id == str(office_id))
    assert row.booked == 1
    assert row.seats > 8


def test_a_month_is_whole_weeks_with_today_in_it(database: str) -> None:
    office_id = office()
    staff = keeper()
    with db.read() as session:
        page = month(session, staff, office_id)
        far = month(session, staff, office_id, date(1990, 1, 1))
    assert page == far
    assert all(len(week.days) == 7 for week in page.weeks)
    shown = [cell for week in page.weeks for cell in week.days]
    assert [date.fromisoformat(cell.day).weekday() for cell in shown[:2]] == [6, 0]
    assert [cell.day for cell in shown if cell.is_today] == [today().isoformat()]
    with db.read() as session:
        later = month(session, staff, office_id, date.fromisoformat(page.later))
    assert later.earlier == page.first


def test_closed_and_open_again(database: str) -> None:
    office_id, day = office(), next_day()
    assert does(shut, office_id, day, WEATHER) == Kept()
    assert does(shut, office_id, day, WEATHER) == Kept(again=True)
    page = looks(office_id, day)
    assert (page.kind, page.times, page.may_close, page.may_reopen) == (
        DayKind.CLOSED,
        [],
        False,
        True,
    )
    assert page.why.startswith("Weather.")
    assert does(open_again, office_id, day) == Kept()
    assert looks(office_id, day).kind == DayKind.OPEN


def test_other_hours_and_back(database: str) -> None:
    office_id, day = office(), next_day()
    assert does(change_day, office_id, day, time(9), time(11), WEATHER) == Kept()
    page = looks(office_id, day)
    assert (page.kind, page.hours) == (DayKind.OTHER_HOURS, "9:00-11:00")
    assert [line.starts for line in page.times] == [
        f"{n} AM" for n in ("9:00", "9:30", "10:00", "10:30")
    ]
    does(open_again, office_id, day)
    assert looks(office_id, day).hours == "8:00-10:00"


def test_a_public_holiday_may_be_opened(database: str) -> None:
    office_id, day = office(), next_day(usual=False)
    assert looks(office_id, day).kind == DayKind.HOLIDAY
    does(change_day, office_id, day, time(8), time(9), ClosureReason.LOCAL_EVENT)
    assert looks(office_id, day).hours == "8:00-9:00"


def test_other_hours_that_make_no_sense(database: str) -> None:
    office_id, day = office(), next_day()
    for opens, closes, expected in (
        (time(9), time(9), DayChange.ORDER),
        (None, time(9), DayChange.NO_TIMES),
    ):
        assert does(change_day, office_id, day, opens, closes, WEATHER) is expected
    past = today() - DAY
    assert does(change_day, office_id, past, time(8), time(9), WEATHER) is DayChange.PAST_DAY
    assert does(shut, office_id, past, WEATHER) is DayChange.PAST_DAY
    assert does(open_again, office_id, past) is DayChange.PAST_DAY
    with db.read() as session:
        assert session.exec(select(OfficeDay)).all() == []


def test_new_hours_count_from_their_day_and_old_ones_until_then(database: str) -> None:
    office_id, day = office(), next_day() + 7 * DAY
    booked = somebody()
    slot = [one for one in times(office_id) if day_of(one.starts_at, DENVER) >= day + DAY][-1]
    appointment(slot.slot_id, booked)
    typed = {f"hours_{n}": "13-14" for n in range(6)} | {
        f"{what}_{n}": "20" for n in range(7) for what in ("minutes", "people")
    }
    answer = does(change_hours, office_id, BIOMETRICS, day, typed)
    assert not isinstance(answer, Mistakes)
    assert answer.seats > 0
    shown = form_of(office_id)
    assert [(line.hours, line.minutes, line.people) for line in shown.lines[4:]] == [
        ("13:00-14:00", "20", "20"),
        ("13:00-14:00", "20", "20"),
        ("", "30", "1"),
    ]
    assert looks(office_id, next_day()).hours == "8:00-10:00"
    assert len(active(booked)) == 1


def test_mistakes_change_nothing_and_are_named(database: str) -> None:
    office_id = office()
    before = form_of(office_id)
    typed = {
        **{"hours_0": "8-16", "minutes_0": "0", "people_0": "two"},
        **{"hours_1": "8-8:10", "minutes_1": "30", "people_1": "1"},
        "hours_2": "early",
    }
    answer = does(change_hours, office_id, BIOMETRICS, today() - DAY, typed)
    assert isinstance(answer, Mistakes)
    assert set(answer.fields) == {"from_day", "minutes_0", "people_0", "hours_1", "hours_2"}
    assert form_of(office_id) == before


def test_only_keepers(database: str) -> None:
    office_id, day, staff = office(), next_day(), officer()
    calls: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
        (offices, ()),
        (month, (office_id,)),
        (office_day, (office_id, day)),
        (hours_form, (office_id, BIOMETRICS)),
        (change_hours, (office_id, BIOMETRICS, day, {})),
        (shut, (office_id, day, WEATHER)),
        (open_again, (office_id, day)),
        (change_day, (office_id, day, time(8), time(9), WEATHER)),
    ]
    for service, given in calls:
        with pytest.raises(Forbidden), db.write() as session:
            service(session, staff, *given)
        if given:
            with pytest.raises(NotFound), db.write() as session:
                service(session, keeper_in(session), uuid7(), *given[1:])


def keeper_in(session: Any) -> Actor:
    account = factories.account(session, roles=(Role.SUPERVISOR,))
    return factories.actor_for(account, Role.SUPERVISOR)


def test_each_change_is_recorded(database: str) -> None:
    office_id, day = office(), next_day()
    does(change_day, office_id, day, time(9), time(11), WEATHER)
    does(open_again, office_id, day)
    with db.read() as session:
        said = session.exec(
            select(AuditEntry.action).where(AuditEntry.subject_id == office_id)
        ).all()
    assert said[-2:] == ["office.other_hours", "office.usual_hours"]
