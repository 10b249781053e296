"""Made-up requests stand as the rules would have left them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.appointment_forms import Details
from cx_app.domain.appointment_requests import (
    MOVES,
    OPEN,
    Lease,
    RequestMove,
    RequestReason,
    RequestState,
    standing,
    urgency,
)
from cx_app.domain.identity import Role
from cx_app.domain.references import parse_reference
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking, RequestStep
from cx_app.services.policy.current import policy
from demo.many_requests import COURSES, TooFew, fill
from tests import factories
from tests.services.appointment_requests.asking import field_office

pytestmark = pytest.mark.usefixtures("database")
MANY = 400


def ground() -> None:
    field_office()
    with db.write() as session:
        factories.account(session, roles=(Role.OFFICER,))


def requests() -> list[AppointmentRequest]:
    with db.read() as session:
        return list(session.exec(select(AppointmentRequest)))


def test_without_an_office_or_officers_there_are_none() -> None:
    with pytest.raises(TooFew):
        fill(1, 1)
    assert requests() == []


def test_as_many_as_asked_for_in_every_state_and_each_stands_as_the_rules_say() -> None:
    ground()
    heard: list[int] = []
    assert fill(MANY, 3, heard.append) == MANY
    assert heard == [MANY]
    rows = requests()
    states = Counter(row.state for row in rows)
    assert set(states) >= {one.state for one in COURSES if one.weight >= 30}
    with db.read() as session:
        now = clock.business(session)
        rules = policy(session, now).requests
        bookings = {one.subject_id: one for one in session.exec(select(Booking))}
    for row in rows:
        state, reason = RequestState(row.state), RequestReason(row.reason)
        assert parse_reference(row.reference) == row.reference
        assert (row.open_key is not None) == (state in OPEN) == (row.ended_at is None)
        assert (row.waiting_since is not None) == (
            state in {RequestState.NEEDS_INFO, RequestState.OFFICE_CANCELLED}
        )
        assert row.urgency == urgency(state, reason, row.travel_on, now, rules)
        assert row.protected == (reason in rules.restricted_reasons)
        assert row.asked_at <= row.updated_at <= now + timedelta(minutes=1)
        assert (row.contact_email_hash is None) == (row.case_id is not None)
        assert Details.decode(row.details).family_name
        if row.booking_id:
            assert bookings[row.id].id == row.booking_id


def test_the_steps_of_each_are_moves_that_may_be_made() -> None:
    ground()
    fill(MANY, 5)
    with db.read() as session:
        rows = session.exec(
            select(RequestStep).order_by(
                col(RequestStep.request_id), col(RequestStep.at), col(RequestStep.id)
            )
        ).all()
    last: dict[object, str] = {}
    for step in rows:
        if step.request_id in last:
            assert step.from_state == last[step.request_id]
            before = standing(RequestState(step.from_state), Lease.MINE)
            assert (before, RequestMove(step.move)) in MOVES
        else:
            assert step.move == "submit"
        last[step.request_id] = step.to_state
    assert last == {row.id: row.state for row in requests()}
    assert all(a.at <= b.at for a, b in pairwise(rows) if a.request_id == b.request_id)


def test_another_run_adds_others() -> None:
    ground()
    fill(20, 1)
    fill(20, 1)
    assert len(requests()) == 40
