"""What waits is sent back, changed, deleted or forgotten, and reached by nobody who lost the right
to it (REP-16, REP-41, REP-42)."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.prepared import PreparedRefusal, PreparedState
from cx_app.domain.representation.digests import Every
from cx_app.gateways import clock
from cx_app.models import (
    AppointmentRequest,
    AuditEntry,
    OutboxMessage,
    PreparedRequest,
)
from cx_app.services.callbacks.asking import AskRefusal
from cx_app.services.drafts.keep import keep_draft
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.queue import Asked as AskedQueue
from cx_app.services.prepared.queue import Shelf, prepared_page
from cx_app.services.prepared.review import Opened, delete, open_again, send_back
from cx_app.services.prepared.show import prepared_view
from cx_app.services.prepared.submit import Done, NotDone
from cx_app.services.prepared.sweep import forget_prepared
from cx_app.services.representation.acting import submits_for_party
from cx_app.services.representation.digests import choose_digest, send_digests
from cx_app.services.representation.ending import end, withdraw
from cx_app.services.representation.mine import my_representatives
from cx_app.services.representation.team import leave, membership
from tests.services.prepared.people import (
    Firm,
    at_most,
    call,
    client_with_biometrics,
    count,
    firm,
    joins,
    move,
    prepared,
    row,
    signs_beside,
    submits,
    visit,
)
from tests.services.representation.people import later

pytestmark = pytest.mark.usefixtures("database")


def leaves(who: Firm) -> None:
    with db.write() as session:
        member = membership(session, who.pilar.account_id)
        assert member is not None
        leave(session, who.pilar, member.id)


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
        assert submits_for_party(session, who.pilar, who.one.party_id) == "Ana Ruiz, Rosa Delgado"
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


def test_the_client_reads_who_prepared_what_was_done_for_them() -> None:
    who = firm()
    assert isinstance(submits(who.rosa, prepared(visit(who.pilar, who.one))), Done)
    with db.read() as session:
        [line] = my_representatives(session, who.one.actor).now
        assert [one.what for one in line.acts] == [
            f"Asked for a visit to an office. Prepared by {who.pilar.name}."
        ]


def test_a_digest_tells_each_side_what_waits_for_them() -> None:
    """Also where nothing is new in any case."""
    who = firm()
    with db.write() as session:
        for actor in (who.rosa, who.pilar):
            choose_digest(session, actor, Every.DAY)
    waiting = prepared(visit(who.pilar, who.one))
    later(1)
    assert told_by_digest() == {who.rosa.account_id: 1}
    with db.write() as session:
        assert send_back(session, who.rosa, waiting, "Which card?") is None
    later(1)
    assert told_by_digest() == {who.pilar.account_id: 1}


def told_by_digest() -> dict[UUID | None, int]:
    with db.write() as session:
        before = set(session.exec(select(OutboxMessage.id)))
        send_digests(session)
        rows = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "board_digest"))
        new = [row for row in rows if row.id not in before]
        return {row.account_id: json.loads(row.facts or "")["prepared"] for row in new}


def test_a_form_of_another_kind_takes_nothing_s_place() -> None:
    who = firm()
    key = uuid4().hex
    waiting = prepared(visit(who.pilar, who.one, key))
    with pytest.raises(NotFound):
        call(who.pilar, who.one, key)
    assert isinstance(submits(who.rosa, waiting), Done)
