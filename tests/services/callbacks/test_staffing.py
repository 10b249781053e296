"""A supervisor sets hours, staffing and days; texts keep to them, and figures say how it goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from cx_app import database as db
from cx_app.domain.callbacks.standing import Answer, CallOutcome
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.services.callbacks.figures import CallbackFigures, figures
from cx_app.services.callbacks.staffing import (
    ClosureReason,
    StaffingRefusal,
    close_day,
    reopen_day,
    set_staffing,
    staffing_view,
)
from cx_app.services.callbacks.texting import send_due
from tests.services.callbacks.people import (
    asking,
    asks,
    calls,
    kinds,
    later,
    now,
    officer,
    presses,
    row,
    says,
    someone,
    steps,
    sweep,
)

TODAY = date(2026, 3, 3)


def sets(
    who: Actor,
    *,
    day: date = TODAY,
    opens: time = time(7),
    closes: time = time(18, 30),
    officers: int = 1,
    ahead: int = 30,
) -> StaffingRefusal | None:
    with db.write() as session:
        return set_staffing(session, who, day, opens, closes, officers, ahead)


def boss() -> Actor:
    return officer(Role.SUPERVISOR)


def test_no_more_are_asked_than_can_be_called_in_the_half_hour() -> None:
    assert sets(boss(), officers=1) is None
    people = [someone() for _ in range(5)]
    references = [asks(one) for one in people]
    sweep()
    assert sum(len(asking(one.phone)) for one in people) == 3
    assert [row(one).state for one in references[:3]] == ["asked"] * 3
    presses(people[0], references[0], Answer.NO)
    sweep()
    assert row(references[3]).state == "asked"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_workers_at_once_do_not_fill_the_same_room_twice() -> None:
    """SQLite has one writer at a time."""
    assert sets(boss(), officers=1) is None
    references = [asks(someone()) for _ in range(6)]
    with db.write() as first:
        assert send_due(first) == 3
        with db.write() as second:
            assert send_due(second) == 0
    assert [row(one).state for one in references].count("sending") == 3


def test_less_ahead_is_fewer_texts() -> None:
    assert sets(boss(), officers=1, ahead=10) is None
    references = [asks(someone()) for _ in range(3)]
    sweep()
    assert [row(one).state for one in references] == ["asked", "queued", "queued"]


def test_on_a_closed_day_nobody_is_texted_and_a_day_can_be_opened_again() -> None:
    who = boss()
    with db.write() as session:
        assert close_day(session, who, TODAY, ClosureReason.WEATHER) is None
        assert close_day(session, who, TODAY, ClosureReason.WEATHER) is StaffingRefusal.CLOSED
    one = someone()
    reference = asks(one)
    sweep()
    assert asking(one.phone) == []
    assert row(reference).ready_at == datetime(2026, 3, 4, 13, tzinfo=UTC)
    with db.write() as session:
        assert reopen_day(session, who, TODAY)
        assert not reopen_day(session, who, TODAY)
    sweep()
    assert len(asking(one.phone)) == 1


def test_other_hours_move_whoever_is_in_line() -> None:
    one = someone()
    reference = asks(one)
    assert sets(boss(), opens=time(14)) is None
    sweep()
    assert asking(one.phone) == []
    assert row(reference).ready_at == datetime(2026, 3, 3, 19, tzinfo=UTC)
    later(hours=4)
    assert len(asking(one.phone)) == 1


def test_in_hawaii_it_is_still_night() -> None:
    one = someone()
    reference = asks(one, zone="Pacific/Honolulu")
    sweep()
    assert asking(one.phone) == []
    assert row(reference).ready_at == datetime(2026, 3, 3, 18, tzinfo=UTC)


def test_at_night_nobody_is_texted_by_itself() -> None:
    """The desk closes late, and a promise is broken when it is 20:16 in Puerto Rico."""
    assert sets(boss(), closes=time(23)) is None
    later(hours=8, minutes=30)
    late, early = someone(), someone()
    references = [asks(late, zone="America/Puerto_Rico"), asks(early, zone="America/Chicago")]
    later(minutes=15)
    for one in (late, early):
        says(one.phone, "1")
    later(minutes=31)
    assert [steps(one).count("pass") for one in references] == [1, 1]
    assert "callback_window_missed" in kinds(early.phone)
    assert "callback_window_missed" not in kinds(late.phone)


def test_hours_that_suit_are_kept_on_their_own_clock() -> None:
    reference = asks(someone(), zone="America/Chicago", hours=[("12:00", "15:00")])
    assert row(reference).ready_at == datetime(2026, 3, 3, 18, tzinfo=UTC)
    plain = asks(someone(), texts=False, hours=[("17:00", "18:00")])
    assert row(plain).ready_at == datetime(2026, 3, 3, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"day": date(2026, 3, 2)}, StaffingRefusal.PAST_DAY),
        ({"opens": time(19)}, StaffingRefusal.ORDER),
        ({"officers": -1}, StaffingRefusal.OFFICERS),
        ({"ahead": 31}, StaffingRefusal.AHEAD),
        ({"ahead": 0}, StaffingRefusal.AHEAD),
    ],
)
def test_what_does_not_hold_is_refused(change: dict[str, object], why: StaffingRefusal) -> None:
    assert sets(boss(), **change) is why  # type: ignore[arg-type]


def test_a_weekend_needs_no_closing_and_officers_set_nothing() -> None:
    who, supervisor = officer(), boss()
    with db.write() as session:
        weekend = close_day(session, supervisor, date(2026, 3, 7), ClosureReason.OTHER)
        assert weekend is StaffingRefusal.NO_WORK
        with pytest.raises(Forbidden):
            close_day(session, who, TODAY, ClosureReason.OTHER)
        with pytest.raises(Forbidden):
            staffing_view(session, who)
        with pytest.raises(Forbidden):
            figures(session, who)


def test_figures_count_texts_calls_and_waits() -> None:
    yes, silent, who = someone(), someone(), officer()
    promised, asked = asks(yes), asks(silent)
    sweep()
    presses(yes, promised, Answer.YES)
    assert calls(who, promised, CallOutcome.REACHED, "Said.") is None
    later(minutes=61)
    seen = seen_by(boss())
    assert (seen.yes.count, seen.yes.of) == (1, 3)
    assert [(one.label, one.count) for one in seen.answers] == [
        ("Yes", 1),
        ("Not now", 0),
        ("Later", 0),
        ("No answer", 2),
    ]
    assert [(one.count, one.of) for one in seen.reached] == [(1, 1), (0, 0)]
    assert seen.in_time is not None
    assert (seen.in_time.count, seen.in_time.of) == (1, 1)
    assert [one.calls for one in seen.by_topic] == [1]
    assert row(asked).texts == 2
    assert now() > row(promised).placed_at


def seen_by(who: Actor) -> CallbackFigures:
    with db.read() as session:
        return figures(session, who)
