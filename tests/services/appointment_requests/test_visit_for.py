"""Officers move or cancel a visit that is booked (AP-45): in force at once, undone for a minute."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.appointment_decisions import Call, Cancelled, Moved, Needed
from cx_app.domain.appointment_requests import RequestMove, RequestRefusal, RequestState
from cx_app.domain.decisions import Held
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.domain.slots import BookingState
from cx_app.models import AuditEntry, HeldDecision, InboxAttachment, InboxMessage, OutboxMessage
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.call import log_call
from cx_app.services.appointment_requests.change import cancel_visit
from cx_app.services.appointment_requests.decide import book
from cx_app.services.appointment_requests.file import RequestFile
from cx_app.services.appointment_requests.letter import visit_letter
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.times import preview_of, times_for
from cx_app.services.appointment_requests.views import request_page
from cx_app.services.appointment_requests.visit_for import cancel_for, move_for
from cx_app.services.decisions.undo import UndoAnswer
from tests.services.appointment_requests.asking import (
    Asker,
    asker,
    asks,
    field_office,
    later,
    office_closes,
    steps,
    stored,
    told,
    visits,
)
from tests.services.appointment_requests.desk import (
    change,
    claims,
    does,
    free,
    opens,
    staff,
    too_late_to_undo,
    undoes,
)
from tests.services.feed_out.events import pulled
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def booked(**other: str) -> tuple[Asker, str, Actor]:
    """A visit that an officer booked, of which everybody knows."""
    one = asker()
    reference = asks(one, **other)
    officer = staff(Role.SUPERVISOR)
    claims(officer, reference)
    slot = free(officer, one.office_id)[0].slot_id
    made = does(book, officer, stored(reference).id, slot, Needed.IN_PERSON)
    assert isinstance(made, Made), made
    too_late_to_undo()
    return one, reference, officer


def visit(reference: str) -> UUID:
    found = stored(reference).booking_id
    assert found is not None
    return found


def moves(officer: Actor, reference: str, nth: int = 3, why: Moved = Moved.ASKED) -> object:
    slot = free(officer, stored(reference).office_id)[nth].slot_id
    return does(move_for, officer, stored(reference).id, visit(reference), slot, why)


def cancels(officer: Actor, reference: str, why: Cancelled = Cancelled.SETTLED) -> object:
    return does(cancel_for, officer, stored(reference).id, visit(reference), why)


def looks(officer: Actor, reference: str) -> RequestFile:
    return opens(officer, reference, OpeningReason.CONTACT)


def active(reference: str) -> list[str]:
    return [
        one.starts_at.isoformat() for one in visits(reference) if one.state == BookingState.ACTIVE
    ]


def left(officer: Actor, office_id: UUID) -> dict[UUID, int]:
    return {one.slot_id: one.left for one in free(officer, office_id)}


def kinds() -> list[str]:
    return [line["what"]["kind"] for line in pulled()]


def newest() -> InboxMessage:
    with db.read() as session:
        found = session.exec(select(InboxMessage).order_by(col(InboxMessage.id).desc())).first()
        assert found is not None
        return found


def sees(one: Asker, reference: str) -> list[str]:
    with db.read() as session:
        page = request_page(session, one.actor, reference)
        return [page.card.title, page.sentence, *[step.what for step in page.steps]]


def test_moved_it_is_in_force_at_once_and_told_after_a_minute_with_the_reason() -> None:
    one, reference, officer = booked()
    before = told(one.actor)
    made = moves(officer, reference)
    assert isinstance(made, Made), made
    assert (made.before, made.state) == (RequestState.SCHEDULED, RequestState.SCHEDULED)
    [now] = active(reference)
    assert told(one.actor) == before
    assert kinds() == ["booking"]
    assert too_late_to_undo() == 1
    assert told(one.actor)[-1] == "visit_moved"
    assert "We were asked for another time." in (newest().body or "")
    assert kinds() == ["booking", "move"]
    event = pulled()[-1]["what"]
    assert event["cause"] == Moved.ASKED
    assert event["slot"]["starts_at"][:16] == now[:16]
    assert event["instead_of"]["starts_at"][:16] == visits(reference)[0].starts_at.isoformat()[:16]
    with db.read() as session:
        files = session.exec(select(InboxAttachment.media_type)).all()
        mails = [one.facts or "" for one in session.exec(select(OutboxMessage))]
        letter = visit_letter(session, one.actor, reference)
    assert list(files) == ["text/calendar", "text/calendar"]
    assert "This letter takes the place of the one before." in letter.sheet["paragraphs"]
    assert len(mails) == 3
    assert not any("because" in facts or "Plaza" in facts for facts in mails)


def test_the_time_before_is_kept_for_a_minute_and_free_then() -> None:
    one, reference, officer = booked()
    taken = visits(reference)[0]
    slots = left(officer, one.office_id)
    moves(officer, reference)
    with db.read() as session:
        held = session.exec(select(HeldDecision).order_by(col(HeldDecision.id).desc())).first()
        assert held is not None
        assert held.state == Held.HELD
    assert (
        left(officer, one.office_id)[_slot(officer, one, taken.starts_at)]
        == (slots[_slot(officer, one, taken.starts_at)])
    )
    too_late_to_undo()
    assert left(officer, one.office_id)[_slot(officer, one, taken.starts_at)] == (
        slots[_slot(officer, one, taken.starts_at)] + 1
    )


def _slot(officer: Actor, one: Asker, starts_at: object) -> UUID:
    [found] = [t.slot_id for t in free(officer, one.office_id) if t.starts_at == starts_at]
    return found


def test_a_move_that_is_undone_was_never_made() -> None:
    one, reference, officer = booked()
    [before] = active(reference)
    slots, said = left(officer, one.office_id), told(one.actor)
    moves(officer, reference)
    assert active(reference) != [before]
    assert undoes(officer, reference) is UndoAnswer.DONE
    assert active(reference) == [before]
    assert left(officer, one.office_id) == slots
    assert too_late_to_undo() == 0
    assert (told(one.actor), kinds()) == (said, ["booking"])
    assert sees(one, reference)[-1] == "We booked a visit. (by an officer)"
    row = stored(reference)
    assert (row.state, row.booking_id) == (RequestState.SCHEDULED, visits(reference)[-1].id)

    assert isinstance(moves(officer, reference, why=Moved.OFFICE), Made)
    too_late_to_undo()
    assert kinds() == ["booking", "move"]
    assert pulled()[-1]["what"]["instead_of"]["starts_at"][:16] == before[:16]


def test_cancelled_it_ends_and_its_person_reads_who_did_it_and_why() -> None:
    one, reference, officer = booked()
    made = cancels(officer, reference)
    assert isinstance(made, Made), made
    assert stored(reference).state == RequestState.WITHDRAWN
    assert active(reference) == []
    assert kinds() == ["booking"]
    assert too_late_to_undo() == 1
    assert told(one.actor)[-1] == "visit_called_off"
    assert "What you need is done without a visit." in (newest().body or "")
    assert kinds() == ["booking", "cancellation"]
    assert pulled()[-1]["what"]["cause"] == Cancelled.SETTLED
    title, sentence, *_steps, last = sees(one, reference)
    assert title == "This request has ended"
    assert sentence == "We cancelled the visit. What you need is done without a visit."
    assert last == "The visit was cancelled. (by an officer)"
    assert isinstance(asks(one, "form-2"), str)


def test_a_cancellation_that_is_undone_was_never_made() -> None:
    one, reference, officer = booked()
    [before], answered = active(reference), stored(reference).decided_at
    slots, said = left(officer, one.office_id), told(one.actor)
    cancels(officer, reference)
    later(seconds=30)
    assert undoes(officer, reference) is UndoAnswer.DONE
    row = stored(reference)
    assert (row.state, row.ended_at, row.decided_at) == (RequestState.SCHEDULED, None, answered)
    assert row.open_key is not None
    assert active(reference) == [before]
    assert left(officer, one.office_id) == slots
    assert too_late_to_undo() == 0
    assert (told(one.actor), kinds()) == (said, ["booking"])
    does(cancel_visit, one.actor, reference)
    assert kinds() == ["booking", "cancellation"]


def test_what_can_t_stand_again_leaves_as_decided() -> None:
    one, reference, officer = booked()
    cancels(officer, reference)
    asks(one, "form-2")
    assert undoes(officer, reference) is UndoAnswer.IMPOSSIBLE
    assert stored(reference).state == RequestState.WITHDRAWN
    assert active(reference) == []
    assert too_late_to_undo() == 1
    assert "visit_called_off" in told(one.actor)
    assert kinds() == ["booking", "cancellation"]


def test_nothing_is_decided_on_top_of_what_can_still_be_undone() -> None:
    _one, reference, officer = booked()
    moves(officer, reference)
    assert moves(officer, reference) is RequestRefusal.PENDING
    assert cancels(officer, reference) is RequestRefusal.PENDING
    file = looks(officer, reference)
    assert (file.may_move, file.may_cancel, bool(file.undo.id)) == (False, False, True)
    too_late_to_undo()
    file = looks(officer, reference)
    assert (file.may_move, file.may_cancel) == (True, True)
    assert isinstance(cancels(officer, reference), Made)


def test_of_two_officers_who_move_one_visit_one_does() -> None:
    _one, reference, officer = booked()
    other = staff(Role.SUPERVISOR)
    slots = [one.slot_id for one in free(officer, stored(reference).office_id)][3:5]
    seen, which = visit(reference), stored(reference).id
    answers = together(
        *[
            partial(does, move_for, who, which, seen, slot, Moved.ASKED)
            for who, slot in zip((officer, other), slots, strict=True)
        ]
    )
    assert sum(isinstance(one, Made) for one in answers) == 1
    assert RequestRefusal.DONE_BEFORE in answers
    assert len(active(reference)) == 1


def test_its_person_who_cancels_within_the_minute_ends_what_the_agency_knows() -> None:
    one, reference, officer = booked()
    known = visits(reference)[0].starts_at.isoformat()
    moves(officer, reference)
    assert isinstance(does(cancel_visit, one.actor, reference), Made)
    assert undoes(officer, reference) is UndoAnswer.TOO_LATE
    too_late_to_undo()
    assert kinds() == ["booking", "cancellation"]
    assert pulled()[-1]["what"]["slot"]["starts_at"][:16] == known[:16]
    assert "visit_moved" not in told(one.actor)


def test_after_a_closure_an_officer_books_another_time_for_somebody_on_the_phone() -> None:
    one, reference, officer = booked()
    office_closes(reference)
    file = looks(officer, reference)
    assert (file.may_move, file.may_cancel) == (True, False)
    assert file.visit.endswith("(not any more)")
    assert isinstance(moves(officer, reference), Made)
    assert undoes(officer, reference) is UndoAnswer.DONE
    assert stored(reference).state == RequestState.OFFICE_CANCELLED
    assert active(reference) == []
    assert isinstance(moves(officer, reference), Made)
    too_late_to_undo()
    assert told(one.actor)[-1] == "visit_moved"
    assert len(active(reference)) == 1


def test_what_is_no_time_for_it_is_refused() -> None:
    one, reference, officer = booked()
    elsewhere = field_office(name="Chicago", zip_code="60601")
    which, seen = stored(reference).id, visit(reference)
    same = _slot(officer, one, visits(reference)[0].starts_at)
    far = free(officer, elsewhere)[0].slot_id
    for slot in (uuid7(), far, same):
        answer = does(move_for, officer, which, seen, slot, Moved.ASKED)
        assert answer is RequestRefusal.NO_TIME
    with db.read() as session:
        times = times_for(session, officer, which)
    assert [name for _id, name in times.offices] == [looks(officer, reference).office]
    later(days=60)
    for act, why in ((move_for, Moved.ASKED), (cancel_for, Cancelled.ASKED)):
        what = (same, why) if act is move_for else (why,)
        assert does(act, officer, which, seen, *what) is RequestRefusal.TOO_LATE
    file = looks(officer, reference)
    assert (file.may_move, file.may_cancel) == (False, False)


def test_only_staff_who_may_see_it_and_each_time_on_record() -> None:
    one, reference, officer = booked(reason="protected_inquiry")
    which, seen = stored(reference).id, visit(reference)
    slot = free(officer, one.office_id)[3].slot_id
    for act, what in ((move_for, (slot, Moved.ASKED)), (cancel_for, (Cancelled.ASKED,))):
        with pytest.raises(NotFound):
            does(act, staff(), which, seen, *what)
        with pytest.raises(Forbidden):
            does(act, one.actor, which, seen, *what)
    moves(officer, reference)
    too_late_to_undo()
    assert told(one.actor)[-1] == "appointment_booked"  # no time of it stands in an e-mail
    with db.read() as session:
        rows = session.exec(
            select(AuditEntry.outcome).where(AuditEntry.action == "appointment_request.rebook")
        ).all()
    assert list(rows) == ["done"]
    assert [step.move for step in steps(reference)][-1] == RequestMove.REBOOK


def test_the_message_is_read_before_it_goes_in_the_language_of_its_person() -> None:
    _one, reference, officer = booked()
    change(reference, language="es")
    which = stored(reference).id
    with db.read() as session:
        said = preview_of(session, officer, which, Cancelled.ASKED)
        slot = free(officer, stored(reference).office_id)[3].slot_id
        moved = preview_of(session, officer, which, Moved.OFFICE, slot)
    assert said.subject == "Su visita se canceló"
    assert "Nos pidieron cancelarla." in said.body
    assert "We were asked to cancel it." in said.english_body
    assert "La oficina no puede recibirle" in moved.body


def test_a_call_that_was_logged_is_nothing_that_its_person_reads_or_trips_over() -> None:
    one, reference, officer = booked()
    does(log_call, officer, stored(reference).id, Call.REACHED, "Said hello.")
    assert "hello" not in str(sees(one, reference))
