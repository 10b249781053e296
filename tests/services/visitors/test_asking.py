"""A visitor asks like everybody, is told by the one way they proved, and finds only their own."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_decisions import MailCheck, Unneeded
from cx_app.domain.appointment_requests import RequestMove, RequestState
from cx_app.domain.attachments import FileKind, Sound
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.references import shown
from cx_app.domain.visitors import Contact
from cx_app.gateways import clock
from cx_app.models import AuditEntry, OutboundEvent, OutboxMessage, RequestStep, TextStop
from cx_app.services.appointment_requests.access import people_of, request_of
from cx_app.services.appointment_requests.change import answer, cancel_visit, reopen, withdraw
from cx_app.services.appointment_requests.decide import find_unneeded
from cx_app.services.appointment_requests.letter import visit_letter
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.rebook import rebook
from cx_app.services.appointment_requests.submit import (
    Flawed,
    OpenAlready,
    Submitted,
    TooMany,
)
from cx_app.services.appointment_requests.sweep import expire_due
from cx_app.services.appointment_requests.views import request_page
from cx_app.services.attachments.add import keep, put
from cx_app.services.attachments.mine import files_of_form, files_of_request
from cx_app.services.messages.prepare import NotSent, Ready, prepare
from cx_app.services.messages.reach import hash_of
from cx_app.services.visitors.look_up import LookUp, look_up
from tests.services.appointment_requests.asking import (
    asked_back,
    asker,
    asks,
    booked,
    field_office,
    later,
    office_closes,
    sends,
    steps,
    stored,
    times,
    typed,
)
from tests.services.appointment_requests.desk import claims, does, opens, staff
from tests.services.attachments.asked import EMAIL, proven

pytestmark = pytest.mark.usefixtures("database")
PHONE = Contact(Channel.SMS, "+12025550143")
ANA = {
    "given_name": "Ana",
    "family_name": "Ruiz",
    "month": "2",
    "day": "29",
    "year": "1980",
}


def comes(contact: Contact = EMAIL) -> Actor:
    with db.write() as session:
        return proven(session, contact)


def form(**other: str) -> dict[str, str]:
    return typed("other", **{**ANA, **other})


def asks_as(visitor: Actor, key: str = "form-1", **other: str) -> str:
    said = sends(visitor, form(**other), key)
    assert isinstance(said, Submitted), said
    return said.reference


def news() -> list[OutboxMessage]:
    with db.read() as session:
        return list(
            session.exec(
                select(OutboxMessage)
                .where(OutboxMessage.kind == Kind.VISITOR_NEWS)
                .order_by(OutboxMessage.created_at, OutboxMessage.id)
            )
        )


@pytest.mark.parametrize("contact", [EMAIL, PHONE])
def test_the_request_is_reached_by_the_contact_alone(contact: Contact) -> None:
    field_office()
    reference = asks_as(comes(contact))
    row = stored(reference)
    assert (row.account_id, row.person_id, row.case_id) == (None, None, None)
    assert row.name == "Ana Ruiz"
    assert contact.value not in str(row.model_dump())
    assert [step.account_id for step in steps(reference)] == [None]
    again, stranger = comes(contact), comes(EMAIL if contact is PHONE else PHONE)
    with db.read() as session:
        assert request_of(session, again, shown(reference)).id == row.id
        with pytest.raises(NotFound):
            request_of(session, stranger, reference)
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "appointment_request.submit")
        ).one()
        assert (entry.role, entry.account_id) == ("visitor", None)


def test_a_visitor_stands_for_nobody_whom_a_case_names() -> None:
    one = asker()
    visitor = comes()
    with db.read() as session:
        assert people_of(session, visitor) == []
    said = sends(visitor, {**form(), "whom": one.whom})
    assert isinstance(said, Flawed)
    assert "whom" in said.flaws


def test_a_receipt_number_that_was_typed_reaches_no_case() -> None:
    one = asker()
    reference = asks_as(comes(), receipt=one.filing.case.receipt_number)
    assert stored(reference).case_id is None


@pytest.mark.parametrize("contact", [EMAIL, PHONE])
def test_each_step_is_told_once_and_says_nothing(contact: Contact) -> None:
    office = field_office()
    visitor = comes(contact)
    reference = asks_as(visitor, reason="protected_inquiry")
    asked_back(reference)
    with db.write() as session:
        assert isinstance(answer(session, visitor, reference, "Yes."), Made)
    booked(reference, office)
    with db.write() as session:
        assert isinstance(cancel_visit(session, visitor, reference), Made)
    told = news()
    assert len(told) == 3
    assert {row.channel for row in told} == {contact.channel}
    with db.write() as session:
        for row in told:
            facts = json.loads(row.facts or "{}")
            assert set(facts) == {"to", "link"}
            assert facts["to"] == contact.value
            assert facts["link"].endswith("/appointments/look-up")
            assert contact.value not in str(row.model_dump())
            if contact is EMAIL:
                assert isinstance(prepare(session, session.get_one(OutboxMessage, row.id)), Ready)


def test_a_number_that_said_stop_meanwhile_hears_nothing() -> None:
    field_office()
    asks_as(comes(PHONE))
    with db.write() as session:
        now = clock.business(session)
        session.add(TextStop(phone_hash=hash_of(PHONE.value), stopped_at=now, source="text"))
    with db.write() as session:
        [row] = news()
        assert isinstance(prepare(session, session.get_one(OutboxMessage, row.id)), NotSent)


def test_the_same_form_again_is_one_request_and_another_is_shown_the_open_one() -> None:
    field_office()
    visitor = comes()
    reference = asks_as(visitor)
    assert sends(visitor, form()) == Submitted(reference, again=True)
    assert sends(visitor, form(), "form-2") == OpenAlready(reference)
    assert sends(comes(), form(), "form-1") == OpenAlready(reference)
    assert isinstance(sends(comes(PHONE), form()), Submitted)


def test_one_contact_asks_no_more_than_ten_times_a_day() -> None:
    field_office()
    for n in range(10):
        asks_as(comes(), given_name=f"Ana {n}", reason="judge_grant")
    assert isinstance(sends(comes(), form()), TooMany)
    assert isinstance(sends(comes(PHONE), form()), Submitted)


def test_files_of_the_form_go_with_the_request() -> None:
    field_office()
    visitor = comes()
    stored_file = put(Sound(FileKind.PDF, b"%PDF-1.7 %%EOF"), "a.pdf")
    with db.write() as session:
        assert keep(session, visitor, stored_file, None) is None
    reference, again = asks_as(visitor), comes()
    with db.read() as session:
        assert files_of_form(session, visitor) == []
        assert len(files_of_request(session, again, reference).files) == 1


def test_a_visitor_withdraws_and_opens_again() -> None:
    field_office()
    visitor = comes()
    reference = asks_as(visitor)
    with db.write() as session:
        assert isinstance(withdraw(session, visitor, reference), Made)
    assert stored(reference).state == RequestState.WITHDRAWN
    second = asks_as(visitor, "form-2")
    asked_back(second)
    later(days=16)
    with db.write() as session:
        assert expire_due(session) == 1
    with db.write() as session:
        assert isinstance(reopen(session, comes(), second), Made)


def test_a_visitor_reads_on_the_page_how_it_is_settled_by_mail() -> None:
    field_office()
    reference = asks_as(comes(), language="es")
    officer = staff()
    which = claims(officer, reference)
    made = does(find_unneeded, officer, which, Unneeded.BY_MAIL, tuple(MailCheck))
    assert isinstance(made, Made)
    with db.read() as session:
        shown = request_page(session, comes(), reference)
    assert "messages" not in shown.sentence
    assert shown.steps[-1].words.startswith("Su sello llega por correo. Revisamos tres cosas")


def test_an_officer_sees_what_the_same_contact_asked_before() -> None:
    field_office()
    first = asks_as(comes())
    asks_as(comes(), "form-2", given_name="Eva")
    asks_as(comes(PHONE), "form-3")
    second = asks_as(comes(), "form-4", reason="judge_grant")
    [earlier] = opens(staff(), second).earlier
    assert earlier.path.endswith(first)


def test_a_visitor_s_letter_sends_nobody_to_an_account() -> None:
    office = field_office()
    visitor = comes()
    reference = asks_as(visitor)
    booked(reference, office)
    with db.read() as session:
        letter = visit_letter(session, visitor, reference)
    assert not any("account" in said for said in letter.sheet["paragraphs"])


def test_after_a_closure_a_visitor_picks_another_time_and_the_agency_hears_of_all() -> None:
    office = field_office()
    visitor = comes()
    reference = asks_as(visitor)
    booked(reference, office)
    office_closes(reference)
    with db.write() as session:
        assert isinstance(rebook(session, visitor, reference, times(office)[3].slot_id), Made)
    with db.write() as session:
        assert isinstance(cancel_visit(session, visitor, reference), Made)
    with db.read() as session:
        told = session.exec(select(OutboundEvent).order_by(OutboundEvent.id))
        kinds = [(row.kind, row.case_id) for row in told]
    assert kinds == [("booking", None), ("cancellation", None)]
    assert RequestMove.REBOOK in {step.move for step in steps(reference)}


def test_the_steps_of_a_visitor_name_nobody() -> None:
    field_office()
    visitor = comes()
    reference = asks_as(visitor)
    with db.write() as session:
        withdraw(session, visitor, reference)
    with db.read() as session:
        assert all(row.account_id is None for row in session.exec(select(RequestStep)))


# --- looking up -----------------------------------------------------------------------------------


def looks(visitor: Actor, reference: str) -> str | LookUp:
    with db.write() as session:
        return look_up(session, visitor, reference)


def test_a_fresh_code_to_the_same_contact_and_the_number_find_it() -> None:
    field_office()
    reference = asks_as(comes())
    assert looks(comes(), f" {shown(reference).lower()} ") == reference


def test_what_is_not_there_and_what_is_another_s_look_the_same() -> None:
    one = asker()
    theirs, account_s = asks_as(comes(PHONE)), asks(one, "form-7")
    visitor = comes()
    for reference in (theirs, account_s, "4K7M-2QXR-9TBC", "", "x" * 500):
        assert looks(visitor, reference) is LookUp.NOT_FOUND


def test_after_ten_numbers_that_do_not_fit_the_contact_waits_and_nobody_else_does() -> None:
    field_office()
    reference = asks_as(comes())
    other = asks_as(comes(PHONE))
    with time_machine.travel(clock.wall(), tick=False) as traveller:
        for _ in range(10):
            assert looks(comes(), "4K7M-2QXR-9TBC") is LookUp.NOT_FOUND
        visitor = comes()
        assert looks(visitor, reference) is LookUp.TOO_MANY
        assert looks(comes(PHONE), other) == other
        traveller.shift(timedelta(hours=1))
        assert looks(comes(), reference) == reference


def test_whoever_is_signed_in_has_a_list_of_theirs() -> None:
    one = asker()
    reference = asks(one)
    with db.write() as session, pytest.raises(Forbidden):
        look_up(session, one.actor, reference)


def test_finding_one_s_own_is_not_counted() -> None:
    field_office()
    reference = asks_as(comes())
    visitor = comes()
    assert {looks(visitor, reference) for _ in range(15)} == {reference}
