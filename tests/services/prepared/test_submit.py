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
from cx_app.domain.prepared import PreparedRefusal, PreparedState
from cx_app.gateways import clock
from cx_app.models import (
    AppointmentRequest,
    AuditEntry,
    Booking,
    Callback,
    CodeRequest,
    PreparedRequest,
    Reschedule,
)
from cx_app.services.appointment_requests.submit import Submitted, submit
from cx_app.services.biometrics.reschedule import Moved, NotMoved, hold_time
from cx_app.services.callbacks.asking import Asked, AskRefusal
from cx_app.services.drafts.keep import keep_draft
from cx_app.services.prepared.codes import send_code
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.queue import Asked as AskedQueue
from cx_app.services.prepared.queue import Shelf, prepared_page
from cx_app.services.prepared.review import Opened, delete, open_again, send_back
from cx_app.services.prepared.show import prepared_view
from cx_app.services.prepared.submit import Done, NotDone
from cx_app.services.prepared.sweep import forget_prepared
from cx_app.services.representation.acting import submits_for_party, who_for_whom
from cx_app.services.representation.ending import end, withdraw
from cx_app.services.representation.team import leave, membership
from tests import factories
from tests.services.appointment_requests.asking import typed
from tests.services.biometrics.people import booking, free, moves, page, somebody
from tests.services.prepared.people import (
    Firm,
    at_most,
    call,
    client_with_biometrics,
    firm,
    joins,
    move,
    prepared,
    row,
    signs_beside,
    submits,
    visit,
)
from tests.services.representation.people import client, lawyer, signed, told

pytestmark = pytest.mark.usefixtures("database")


def count(table: type) -> int:
    with db.read() as session:
        return len(session.exec(select(table)).all())


def leaves(who: Firm) -> None:
    with db.write() as session:
        member = membership(session, who.pilar.account_id)
        assert member is not None
        leave(session, who.pilar, member.id)


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


def test_it_goes_back_with_a_note_and_comes_again() -> None:
    who = firm()
    key = uuid4().hex
    waiting = prepared(visit(who.pilar, who.one, key))
    with db.write() as session:
        assert send_back(session, who.rosa, waiting, "Which day do they travel?") is None
    assert isinstance(submits(who.rosa, waiting), NotDone)
    with db.write() as session:
        seen = prepared_view(session, who.pilar, waiting)
        assert (seen.state, seen.note) == ("Sent back", "Which day do they travel?")
        assert open_again(session, who.pilar, waiting) == ("visit", Opened.READY)
    assert prepared(visit(who.pilar, who.one, key, note="Another note.")) == waiting
    assert row(waiting).state == PreparedState.WAITING
    assert isinstance(submits(who.rosa, waiting), Done)
    answer = visit(who.pilar, who.one, key)
    assert answer == HandedIn(str(waiting), again=True)
    assert count(AppointmentRequest) == 1


def test_opening_it_again_loses_nothing_that_was_typed_before() -> None:
    who = firm()
    waiting = prepared(visit(who.pilar, who.one))
    with db.write() as session:
        keep_draft(session, who.rosa, "appointment_request", {"key": "mine", "reason": "other"})
        assert open_again(session, who.rosa, waiting) == ("visit", Opened.BUSY)


def test_what_was_deleted_is_gone_and_stays_so() -> None:
    who = firm()
    comes = client_with_biometrics(who.rosa)
    waiting = prepared(move(who.pilar, comes))
    with db.write() as session:
        assert delete(session, who.rosa, waiting) is None
    assert row(waiting).values is None
    assert isinstance(submits(who.rosa, waiting), NotDone)
    assert prepared(move(who.pilar, comes)) != waiting


def test_who_left_the_team_reads_nothing_and_their_work_waits_for_a_representative() -> None:
    who = firm()
    key = uuid4().hex
    waiting = prepared(visit(who.pilar, who.one, key))
    leaves(who)
    with db.read() as session, pytest.raises(NotFound):
        prepared_view(session, who.pilar, waiting)
    answer = submits(who.rosa, waiting)
    assert isinstance(answer, NotDone)
    assert answer.reason == PreparedRefusal.PREPARER_LEFT
    assert prepared(visit(who.rosa, who.one, key)) == waiting
    assert isinstance(submits(who.rosa, waiting), Done)


@pytest.mark.parametrize("ends", ["client", "representative"])
def test_once_the_representation_is_over_nobody_reaches_it(ends: str) -> None:
    who = firm()
    waiting = prepared(visit(who.pilar, who.one))
    with db.write() as session:
        if ends == "client":
            assert end(session, who.one.actor, who.held) is None
        else:
            assert withdraw(session, who.rosa, who.held) is None
    for actor in (who.rosa, who.pilar):
        with db.read() as session:
            with pytest.raises(NotFound):
                prepared_view(session, actor, waiting)
            assert prepared_page(session, actor, AskedQueue()).rows == []
        with pytest.raises(NotFound):
            submits(actor, waiting)
    with pytest.raises(NotFound):
        call(who.pilar, who.one)
    assert count(AppointmentRequest) == 0


def test_a_covering_attorney_of_the_team_submits_it_and_another_one_sees_nothing() -> None:
    who = firm()
    ana, bea = joins(who.rosa, "Ana Ruiz"), joins(who.rosa, "Bea Stone")
    signs_beside(ana, who.one)
    waiting = prepared(visit(who.pilar, who.one))
    with pytest.raises(NotFound):
        submits(bea, waiting)
    with db.read() as session:
        assert submits_for_party(session, who.pilar, who.one.party_id) == "Ana Ruiz / Rosa Delgado"
    assert isinstance(submits(ana, waiting), Done)


def test_a_queue_is_narrowed_by_kind_paralegal_and_client() -> None:
    who = firm()
    visit(who.pilar, who.one)
    call(who.pilar, who.one)
    with db.read() as session:
        everything = prepared_page(session, who.rosa, AskedQueue())
        assert everything.counts == {Shelf.REVIEW: 2, Shelf.RETURNED: 0, Shelf.OVER: 0}
        assert [one.id for one in everything.helpers] == [str(who.pilar.account_id)]
        by_kind = prepared_page(session, who.rosa, AskedQueue(kind="call"))
        assert [one.kind for one in by_kind.rows] == ["call"]
        found = prepared_page(session, who.rosa, AskedQueue(search=who.one.receipt))
        assert len(found.rows) == 2
        assert prepared_page(session, who.rosa, AskedQueue(search="Nobody")).rows == []
        assert prepared_page(session, who.rosa, AskedQueue(paralegal=uuid4())).rows == []


def test_too_many_open_ones_are_refused() -> None:
    who = firm()
    at_most(1)
    assert isinstance(visit(who.pilar, who.one), HandedIn)
    assert call(who.pilar, who.one) is PreparedRefusal.TOO_MANY


def test_what_was_not_submitted_is_forgotten_in_time() -> None:
    who = firm()
    old, done = prepared(visit(who.pilar, who.one)), prepared(call(who.pilar, who.one))
    assert isinstance(submits(who.rosa, done), Done)
    for days, gone in ((59, 0), (2, 1)):
        with db.write() as session:
            clock.advance(session, timedelta(days=days))
        with db.write() as session:
            assert forget_prepared(session) == gone
    with db.read() as session:
        assert session.get(PreparedRequest, old) is None
        assert session.get(PreparedRequest, done) is not None


def test_each_act_is_recorded_with_its_outcome() -> None:
    who = firm()
    first, second = prepared(visit(who.pilar, who.one)), prepared(visit(who.pilar, who.one))
    submits(who.rosa, first)
    submits(who.rosa, second)
    with db.read() as session:
        rows = session.exec(
            select(AuditEntry.action, AuditEntry.outcome, AuditEntry.account_id)
            .where(AuditEntry.subject_type == "prepared_request")
            .order_by(AuditEntry.at, AuditEntry.id)  # type: ignore[arg-type]
        ).all()
    assert [tuple(one) for one in rows] == [
        ("prepared.hand_in", "done", who.pilar.account_id),
        ("prepared.hand_in", "done", who.pilar.account_id),
        ("prepared.submit", "done", who.rosa.account_id),
        ("prepared.submit", AskRefusal.OPEN_ALREADY, who.rosa.account_id),
    ]
