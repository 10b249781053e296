"""What people see of their requests: theirs alone, what waits for them first, by when in truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_decisions import Unneeded
from cx_app.domain.appointment_forms import Step
from cx_app.domain.appointment_requests import RequestMove, RequestReason
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.domain.references import new_reference
from cx_app.gateways import clock
from cx_app.language import say_date, say_moment, using
from cx_app.models import AppointmentRequest, InboxMessage, Office
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.change import answer
from cx_app.services.appointment_requests.decide import find_unneeded
from cx_app.services.appointment_requests.expect import expected
from cx_app.services.appointment_requests.form import form_page, furthest, office_for, review
from cx_app.services.appointment_requests.letter import visit_calendar, visit_letter
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.submit import Submitted
from cx_app.services.appointment_requests.views import RequestPage, request_page, requests_of
from tests.services.appointment_requests.asking import (
    Asker,
    asked_back,
    asker,
    asks,
    booked,
    field_office,
    later,
    moved,
    office_closes,
    officer,
    sends,
    steps,
    stored,
    times,
    typed,
    visits,
)
from tests.services.appointment_requests.desk import claims, does, staff
from tests.services.claims.shared import disputes_it, shared
from tests.services.messages.people import contact

pytestmark = pytest.mark.usefixtures("database")


def times_of(reference: str) -> datetime:
    return visits(reference)[0].starts_at


def page(one: Asker, reference: str) -> RequestPage:
    with db.read() as session:
        return request_page(session, one.actor, reference)


def test_a_list_shows_ones_own_and_what_waits_for_the_person_first() -> None:
    one, other = asker(), asker()
    asks(other)
    waits = asks(one)
    newer = asks(one, "form-2", reason="judge_grant")
    ended = asks(one, "form-3", reason="lost_packet")
    asked_back(waits)
    who = officer()
    moved(ended, RequestMove.CLAIM, who)
    moved(ended, RequestMove.FIND_UNNEEDED, who)
    with db.read() as session:
        cards = requests_of(session, one.actor)
        first = requests_of(session, one.actor, many=2)
    assert [card.reference for card in cards] == [waits, newer, ended]
    assert first == cards[:2]
    assert [card.turn for card in cards] == ["you", "agency", "nobody"]


def test_a_page_says_whose_turn_it_is_and_by_when() -> None:
    one = asker()
    reference = asks(one)
    shown = page(one, reference)
    due = say_date(stored(reference).due_at - timedelta(minutes=1))
    assert shown.by == f"An officer answers by {due}."
    assert (shown.can_withdraw, shown.can_answer, shown.can_cancel) == (True, False, False)
    asked_back(reference, "Which card?")
    shown = page(one, reference)
    assert (shown.question, shown.can_answer, shown.card.turn) == ("Which card?", True, "you")
    assert "Please answer by" in shown.by
    assert [step.words for step in shown.steps] == ["", "Which card?"]


def test_it_is_never_said_which_officer_has_it() -> None:
    one = asker()
    reference = asks(one)
    moved(reference, RequestMove.CLAIM, officer())
    assert [step.what for step in page(one, reference).steps] == [
        "The visit was asked for. (by you)"
    ]


def test_real_ages_speak_once_there_are_enough_of_them() -> None:
    one = asker()
    reference = asks(one)
    for _nth in range(30):
        _answered(reference, timedelta(days=3))
    assert "8 of 10 requests like yours were answered in 3 days or less" in page(one, reference).by
    with db.read() as session:
        now = clock.business(session)
        told = expected(session, RequestReason.JUDGE_GRANT, now, timedelta(0), now)
    assert not told.measured


def test_a_message_names_the_same_day_as_the_page() -> None:
    one = asker()
    reference = asks(one)
    for _nth in range(30):
        _answered(reference, timedelta(days=20))
    asked_back(reference)
    with db.write() as session:
        assert isinstance(answer(session, one.actor, reference, "Yes."), Made)
        now = clock.business(session)
        day = say_date(expected(session, RequestReason.ADIT_STAMP, now, timedelta(0), now).by)
        said = session.exec(select(InboxMessage).where(InboxMessage.kind == "visit_answered"))
        assert day in said.one().body
    assert day in page(one, reference).by


def _answered(reference: str, took: timedelta) -> None:
    """A request like this one, which was answered after so long."""
    like = stored(reference)
    with db.write() as session:
        now = clock.business(session)
        session.add(
            AppointmentRequest(
                **like.model_dump(exclude={"id", "reference", "submit_key", "open_key"})
                | {
                    "reference": new_reference(),
                    "submit_key": uuid7().hex,
                    "state": "not_needed",
                    "asked_at": now - took,
                    "decided_at": now,
                    "ended_at": now,
                }
            )
        )


def test_after_a_closure_there_are_times_to_pick() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    assert page(one, reference).card.visit
    office_closes(reference)
    shown = page(one, reference)
    assert shown.card.turn == "you"
    assert shown.days[0].times[0].slot_id == str(times(one.office_id)[0].slot_id)


def test_a_visit_at_another_office_is_shown_where_and_when_it_is() -> None:
    one = asker()
    reference = asks(one)
    elsewhere = field_office(name="Denver", zip_code="80202")
    with db.write() as session:
        session.get_one(Office, elsewhere).time_zone = "America/Denver"
    booked(reference, elsewhere)
    starts = times_of(reference)
    shown = page(one, reference)
    assert shown.place.startswith("Denver")
    assert shown.card.visit == say_moment(starts, ZoneInfo("America/Denver"))
    assert shown.days == []


def test_late_is_late_when_the_day_is_over_where_the_agency_is() -> None:
    one = asker()
    reference = asks(one)
    due = stored(reference).due_at
    with db.write() as session:
        clock.advance(session, due - timedelta(hours=1) - clock.business(session))
    assert page(one, reference).by.startswith("An officer answers by")
    later(hours=2)
    assert page(one, reference).by.startswith("This takes longer than it should.")


def test_how_it_is_settled_without_a_visit_stands_on_the_page() -> None:
    one = asker()
    reference = asks(one)
    who = staff()
    does(find_unneeded, who, claims(who, reference), Unneeded.SETTLED)
    shown = page(one, reference)
    assert shown.sentence == "You can read below how this is settled without one."
    assert shown.steps[-1].words.startswith("We looked at your request")
    assert "look" not in str(steps(reference)[-1].words_sealed)


def test_whoever_is_disputed_sees_it_but_cannot_end_it() -> None:
    field_office()
    one = shared()
    sent = sends(one.other, typed(str(one.filing.party.id)))
    assert isinstance(sent, Submitted)
    disputes_it(one)
    with db.read() as session:
        shown = request_page(session, one.other, sent.reference)
    assert (shown.paused, shown.can_withdraw) == (True, False)
    with db.read() as session:
        assert request_page(session, one.actor, sent.reference).can_withdraw


def test_a_request_of_somebody_else_looks_like_none() -> None:
    one, other = asker(), asker()
    reference = asks(one)
    for wanted in (reference, "4K7M2QXR9TBC", "", "x" * 50):
        with db.read() as session, pytest.raises(NotFound):
            request_page(session, other.actor, wanted)


def test_the_letter_and_the_calendar_are_there_while_a_visit_is_booked() -> None:
    one = asker()
    reference = asks(one, reason="protected_inquiry")
    with db.read() as session, pytest.raises(NotFound):
        visit_letter(session, one.actor, reference)
    booked(reference, one.office_id)
    with db.read() as session, using("es"):
        letter = visit_letter(session, one.actor, reference)
        file = visit_calendar(session, one.actor, reference)
    said = " ".join(letter.sheet["paragraphs"])
    assert "Su visita es el" in said
    assert "VAWA" not in said
    assert b"BEGIN:VEVENT" in file.content
    assert b"VAWA" not in file.content


def test_the_form_starts_from_what_is_known_and_goes_no_further_than_what_is_typed() -> None:
    one = asker()
    contact(one.filing.account, Channel.EMAIL, "ana@example.org")
    with db.read() as session:
        start = form_page(session, one.actor)
    assert start.start["whom"] == one.whom
    assert start.zips[one.whom] == "62701"
    form = typed(one.whom)
    with db.read() as session:
        assert furthest(session, one.actor, form | {"attested": ""}) is Step.CHECK
        assert furthest(session, one.actor, form | {"phone": ""}) is Step.PERSON
        assert furthest(session, one.actor, {}) is Step.REASON
        assert "Springfield" in office_for(session, one.actor, "62704")
        assert office_for(session, one.actor, "00000") == ""
        lines = {line.question: line.answer for line in review(session, one.actor, form)}
    assert lines["E-mail"] == "ana@example.org"
    assert lines["For"] == one.filing.person.full_name
    assert lines["What you told us"] == "My extension letter ends soon."
