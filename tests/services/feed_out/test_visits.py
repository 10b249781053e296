"""The agency hears of each visit once: booked, moved, cancelled; with a case, and without any."""

from __future__ import annotations

from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.references import shown
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking
from cx_app.models.base import uuid7
from cx_app.services.feed_out.visits import visit_booked, visit_cancelled, visit_moved
from tests import factories
from tests.services.attachments.asked import EMAIL, request
from tests.services.feed_out.events import pulled

pytestmark = pytest.mark.usefixtures("database")


def asked(**facts: object) -> AppointmentRequest:
    with db.write() as session:
        return request(session, **facts)


def booked(row: AppointmentRequest, replaces: UUID | None = None, in_days: int = 9) -> UUID:
    with db.write() as session:
        now = clock.business(session)
        if replaces:
            old = session.get_one(Booking, replaces)
            old.state, old.ended_at = BookingState.MOVED, now
            session.add(old)
            session.flush()
        made = Booking(
            service=AppointmentKind.OFFICE,
            subject_id=row.id,
            office_id=row.office_id,
            starts_at=now + factories.days(in_days),
            ends_at=now + factories.days(in_days + 1),
            state=BookingState.ACTIVE,
            request_key=str(uuid7()),
            replaces_id=replaces,
            booked_at=now,
        )
        session.add(made)
        return made.id


def test_a_visit_of_somebody_without_a_case_is_known_by_its_reference_and_name() -> None:
    row = asked(contact=EMAIL)
    first = booked(row)
    for again in (True, False):
        with db.write() as session:
            assert visit_booked(session, row, first) is again
    [line] = pulled()
    assert (line["case"], line["person"], line["role"]) == (None, None, None)
    what = line["what"]
    assert isinstance(what, dict)
    assert what["kind"] == "booking"
    assert (what["appointment"], what["service"]) == (str(row.id), "office")
    assert what["visit"] == {
        "reference": shown(row.reference),
        "reason": "adit_stamp",
        "name": "Ana Ruiz",
    }


def test_each_move_and_the_end_are_told_of_the_same_appointment() -> None:
    row = asked(contact=EMAIL)
    first = booked(row)
    second = booked(row, replaces=first, in_days=12)
    third = booked(row, replaces=second, in_days=15)
    for _ in range(2):
        with db.write() as session:
            visit_booked(session, row, first)
            visit_moved(session, row, second, cause="by_agency")
            visit_moved(session, row, third, cause="by_agency")
            visit_cancelled(session, row, third, cause="by_person")
    said = [line["what"] for line in pulled()]
    assert [one["kind"] for one in said] == ["booking", "move", "move", "cancellation"]
    assert {one["appointment"] for one in said} == {str(row.id)}
    assert said[2]["instead_of"] == said[1]["slot"]
    assert said[3]["slot"] == said[2]["slot"]
    assert said[3]["cause"] == "by_person"


def test_a_visit_about_a_case_names_the_case_and_the_person() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        row = request(session, account_id=filing.account.id, case=filing.case)
        row.party_id = filing.party.id
    made = booked(row)
    with db.write() as session:
        visit_booked(session, row, made)
    [line] = pulled()
    assert line["case"] == filing.case.receipt_number
    assert (line["person"], line["role"]) == (filing.person.feed_id, "applicant")
