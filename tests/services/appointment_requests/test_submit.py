"""Asking for a visit: one request whatever is clicked, and none where a rule is against it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import func, select

from cx_app import database as db
from cx_app.domain.appointment_forms import NOBODY_KNOWN, Details, Flaw
from cx_app.domain.appointment_requests import By, RequestMove, RequestState
from cx_app.domain.references import parse_reference
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, AuditEntry, Change, InboxMessage
from cx_app.services.appointment_requests.moves import DESK
from cx_app.services.appointment_requests.submit import (
    Answer,
    Flawed,
    OpenAlready,
    Paused,
    Submitted,
    TooMany,
)
from tests import factories
from tests.factories import actor_for
from tests.services.appointment_requests.asking import (
    asker,
    asks,
    field_office,
    later,
    moved,
    sends,
    steps,
    stored,
    told,
    typed,
)
from tests.services.claims.shared import disputes_it, shared
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
OTHER = {
    "given_name": "Rosa",
    "family_name": "Vega",
    "month": "4",
    "day": "12",
    "year": "1990",
}


def count() -> int:
    with db.read() as session:
        return session.exec(select(func.count()).select_from(AppointmentRequest)).one()


def test_a_request_has_a_reference_number_and_is_no_booking() -> None:
    one = asker()
    request = stored(asks(one))
    assert parse_reference(request.reference) == request.reference
    assert request.state == RequestState.SUBMITTED
    assert request.booking_id is None
    assert request.person_id == one.filing.person.id
    assert request.office_id == one.office_id
    assert told(one.actor) == ["visit_asked"]
    assert [step.move for step in steps(request.reference)] == ["submit"]
    with db.read() as session:
        assert session.get(Change, DESK) is not None


def test_what_was_told_is_kept_sealed_and_comes_back_whole() -> None:
    one = asker()
    form = typed(one.whom, needs_sign_language="yes", needs_words="ASL", away1_from="")
    answer = sends(one.actor, form)
    assert isinstance(answer, Submitted)
    request = stored(answer.reference)
    assert "extension" not in str(request.details_sealed)
    told_us = Details.decode(request.details)
    assert told_us.note == "My extension letter ends soon."
    assert [wish.day.isoformat() for wish in told_us.wishes] == [form["wish1_day"]]
    assert told_us.phone == "+12125550101"
    assert told_us.given_name == ""


def test_the_same_form_sent_twice_makes_one_request() -> None:
    one = asker()
    form = typed(one.whom)
    first, second = sends(one.actor, form), sends(one.actor, form)
    assert isinstance(first, Submitted)
    assert isinstance(second, Submitted)
    assert (first.reference, second.again, count()) == (second.reference, True, 1)
    assert told(one.actor) == ["visit_asked"]


def test_twelve_clicks_at_the_same_instant_make_one_request() -> None:
    one = asker()
    form = typed(one.whom)

    def click(key: str) -> Callable[[], Answer]:
        return lambda: sends(one.actor, form, key)

    answers = together(*[click(key) for key in ("form-1", "form-2") * 6])
    assert count() == 1
    assert all(isinstance(answer, Submitted | OpenAlready) for answer in answers)


def test_while_one_is_open_the_same_person_and_reason_lead_to_it() -> None:
    one = asker()
    reference = asks(one)
    assert sends(one.actor, typed(one.whom), "form-2") == OpenAlready(reference)
    assert isinstance(sends(one.actor, typed(one.whom, reason="judge_grant"), "3"), Submitted)


def test_a_representative_and_the_client_do_not_ask_for_the_same_thing_twice() -> None:
    one = asker()
    with db.write() as session:
        attorney = factories.account(session)
        factories.representation(session, one.filing.party, account=attorney)
    reference = asks(one)
    assert sends(actor_for(attorney), typed(one.whom), "theirs") == OpenAlready(reference)


def test_both_hear_of_it_when_a_representative_asks() -> None:
    one = asker()
    with db.write() as session:
        attorney = factories.account(session)
        factories.representation(session, one.filing.party, account=attorney)
    answer = sends(actor_for(attorney), typed(one.whom))
    assert isinstance(answer, Submitted)
    assert stored(answer.reference).asked_as == "representative"
    assert told(one.actor) == told(actor_for(attorney)) == ["visit_asked"]


def test_somebody_whom_no_case_names_is_typed_in() -> None:
    field_office()
    with db.write() as session:
        account = factories.account(session)
    form = typed(NOBODY_KNOWN, **OTHER, a_number="A12345678")
    answer = sends(actor_for(account), form)
    assert isinstance(answer, Submitted)
    request = stored(answer.reference)
    assert (request.name, request.person_id) == ("Rosa Vega", None)
    assert Details.decode(request.details).a_number == "012345678"
    again = sends(actor_for(account), {**form, "given_name": "ROSA "}, "form-2")
    assert again == OpenAlready(answer.reference)


def test_nobody_asks_for_a_party_of_somebody_else() -> None:
    one, other = asker(), asker()
    answer = sends(one.actor, typed(other.whom))
    assert answer == Flawed({"whom": Flaw.MISSING})
    assert count() == 0


def test_a_form_with_flaws_makes_no_request() -> None:
    one = asker()
    answer = sends(one.actor, typed(one.whom, zip="00000", attested=""))
    assert answer == Flawed({"zip": Flaw.NO_ZIP, "attested": Flaw.MISSING})
    assert count() == 0


def test_a_draft_of_long_ago_is_told_which_days_have_passed() -> None:
    one = asker()
    form = typed(one.whom)
    later(days=90)
    assert sends(one.actor, form) == Flawed({"wish1_day": Flaw.PAST})
    assert stored(asks(one)).state == RequestState.SUBMITTED


def test_a_place_without_any_office_is_told_so() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        factories.link(session, filing.account, filing.party)
    answer = sends(filing.actor, typed(str(filing.party.id)))
    assert answer == Flawed({"zip": Flaw.NO_OFFICE})


def test_who_is_disputed_asks_for_nothing_until_it_is_decided() -> None:
    field_office()
    one = shared()
    disputes_it(one)
    answer = sends(one.other, typed(str(one.filing.party.id)))
    assert answer == Paused()
    assert isinstance(sends(one.actor, typed(str(one.filing.party.id))), Submitted)


def test_an_account_sends_at_most_ten_a_day() -> None:
    field_office()
    with db.write() as session:
        actor = actor_for(factories.account(session))
    for number in range(10):
        form = typed(NOBODY_KNOWN, **OTHER | {"given_name": f"Rosa {'abcdefghij'[number]}"})
        assert isinstance(sends(actor, form, f"form-{number}"), Submitted)
    assert sends(actor, typed(NOBODY_KNOWN, **OTHER), "one more") == TooMany()


def test_a_representative_sends_at_most_ten_a_day_for_each_client() -> None:
    one, other = asker(), asker()
    with db.write() as session:
        attorney = factories.account(session)
        for client in (one, other):
            factories.representation(session, client.filing.party, account=attorney)
    actor = actor_for(attorney)
    for number in range(10):
        answer = sends(actor, typed(one.whom), f"form-{number}")
        assert isinstance(answer, Submitted)
        moved(answer.reference, RequestMove.WITHDRAW, actor, By.PERSON)
    assert sends(actor, typed(one.whom), "one more") == TooMany()
    assert isinstance(sends(actor, typed(other.whom), "of another"), Submitted)
    assert isinstance(sends(one.actor, typed(one.whom), "by themselves"), Submitted)


def test_urgent_travel_comes_first_and_is_due_the_next_business_day() -> None:
    one = asker()
    with db.read() as session:
        today = clock.business(session)
    soon, far = today + timedelta(days=9), today + timedelta(days=40)
    near = stored(asks(one, **travel(soon), reason="emergency_parole"))
    assert near.urgency == 1
    assert near.due_at - near.asked_at < timedelta(days=6)
    other = asker()
    assert stored(asks(other, **travel(far), reason="emergency_parole")).urgency == 2


def test_a_protected_reason_is_marked_and_no_message_names_it() -> None:
    one = asker()
    assert stored(asks(one, reason="protected_inquiry")).protected
    with db.read() as session:
        message = session.exec(select(InboxMessage)).one()
        assert not {"vawa", "trafficking", "visa"} & set(str(message.body).lower().split())
        rows = session.exec(select(AuditEntry)).all()
        assert not any("protected_inquiry" in str(row.details) for row in rows)


def travel(at: datetime) -> dict[str, str]:
    return {
        "travel_month": str(at.month),
        "travel_day": str(at.day),
        "travel_year": str(at.year),
    }
