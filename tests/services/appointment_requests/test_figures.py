"""Figures count what happened, once, in its place; a file holds the same and is recorded."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestMove
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.models import AuditEntry
from cx_app.services.appointment_requests import change
from cx_app.services.appointment_requests.figures import VisitFigures, figures
from cx_app.services.appointment_requests.figures_csv import COLUMNS, figures_csv
from cx_app.services.appointment_requests.outcomes import NUMBERS
from tests import factories
from tests.services.appointment_requests.asking import (
    Asker,
    asked_back,
    asker,
    asks,
    booked,
    later,
    moved,
    officer,
    steps,
)

pytestmark = pytest.mark.usefixtures("database")


def keeper() -> Actor:
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        return factories.actor_for(account, Role.SUPERVISOR)


def counted(days: int = 30) -> VisitFigures:
    staff = keeper()
    with db.read() as session:
        return figures(session, staff, days)


def finds_unneeded(reference: str) -> Actor:
    who = officer()
    moved(reference, RequestMove.CLAIM, who)
    moved(reference, RequestMove.FIND_UNNEEDED, who, outcome="by_mail")
    return who


def some_of_each() -> tuple[Asker, str]:
    """A visit booked, one not needed and one with a question; returns who asked for the last."""
    first = asker()
    booked(asks(first), first.office_id)
    finds_unneeded(asks(asker(), "form-2"))
    last = asker()
    reference = asks(last, "form-3", reason="judge_grant")
    asked_back(reference)
    return last, reference


def test_nothing_yet(database: str) -> None:
    seen = counted()
    assert (seen.unassigned, seen.late, seen.oldest, seen.in_time, seen.reasons) == (
        0,
        0,
        "",
        "",
        [],
    )
    assert [bar.value for bar in seen.due] == [0] * len(seen.due)


def test_what_stands_now(database: str) -> None:
    some_of_each()
    asks(asker(), "form-4")
    seen = counted()
    assert (seen.unassigned, seen.in_review, seen.with_person, seen.booked) == (1, 0, 1, 1)
    assert seen.late == 0
    assert sum(bar.value for bar in seen.due) == sum(bar.value for bar in seen.ages) == 1
    assert max(bar.percent for bar in seen.ages) == 100


def test_what_became_of_them_by_reason(database: str) -> None:
    some_of_each()
    seen = counted()
    lines = {line.name: line for line in seen.reasons}
    stamp, judge = lines["ADIT stamp"], lines["Judge’s grant"]
    assert (stamp.asked, stamp.booked, stamp.unneeded, stamp.in_time) == (2, 1, 1, "100 %")
    assert (judge.asked, judge.questions, judge.in_time) == (1, 1, "")
    assert sum(line.asked for line in seen.offices) == 3
    assert sorted(line.decided for line in seen.officers) == [1, 1, 1]


def test_late_and_old(database: str) -> None:
    asks(asker())
    later(days=20)
    seen = counted()
    assert (seen.late, seen.oldest) == (1, "20 days")
    assert {bar.label: bar.value for bar in seen.due}["Late by more than 5 days"] == 1
    assert {bar.label: bar.value for bar in seen.ages}["15 to 30 days"] == 1


def test_each_waits_in_exactly_one_bar(database: str) -> None:
    asks(asker())
    for _day in range(45):
        seen = counted()
        for bars in (seen.due, seen.ages):
            assert sum(bar.value for bar in bars) == 1
        later(hours=23)


def test_answered_too_late_is_not_in_time(database: str) -> None:
    reference = asks(asker())
    later(days=20)
    finds_unneeded(reference)
    assert counted().in_time == "0 %"


def test_taken_back_counts_for_whoever_decided(database: str) -> None:
    reference = asks(asker())
    who = finds_unneeded(reference)
    decided = steps(reference)[-1]
    moved(reference, RequestMove.UNDO, who, corrects_id=decided.id)
    seen = counted()
    assert seen.taken_back == 1
    assert [(line.decided, line.taken_back) for line in seen.officers] == [(1, 1)]
    assert seen.in_time == ""


def test_what_is_older_is_not_of_the_period(database: str) -> None:
    last, reference = some_of_each()
    later(days=8)
    with db.write() as session:
        change.answer(session, last.actor, reference, "Yes.")
    assert sum(line.asked for line in counted(7).reasons) == 0
    assert sum(line.asked for line in counted(30).reasons) == 3
    assert counted(8).days == 30


def test_a_file_says_the_same_and_is_recorded(database: str) -> None:
    some_of_each()
    staff = keeper()
    with db.write() as session:
        sheet = figures_csv(session, staff, 30)
    head, *rows = csv.reader(io.StringIO(sheet))
    assert tuple(head) == COLUMNS
    assert len(COLUMNS) == 5 + len(NUMBERS)
    totals = [sum(int(row[5 + n]) for row in rows) for n in range(len(NUMBERS))]
    counts = dict(zip(NUMBERS, totals, strict=True))
    assert (counts["asked"], counts["booked"], counts["unneeded"], counts["questions"]) == (
        3,
        1,
        1,
        1,
    )
    with db.read() as session:
        action = AuditEntry.action == "appointment_request.export"
        assert session.exec(select(AuditEntry).where(action)).one().details == {
            "days": 30,
            "rows": len(rows),
        }


@pytest.mark.parametrize("service", [figures, figures_csv])
def test_not_for_officers(database: str, service: Callable[..., Any]) -> None:
    staff = officer()
    with pytest.raises(Forbidden), db.write() as session:
        service(session, staff, 30)
