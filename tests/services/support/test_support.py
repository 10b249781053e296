"""From a question to its answer: who may ask, who answers, who hears of it, who never sees it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.references import shown
from cx_app.domain.support import AnswerFlaw
from cx_app.domain.visitors import Contact
from cx_app.gateways import clock
from cx_app.models import (
    Account,
    AuditEntry,
    CaseLink,
    CaseOpening,
    InboxMessage,
    OutboxMessage,
    SupportRequest,
)
from cx_app.services.support.asking import Flawed, Submitted, TooMany, form_of, mine, submit
from cx_app.services.support.desk import Tab, answer, desk, give_back, look, take
from tasks.decisions import leave as let_leave
from tests import factories
from tests.factories import Filing, actor_for
from tests.services.attachments.asked import EMAIL, proven
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
NOTE = "Nobody called me back, canary-words-of-mine."
REPLY = "We called the wrong number. It is mended now."
PHONE = Contact(Channel.SMS, "+12025550143")


def person(role: Role = Role.APPLICANT) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), role)


def visitor(contact: Contact = EMAIL) -> Actor:
    with db.write() as session:
        return proven(session, contact)


def filing(**facts: object) -> Filing:
    with db.write() as session:
        made = factories.filing(session, **facts)
        factories.link(session, made.account, made.party)
        return made


def sends(
    actor: Actor, key: str = "form-1", *, kind: str = "question", **typed: str
) -> Submitted | Flawed | TooMany:
    with db.write() as session:
        given = {"kind": kind, "topic": "waiting", "note": NOTE, **typed}
        return submit(session, actor, given, key)


def stored() -> SupportRequest:
    with db.read() as session:
        return session.exec(select(SupportRequest)).one()


def answers(
    actor: Actor, row: SupportRequest, cause: str = "ours", changed: str = "The number."
) -> AnswerFlaw | None:
    with db.write() as session:
        return answer(session, actor, row.id, cause, REPLY, changed)


def takes(actor: Actor, row: SupportRequest) -> bool:
    with db.write() as session:
        return take(session, actor, row.id)


def a_minute_passes() -> None:
    with db.write() as session:
        clock.advance(session, timedelta(minutes=1))
    let_leave()


def lines(actor: Actor, tab: Tab = Tab.QUESTIONS) -> list[str]:
    with db.read() as session:
        return [line.reference for line in desk(session, actor, tab).lines]


def test_a_question_gets_a_reference_and_an_answer() -> None:
    who, officer = person(), person(Role.OFFICER)
    said = sends(who)
    assert isinstance(said, Submitted)
    row = stored()
    assert NOTE not in str(row.model_dump())
    assert lines(officer) == [said.reference]
    assert answers(officer, row) is AnswerFlaw.NOT_TAKEN
    assert takes(officer, row)
    assert lines(officer, Tab.MINE) == [said.reference]
    assert answers(officer, row) is None
    assert answers(officer, row) is AnswerFlaw.ANSWERED
    with db.read() as session:
        [line] = mine(session, who)
        assert (line.answered, line.answer, line.changed) == (True, REPLY, "The number.")
        assert session.exec(select(InboxMessage)).all() == []
    a_minute_passes()
    with db.read() as session:
        [told] = session.exec(
            select(InboxMessage).where(InboxMessage.account_id == who.account_id)
        ).all()
        assert told.kind == Kind.SUPPORT_ANSWERED
    assert lines(officer) == []


@pytest.mark.parametrize("contact", [EMAIL, PHONE])
def test_somebody_without_an_account_is_told_where_to_look_and_no_more(contact: Contact) -> None:
    asked = sends(visitor(contact))
    assert isinstance(asked, Submitted)
    row, officer = stored(), person(Role.OFFICER)
    assert row.account_id is None
    assert contact.value not in str(row.model_dump())
    takes(officer, row)
    assert answers(officer, row) is None
    a_minute_passes()
    with db.read() as session:
        sent = session.exec(
            select(OutboxMessage).where(OutboxMessage.kind == Kind.VISITOR_NEWS)
        ).one()
        assert "/help/support" in (sent.facts or "")
        assert REPLY not in (sent.facts or "")
    again, stranger = visitor(contact), visitor(EMAIL if contact is PHONE else PHONE)
    with db.read() as session:
        assert [line.answer for line in mine(session, again)] == [REPLY]
        assert mine(session, stranger) == []


def test_nobody_sees_what_others_asked() -> None:
    sends(person())
    for other in (person(), visitor()):
        with db.read() as session:
            assert mine(session, other) == []


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REPRESENTATIVE, Role.VISITOR])
def test_the_desk_is_for_staff(role: Role) -> None:
    sends(person())
    row, who = stored(), visitor() if role is Role.VISITOR else person(role)
    for act in (
        lambda s: desk(s, who, Tab.QUESTIONS),
        lambda s: look(s, who, row.id),
        lambda s: take(s, who, row.id),
        lambda s: answer(s, who, row.id, "ours", REPLY, "x"),
    ):
        with db.write() as session, pytest.raises(Forbidden):
            act(session)


def test_a_form_sent_twice_is_one_request_also_at_the_same_instant() -> None:
    who = person()
    said = together(*[lambda: sends(who)] * 4)
    assert {one.reference for one in said if isinstance(one, Submitted)} == {
        shown(stored().reference)
    }
    assert sends(who).again  # type: ignore[union-attr]
    with db.read() as session:
        assert len(session.exec(select(SupportRequest)).all()) == 1


@pytest.mark.parametrize("of_visitor", [False, True])
def test_five_in_a_day_and_then_no_more(of_visitor: bool) -> None:
    who = visitor() if of_visitor else person()
    for n in range(5):
        assert isinstance(sends(who, f"form-{n}"), Submitted)
    other = visitor() if of_visitor else who
    assert isinstance(sends(other, "form-6"), TooMany)
    assert isinstance(sends(person(), "form-6"), Submitted)
    with db.write() as session:
        clock.advance(session, timedelta(days=1))
    assert isinstance(sends(other, "form-7"), TooMany)


def test_a_case_is_one_that_the_account_reaches() -> None:
    one, other, stranger = filing(), filing(), person()
    case = str(one.case.id)
    assert isinstance(sends(stranger, case=case), Flawed)
    assert isinstance(sends(other.actor, case=case), Flawed)
    assert isinstance(sends(visitor(), case=case), Flawed)
    with db.read() as session:
        assert [choice.value for choice in form_of(session, one.actor).cases] == [case]
        assert form_of(session, stranger).cases == []
    assert isinstance(sends(one.actor, case=case), Submitted)
    with db.write() as session:
        link = session.exec(select(CaseLink).where(CaseLink.account_id == one.account.id)).one()
        link.ended_at = clock.business(session)
        session.add(link)
    with db.read() as session:
        assert mine(session, one.actor) == []


def test_looking_at_one_with_a_case_opens_the_case_on_record() -> None:
    one, officer = filing(), person(Role.OFFICER)
    sends(one.actor, case=str(one.case.id))
    with db.write() as session:
        page = look(session, officer, stored().id)
        assert (page.note, page.receipt) == (NOTE, one.case.receipt_number)
    with db.read() as session:
        opening = session.exec(select(CaseOpening)).one()
        assert (opening.case_id, opening.account_id) == (one.case.id, officer.account_id)


def test_protected_cases_are_for_those_who_watch() -> None:
    one = filing(protected=True)
    sends(one.actor, case=str(one.case.id))
    row, officer, supervisor = stored(), person(Role.OFFICER), person(Role.SUPERVISOR)
    assert lines(officer) == []
    assert len(lines(supervisor)) == 1
    with db.write() as session, pytest.raises(NotFound):
        look(session, officer, row.id)
    assert takes(supervisor, row)
    assert answers(supervisor, row) is None
    a_minute_passes()
    with db.read() as session:
        assert session.exec(select(OutboxMessage)).all() == []


def test_how_somebody_was_treated_is_for_those_who_watch() -> None:
    sends(person(), kind="complaint", topic="treatment")
    assert lines(person(Role.OFFICER), Tab.COMPLAINTS) == []
    assert len(lines(person(Role.SUPERVISOR), Tab.COMPLAINTS)) == 1


def test_nobody_answers_what_they_asked_or_on_their_own_case() -> None:
    one = filing()
    officer = actor_for(one.account, Role.OFFICER)
    sends(one.actor, case=str(one.case.id))
    assert lines(officer) == []
    with db.write() as session, pytest.raises(NotFound):
        take(session, officer, stored().id)


def test_a_request_has_one_owner_until_it_is_put_back() -> None:
    sends(person())
    row = stored()
    first, second, supervisor = person(Role.OFFICER), person(Role.OFFICER), person(Role.SUPERVISOR)
    assert takes(first, row)
    assert takes(first, row)
    assert not takes(second, row)
    with db.write() as session:
        assert not give_back(session, second, row.id)
        assert give_back(session, first, row.id)
    assert takes(second, row)
    assert takes(supervisor, row)
    assert answers(second, row) is AnswerFlaw.NOT_TAKEN


def test_one_of_many_takes_it() -> None:
    sends(person())
    row = stored()
    officers = [person(Role.OFFICER) for _n in range(4)]
    said = together(*[lambda who=who: takes(who, row) for who in officers])
    assert sorted(said) == [False, False, False, True]


def test_a_complaint_is_answered_with_what_was_changed_and_watched() -> None:
    sends(person(), kind="complaint")
    row, officer, supervisor = stored(), person(Role.OFFICER), person(Role.SUPERVISOR)
    takes(officer, row)
    assert answers(officer, row, changed="") is AnswerFlaw.CHANGED
    with db.write() as session:
        clock.advance(session, timedelta(days=20))
    assert answers(officer, row, cause="conduct") is None
    with db.read() as session:
        [line] = desk(session, supervisor, Tab.ANSWERED).lines
        assert (line.cause, line.changed) == ("What somebody of ours did or said", "The number.")
        assert (line.age, line.late) == ("20 days", True)
        seen = desk(session, officer, Tab.ANSWERED)
        assert seen.lines == []
        assert Tab.ANSWERED not in {queue.value for queue in seen.queues}


def test_nothing_of_what_was_written_is_in_the_audit() -> None:
    who = person()
    sends(who, kind="complaint")
    row, officer = stored(), person(Role.OFFICER)
    takes(officer, row)
    answers(officer, row)
    with db.read() as session:
        entries = session.exec(
            select(AuditEntry).where(col(AuditEntry.action).startswith("support."))
        ).all()
        assert [entry.action for entry in entries] == [
            "support.submit",
            "support.take",
            "support.answer",
        ]
        written = str([entry.model_dump() for entry in entries])
        assert "canary" not in written
        assert REPLY not in written


def test_an_id_that_is_not_there_is_not_found() -> None:
    with db.write() as session, pytest.raises(NotFound):
        look(session, person(Role.OFFICER), UUID(int=1))
    with db.read() as session:
        assert session.exec(select(Account)).all()
