"""What a paralegal prepared is submitted by a representative, by nobody else, and once (REP-9,
REP-40, REP-41)."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.biometrics import RescheduleRefusal
from cx_app.domain.errors import NotFound
from cx_app.domain.prepared import PreparedKind, PreparedRefusal, PreparedState
from cx_app.gateways import clock
from cx_app.models import (
    AppointmentRequest,
    Booking,
    Callback,
    CodeRequest,
    Reschedule,
)
from cx_app.services.appointment_requests.submit import Submitted, submit
from cx_app.services.biometrics.reschedule import Moved, NotMoved, hold_time
from cx_app.services.callbacks.asking import Asked
from cx_app.services.prepared.codes import send_code
from cx_app.services.prepared.review import send_back
from cx_app.services.prepared.show import prepared_view
from cx_app.services.prepared.submit import Done, NotDone
from cx_app.services.prepared.words import say_refused
from cx_app.services.representation.acting import who_for_whom
from tests import factories
from tests.services.appointment_requests.asking import typed
from tests.services.biometrics.people import booking, free, moves, page, somebody
from tests.services.prepared.people import (
    call,
    client_with_biometrics,
    count,
    firm,
    move,
    prepared,
    row,
    submits,
    visit,
)
from tests.services.representation.people import client, lawyer, signed, told

pytestmark = pytest.mark.usefixtures("database")


def test_nothing_is_asked_before_a_representative_submits_it_and_both_names_are_kept() -> None:
    who = firm()
    waiting = prepared(visit(who.pilar, who.one))
    assert count(AppointmentRequest) == 0
    assert "visit_asked" not in told(who.one.actor)
    assert row(waiting).state == PreparedState.WAITING
    done = submits(who.rosa, waiting)
    assert isinstance(done, Done), done
    with db.read() as session:
        made = session.exec(select(AppointmentRequest)).one()
        assert (made.reference, made.account_id) == (done.reference, who.rosa.account_id)
        said = who_for_whom(session, made.account_id, made.party_id, made.id)
        assert said.startswith("Rosa Delgado, who represents ")
        assert "; prepared by " in said
    kept = row(waiting)
    assert (kept.prepared_by, kept.submitted_by) == (who.pilar.account_id, who.rosa.account_id)
    assert (kept.values, kept.subject_id) == (None, made.id)
    assert "visit_asked" in told(who.one.actor)


def test_pressed_twice_it_is_submitted_once() -> None:
    who = firm()
    waiting = prepared(call(who.pilar, who.one))
    first = submits(who.rosa, waiting)
    assert isinstance(first, Done)
    assert submits(who.rosa, waiting) == Done(first.reference, again=True)
    assert count(Callback) == 1


def test_two_who_submit_it_at_one_instant_make_one_request() -> None:
    who = firm()
    waiting = prepared(call(who.pilar, who.one))
    start, answers = Barrier(2), list[object]()

    def press() -> None:
        start.wait()
        answers.append(submits(who.rosa, waiting))

    threads = [Thread(target=press) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answer.again for answer in answers if isinstance(answer, Done)) == [False, True]
    assert count(Callback) == 1


def test_a_paralegal_submits_nothing_by_any_service() -> None:
    who = firm()
    comes = client_with_biometrics(who.rosa)
    waiting = prepared(visit(who.pilar, who.one))
    answer = submits(who.pilar, waiting)
    assert isinstance(answer, NotDone)
    assert answer.reason == PreparedRefusal.REPRESENTATIVE_SUBMITS
    assert answer.said == "A representative of your team submits this."
    with db.write() as session:
        sent = submit(session, who.pilar, typed(str(who.one.party_id)), uuid4().hex)
        assert not isinstance(sent, Submitted)
        assert send_back(session, who.pilar, waiting, "no") is (
            PreparedRefusal.REPRESENTATIVE_SUBMITS
        )
        with pytest.raises(NotFound):
            hold_time(
                session,
                who.pilar,
                comes.appointment_id,
                free(comes.office_id, comes.actor)[0].slot_id,
            )
    assert row(waiting).state == PreparedState.WAITING
    assert (count(AppointmentRequest), count(Reschedule)) == (0, 0)


def test_one_that_is_refused_undoes_no_other_and_says_why() -> None:
    who = firm()
    other = client()
    signed(who.rosa, other)
    first, second = prepared(visit(who.pilar, who.one)), prepared(visit(who.pilar, who.one))
    third = prepared(visit(who.pilar, other))
    answers = [submits(who.rosa, one) for one in (first, second, third)]
    assert [isinstance(one, Done) for one in answers] == [True, False, True]
    assert answers[1].said == "There is an open request for this person and this reason."
    assert row(second).state == PreparedState.REFUSED
    with db.read() as session:
        seen = prepared_view(session, who.pilar, second)
        assert (seen.state, seen.refused) == ("Not accepted", answers[1].said)


def test_the_first_wished_time_that_is_free_is_booked_and_none_is_held_before() -> None:
    who = firm()
    comes = client_with_biometrics(who.rosa)
    times = free(comes.office_id, comes.actor)
    waiting = prepared(move(who.pilar, comes, times[0].slot_id, times[1].slot_id))
    assert len(free(comes.office_id, comes.actor)) == len(times)
    with db.read() as session:
        assert all(
            "Free now" in line.answer
            for line in prepared_view(session, who.rosa, waiting).lines
            if line.question.startswith("Wished time")
        )
    takes(comes.office_id, times[0].slot_id)
    assert isinstance(submits(who.rosa, waiting), Done)
    with db.read() as session:
        booked = session.exec(select(Booking).where(Booking.id == booking(comes).id)).one()
        assert booked.starts_at == times[1].starts_at
        moved = session.exec(select(Reschedule)).one()
        assert (moved.asked_by, moved.acting_for) == (who.rosa.account_id, True)
        assert row(waiting).subject_id == moved.id


def takes(office_id: UUID, slot_id: UUID) -> None:
    """The last seat of a time."""
    another = somebody(office_id=office_id)
    with db.write() as session:
        answer = hold_time(session, another.actor, another.appointment_id, slot_id)
        assert not isinstance(answer, NotMoved), answer


def test_an_appointment_that_moved_since_is_not_moved_again() -> None:
    who = firm()
    comes = client_with_biometrics(who.rosa)
    times = free(comes.office_id, comes.actor)
    waiting = prepared(move(who.pilar, comes, times[3].slot_id))
    assert isinstance(moves(comes), Moved)
    answer = submits(who.rosa, waiting)
    assert isinstance(answer, NotDone)
    assert answer.said == "The appointment was moved or cancelled after this was prepared."
    assert count(Reschedule) == 1


def test_a_time_too_close_is_refused_by_its_rule_when_it_is_submitted() -> None:
    who = firm()
    comes = client_with_biometrics(who.rosa)
    waiting = prepared(move(who.pilar, comes))
    with db.write() as session:
        clock.advance(session, timedelta(days=8, hours=14))
    answer = submits(who.rosa, waiting)
    assert isinstance(answer, NotDone)
    assert answer.reason == RescheduleRefusal.WITHIN_HOURS
    assert "12 hours" in answer.said


def test_another_cause_goes_to_an_officer_in_the_words_that_were_prepared() -> None:
    who = firm()
    comes = client_with_biometrics(who.rosa)
    words = "My father is in the hospital in another state, and nobody else can be with him there."
    waiting = prepared(move(who.pilar, comes, cause="other", words=words))
    assert isinstance(submits(who.rosa, waiting), Done)
    with db.read() as session:
        assert session.exec(select(Reschedule)).one().words == words


def test_a_paralegal_reads_the_appointment_and_who_submits() -> None:
    who = firm()
    comes = client_with_biometrics(who.rosa)
    seen = page(comes, who.pilar)
    assert (seen.submits, seen.acting_for, seen.may_move) == ("Rosa Delgado", True, True)
    assert page(comes, who.rosa).submits == ""
    assert seen.matches == []


def test_a_code_is_asked_for_by_the_representative_for_whom_it_was_prepared() -> None:
    who = firm()
    ana = lawyer()
    with db.write() as session:
        made = send_code(session, who.pilar, who.one.receipt, factories.BORN, who.rosa.account_id)
        with pytest.raises(NotFound):
            send_code(session, who.pilar, who.one.receipt, factories.BORN, ana.account_id)
    waiting = prepared(made)
    assert count(CodeRequest) == 0
    with pytest.raises(NotFound):
        submits(ana, waiting)
    assert isinstance(submits(who.rosa, waiting), Done)
    with db.read() as session:
        asked = session.exec(select(CodeRequest)).one()
        assert asked.account_id == who.rosa.account_id
        assert row(waiting).subject_id == asked.id


def test_a_phone_of_the_paralegal_s_account_and_texts_are_not_handed_on() -> None:
    who = firm()
    waiting = prepared(call(who.pilar, who.one, texts="yes"))
    assert '"texts": "no"' in (row(waiting).values or "")
    assert "212 555 0123" not in (row(waiting).values_sealed or "")


def test_what_names_no_client_of_the_team_is_the_paralegal_s_own() -> None:
    who = firm()
    answer = call(who.pilar, who.one, case_id="")
    assert isinstance(answer, Asked)
    with pytest.raises(NotFound):
        call(who.pilar, client())


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            PreparedKind.VISIT,
            "You sent many requests. Please wait a day, or take one of them back.",
        ),
        (PreparedKind.CALL, "You asked for many calls. Wait a day, or take one of them back."),
    ],
)
def test_a_limit_is_worded_by_the_service_that_it_is_of(kind: PreparedKind, said: str) -> None:
    with db.read() as session:
        assert say_refused(session, kind, PreparedRefusal.TOO_MANY) == said
