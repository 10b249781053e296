"""Three outcomes, in force at once and leaving after a minute; overrides by two (AP-9, AP-21)."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.appointment_decisions import (
    Against,
    Call,
    MailCheck,
    Needed,
    Override,
    Question,
    Unneeded,
)
from cx_app.domain.appointment_requests import RequestMove, RequestRefusal, RequestState
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.models import Account, InboxAttachment, InboxMessage, OutboxMessage, RequestProposal
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.agree import agree, decline
from cx_app.services.appointment_requests.call import answer_for, log_call
from cx_app.services.appointment_requests.change import answer, cancel_visit
from cx_app.services.appointment_requests.decide import Proposed, ask, book, find_unneeded
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.views import request_page
from cx_app.services.decisions.undo import UndoAnswer
from tests.factories import actor_for
from tests.services.appointment_requests.asking import (
    Asker,
    asker,
    asks,
    field_office,
    later,
    moved,
    steps,
    stored,
    told,
    visits,
)
from tests.services.appointment_requests.desk import (
    claim_runs_out,
    claims,
    does,
    free,
    opens,
    staff,
    too_late_to_undo,
    undoes,
)
from tests.services.appointment_requests.test_queue import travels_in
from tests.services.feed_out.events import pulled
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")
ALL = tuple(MailCheck)


def ready(one: Asker | None = None, **other: str) -> tuple[Asker, str, Actor]:
    """A request that an officer has claimed."""
    one = one or asker()
    reference = asks(one, **other)
    officer = staff()
    claims(officer, reference)
    return one, reference, officer


def state(reference: str) -> str:
    return stored(reference).state


def outside() -> int:
    with db.read() as session:
        return len(session.exec(select(OutboxMessage)).all()) + len(
            session.exec(select(InboxMessage)).all()
        )


def test_needed_books_at_once_and_tells_after_a_minute_with_letter_and_calendar() -> None:
    one, reference, officer = ready()
    slot = free(officer, one.office_id)[0]
    before = outside()
    made = does(book, officer, stored(reference).id, slot.slot_id, Needed.NO_PHOTO)
    assert isinstance(made, Made)
    assert state(reference) == RequestState.SCHEDULED
    assert [visit.starts_at for visit in visits(reference)] == [slot.starts_at]
    assert outside() == before
    assert too_late_to_undo() == 1
    assert told(one.actor)[-1] == "visit_booked"
    with db.read() as session:
        files = session.exec(select(InboxAttachment.media_type)).all()
    assert list(files) == ["text/calendar"]
    [*_others, step] = steps(reference)
    assert (step.move, step.outcome) == (RequestMove.BOOK, Needed.NO_PHOTO)


def test_undone_the_time_is_free_again_and_nothing_was_said() -> None:
    one, reference, officer = ready()
    times = free(officer, one.office_id)
    before = outside()
    does(book, officer, stored(reference).id, times[0].slot_id, Needed.IN_PERSON)
    assert free(officer, one.office_id)[0].left == times[0].left - 1
    assert undoes(officer, reference) is UndoAnswer.DONE
    assert free(officer, one.office_id)[0].left == times[0].left
    row = stored(reference)
    assert (row.state, row.claimed_by) == (RequestState.IN_REVIEW, officer.account_id)
    assert (row.booking_id, row.decided_at) == (None, None)
    assert too_late_to_undo() == 0
    assert outside() == before
    [*_others, decided, undone] = steps(reference)
    assert (undone.move, undone.corrects_id) == (RequestMove.UNDO, decided.id)
    made = does(book, officer, row.id, times[0].slot_id, Needed.IN_PERSON)
    assert isinstance(made, Made)


def test_not_needed_says_why_and_ends_the_request() -> None:
    one, reference, officer = ready(reason="certified_copy")
    does(find_unneeded, officer, stored(reference).id, Unneeded.SETTLED)
    assert state(reference) == RequestState.NOT_NEEDED
    assert too_late_to_undo() == 1
    assert told(one.actor)[-1] == "visit_not_needed_settled"
    assert stored(reference).open_key is None


def test_undoing_not_needed_opens_it_again_without_a_pause() -> None:
    _one, reference, officer = ready(reason="certified_copy")
    due = stored(reference).due_at
    does(find_unneeded, officer, stored(reference).id, Unneeded.UNMET)
    assert undoes(officer, reference) is UndoAnswer.DONE
    row = stored(reference)
    assert (row.state, row.ended_at, row.due_at) == (RequestState.IN_REVIEW, None, due)
    assert row.open_key is not None


def test_a_stamp_goes_by_mail_when_all_three_are_verified() -> None:
    one, reference, officer = ready()
    which = stored(reference).id
    for checked in ((), ALL[:2], ALL[1:]):
        answer_now = does(find_unneeded, officer, which, Unneeded.BY_MAIL, checked)
        assert answer_now is Against.CHECKS_MISSING
    assert isinstance(does(find_unneeded, officer, which, Unneeded.BY_MAIL, ALL), Made)
    too_late_to_undo()
    assert told(one.actor)[-1] == "visit_not_needed_by_mail"
    _two, other, colleague = ready(reason="certified_copy")
    refused = does(find_unneeded, colleague, stored(other).id, Unneeded.BY_MAIL, ALL)
    assert refused is Against.NOT_BY_MAIL


def test_a_question_goes_in_the_person_s_language_and_gives_them_the_turn() -> None:
    one = asker()
    with db.write() as session:
        session.get_one(Account, one.actor.account_id).language = "es"
    _one, reference, officer = ready(one, language="es")
    does(ask, officer, stored(reference).id, Question.PHOTO)
    assert state(reference) == RequestState.NEEDS_INFO
    assert "¿Tiene dos fotos de pasaporte" in (steps(reference)[-1].words or "")
    too_late_to_undo()
    with db.read() as session:
        message = session.exec(select(InboxMessage).order_by(col(InboxMessage.at).desc())).first()
        assert message is not None
        assert message.subject == "Tenemos una pregunta sobre su visita"


def test_what_its_person_has_acted_on_is_not_undone_and_says_nothing_more() -> None:
    one, reference, officer = ready()
    does(ask, officer, stored(reference).id, Question.ADDRESS)
    does(answer, one.actor, reference, "At 12 Oak Street.")
    assert undoes(officer, reference) is UndoAnswer.TOO_LATE
    assert too_late_to_undo() == 0
    assert "visit_question_address" not in told(one.actor)

    two, booked, colleague = ready()
    slot = free(colleague, stored(booked).office_id)[-1].slot_id
    does(book, colleague, stored(booked).id, slot, Needed.URGENT)
    cancelled = does(cancel_visit, two.actor, booked)
    assert isinstance(cancelled, Made), cancelled
    assert too_late_to_undo() == 0
    assert told(two.actor)[-1] == "visit_cancelled"
    assert pulled() == []


def test_the_agency_hears_of_a_visit_when_nobody_can_undo_it_any_more() -> None:
    one, reference, officer = ready()
    first, second = free(officer, one.office_id)[:2]
    does(book, officer, stored(reference).id, first.slot_id, Needed.URGENT)
    undoes(officer, reference)
    does(book, officer, stored(reference).id, second.slot_id, Needed.URGENT)
    assert pulled() == []
    too_late_to_undo()
    [line] = pulled()
    assert line["what"]["kind"] == "booking"
    assert line["what"]["slot"]["starts_at"].startswith(f"{second.starts_at:%Y-%m-%dT%H:%M}")
    does(cancel_visit, one.actor, reference)
    assert [line["what"]["kind"] for line in pulled()][-1] == "cancellation"


def test_a_quick_answer_can_be_decided_about_within_the_same_minute() -> None:
    one, reference, officer = ready(reason="certified_copy")
    does(ask, officer, stored(reference).id, Question.CASE)
    does(answer, one.actor, reference, "The one in my account.")
    claims(officer, reference)
    made = does(find_unneeded, officer, stored(reference).id, Unneeded.SETTLED)
    assert isinstance(made, Made)
    assert too_late_to_undo() == 1
    assert "visit_question_case" not in told(one.actor)
    assert told(one.actor)[-1] == "visit_not_needed_settled"


def test_nothing_is_decided_without_a_claim_that_lasts() -> None:
    one, reference, officer = ready()
    which, slot = stored(reference).id, free(officer, one.office_id)[0].slot_id
    colleague = staff()
    assert does(book, colleague, which, slot, Needed.URGENT) is RequestRefusal.CLAIMED
    claim_runs_out(reference)
    assert does(book, officer, which, slot, Needed.URGENT) is RequestRefusal.NOT_CLAIMED
    assert does(ask, officer, which, Question.CASE) is RequestRefusal.NOT_CLAIMED
    claims(colleague, reference)
    for act, what in ((ask, Question.CASE), (find_unneeded, Unneeded.UNMET)):
        assert does(act, officer, which, what) is RequestRefusal.CLAIMED
    with pytest.raises(NotFound):
        does(ask, officer, uuid7(), Question.CASE)


def test_a_time_that_is_gone_or_for_something_else_is_not_booked() -> None:
    one, reference, officer = ready()
    slot = free(officer, one.office_id)[0]
    for _ in range(slot.left):
        _other, taken, colleague = ready(Asker(asker().filing, one.office_id))
        does(book, colleague, stored(taken).id, slot.slot_id, Needed.IN_PERSON, agreed=True)
    which = stored(reference).id
    for slot_id in (slot.slot_id, uuid7()):
        answer_now = does(book, officer, which, slot_id, Needed.IN_PERSON)
        assert answer_now is RequestRefusal.NO_TIME
    assert state(reference) == RequestState.IN_REVIEW


@pytest.mark.parametrize(
    ("other", "override"),
    [
        (travels_in, Override.UNNEEDED_URGENT),
        (None, Override.UNNEEDED_RESTRICTED),
    ],
    ids=["urgent", "protected"],
)
def test_some_refusals_need_a_second_officer(other: object, override: Override) -> None:
    asked = travels_in(5) if other else {"reason": "protected_inquiry"}
    one = asker()
    reference = asks(one, **asked)
    first, second = staff(Role.SUPERVISOR), staff(Role.SUPERVISOR)
    which = claims(first, reference)
    assert does(find_unneeded, first, which, Unneeded.UNMET) == Proposed(override)
    assert state(reference) == RequestState.SUBMITTED
    assert told(one.actor)[-1] == "visit_asked"
    claims(first, reference)
    assert does(agree, first, which) is RequestRefusal.SAME_OFFICER
    assert does(decline, first, which) is RequestRefusal.SAME_OFFICER
    moved(reference, RequestMove.RETURN, first)
    assert does(agree, second, which) is RequestRefusal.NOT_CLAIMED
    claims(second, reference)
    assert opens(second, reference).proposal.by == first.name
    assert isinstance(does(agree, second, which), Made)
    assert does(agree, second, which) is RequestRefusal.DONE_BEFORE
    assert too_late_to_undo() == 1
    assert told(one.actor)[-1] == "visit_not_needed_unmet"


def test_another_office_needs_a_second_officer_who_may_say_no() -> None:
    _one, reference, first = ready()
    elsewhere = field_office(name="Chicago", zip_code="60601")
    slot = free(first, elsewhere)[0].slot_id
    which = stored(reference).id
    proposed = does(book, first, which, slot, Needed.URGENT)
    assert proposed == Proposed(Override.OTHER_OFFICE)
    assert visits(reference) == []
    second = staff()
    claims(second, reference)
    assert opens(second, reference).proposal.time.endswith("Chicago")
    assert does(decline, second, which) is None
    assert opens(second, reference).proposal.what == ""
    assert isinstance(does(find_unneeded, second, which, Unneeded.SETTLED), Made)
    with db.read() as session:
        [row] = session.exec(select(RequestProposal)).all()
    assert (row.agreed, row.ended_by) == (False, second.account_id)


def test_both_agree_and_the_visit_is_at_the_other_office() -> None:
    one, reference, first = ready()
    elsewhere = field_office(name="Chicago", zip_code="60601")
    slot = free(first, elsewhere)[0].slot_id
    does(book, first, stored(reference).id, slot, Needed.URGENT)
    second = staff()
    claims(second, reference)
    assert isinstance(does(agree, second, stored(reference).id), Made)
    [visit] = visits(reference)
    assert visit.office_id == elsewhere
    with db.read() as session:
        assert session.exec(select(RequestProposal.agreed)).all() == [True]
    assert one.office_id != elsewhere


def test_a_call_is_logged_and_leads_nowhere() -> None:
    _one, reference, officer = ready()
    which = stored(reference).id
    assert does(log_call, officer, which, Call.IDENTIFIED, "  Spoke to her. ") is None
    assert does(log_call, staff(), which, Call.NO_ANSWER) is RequestRefusal.CLAIMED
    step = steps(reference)[-1]
    assert (step.move, step.outcome, step.words) == ("call", "identified", "Spoke to her.")
    file = opens(officer, reference)
    assert any(check.says.startswith("Verified by a call on") for check in file.checks)
    assert file.steps[0].what == "Called: Reached, and I verified who they are"
    does(ask, officer, which, Question.PHOTO)
    does(log_call, officer, which, Call.VOICEMAIL)
    assert undoes(officer, reference) is UndoAnswer.DONE


def test_an_answer_brings_it_back_and_the_time_it_took_is_not_ours() -> None:
    one, reference, officer = ready()
    does(ask, officer, stored(reference).id, Question.PHOTO)
    due = stored(reference).due_at
    later(days=3)
    too_late_to_undo()
    does(answer, one.actor, reference, "Yes, two of them.")
    row = stored(reference)
    assert row.state == RequestState.SUBMITTED
    assert row.due_at > due
    file = opens(officer, reference)
    assert file.steps[0].words == "Yes, two of them."


def test_who_answers_on_the_phone_need_not_write_and_reads_what_was_written() -> None:
    one, reference, officer = ready()
    which = stored(reference).id
    does(ask, officer, which, Question.PHOTO)
    assert not opens(officer, reference, OpeningReason.CONTACT).may_answer  # not sent yet
    too_late_to_undo()
    colleague = staff()
    assert opens(colleague, reference, OpeningReason.CONTACT).may_answer
    with pytest.raises(ValueError, match="says something"):
        does(answer_for, colleague, which, "  ")
    assert isinstance(does(answer_for, colleague, which, " Yes, two. "), Made)
    row, step = stored(reference), steps(reference)[-1]
    assert (row.state, row.answer_by) == (RequestState.SUBMITTED, None)
    assert (step.by, step.account_id, step.words) == ("officer", colleague.account_id, "Yes, two.")
    assert told(one.actor)[-1] == "visit_answered"
    with db.read() as session:
        line = request_page(session, one.actor, reference).steps[-1]
    assert (line.what, line.words) == ("The question was answered. (by an officer)", "Yes, two.")
    assert does(answer_for, colleague, which, "Again") is RequestRefusal.DONE_BEFORE


def test_nobody_answers_for_themselves_from_the_desk_nor_too_late() -> None:
    one, reference, officer = ready()
    which = stored(reference).id
    does(ask, officer, which, Question.PHOTO)
    with pytest.raises(NotFound):
        does(answer_for, actor_for(one.filing.account, Role.OFFICER), which, "Yes.")
    later(days=16)
    assert does(answer_for, officer, which, "Yes.") is RequestRefusal.TOO_LATE


def test_a_booking_takes_few_statements_and_the_desk_hears_of_it_last() -> None:
    """200 a second are promised: each more is felt by everybody who books."""
    one, reference, officer = ready()
    slot = free(officer, one.office_id)[0].slot_id
    which = stored(reference).id
    with statements() as asked:
        does(book, officer, which, slot, Needed.IN_PERSON)
    assert sum(not one.startswith("BEGIN") for one in asked) <= 17
    assert "INSERT INTO change" in asked[-1]
