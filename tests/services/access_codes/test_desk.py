"""The officers' queue: what is in it, why, how long, and for whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.access_codes import generate
from cx_app.domain.code_requests import Confirmed
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import AccessCode
from cx_app.services.access_codes.case_file import open_codes
from cx_app.services.access_codes.decide import approve, looked
from cx_app.services.access_codes.desk import Desk, Tab, desk
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.access_codes.request import request_code
from cx_app.services.cases.staff import ReasonNeeded
from tests import factories
from tests.factories import Filing, actor_for
from tests.services.access_codes.desk import (
    advance,
    asks,
    filed,
    moved_lately,
    newest,
    opens,
    someone,
    staff,
)

pytestmark = pytest.mark.usefixtures("database")


def sees(actor: Actor, tab: Tab = Tab.ALL) -> Desk:
    with db.read() as session:
        return desk(session, actor, tab)


def numbers(seen: Desk) -> list[str]:
    return [row.receipt_number for row in seen.rows]


def alert_on(filing: Filing) -> None:
    for stranger in [someone() for _ in range(3)]:
        for _ in range(4):
            with db.write() as session:
                redeem(session, stranger, replace(filing.claim, code=generate()))


def came_back(filing: Filing) -> None:
    with db.write() as session:
        code = session.merge(filing.code)
        code.mailed_at = code.returned_at = clock.business(session)


def test_each_exception_stands_in_its_tab_and_in_everything() -> None:
    made = {
        Tab.ADDRESS_CHANGED: moved_lately(filed()),
        Tab.NO_ADDRESS: filed(residence=None),
        Tab.PROTECTED: filed(protected=True),
    }
    for filing in made.values():
        asks(filing)
    made[Tab.RETURNED_MAIL], made[Tab.LOCK_OUTS] = filed(), filed()
    came_back(made[Tab.RETURNED_MAIL])
    alert_on(made[Tab.LOCK_OUTS])
    asks(filed())
    supervisor = staff(Role.SUPERVISOR)
    everything = sees(supervisor)
    assert set(numbers(everything)) == {one.case.receipt_number for one in made.values()}
    for tab, filing in made.items():
        assert numbers(sees(supervisor, tab)) == [filing.case.receipt_number], tab
        assert everything.counts[tab] == 1
    assert everything.counts[Tab.SEVERAL_MATCH] == everything.counts[Tab.LATE] == 0
    assert all(row.why and row.age for row in everything.rows)


def test_officers_do_not_know_of_protected_requests() -> None:
    asks(filed(protected=True))
    officer = staff()
    assert sees(officer).rows == []
    assert Tab.PROTECTED not in sees(officer).counts
    assert sees(officer, Tab.PROTECTED).rows == []


def test_nobody_s_own_case_is_in_their_queue() -> None:
    filing = moved_lately(filed())
    asks(filing)
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        factories.link(session, account, filing.party)
    assert sees(actor_for(account, Role.OFFICER)).rows == []
    assert len(sees(staff()).rows) == 1


def test_the_queue_is_for_staff() -> None:
    with pytest.raises(Forbidden):
        sees(someone())


def test_what_is_decided_leaves_the_queue() -> None:
    filing = moved_lately(filed())
    request = asks(filing)
    officer = staff()
    opens(officer, filing.case.id)
    with db.write() as session:
        approve(session, officer, request.id, Confirmed.CALL)
    assert sees(officer).rows == []


def test_an_alert_that_was_looked_at_is_gone_until_the_next() -> None:
    filing = filed()
    alert_on(filing)
    officer = staff()
    assert opens(officer, filing.case.id).alerted
    with db.write() as session:
        looked(session, officer, filing.case.id)
    assert sees(officer).rows == []
    advance(days=2)
    alert_on(filing)
    assert numbers(sees(officer, Tab.LOCK_OUTS)) == [filing.case.receipt_number]


def test_what_waits_longer_than_people_are_told_is_marked() -> None:
    asks(moved_lately(filed()))
    advance(days=8)
    assert [row.late for row in sees(staff()).rows] == [False]
    advance(days=10)
    seen = sees(staff(), Tab.LATE)
    assert [(row.late, row.age) for row in seen.rows] == [(True, "18 days"), (True, "18 days")]
    assert sorted(row.reason for row in seen.rows) == ["address_changed", "late"]


def test_a_letter_that_never_left_is_found() -> None:
    filing = filed()
    asks(filing)
    with db.write() as session:
        session.merge(filing.code).mailed_at = clock.business(session)
    advance(days=18)
    assert numbers(sees(staff(), Tab.LATE)) == [filing.case.receipt_number]
    with db.write() as session:
        for code in session.exec(select(AccessCode)):
            code.mailed_at = clock.business(session)
    assert sees(staff()).rows == []


def test_requests_that_no_task_looks_up_are_counted() -> None:
    asker = someone()
    with db.write() as session:
        request_code(session, asker, factories.receipt_number(), factories.BORN)
    assert sees(staff()).not_looked_up == 0
    advance(minutes=16)
    assert sees(staff()).not_looked_up == 1


def test_the_oldest_comes_first() -> None:
    first, second = moved_lately(filed()), filed(residence=None)
    asks(first)
    advance(hours=3)
    asks(second)
    seen = sees(staff())
    assert numbers(seen) == [first.case.receipt_number, second.case.receipt_number]
    assert [row.age for row in seen.rows] == ["3 hours", "just now"]


def test_codes_of_a_case_where_nothing_waits_open_for_a_reason_only() -> None:
    filing = filed()
    officer = staff()
    with db.write() as session:
        assert open_codes(session, officer, filing.case.id) == ReasonNeeded()
    shown = opens(officer, filing.case.id, OpeningReason.CONTACT)
    assert [(one.state, one.live) for one in shown.codes] == [("Approved", True)]


def test_the_whole_life_is_told_and_never_the_code() -> None:
    filing = moved_lately(filed())
    came_back(filing)
    asks(filing)
    officer = staff()
    shown = opens(officer, filing.case.id)
    assert [step.partition(":")[0] for step in shown.codes[0].steps] == [
        "Approved",
        "Mailed",
        "Returned",
    ]
    assert shown.requests[0].waits
    assert (filing.code.code or "?") not in repr(shown)
    assert filing.account.email not in repr(shown)
    assert newest().state == "review"
