"""A decision can be undone for a minute, by whoever made it, and nothing has left (UNDO-1 to 4)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_requests import Confirmed, Refusal
from cx_app.domain.decisions import Held
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.models import (
    AccessCode,
    AuditEntry,
    CodeRequest,
    HeldDecision,
    InboxMessage,
    OutboundEvent,
    OutboxMessage,
    Party,
)
from cx_app.services.access_codes.decide import approve, refuse
from cx_app.services.access_codes.redeem import redeem
from cx_app.services.access_codes.request import RequestState
from cx_app.services.access_codes.standing import my_requests
from cx_app.services.decisions.leave import leave
from cx_app.services.decisions.pending import NOTHING, Pending, pending
from cx_app.services.decisions.undo import UndoAnswer, take_longer, undo
from tasks.decisions import leave as let_leave
from tests import factories
from tests.factories import Filing, actor_for
from tests.services.access_codes.desk import (
    advance,
    asks,
    filed,
    moved_lately,
    newest,
    opens,
    someone,
    staff,
    too_late_to_undo,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def linked() -> Filing:
    filing = moved_lately(filed())
    with db.write() as session:
        redeem(session, filing.actor, filing.claim)
    return filing


def ready(filing: Filing | None = None) -> tuple[Actor, CodeRequest]:
    request = asks(filing or moved_lately(filed()))
    officer = staff()
    opens(officer, request.case_id or UUID(int=0))
    return officer, request


def approves(officer: Actor, request: CodeRequest, holder: UUID | None = None) -> UUID:
    with db.write() as session:
        approve(session, officer, request.id, Confirmed.CALL, holder)
    return held().id


def held() -> HeldDecision:
    with db.read() as session:
        newest_first = select(HeldDecision).order_by(col(HeldDecision.id).desc())
        return session.exec(newest_first).first() or HeldDecision()


def undoes(actor: Actor, held_id: UUID) -> UndoAnswer:
    with db.write() as session:
        return undo(session, actor, held_id)


def longer(actor: Actor, held_id: UUID) -> UndoAnswer:
    with db.write() as session:
        return take_longer(session, actor, held_id)


def shown(actor: Actor, request: CodeRequest) -> Pending:
    with db.read() as session:
        return pending(session, actor, [request.id]).get(request.id, NOTHING)


def outside() -> list[int]:
    """How much of everything that leaves there is."""
    with db.read() as session:
        return [
            len(session.exec(select(table)).all())
            for table in (OutboxMessage, InboxMessage, OutboundEvent, AccessCode)
        ]


def test_it_is_in_force_at_once_and_leaves_after_a_minute() -> None:
    filing = linked()
    officer, request = ready(filing)
    before = outside()
    approves(officer, request)
    with db.read() as session:
        [line] = my_requests(session, filing.actor)
    assert line.state == "Approved, the letter is being made"
    assert line.next.startswith("It should be there by ")
    assert let_leave() == 0
    assert outside() == before
    advance(seconds=60)
    assert let_leave() == 1
    assert [now > then for now, then in zip(outside(), before, strict=True)] == [True] * 4
    assert held().state == Held.LEFT


def test_undone_nothing_leaves_and_it_waits_again() -> None:
    officer, request = ready(linked())
    before = outside()
    held_id = approves(officer, request)
    assert undoes(officer, held_id) is UndoAnswer.DONE
    assert undoes(officer, held_id) is UndoAnswer.TOO_LATE
    assert too_late_to_undo() == 0
    assert outside() == before
    request = newest()
    assert (request.state, request.decision) == (RequestState.REVIEW, None)
    assert (request.decided_by, request.decided_at) == (None, None)


def test_undoing_is_an_entry_of_its_own_beside_the_decision() -> None:
    officer, request = ready()
    undoes(officer, approves(officer, request))
    with db.read() as session:
        rows = session.exec(
            select(AuditEntry)
            .where(AuditEntry.account_id == officer.account_id)
            .order_by(col(AuditEntry.at), col(AuditEntry.id))
        ).all()
    decided = [row for row in rows if row.action in ("access_code.approve", "decision.undo")]
    assert [(row.action, row.outcome) for row in decided] == [
        ("access_code.approve", "done"),
        ("decision.undo", "done"),
    ]
    assert decided[1].details == {"kind": "access_code.approve"}


def test_another_decision_after_undoing_leaves_like_a_first_one() -> None:
    officer, request = ready(linked())
    undoes(officer, approves(officer, request))
    with db.write() as session:
        refuse(session, officer, request.id, Refusal.HAS_CODE)
    undoes(officer, held().id)
    approves(officer, request)
    assert too_late_to_undo() == 1
    assert newest().code_id is not None


def test_whose_code_it_was_said_to_be_is_undone_too() -> None:
    filing = filed()
    with db.write() as session:
        twin = factories.person(session, given_name="Ramón")
        his = factories.party(session, filing.case, twin, PartyRole.DERIVATIVE)
    officer, request = ready(filing)
    held_id = approves(officer, request, his.id)
    assert newest().party_id == his.id
    undoes(officer, held_id)
    assert newest().party_id is None


def test_a_minute_later_it_is_too_late() -> None:
    officer, request = ready()
    held_id = approves(officer, request)
    advance(seconds=60)
    assert shown(officer, request) == NOTHING
    assert undoes(officer, held_id) is UndoAnswer.TOO_LATE
    assert let_leave() == 1
    assert undoes(officer, held_id) is UndoAnswer.TOO_LATE


def test_whoever_needs_longer_takes_it_ten_times() -> None:
    officer, request = ready()
    held_id = approves(officer, request)
    assert [longer(officer, held_id) for _ in range(11)] == [
        *[UndoAnswer.DONE] * 10,
        UndoAnswer.OFTEN_ENOUGH,
    ]
    advance(seconds=600)
    assert let_leave() == 0
    assert undoes(officer, held_id) is UndoAnswer.DONE
    assert longer(officer, held_id) is UndoAnswer.TOO_LATE


def test_a_colleague_sees_it_and_a_supervisor_may_undo_it() -> None:
    officer, request = ready()
    held_id = approves(officer, request)
    colleague, supervisor = staff(), staff(Role.SUPERVISOR)
    mine, theirs = shown(officer, request), shown(colleague, request)
    assert (mine.mine, theirs.mine, theirs.by) == (True, False, officer.name)
    assert 0 < mine.seconds <= 60
    for act in (undoes, longer):
        with pytest.raises(NotFound):
            act(colleague, held_id)
        with pytest.raises(NotFound):
            act(officer, UUID(int=5))
        with pytest.raises(Forbidden):
            act(someone(), held_id)
    assert undoes(supervisor, held_id) is UndoAnswer.DONE


def test_a_supervisor_does_not_undo_on_their_own_case() -> None:
    filing = moved_lately(filed())
    officer, request = ready(filing)
    held_id = approves(officer, request)
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        factories.link(session, account, filing.party)
    with pytest.raises(Forbidden):
        undoes(actor_for(account, Role.SUPERVISOR), held_id)


def test_who_has_left_the_case_meanwhile_gets_nothing() -> None:
    officer, request = ready(linked())
    before = outside()
    approves(officer, request)
    with db.write() as session:
        session.get_one(Party, request.party_id).ended_at = request.requested_at
    assert too_late_to_undo() == 0
    assert held().state == Held.OVERTAKEN
    assert (newest().state, newest().decided_by) == (RequestState.REVIEW, None)
    assert outside() == before


def test_of_two_who_undo_at_the_same_instant_one_does() -> None:
    for _ in range(5):
        officer, request = ready()
        held_id = approves(officer, request)
        acts = [partial(undoes, officer, held_id), partial(undoes, staff(Role.ADMIN), held_id)]
        answers = together(*acts)
        assert sorted(answers) == [UndoAnswer.DONE, UndoAnswer.TOO_LATE]


def test_it_leaves_once_however_many_workers_look() -> None:
    for _ in range(5):
        officer, request = ready()
        held_id = approves(officer, request)
        advance(seconds=60)

        def leaves(which: UUID = held_id) -> bool:
            with db.write() as session:
                return leave(session, which)

        assert sorted(together(leaves, leaves, leaves)) == [False, False, True]
